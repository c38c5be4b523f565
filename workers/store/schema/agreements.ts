import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What teams agreed to, in `DB`. All three are `WITHOUT ROWID` (by hand in the migration). */

/** Which version of a document a team accepted, who for it, and when. */
export const agreement = sqliteTable(
	'agreement',
	{
		teamId: text().notNull(),
		document: text().notNull(),
		version: text().notNull(),
		/** Null once that person's account is gone. */
		userId: text(),
		/** Name of the person at that time; blank once the account is gone. */
		userName: text().notNull(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.teamId, t.document, t.version] })],
)

/** A team that objects to a change of the sub-processors. */
export const objection = sqliteTable(
	'objection',
	{
		teamId: text().notNull(),
		/** Id of the change in `rights/subprocessors.ts`. */
		change: text().notNull(),
		userId: text(),
		reason: text().notNull(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.teamId, t.change] })],
)

/** How far the letters about a change have got. */
export const announcement = sqliteTable('announcement', {
	id: text().primaryKey(),
	/** Id of the last person who was written to, in their order; blank before the first. */
	after: text().notNull(),
	doneAt: integer({ mode: 'timestamp_ms' }),
})
