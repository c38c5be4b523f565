import { cellOf, eventFrom } from './commit.ts'

/**
 * One visitor's rows in D1. Neither table has an index of visitors, for it would be one more written row an event:
 * a deletion looks through the rows of the site from the day on from which the number counts, a bounded number
 * at a time.
 */

/** Rows that one statement looks through. */
const CHUNK = 20_000
/** Rows that are looked through for events whose visits are gone already. */
const MOST_CHUNKS = 50
/** A page is read on for so long after a visit's last event at most (`site/visits.ts`). */
const READ_ON_MS = 12 * 3_600_000
/** Events of one visitor that are told. */
const MOST_EVENTS = 10_000
const HOUR = 3_600_000

/** A part of a visitor's rows: half-open, ms since the epoch. */
export interface Part {
	site: number
	visitor: number
	from: number
	to: number
}

/**
 * The end of the next stretch of a site's rows that one statement may look through, ms since the epoch.
 * @throws whatever D1 throws.
 */
export async function stretchEnd(db: D1Database, { site, from, to }: Part): Promise<number> {
	const edge = (table: 'events' | 'visits', time: 'time' | 'started_at') =>
		db
			.prepare(
				`SELECT ${time} AS at FROM ${table} WHERE site = ?1 AND ${time} > ?2 AND ${time} < ?3 ORDER BY ${time} LIMIT 1 OFFSET ${CHUNK}`,
			)
			.bind(site, from, to)
	const found = await db.batch<{ at: number }>([edge('events', 'time'), edge('visits', 'started_at')])
	return Math.min(to, ...found.flatMap(({ results }) => results.map(({ at }) => at)))
}

const OF_VISITOR = {
	events: 'FROM events WHERE site = ?1 AND time >= ?2 AND time < ?3 AND visitor = ?4',
	visits: 'FROM visits WHERE site = ?1 AND started_at >= ?2 AND started_at < ?3 AND visitor = ?4',
} as const
/** The visitor's cell of a held event. */
const HELD_OF_VISITOR = `FROM quarantine WHERE site = ?1 AND time >= ?2 AND time < ?3 AND event ->> ${cellOf('visitor')} = ?4`

/**
 * Hours in which a visitor has rows, by an instant in each, ms since the epoch.
 * @throws whatever D1 throws.
 */
export async function hoursOf(db: D1Database, { site, visitor, from, to }: Part): Promise<number[]> {
	const found = await db.batch<{ at: number }>([
		db
			.prepare(`SELECT min(time) AS at ${OF_VISITOR.events} GROUP BY time / ${HOUR}`)
			.bind(site, from, to, visitor),
		db
			.prepare(`SELECT min(started_at) AS at ${OF_VISITOR.visits} GROUP BY started_at / ${HOUR}`)
			.bind(site, from, to, visitor),
	])
	return found.flatMap(({ results }) => results.map(({ at }) => at))
}

/**
 * Deletes a part of a visitor's rows: all of it or nothing.
 * @throws whatever D1 throws.
 */
export async function erasePart(db: D1Database, { site, visitor, from, to }: Part): Promise<void> {
	await db.batch([
		db.prepare(`DELETE ${OF_VISITOR.events}`).bind(site, from, to, visitor),
		db.prepare(`DELETE ${OF_VISITOR.visits}`).bind(site, from, to, visitor),
		db.prepare(`DELETE ${HELD_OF_VISITOR}`).bind(site, from, to, visitor),
	])
}

/** A row as it is held, by the names of its columns; times are ISO 8601. */
export type HeldRow = Record<string, string | number | null>

/** A visit with its events. */
export interface HeldVisit {
	[column: string]: string | number | null | HeldRow[]
	events: HeldRow[]
}

/** Everything held under a first-party id. It looks the same where nothing is. */
export interface Held {
	visits: HeldVisit[]
	/** Events whose visits are gone already. */
	events: HeldRow[]
	/** Events that the owner took out of the statistics, for a while. */
	quarantined: HeldRow[]
	/** False where there was more than is told at once. */
	complete: boolean
}

/**
 * All rows of a visitor from an instant on. Visits tell where its events lie; events from before `visitsSince`
 * (ms since the epoch), whose visits are gone, are looked for row by row.
 * @throws whatever D1 throws.
 */
export async function heldOf(
	db: D1Database,
	site: number,
	visitor: number,
	since: number,
	visitsSince: number,
): Promise<Held> {
	const visits: HeldRow[] = []
	for (let from = since, to = 0; to < Number.MAX_SAFE_INTEGER; from = to) {
		const part = { site, visitor, from, to: Number.MAX_SAFE_INTEGER }
		to = await stretchEnd(db, part)
		visits.push(...(await rowsOf(db, 'visits', { ...part, to })))
	}
	const events: HeldRow[] = []
	const ranges = rangesOf(visits)
	let complete = true
	for (let from = since, n = 0; from < visitsSince; n++) {
		if (n === MOST_CHUNKS) {
			complete = false
			break
		}
		const to = await stretchEnd(db, { site, visitor, from, to: visitsSince })
		ranges.push({ from, to })
		from = to
	}
	for (const range of merged(ranges)) {
		if (events.length >= MOST_EVENTS) break
		events.push(...(await rowsOf(db, 'events', { site, visitor, ...range })))
	}
	if (events.length > MOST_EVENTS) complete = false
	const aside = await db
		.prepare(`SELECT event ${HELD_OF_VISITOR} ORDER BY time LIMIT ${MOST_EVENTS}`)
		.bind(site, since, Number.MAX_SAFE_INTEGER, visitor)
		.all<{ event: string }>()
	const told = events.slice(0, MOST_EVENTS)
	const ids = new Set(visits.map(({ id }) => id))
	return {
		visits: visits.map((visit) => ({
			...readable(visit),
			events: told.filter((event) => event.visit === visit.id).map(readable),
		})),
		events: told.filter((event) => !ids.has(event.visit ?? null)).map(readable),
		quarantined: aside.results.map(({ event }) => readable(columnsOf(event))),
		complete,
	}
}

/** An event that is kept as JSON, as its row would be. */
function columnsOf(event: string): HeldRow {
	const entries = Object.entries(eventFrom(JSON.parse(event) as unknown[]))
	return Object.fromEntries(
		entries.map(([name, value]) => [
			name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
			value as string | number | null,
		]),
	)
}

const rowsOf = async (
	db: D1Database,
	table: 'events' | 'visits',
	{ site, visitor, from, to }: Part,
): Promise<HeldRow[]> =>
	(await db.prepare(`SELECT * ${OF_VISITOR[table]}`).bind(site, from, to, visitor).all<HeldRow>()).results

interface Range {
	from: number
	to: number
}

const rangesOf = (visits: readonly HeldRow[]): Range[] =>
	visits.map(({ started_at, last_at }) => ({
		from: Number(started_at),
		to: Number(last_at) + READ_ON_MS + 1,
	}))

/** Ranges without overlap, in order. */
function merged(ranges: readonly Range[]): Range[] {
	const whole: Range[] = []
	for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
		const last = whole.at(-1)
		if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
		else whole.push({ ...range })
	}
	return whole
}

const TIMES = ['time', 'started_at', 'last_at', 'visit_started_at']

const readable = ({ site: _, ...row }: HeldRow): HeldRow =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			TIMES.includes(name) ? new Date(Number(value)).toISOString() : value,
		]),
	)
