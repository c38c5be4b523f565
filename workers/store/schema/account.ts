import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Accounts, in `DB`. The first four tables have the shape that better-auth asks for (its core schema). */

export const user = sqliteTable('user', {
	id: text().primaryKey(),
	name: text().notNull(),
	email: text().notNull().unique(),
	emailVerified: integer({ mode: 'boolean' }).notNull().default(false),
	image: text(),
	createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

export const session = sqliteTable(
	'session',
	{
		id: text().primaryKey(),
		expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
		token: text().notNull().unique(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
		ipAddress: text(),
		userAgent: text(),
		userId: text()
			.notNull()
			.references(() => user.id),
	},
	(t) => [index('session_user').on(t.userId)],
)

export const account = sqliteTable(
	'account',
	{
		id: text().primaryKey(),
		accountId: text().notNull(),
		providerId: text().notNull(),
		userId: text()
			.notNull()
			.references(() => user.id),
		accessToken: text(),
		refreshToken: text(),
		idToken: text(),
		accessTokenExpiresAt: integer({ mode: 'timestamp_ms' }),
		refreshTokenExpiresAt: integer({ mode: 'timestamp_ms' }),
		scope: text(),
		password: text(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [index('account_user').on(t.userId)],
)

export const verification = sqliteTable(
	'verification',
	{
		id: text().primaryKey(),
		identifier: text().notNull(),
		value: text().notNull(),
		expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [index('verification_identifier').on(t.identifier)],
)

/** Keys for scripts. Only the hash of a key is kept; the key is shown once. */
export const apiKey = sqliteTable(
	'api_key',
	{
		id: text().primaryKey(),
		userId: text()
			.notNull()
			.references(() => user.id),
		name: text().notNull(),
		/** SHA-256 of the key, hexadecimal. */
		keyHash: text().notNull().unique(),
		/** First characters of the key, to recognise it in a list. */
		prefix: text().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		lastUsedAt: integer({ mode: 'timestamp_ms' }),
	},
	(t) => [index('api_key_user').on(t.userId)],
)
