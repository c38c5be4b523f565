import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Event } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import { cellOf, eventFrom, eventJson, visitJson, writeRows } from './commit.ts'
import { moved, quarantine } from './schema/quarantine.ts'
import { events, visits } from './schema/traffic.ts'

/** What is held back, and moves between it and the statistics. All in the site's own database. */

/** What was decided of a visit, as it stands in quarantine. */
type Decision = Pick<Visit, 'outcome' | 'reason' | 'rule' | 'policyVersion'>

/** One event that is held back. */
export interface HeldEvent {
	/** With commas between. */
	reasons: string
	event: Event
	decision: Decision | null
}

const open = (db: D1Database) => drizzle(db, { casing: 'snake_case' })

/** A held event as the JSON that the object's log holds. */
export const heldJson = ({ reasons, event, decision }: HeldEvent): string =>
	`[${JSON.stringify(reasons)},${eventJson(event)},${JSON.stringify(cellsOf(decision))}]`

const cellsOf = (decision: Decision | null) =>
	decision ? [decision.outcome, decision.reason, decision.rule, decision.policyVersion] : []

function decisionFrom(text: string): Decision | null {
	const [outcome, reason, rule, policyVersion] = JSON.parse(text) as unknown[]
	return outcome === undefined ? null : ({ outcome, reason, rule, policyVersion } as Decision)
}

/** Writes rows of `heldJson`, joined by commas. Writing them twice changes nothing. */
export const heldStatement = (db: D1Database, rows: string): D1PreparedStatement =>
	db
		.prepare(
			'INSERT INTO quarantine (site, time, id, reasons, event, decision) SELECT value -> 1 ->> 0, value -> 1 ->> 1, value -> 1 ->> 2, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true ON CONFLICT DO NOTHING',
		)
		.bind(`[${rows}]`)

const read = (row: typeof quarantine.$inferSelect): HeldEvent => ({
	reasons: row.reasons,
	event: eventFrom(JSON.parse(row.event) as unknown[]),
	decision: decisionFrom(row.decision),
})

/** Where a slice of rows ended: the next begins after it. */
export interface Cursor {
	time: number
	id: number
}

const after = (table: typeof events | typeof quarantine, { time, id }: Cursor) =>
	sql`(${table.time}, ${table.id}) > (${time}, ${id})`

/** A slice of what is held back from `cursor` to an instant, oldest first. @throws whatever D1 throws. */
export async function heldSlice(
	db: D1Database,
	site: number,
	cursor: Cursor,
	to: number,
	limit: number,
): Promise<HeldEvent[]> {
	const rows = await open(db)
		.select()
		.from(quarantine)
		.where(
			and(
				eq(quarantine.site, site),
				gte(quarantine.time, cursor.time),
				after(quarantine, cursor),
				lt(quarantine.time, to),
			),
		)
		.orderBy(asc(quarantine.time), asc(quarantine.id))
		.limit(limit)
	return rows.map(read)
}

/** The same of events in the statistics. @throws whatever D1 throws. */
export async function eventSlice(
	db: D1Database,
	site: number,
	cursor: Cursor,
	to: number,
	limit: number,
): Promise<Event[]> {
	return open(db)
		.select()
		.from(events)
		.where(
			and(eq(events.site, site), gte(events.time, cursor.time), after(events, cursor), lt(events.time, to)),
		)
		.orderBy(asc(events.time), asc(events.id))
		.limit(limit)
}

/** A slice of what a move took, oldest first. @throws whatever D1 throws. */
export async function movedSlice(
	db: D1Database,
	site: number,
	move: number,
	cursor: Cursor,
	limit: number,
): Promise<(typeof moved.$inferSelect)[]> {
	return open(db)
		.select()
		.from(moved)
		.where(
			and(
				eq(moved.site, site),
				eq(moved.move, move),
				sql`(${moved.time}, ${moved.id}) > (${cursor.time}, ${cursor.id})`,
			),
		)
		.orderBy(asc(moved.time), asc(moved.id))
		.limit(limit)
}

/** Spelt, not bound: D1 binds numbers as reals, which are no places of a list. */
const VISITOR = sql.raw(String(cellOf('visitor')))

