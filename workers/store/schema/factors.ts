import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { user } from './account.ts'

/** What an account proves itself with beside its password, in `DB`. Both tables are `WITHOUT ROWID` (by hand). */

/** The shape that better-auth's second factor asks for. Secret and recovery codes are encrypted with `AUTH_SECRET`. */
export const twoFactor = sqliteTable('two_factor', {
	id: text().primaryKey(),
	secret: text().notNull(),
	backupCodes: text().notNull(),
	userId: text()
		.notNull()
		.unique()
		.references(() => user.id),
	/** False until the first code has proved that the secret arrived. */
	verified: integer({ mode: 'boolean' }).default(true),
	failedVerificationCount: integer().default(0),
	lockedUntil: integer({ mode: 'timestamp_ms' }),
})

/** A passkey: only what is needed to check its signatures, and the name its owner gave it. */
export const passkey = sqliteTable(
	'passkey',
	{
		/** The credential's own id, base64url. */
		id: text().primaryKey(),
		userId: text()
			.notNull()
			.references(() => user.id),
		name: text().notNull(),
		/** COSE key, base64url. */
		publicKey: text().notNull(),
		/** Signatures made, as far as the device counts them: one that goes back is a copy. */
		counter: integer().notNull(),
		/** How a browser reaches it (`internal`, `usb`, …). */
		transports: text({ mode: 'json' }).$type<string[]>().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		lastUsedAt: integer({ mode: 'timestamp_ms' }),
	},
	(t) => [index('passkey_user').on(t.userId)],
)
