import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What is held back from the statistics, in `STATS_n` beside them. `WITHOUT ROWID` like all traffic. */

/** One row an event. Its visitor's and visit's numbers are random and of one day, like those of events. */
export const quarantine = sqliteTable(
	'quarantine',
	{
		site: integer().notNull(),
		/** ms since the epoch. */
		time: integer().notNull(),
		id: integer().notNull(),
		/** Codes of `privacy/screen.ts`, or `owner`, with commas between. */
		reasons: text().notNull(),
		/** JSON: the cells of a row of `events`, in order of its columns. */
		event: text().notNull(),
		/** JSON: what was decided of its visit, as the cells of `visits` from `outcome` on. */
		decision: text().notNull().default('[]'),
	},
	(t) => [primaryKey({ columns: [t.site, t.time, t.id] })],
)

/** Events that a move took in or out, so that it can be undone. They go when their events are too old. */
export const moved = sqliteTable(
	'moved',
	{
		site: integer().notNull(),
		/** Number of the move, within the site. */
		move: integer().notNull(),
		time: integer().notNull(),
		id: integer().notNull(),
		/** What the row in quarantine says, before or after. */
		reasons: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.site, t.move, t.time, t.id] })],
)
