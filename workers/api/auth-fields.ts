import { z } from 'zod'
import { PASSWORD_LENGTH } from '../account/password.ts'

/** Fields of the forms around an account. What is not here is not asked for, and not read. */

const { min, max } = PASSWORD_LENGTH
const words = { error: `must have ${min} to ${max} characters` }
const long = { error: 'must have 1 to 200 characters' }

export const email = z
	.string({ error: 'must be an e-mail address' })
	.trim()
	.toLowerCase()
	.max(254, { error: 'must be an e-mail address' })
	.pipe(z.email({ error: 'must be an e-mail address' }))
export const name = z.string(long).trim().min(1, long).max(200, long)
export const password = z.string(words).min(min, words).max(max, words)
/** One that is to be right: a short one is wrong, not malformed. */
export const givenPassword = z.string(words).max(max, words)
/** Of a letter's link. */
export const token = z.string({ error: 'must be a text' }).min(1).max(200, { error: 'is too long' })
/** Of an authenticator app or a list of recovery codes. */
export const code = z
	.string({ error: 'must be a code' })
	.trim()
	.min(1, { error: 'must be a code' })
	.max(32, { error: 'must be a code' })
/** What Turnstile's widget answered. */
export const challenge = z.string({ error: 'must be a text' }).max(2048).optional()

/** Promise 1: name and e-mail, and what is needed to sign in again. */
export const SIGN_UP = z.object({ name, email, password, challenge })
export const SIGN_UP_BY_LINK = z.object({ name, email, challenge })
export const SIGN_IN = z.object({
	email,
	password: givenPassword,
	rememberMe: z.boolean({ error: 'must be true or false' }).optional(),
	challenge,
})
export const BY_EMAIL = z.object({ email, challenge })
export const BY_TOKEN = z.object({ token })
export const RESET = z.object({ token, password })
export const SECOND_FACTOR = z.object({ code, kind: z.enum(['app', 'recovery']) })
