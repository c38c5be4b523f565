import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Letter } from './letter.ts'

/** What mail keeps, in `DB`. Here and not in `store/`: rooms of one floor do not know each other. */

/**
 * Letters that must arrive. The key says which letter to whom it is, so that it goes out once however often it is
 * asked for; address and text go as soon as it was sent, the key stays as long as somebody may ask again.
 */
export const mailQueue = sqliteTable(
	'mail_queue',
	{
		/** SHA-256 of the caller's key and the address. */
		key: text().primaryKey(),
		recipient: text(),
		letter: text({ mode: 'json' }).$type<Letter>(),
		attempts: integer().notNull().default(0),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		/** Not before then; while it is on its way, when another may take it up. */
		nextAt: integer({ mode: 'timestamp_ms' }).notNull(),
		outcome: text({ enum: ['waiting', 'sent', 'given up'] }).notNull(),
	},
	(t) => [index('mail_queue_next').on(t.outcome, t.nextAt), index('mail_queue_recipient').on(t.recipient)],
)

/** Addresses that mail came back from or that complained. `WITHOUT ROWID` (by hand), like the next table. */
export const mailSuppression = sqliteTable('mail_suppression', {
	/** HMAC of the address: the list names nobody. */
	hash: text().primaryKey(),
	reason: text({ enum: ['bounce', 'complaint'] }).notNull(),
	at: integer({ mode: 'timestamp_ms' }).notNull(),
})

/** What a person chose to get beside the mails that the service needs. No row = nothing. */
export const mailPreference = sqliteTable('mail_preference', {
	userId: text().primaryKey(),
	news: integer({ mode: 'boolean' }).notNull().default(false),
})
