import type { Decision, Facts, Reason } from './event.ts'

/** One row of D1's `visits`: written whole at every change, so that writing it twice changes nothing. */
export interface Visit extends Facts {
	site: number
	/** ms since the epoch: time of the first event. */
	startedAt: number
	/** Random, unique within the site. */
	id: number
	visitor: number
	/** 1 = the visitor number outlives the day (cookie mode, named imports). */
	stable: 0 | 1
	/** Time of the last event that is not an engagement, ms since the epoch. */
	lastAt: number
	/** Seconds from the first to the last event that is not an engagement. */
	duration: number
	pageviews: number
	/** Events of all names but engagement. */
	events: number
	bounce: 0 | 1
	/** Blank until the first page view. */
	entryPage: string
	entryHostname: string
	exitPage: string
	exitHostname: string
	/** Novelty bits of the visit's first event (`model/novelty.ts`), per site-local day. */
	novelty: number
	/** What was decided of its first hit (`Decision`); blank and 0 where nothing is known of it. */
	outcome: Decision['outcome'] | ''
	reason: Reason | ''
	rule: string
	policyVersion: number
}
