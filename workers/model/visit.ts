import type { Facts } from './event.ts'

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
}

/**
 * Where an event stands in its visit, as far as it was known when the event was written: so that sums over
 * events are those of visits, without a table of visits.
 */
export interface InVisit {
	/** The visitor's number. It may leave for where nothing can be deleted, so it lives a day at most. */
	visitor: number
	/** The visit's number. */
	visit: number
	/** Time of the visit's first event, ms since the epoch. */
	visitStartedAt: number
	/** Time of the visitor's event before that is no engagement, ms since the epoch; 0 = the day's first. */
	previousAt: number
	/** The entry page of the visit so far; blank before the first page view. */
	entryPage: string
}
