import type { Env } from '../env.ts'
import { actionsOf, type Message, messagesOf } from '../support/conversation.ts'
import { fateOf } from '../support/status.ts'
import type { Ticket } from '../support/tickets.ts'

/** Tickets as pages get them. */

const iso = (instant: number | null): string | null =>
	instant === null ? null : new Date(instant).toISOString()

/** What every reader sees of a ticket. */
export function ticketJson(of: Ticket) {
	const { closesAt, goesAt } = fateOf(of.status, of.updatedAt.getTime())
	return {
		id: of.id,
		subject: of.subject,
		name: of.name,
		status: of.status,
		satisfaction: of.satisfaction,
		satisfaction_note: of.satisfactionNote,
		created_at: of.createdAt.toISOString(),
		updated_at: of.updatedAt.toISOString(),
		/** When it is closed if nobody writes, and when it is deleted. */
		closes_at: iso(closesAt),
		goes_at: iso(goesAt),
	}
}

/** The same for its sender, who is shown everything that is kept. */
export const ownTicketJson = (of: Ticket) => ({ ...ticketJson(of), email: of.email, address: of.address })

/** And for operators. */
export const operatorTicketJson = (of: Ticket) => ({
	...ownTicketJson(of),
	priority: of.priority,
	assignee: of.assigneeId,
	/** Whose sites it is about: a person's own team has the person's id. */
	team: of.teamId ?? of.userId,
	has_account: of.userId !== null,
})

const messageJson = ({ id, author, name, text, at, files }: Message, customer: string) => ({
	...{ id, author, text, files },
	name: name ?? (author === 'customer' ? customer : 'Support'),
	at: at.toISOString(),
})

/** Messages of a ticket and what operators did with it, for one reader. */
export async function conversationJson(env: Env, of: Ticket, reader: string, now: number) {
	const [messages, actions] = await Promise.all([messagesOf(env, of.id, reader, now), actionsOf(env, of.id)])
	return {
		messages: messages.map((message) => messageJson(message, of.name)),
		actions: actions.map(({ at, ...action }) => ({ ...action, at: at.toISOString() })),
	}
}
