import { and, asc, eq, gte, inArray, lt, lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { RULES, type Rule } from '../model/reach.ts'
import { CODES, STRETCH_CODES, TOTAL } from './rolled.ts'
import { moved, quarantine } from './schema/quarantine.ts'
import { receipts } from './schema/receipts.ts'
import { rollupDays, rollupHours, rollupPairs } from './schema/rollups.ts'
import { commits, events, refusals, visits } from './schema/traffic.ts'

/**
 * Deletions in D1. Long ones go in chunks of about `CHUNK` rows, each its own statement: a D1 query may take
 * 30 seconds at most, and the database serves nobody else meanwhile.
 */
const CHUNK = 5_000
/** Of rollups, in ms: a quiet site has a month of them in as many rows, a busy one little more than a day. */
const CHUNK_OF_DAYS = 7 * 86_400_000

const open = (db: D1Database) => drizzle(db, { casing: 'snake_case' })

/** What a rule of retention deletes of a site: all rows before an instant. */
export interface Expired {
	site: number
	rule: Rule
	/** Start of a day of the site, ms since the epoch. */
	before: number
	/** Name of that day: counts of refused beacons have no instant. */
	beforeDay: string
}

/** A part of a deletion, small enough for one batch. */
export interface Chunk {
	deletes: D1PreparedStatement[]
	/** There may be more behind it. */
	more: boolean
}

/**
 * The next part of what has expired, the oldest first.
 * @throws whatever D1 throws.
 */
export async function nextChunk(db: D1Database, { site, rule, before, beforeDay }: Expired): Promise<Chunk> {
	const d1 = open(db)
	if (rule === 'rollups') return sumsBefore(db, site, before, beforeDay)
	if (rule === 'events') {
		const old = and(eq(events.site, site), lt(events.time, before))
		const { edge } = await edgeOf(
			d1.select({ at: events.time }).from(events).where(old).orderBy(asc(events.time)),
		)
		const to = edge ?? before - 1
		const gone = d1.delete(events).where(and(eq(events.site, site), lte(events.time, to)))
		return { deletes: [prepared(db, gone)], more: edge !== null }
	}
	const old = and(eq(visits.site, site), lt(visits.startedAt, before))
	const { edge } = await edgeOf(
		d1.select({ at: visits.startedAt }).from(visits).where(old).orderBy(asc(visits.startedAt)),
	)
	const to = edge ?? before - 1
	const gone = d1.delete(visits).where(and(eq(visits.site, site), lte(visits.startedAt, to)))
	return { deletes: [prepared(db, gone)], more: edge !== null }
}

/** Where a chunk ends: the row that is its last one; null where there are not so many. */
async function edgeOf(rows: {
	limit(n: number): { offset(n: number): Promise<{ at: number }[]> }
}): Promise<{ edge: number | null }> {
	const [last] = await rows.limit(1).offset(CHUNK - 1)
	return { edge: last?.at ?? null }
}

async function sumsBefore(db: D1Database, site: number, before: number, beforeDay: string): Promise<Chunk> {
	const d1 = open(db)
	const { sums } = await oldestSums(db, site)
	const to = Math.min((sums ?? before) + CHUNK_OF_DAYS, before)
	const codes = inArray(rollupDays.dimension, [...CODES, ...STRETCH_CODES])
	return {
		deletes: [
			d1.delete(rollupPairs).where(and(eq(rollupPairs.site, site), lt(rollupPairs.day, to))),
			d1.delete(rollupHours).where(and(eq(rollupHours.site, site), lt(rollupHours.day, to))),
			d1.delete(rollupDays).where(and(eq(rollupDays.site, site), codes, lt(rollupDays.day, to))),
			d1.delete(refusals).where(and(eq(refusals.site, site), lt(refusals.day, beforeDay))),
		].map((one) => prepared(db, one)),
		more: to < before,
	}
}

const prepared = (db: D1Database, query: { toSQL(): { sql: string; params: unknown[] } }) => {
	const { sql, params } = query.toSQL()
	return db.prepare(sql).bind(...params)
}

/** Oldest sums of a site: each part of it is one search of a key. */
const OLDEST_SUMS = `SELECT (SELECT min(day) FROM (SELECT (SELECT min(day) FROM rollup_days WHERE site = ?1 AND dimension = j.value) AS day FROM json_each(?2) j UNION ALL SELECT (SELECT min(day) FROM rollup_pairs WHERE site = ?1) UNION ALL SELECT (SELECT min(day) FROM rollup_hours WHERE site = ?1))) AS sums, (SELECT min(day) FROM refusals WHERE site = ?1) AS refusals`

/**
 * Start of the oldest day of which a site has sums, ms since the epoch, and name of the oldest that has counts of
 * refused beacons; null where there is none.
 * @throws whatever D1 throws.
 */
export async function oldestSums(
	db: D1Database,
	site: number,
): Promise<{ sums: number | null; refusals: string | null }> {
	const found = await db
		.prepare(OLDEST_SUMS)
		.bind(site, JSON.stringify([...CODES, ...STRETCH_CODES]))
		.first<{ sums: number | null; refusals: string | null }>()
	return found ?? { sums: null, refusals: null }
}

/** Deletes all that a site has. @throws whatever D1 throws: erase again. */
export async function eraseSiteRows(db: D1Database, site: number): Promise<void> {
	const d1 = open(db)
	for (const rule of RULES) {
		const all = { site, rule, before: Number.MAX_SAFE_INTEGER, beforeDay: '9999-12-31' }
		for (let more = true; more; ) {
			const chunk = await nextChunk(db, all)
			await db.batch(chunk.deletes)
			more = chunk.more
		}
	}
	await d1.batch([
		d1.delete(rollupDays).where(eq(rollupDays.site, site)),
		d1.delete(refusals).where(eq(refusals.site, site)),
		d1.delete(receipts).where(eq(receipts.site, site)),
		d1.delete(quarantine).where(eq(quarantine.site, site)),
		d1.delete(moved).where(eq(moved.site, site)),
		d1.delete(commits).where(eq(commits.site, site)),
	])
}

/**
 * Deletes sums of a site that can be made again from its raw rows: of days from an instant on, and of stretches
 * from another (ms since the epoch); the raw rows stay.
 * @throws whatever D1 throws: erase again.
 */
export async function eraseRollups(
	db: D1Database,
	site: number,
	{ days, stretches }: { days: number; stretches: number },
): Promise<void> {
	const d1 = open(db)
	const within = (from: number, to: number) => {
		const ofDays = and(inArray(rollupDays.dimension, [...CODES]), gte(rollupDays.day, Math.max(from, days)))
		const ofStretches = and(
			inArray(rollupDays.dimension, [...STRETCH_CODES]),
			gte(rollupDays.day, Math.max(from, stretches)),
		)
		const pairs = and(gte(rollupPairs.day, Math.max(from, days)), lt(rollupPairs.day, to))
		return d1.batch([
			d1.delete(rollupPairs).where(and(eq(rollupPairs.site, site), pairs)),
			d1.delete(rollupDays).where(and(eq(rollupDays.site, site), ofStretches, lt(rollupDays.day, to))),
			d1.delete(rollupDays).where(and(eq(rollupDays.site, site), ofDays, lt(rollupDays.day, to))),
		])
	}
	const range =
		'SELECT min(day) AS "from", max(day) AS "to" FROM rollup_days WHERE site = ?1 AND dimension = ?2'
	const bounds = await db.prepare(range).bind(site, TOTAL).first<{ from: number | null; to: number | null }>()
	const first = Math.max(bounds?.from ?? 0, Math.min(days, stretches))
	for (let from = first; from <= (bounds?.to ?? 0); from += CHUNK_OF_DAYS) {
		await within(from, from + CHUNK_OF_DAYS)
	}
	// Whatever has no total.
	await within(0, Number.MAX_SAFE_INTEGER)
	await d1.delete(rollupHours).where(eq(rollupHours.site, site))
}

/**
 * Time of the oldest event and start of the oldest visit that a site has, from an instant on, ms since the epoch;
 * null where it has none.
 * @throws whatever D1 throws.
 */
export async function oldestRows(
	db: D1Database,
	site: number,
	from = 0,
): Promise<Record<'events' | 'visits', number | null>> {
	const d1 = open(db)
	const [event, visit] = await d1.batch([
		d1
			.select({ at: events.time })
			.from(events)
			.where(and(eq(events.site, site), gte(events.time, from)))
			.orderBy(asc(events.time))
			.limit(1),
		d1
			.select({ at: visits.startedAt })
			.from(visits)
			.where(and(eq(visits.site, site), gte(visits.startedAt, from)))
			.orderBy(asc(visits.startedAt))
			.limit(1),
	])
	return { events: event[0]?.at ?? null, visits: visit[0]?.at ?? null }
}

/** The older of the two. @throws whatever D1 throws. */
export async function oldestRow(db: D1Database, site: number, from = 0): Promise<number | null> {
	const { events, visits } = await oldestRows(db, site, from)
	return events === null || visits === null ? (events ?? visits) : Math.min(events, visits)
}
