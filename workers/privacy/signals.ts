import type { DropReason, Signals } from '../model/event.ts'

/** Set by `/api/optout` on the host that takes the beacons; storing a refusal needs no consent. */
export const OPT_OUT_COOKIE = 'jitt_optout'

const OPT_OUT = new RegExp(`(?:^|;\\s*)${OPT_OUT_COOKIE}=1(?:;|$)`)

/**
 * What the browser asks for in its headers: `Sec-GPC` (https://w3c.github.io/gpc/), `DNT`
 * (https://www.w3.org/TR/tracking-dnt/, obsolete and honoured) and the opt-out cookie.
 */
export function signalsOf(headers: Headers): Signals {
	const cookie = headers.get('cookie')
	return {
		gpc: headers.get('sec-gpc') === '1',
		dnt: headers.get('dnt') === '1',
		optOut: cookie !== null && OPT_OUT.test(cookie),
		consent: 'unset',
	}
}

/** The reason to keep nothing at all, whatever a site's policy says; null where there is none. */
export function refuse(signals: Signals): DropReason | null {
	if (signals.optOut) return 'optout'
	if (signals.consent === 'denied') return 'denied'
	if (signals.gpc) return 'gpc'
	if (signals.dnt) return 'dnt'
	return null
}
