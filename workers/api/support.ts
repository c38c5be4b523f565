import { may } from '../account/access.ts'
import { teamFor, teamsOf } from '../account/teams.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { rate, setStatus } from '../support/conversation.ts'
import { eraseTicket } from '../support/erase.ts'
import { tellAnsweredByCustomer, tellOpened } from '../support/notify.ts'
import { personOf } from '../support/person.ts'
import { isDone } from '../support/status.ts'
import {
	addMessage,
	findTicket,
	openTicket,
	type Ticket,
	ticketFor,
	ticketsFor,
	UNKNOWN,
} from '../support/tickets.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { doneFields, messageFields, ratingFields, ticketFields } from './support-fields.ts'
import { conversationJson, ownTicketJson, ticketJson } from './support-json.ts'
import { tooMany } from './support-limits.ts'

/** Support for people with an account: their own tickets, and those for teams whose owner or admin they are. */

/** `GET /api/support/tickets` → `{"tickets": […]}`, the last changed first. */
export async function getTickets(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	const tickets = await ticketsFor(c.env, userId, await teamIdsOf(c))
	return c.json({ tickets: tickets.map((one) => seenJson(one, userId)) })
}

/**
 * `POST /api/support/tickets` `{subject, text, files?, team?, key}` → 201 with the ticket; 200 with the same one
 * where the key was used before.
 */
export async function postTicket(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, ticketFields)
	if (!fields.ok) return failure(c, fields.error)
	const { userId } = c.get('caller')
	const { subject, team, ...said } = fields.value
	if (team !== null && !(await teamFor(c.env, userId, team))) {
		return failure(c, { kind: 'invalid', message: 'team: you are in no such team', field: 'team' })
	}
	const no = await tooMany(c, 'tickets', userId)
	if (no) return failure(c, no)
	const person = await personOf(c.env, userId)
	if (!person) return failure(c, UNKNOWN)
	const about = { userId, teamId: team, ...person, address: addressOf(c), subject }
	const made = await openTicket(c.env, about, said, Date.now())
	if (!made.ok) return failure(c, made.error)
	const ticket = await findTicket(c.env, made.value.id)
	if (!ticket) return failure(c, UNKNOWN)
	if (made.value.isNew) await tellOpened(c.env, ticket)
	return c.json(seenJson(ticket, userId), made.value.isNew ? 201 : 200)
}

/** `GET /api/support/tickets/:ticket` → the ticket with its `messages` and `actions`. */
export async function getTicket(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const { userId } = c.get('caller')
	const said = await conversationJson(c.env, ticket.value, userId, Date.now())
	return c.json({ ...seenJson(ticket.value, userId), ...said })
}

/** `POST …/messages` `{text, files?, key}` → 201 with the ticket, which waits for us again. */
export async function postMessage(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const fields = await parsed(c.req.raw, messageFields)
	if (!fields.ok) return failure(c, fields.error)
	const { userId } = c.get('caller')
	const no = await tooMany(c, 'messages', userId)
	if (no) return failure(c, no)
	const by = { author: 'customer', userId, uploader: userId } as const
	const added = await addMessage(c.env, ticket.value.id, by, fields.value, Date.now())
	if (!added.ok) return failure(c, added.error)
	if (added.value.isNew) await tellAnsweredByCustomer(c.env, ticket.value)
	return answer(c, ticket.value.id, added.value.isNew ? 201 : 200)
}

/** `PUT …` `{"status": "solved"}`: the person needs no answer any more. */
export async function putTicket(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const fields = await parsed(c.req.raw, doneFields)
	if (!fields.ok) return failure(c, fields.error)
	if (!isDone(ticket.value.status)) await setStatus(c.env, ticket.value.id, 'solved', Date.now())
	return answer(c, ticket.value.id, 200)
}

/** `PUT …/satisfaction` `{"satisfaction": "good" | "bad", "note"?}`, once it is solved; the last answer counts. */
export async function putSatisfaction(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const rated = await rateBy(c, ticket.value)
	return rated ? failure(c, rated) : answer(c, ticket.value.id, 200)
}

/** `DELETE …` → `{"deleted": true}`, by who wrote it and nobody else. Nothing of it is left. */
export async function removeTicket(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	if (ticket.value.userId !== c.get('caller').userId) {
		return failure(c, { kind: 'forbidden', message: 'Only who wrote the ticket can delete it' })
	}
	await eraseTicket(c.env, ticket.value.id)
	return c.json({ deleted: true })
}

/** What a person says of how a ticket went; what to refuse it with. */
export async function rateBy(c: CounterContext, { id, status }: Ticket): Promise<AppError | null> {
	const fields = await parsed(c.req.raw, ratingFields)
	if (!fields.ok) return fields.error
	if (!isDone(status)) return { kind: 'conflict', message: 'The ticket is not solved yet' }
	await rate(c.env, id, fields.value.satisfaction, fields.value.note)
	return null
}

/** The ticket that the path names; another's is as unknown as none. */
async function ticketOf(c: CounterContext): Promise<Result<Ticket, AppError>> {
	const { userId } = c.get('caller')
	const ticket = await ticketFor(c.env, userId, await teamIdsOf(c), c.req.param('ticket') ?? '')
	return ticket ? ok(ticket) : fail(UNKNOWN)
}

async function teamIdsOf(c: CounterContext): Promise<string[]> {
	const teams = await teamsOf(c.env, c.get('caller').userId)
	return teams
		.filter(({ role, lacksTwoFactor }) => may(role, 'team.support') && !lacksTwoFactor)
		.map(({ id }) => id)
}

async function answer(c: CounterContext, id: string, status: 200 | 201): Promise<Response> {
	const ticket = await findTicket(c.env, id)
	return ticket ? c.json(seenJson(ticket, c.get('caller').userId), status) : failure(c, UNKNOWN)
}

/** The address is its sender's to see, not the team's. */
const seenJson = (ticket: Ticket, userId: string) => {
	const mine = ticket.userId === userId
	return { ...(mine ? ownTicketJson(ticket) : ticketJson(ticket)), mine, team: ticket.teamId }
}

/** The network address from which a ticket is sent: only Cloudflare's own header says it. */
export const addressOf = (c: CounterContext): string | null => c.req.header('cf-connecting-ip') ?? null
