import { and, asc, desc, eq, gt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { Caller } from '../model/caller.ts'
import { alive, hasDomain } from '../store/named.ts'
import { site } from '../store/schema/catalog.ts'
import { normaliseDomain } from './domain.ts'
import type { Site } from './push.ts'
import { UUID } from './settings.ts'

export type { Site } from './push.ts'

/**
 * The caller's site of this name: its domain, a former one, or its tracking id. Null where there is none and
 * where it is another's, so that nobody can tell the two apart. Rights are decided here alone.
 */
export async function siteFor(env: Env, caller: Caller, domainOrId: string): Promise<Site | null> {
	const id = domainOrId.trim().toLowerCase()
	const name = UUID.test(id) ? id : normaliseDomain(domainOrId, env.LOCAL === '1')
	if (name === null) return null
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db
		.select()
		.from(site)
		.where(and(eq(site.ownerId, caller.userId), alive, or(eq(site.trackingId, name), hasDomain(db, name))))
		// A current name wins over a former one of the same spelling.
		.orderBy(desc(eq(site.domain, name)))
		.limit(1)
	return row ?? null
}

export interface SitePage {
	sites: Site[]
	/** Cursor of the next page, null on the last. */
	after: string | null
}

export const PAGE_LIMIT = { default: 100, max: 1000 } as const

/** The caller's sites in the order they were made; `after` is the cursor of the page before. */
export async function listSites(
	env: Env,
	caller: Caller,
	page: { after: number; limit: number },
): Promise<SitePage> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(site)
		.where(and(eq(site.ownerId, caller.userId), alive, gt(site.id, page.after)))
		.orderBy(asc(site.id))
		.limit(page.limit + 1)
	const sites = rows.slice(0, page.limit)
	const last = sites.at(-1)
	return { sites, after: rows.length > page.limit && last ? String(last.id) : null }
}
