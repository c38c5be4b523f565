import type { Decision } from '../model/event.ts'

/** What follows for visitors under one rule of the law. */
export interface RuleOutcome extends Pick<Decision, 'rule' | 'outcome' | 'reason'> {
	law: string
	/** How settled its application is. */
	certainty: { cookie: 'firm' | 'contested'; lightweight: 'firm' | 'contested' }
	/** Addresses of the texts that the row rests on. */
	sources: readonly string[]
}
