import { checkChallenge } from '../account/challenge.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { network } from '../privacy/visitor.ts'
import { confirm } from '../support/conversation.ts'
import { eraseTicket } from '../support/erase.ts'
import { tellAnsweredByCustomer, tellOpened, tellToConfirm } from '../support/notify.ts'
import { isTicketKey } from '../support/signed.ts'
import { addMessage, findTicket, openTicket, type Ticket, UNKNOWN, uploaderOf } from '../support/tickets.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { addressOf, rateBy } from './support.ts'
import { contactFields, messageFields } from './support-fields.ts'
import { takeFrom } from './support-files.ts'
import { conversationJson, ownTicketJson } from './support-json.ts'
import { tooMany } from './support-limits.ts'

/**
 * Support for people without an account. The e-mail address is confirmed before anybody reads the message; from then
 * on the key in the mails opens the conversation, sent as the header `x-ticket-key` so that it stands in no log.
 */

/**
 * `POST /api/support/contact` `{name, email, subject, text, challenge?}` → 202 `{"status": "sent"}`: a mail went to
 * the address, if it takes mail. The same answer for every address.
 */
export async function postContact(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, contactFields)
	if (!fields.ok) return failure(c, fields.error)
	const { challenge, text, ...about } = fields.value
	const address = addressOf(c)
	const no =
		(address === null ? null : await tooMany(c, 'contactNetwork', network(address))) ??
		(await tooMany(c, 'contactEmail', about.email)) ??
		(await checkChallenge(c.env, challenge))
	if (no) return failure(c, no)
	const of = { ...about, userId: null, teamId: null, address }
	const made = await openTicket(c.env, of, { text, files: [], key: '' }, Date.now())
	if (!made.ok) return failure(c, made.error)
	const ticket = await findTicket(c.env, made.value.id)
	if (ticket) await tellToConfirm(c.env, ticket)
	return c.json({ status: 'sent' }, 202)
}

/** `POST /api/support/contact/:ticket/confirm` → the ticket: the address is right, and we are told. */
export async function postConfirm(c: CounterContext): Promise<Response> {
	const ticket = await keyed(c)
	if (!ticket.ok) return failure(c, ticket.error)
	if (await confirm(c.env, ticket.value.id, Date.now())) await tellOpened(c.env, ticket.value)
	return answer(c, ticket.value.id, 200)
}

/** `GET /api/support/contact/:ticket` → the ticket with its `messages` and `actions`. */
export async function getContact(c: CounterContext): Promise<Response> {
	const ticket = await keyed(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const said = await conversationJson(c.env, ticket.value, uploaderOf(ticket.value.id), Date.now())
	return c.json({ ...ownTicketJson(ticket.value), ...said })
}

/** `POST …/messages` `{text, files?, key}` → 201 with the ticket. */
export async function postContactMessage(c: CounterContext): Promise<Response> {
	const ticket = await confirmed(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const fields = await parsed(c.req.raw, messageFields)
	if (!fields.ok) return failure(c, fields.error)
	const { id } = ticket.value
	const uploader = uploaderOf(id)
	const no = await tooMany(c, 'messages', uploader)
	if (no) return failure(c, no)
	const by = { author: 'customer', userId: null, uploader } as const
	const added = await addMessage(c.env, id, by, fields.value, Date.now())
	if (!added.ok) return failure(c, added.error)
	if (added.value.isNew) await tellAnsweredByCustomer(c.env, ticket.value)
	return answer(c, id, added.value.isNew ? 201 : 200)
}

/** `POST …/files?name=&size=` → 201, as for people with an account. */
export async function postContactFile(c: CounterContext): Promise<Response> {
	const ticket = await confirmed(c)
	return ticket.ok ? takeFrom(c, uploaderOf(ticket.value.id)) : failure(c, ticket.error)
}

/** `PUT …/satisfaction`. */
export async function putContactSatisfaction(c: CounterContext): Promise<Response> {
	const ticket = await confirmed(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const no = await rateBy(c, ticket.value)
	return no ? failure(c, no) : answer(c, ticket.value.id, 200)
}

/** `DELETE …` → `{"deleted": true}`: nothing of it is left, the address included. */
export async function removeContact(c: CounterContext): Promise<Response> {
	const ticket = await keyed(c)
	if (!ticket.ok) return failure(c, ticket.error)
	await eraseTicket(c.env, ticket.value.id)
	return c.json({ deleted: true })
}

/** The ticket whose key the request shows. Those of accounts have none: their owners sign in. */
async function keyed(c: CounterContext): Promise<Result<Ticket, AppError>> {
	const id = c.req.param('ticket') ?? ''
	if (!isTicketKey(c.env, id, c.req.header('x-ticket-key') ?? '')) return fail(UNKNOWN)
	const ticket = await findTicket(c.env, id)
	return ticket && ticket.userId === null ? ok(ticket) : fail(UNKNOWN)
}

async function confirmed(c: CounterContext): Promise<Result<Ticket, AppError>> {
	const ticket = await keyed(c)
	if (!ticket.ok || ticket.value.status !== 'unconfirmed') return ticket
	return fail({ kind: 'conflict', message: 'Confirm the e-mail address first' })
}

async function answer(c: CounterContext, id: string, status: 200 | 201): Promise<Response> {
	const ticket = await findTicket(c.env, id)
	return ticket ? c.json(ownTicketJson(ticket), status) : failure(c, UNKNOWN)
}
