import { and, desc, eq, gt, isNull, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { random, sha256Hex } from '../kit/hash.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Caller, Scope } from '../model/caller.ts'
import { apiKey, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'

const PREFIX = 'jitt_'
const SHAPE = /^jitt_[A-Za-z0-9_-]{43}$/
/** Characters shown in lists to recognise a key: 8 of its 43 random ones. */
const SHOWN = PREFIX.length + 8
/** `lastUsedAt` is written at most this often: a busy script must not write a row a request. */
const USED_EVERY_MS = 60_000
const MAX_KEYS = 100

/** What somebody asks of a new key. */
export interface KeyWish {
	name: string
	scopes: readonly Scope[]
	/** The only site that it shall open, one that its maker sees; null = all of its maker's. */
	siteId: number | null
	expiresAt: Date | null
}

/** A key as it may be shown: everything but the key. */
export interface KeyInfo {
	id: string
	name: string
	/** First characters of the key. */
	prefix: string
	scopes: readonly Scope[]
	siteId: number | null
	/** Of the only site that it opens. */
	domain: string | null
	createdAt: Date
	lastUsedAt: Date | null
	expiresAt: Date | null
}

/**
 * Makes a key: 256 random bits, of which only the SHA-256 is kept (no slow hash is needed for what cannot be
 * guessed). The answer is the only place where the key is ever seen. A key has no rights of its own: what it opens
 * is what its maker may do in the moment it is used, within its scopes.
 */
export async function createKey(
	env: Env,
	userId: string,
	{ name, scopes, siteId, expiresAt }: KeyWish,
	now: number,
): Promise<Result<Omit<KeyInfo, 'domain'> & { key: string }, AppError>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const valid = or(isNull(apiKey.expiresAt), gt(apiKey.expiresAt, new Date(now)))
	if ((await db.$count(apiKey, and(eq(apiKey.userId, userId), valid))) >= MAX_KEYS) {
		return fail({ kind: 'invalid', message: `an account has at most ${MAX_KEYS} keys: delete one first` })
	}
	const key = PREFIX + Buffer.from(random(32)).toString('base64url')
	const info = {
		...{ id: crypto.randomUUID(), name, prefix: key.slice(0, SHOWN), scopes: [...scopes], siteId },
		...{ createdAt: new Date(now), lastUsedAt: null, expiresAt },
	}
	await db.insert(apiKey).values({ ...info, userId, keyHash: sha256Hex(key) })
	return ok({ ...info, key })
}

/** Keys of an account, newest first; those that have expired stay in the list until they are deleted. */
export function listKeys(env: Env, userId: string): Promise<KeyInfo[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select({
			...{ id: apiKey.id, name: apiKey.name, prefix: apiKey.prefix, scopes: apiKey.scopes },
			...{ siteId: apiKey.siteId, domain: site.domain, createdAt: apiKey.createdAt },
			...{ lastUsedAt: apiKey.lastUsedAt, expiresAt: apiKey.expiresAt },
		})
		.from(apiKey)
		.leftJoin(site, eq(site.id, apiKey.siteId))
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
	const [found] = await db
		.select({ row: apiKey })
		.from(apiKey)
		// Of an account that is being deleted no key opens anything.
		.innerJoin(user, and(eq(user.id, apiKey.userId), isNull(user.leavingAt)))
		.where(eq(apiKey.keyHash, sha256Hex(key)))
	const row = found?.row
	if (!row || (row.expiresAt !== null && row.expiresAt.getTime() <= now)) return null
	if (now - (row.lastUsedAt?.getTime() ?? 0) >= USED_EVERY_MS) {
		await db
			.update(apiKey)
			.set({ lastUsedAt: new Date(now) })
			.where(eq(apiKey.id, row.id))
	}
	const { userId, scopes, siteId, id } = row
	return { userId, via: 'key', credential: id, scopes, onlySite: siteId, operator: false, leaving: false }
}
