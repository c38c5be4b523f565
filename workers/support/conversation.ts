import { and, asc, eq, isNotNull, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { user } from '../store/schema/account.ts'
import {
	attachment,
	operatorAction,
	type Satisfaction,
	type Status,
	ticket,
	ticketMessage,
} from '../store/schema/care.ts'
import { type FileInfo, fileInfo } from './attachments.ts'
import { fileLink } from './signed.ts'

/** What was said in a ticket, and what operators did with it. */

export interface Message {
	id: string
	author: 'customer' | 'operator'
	/** Name of the account; null where there is none, or no longer. */
	name: string | null
	text: string
	at: Date
	files: (FileInfo & { link: string })[]
}

export interface Action {
	at: Date
	action: string
	detail: string
	/** Name of the operator; null once the account is gone. */
	name: string | null
}

/** The messages of a ticket, oldest first, with links to their files for this reader. */
export async function messagesOf(
	env: Env,
	ticketId: string,
	reader: string,
	now: number,
): Promise<Message[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [messages, files] = await db.batch([
		db
			.select({ message: ticketMessage, name: user.name })
			.from(ticketMessage)
			.leftJoin(user, eq(user.id, ticketMessage.authorId))
			.where(eq(ticketMessage.ticketId, ticketId))
			.orderBy(asc(ticketMessage.createdAt), asc(ticketMessage.id)),
		db
			.select()
			.from(attachment)
			.where(and(eq(attachment.ticketId, ticketId), isNotNull(attachment.messageId)))
			.orderBy(asc(attachment.createdAt), asc(attachment.id)),
	])
	return messages.map(({ message, name }) => ({
		id: message.id,
		author: message.author,
		name,
		text: message.text,
		at: message.createdAt,
		files: files
			.filter(({ messageId }) => messageId === message.id)
			.map((file) => ({ ...fileInfo(file), link: fileLink(env, file.id, reader, now) })),
	}))
}

/** What operators did with a ticket, oldest first. */
export async function actionsOf(env: Env, ticketId: string): Promise<Action[]> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select({
			at: operatorAction.at,
			action: operatorAction.action,
			detail: operatorAction.detail,
			name: user.name,
		})
		.from(operatorAction)
		.leftJoin(user, eq(user.id, operatorAction.operatorId))
		.where(eq(operatorAction.ticketId, ticketId))
		.orderBy(asc(operatorAction.at), asc(operatorAction.id))
	return rows
}

/** Sets what a ticket is, and counts its time from now. False where it was that already, or is gone. */
export async function setStatus(env: Env, ticketId: string, status: Status, now: number): Promise<boolean> {
	const changed = await drizzle(env.DB, { casing: 'snake_case' })
		.update(ticket)
		.set({ status, updatedAt: new Date(now) })
		.where(and(eq(ticket.id, ticketId), ne(ticket.status, status)))
		.returning({ id: ticket.id })
	return changed.length > 0
}

/** What somebody without an account confirmed by the link in the mail. False where it was confirmed before. */
export async function confirm(env: Env, ticketId: string, now: number): Promise<boolean> {
	const changed = await drizzle(env.DB, { casing: 'snake_case' })
		.update(ticket)
		.set({ status: 'open', updatedAt: new Date(now) })
		.where(and(eq(ticket.id, ticketId), eq(ticket.status, 'unconfirmed')))
		.returning({ id: ticket.id })
	return changed.length > 0
}

/** Notes how the person was served. It does not prolong the ticket's life. */
export async function rate(
	env: Env,
	ticketId: string,
	satisfaction: Satisfaction,
	satisfactionNote: string | null,
): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.update(ticket)
		.set({ satisfaction, satisfactionNote })
		.where(eq(ticket.id, ticketId))
}
