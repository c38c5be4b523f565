import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
let bob: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-keys@example.org')
	bob = await signedIn('bob-keys@example.org')
})

interface Made {
	id: string
	key: string
	prefix: string
}
const make = async (who: typeof ada, name?: string): Promise<Made> =>
	(await who.session('POST', '/api/account/keys', name === undefined ? {} : { name })).json()
const sitesWith = (authorization: string) =>
	exports.default.fetch('http://jitt.test/api/v1/sites', { headers: { authorization } })

test('a key is shown once and opens the API', async () => {
	const made = await make(ada, 'build server')
	expect(made.key).toMatch(/^jitt_[A-Za-z0-9_-]{43}$/)
	expect((await sitesWith(`Bearer ${made.key}`)).status).toBe(200)
	const list = await (await ada.session('GET', '/api/account/keys')).text()
	expect(list).toContain('build server')
	expect(list).toContain(made.prefix)
	expect(list).not.toContain(made.key)
})

// promise: 9
test('the database holds no key', async () => {
	const { key } = await make(ada)
	const rows = await env.DB.prepare('select * from api_key').all()
	expect(JSON.stringify(rows.results)).not.toContain(key.slice(14))
})

test('a key cannot list, make or delete keys', async () => {
	const { key, id } = await make(ada)
	const headers = { authorization: `Bearer ${key}` }
	const call = (method: string, path: string) =>
		exports.default.fetch(`http://jitt.test${path}`, { method, headers })
	expect((await call('GET', '/api/account/keys')).status).toBe(403)
	expect((await call('POST', '/api/account/keys')).status).toBe(403)
	expect((await call('DELETE', `/api/account/keys/${id}`)).status).toBe(403)
})

test('a deleted key opens nothing; another account cannot delete it', async () => {
	const { key, id } = await make(ada)
	expect((await bob.session('DELETE', `/api/account/keys/${id}`)).status).toBe(404)
	expect((await sitesWith(`Bearer ${key}`)).status).toBe(200)
	expect((await ada.session('DELETE', `/api/account/keys/${id}`)).status).toBe(200)
	expect((await sitesWith(`Bearer ${key}`)).status).toBe(401)
})

test.each([
	['of nobody', `Bearer jitt_${'A'.repeat(43)}`],
	['cut short', 'Bearer jitt_short'],
	['empty', 'Bearer '],
	['of another scheme', 'Basic YTpi'],
	['without a scheme', 'jitt_'],
])('a key that is %s is refused', async (_name, authorization) => {
	const answer = await sitesWith(authorization)
	expect(answer.status).toBe(401)
	expect(await answer.json()).toEqual({ error: 'Invalid API key or session' })
})

test('a wrong key is not saved by a good cookie', async () => {
	const answer = await ada.session('GET', '/api/v1/sites', undefined, {
		authorization: `Bearer jitt_${'A'.repeat(43)}`,
	})
	expect(answer.status).toBe(401)
})

test('the last use is noted at most once a minute', async () => {
	const { key, id } = await make(ada)
	const used = async () => {
		const row = await env.DB.prepare('select last_used_at as at from api_key where id = ?')
			.bind(id)
			.first<{ at: number | null }>()
		return row?.at ?? null
	}
	expect(await used()).toBe(null)
	await sitesWith(`Bearer ${key}`)
	const first = await used()
	expect(first).not.toBe(null)
	await new Promise((resolve) => setTimeout(resolve, 20))
	await sitesWith(`Bearer ${key}`)
	expect(await used()).toBe(first)
	await env.DB.prepare('update api_key set last_used_at = ? where id = ?')
		.bind(Number(first) - 60_001, id)
		.run()
	await sitesWith(`Bearer ${key}`)
	expect(await used()).toBeGreaterThanOrEqual(Number(first))
})

test.each([[''], ['x'.repeat(101)], [7], [{}], [null]])('a name like %j is refused', async (name) => {
	expect((await ada.session('POST', '/api/account/keys', { name })).status).toBe(400)
})

const wish = (who: typeof ada, body: object) => who.session('POST', '/api/account/keys', body)
const keyOf = async (who: typeof ada, body: object): Promise<string> =>
	(await (await wish(who, body)).json<{ key: string }>()).key
const callAs = async (key: string, method: string, path: string, body?: object) =>
	exports.default.fetch(`http://jitt.test${path}`, {
		method,
		headers: { authorization: `Bearer ${key}` },
		...(body ? { body: JSON.stringify(body) } : {}),
	})

