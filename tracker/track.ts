import { address } from './address.ts'
import { page, turn } from './engagement.ts'
import { options, type Props } from './options.ts'
import { type Revenue, report } from './report.ts'
import type { Callback } from './send.ts'

/** What a page may say of an event. */
export interface Details {
	props?: Props | undefined
	revenue?: Revenue | undefined
	/** false: the event does not keep a visit from being a bounce. */
	interactive?: boolean
	/** Instead of the page's own address; `u` in older snippets. */
	url?: string
	u?: string
	callback?: Callback
}

/** Reports an event of a page, a page view being one of them. */
export const track = (name: string, details: Details = {}): void => {
	const custom = options.customProperties
	const next = {
		u: address(details.u || details.url || location.href),
		p: { ...(typeof custom === 'function' ? custom(name) : custom), ...details.props },
	}
	// An application changes the address first and the title later: till then it is the title of the page before.
	const soft = VITALS && name === 'pageview' && page
	if (name === 'pageview') turn(next)
	report(
		name,
		{
			...next,
			r: document.referrer.split('?')[0],
			$: details.revenue,
			i: details.interactive,
			...(VITALS && { w: innerWidth & -128, t: soft ? '' : document.title }),
		},
		details.callback,
	)
}
