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
