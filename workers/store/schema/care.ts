import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { user } from './account.ts'

/**
 * Support, in `DB`. What a conversation holds is promised in public (messages, attachments, the network address,
 * name and e-mail): there is no column for anything else, and a test says which there are.
 */

export type Status = 'unconfirmed' | 'open' | 'waiting_customer' | 'waiting_us' | 'solved' | 'closed'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type Satisfaction = 'good' | 'bad'

export const ticket = sqliteTable(
	'ticket',
	{
		/** 16 letters and digits at random: it stands in addresses and in mails. */
		id: text().primaryKey(),
		/** Who wrote; null where it was somebody without an account. */
		userId: text().references(() => user.id),
		/** The team for which it was written; its owners and admins see it too. */
		teamId: text(),
		name: text().notNull(),
		/** Lower case. */
		email: text().notNull(),
		/** Network address from which it was sent. It goes with the ticket. */
		address: text(),
		subject: text().notNull(),
		status: text().$type<Status>().notNull(),
		priority: text().$type<Priority>().notNull(),
		/** The operator who takes care of it. */
		assigneeId: text(),
		satisfaction: text().$type<Satisfaction>(),
		satisfactionNote: text(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
		/** The last message, or change of status: retention counts from here. */
		updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [
		index('ticket_user').on(t.userId),
		index('ticket_team').on(t.teamId),
		index('ticket_status').on(t.status, t.updatedAt),
	],
)

/** `WITHOUT ROWID` (by hand in the migration): a conversation is read in one stretch. */
export const ticketMessage = sqliteTable(
	'ticket_message',
	{
		ticketId: text()
			.notNull()
			.references(() => ticket.id),
		/** A hash of what makes a message the same if it comes twice. */
		id: text().notNull(),
		author: text().$type<'customer' | 'operator'>().notNull(),
		/** The account that wrote; null where it has none, or no longer. */
		authorId: text(),
		text: text().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.ticketId, t.id] })],
)

/** A file in R2 under `support/<id>`. The row is there before the file and goes after it. */
export const attachment = sqliteTable(
	'attachment',
	{
		id: text().primaryKey(),
		/** Null until the message is sent that it is for; without one it is swept within a day. */
		ticketId: text().references(() => ticket.id),
		messageId: text(),
		/** Id of the account, or `ticket:` and the ticket's id where there is no account. */
		uploader: text().notNull(),
		/** As it was called, without a path. */
		name: text().notNull(),
		/** MIME type, as its first bytes say. */
		type: text().notNull(),
		/** 0 until all of it has arrived. */
		bytes: integer().notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [index('attachment_ticket').on(t.ticketId), index('attachment_uploader').on(t.uploader)],
)

/** Answers that operators give often. */
export const cannedReply = sqliteTable('canned_reply', {
	id: text().primaryKey(),
	title: text().notNull(),
	text: text().notNull(),
	updatedAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

/** What operators did. A row of a ticket that is gone stays, without saying which one it was. */
export const operatorAction = sqliteTable(
	'operator_action',
	{
		id: text().primaryKey(),
		at: integer({ mode: 'timestamp_ms' }).notNull(),
		/** Account of the operator; empty once it is gone. */
		operatorId: text().notNull(),
		/** A word for what was done: `ticket.assigned`. */
		action: text().notNull(),
		/** A few words more, never of a conversation. */
		detail: text().notNull(),
		ticketId: text(),
	},
	(t) => [index('operator_action_at').on(t.at), index('operator_action_ticket').on(t.ticketId)],
)
