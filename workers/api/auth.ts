import { z } from 'zod'
import { forgive, RULES } from '../account/attempts.ts'

import { challengeKey } from '../account/challenge.ts'
import { operatorsOf } from '../model/operators.ts'
import type { CounterContext } from './access.ts'
import { SECOND_FACTOR, SIGN_IN, SIGN_UP } from './auth-fields.ts'
import { fieldsOf, given, type Handed, handOver, refusal, withCookies } from './auth-hand-over.ts'
import { limited } from './auth-limits.ts'
import { failure } from './errors.ts'

/** `GET /api/auth/challenge`: what pages need to show one; null where none is asked. */
export const getChallenge = (c: CounterContext) => c.json({ turnstile: challengeKey(c.env) })

/**
 * `POST /api/auth/sign-up/email`: makes an account that opens once its address is proved. The same answer, after
 * the same work, whether the address has an account or not: its mailbox learns it.
 */
export const signUp = given(SIGN_UP, async (c, { challenge, ...fields }) => {
	const one = { rule: RULES.mailEmail, subject: fields.email }
	const no = await limited(c, { network: 'signUpAddress', one, challenge, challenged: true })
	if (no) return failure(c, no)
	const handed = await handOver(c, 'POST', '/sign-up/email', fields)
	// Two at once for one address: it is taken as soon as the other is done.
	const raced = handed.body.code === 'FAILED_TO_CREATE_USER'
	return handed.status === 200 || raced ? c.json({ status: 'sent' }) : refusal(c, handed)
})

/**
 * `POST /api/auth/sign-in/email`: sets the session cookie, or says that a second factor is asked for. Wrong
 * address and wrong password look alike; the right one of an address that is not proved yet has a letter sent.
 */
export const signIn = given(SIGN_IN, async (c, { challenge, ...fields }) => {
	const one = { rule: RULES.signInEmail, subject: fields.email }
	const no = await limited(c, { network: 'signInAddress', one, challenge, challenged: true })
	if (no) return failure(c, no)
	const handed = await handOver(c, 'POST', '/sign-in/email', fields)
	if (handed.status === 200) await forgive(c.env, [one], Date.now())
	return entered(c, handed)
})

/** `POST /api/auth/sign-in/second-factor`: the code that the sign-in before asked for. */
export const secondFactor = given(SECOND_FACTOR, async (c, { code, kind }) => {
	const no = await limited(c, { network: 'factorAddress' })
	if (no) return failure(c, no)
	const path = kind === 'app' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
	return entered(c, await handOver(c, 'POST', path, { code: code.replaceAll(/\s/g, '') }))
})

/** Answers somebody who is in, or nearly: the session's token is in the cookie, out of reach of scripts. */
export function entered(c: CounterContext, handed: Handed): Response {
	if (handed.status !== 200) return refusal(c, handed)
	return withCookies(c, handed, { second_factor: handed.body.twoFactorRedirect === true })
}

/** `POST /api/auth/sign-out`. */
export async function signOut(c: CounterContext): Promise<Response> {
	const fields = await fieldsOf(c, z.object({}))
	if (!fields.ok) return failure(c, fields.error)
	const handed = await handOver(c, 'POST', '/sign-out')
	return handed.status === 200 ? withCookies(c, handed, { status: 'out' }) : refusal(c, handed)
}

const session = z.object({
	user: z.object({
		id: z.string(),
		name: z.string(),
		email: z.string(),
		emailVerified: z.boolean(),
		twoFactorEnabled: z.boolean().nullish(),
		leavingAt: z.string().nullish(),
	}),
})

/** `GET /api/auth/get-session`: who is signed in; null for nobody. Prolongs the session once a day. */
export async function getSession(c: CounterContext): Promise<Response> {
	const handed = await handOver(c, 'GET', '/get-session')
	const known = session.safeParse(handed.body)
	for (const cookie of handed.cookies) c.header('set-cookie', cookie, { append: true })
	if (!known.success) return c.json(null)
	const { id, name, email, emailVerified, twoFactorEnabled, leavingAt } = known.data.user
	const operator = emailVerified && operatorsOf(c.env).has(email.toLowerCase())
	return c.json({
		user: {
			id,
			name,
			email,
			second_factor: twoFactorEnabled === true,
			operator,
			leaving: Boolean(leavingAt),
		},
	})
}
