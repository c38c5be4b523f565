import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { ExportFile, Kept, Part, Subject } from '../model/part.ts'
import { operatorAction, ticket, ticketMessage } from '../store/schema/care.ts'
import { keyOf } from './attachments.ts'
import { actionsOf, messagesOf } from './conversation.ts'
import { eraseTicket, eraseWaiting } from './erase.ts'

/** Support's part of an account: its tickets. Those of others that were written for its teams are theirs. */
export const part: Part = {
	name: 'support',
	take,
	erase,
}

async function* take(env: Env, { userId }: Subject): AsyncIterable<ExportFile> {
	const tickets = await ticketsOf(env, userId)
	for (const one of tickets) {
		const messages = await messagesOf(env, one.id, '', 0)
		const folder = `support/${one.id}`
		const { userId: _, ...about } = one
		const said = messages.map(({ files, ...message }) => ({
			...message,
			files: files.map(({ id, name, type, bytes }) => ({ file: `files/${id}-${name}`, name, type, bytes })),
		}))
		const content = { ...about, messages: said, actions: await actionsOf(env, one.id) }
		yield { path: `${folder}/ticket.json`, content: `${JSON.stringify(content, null, '\t')}\n` }
		for (const { id, name } of messages.flatMap(({ files }) => files)) {
			const file = await env.FILES.get(keyOf(id))
			if (file) yield { path: `${folder}/files/${id}-${name}`, content: file.body }
		}
	}
}

async function erase(env: Env, { userId }: Subject): Promise<Kept[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (const { id } of await ticketsOf(env, userId)) await eraseTicket(env, id)
	await eraseWaiting(env, userId)
	// What it wrote to others, as an operator or for a team, is theirs now: without its name.
	await db.batch([
		db.update(ticketMessage).set({ authorId: null }).where(eq(ticketMessage.authorId, userId)),
		db.update(ticket).set({ assigneeId: null }).where(eq(ticket.assigneeId, userId)),
		db.update(operatorAction).set({ operatorId: '' }).where(eq(operatorAction.operatorId, userId)),
	])
	return []
}

const ticketsOf = (env: Env, userId: string) =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(ticket)
		.where(eq(ticket.userId, userId))
		.orderBy(ticket.createdAt, ticket.id)
