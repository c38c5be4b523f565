import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { FunnelStep } from '../model/goal.ts'
import { savedFunnel, site } from '../store/schema/catalog.ts'
import { countOn, lastNumber } from './numbers.ts'
import { NOT_FOUND } from './write.ts'

/** Funnels of one site: more than anybody looks through. */
export const MAX_FUNNELS = 200

/** What people say of a funnel. */
export interface FunnelSettings {
	name: string
	/** 2 to 8; a goal that was deleted since stays named by its number. */
	steps: FunnelStep[]
	strict: boolean
	/** Null: within one visit. */
	windowMinutes: number | null
}

export interface SavedFunnel extends FunnelSettings {
	/** Unique within Jitt. */
	id: number
	createdAt: Date
	updatedAt: Date
}

const UNKNOWN: AppError = { kind: 'not_found', message: 'Funnel could not be found' }
const NAME_TAKEN: AppError = {
	kind: 'invalid',
	message: '#/name: Another funnel of this site has this name',
	field: 'name',
}

/** All funnels of a site, by name. */
export async function funnelsOf(env: Env, siteId: number): Promise<SavedFunnel[]> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(savedFunnel)
		.where(eq(savedFunnel.siteId, siteId))
		.orderBy(asc(savedFunnel.name))
	return rows.map(funnelOf)
}

/** Saves a funnel; names are unique within a site. */
export async function createFunnel(
	env: Env,
	siteId: number,
	{ name, steps, strict, windowMinutes }: FunnelSettings,
): Promise<Result<SavedFunnel>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const now = Date.now()
	const alive = and(eq(site.id, siteId), isNull(site.erasingAt))
	const count = sql`(select count(*) from ${savedFunnel} where ${savedFunnel.siteId} = ${siteId})`
	const written = await unique(() =>
		db.batch([
			countOn(db, 'funnel'),
			db
				.insert(savedFunnel)
				.select(
					db
						.select({
							siteId: site.id,
							id: lastNumber('funnel').as('id'),
							name: sql<string>`${name}`.as('name'),
							steps: sql<FunnelStep[]>`${JSON.stringify(steps)}`.as('steps'),
							strict: sql<boolean>`${Number(strict)}`.as('strict'),
							windowMinutes: sql<number | null>`${windowMinutes}`.as('window_minutes'),
							createdAt: sql<Date>`${now}`.as('created_at'),
							updatedAt: sql<Date>`${now}`.as('updated_at'),
						})
						.from(site)
						.where(and(alive, sql`${count} < ${MAX_FUNNELS}`)),
				)
				.returning(),
			db.select({ id: site.id }).from(site).where(alive),
		]),
	)
	if (!written.ok) return written
	const [, [row], sites] = written.value
	if (row) return ok(funnelOf(row))
	const message = `A site has at most ${MAX_FUNNELS} funnels: delete one first`
	return fail(sites.length > 0 ? { kind: 'invalid', message } : NOT_FOUND)
}

/** Takes a funnel anew; it keeps its number. */
export async function updateFunnel(
	env: Env,
	siteId: number,
	id: number,
	{ name, steps, strict, windowMinutes }: FunnelSettings,
): Promise<Result<SavedFunnel>> {
	const written = await unique(() =>
		drizzle(env.DB, { casing: 'snake_case' })
			.update(savedFunnel)
			.set({ name, steps, strict, windowMinutes, updatedAt: new Date() })
			.where(and(eq(savedFunnel.siteId, siteId), eq(savedFunnel.id, id)))
			.returning(),
	)
	if (!written.ok) return written
	const [row] = written.value
	return row ? ok(funnelOf(row)) : fail(UNKNOWN)
}

/** Deletes a funnel; what it counted stays in the events. */
export async function deleteFunnel(env: Env, siteId: number, id: number): Promise<Result<null>> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(savedFunnel)
		.where(and(eq(savedFunnel.siteId, siteId), eq(savedFunnel.id, id)))
		.returning({ id: savedFunnel.id })
	return gone.length > 0 ? ok(null) : fail(UNKNOWN)
}

function funnelOf({ siteId: _, ...funnel }: typeof savedFunnel.$inferSelect): SavedFunnel {
	return funnel
}

/** Runs a write of a funnel; a name that is taken is an answer, everything else stays an exception. */
async function unique<T>(run: () => Promise<T>): Promise<Result<T>> {
	try {
		return ok(await run())
	} catch (error) {
		const text = error instanceof Error ? `${error.message} ${String(error.cause)}` : ''
		if (text.includes('UNIQUE constraint failed: funnel.site_id, funnel.name')) return fail(NAME_TAKEN)
		throw error
	}
}
