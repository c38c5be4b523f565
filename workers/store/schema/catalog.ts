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
		/** SHA-256 (hexadecimal) of the site's ingest token, if it has one. */
		ingestTokenHash: text(),
		/** Grows by one at every change that the ingest path must know. */
		policyVersion: integer().notNull(),
		/** The version that the site object and the directory are known to have; 0 = the site is not born yet. */
		pushedVersion: integer().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		/** Set when its erasure began: from then on the site is gone for everybody but the erasure. */
		erasingAt: integer({ mode: 'timestamp_ms' }),
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

/** Numbers given out so far. A site's number is never given twice, not even after the site is erased. */
export const counter = sqliteTable('counter', {
	name: text().primaryKey(),
	value: integer().notNull(),
})
