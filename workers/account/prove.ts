import { createEmailVerificationToken } from 'better-auth/api'
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { z } from 'zod'
import type { Env } from '../env.ts'
import { sha256Hex } from '../kit/hash.ts'
import { enterAddress, leaveAddress, proveAddress } from '../mail/words/en/account.ts'
import { account, user } from '../store/schema/account.ts'
import { LINK, linkTo, write } from './letters.ts'
import { issue, redeem } from './once.ts'

/**
 * Proofs of an e-mail address. better-auth's own are signed texts that work until they expire, as often as one
 * likes; here each stands behind a token that works once, and never leaves the server.
 */

const kept = z.object({
	/** What better-auth signed. */
	jwt: z.string(),
	userId: z.string(),
	/** Of a new account, for which the password must still be the same. */
	isNew: z.boolean(),
	/** Fingerprint of the password that it had when the letter went. */
	password: z.string().nullable(),
})

interface Person {
	id: string
	name: string
	email: string
	emailVerified: boolean
}

/** Sends the letter that proves an address: of a new account, or the new one of an account that has been proved. */
export async function sendProof(env: Env, to: Person, jwt: string): Promise<void> {
	const { email, name } = to
	const hours = LINK.addressHours
	if (to.emailVerified) {
		const link = await linkFor(env, { jwt, userId: to.id, isNew: false, password: null })
		await write(env, email, enterAddress({ email, link, hours }))
	} else {
		const password = await passwordOf(env, to.id)
		const link = await linkFor(env, { jwt, userId: to.id, isNew: true, password })
		await write(env, email, proveAddress({ name, email, link, hours }))
	}
}

/** Asks at the present address whether the account may go to another. */
export async function sendLeave(
	env: Env,
	{ id, email }: Pick<Person, 'id' | 'email'>,
	newEmail: string,
	jwt: string,
): Promise<void> {
	const link = await linkFor(env, { jwt, userId: id, isNew: false, password: null })
	await write(env, email, leaveAddress({ email, newEmail, link, hours: LINK.addressHours }))
}

/**
 * The same for an address that another account has: better-auth would send nothing, and who asks would know by
 * that that there is such an account. The link in the second letter leads nowhere.
 */
export async function sendLeaveIfTaken(env: Env, userId: string, newEmail: string): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [[person], [taken]] = await db.batch([
		db.select({ id: user.id, email: user.email }).from(user).where(eq(user.id, userId)),
		db.select({ id: user.id }).from(user).where(eq(user.email, newEmail)),
	])
	if (!person || !taken) return
	const about = { requestType: 'change-email-confirmation', userId }
	const seconds = LINK.addressHours * 3600
	const jwt = await createEmailVerificationToken(env.AUTH_SECRET, person.email, newEmail, seconds, about)
	await sendLeave(env, person, newEmail, jwt)
}

/**
 * Uses a token up.
 * @returns what better-auth signed; null where the token is no good. That is so too where the account got
 * another password since: somebody who signs up with a stranger's address must not get it proved by the letter
 * that the stranger asked for, nor the other way round.
 */
export async function redeemProof(env: Env, token: string, now: number): Promise<string | null> {
	const parsed = kept.safeParse(await redeem(env, 'prove-address', token, now))
	if (!parsed.success) return null
	const { jwt, userId, isNew, password } = parsed.data
	return !isNew || password === (await passwordOf(env, userId)) ? jwt : null
}

const claims = z.object({
	...{ email: z.string(), userId: z.string() },
	requestType: z.enum(['change-email-confirmation', 'change-email-verification']).optional(),
})

/** What such a text brings about, whose account it is about, and the address that it has before. */
export function outcomeOf(jwt: string): {
	outcome: 'in' | 'asked' | 'changed'
	email: string
	userId: string
} {
	const [, payload = ''] = jwt.split('.')
	const said = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
	const { email, userId, requestType } = said
	const outcome = !requestType ? 'in' : requestType === 'change-email-confirmation' ? 'asked' : 'changed'
	return { outcome, email, userId }
}

/**
 * Somebody signs up again with an address that nobody has proved: the account becomes what was asked for last,
 * and letters from before prove nothing any more.
 */
export async function startAnew(env: Env, userId: string, name: string, passwordHash: string): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const updatedAt = new Date()
	await db.batch([
		db
			.update(user)
			.set({ name, updatedAt })
			.where(and(eq(user.id, userId), eq(user.emailVerified, false))),
		db
			.update(account)
			.set({ password: passwordHash, updatedAt })
			.where(and(eq(account.userId, userId), eq(account.providerId, 'credential'))),
	])
}

async function linkFor(env: Env, value: z.infer<typeof kept>): Promise<string> {
	return linkTo(
		env,
		'confirm',
		await issue(env, 'prove-address', value, LINK.addressHours * 3600, Date.now()),
	)
}

async function passwordOf(env: Env, userId: string): Promise<string | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ password: account.password })
		.from(account)
		.where(and(eq(account.userId, userId), eq(account.providerId, 'credential')))
	return row?.password ? sha256Hex(row.password) : null
}
