import { createKey, deleteKey, type KeyInfo, listKeys } from '../account/keys.ts'
import type { CounterContext } from './access.ts'
import { readFields } from './body.ts'
import { failure } from './errors.ts'

/** `GET /api/account/keys` → `{"keys": […]}`, newest first; never the keys themselves. */
export async function listAccountKeys(c: CounterContext): Promise<Response> {
	const keys = await listKeys(c.env, c.get('caller').userId)
	return c.json({ keys: keys.map(keyJson) })
}

/** `POST /api/account/keys` `{name?}` → 201 with `key`, shown this once. */
export async function createAccountKey(c: CounterContext): Promise<Response> {
	const fields = await readFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const made = await createKey(c.env, c.get('caller').userId, fields.value.name)
	if (!made.ok) return failure(c, made.error)
	return c.json({ ...keyJson(made.value), key: made.value.key }, 201)
}

/** `DELETE /api/account/keys/:id` → `{"deleted": true}`; a foreign id is as unknown as any other. */
export async function deleteAccountKey(c: CounterContext): Promise<Response> {
	const gone = await deleteKey(c.env, c.get('caller').userId, c.req.param('id') ?? '')
	return gone
		? c.json({ deleted: true })
		: failure(c, { kind: 'not_found', message: 'Key could not be found' })
}

const keyJson = ({ id, name, prefix, createdAt, lastUsedAt }: KeyInfo) => ({
	id,
	name,
	prefix,
	created_at: createdAt.toISOString(),
	last_used_at: lastUsedAt?.toISOString() ?? null,
})
