import type { Place } from '../collect/place.ts'
import type { Decision, Signals } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { decide } from '../privacy/decide.ts'

/** What follows for visitors under one rule of the law. */
export interface RuleOutcome extends Pick<Decision, 'rule' | 'outcome' | 'reason'>, Law {}

export interface Law {
	law: string
	/** How settled its application is. */
	certainty: { cookie: 'firm' | 'contested'; lightweight: 'firm' | 'contested' }
	/** Addresses of the texts that the row rests on. */
	sources: readonly string[]
}

export const LAW_VERSION = null

/** Somebody who sends no signal and has chosen nothing. */
const QUIET: Signals = { gpc: false, dnt: false, optOut: false, consent: 'unset' }

/** The one rule that decisions know so far. */
export const lawOf = (_rule: string, _now: number): Law => ({
	law: 'one rule for all places',
	certainty: { cookie: 'contested', lightweight: 'contested' },
	sources: [],
})

/** What follows for a visitor who sends no signal and has chosen nothing, rule by rule. */
export function outcomesOf(policy: Policy, now: number): RuleOutcome[] {
	const { rule, outcome, reason } = decide(QUIET, policy)
	return [{ rule, outcome, reason, ...lawOf(rule, now) }]
}

/** What is decided for a visitor as its request shows it, before any choice on the site. */
export const decisionFor = (policy: Policy, signals: Signals, _place: Place, _now: number): Decision =>
	decide(signals, policy)
