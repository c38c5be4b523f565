import { and, eq, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { formerDomain, site } from '../store/schema/catalog.ts'
import { pushSite, type Site } from './push.ts'

export const TAKEN: AppError = {
	kind: 'invalid',
	message: 'domain: This domain cannot be registered',
	field: 'domain',
}
const TAKEN_ID: AppError = { kind: 'invalid', message: 'tracking_id: is taken', field: 'tracking_id' }
export const NOT_FOUND: AppError = { kind: 'not_found', message: 'Site could not be found' }

/** Runs a write to the catalog; a name that is taken is an answer, everything else stays an exception. */
export async function write<T>(run: () => Promise<T>): Promise<Result<T>> {
	try {
		return ok(await run())
	} catch (error) {
		// Drizzle wraps what D1 says: the constraint's name is in the cause.
		const text = error instanceof Error ? `${error.message} ${String(error.cause)}` : ''
		if (text.includes('UNIQUE constraint failed: site.tracking_id')) return fail(TAKEN_ID)
		if (text.includes('UNIQUE constraint failed: site.domain')) return fail(TAKEN)
		throw error
	}
}

/** Pushes a row that was just written. A push that fails is told to the caller and mended later (`repair.ts`). */
export async function pushed(env: Env, row: Site, message: string): Promise<Result<Site>> {
	try {
		const now = await pushSite(env, row)
		return now ? ok(now) : fail(NOT_FOUND)
	} catch (error) {
		console.error('push of a site failed', row.id, error instanceof Error ? error.name : '')
		return fail({ kind: 'unavailable', message, retryAfterSeconds: 5 })
	}
}

/** A name that another's site had before is not free: its visitors' old trackers still send it. */
export async function isFormerOfOthers(env: Env, teamId: string, domain: string): Promise<boolean> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ id: site.id })
		.from(formerDomain)
		.innerJoin(site, eq(site.id, formerDomain.siteId))
		.where(and(eq(formerDomain.domain, domain), ne(site.teamId, teamId)))
		.limit(1)
	return rows.length > 0
}