test('a key may be for one site, of one that its maker sees', async () => {
	for (const domain of ['one-key.example', 'two-key.example'])
		await ada.key('POST', '/api/v1/sites', { domain })
	const key = await keyOf(ada, { site: 'one-key.example' })
	const read = async (domain: string) => (await callAs(key, 'GET', `/api/v1/sites/${domain}`)).status
	expect([await read('one-key.example'), await read('two-key.example')]).toEqual([200, 404])
	expect(await (await callAs(key, 'GET', '/api/v1/sites')).text()).not.toContain('two-key')
	expect((await callAs(key, 'POST', '/api/v1/sites', { domain: 'three-key.example' })).status).toBe(403)
	expect((await wish(bob, { site: 'one-key.example' })).status).toBe(400)
	const list = await (await ada.session('GET', '/api/account/keys')).json<{ keys: object[] }>()
	expect(list.keys[0]).toMatchObject({ site: 'one-key.example', one_site: true, expires_at: null })
})

test('a key ends when it was said to', async () => {
	const made = await (await wish(ada, { expires_in_days: 30 })).json<Made & { expires_at: string }>()
	expect(Date.parse(made.expires_at) / 86_400_000).toBeCloseTo(Date.now() / 86_400_000 + 30, 2)
	expect((await sitesWith(`Bearer ${made.key}`)).status).toBe(200)
	await env.DB.prepare('update api_key set expires_at = ? where id = ?').bind(Date.now(), made.id).run()
	expect((await sitesWith(`Bearer ${made.key}`)).status).toBe(401)
})

test.each([
	[{ scopes: [] }],
	[{ scopes: ['everything'] }],
	[{ scopes: 'stats:read' }],
	[{ scopes: ['stats:read', 'public'] }],
	[{ expires_in_days: 0 }],
	[{ expires_in_days: 731 }],
	[{ expires_in_days: '30' }],
	[{ site: 7 }],
	[{ site: 'nowhere.example' }],
])('a key with %j is refused', async (body) => expect((await wish(ada, body)).status).toBe(400))

test('a public key gets what a public page would say, and no other answer', async () => {
	await ada.key('POST', '/api/v1/sites', { domain: 'public-key.example', timezone: 'Etc/UTC' })
	const key = await keyOf(ada, { scopes: ['public'] })
	const query = { site_id: 'public-key.example', metrics: ['visitors'], date_range: '7d' }
	const ask = (more: object) => callAs(key, 'POST', '/api/v2/query', { ...query, ...more })
	const answer = await ask({ dimensions: ['visit:country'] })
	expect(answer.status, await answer.clone().text()).toBe(200)
	expect(await answer.json()).toMatchObject({ meta: { suppressed: { threshold: 10 }, rounded: true } })
	expect((await ask({ metrics: ['events'] })).status).toBe(400)
	expect((await ask({ date_range: 'day' })).status).toBe(400)
	expect((await ask({ site_id: 'not-mine.example' })).status).toBe(401)
	for (const path of [
		'/api/v1/sites',
		'/api/v1/sites/public-key.example',
		'/api/v1/stats/aggregate?site_id=public-key.example',
		'/api/v1/stats/realtime/visitors?site_id=public-key.example',
	]) {
		expect([path, (await callAs(key, 'GET', path)).status]).toEqual([path, 403])
	}
	const dashboard = '/api/dashboard/sites/public-key.example/query'
	expect((await callAs(key, 'POST', dashboard, { queries: [query] })).status).toBe(403)
})

test('keys have a limit, and every answer says what is left of it', async () => {
	const answer = await sitesWith(`Bearer ${ada.apiKey}`)
	expect(answer.headers.get('ratelimit-limit')).toBe('600')
	const left = Number(answer.headers.get('ratelimit-remaining'))
	expect(left).toBeLessThan(600)
	expect(Number(answer.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60)
	const cyd = await signedIn('cyd-keys@example.org')
	await sitesWith(`Bearer ${cyd.apiKey}`)
	await env.DB.prepare('update attempt set count = 600 where count < 600').run()
	const refused = await sitesWith(`Bearer ${cyd.apiKey}`)
	const second = await sitesWith(`Bearer ${await keyOf(cyd, {})}`)
	// The next minute may just have begun.
	if (refused.status === 429) {
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
		expect(second.status).toBe(429)
	} else expect(Number(refused.headers.get('ratelimit-reset'))).toBeGreaterThan(50)
	expect((await cyd.session('GET', '/api/v1/sites')).status).toBe(200)
	await env.DB.prepare('delete from attempt').run()
})
