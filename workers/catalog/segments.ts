import { and, desc, eq, isNull, or, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Segment } from '../model/goal.ts'
import { segment, site } from '../store/schema/catalog.ts'
import { countOn, lastNumber } from './numbers.ts'
import type { SegmentSettings } from './segment-fields.ts'
import { NOT_FOUND } from './write.ts'

/** Segments of one site, everybody's together. */
export const MAX_SEGMENTS = 1_000

/** A segment as people see it in a list. */
export interface SavedSegment extends Segment {
	/** Seen by everybody who may read the site; else by its maker alone. */
	shared: boolean
	/** Made by whoever asks. */
	own: boolean
	createdAt: Date
	updatedAt: Date
}

const UNKNOWN: AppError = { kind: 'not_found', message: 'Segment could not be found' }
const NOT_YOURS: AppError = {
	kind: 'forbidden',
	message: 'shared: only who made a segment can take it back from the others',
}

/** The segments of a site that a user sees, newest first: own ones, and what others share. */
export async function segmentsOf(env: Env, siteId: number, userId: string): Promise<SavedSegment[]> {
	const rows = await selectSegments(drizzle(env.DB, { casing: 'snake_case' }), siteId, userId)
	return rows.map((row) => segmentOf(row, userId))
}

/** The statement of `segmentsOf`, for a batch; its rows are read by `segmentOf`. */
export const selectSegments = (db: DrizzleD1Database, siteId: number, userId: string) =>
	db
		.select()
		.from(segment)
		.where(and(eq(segment.siteId, siteId), seenBy(userId)))
		.orderBy(desc(segment.id))

/** Saves a segment of the user's. */
export async function createSegment(
	env: Env,
	siteId: number,
	userId: string,
	{ name, shared, filters }: SegmentSettings,
): Promise<Result<SavedSegment>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const now = Date.now()
	const alive = and(eq(site.id, siteId), isNull(site.erasingAt))
	const count = sql`(select count(*) from ${segment} where ${segment.siteId} = ${siteId})`
	const [, [row], sites] = await db.batch([
		countOn(db, 'segment'),
		db
			.insert(segment)
			.select(
				db
					.select({
						siteId: site.id,
						id: lastNumber('segment').as('id'),
						userId: sql<string>`${userId}`.as('user_id'),
						name: sql<string>`${name}`.as('name'),
						shared: sql<boolean>`${Number(shared)}`.as('shared'),
						filters: sql<string>`${JSON.stringify(filters)}`.as('filters'),
						createdAt: sql<Date>`${now}`.as('created_at'),
						updatedAt: sql<Date>`${now}`.as('updated_at'),
					})
					.from(site)
					.where(and(alive, sql`${count} < ${MAX_SEGMENTS}`)),
			)
			.returning(),
		db.select({ id: site.id }).from(site).where(alive),
	])
	if (row) return ok(segmentOf(row, userId))
	const message = `A site has at most ${MAX_SEGMENTS} segments: delete one first`
	return fail(sites.length > 0 ? { kind: 'invalid', message } : NOT_FOUND)
}

/** Changes a segment that the user sees. Another's can be changed while it is shared, and stays shared. */
export async function updateSegment(
	env: Env,
	siteId: number,
	userId: string,
	id: number,
	{ name, shared, filters }: SegmentSettings,
): Promise<Result<SavedSegment>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const seen = and(eq(segment.siteId, siteId), eq(segment.id, id), seenBy(userId))
	const [[row], there] = await db.batch([
		db
			.update(segment)
			.set({ name, shared, filters: JSON.stringify(filters), updatedAt: new Date() })
			.where(shared ? seen : and(seen, eq(segment.userId, userId)))
			.returning(),
		db.select({ id: segment.id }).from(segment).where(seen),
	])
	if (row) return ok(segmentOf(row, userId))
	return fail(there.length > 0 ? NOT_YOURS : UNKNOWN)
}

/** Deletes a segment that the user sees. */
export async function deleteSegment(
	env: Env,
	siteId: number,
	userId: string,
	id: number,
): Promise<Result<null>> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(segment)
		.where(and(eq(segment.siteId, siteId), eq(segment.id, id), seenBy(userId)))
		.returning({ id: segment.id })
	return gone.length > 0 ? ok(null) : fail(UNKNOWN)
}

/** A row in the words of the house. */
export const segmentOf = (row: typeof segment.$inferSelect, userId: string): SavedSegment => ({
	id: row.id,
	name: row.name,
	filters: JSON.parse(row.filters) as unknown[],
	shared: row.shared,
	own: row.userId === userId,
	createdAt: row.createdAt,
	updatedAt: row.updatedAt,
})

const seenBy = (userId: string) => or(eq(segment.shared, true), eq(segment.userId, userId))
