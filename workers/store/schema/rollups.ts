import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Sums of raw rows, in `STATS_n`: one row a site, dimension, day and value. `WITHOUT ROWID` like all traffic.
 * The dimension comes before the day, unlike in the raw tables: a panel reads one dimension over many days, and
 * so it reads one stretch of the table.
 */
export const rollupDays = sqliteTable(
	'rollup_days',
	{
		site: integer().notNull(),
		/** Code of `store/rolled.ts`. */
		dimension: integer().notNull(),
		/** First instant of the site's day, ms since the epoch. */
		day: integer().notNull(),
		/** As stored in the raw row; blank where `rest` is 1. */
		value: text().notNull(),
		/** 1 = all values beyond the day's `MOST_VALUES` together. */
		rest: integer().$type<0 | 1>().notNull(),
		/** Distinct visitors of the day. */
		visitors: integer().notNull(),
		/** Visits: those that began, or for a dimension of events those with such an event. */
		visits: integer().notNull(),
		/** The next three are of visits that began: bounces, seconds, page views. Zero for dimensions of events. */
		bounced: integer().notNull(),
		seconds: integer().notNull(),
		views: integer().notNull(),
		/** Page views, and events of all names but engagement. */
		pageviews: integer().notNull(),
		events: integer().notNull(),
		/**
		 * Of pages alone, else zero: sum and number of the furthest scroll of each visit (per cent), engaged ms,
		 * visits that engaged.
		 */
		depth: integer().notNull(),
		depths: integer().notNull(),
		engaged: integer().notNull(),
		readers: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.site, t.dimension, t.day, t.value, t.rest] })],
)

/**
 * Sums of the closed hours of the open day, packed: one row a site and dimension, or a day would cost as many rows
 * again as it has values. Every hour is added when it has closed; they go when the day is folded.
 */
export const rollupHours = sqliteTable(
	'rollup_hours',
	{
		site: integer().notNull(),
		/** First instant of the site's day, ms since the epoch. */
		day: integer().notNull(),
		/** Code of `store/rolled.ts`. */
		dimension: integer().notNull(),
		/** End of the last hour that is in it, ms since the epoch. */
		until: integer().notNull(),
		/** JSON: `[[value, visitors, visits, ended bounces, page views, events], …]`; null for the rest of the values. */
		rows: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.site, t.day, t.dimension] })],
)

/**
 * Sums of two dimensions at once, packed: for one value of a dimension that people filter by, all values of another.
 * Of busy sites alone: elsewhere rows are read as fast. The day comes first, so that a day goes in one stretch.
 */
export const rollupPairs = sqliteTable(
	'rollup_pairs',
	{
		site: integer().notNull(),
		/** First instant of the site's day, ms since the epoch. */
		day: integer().notNull(),
		/** Code of the dimension that is filtered by, and its value. */
		dimension: integer().notNull(),
		value: text().notNull(),
		/** Code of the other dimension. */
		other: integer().notNull(),
		/** JSON: `[[value, visitors, visits, bounces, seconds, page views, events], …]`; null for the rest. */
		rows: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.site, t.day, t.dimension, t.value, t.other] })],
)
