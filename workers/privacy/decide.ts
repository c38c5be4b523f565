import type { Decision, Facts, Reason, Signals } from '../model/event.ts'
import type { Policy, Privacy } from '../model/policy.ts'
import { lookup, type Rule } from './law.ts'
import type { Row } from './row.ts'

/** What of a policy a decision rests on. */
export type Grounds = Pick<Policy, 'mode' | 'version'> & {
	privacy: Pick<Privacy, 'profile' | 'exempt' | 'notice' | 'fallback' | 'consent'>
}

/**
 * What may be kept of a hit. Pure: the law of the visitor's place, what its browser and the visitor ask for, and
 * what the owner chose.
 * @param at ms since the epoch: laws have dates.
 * @param keeps the sender presents an id, or can keep one.
 */
export const decide = (
	signals: Signals,
	policy: Grounds,
	{ country, region }: Pick<Facts, 'country' | 'region'>,
	at: number,
	keeps: boolean,
): Decision => decideUnder(lookup(country, region, at), signals, policy, keeps)

/** The same under a rule that is known. The order of the steps counts. */
export function decideUnder(
	{ rule, row }: Rule,
	signals: Signals,
	policy: Grounds,
	keeps: boolean,
): Decision {
	const { cookieMode, lightweightMode } = modesOf(row, policy.privacy)
	const granted = signals.consent === 'granted'
	const light = lightweightMode === 'allowed' || granted
	const say = (outcome: Decision['outcome'], reason: Reason): Decision => ({
		...{ outcome, reason, rule, policyVersion: policy.version },
	})
	/** Where no cookie may be set, or none can be. */
	const instead = (reason: 'fallback' | 'no-cookie-path'): Decision => {
		const asked = reason === 'fallback'
		if (policy.privacy.fallback === 'none') return say('none', asked ? 'fallback-none' : reason)
		return light ? say('light', reason) : say('none', asked ? 'lightweight-needs-consent' : reason)
	}

	if (signals.optOut) return say('none', 'optout')
	if (signals.consent === 'denied') return say('none', 'denied')
	// An agreement with one site is the more specific word, but for where a law makes the signal binding
	// (https://github.com/w3c/gpc/blob/main/explainer.md).
	if (signals.gpc && (row.gpcBinding || !granted)) return say('none', 'gpc')
	if (signals.dnt && !granted) return say('none', 'dnt')
	if (policy.mode === 'lightweight') {
		return light ? say('light', 'lightweight') : say('none', 'lightweight-needs-consent')
	}
	const refused = cookieMode === 'consent' ? !granted : signals.consent === 'cookieless'
	if (refused) return instead('fallback')
	if (!keeps) return instead('no-cookie-path')
	return say('cookie', granted || cookieMode === 'consent' ? 'granted' : cookieMode)
}

/** What a row asks for, once the owner's choices are applied to it. */
function modesOf(row: Row, privacy: Grounds['privacy']): Pick<Row, 'cookieMode' | 'lightweightMode'> {
	if (privacy.consent === 'required') return { cookieMode: 'consent', lightweightMode: 'consent' }
	if (privacy.consent === 'none') return { cookieMode: 'notice', lightweightMode: 'allowed' }
	const strict = privacy.profile === 'strict'
	const asks = !privacy.notice || (strict && row.certainty.cookie === 'contested')
	return {
		cookieMode: asks ? 'consent' : (privacy.exempt && row.exemptMode) || row.cookieMode,
		lightweightMode: strict && row.certainty.lightweight === 'contested' ? 'consent' : row.lightweightMode,
	}
}
