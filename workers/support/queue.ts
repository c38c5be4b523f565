import { and, desc, eq, exists, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { user } from '../store/schema/account.ts'
import { type Priority, type Status, ticket, ticketMessage } from '../store/schema/care.ts'
import { noteAction } from './actions.ts'
import type { Ticket } from './tickets.ts'

/** The operators' side: all tickets but those whose sender has not confirmed the address. */

export interface Search {
	statuses: readonly Status[]
	/** An operator's id; `none` = nobody's. */
	assignee: string | null
	priority: Priority | null
	/** Found in subject, name, address or any message. */
	text: string | null
	/** Where the page before ended. */
	before: { at: number; id: string } | null
}

const PAGE = 50

/** Tickets by what one looks for, the one that waited longest for a change last. */
export async function searchTickets(env: Env, search: Search): Promise<{ tickets: Ticket[]; more: boolean }> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const { statuses, assignee, priority, text, before } = search
	const contains = (column: SQL.Aliased | SQL | typeof ticket.subject) =>
		sql`instr(lower(${column}), ${text?.toLowerCase()}) > 0`
	const conditions = [
		ne(ticket.status, 'unconfirmed'),
		statuses.length > 0 ? inArray(ticket.status, [...statuses]) : undefined,
		assignee === 'none' ? isNull(ticket.assigneeId) : assignee ? eq(ticket.assigneeId, assignee) : undefined,
		priority ? eq(ticket.priority, priority) : undefined,
		text
			? or(
					eq(ticket.id, text),
					contains(ticket.subject),
					contains(sql`${ticket.name}`),
					contains(sql`${ticket.email}`),
					exists(
						db
							.select({ id: ticketMessage.id })
							.from(ticketMessage)
							.where(and(eq(ticketMessage.ticketId, ticket.id), contains(sql`${ticketMessage.text}`))),
					),
				)
			: undefined,
		before
			? or(
					lt(ticket.updatedAt, new Date(before.at)),
					and(eq(ticket.updatedAt, new Date(before.at)), lt(ticket.id, before.id)),
				)
			: undefined,
	]
	const found = await db
		.select()
		.from(ticket)
		.where(and(...conditions))
		.orderBy(desc(ticket.updatedAt), desc(ticket.id))
		.limit(PAGE + 1)
	return { tickets: found.slice(0, PAGE), more: found.length > PAGE }
}

/** How many tickets there are of each status, how many are nobody's, and how people were served. */
export async function countTickets(env: Env): Promise<{
	statuses: Partial<Record<Status, number>>
	unassigned: number
	satisfaction: { good: number; bad: number }
}> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [byStatus, [others]] = await db.batch([
		db
			.select({ status: ticket.status, count: sql<number>`count(*)` })
			.from(ticket)
			.where(ne(ticket.status, 'unconfirmed'))
			.groupBy(ticket.status),
		db
			.select({
				unassigned: sql<number>`count(*) filter (where ${ticket.assigneeId} is null and ${ticket.status} in ('open', 'waiting_us'))`,
				good: sql<number>`count(*) filter (where ${ticket.satisfaction} = 'good')`,
				bad: sql<number>`count(*) filter (where ${ticket.satisfaction} = 'bad')`,
			})
			.from(ticket)
			.where(ne(ticket.status, 'unconfirmed')),
	])
	return {
		statuses: Object.fromEntries(byStatus.map(({ status, count }) => [status, count])),
		unassigned: others?.unassigned ?? 0,
		satisfaction: { good: others?.good ?? 0, bad: others?.bad ?? 0 },
	}
}

export interface Handling {
	status?: Status | undefined
	priority?: Priority | undefined
	/** Null takes it from whoever has it. */
	assigneeId?: string | null | undefined
}

/** Changes how a ticket is handled, and writes down each change. False where the ticket is gone. */
export async function handleTicket(
	env: Env,
	operatorId: string,
	of: Ticket,
	{ status, priority, assigneeId }: Handling,
	assigneeName: string,
	now: number,
): Promise<boolean> {
	const changed = {
		...(status !== undefined && status !== of.status ? { status, updatedAt: new Date(now) } : {}),
		...(priority !== undefined && priority !== of.priority ? { priority } : {}),
		...(assigneeId !== undefined && assigneeId !== of.assigneeId ? { assigneeId } : {}),
	}
	if (Object.keys(changed).length === 0) return true
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.update(ticket)
		.set(changed)
		.where(eq(ticket.id, of.id))
		.returning({ id: ticket.id })
	if (rows.length === 0) return false
	const note = (action: string, detail: string) =>
		noteAction(env, { operatorId, action, detail, ticketId: of.id }, now)
	if (changed.status) await note('ticket.status', changed.status)
	if (changed.priority) await note('ticket.priority', changed.priority)
	if ('assigneeId' in changed) await note('ticket.assigned', changed.assigneeId === null ? '' : assigneeName)
	return true
}

/** Those of some addresses who have an account with a proved address: to whom a ticket can be given. */
export async function operatorAccounts(
	env: Env,
	addresses: Iterable<string>,
): Promise<{ id: string; name: string }[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select({ id: user.id, name: user.name })
		.from(user)
		.where(and(inArray(sql`lower(${user.email})`, [...addresses]), eq(user.emailVerified, true)))
		.orderBy(user.name, user.id)
}