/** All that some visitors did in a span, half-open: what is counted and what is held back. */
export interface Doings {
	events: Event[]
	visits: Visit[]
	held: HeldEvent[]
}

/** @throws whatever D1 throws. */
export async function doingsOf(
	db: D1Database,
	site: number,
	visitors: readonly number[],
	from: number,
	to: number,
): Promise<Doings> {
	const d1 = open(db)
	const among = sql`(select value from json_each(${JSON.stringify(visitors)}))`
	const [counted, begun, held] = await d1.batch([
		d1
			.select()
			.from(events)
			.where(
				and(
					eq(events.site, site),
					gte(events.time, from),
					lt(events.time, to),
					sql`${events.visitor} in ${among}`,
				),
			),
		d1
			.select()
			.from(visits)
			.where(
				and(
					eq(visits.site, site),
					gte(visits.startedAt, from),
					lt(visits.startedAt, to),
					sql`${visits.visitor} in ${among}`,
				),
			),
		d1
			.select()
			.from(quarantine)
			.where(
				and(
					eq(quarantine.site, site),
					gte(quarantine.time, from),
					lt(quarantine.time, to),
					sql`${quarantine.event} ->> ${VISITOR} in ${among}`,
				),
			),
	])
	return { events: counted, visits: begun as Visit[], held: held.map(read) }
}

/** How rows stand after a move, of all that some visitors did in a span. */
export interface Moved {
	site: number
	move: number
	visitors: readonly number[]
	from: number
	to: number
	/** Of the statistics: all that these visitors have in the span. */
	events: readonly Event[]
	visits: readonly Visit[]
	/** Into quarantine, and out of it. */
	held: readonly HeldEvent[]
	released: readonly HeldEvent[]
}

/** Rewrites a span of some visitors: all of it or nothing, and twice changes nothing. @throws whatever D1 throws. */
export async function writeMoved(db: D1Database, after: Moved): Promise<void> {
	const { site, visitors, from, to } = after
	const among = JSON.stringify(visitors)
	const mine = 'site = ?1 AND visitor IN (SELECT value FROM json_each(?2))'
	const keys = [...after.held, ...after.released].map(({ event, reasons }) => [event.time, event.id, reasons])
	const gone = after.released.map(({ event }) => [event.time, event.id])
	await db.batch([
		db
			.prepare(`DELETE FROM visits WHERE ${mine} AND started_at >= ?3 AND started_at < ?4`)
			.bind(site, among, from, to),
		db.prepare(`DELETE FROM events WHERE ${mine} AND time >= ?3 AND time < ?4`).bind(site, among, from, to),
		...writeRows(db, after.events.map(eventJson), after.visits.map(visitJson)),
		heldStatement(db, after.held.map(heldJson).join(',')),
		db
			.prepare(
				'DELETE FROM quarantine WHERE site = ?1 AND (time, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?2))',
			)
			.bind(site, JSON.stringify(gone)),
		db
			.prepare(
				'INSERT INTO moved (site, move, time, id, reasons) SELECT ?1, ?2, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING',
			)
			.bind(site, after.move, JSON.stringify(keys)),
	])
}

/** What of quarantine is too old; instants in ms since the epoch. */
export interface TooOld {
	/** Of whatever is held: the site keeps nothing older. */
	all: number
	/** Of what the door held back. */
	door: number
	/** Moves that are too long ago to be undone: what they took out goes, by when it was taken, not by its age. */
	moves: readonly number[]
}

/** Rows that one deletion takes at most. */
const CHUNK = 5_000

/**
 * Deletes some of what is held back for too long, and of what is noted of moves.
 * @param byOwner reason of what a move has taken out.
 * @returns whether more of it is left, and whether the site has anything of either left.
 * @throws whatever D1 throws.
 */
