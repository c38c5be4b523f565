import type { AppError } from '../kit/result.ts'
import { noteAction } from '../support/actions.ts'
import { addReply, changeReply, deleteReply, listReplies, type Reply } from '../support/replies.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { replyFields } from './support-fields.ts'

/** Answers that operators give often. */

const UNKNOWN: AppError = { kind: 'not_found', message: 'Reply could not be found' }

/** `GET /api/operator/replies` → `{"replies": [{"id", "title", "text", "updated_at"}]}`, by title. */
export async function getReplies(c: CounterContext): Promise<Response> {
	return c.json({ replies: (await listReplies(c.env)).map(json) })
}

/** `POST …` `{title, text}` → 201. */
export async function postReply(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, replyFields)
	if (!fields.ok) return failure(c, fields.error)
	const added = await addReply(c.env, fields.value, Date.now())
	if (!added.ok) return failure(c, added.error)
	await note(c, 'reply.added', added.value.title)
	return c.json(json(added.value), 201)
}

/** `PUT …/:id` `{title, text}`. */
export async function putReply(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, replyFields)
	if (!fields.ok) return failure(c, fields.error)
	const reply = await changeReply(c.env, c.req.param('id') ?? '', fields.value, Date.now())
	if (!reply) return failure(c, UNKNOWN)
	await note(c, 'reply.changed', reply.title)
	return c.json(json(reply))
}

/** `DELETE …/:id` → `{"deleted": true}`. */
export async function removeReply(c: CounterContext): Promise<Response> {
	if (!(await deleteReply(c.env, c.req.param('id') ?? ''))) return failure(c, UNKNOWN)
	await note(c, 'reply.deleted', '')
	return c.json({ deleted: true })
}

const note = (c: CounterContext, action: string, detail: string): Promise<void> =>
	noteAction(c.env, { operatorId: c.get('caller').userId, action, detail }, Date.now())

const json = ({ id, title, text, updatedAt }: Reply) => ({
	...{ id, title, text },
	updated_at: updatedAt.toISOString(),
})
