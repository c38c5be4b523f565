import { waitUntil } from 'cloudflare:workers'
import { RULES } from '../account/attempts.ts'
import { tellAt } from '../account/letters.ts'
import { voidTokens } from '../account/profile.ts'
import { outcomeOf, redeemProof } from '../account/prove.ts'
import { writeNoAccount } from '../account/sign-in-link.ts'
import type { AppError } from '../kit/result.ts'
import { clearSuppression } from '../mail/suppression.ts'
import type { CounterContext } from './access.ts'
import { entered } from './auth.ts'
import { BY_EMAIL, BY_TOKEN, RESET, SIGN_UP_BY_LINK } from './auth-fields.ts'
import { given, type Handed, handOver, refusal, unlessTaken, withCookies } from './auth-hand-over.ts'
import { limited } from './auth-limits.ts'
import { failure } from './errors.ts'

/**
 * Links in letters. They lead to pages of the dashboard, which send the link's token by POST when somebody presses
 * the button: what opens links by itself (a scanner of mails, a preview) uses none of them up.
 */

/** For tokens that were used, have expired or never were. Which of the three is nobody's business. */
const STALE: AppError = {
	...{ kind: 'invalid', field: 'token' },
	message: 'token: this link was used before or has expired: ask for a new one',
}

/** `POST /api/auth/sign-up/link`: an account without a password. */
export const signUpByLink = given(SIGN_UP_BY_LINK, async (c, { challenge, ...fields }) => {
	const one = { rule: RULES.mailEmail, subject: fields.email }
	const no = await limited(c, { network: 'signUpAddress', one, challenge, challenged: true })
	return no ? failure(c, no) : sent(c, await handOver(c, 'POST', '/sign-in/magic-link', fields))
})

/** `POST /api/auth/sign-in/link`: a letter with a link to sign in by; the same answer for every address. */
export const signInByLink = given(BY_EMAIL, async (c, { challenge, email }) => {
	const one = { rule: RULES.mailEmail, subject: email }
	const no = await limited(c, { network: 'mailAddress', one, challenge, challenged: true })
	return no ? failure(c, no) : sent(c, await handOver(c, 'POST', '/sign-in/magic-link', { email }))
})

/** `POST /api/auth/link`: signs in by such a link; a second factor is asked for after it as after a password. */
export const useLink = given(BY_TOKEN, async (c, { token }) => {
	const no = await limited(c, { network: 'factorAddress' })
	if (no) return failure(c, no)
	const handed = await unlessTaken(handOver(c, 'GET', '/magic-link/verify', { token }))
	// It would send a browser to a page of errors.
	return handed === null || handed.status === 302 ? failure(c, STALE) : entered(c, handed)
})

/** `POST /api/auth/confirm`: proves an address, signs a new account in, changes an old one's address. */
export const confirm = given(BY_TOKEN, async (c, { token }) => {
	const no = await limited(c, { network: 'factorAddress' })
	if (no) return failure(c, no)
	const jwt = await redeemProof(c.env, token, Date.now())
	if (jwt === null) return failure(c, STALE)
	const handed = await unlessTaken(handOver(c, 'GET', '/verify-email', { token: jwt }))
	if (handed?.status !== 200) return failure(c, STALE)
	const { outcome, email, userId } = outcomeOf(jwt)
	if (outcome === 'changed') {
		// What lies in the old mailbox must not open the account any more.
		await voidTokens(c.env, userId)
		await clearSuppression(c.env, email)
		waitUntil(tellAt(c.env, email, 'email'))
	}
	return withCookies(c, handed, { outcome })
})

/** `POST /api/auth/reset`: a letter with a link to choose a new password by; the same answer for every address. */
export const askReset = given(BY_EMAIL, async (c, { challenge, email }) => {
	const one = { rule: RULES.mailEmail, subject: email }
	const no = await limited(c, { network: 'mailAddress', one, challenge, challenged: true })
	if (no) return failure(c, no)
	waitUntil(writeNoAccount(c.env, email))
	return sent(c, await handOver(c, 'POST', '/request-password-reset', { email }))
})

/** `POST /api/auth/reset/confirm`: the new password. Every session ends; the next sign-in is with it. */
export const reset = given(RESET, async (c, { token, password }) => {
	const no = await limited(c, { network: 'factorAddress' })
	if (no) return failure(c, no)
	const handed = await handOver(c, 'POST', '/reset-password', { token, newPassword: password })
	return handed.status === 200 ? c.json({ status: 'changed' }) : failure(c, STALE)
})

const sent = (c: CounterContext, handed: Handed): Response =>
	handed.status === 200 ? c.json({ status: 'sent' }) : refusal(c, handed)