export async function eraseHeld(
	db: D1Database,
	site: number,
	{ all, door, moves }: TooOld,
	byOwner: string,
): Promise<{ more: boolean; left: boolean }> {
	const old = JSON.stringify(moves)
	const isOld = '(SELECT value FROM json_each(?5))'
	const taken = (which: string) => `(SELECT time, id FROM moved WHERE site = ?1 AND move ${which} ${isOld})`
	const held = `site = ?1 AND (time < ?2 OR (time < ?3 AND reasons <> ?4) OR (reasons = ?4 AND (time, id) IN ${taken('IN')} AND (time, id) NOT IN ${taken('NOT IN')}))`
	const [gone] = await db.batch([
		db
			.prepare(
				`DELETE FROM quarantine WHERE site = ?1 AND (time, id) IN (SELECT time, id FROM quarantine WHERE ${held} LIMIT ${CHUNK})`,
			)
			.bind(site, all, door, byOwner, old),
	])
	if ((gone?.meta.changes ?? 0) >= CHUNK) return { more: true, left: true }
	// Only now: they say what of the rest is to go.
	const noted = `site = ?1 AND (time < ?2 OR move IN (SELECT value FROM json_each(?3)))`
	const [forgotten, rows] = await db.batch<{ n: number }>([
		db
			.prepare(
				`DELETE FROM moved WHERE site = ?1 AND (move, time, id) IN (SELECT move, time, id FROM moved WHERE ${noted} LIMIT ${CHUNK})`,
			)
			.bind(site, all, old),
		db
			.prepare(
				'SELECT EXISTS (SELECT 1 FROM quarantine WHERE site = ?1) OR EXISTS (SELECT 1 FROM moved WHERE site = ?1) AS n',
			)
			.bind(site),
	])
	return { more: (forgotten?.meta.changes ?? 0) >= CHUNK, left: rows?.results[0]?.n === 1 }
}

/** Which of what is held back an owner looks at: half-open, ms since the epoch. */
export interface HeldFilter {
	from: number
	to: number
	reason: string | null
}

/** Columns whose values are counted for the owner. */
const COUNTED = ['page', 'referrer', 'country', 'hostname', 'browser'] as const
const MOST_VALUES = 10

/** How much is held back, and of what. */
export interface HeldSummary {
	/** By the start of the site's day and by reasons; one event may have several. */
	days: { day: number; reasons: string; events: number }[]
	top: Record<(typeof COUNTED)[number], { value: string; events: number }[]>
}

/** `days` are the starts of the site's days in the span. @throws whatever D1 throws. */
export async function heldSummary(
	db: D1Database,
	site: number,
	filter: HeldFilter,
	days: readonly number[],
): Promise<HeldSummary> {
	const { from, to, reason } = filter
	const where = `site = ?1 AND time >= ?2 AND time < ?3 AND (?4 IS NULL OR instr(',' || reasons || ',', ',' || ?4 || ',') > 0)`
	const [counts, ...tops] = await db.batch<{ day: number; reasons: string; value: string; events: number }>([
		db
			.prepare(
				`SELECT (SELECT max(value) FROM json_each(?5) WHERE value <= time) AS day, reasons, count(*) AS events FROM quarantine WHERE ${where} GROUP BY day, reasons ORDER BY day`,
			)
			.bind(site, from, to, reason, JSON.stringify(days)),
		...COUNTED.map((field) =>
			db
				.prepare(
					`SELECT event ->> ${cellOf(field)} AS value, count(*) AS events FROM quarantine WHERE ${where} GROUP BY value ORDER BY events DESC, value LIMIT ${MOST_VALUES}`,
				)
				.bind(site, from, to, reason),
		),
	])
	const top = Object.fromEntries(
		COUNTED.map((field, i) => [
			field,
			(tops[i]?.results ?? []).map(({ value, events: n }) => ({ value, events: n })),
		]),
	) as HeldSummary['top']
	return {
		days: (counts?.results ?? []).map(({ day, reasons, events: n }) => ({ day, reasons, events: n })),
		top,
	}
}

/** What is held back, the latest first, before an instant. @throws whatever D1 throws. */
export async function heldLatest(
	db: D1Database,
	site: number,
	{ from, to, reason }: HeldFilter,
	limit: number,
): Promise<HeldEvent[]> {
	const rows = await open(db)
		.select()
		.from(quarantine)
		.where(
			and(
				eq(quarantine.site, site),
				gte(quarantine.time, from),
				lt(quarantine.time, to),
				reason === null
					? undefined
					: sql`instr(',' || ${quarantine.reasons} || ',', ',' || ${reason} || ',') > 0`,
			),
		)
		.orderBy(desc(quarantine.time), desc(quarantine.id))
		.limit(limit)
	return rows.map(read)
}
