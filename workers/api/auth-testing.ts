import { exports } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
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

/** What an authenticator app shows for the secret of such an address (RFC 6238). */
export function codeOf(uri: string, now = Date.now()): string {
	const secret = new URL(uri).searchParams.get('secret') ?? ''
	const counter = Buffer.alloc(8)
	counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
	const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
	const at = (mac.at(-1) ?? 0) & 15
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
	const bits = [...text.replace(/=+$/, '')]
		.map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
		.join('')
	return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
