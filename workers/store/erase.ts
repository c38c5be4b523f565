import { and, asc, eq, gte, inArray, lt, lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { CODES, STRETCH_CODES, TOTAL } from './rolled.ts'
import { rollupDays, rollupHours, rollupPairs } from './schema/rollups.ts'
import { commits, events, refusals, visits } from './schema/traffic.ts'

/**
 * Deletions in D1. Long ones go in chunks of about `CHUNK` rows, each its own statement: a D1 query may take
 * 30 seconds at most, and the database serves nobody else meanwhile.
 */
const CHUNK = 5_000
/** Of rollups, in ms: a month of them has about as many rows. */
const CHUNK_OF_DAYS = 30 * 86_400_000

const open = (db: D1Database) => drizzle(db, { casing: 'snake_case' })

/** Rows that a deletion removed. */
export interface Erased {
	events: number
	visits: number
}

/** Deletes a site's events, visits that began and rollups of days that began before an instant (ms since the epoch). */
export async function eraseBefore(db: D1Database, site: number, before: number): Promise<Erased> {
	const d1 = open(db)
	const erased: Erased = { events: 0, visits: 0 }
	await eraseRollupsBefore(d1, site, before)
	for (;;) {
		const edge = await d1
			.select({ at: events.time })
			.from(events)
			.where(and(eq(events.site, site), lt(events.time, before)))
			.orderBy(asc(events.time))
			.limit(1)
			.offset(CHUNK - 1)
		const to = edge[0]?.at ?? before - 1
		const done = await d1.delete(events).where(and(eq(events.site, site), lte(events.time, to)))
		erased.events += done.meta.changes
		if (!edge[0]) break
	}
	for (;;) {
		const edge = await d1
			.select({ at: visits.startedAt })
			.from(visits)
			.where(and(eq(visits.site, site), lt(visits.startedAt, before)))
			.orderBy(asc(visits.startedAt))
			.limit(1)
			.offset(CHUNK - 1)
		const to = edge[0]?.at ?? before - 1
		const done = await d1.delete(visits).where(and(eq(visits.site, site), lte(visits.startedAt, to)))
		erased.visits += done.meta.changes
		if (!edge[0]) break
	}
	return erased
}

/** Deletes all that a site has. */
export async function eraseSiteRows(db: D1Database, site: number): Promise<Erased> {
	const erased = await eraseBefore(db, site, Number.MAX_SAFE_INTEGER)
	const d1 = open(db)
	await eraseRollups(db, site)
	await d1.batch([
		d1.delete(refusals).where(eq(refusals.site, site)),
		d1.delete(commits).where(eq(commits.site, site)),
	])
	return erased
}

async function eraseRollupsBefore(d1: ReturnType<typeof open>, site: number, before: number): Promise<void> {
	// A day has a total if a visit began in it; one of events alone goes with the days after it.
	const totals = and(eq(rollupDays.site, site), eq(rollupDays.dimension, TOTAL), lt(rollupDays.day, before))
	for (;;) {
		const [oldest] = await d1
			.select({ day: rollupDays.day })
			.from(rollupDays)
			.where(totals)
			.orderBy(asc(rollupDays.day))
			.limit(1)
		if (!oldest) return
		const to = Math.min(oldest.day + CHUNK_OF_DAYS, before)
		const codes = inArray(rollupDays.dimension, [...CODES, ...STRETCH_CODES])
		await d1.batch([
			d1.delete(rollupPairs).where(and(eq(rollupPairs.site, site), lt(rollupPairs.day, to))),
			d1.delete(rollupDays).where(and(eq(rollupDays.site, site), codes, lt(rollupDays.day, to))),
		])
	}
}

/** Deletes a site's rollups; its raw rows stay. */
export async function eraseRollups(db: D1Database, site: number): Promise<void> {
	const d1 = open(db)
	await eraseRollupsBefore(d1, site, Number.MAX_SAFE_INTEGER)
	await d1.batch([
		d1.delete(rollupDays).where(eq(rollupDays.site, site)),
		d1.delete(rollupHours).where(eq(rollupHours.site, site)),
	])
}

/** Deletes one visitor's rows from an instant on: a number of a lightweight visitor lives one day. */
export async function eraseVisitor(
	db: D1Database,
	site: number,
	visitor: number,
	since: number,
): Promise<void> {
	const d1 = open(db)
	await d1.batch([
		d1.delete(events).where(and(eq(events.site, site), gte(events.time, since), eq(events.visitor, visitor))),
		d1
			.delete(visits)
			.where(and(eq(visits.site, site), gte(visits.startedAt, since), eq(visits.visitor, visitor))),
	])
}

/**
 * Start of the oldest row a site has, from an instant on, ms since the epoch; null where it has none.
 * @throws whatever D1 throws.
 */
export async function oldestRow(db: D1Database, site: number, from = 0): Promise<number | null> {
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
	const times = [event[0]?.at, visit[0]?.at].filter((at) => at !== undefined)
	return times.length > 0 ? Math.min(...times) : null
}
