import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { attachment, operatorAction, ticket, ticketMessage } from '../store/schema/care.ts'
import { dropFiles } from './attachments.ts'
import { CLOSES_AFTER_DAYS, CONFIRM_WITHIN_DAYS, RETENTION_DAYS } from './status.ts'

const DAY_MS = 86_400_000
/** Files that were sent up for a message that never came. */
const WAITING_HOURS = 24
/** What operators did is kept this long. */
const ACTIONS_DAYS = 730
/** Of a kind in one run: the next goes on. */
const MOST_AT_ONCE = 200

/**
 * Erases a ticket with its messages, its files and the address of its sender. Repeated it does nothing more; what
 * broke off is finished by calling it again. What operators did stays, without saying with which ticket.
 */
export async function eraseTicket(env: Env, id: string): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const files = await db.select({ id: attachment.id }).from(attachment).where(eq(attachment.ticketId, id))
	await dropFiles(
		env,
		files.map((file) => file.id),
	)
	await db.batch([
		// One that was added this very moment is left to the sweep.
		db
			.update(attachment)
			.set({ ticketId: null, messageId: null, uploader: '', createdAt: new Date(0) })
			.where(eq(attachment.ticketId, id)),
		db.delete(ticketMessage).where(eq(ticketMessage.ticketId, id)),
		db.update(operatorAction).set({ ticketId: null, detail: '' }).where(eq(operatorAction.ticketId, id)),
		db.delete(ticket).where(eq(ticket.id, id)),
	])
	await eraseWaiting(env, `ticket:${id}`)
}

/** Erases the files that an uploader has sent up and not used. */
export async function eraseWaiting(env: Env, uploader: string): Promise<void> {
	const files = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ id: attachment.id })
		.from(attachment)
		.where(and(eq(attachment.uploader, uploader), isNull(attachment.ticketId)))
	await dropFiles(
		env,
		files.map((file) => file.id),
	)
}

/** The hourly job: closes what nobody answers any more, erases what is too old, removes files without a message. */
export async function sweepSupport(env: Env, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const before = (days: number) => new Date(now - days * DAY_MS)
	for (const [status, days] of Object.entries(CLOSES_AFTER_DAYS)) {
		await db
			.update(ticket)
			.set({ status: 'closed', updatedAt: new Date(now) })
			.where(
				and(eq(ticket.status, status as keyof typeof CLOSES_AFTER_DAYS), lt(ticket.updatedAt, before(days))),
			)
	}
	const old = await db
		.select({ id: ticket.id })
		.from(ticket)
		.where(
			or(
				and(eq(ticket.status, 'closed'), lt(ticket.updatedAt, before(RETENTION_DAYS))),
				and(eq(ticket.status, 'unconfirmed'), lt(ticket.updatedAt, before(CONFIRM_WITHIN_DAYS))),
			),
		)
		.limit(MOST_AT_ONCE)
	for (const { id } of old) await eraseTicket(env, id)
	const orphans = await db
		.select({ id: attachment.id })
		.from(attachment)
		.where(
			and(isNull(attachment.ticketId), lt(attachment.createdAt, new Date(now - WAITING_HOURS * 3_600_000))),
		)
		.limit(MOST_AT_ONCE)
	await dropFiles(
		env,
		orphans.map(({ id }) => id),
	)
	await db.delete(operatorAction).where(lt(operatorAction.at, before(ACTIONS_DAYS)))
}
