import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Proofs of deletions, in `STATS_n`: a chain a site, each link with the hash of the one before it. The head of the
 * chain stands in the site's object as well, so that a link which is changed or removed here is missed. `WITHOUT
 * ROWID` like all traffic. No instant in it is finer than a day but `at`, and nothing in it is about a visitor.
 */
export const receipts = sqliteTable(
	'receipts',
	{
		site: integer().notNull(),
		/** From 1 on, without gaps. */
		seq: integer().notNull(),
		/** `events`, `visits` or `rollups`. */
		rule: text().notNull(),
		/** The range that was emptied, half-open, ms since the epoch: starts of days of the site. */
		from: integer().notNull(),
		to: integer().notNull(),
		/** Rows that went. */
		rows: integer().notNull(),
		/** Start of the day of the oldest row that was left, ms since the epoch; null where none was. */
		oldest: integer(),
		/** When it was completed, ms since the epoch; 0 while rows still go. */
		at: integer().notNull(),
		/** Of the policy whose rule it was. */
		policyVersion: integer().notNull(),
		/** Hash of the receipt before, and of this one, as `model/receipt.ts` says; blank while rows still go. */
		previous: text().notNull(),
		hash: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.site, t.seq] })],
)
