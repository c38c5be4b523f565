import { and, eq, exists, gt, isNull, or } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { formerDomain, site } from './schema/catalog.ts'

/** Born, and neither being erased nor about to be: the sites that exist for anybody outside the catalog. */
export const alive = and(gt(site.pushedVersion, 0), isNull(site.erasingAt), isNull(site.goneAt))

/** Whether a site has a domain, or had it before. */
export const hasDomain = (db: DrizzleD1Database, name: string) =>
	or(
		eq(site.domain, name),
		exists(
			db
				.select({ id: formerDomain.siteId })
				.from(formerDomain)
				.where(and(eq(formerDomain.domain, name), eq(formerDomain.siteId, site.id))),
		),
	)
