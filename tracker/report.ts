import { consent, last, signal } from './choice.ts'
import { options } from './options.ts'
import { silent } from './quiet.ts'
import { data } from './script.ts'
import { type Callback, send } from './send.ts'
import { sendInTurn } from './tell.ts'

/** Fields of a beacon beside those that every beacon has (the Plausible events format). */
export interface Fields extends Vitals {
	/** The page's address, cleaned. */
	u: string
	/** Where the person came from, without a query. */
	r?: string | undefined
	p?: Record<string, unknown>
	$?: Revenue | undefined
	i?: boolean | undefined
	/** Engagement: deepest point in per cent, engaged time in ms. */
	sd?: number
	e?: number
	/** Title of the page; blank while an application may not have set it yet. */
	t?: string
	/** Width of the viewport in CSS pixels, rounded down to a multiple of 128. */
	w?: number
}

/** Of an engagement: what was measured of the page view. Times in ms, NaN where nobody waited. */
export interface Vitals {
	lcp?: number
	fcp?: number
	ttfb?: number
	inp?: number | undefined
	cls?: number | undefined
}

export interface Revenue {
	amount?: number | string
	currency?: string
}

/**
 * Reports an event, unless the tracker is to be silent. To a browser that asks for privacy (GPC, DNT) a page
 * view is a number and its reason, and nothing else is reported.
 */
export const report = (n: string, fields: Fields, callback?: Callback): void => {
	const s = CONSENT
		? // Who has agreed to be measured here may be measured all the same: the door knows the law.
			(consent !== 'granted' || last.outcome === 'none') && signal()
		: navigator.globalPrivacyControl
			? 'gpc'
			: navigator.doNotTrack === '1' && 'dnt'
	if (silent() || (s && n !== 'pageview')) callback?.()
	else
		(CONSENT ? sendInTurn : send)(
			JSON.stringify({
				n,
				d: data.domain || location.hostname,
				...(s ? { s } : { h: options.hashBasedRouting, ...fields }),
			}),
			0,
			callback,
		)
}
