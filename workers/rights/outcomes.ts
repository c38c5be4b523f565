import type { Place } from '../collect/place.ts'
import type { Decision, Signals } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { decide, decideUnder } from '../privacy/decide.ts'
import { ruleOf } from '../privacy/law.ts'
import type { Row } from '../privacy/row.ts'
import { LAW } from '../privacy/rows.ts'
import { sourcesOf } from '../privacy/sources.ts'

/** A rule of the law as it is shown. */
export interface Law extends Pick<Row, 'law' | 'certainty'> {
	/** Whether an agreement on the site cannot outrank Global Privacy Control. */
	gpcBinding: boolean
	/** Addresses of the texts that the row rests on. */
	sources: readonly string[]
}

/** What follows for visitors under one rule. */
export interface RuleOutcome extends Pick<Decision, 'rule' | 'outcome' | 'reason'>, Law {}

/** Somebody who sends no signal, has chosen nothing yet and keeps cookies. */
const QUIET: Signals = { gpc: false, dnt: false, optOut: false, consent: 'unset' }
const KEEPS = true

/** The row that holds under a rule, `at` in ms since the epoch. */
export function lawOf(rule: string, at: number): Law {
	const { law, certainty, gpcBinding, sources } = ruleOf(rule, at).row
	return { law, certainty, gpcBinding, sources: sourcesOf(sources) }
}

/** What follows for a visitor who has chosen nothing yet, rule by rule. */
export const outcomesOf = (policy: Policy, at: number): RuleOutcome[] =>
	[...LAW.keys()].map((rule) => {
		const { outcome, reason } = decideUnder(ruleOf(rule, at), QUIET, policy, KEEPS)
		return { rule, outcome, reason, ...lawOf(rule, at) }
	})

/** What is decided for a visitor as its request shows it, before any choice on the site. */
export const decisionFor = (policy: Policy, signals: Signals, place: Place, at: number): Decision =>
	decide(signals, policy, place, at, KEEPS)
