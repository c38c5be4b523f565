import type { Event } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import type { Day } from './day.ts'
import { Today } from './today.ts'

/** What was decided of a visit: cells that its events do not have. */
export type Decided = Pick<Visit, 'outcome' | 'reason' | 'rule' | 'policyVersion'>

/**
 * Events of some visitors as they stand without others of theirs, or with them again: visits begin with their
 * first event and say what these events say, and each value is new where it is shown first. Pure; the same
 * events give the same rows, whichever way they came together.
 *
 * Numbers stay: a visit that loses what held its two halves together is still one. Engagements whose visit has
 * no event are left out. Events are changed in place.
 */
export function regroup(
	events: readonly Event[],
	day: Day,
	decided: ReadonlyMap<number, Decided>,
): { events: Event[]; visits: Visit[] } {
	const ordered = events.toSorted((a, b) => a.time - b.time || a.id - b.id)
	const starts = new Map<number, number>()
	for (const { visit, name, time } of ordered) {
		if (name !== 'engagement' && !starts.has(visit)) starts.set(visit, time)
	}
	const kept = ordered.filter(({ visit }) => starts.has(visit))
	const today = new Today(day)
	for (const event of kept) {
		event.visitStartedAt = starts.get(event.visit) ?? event.visitStartedAt
		const { novelty, noveltyHour } = event
		today.replay({ token: String(event.visitor), decision: null, awaits: null }, event, 1, true)
		// Numbers that outlive the day are counted from their rows, not by what is new.
		if (event.stable === 1) Object.assign(event, { novelty, noveltyHour })
	}
	const first = new Map(kept.toReversed().map((event) => [event.visit, event]))
	const visits = [...today.changed].map((open): Visit => {
		const { seenAt: _, changedIn: __, ...visit } = open
		const novelty = visit.stable === 1 ? (first.get(visit.id)?.novelty ?? 0) : visit.novelty
		return { ...visit, novelty, ...decided.get(visit.id) }
	})
	return { events: kept, visits }
}
