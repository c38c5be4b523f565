import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Traffic, in `STATS_n`. Every table is `WITHOUT ROWID` (added by hand in the migration: drizzle-kit cannot
 * spell it), so that one row is one billed write, clustered by site and time. No second index on the two big
 * tables: each would be one more billed write per event.
 */

const facts = {
	source: text().notNull(),
	channel: text().notNull(),
	referrer: text().notNull(),
	utmSource: text().notNull(),
	utmMedium: text().notNull(),
	utmCampaign: text().notNull(),
	utmContent: text().notNull(),
	utmTerm: text().notNull(),
	clickId: text().notNull(),
	country: text().notNull(),
	region: text().notNull(),
	city: text().notNull(),
	browser: text().notNull(),
	browserVersion: text().notNull(),
	os: text().notNull(),
	osVersion: text().notNull(),
	device: text().notNull(),
}

/** Later ones stand last: the order of columns is that of rows which wait as JSON (`store/commit.ts`). */
const laterFacts = {
	language: text().notNull().default(''),
	screenClass: text().notNull().default(''),
	asnKind: text().notNull().default(''),
}

/** One row an event, engagement included. The type of a row is `Event` in `model/event.ts`. */
export const events = sqliteTable(
	'events',
	{
		site: integer().notNull(),
		time: integer().notNull(),
		id: integer().notNull(),
		name: text().notNull(),
		page: text().notNull(),
		novelty: integer().notNull(),
		noveltyHour: integer().notNull(),
		visitor: integer().notNull(),
		visit: integer().notNull(),
		visitStartedAt: integer().notNull(),
		stable: integer().$type<0 | 1>().notNull(),
		interactive: integer().$type<0 | 1>().notNull(),
		scrollDepth: integer(),
		engagedMs: integer(),
		hostname: text().notNull(),
		entryPage: text().notNull(),
		...facts,
		props: text(),
		revenueAmount: real(),
		revenueCurrency: text(),
		...laterFacts,
		title: text().notNull().default(''),
		lcp: integer(),
		inp: integer(),
		cls: real(),
		fcp: integer(),
		ttfb: integer(),
	},
	(t) => [primaryKey({ columns: [t.site, t.time, t.id] })],
)

/** One row a visit, rewritten whole when it changes. The type of a row is `Visit` in `model/visit.ts`. */
export const visits = sqliteTable(
	'visits',
	{
		site: integer().notNull(),
		startedAt: integer().notNull(),
		id: integer().notNull(),
		visitor: integer().notNull(),
		stable: integer().$type<0 | 1>().notNull(),
		lastAt: integer().notNull(),
		duration: integer().notNull(),
		pageviews: integer().notNull(),
		events: integer().notNull(),
		bounce: integer().$type<0 | 1>().notNull(),
		novelty: integer().notNull(),
		entryPage: text().notNull(),
		entryHostname: text().notNull(),
		exitPage: text().notNull(),
		exitHostname: text().notNull(),
		...facts,
		...laterFacts,
		/** What `privacy/decide.ts` said of its first hit; blank where it was imported or came before this was kept. */
		outcome: text().notNull().default(''),
		reason: text().notNull().default(''),
		rule: text().notNull().default(''),
		policyVersion: integer().notNull().default(0),
	},
	(t) => [primaryKey({ columns: [t.site, t.startedAt, t.id] })],
)

/** Beacons that were refused or dropped, per site-local day (`2026-11-24`) and reason: the only trace of them. */
export const refusals = sqliteTable(
	'refusals',
	{
		site: integer().notNull(),
		day: text().notNull(),
		reason: text().notNull(),
		count: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.site, t.day, t.reason] })],
)

/** Number of the last commit that a site's object wrote here: key of caches, and proof that a replay was one. */
export const commits = sqliteTable('commits', {
	site: integer().primaryKey(),
	number: integer().notNull(),
	/** ms since the epoch. */
	committedAt: integer().notNull(),
})
