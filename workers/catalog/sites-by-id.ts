import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { alive } from '../store/named.ts'
import { site } from '../store/schema/catalog.ts'
import { pushSite, type Site } from './push.ts'

/** Sites for those who were let in already, or for the clock: none of these asks who wants to know. */

/** A site by its number; null where it is gone. */
export async function siteById(env: Env, id: number): Promise<Site | null> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db
		.select()
		.from(site)
		.where(and(eq(site.id, id), alive))
	return row ?? null
}

/** The sites that a deletion is about, closed or not. */
export const doomedSites = (env: Env, what: { siteId: number | null; teamIds: readonly string[] }) =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(site)
		.where(what.siteId === null ? inArray(site.teamId, [...what.teamIds]) : eq(site.id, what.siteId))

/**
 * Tells objects and directory that sites were closed or opened. One that cannot be told is told by the clock
 * (`repair.ts`).
 */
export async function tellSites(env: Env, sites: readonly Site[]): Promise<void> {
	for (const one of sites) {
		if (one.pushedVersion === 0 || one.erasingAt !== null) continue
		await pushSite(env, one).catch((error) => {
			console.error('push of a site failed', one.id, error instanceof Error ? error.name : '')
		})
	}
}
