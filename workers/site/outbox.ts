import { type Commit, MAX_JSON, visitJson } from '../store/commit.ts'
import type { Tables } from './tables.ts'
import type { Today } from './today.ts'
import type { OpenVisit } from './visits.ts'

/**
 * What waits for D1: the outbox (closed days, imports) and today's log above the last written position. A
 * draft takes the oldest of it, bounded so that one D1 batch stays far below its 30 seconds.
 */

const MAX_ROWS = 2_000
/** Characters of JSON in one commit for a reader who waits: about 15,000 rows, half a second of D1. */
export const READER_COMMIT = 5_000_000
/**
 * In the background: about 60 rows, so that others get D1 between two steps. Locally D1 shares a thread with the
 * door: at 300 beacons a second into one site the slowest per cent waits 4 to 5 ms with it, 6 to 8 in steps of 250.
 */
export const CALM_COMMIT = 25_000
/** After `CALM_STEPS` of those: the site is so busy that D1 would fall behind in small steps. */
export const BUSY_COMMIT = 100_000
export const CALM_STEPS = 40
/** Up to this many go in one commit of `BUSY_COMMIT`: many small sites pay most for each further one. */
export const FEW_ROWS = 250

export interface Draft extends Pick<Commit, 'events' | 'visits' | 'refusals'> {
	/** Outbox rows it holds. */
	settles: number[]
	/** Today's log is written up to here once it is committed. */
	writtenTo: number
	/** Today's visits it holds, as they were. */
	visitsHeld: OpenVisit[]
	/** More waits behind it. */
	more: boolean
}

/** The next commit's content, `limit` characters of events and as many of visits; null where nothing waits. */
export function draft(tables: Tables, today: Today | null, written: number, limit: number): Draft | null {
	const events: string[] = []
	const visits: string[] = []
	const settles: number[] = []
	const visitsHeld: OpenVisit[] = []
	let writtenTo = written
	let size = 0
	let logRows = 0
	for (const row of tables.outbox(MAX_ROWS)) {
		if (size >= limit) break
		size += row.events.length + row.visits.length
		if (row.events) events.push(row.events)
		if (row.visits) visits.push(row.visits)
		settles.push(row.seq)
	}
	if (today && size < limit) {
		for (const row of tables.logAfter(today.day.name, written, MAX_ROWS)) {
			if (size >= limit) break
			size += row.events.length
			if (row.events) events.push(row.events)
			writtenTo = row.seq
			logRows++
		}
	}
	// Visits have a share of their own: events that keep coming must not hold them back.
	let visitSize = 0
	for (const visit of today?.changed ?? []) {
		if (visitSize >= limit) break
		const json = visitJson(visit)
		visitSize += json.length
		visits.push(json)
		visitsHeld.push(visit)
	}
	const refusals = tables.refusals()
	if (settles.length === 0 && writtenTo === written && visitsHeld.length === 0 && refusals.length === 0)
		return null
	const more = size >= limit || visitSize >= limit || settles.length === MAX_ROWS || logRows === MAX_ROWS
	return { events: join(events), visits: join(visits), refusals, settles, writtenTo, visitsHeld, more }
}

/** Joins rows into as few texts as fit one parameter each. */
export const join = (rows: readonly string[]): string[] =>
	spans(rows).map(({ from, to }) => rows.slice(from, to).join(','))

/** Cuts a list of rows where their joined text would outgrow one parameter or one stored row. */
export function spans(rows: readonly string[]): { from: number; to: number }[] {
	const cuts: { from: number; to: number }[] = []
	let from = 0
	let length = 0
	rows.forEach((row, i) => {
		if (length > 0 && length + row.length > MAX_JSON) {
			cuts.push({ from, to: i })
			from = i
			length = 0
		}
		length += row.length + 1
	})
	if (from < rows.length) cuts.push({ from, to: rows.length })
	return cuts
}
