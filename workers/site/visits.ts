import { type Decision, type Event, type Facts, factsOf } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'

/**
 * The rules of a visit, pure. A visit goes on while the whole-minute difference to the last seen beacon is at
 * most 30; there is no cut for a new campaign. (Lightweight visits end at the site's midnight as well: the
 * object drops them with the day. Those of cookie visitors go on.)
 */

const IDLE_MS = 31 * 60_000
/**
 * An engagement keeps a visit open, but only so long after its last real event: then no visit can span a whole
 * day without an event in it, and visits and events give the same visitors for any range of whole days.
 */
const ENGAGEMENT_HOLDS_MS = 12 * 3_600_000

/** A visit that may still change. */
export interface OpenVisit extends Visit {
	/** Time of the last beacon of any kind, ms since the epoch. Memory only. */
	seenAt: number
	/** Log position of the last change; 0 = written. Memory only. */
	changedIn: number
}

/** Whether a beacon at `at` belongs to this visit. */
export function continues(visit: OpenVisit, at: number, engagement: boolean): boolean {
	if (at - visit.seenAt >= IDLE_MS) return false
	return !engagement || at - visit.lastAt < ENGAGEMENT_HOLDS_MS
}

/** A visit of more days is cut at midnight: screens on a wall reload for ever, and a question looks back seven days. */
const LONGEST_MS = 6 * 86_400_000

/** Whether a cookie visitor's visit goes on over a midnight. */
export const goesOver = (visit: OpenVisit, midnight: number): boolean =>
	midnight - visit.seenAt < IDLE_MS && midnight - visit.startedAt < LONGEST_MS

/** A visit before its first event. Nothing is known of a decision with imports and rows of a version before. */
export function openVisit(
	site: number,
	id: number,
	visitor: number,
	stable: 0 | 1,
	at: number,
	facts: Facts,
	decision: Decision | null = null,
): OpenVisit {
	return {
		site,
		startedAt: at,
		id,
		visitor,
		stable,
		lastAt: at,
		duration: 0,
		pageviews: 0,
		events: 0,
		bounce: 1,
		novelty: 0,
		entryPage: '',
		entryHostname: '',
		exitPage: '',
		exitHostname: '',
		outcome: decision?.outcome ?? '',
		reason: decision?.reason ?? '',
		rule: decision?.rule ?? '',
		policyVersion: decision?.policyVersion ?? 0,
		...factsOf(facts),
		seenAt: at,
		changedIn: 0,
	}
}

/** What an event did to its visit that novelty wants to know. */
export interface Step {
	bounceEnded: boolean
	entrySet: boolean
}

/** Applies one event of any kind to its visit. */
export function advance(
	visit: OpenVisit,
	event: Pick<Event, 'name' | 'time' | 'page' | 'hostname' | 'interactive'>,
): Step {
	visit.seenAt = Math.max(visit.seenAt, event.time)
	if (event.name === 'engagement') return { bounceEnded: false, entrySet: false }
	const view = event.name === 'pageview'
	visit.lastAt = Math.max(visit.lastAt, event.time)
	visit.duration = Math.round((visit.lastAt - visit.startedAt) / 1000)
	visit.events++
	let entrySet = false
	if (view) {
		visit.pageviews++
		if (visit.entryPage === '') {
			visit.entryPage = event.page
			visit.entryHostname = event.hostname
			entrySet = true
		}
		visit.exitPage = event.page
		visit.exitHostname = event.hostname
	}
	const bounceEnded = visit.bounce === 1 && (view ? visit.pageviews >= 2 : event.interactive === 1)
	if (bounceEnded) visit.bounce = 0
	return { bounceEnded, entrySet }
}
