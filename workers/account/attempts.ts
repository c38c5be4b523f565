import { inArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { lengthPrefixed, macOf } from '../kit/hash.ts'
import { attempt } from '../store/schema/account.ts'

/**
 * How often one may try to sign in or up, or send a query. Counted in D1, in fixed windows: exact wherever the
 * attempts come from (the platform's rate-limiting binding counts per location and per minute only). An attempt
 * costs a password hash and a query thousands of read rows, so that one more write is nothing.
 */
export interface Rule {
	/** What is counted, for the key: `sign-in address`. */
	name: string
	limit: number
	windowSeconds: number
}

export const RULES = {
	/** From one network address (IPv6: one /64). Wide enough for an office behind one address. */
	signInAddress: { name: 'sign-in address', limit: 50, windowSeconds: 900 },
	/** For one e-mail address, whether it has an account or not; forgotten when a sign-in succeeds. */
	signInEmail: { name: 'sign-in e-mail', limit: 10, windowSeconds: 900 },
	signUpAddress: { name: 'sign-up address', limit: 10, windowSeconds: 3600 },
	/** Letters that anybody may have sent to one address: links to sign in by, new passwords, sign-ups. */
	mailEmail: { name: 'mail e-mail', limit: 6, windowSeconds: 3600 },
	mailAddress: { name: 'mail address', limit: 30, windowSeconds: 3600 },
	/** Codes of a second factor, links and passkeys. The account is locked besides, after ten wrong codes. */
	factorAddress: { name: 'factor address', limit: 50, windowSeconds: 900 },
	/** What a signed-in person has to prove again before a change. */
	proofAccount: { name: 'proof account', limit: 10, windowSeconds: 900 },
	/** Queries of an account over the Stats API; the dashboard asks elsewhere. */
	queries: { name: 'queries', limit: 600, windowSeconds: 3600 },
	/** Everything else that is asked of the API with keys of one account. */
	requests: { name: 'requests', limit: 600, windowSeconds: 60 },
	/** Invitations that one person sends, and those that one address gets from anybody. */
	invitations: { name: 'invitations', limit: 60, windowSeconds: 3600 },
	invited: { name: 'invited', limit: 10, windowSeconds: 86_400 },
	/** Questions of anybody about one site, beside those that the data centre answers itself. */
	publicQueries: { name: 'public queries', limit: 3000, windowSeconds: 3600 },
} as const satisfies Record<string, Rule>

export interface Spend {
	rule: Rule
	/** The address or e-mail that is counted; stored only within an HMAC. */
	subject: string
}

/** Counts one attempt under each rule. Seconds to wait where one of them is used up, else null. */
export async function spend(env: Env, spends: Spend[], now: number): Promise<number | null> {
	const all = await Promise.all(spends.map((one) => spendOne(env, one, now)))
	const wait = Math.max(0, ...all.map(({ waitSeconds }) => waitSeconds ?? 0))
	return wait > 0 ? wait : null
}

/** What is left of a rule after an attempt. */
export interface Spent {
	limit: number
	remaining: number
	/** Until the window ends and all is there again. */
	resetSeconds: number
	/** Null where the attempt was within the limit. */
	waitSeconds: number | null
}

/** Counts one attempt under one rule. */
export async function spendOne(env: Env, { rule, subject }: Spend, now: number): Promise<Spent> {
	const endsAt = windowOf(rule, now).endsAt
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.insert(attempt)
		.values({ key: keyOf(env, rule, subject, now), count: 1, expiresAt: new Date(endsAt) })
		.onConflictDoUpdate({ target: attempt.key, set: { count: sql`${attempt.count} + 1` } })
		.returning({ count: attempt.count })
	const count = row?.count ?? 0
	const resetSeconds = Math.ceil((endsAt - now) / 1000)
	return {
		limit: rule.limit,
		remaining: Math.max(0, rule.limit - count),
		resetSeconds,
		waitSeconds: count > rule.limit ? resetSeconds : null,
	}
}

/** Forgets what was counted for these in the current window: the right password was given. */
export async function forgive(env: Env, spends: Spend[], now: number): Promise<void> {
	const keys = spends.map(({ rule, subject }) => keyOf(env, rule, subject, now))
	await drizzle(env.DB, { casing: 'snake_case' }).delete(attempt).where(inArray(attempt.key, keys))
}

function windowOf(rule: Rule, now: number): { number: number; endsAt: number } {
	const number = Math.floor(now / (rule.windowSeconds * 1000))
	return { number, endsAt: (number + 1) * rule.windowSeconds * 1000 }
}

/** The window is part of the key, so that yesterday's rows say nothing about today's attempts. */
function keyOf(env: Env, rule: Rule, subject: string, now: number): string {
	const text = lengthPrefixed(['attempt', rule.name, subject, String(windowOf(rule, now).number)])
	return Buffer.from(macOf(Buffer.from(env.AUTH_SECRET, 'utf8'))(text)).toString('base64url')
}
