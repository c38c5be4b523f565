import { env, exports } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { authOf } from '../account/auth.ts'

/**
 * For tests: an account that is signed in, with ways to call as its browser and as its key. It is made as the
 * forms would leave it, without a password: hashing one takes longer than most tests.
 */
export async function signedIn(email: string) {
	const base = 'http://jitt.test'
	const { internalAdapter } = await authOf(env, new Request(base)).$context
	const user = await internalAdapter.createUser(
		{ name: 'Test', email, emailVerified: true },
		{ method: 'email-password' },
	)
	const { token } = await internalAdapter.createSession(user.id)
	const signature = createHmac('sha256', env.AUTH_SECRET).update(token).digest('base64')
	const cookie = `jitt.session_token=${encodeURIComponent(`${token}.${signature}`)}`
	const call = (headers: Record<string, string>) => {
		return (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
			exports.default.fetch(base + path, {
				method,
				headers: { ...headers, ...more },
				...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
			})
	}
	const session = call({ cookie, origin: base })
	const { key }: { key: string } = await (await session('POST', '/api/account/keys', {})).json()
	return { session, key: call({ authorization: `Bearer ${key}` }), apiKey: key, cookie, userId: user.id }
}
