import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Facts, Notice } from '../../model/incident.ts'

/**
 * Breaches of security, in `DB`: the register that Art. 33(5) GDPR asks for. Nothing here is ever deleted; of an
 * account that is erased, only that somebody was told remains. Every table but the first is `WITHOUT ROWID` (by
 * hand in the migration).
 */

export const incident = sqliteTable('incident', {
	/** Numbers go up: the public reference is made of the year and this. */
	id: integer().primaryKey(),
	openedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	/** JSON: what is known, as typed and checked; window, instants, systems, nature. */
	facts: text({ mode: 'json' }).$type<Facts>().notNull(),
	/** JSON: what the notices say, as far as it is written. */
	notice: text({ mode: 'json' }).$type<Notice>().notNull(),
	/** Grows by one with every change: who writes on what another has changed is refused. */
	revision: integer().notNull().default(1),
	/** Whether people are told: not decided, told, or not told for the reasons given. */
	decision: text().$type<'open' | 'notify' | 'not'>().notNull().default('open'),
	/** Why nobody is told, or why this late. */
	reasons: text().notNull().default(''),
	banner: text().$type<'nobody' | 'affected' | 'everyone'>().notNull().default('affected'),
	/** The public page says it. */
	published: integer({ mode: 'boolean' }).notNull().default(false),
	/** Last version of the notice that was confirmed; 0 = none. */
	version: integer().notNull().default(0),
	/** The last site looked at while the affected are found; null once all were. */
	scopeAfter: integer().default(0),
	scopedAt: integer({ mode: 'timestamp_ms' }),
	/** Accounts that were affected and are erased by now: they are counted still. */
	erased: integer().notNull().default(0),
	closedAt: integer({ mode: 'timestamp_ms' }),
})

/** Sites that an incident touched, with what of them. */
export const incidentSite = sqliteTable(
	'incident_site',
	{
		incidentId: integer()
			.notNull()
			.references(() => incident.id),
		siteId: integer().notNull(),
		teamId: text().notNull(),
		/** Sums of the days that were touched: visitors of each day, visits, events. */
		visitors: integer().notNull(),
		visits: integer().notNull(),
		events: integer().notNull(),
		/** JSON: visits by country, ISO 3166-1 alpha-2; blank = unknown. */
		countries: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
	},
	(t) => [primaryKey({ columns: [t.incidentId, t.siteId] }), index('incident_site_team').on(t.teamId)],
)

/** Accounts that an incident concerns: by their own data, and as those who answer for a site of theirs. */
export const incidentAccount = sqliteTable(
	'incident_account',
	{
		incidentId: integer()
			.notNull()
			.references(() => incident.id),
		userId: text().notNull(),
		holder: integer({ mode: 'boolean' }).notNull(),
		owner: integer({ mode: 'boolean' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.incidentId, t.userId] }), index('incident_account_user').on(t.userId)],
)

/** Versions of the notice, each as it was confirmed. */
export const incidentNotice = sqliteTable(
	'incident_notice',
	{
		incidentId: integer()
			.notNull()
			.references(() => incident.id),
		version: integer().notNull(),
		kind: text().$type<'first' | 'update' | 'closing'>().notNull(),
		/** JSON, as confirmed. */
		facts: text({ mode: 'json' }).$type<Facts>().notNull(),
		notice: text({ mode: 'json' }).$type<Notice>().notNull(),
		/** Who confirmed it: an operator's account, blank once that is erased. */
		confirmedBy: text().notNull(),
		confirmedAt: integer({ mode: 'timestamp_ms' }).notNull(),
		/** When everybody had been told, or could not be. */
		finishedAt: integer({ mode: 'timestamp_ms' }),
	},
	(t) => [primaryKey({ columns: [t.incidentId, t.version] })],
)

/** Who was told what and when: one row a person and version, written before anything is sent. */
export const incidentTold = sqliteTable(
	'incident_told',
	{
		incidentId: integer().notNull(),
		version: integer().notNull(),
		/** The account; a random text once it is erased. */
		userId: text().notNull(),
		holder: integer({ mode: 'boolean' }).notNull(),
		owner: integer({ mode: 'boolean' }).notNull(),
		/** `sending` = given to the mail, whose answer is not known. */
		state: text().$type<'waiting' | 'sending' | 'told' | 'failed'>().notNull(),
		/** Of the state. */
		at: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.incidentId, t.version, t.userId] }),
		index('incident_told_user').on(t.userId),
	],
)

/** What an account has read: its banner may go. */
export const incidentRead = sqliteTable(
	'incident_read',
	{
		userId: text().notNull(),
		incidentId: integer().notNull(),
		version: integer().notNull(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.userId, t.incidentId] })],
)

/** What was done about an authority: told, or not needed and why. The rule is one of the law table. */
export const incidentAuthority = sqliteTable(
	'incident_authority',
	{
		incidentId: integer()
			.notNull()
			.references(() => incident.id),
		rule: text().notNull(),
		outcome: text().$type<'told' | 'not-needed'>().notNull(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
		/** Its file number, or the reason. */
		note: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.incidentId, t.rule] })],
)

/** Reminders that went to the operators: each once. */
export const incidentReminder = sqliteTable(
	'incident_reminder',
	{
		incidentId: integer().notNull(),
		/** The instant of the deadline, and how near it was: `1767225600000:6`. */
		key: text().notNull(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.incidentId, t.key] })],
)

/** What was done in an incident, by whom, in order. */
export const incidentStep = sqliteTable(
	'incident_step',
	{
		incidentId: integer().notNull(),
		/** Random, after the instant: steps of one moment keep apart. */
		id: text().notNull(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
		/** An operator's account; blank = Jitt itself, or an account that is erased. */
		by: text().notNull(),
		what: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.incidentId, t.at, t.id] })],
)

/** What the checks of what is stored have found (`support/integrity.ts`). */
export const integrity = sqliteTable('integrity', {
	/** Name of the check. */
	name: text().primaryKey(),
	checkedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	/** Where the next run goes on; 0 = from the start. */
	cursor: integer().notNull(),
	/** JSON: what is wrong, in words, of the round that is going on and of the last whole one. */
	problems: text({ mode: 'json' }).$type<string[]>().notNull(),
	found: text({ mode: 'json' }).$type<string[]>().notNull(),
	/** When the last whole round ended. */
	completedAt: integer({ mode: 'timestamp_ms' }),
})
