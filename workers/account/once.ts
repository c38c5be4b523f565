import { and, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { random, sha256Hex } from '../kit/hash.ts'
import { verification } from '../store/schema/account.ts'

/** What a token is for: one of one kind opens nothing of another. */
export type Purpose = 'prove-address' | 'passkey-add' | 'passkey-use'

/**
 * Makes a token that works once, and keeps what it stands for. Of the token itself only the SHA-256 is kept:
 * whoever reads the database has none. It stands beside better-auth's own in its table, and is swept with them.
 * @param token 256 random bits unless one is given, as a passkey's challenge is.
 */
export async function issue(
	env: Env,
	purpose: Purpose,
	value: unknown,
	seconds: number,
	now: number,
	token: string = Buffer.from(random(32)).toString('base64url'),
): Promise<string> {
	const at = new Date(now)
	await drizzle(env.DB, { casing: 'snake_case' })
		.insert(verification)
		.values({
			id: crypto.randomUUID(),
			identifier: identifierOf(purpose, token),
			value: JSON.stringify(value),
			expiresAt: new Date(now + seconds * 1000),
			...{ createdAt: at, updatedAt: at },
		})
	return token
}

/** What a token stands for; null where there is none, it has expired, or somebody was faster. It is used up. */
export async function redeem(env: Env, purpose: Purpose, token: string, now: number): Promise<unknown> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(verification)
		.where(
			and(
				eq(verification.identifier, identifierOf(purpose, token)),
				gt(verification.expiresAt, new Date(now)),
			),
		)
		.returning({ value: verification.value })
	return row ? JSON.parse(row.value) : null
}

const identifierOf = (purpose: Purpose, token: string): string => `${purpose}:${sha256Hex(token)}`
