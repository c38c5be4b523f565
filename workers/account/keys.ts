import { and, desc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { random, sha256Hex } from '../kit/hash.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Caller } from '../model/caller.ts'
import { apiKey } from '../store/schema/account.ts'

const PREFIX = 'jitt_'
const SHAPE = /^jitt_[A-Za-z0-9_-]{43}$/
/** Characters shown in lists to recognise a key: 8 of its 43 random ones. */
const SHOWN = PREFIX.length + 8
/** `lastUsedAt` is written at most this often: a busy script must not write a row a request. */
const USED_EVERY_MS = 60_000
const MAX_KEYS = 100
const MAX_NAME = 100

/** A key as it may be shown: everything but the key. */
export interface KeyInfo {
	id: string
	name: string
	/** First characters of the key. */
	prefix: string
	createdAt: Date
	lastUsedAt: Date | null
}

/**
 * Makes a key: 256 random bits, of which only the SHA-256 is kept (no slow hash is needed for what cannot be
 * guessed). The answer is the only place where the key is ever seen.
 */
export async function createKey(
	env: Env,
	userId: string,
	name: unknown,
): Promise<Result<KeyInfo & { key: string }, AppError>> {
	const given = name === undefined ? 'API key' : typeof name === 'string' ? name.trim() : ''
	if (given === '' || given.length > MAX_NAME) {
		return fail({ kind: 'invalid', message: `name must have 1 to ${MAX_NAME} characters`, field: 'name' })
	}
	const db = drizzle(env.DB, { casing: 'snake_case' })
	if ((await db.$count(apiKey, eq(apiKey.userId, userId))) >= MAX_KEYS) {
		return fail({ kind: 'invalid', message: `an account has at most ${MAX_KEYS} keys: delete one first` })
	}
	const key = PREFIX + Buffer.from(random(32)).toString('base64url')
	const info: KeyInfo = {
		id: crypto.randomUUID(),
		name: given,
		prefix: key.slice(0, SHOWN),
		createdAt: new Date(),
		lastUsedAt: null,
	}
	await db.insert(apiKey).values({ ...info, userId, keyHash: sha256Hex(key) })
	return ok({ ...info, key })
}

/** Keys of an account, newest first. */
export function listKeys(env: Env, userId: string): Promise<KeyInfo[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select({
			id: apiKey.id,
			name: apiKey.name,
			prefix: apiKey.prefix,
			createdAt: apiKey.createdAt,
			lastUsedAt: apiKey.lastUsedAt,
		})
		.from(apiKey)
		.where(eq(apiKey.userId, userId))
		.orderBy(desc(apiKey.createdAt), apiKey.id)
}

/** Deletes one of the account's own keys; false where it has none of that id. */
export async function deleteKey(env: Env, userId: string, id: string): Promise<boolean> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(apiKey)
		.where(and(eq(apiKey.id, id), eq(apiKey.userId, userId)))
		.returning({ id: apiKey.id })
	return gone.length > 0
}

/** True where a text looks like one of our keys: anything else need not be asked of the database. */
export const isKey = (text: string): boolean => SHAPE.test(text)

/** Who sends a key, or null. Notes the use, at most once a minute. */
export async function callerOfKey(env: Env, key: string, now: number): Promise<Caller | null> {
	if (!isKey(key)) return null
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db
		.select()
		.from(apiKey)
		.where(eq(apiKey.keyHash, sha256Hex(key)))
	if (!row || (row.expiresAt !== null && row.expiresAt.getTime() <= now)) return null
	if (now - (row.lastUsedAt?.getTime() ?? 0) >= USED_EVERY_MS) {
		await db
			.update(apiKey)
			.set({ lastUsedAt: new Date(now) })
			.where(eq(apiKey.id, row.id))
	}
	const { userId, scopes, siteId, id } = row
	return { userId, via: 'key', credential: id, scopes, onlySite: siteId, operator: false }
}
