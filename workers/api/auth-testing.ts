import { exports } from 'cloudflare:workers'
import { vi } from 'vitest'
import { type Caught, linkIn, sentTo } from '../mail/testing.ts'

/** For tests of what stands around an account: its forms and letters, as its owner would use them. */

export const BASE = 'http://jitt.test'
export const PASSWORD = 'correct horse battery'

export const post = (path: string, body: unknown, headers: Record<string, string> = {}, base = BASE) =>
	exports.default.fetch(
		new Request(base + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: base, ...headers },
			body: JSON.stringify(body),
		}),
	)

export const signUp = (email: string, password = PASSWORD, name = 'Ada') =>
	post('/api/auth/sign-up/email', { name, email, password })
export const signIn = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
	post('/api/auth/sign-in/email', { email, password }, headers)

/** All cookies of an answer as the browser would send them back. */
export const cookieOf = (answer: Response) =>
	answer.headers
		.getSetCookie()
		.filter((line) => !/max-age=0/i.test(line))
		.map((line) => line.split(';')[0])
		.join('; ')

/** Letters leave after the answer: the newest to an address with such a subject, once it is there. */
export const letterTo = (mails: Caught[], email: string, subject: RegExp): Promise<Caught> =>
	vi.waitFor(() => {
		const mail = sentTo(mails, email).find((one) => subject.test(one.subject))
		if (!mail) throw new Error(`no letter ${subject} to ${email}`)
		return mail
	})

/** The token of the newest such letter's link. */
export const tokenTo = async (mails: Caught[], email: string, subject = /^Confirm your e-mail address/) =>
	new URL(linkIn(await letterTo(mails, email, subject))).hash.slice(1)

/** Makes an account and proves its address, which signs it in. */
export async function proved(mails: Caught[], email: string): Promise<Response> {
	await signUp(email)
	return post('/api/auth/confirm', { token: await tokenTo(mails, email) })
}
