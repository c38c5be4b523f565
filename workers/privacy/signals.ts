import type { Consent, Reason, Signals } from '../model/event.ts'

/** Set by `/api/optout` on the host that takes the beacons; storing a refusal needs no consent. */
export const OPT_OUT_COOKIE = 'jitt_optout'

const OPT_OUT = new RegExp(`(?:^|;\\s*)${OPT_OUT_COOKIE}=1(?:;|$)`)

/**
 * What the browser asks for in its headers: `Sec-GPC` (https://w3c.github.io/gpc/), `DNT`
 * (https://www.w3.org/TR/tracking-dnt/, obsolete and honoured) and the opt-out cookie; and what the visitor has
 * chosen, as a script tells it.
 */
export function signalsOf(headers: Headers, consent: Consent = 'unset'): Signals {
	const cookie = headers.get('cookie')
	return {
		gpc: hasOne(headers.get('sec-gpc')),
		// May carry extensions behind the 1 (section 5.2.1 of the standard).
		dnt: headers.get('dnt')?.startsWith('1') ?? false,
		optOut: cookie !== null && OPT_OUT.test(cookie),
		consent,
	}
}

/** Exactly `1`, in one of several headers that arrive joined: any other value must be ignored. */
const hasOne = (value: string | null): boolean =>
	value === '1' || (value?.split(',').some((part) => part.trim() === '1') ?? false)

/**
 * The reason to keep nothing at all, whatever a site's policy and the visitor's law say; null where there is
 * none. A signal beside a grant is the object's to decide: it depends on the law.
 */
export function refuse(signals: Signals): Extract<Reason, 'optout' | 'denied' | 'gpc' | 'dnt'> | null {
	if (signals.optOut) return 'optout'
	if (signals.consent === 'denied') return 'denied'
	if (signals.consent === 'granted') return null
	if (signals.gpc) return 'gpc'
	if (signals.dnt) return 'dnt'
	return null
}
