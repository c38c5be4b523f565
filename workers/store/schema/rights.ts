import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Kept } from '../../model/part.ts'

/** Exports, deletions and backups, in `DB`. All `WITHOUT ROWID` (by hand in the migration). */

/** An archive that somebody asked for. Its files lie in `FILES` below `exports/<id>/`. */
export const dataExport = sqliteTable('data_export', {
	id: text().primaryKey(),
	userId: text().notNull(),
	/** The only site that is in it; null = the whole account. */
	siteId: integer(),
	/** JSON: the teams that are in it. */
	teamIds: text({ mode: 'json' }).$type<string[]>().notNull(),
	requestedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	/** When it was complete; from then on it can be fetched. */
	readyAt: integer({ mode: 'timestamp_ms' }),
	/** When it goes, ready or not. */
	expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

/** A file of an archive that is made and stored. */
export const dataExportFile = sqliteTable(
	'data_export_file',
	{
		exportId: text().notNull(),
		path: text().notNull(),
		/** Key in `FILES`. */
		key: text().notNull(),
		/** Bytes before and after compression. */
		bytes: integer().notNull(),
		packed: integer().notNull(),
		/** CRC-32, as ZIP wants it, and SHA-256 (hexadecimal), both of the bytes before compression. */
		crc: integer().notNull(),
		sha256: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.exportId, t.path] })],
)

/** A deletion that was asked for and is not yet completed. When it is, a receipt takes its place. */
export const deletion = sqliteTable('deletion', {
	/** The number of the receipt to come. */
	id: text().primaryKey(),
	kind: text().$type<'account' | 'site'>().notNull(),
	/** Who asked. */
	userId: text().notNull(),
	siteId: integer(),
	/** JSON: an account's teams that go with it; of a site its team. */
	teamIds: text({ mode: 'json' }).$type<string[]>().notNull(),
	requestedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	/** Until then it can be taken back. */
	dueAt: integer({ mode: 'timestamp_ms' }).notNull(),
	remindedAt: integer({ mode: 'timestamp_ms' }),
	/** Set when the first row may have gone: from then on there is no way back. */
	erasingAt: integer({ mode: 'timestamp_ms' }),
	/** JSON: rows and files by kind, counted before the first of them went. */
	counts: text({ mode: 'json' }).$type<Record<string, number>>(),
	/** JSON: what the rooms that are done said must be kept. */
	kept: text({ mode: 'json' }).$type<Kept[]>(),
})

/** Proof of a deletion of a site or an account. Names nobody. A chain: each has the hash of the one before it. */
export const deletionReceipt = sqliteTable('deletion_receipt', {
	/** Random. */
	number: text().primaryKey(),
	/** From 1 on, without gaps. */
	seq: integer().notNull().unique(),
	kind: text().$type<'account' | 'site'>().notNull(),
	/** As they stand in the receipt: ISO 8601. */
	requestedAt: text().notNull(),
	erasedAt: text().notNull(),
	/** When the last backup that may hold it is gone. */
	backupsUntil: text(),
	counts: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
	kept: text({ mode: 'json' }).$type<Kept[]>().notNull(),
	previous: text().notNull(),
	hash: text().notNull(),
})

/** A backup that was begun: how far it is, and what is in it. */
export const backup = sqliteTable('backup', {
	id: text().primaryKey(),
	startedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	finishedAt: integer({ mode: 'timestamp_ms' }),
	/** JSON: table and key of the last row that is in it. */
	cursor: text({ mode: 'json' }).$type<unknown>(),
	/** JSON: its parts so far. */
	parts: text({ mode: 'json' }).$type<unknown[]>().notNull(),
})
