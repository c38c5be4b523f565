import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Role, Scope } from '../../model/caller.ts'

/**
 * Accounts, in `DB`. The first four tables have the shape that better-auth asks for (its core schema), but
 * for two columns of `session`: address and user agent. What has no column cannot be stored by mistake.
 */

export const user = sqliteTable('user', {
	id: text().primaryKey(),
	name: text().notNull(),
	email: text().notNull().unique(),
	emailVerified: integer({ mode: 'boolean' }).notNull().default(false),
	image: text(),
	twoFactorEnabled: integer({ mode: 'boolean' }).default(false),
	createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	/** Set while the account is being deleted: it may do nothing but take that back. */
	leavingAt: integer({ mode: 'timestamp_ms' }),
})

export const session = sqliteTable(
	'session',
	{
		id: text().primaryKey(),
		expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
		token: text().notNull().unique(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
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
		/** JSON: what the key opens. Keys from before there were scopes open all that there was. */
		scopes: text({ mode: 'json' })
			.$type<Scope[]>()
			.notNull()
			.default(['stats:read', 'sites:write', 'events:write']),
		/** The only site that it opens; null = all of its maker's. */
		siteId: integer(),
		expiresAt: integer({ mode: 'timestamp_ms' }),
	},
	(t) => [index('api_key_user').on(t.userId)],
)

/** Who owns sites together. A person's own team has the person's id. */
export const team = sqliteTable('team', {
	id: text().primaryKey(),
	name: text().notNull(),
	/** Members without a second factor see nothing of the team's sites. */
	requiresTwoFactor: integer({ mode: 'boolean' }).notNull().default(false),
	createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	/** Set while it is being deleted: nobody sees it. */
	goneAt: integer({ mode: 'timestamp_ms' }),
})

/** `WITHOUT ROWID` (by hand in the migration), like the two tables below. */
export const member = sqliteTable(
	'member',
	{
		teamId: text()
			.notNull()
			.references(() => team.id),
		userId: text()
			.notNull()
			.references(() => user.id),
		role: text().$type<Role>().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.teamId, t.userId] }), index('member_user').on(t.userId)],
)

/** Who may see or edit one site without being of its team. */
export const guest = sqliteTable(
	'guest',
	{
		siteId: integer().notNull(),
		userId: text()
			.notNull()
			.references(() => user.id),
		role: text().$type<'editor' | 'viewer'>().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.siteId, t.userId] }), index('guest_user').on(t.userId)],
)

/**
 * Attempts to sign in or up, counted per time window. The key is an HMAC over what is counted (an address, an
 * e-mail) and the window, so that a row names nobody and cannot be linked to the next window's. `WITHOUT ROWID`
 * (by hand in the migration): one attempt is one billed write. No index for the sweep: rows live minutes.
 */
export const attempt = sqliteTable('attempt', {
	key: text().primaryKey(),
	count: integer().notNull(),
	expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
})
