import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The catalog of sites, in `DB`. */

export const site = sqliteTable(
	'site',
	{
		/** Small integer: it leads the key of every traffic row. */
		id: integer().primaryKey(),
		ownerId: text().notNull(),
		/** Current name, lower case, without `www.`. */
		domain: text().notNull().unique(),
		timezone: text().notNull(),
		/** UUID, the site's id for trackers that want one. */
		trackingId: text().notNull().unique(),
		mode: text().$type<'lightweight' | 'cookie'>().notNull(),
		retentionDays: integer().notNull(),
		/** Number n of the `STATS_n` database, fixed at creation. */
		shard: integer().notNull(),
		/** Fixed at creation. */
		jurisdiction: text().$type<'eu' | 'us'>(),
		/** Grows by one at every change that the ingest path must know. */
		policyVersion: integer().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [index('site_owner').on(t.ownerId)],
)

/** Names a site had before, still good in queries. */
export const formerDomain = sqliteTable(
	'former_domain',
	{
		domain: text().primaryKey(),
		siteId: integer()
			.notNull()
			.references(() => site.id),
		/** ms since the epoch when it was given up. */
		until: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [index('former_domain_site').on(t.siteId)],
)
