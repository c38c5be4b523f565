import { z } from 'zod'
import { createKey, deleteKey, type KeyInfo, listKeys } from '../account/keys.ts'
import { siteFor } from '../catalog/sites.ts'
import type { AppError } from '../kit/result.ts'
import { SCOPES } from '../model/caller.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'

const DAY_MS = 86_400_000
const NAME = { error: 'must have 1 to 100 characters' }
const LIFE = { error: 'must be a whole number of days from 1 to 730, or null for no end' }
const KNOWN = `must be some of ${SCOPES.join(', ')}`

const keyFields = z.object({
	name: z.string(NAME).trim().min(1, NAME).max(100, NAME).default('API key'),
	scopes: z
		.array(z.enum(SCOPES, { error: KNOWN }), { error: KNOWN })
		.min(1, { error: KNOWN })
		.transform((list) => SCOPES.filter((scope) => list.includes(scope)))
		.refine((list) => !list.includes('public') || !list.includes('stats:read'), {
			error: 'public is a part of stats:read: choose one of them',
		})
		.default(['stats:read', 'sites:write', 'events:write']),
	site: z.string({ error: 'must be a domain of yours, or null for all' }).nullable().default(null),
	expires_in_days: z.int(LIFE).min(1, LIFE).max(730, LIFE).nullable().default(null),
})

const NO_SITE: AppError = { kind: 'invalid', message: 'site: you see no site of this name', field: 'site' }

/** `GET /api/account/keys` → `{"keys": […]}`, newest first; never the keys themselves. */
export async function listAccountKeys(c: CounterContext): Promise<Response> {
	const keys = await listKeys(c.env, c.get('caller').userId)
	return c.json({ keys: keys.map(keyJson) })
}

/** `POST /api/account/keys` `{name?, scopes?, site?, expires_in_days?}` → 201 with `key`, shown this once. */
export async function createAccountKey(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, keyFields)
	if (!fields.ok) return failure(c, fields.error)
	const { name, scopes, site: domain, expires_in_days: days } = fields.value
	const caller = c.get('caller')
	const site = domain === null ? null : await siteFor(c.env, caller, domain)
	// What support may look at for an hour is no ground for a key.
	if (domain !== null && (!site || site.bySupport)) return failure(c, NO_SITE)
	const now = Date.now()
	const wish = { name, scopes, siteId: site?.id ?? null }
	const expiresAt = days === null ? null : new Date(now + days * DAY_MS)
	const made = await createKey(c.env, caller.userId, { ...wish, expiresAt }, now)
	if (!made.ok) return failure(c, made.error)
	return c.json({ ...keyJson({ ...made.value, domain: site?.domain ?? null }), key: made.value.key }, 201)
}

/** `DELETE /api/account/keys/:id` → `{"deleted": true}`; a foreign id is as unknown as any other. */
export async function deleteAccountKey(c: CounterContext): Promise<Response> {
	const gone = await deleteKey(c.env, c.get('caller').userId, c.req.param('id') ?? '')
	return gone
		? c.json({ deleted: true })
		: failure(c, { kind: 'not_found', message: 'Key could not be found' })
}

const keyJson = (key: KeyInfo) => ({
	id: key.id,
	name: key.name,
	prefix: key.prefix,
	scopes: key.scopes,
	/** Null with `one_site`: the site is gone, and the key opens nothing. */
	site: key.domain,
	one_site: key.siteId !== null,
	created_at: key.createdAt.toISOString(),
	last_used_at: key.lastUsedAt?.toISOString() ?? null,
	expires_at: key.expiresAt?.toISOString() ?? null,
})
