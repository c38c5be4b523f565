import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { FunnelStep } from '../../model/goal.ts'
import type { Jurisdiction, PrivacyChoices } from '../../model/policy.ts'

/** The catalog of sites, in `DB`. */

export const site = sqliteTable(
	'site',
	{
		/** Small integer: it leads the key of every traffic row. */
		id: integer().primaryKey(),
		/** The team that it belongs to. */
		teamId: text().notNull(),
		/** Current name, lower case, without `www.`. */
		domain: text().notNull().unique(),
		timezone: text().notNull(),
		/** UUID, the site's id for trackers that want one. */
		trackingId: text().notNull().unique(),
		mode: text().$type<'lightweight' | 'cookie'>().notNull(),
		retentionDays: integer().notNull(),
		/** JSON: what of `Privacy` the owner has chosen; the rest is as by default. */
		privacy: text({ mode: 'json' }).$type<PrivacyChoices>().notNull().default({}),
		/** Number n of the `STATS_n` database, fixed at creation. */
		shard: integer().notNull(),
		/** Fixed at creation. */
		jurisdiction: text().$type<Jurisdiction>(),
		/** SHA-256 (hexadecimal) of the site's ingest token, if it has one. */
		ingestTokenHash: text(),
		/** How much detail is left out of its hits: 0 = none (`model/detail.ts`). */
		detailLevel: integer().notNull().default(0),
		/** Grows by one at every change that the ingest path must know. */
		policyVersion: integer().notNull(),
		/** The version that the site object and the directory are known to have; 0 = the site is not born yet. */
		pushedVersion: integer().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		/** Set when its erasure began: from then on the site is gone for everybody but the erasure. */
		erasingAt: integer({ mode: 'timestamp_ms' }),
		/** Set while its deletion can be taken back: nobody sees it, nothing arrives, and its names stay taken. */
		goneAt: integer({ mode: 'timestamp_ms' }),
	},
	(t) => [index('site_team').on(t.teamId)],
)

/**
 * Every policy that a site ever had: what was in force when. `WITHOUT ROWID`, by hand in the migration. A row is
 * written with the change itself.
 */
export const policyHistory = sqliteTable(
	'policy_history',
	{
		siteId: integer()
			.notNull()
			.references(() => site.id),
		version: integer().notNull(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
		mode: text().$type<'lightweight' | 'cookie'>().notNull(),
		retentionDays: integer().notNull(),
		privacy: text({ mode: 'json' }).$type<PrivacyChoices>().notNull(),
	},
	(t) => [primaryKey({ columns: [t.siteId, t.version] })],
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

/**
 * What owners measure. `WITHOUT ROWID` (by hand in the migration), clustered by site like the two tables below:
 * all of a site is read at once. The type of a row is `Goal` in `model/goal.ts`.
 */
export const goal = sqliteTable(
	'goal',
	{
		siteId: integer()
			.notNull()
			.references(() => site.id),
		id: integer().notNull(),
		name: text().notNull(),
		kind: text().$type<'page' | 'event' | 'scroll'>().notNull(),
		/** The path of a page or scroll goal, the name of an event. */
		target: text().notNull(),
		/** Per cent; 0 where it is no scroll goal, since SQL finds no two NULLs equal. */
		threshold: integer().notNull(),
		/** JSON, names in order: the same conditions are the same text. */
		props: text().notNull(),
		currency: text(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.siteId, t.id] }),
		uniqueIndex('goal_name').on(t.siteId, t.name),
		uniqueIndex('goal_definition').on(t.siteId, t.kind, t.target, t.threshold, t.props),
	],
)

/** Saved sets of filters, `WITHOUT ROWID`. */
export const segment = sqliteTable(
	'segment',
	{
		siteId: integer()
			.notNull()
			.references(() => site.id),
		id: integer().notNull(),
		/** Its maker, who alone sees it unless it is shared. */
		userId: text().notNull(),
		name: text().notNull(),
		shared: integer({ mode: 'boolean' }).notNull(),
		/** JSON: a list in the grammar of the Stats API v2. */
		filters: text().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.siteId, t.id] })],
)

/** Saved funnels, `WITHOUT ROWID`; everybody who may read the site sees them. */
export const savedFunnel = sqliteTable(
	'funnel',
	{
		siteId: integer()
			.notNull()
			.references(() => site.id),
		id: integer().notNull(),
		name: text().notNull(),
		/** JSON: a list of steps, as requests have them: `{"goal"}`, `{"page"}` or `{"event"}`. */
		steps: text({ mode: 'json' }).$type<FunnelStep[]>().notNull(),
		strict: integer({ mode: 'boolean' }).notNull(),
		/** Null: within one visit. */
		windowMinutes: integer(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.siteId, t.id] }), uniqueIndex('funnel_name').on(t.siteId, t.name)],
)

/** Names of event properties that interfaces offer, `WITHOUT ROWID`. Any property can be asked for without. */
export const customProperty = sqliteTable(
	'custom_property',
	{
		siteId: integer()
			.notNull()
			.references(() => site.id),
		name: text().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.siteId, t.name] })],
)

/**
 * Numbers given out so far, of sites, goals, segments and funnels. None is ever given twice, not even after what it
 * named is gone.
 */
export const counter = sqliteTable('counter', {
	name: text().primaryKey(),
	value: integer().notNull(),
})
