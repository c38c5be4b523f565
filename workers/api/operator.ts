import { z } from 'zod'
import { grantsOf } from '../account/grants.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { operatorsOf } from '../model/operators.ts'
import { actionLog, noteAction, noteLook } from '../support/actions.ts'
import { tellAnsweredByOperator } from '../support/notify.ts'
import { personOf } from '../support/person.ts'
import { countTickets, handleTicket, operatorAccounts, searchTickets } from '../support/queue.ts'
import { CHOSEN, PRIORITIES } from '../support/status.ts'
import { addMessage, findTicket, type Ticket, UNKNOWN } from '../support/tickets.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { answerFields, handlingFields } from './support-fields.ts'
import { conversationJson, operatorTicketJson } from './support-json.ts'

/** The operators' side of support. Each thing they do here is written down. */

const CURSOR = /^(\d{1,15})-([a-z2-7]{16})$/
const LOG_CURSOR = /^(\d{1,15})-([a-z0-9-]{16,36})$/
const search = z.object({
	status: z
		.string()
		.transform((text) => text.split(',').filter(Boolean))
		.pipe(z.array(z.enum(CHOSEN)).max(CHOSEN.length))
		.default([]),
	assignee: z.string().max(64).default(''),
	priority: z.enum(PRIORITIES).optional(),
	q: z.string().trim().max(200).default(''),
	before: z.string().regex(CURSOR).optional(),
})

/**
 * `GET /api/operator/tickets?status=open,waiting_us&assignee=me|none|<id>&priority&q&before` → `{"tickets": […],
 * "before"}`, the last changed first; `before` asks for the next page, null at the end.
 */
export async function getQueue(c: CounterContext): Promise<Response> {
	const asked = search.safeParse(c.req.query())
	if (!asked.success) {
		const field = String(asked.error.issues[0]?.path[0] ?? 'query')
		return failure(c, { kind: 'invalid', message: `${field}: is not valid`, field })
	}
	const { status, assignee, priority, q, before } = asked.data
	const [, at, id] = CURSOR.exec(before ?? '') ?? []
	const look = { operatorId: c.get('caller').userId, action: q ? 'tickets.searched' : 'tickets.listed' }
	await noteLook(c.env, look, Date.now())
	const { tickets, more } = await searchTickets(c.env, {
		statuses: status,
		assignee: assignee === 'me' ? c.get('caller').userId : assignee || null,
		priority: priority ?? null,
		text: q || null,
		before: at && id ? { at: Number(at), id } : null,
	})
	const last = tickets.at(-1)
	return c.json({
		tickets: tickets.map(operatorTicketJson),
		before: more && last ? `${last.updatedAt.getTime()}-${last.id}` : null,
	})
}

/** `GET /api/operator/counts` → tickets by status, those of nobody, and how people were served. */
export const getCounts = async (c: CounterContext): Promise<Response> => c.json(await countTickets(c.env))

/** `GET /api/operator/operators` → `{"operators": [{"id", "name"}]}`. */
export async function getOperators(c: CounterContext): Promise<Response> {
	return c.json({ operators: await operatorAccounts(c.env, operatorsOf(c.env)), me: c.get('caller').userId })
}

/** `GET /api/operator/log?before` → `{"actions": […], "before"}`, newest first. */
export async function getLog(c: CounterContext): Promise<Response> {
	const before = c.req.query('before')
	const [, at, id] = LOG_CURSOR.exec(before ?? '') ?? []
	if (before !== undefined && !id) {
		return failure(c, {
			kind: 'invalid',
			message: 'before: must be as an earlier answer said',
			field: 'before',
		})
	}
	const { actions, more } = await actionLog(
		c.env,
		at && id ? { at: Number(at), id } : { at: Date.now() + 1, id: '' },
	)
	const last = actions.at(-1)
	return c.json({
		actions: actions.map(({ at, ticketId, ...one }) => ({ ...one, at: at.toISOString(), ticket: ticketId })),
		before: more && last ? `${last.at.getTime()}-${last.id}` : null,
	})
}

/**
 * `GET /api/operator/tickets/:ticket` → the ticket with its `messages`, its `actions`, and the `grants` by which
 * support may look at the customer's statistics now. The statistics themselves are reached by these alone.
 */
export async function getOperatorTicket(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const { userId } = c.get('caller')
	const now = Date.now()
	await noteLook(c.env, { operatorId: userId, action: 'ticket.opened', ticketId: ticket.value.id }, now)
	const teamId = ticket.value.teamId ?? ticket.value.userId
	const [said, grants] = await Promise.all([
		conversationJson(c.env, ticket.value, userId, now),
		teamId === null ? [] : grantsOf(c.env, teamId),
	])
	const live = grants.filter(({ endedAt, expiresAt }) => endedAt === null && expiresAt.getTime() > now)
	return c.json({
		...operatorTicketJson(ticket.value),
		...said,
		grants: live.map(({ domain, reason, expiresAt }) => ({
			domain,
			reason,
			expires_at: expiresAt.toISOString(),
		})),
	})
}

/** `POST …/messages` `{text, files?, key, status?}` → 201 with the ticket; the customer gets it by mail. */
export async function postAnswer(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const fields = await parsed(c.req.raw, answerFields)
	if (!fields.ok) return failure(c, fields.error)
	const { status, ...said } = fields.value
	const { id } = ticket.value
	const { userId } = c.get('caller')
	const now = Date.now()
	const by = { author: 'operator', userId, uploader: userId } as const
	const added = await addMessage(c.env, id, by, said, now, status)
	if (!added.ok) return failure(c, added.error)
	if (added.value.isNew) {
		await noteAction(c.env, { operatorId: userId, action: 'ticket.answered', ticketId: id }, now)
		const operator = (await personOf(c.env, userId))?.name ?? 'Somebody'
		const files = said.files.length
		await tellAnsweredByOperator(c.env, ticket.value, {
			...{ text: said.text, files, operator, solved: status === 'solved' },
		})
	}
	return answer(c, id, added.value.isNew ? 201 : 200)
}

/** `PUT …` `{status?, priority?, assignee?}` → the ticket. */
export async function putHandling(c: CounterContext): Promise<Response> {
	const ticket = await ticketOf(c)
	if (!ticket.ok) return failure(c, ticket.error)
	const fields = await parsed(c.req.raw, handlingFields)
	if (!fields.ok) return failure(c, fields.error)
	const { assignee, ...handling } = fields.value
	const operators = assignee ? await operatorAccounts(c.env, operatorsOf(c.env)) : []
	const found = operators.find(({ id }) => id === assignee)
	if (assignee && !found) {
		return failure(c, { kind: 'invalid', message: 'assignee: there is no such operator', field: 'assignee' })
	}
	const { userId } = c.get('caller')
	const change = { ...handling, assigneeId: assignee }
	await handleTicket(c.env, userId, ticket.value, change, found?.name ?? '', Date.now())
	return answer(c, ticket.value.id, 200)
}

async function ticketOf(c: CounterContext): Promise<Result<Ticket, AppError>> {
	const ticket = await findTicket(c.env, c.req.param('ticket') ?? '')
	// Nobody reads what its sender has not confirmed.
	return ticket && ticket.status !== 'unconfirmed' ? ok(ticket) : fail(UNKNOWN)
}

async function answer(c: CounterContext, id: string, status: 200 | 201): Promise<Response> {
	const ticket = await findTicket(c.env, id)
	return ticket ? c.json(operatorTicketJson(ticket), status) : failure(c, UNKNOWN)
}
