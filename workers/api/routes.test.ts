import { exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { counter, ROUTES } from './routes.ts'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-routes@example.org')
})

const call = (method: string, path: string, headers: Record<string, string> = {}) =>
	exports.default.fetch(`http://jitt.test${path.replace(/:\w+/g, 'x')}`, { method, headers })
const closed = ROUTES.filter((route) => route.who !== 'anyone')

test('the counter serves the routes of the table and no other', () => {
	const served = counter.routes
		.filter(({ method }) => method !== 'ALL')
		.map(({ method, path }) => `${method} ${path}`)
	const listed = ROUTES.map(({ method, path }) => `${method} ${path}`)
	expect(new Set(served)).toEqual(new Set(listed))
	expect(new Set(listed).size).toBe(listed.length)
})

test('only the way in, the description of the API and what visitors may know are open to anyone', () => {
	const open = ROUTES.filter((route) => route.who === 'anyone').map((route) => route.path)
	expect(open).toEqual([
		'/api/auth/sign-up/email',
		'/api/auth/sign-in/email',
		'/api/auth/sign-out',
		'/api/auth/get-session',
		'/api/auth/challenge',
		'/api/auth/sign-up/link',
		'/api/auth/sign-in/link',
		'/api/auth/sign-in/second-factor',
		'/api/auth/sign-in/passkey/options',
		'/api/auth/sign-in/passkey',
		'/api/auth/link',
		'/api/auth/confirm',
		'/api/auth/reset',
		'/api/auth/reset/confirm',
		'/api/openapi.json',
		'/.well-known/jitt/manifest/:domain',
		'/.well-known/gpc.json',
		'/.well-known/dnt/',
		'/.well-known/dnt/:domain',
		'/privacy/:domain',
		'/api/public/:domain',
		'/api/public/:domain/query',
		'/.well-known/jitt/retention/:domain',
		'/api/billing/plans',
		'/api/stripe/events',
		'/api/support/files/:id',
		'/api/support/contact',
		'/api/support/contact/:ticket',
		'/api/support/contact/:ticket',
		'/api/support/contact/:ticket/confirm',
		'/api/support/contact/:ticket/messages',
		'/api/support/contact/:ticket/files',
		'/api/support/contact/:ticket/satisfaction',
		'/api/mail/events',
		'/.well-known/security.txt',
		'/api/receipts/:number',
		'/incidents',
		'/incidents/feed.atom',
		'/incidents/:reference',
	])
})

test.each(closed)('$method $path is closed to strangers', async ({ method, path }) => {
	for (const headers of [
		{},
		{ authorization: 'Bearer jitt_wrong' },
		{ authorization: `Bearer jitt_${'x'.repeat(43)}` },
		{ cookie: 'jitt.session_token=forged.signature', origin: 'http://jitt.test' },
	]) {
		const answer = await call(method, path, headers)
		expect(answer.status).toBe(401)
		expect(answer.headers.get('www-authenticate')).toBe('Bearer')
		expect(answer.headers.get('cache-control')).toBe('no-store')
		expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
		expect(Object.keys(await answer.json())).toEqual(['error'])
	}
})

test.each(closed)('$method $path opens to whom the table says', async ({ method, path, who }) => {
	const byKey = await call(method, path, { authorization: `Bearer ${ada.apiKey}` })
	const bySession = await call(method, path, { cookie: ada.cookie, origin: 'http://jitt.test' })
	expect(byKey.status === 403).toBe(who !== 'caller')
	for (const answer of [byKey, bySession]) {
		expect(answer.status).not.toBe(401)
		expect(answer.status).toBeLessThan(500)
	}
	expect(bySession.status === 403).toBe(who === 'operator')
})

test.each(closed.filter((route) => route.method !== 'GET'))(
	'$method $path does not take a cookie from another origin',
	async ({ method, path }) => {
		const answer = await call(method, path, { cookie: ada.cookie, origin: 'https://evil.example' })
		expect(answer.status).toBe(401)
	},
)

test('what is not served is a plain 404', async () => {
	for (const path of [
		'/api/',
		'/api/v1',
		'/api/v1/sites/a/b/c',
		'/api/nothing',
		'/api/auth',
		'/api/%2e%2e/x',
	]) {
		const answer = await call('GET', path)
		expect([answer.status, await answer.json()]).toEqual([404, { error: 'There is nothing here' }])
	}
})
