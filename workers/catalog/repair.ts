import { and, eq, gt, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { site } from '../store/schema/catalog.ts'
import { eraseEverywhere, pushSite } from './push.ts'

/** A site that was not born after this long never will be: its creator was told of the failure. */
const STILLBORN_MS = 3_600_000
/** Sites mended in one run; the next run takes the next ones. */
const BATCH = 100

/**
 * Finishes what broke off: pushes changes that the object or the directory missed, completes erasures, and
 * clears away sites that were never born. Returns how many it mended and how many are still broken.
 */
export async function repair(env: Env, now: number): Promise<{ mended: number; broken: number }> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(site)
		.where(
			or(
				isNotNull(site.erasingAt),
				and(gt(site.pushedVersion, 0), lt(site.pushedVersion, site.policyVersion)),
				and(
					eq(site.pushedVersion, 0),
					isNull(site.erasingAt),
					lt(site.createdAt, new Date(now - STILLBORN_MS)),
				),
			),
		)
		.limit(BATCH)
	let mended = 0
	for (const row of rows) {
		const doomed = row.erasingAt !== null || row.pushedVersion === 0
		try {
			await (doomed ? eraseEverywhere(env, row) : pushSite(env, row))
			mended++
		} catch (error) {
			console.error('repair of a site failed', row.id, error instanceof Error ? error.name : '')
		}
	}
	return { mended, broken: rows.length - mended }
}
