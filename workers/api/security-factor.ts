import { waitUntil } from 'cloudflare:workers'
import { z } from 'zod'
import { RULES } from '../account/attempts.ts'
import { tell } from '../account/letters.ts'
import { meansOf } from '../account/profile.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { code, givenPassword } from './auth-fields.ts'
import { given, handOver, unlessTaken, withCookies } from './auth-hand-over.ts'
import { limited } from './auth-limits.ts'
import { failure } from './errors.ts'
import { freshSession } from './fresh.ts'

/** The second factor of an account: an authenticator app, with recovery codes for the day it is lost. */

const FIELDS = z.object({ password: givenPassword.optional() })
const OFF: AppError = { kind: 'conflict', message: 'The account has no second factor' }
const ON: AppError = { kind: 'conflict', message: 'The account has a second factor already' }
const WRONG_PASSWORD: AppError = {
	...{ kind: 'invalid', field: 'password' },
	message: 'password: is not your password',
}

/** `POST /api/account/second-factor`: a secret for the app, and recovery codes; on only with the first right code. */
export const postFactor = given(FIELDS, async (c, fields) => {
	const no = await unproved(c, fields.password, false)
	if (no) return failure(c, no)
	const { password } = fields
	const handed = await unlessTaken(handOver(c, 'POST', '/two-factor/enable', { method: 'totp', password }))
	// Two such requests at once: one of them finds the other's row.
	if (handed === null) return failure(c, { kind: 'conflict', message: 'This is being done already' })
	if (handed.status !== 200) return failure(c, WRONG_PASSWORD)
	return c.json({ uri: handed.body.totpURI, recovery_codes: handed.body.backupCodes })
})

/** `POST /api/account/second-factor/confirm`: the first code turns it on. */
export const postConfirm = given(z.object({ code }), async (c, fields) => {
	const { userId } = c.get('caller')
	const no = await counted(c)
	if (no) return failure(c, no)
	if ((await meansOf(c.env, userId)).secondFactor) return failure(c, ON)
	const handed = await handOver(c, 'POST', '/two-factor/verify-totp', {
		code: fields.code.replaceAll(/\s/g, ''),
	})
	if (handed.status !== 200) {
		return failure(c, { kind: 'invalid', message: 'code: is not right, or not any more', field: 'code' })
	}
	waitUntil(tell(c.env, userId, 'two_factor_on'))
	return withCookies(c, handed, { status: 'on' })
})

/** `POST /api/account/second-factor/codes`: new recovery codes in place of the old. */
export const postCodes = given(FIELDS, async (c, { password }) => {
	const no = await unproved(c, password, true)
	if (no) return failure(c, no)
	const handed = await handOver(c, 'POST', '/two-factor/generate-backup-codes', { password })
	if (handed.status !== 200) return failure(c, WRONG_PASSWORD)
	waitUntil(tell(c.env, c.get('caller').userId, 'recovery_codes'))
	return c.json({ recovery_codes: handed.body.backupCodes })
})

/** `POST /api/account/second-factor/off`. */
export const postOff = given(FIELDS, async (c, { password }) => {
	const no = await unproved(c, password, true)
	if (no) return failure(c, no)
	const handed = await handOver(c, 'POST', '/two-factor/disable', { password })
	if (handed.status !== 200) return failure(c, WRONG_PASSWORD)
	waitUntil(tell(c.env, c.get('caller').userId, 'two_factor_off'))
	return withCookies(c, handed, { status: 'off' })
})

/** By the password, which better-auth checks; who has none has to have signed in just now. */
async function unproved(
	c: CounterContext,
	password: string | undefined,
	on: boolean,
): Promise<AppError | null> {
	const means = await meansOf(c.env, c.get('caller').userId)
	if (means.secondFactor !== on) return on ? OFF : ON
	if (means.password) return password ? counted(c) : WRONG_PASSWORD
	return freshSession(c)
}

const counted = (c: CounterContext): Promise<AppError | null> =>
	limited(c, {
		network: 'factorAddress',
		one: { rule: RULES.proofAccount, subject: c.get('caller').userId },
	})
