import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { attachment, type Status, ticket, ticketMessage } from '../store/schema/care.ts'
import { areWaiting, MAX_FILES } from './attachments.ts'
import { signed } from './signed.ts'
import { afterMessage } from './status.ts'

export type Ticket = typeof ticket.$inferSelect

/** What is said in a message, with files that were sent up before. */
export interface Said {
	text: string
	/** Ids of files that wait. */
	files: readonly string[]
	/** What the sender's page made up for this message: sent twice, it is one. */
	key: string
}

/** Somebody who writes. */
export interface Writer {
	author: 'customer' | 'operator'
	/** Null where there is no account. */
	userId: string | null
	/** Under which name files were sent up: the account's id, or `ticket:` and the ticket's. */
	uploader: string
}

/** Characters of a message. */
export const MAX_TEXT = 20_000

export const uploaderOf = (ticketId: string): string => `ticket:${ticketId}`

/**
 * Opens a ticket with its first message.
 * @returns its id, and whether it is new: the same one again is the one that there is.
 */
export async function openTicket(
	env: Env,
	of: Pick<Ticket, 'userId' | 'teamId' | 'name' | 'email' | 'address' | 'subject'>,
	said: Said,
	now: number,
): Promise<Result<{ id: string; isNew: boolean }, AppError>> {
	const { userId } = of
	// Without an account nobody is known by anything but the address, and its key could be anybody's.
	const id = signed(env, 'ticket id', userId ?? '', userId === null ? crypto.randomUUID() : said.key)
	const uploader = userId ?? uploaderOf(id)
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [there] = await db.select({ id: ticket.id }).from(ticket).where(eq(ticket.id, id))
	if (there) return ok({ id, isNew: false })
	const problem = await filesProblem(env, uploader, said.files)
	if (problem) return fail(problem)
	const at = new Date(now)
	const status: Status = userId === null ? 'unconfirmed' : 'open'
	const [made] = await db.batch([
		db
			.insert(ticket)
			.values({ ...of, id, status, priority: 'normal', createdAt: at, updatedAt: at })
			.onConflictDoNothing()
			.returning({ id: ticket.id }),
		...messageStatements(env, db, id, { author: 'customer', userId, uploader }, said, at),
	])
	return ok({ id, isNew: made.length > 0 })
}

/**
 * Adds a message to a ticket, which thereby waits for the other side, solved and closed ones too.
 * @param status what the ticket is from then on, where it is not that.
 */
export async function addMessage(
	env: Env,
	ticketId: string,
	by: Writer,
	said: Said,
	now: number,
	status: Status = afterMessage(by.author),
): Promise<Result<{ isNew: boolean }, AppError>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const id = messageId(env, by, said)
	const [there] = await db
		.select({ id: ticketMessage.id })
		.from(ticketMessage)
		.where(and(eq(ticketMessage.ticketId, ticketId), eq(ticketMessage.id, id)))
	if (there) return ok({ isNew: false })
	const problem = await filesProblem(env, by.uploader, said.files)
	if (problem) return fail(problem)
	const at = new Date(now)
	const [made, , moved] = await db.batch([
		...messageStatements(env, db, ticketId, by, said, at),
		db
			.update(ticket)
			.set({ status, updatedAt: at })
			.where(eq(ticket.id, ticketId))
			.returning({ id: ticket.id }),
	])
	// It was deleted while this was written.
	if (moved.length === 0) return fail(UNKNOWN)
	return ok({ isNew: made.length > 0 })
}

/** Message and files of one batch; nothing is written where the ticket is gone. */
function messageStatements(
	env: Env,
	db: DrizzleD1Database,
	ticketId: string,
	by: Writer,
	said: Said,
	at: Date,
) {
	const id = messageId(env, by, said)
	const row = db
		.select({
			ticketId: ticket.id,
			id: sql<string>`${id}`.as('id'),
			author: sql<Writer['author']>`${by.author}`.as('author'),
			authorId: sql<string | null>`${by.userId}`.as('author_id'),
			text: sql<string>`${said.text}`.as('text'),
			createdAt: sql<Date>`${at.getTime()}`.as('created_at'),
		})
		.from(ticket)
		.where(eq(ticket.id, ticketId))
	return [
		db.insert(ticketMessage).select(row).onConflictDoNothing().returning({ id: ticketMessage.id }),
		db
			.update(attachment)
			.set({
				ticketId: sql`(select ${ticket.id} from ${ticket} where ${ticket.id} = ${ticketId})`,
				messageId: id,
			})
			.where(
				and(
					inArray(attachment.id, [...said.files]),
					eq(attachment.uploader, by.uploader),
					isNull(attachment.ticketId),
				),
			),
	] as const
}

const messageId = (env: Env, { uploader }: Writer, { key }: Said): string =>
	signed(env, 'message id', uploader, key)

async function filesProblem(env: Env, uploader: string, files: readonly string[]): Promise<AppError | null> {
	if (files.length > MAX_FILES) {
		const message = `files: a message has at most ${MAX_FILES}`
		return { kind: 'invalid', message, field: 'files' }
	}
	if (await areWaiting(env, uploader, files)) return null
	return { kind: 'invalid', message: 'files: one of them is not there', field: 'files' }
}

export const UNKNOWN: AppError = { kind: 'not_found', message: 'Ticket could not be found' }

/** A ticket by id, whoever asks: for operators, and for who showed its key. */
export async function findTicket(env: Env, id: string): Promise<Ticket | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' }).select().from(ticket).where(eq(ticket.id, id))
	return row ?? null
}

/** A ticket that an account wrote, or that was written for one of these teams; null for every other. */
export async function ticketFor(
	env: Env,
	userId: string,
	teamIds: readonly string[],
	id: string,
): Promise<Ticket | null> {
	const found = await findTicket(env, id)
	if (!found) return null
	const seen = found.userId === userId || (found.teamId !== null && teamIds.includes(found.teamId))
	return seen ? found : null
}

const MOST_LISTED = 200

/** The tickets that an account sees, newest first. */
export function ticketsFor(env: Env, userId: string, teamIds: readonly string[]): Promise<Ticket[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(ticket)
		.where(or(eq(ticket.userId, userId), inArray(ticket.teamId, [...teamIds])))
		.orderBy(sql`${ticket.updatedAt} desc`, ticket.id)
		.limit(MOST_LISTED)
}
