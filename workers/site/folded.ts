import type { Folded } from '../model/folded.ts'
import type { Policy } from '../model/policy.ts'
import { dayAt, daysBefore } from './day.ts'

/** What the object remembers of folding, and what follows from it: no database, nothing is changed here. */

export interface Stored {
	timezone: string
	/** Start of the oldest day that has rows, or so it was when folding began. */
	from: number
	/** Start of the next day to fold. */
	to: number
	/** Start of the next hour of the open day to fold; not after `to` = none is folded. */
	hoursTo: number
	/** Hull of the days that are mixed; see `Folded.raw`. */
	mixed: { from: number; to: number } | null
	/** Starts of folded days whose rows changed since. */
	stale: number[]
	/** All days from here to `to` have pairs; `to` where none has. */
	pairsFrom: number
	/** The same for pairs with a source. */
	sourcesFrom: number
	/** Whole stretches of days are summed from here to `stretchTo`; the next one begins there. */
	stretchFrom: number
	stretchTo: number
	/** Events of a busy day: the most there were, a little less from day to day. */
	eventsADay: number
	/** Latest event whose visitor outlives its day, ms since the epoch; 0 = none. */
	stableUntil: number
	/** Days before this one went unfolded, ms since the epoch; missing = none did. */
	lostTo?: number
}

/** What the rules of retention have left, and how long a stretch is. */
interface Bounds {
	/** Start of the first day whose rows are all there, ms since the epoch. */
	rawDay: number
	/** Start of the first day whose sums are all there, ms since the epoch. */
	sumsDay: number
	/** Days in a stretch. */
	stretchDays: number
}

/** How far the rollups are, for the question side. */
export function foldedOf(stored: Stored, policy: Policy, { rawDay, sumsDay, stretchDays }: Bounds): Folded {
	const { timezone, to, mixed, stale, stableUntil } = stored
	const days = stale.map((start) => ({ from: start, to: dayAt(start, timezone).end }))
	const hull = hullOf([...(mixed ? [mixed] : []), ...days])
	// Of days whose rows are gone there is nothing else to read than their sums.
	const raw = hull && hull.to > rawDay ? { ...hull, from: Math.max(hull.from, rawDay) } : null
	const added = hull && hull.from < rawDay ? { ...hull, to: Math.min(hull.to, rawDay) } : null
	const openIsMixed = policy.mode === 'cookie' || stableUntil >= to || raw?.to === to
	const hours = !openIsMixed && stored.hoursTo > to
	const pairsFrom = stored.pairsFrom < to ? stored.pairsFrom : null
	const sourcesFrom = stored.sourcesFrom < to ? stored.sourcesFrom : null
	const { stretchFrom, stretchTo, eventsADay } = stored
	const stretches = stretchFrom < stretchTo ? { from: stretchFrom, to: stretchTo, days: stretchDays } : null
	return {
		timezone,
		to,
		hours,
		openSeconds: null,
		pairsFrom,
		sourcesFrom,
		stretches,
		from: Math.max(sumsDay, stored.lostTo ?? 0),
		raw,
		added,
		openIsMixed,
		eventsADay,
	}
}

/** The stretch that holds a day; null where it has none. */
export function stretchOf(stored: Stored, days: number, day: number): { start: number; end: number } | null {
	if (day < stored.stretchFrom || day >= stored.stretchTo) return null
	let start = stored.stretchFrom
	for (;;) {
		const end = stretchEnd(stored, days, start)
		if (day < end) return { start, end }
		start = end
	}
}

/** End of a stretch of so many days, ms since the epoch. */
export const stretchEnd = ({ timezone }: Stored, days: number, start: number): number =>
	// Where clocks skip midnight a day begins later than the same time of another day.
	dayAt(daysBefore(start, -days, timezone), timezone).start

/** Start of the first day that begins at an instant or after it, ms since the epoch. */
export function firstDay(instant: number, timezone: string): number {
	if (instant <= 0) return 0
	const { start, end } = dayAt(instant, timezone)
	return start === instant ? start : end
}

/** Start of the first day whose rollups somebody reads: from a change of time zone on. */
export const firstOf = ({ from, mixed }: Stored): number => Math.max(from, mixed?.from === 0 ? mixed.to : 0)

type Span = { from: number; to: number }

export const hullOf = (spans: readonly Span[]): Span | null =>
	spans.length === 0
		? null
		: { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) }
