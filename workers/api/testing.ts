import { exports } from 'cloudflare:workers'

/** For tests: an account that is signed in, with ways to call as its browser and as its key. */
export async function signedIn(email: string) {
	const base = 'http://jitt.test'
	const password = 'a password for tests'
	const auth = (path: string, body: object) =>
		exports.default.fetch(`${base}/api/auth/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: base },
			body: JSON.stringify(body),
		})
	await auth('sign-up/email', { name: 'Test', email, password })
	const answer = await auth('sign-in/email', { email, password })
	const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
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
	return { session, key: call({ authorization: `Bearer ${key}` }), apiKey: key, cookie }
}
