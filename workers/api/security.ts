import { waitUntil } from 'cloudflare:workers'
import { z } from 'zod'
import { RULES } from '../account/attempts.ts'
import { tell } from '../account/letters.ts'
import { passkeysOf } from '../account/passkeys.ts'
import { meansOf, rename } from '../account/profile.ts'
import { sendLeaveIfTaken } from '../account/prove.ts'
import { endSession, endSessions, sessionsOf } from '../account/sessions.ts'
import type { CounterContext } from './access.ts'
import { email, givenPassword, name, password } from './auth-fields.ts'
import { given, handOver, withCookies } from './auth-hand-over.ts'
import { limited } from './auth-limits.ts'
import { failure } from './errors.ts'
import { freshSession } from './fresh.ts'

/** `GET /api/account/security`: what the account signs in by, and where it is signed in. */
export async function getSecurity(c: CounterContext): Promise<Response> {
	const { userId, credential } = c.get('caller')
	const [means, passkeys, sessions] = await Promise.all([
		meansOf(c.env, userId),
		passkeysOf(c.env, userId),
		sessionsOf(c.env, userId, Date.now()),
	])
	return c.json({
		password: means.password,
		second_factor: means.secondFactor,
		passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
			...{ id, name, created_at: createdAt, last_used_at: lastUsedAt },
		})),
		sessions: sessions.map(({ id, createdAt, lastUsedAt, expiresAt }) => ({
			...{ id, current: id === credential },
			...{ created_at: createdAt, last_used_at: lastUsedAt, expires_at: expiresAt },
		})),
	})
}

/** `PUT /api/account/profile`: the name. */
export const putProfile = given(z.object({ name }), async (c, fields) => {
	await rename(c.env, c.get('caller').userId, fields.name)
	return c.json({ name: fields.name })
})

/**
 * `POST /api/account/email`: asks at the present address, and then at the new one, whether the account may go
 * there. The same answer and the same letters where the new one has an account: it stays as it is then.
 */
export const postEmail = given(z.object({ email }), async (c, fields) => {
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const one = { rule: RULES.mailEmail, subject: fields.email }
	const no = await limited(c, { network: 'mailAddress', one })
	if (no) return failure(c, no)
	const handed = await handOver(c, 'POST', '/change-email', { newEmail: fields.email })
	if (handed.status !== 200) {
		return failure(c, { kind: 'invalid', message: 'email: is your address already', field: 'email' })
	}
	waitUntil(sendLeaveIfTaken(c.env, c.get('caller').userId, fields.email))
	return c.json({ status: 'sent' })
})

/** `PUT /api/account/password`: every other session ends. */
export const putPassword = given(z.object({ current: givenPassword, password }), async (c, fields) => {
	const { userId } = c.get('caller')
	const no = await limited(c, {
		network: 'factorAddress',
		one: { rule: RULES.proofAccount, subject: userId },
	})
	if (no) return failure(c, no)
	const handed = await handOver(c, 'POST', '/change-password', {
		...{ currentPassword: fields.current, newPassword: fields.password, revokeOtherSessions: true },
	})
	if (handed.status !== 200) {
		return failure(c, { kind: 'invalid', message: 'current: is not your password', field: 'current' })
	}
	waitUntil(tell(c.env, userId, 'password'))
	return withCookies(c, handed, { status: 'changed' })
})

/** `DELETE /api/account/sessions/:id`. */
export async function deleteSession(c: CounterContext): Promise<Response> {
	const ended = await endSession(c.env, c.get('caller').userId, c.req.param('id') ?? '')
	return ended
		? c.json({ status: 'ended' })
		: failure(c, { kind: 'not_found', message: 'Session could not be found' })
}

/** `POST /api/account/sessions/end`: signs out everywhere, or everywhere but here. */
export const postEndSessions = given(
	z.object({ which: z.enum(['all', 'others'], { error: 'must be all or others' }) }),
	async (c, { which }) => {
		const { userId, credential } = c.get('caller')
		await endSessions(c.env, userId, which === 'others' ? credential : null)
		return c.json({ status: 'ended' })
	},
)
