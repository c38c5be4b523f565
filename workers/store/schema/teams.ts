import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AccessKind } from '../../model/access.ts'
import type { Role } from '../../model/caller.ts'
import { team } from './account.ts'

/** What happens between people and teams, in `DB`. All three are `WITHOUT ROWID` (by hand in the migration). */

/** Offers that wait for their addressee: to join a team, to be a site's guest, to take a site over. */
export const invitation = sqliteTable(
	'invitation',
	{
		id: text().primaryKey(),
		teamId: text()
			.notNull()
			.references(() => team.id),
		/** The site that it is about; 0 = the team as a whole. */
		siteId: integer().notNull(),
		kind: text().$type<'member' | 'guest' | 'transfer'>().notNull(),
		/** Lower case. */
		email: text().notNull(),
		role: text().$type<Role>().notNull(),
		/** SHA-256 of the token in the mail, hexadecimal. */
		tokenHash: text().notNull().unique(),
		/** Whose invitation it is: it counts only while this person may still give it. */
		invitedBy: text().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [uniqueIndex('invitation_once').on(t.teamId, t.siteId, t.kind, t.email)],
)

/**
 * Who looked at what: a row for each day, site, credential and way of looking. A row never speaks of more than
 * its day, so that it can go when the day is a year ago. Neither address nor user agent has a column.
 */
export const accessLog = sqliteTable(
	'access_log',
	{
		teamId: text().notNull(),
		/** Days since 1970-01-01, UTC. */
		day: integer().notNull(),
		siteId: integer().notNull(),
		kind: text().$type<AccessKind>().notNull(),
		/** Id of the session or the API key; empty where anybody looked. */
		credential: text().notNull(),
		/** Empty where anybody looked, and where the account is gone. */
		userId: text().notNull(),
		firstAt: integer({ mode: 'timestamp_ms' }).notNull(),
		lastAt: integer({ mode: 'timestamp_ms' }).notNull(),
		/** Minutes in which it happened: a row is written at most once a minute. */
		count: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.teamId, t.day, t.siteId, t.kind, t.credential] })],
)

/** Leave that an owner gave to whoever runs this deployment to see a site, or all of a team's, for a while. */
export const supportGrant = sqliteTable(
	'support_grant',
	{
		id: text().primaryKey(),
		teamId: text()
			.notNull()
			.references(() => team.id),
		/** 0 = every site of the team. */
		siteId: integer().notNull(),
		reason: text().notNull(),
		grantedBy: text().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		expiresAt: integer({ mode: 'timestamp_ms' }).notNull(),
		/** When it was taken back before its time. */
		endedAt: integer({ mode: 'timestamp_ms' }),
	},
	(t) => [index('support_grant_team').on(t.teamId, t.expiresAt)],
)
