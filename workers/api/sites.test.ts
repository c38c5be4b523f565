import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { lookup } from '../store/directory.ts'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
let bob: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-sites@example.org')
	bob = await signedIn('bob-sites@example.org')
})

interface SiteJson {
	domain: string
	timezone: string
	tracking_id: string
	mode: string
	retention_days: number
	created_at: string
}
const create = (who: typeof ada, body: unknown) => who.key('POST', '/api/v1/sites', body)
const created = async (who: typeof ada, domain: string): Promise<SiteJson> =>
	(await create(who, { domain })).json()

test('a site is made with defaults, by key and by session', async () => {
	const byKey = await create(ada, { domain: 'defaults.example' })
	expect(byKey.status).toBe(200)
	const site: SiteJson = await byKey.json()
	expect(site).toMatchObject({
		domain: 'defaults.example',
		timezone: 'Etc/UTC',
		mode: 'lightweight',
		retention_days: 760,
	})
	expect(site.tracking_id).toMatch(/^[0-9a-f-]{36}$/)
	const bySession = await ada.session('POST', '/api/v1/sites', { domain: 'by-session.example' })
	expect(bySession.status).toBe(200)
})

test('a site is made by a form, as existing scripts send it', async () => {
	const form = new FormData()
	form.set('domain', 'form.example')
	form.set('timezone', 'Europe/London')
	form.set('retention_days', '7300')
	const answer = await exports.default.fetch('http://jitt.test/api/v1/sites', {
		method: 'POST',
		headers: { authorization: `Bearer ${ada.apiKey}` },
		body: form,
	})
	expect(await answer.json()).toMatchObject({
		domain: 'form.example',
		timezone: 'Europe/London',
		retention_days: 7300,
	})
})

test.each([
	['domain', {}],
	['domain', { domain: 7 }],
	['domain', { domain: 'not a domain' }],
	['domain', { domain: 'example.org:8080' }],
	['timezone', { domain: 'bad.example', timezone: 'Mars/Olympus' }],
	['timezone', { domain: 'bad.example', timezone: '+01:00' }],
	['mode', { domain: 'bad.example', mode: 'everything' }],
	['retention_days', { domain: 'bad.example', retention_days: 0 }],
	['retention_days', { domain: 'bad.example', retention_days: 7301 }],
	['retention_days', { domain: 'bad.example', retention_days: 1.5 }],
	['retention_days', { domain: 'bad.example', retention_days: null }],
	['tracking_id', { domain: 'bad.example', tracking_id: 'x' }],
])('a bad %s is named: %j', async (field, body) => {
	const answer = await create(ada, body)
	expect(answer.status).toBe(400)
	expect(await answer.json()).toMatchObject({ field, error: expect.stringMatching(`^${field}: `) })
})

test('a domain is registered once, whoever asks and however it is spelled', async () => {
	await create(ada, { domain: 'once.example' })
	for (const who of [ada, bob]) {
		for (const domain of ['once.example', 'https://WWW.Once.example/path']) {
			const answer = await create(who, { domain })
			expect(answer.status).toBe(400)
			expect(await answer.json()).toEqual({
				error: 'domain: This domain cannot be registered',
				field: 'domain',
			})
		}
	}
})

test('of many who try for one domain at once, one has it', async () => {
	const tries = await Promise.all([ada, bob, ada, bob].map((who) => create(who, { domain: 'race.example' })))
	const owners = await Promise.all([ada, bob].map((who) => who.key('GET', '/api/v1/sites/race.example')))
	expect(owners.map((answer) => answer.status).sort()).toEqual([200, 404])
	for (const answer of tries) expect([200, 400]).toContain(answer.status)
	const rows = await env.DB.prepare("select * from site where domain = 'race.example'").all()
	expect(rows.results).toHaveLength(1)
})

test('a tracking id can be brought along, once', async () => {
	const tracking_id = crypto.randomUUID()
	const first = await create(ada, { domain: 'moved.example', tracking_id: tracking_id.toUpperCase() })
	expect(await first.json()).toMatchObject({ tracking_id })
	const again = await create(bob, { domain: 'moved-too.example', tracking_id })
	expect(again.status).toBe(400)
	expect(await again.json()).toMatchObject({ field: 'tracking_id' })
})

test("another's site looks like none, for every method", async () => {
	const { tracking_id } = await created(ada, 'hers.example')
	const calls: [string, string, unknown?][] = [
		['GET', ''],
		['PUT', '', { timezone: 'Europe/Berlin' }],
		['DELETE', ''],
		['POST', '/ingest-token', {}],
		['DELETE', '/ingest-token'],
	]
	for (const [method, path, body] of calls) {
		const texts = await Promise.all(
			['hers.example', tracking_id, 'never-was.example'].map(async (name) => {
				const answer = await bob.key(method, `/api/v1/sites/${name}${path}`, body)
				return `${answer.status} ${await answer.text()}`
			}),
		)
		expect(new Set(texts)).toEqual(new Set(['404 {"error":"Site could not be found"}']))
	}
	expect((await ada.key('GET', '/api/v1/sites/hers.example')).status).toBe(200)
	expect(await (await bob.key('GET', '/api/v1/sites')).text()).not.toContain('hers.example')
})

test('a list comes in pages', async () => {
	const carl = await signedIn('carl-sites@example.org')
	for (let i = 0; i < 5; i++) await create(carl, { domain: `page${i}.example` })
	const names: string[] = []
	let after = ''
	for (let i = 0; i < 3; i++) {
		const answer = await carl.key('GET', `/api/v1/sites?limit=2&after=${after}`)
		const page: { sites: SiteJson[]; meta: { after: string | null; before: null; limit: number } } =
			await answer.json()
		names.push(...page.sites.map((site) => site.domain))
		expect(page.meta).toMatchObject({ before: null, limit: 2 })
		after = page.meta.after ?? ''
	}
	expect(after).toBe('')
	expect(names).toEqual(['page0.example', 'page1.example', 'page2.example', 'page3.example', 'page4.example'])
	for (const query of ['limit=0', 'limit=x', 'limit=1001', 'after=-1', 'after=x']) {
		expect((await carl.key('GET', `/api/v1/sites?${query}`)).status).toBe(400)
	}
})

test('a change is answered, kept and pushed to the door and the object', async () => {
	const site = await created(ada, 'change.example')
	const answer = await ada.key('PUT', '/api/v1/sites/change.example', {
		timezone: 'america/new_york',
		mode: 'cookie',
		retention_days: 30,
	})
	const after = { ...site, timezone: 'America/New_York', mode: 'cookie', retention_days: 30 }
	expect(await answer.json()).toEqual(after)
	expect(await (await ada.key('GET', '/api/v1/sites/change.example')).json()).toEqual(after)
	const row = await env.DB.prepare("select * from site where domain = 'change.example'").first()
	expect(row).toMatchObject({ policy_version: 2, pushed_version: 2 })
})

test('a renamed site answers to its former name, in the API and at the door, and nobody else gets it', async () => {
	const site = await created(ada, 'before.example')
	await ada.key('PUT', '/api/v1/sites/before.example', { domain: 'after.example' })
	for (const name of ['before.example', 'after.example', site.tracking_id]) {
		expect(await (await ada.key('GET', `/api/v1/sites/${name}`)).json()).toMatchObject({
			domain: 'after.example',
		})
		expect(await lookup(env, name)).toMatchObject({ domain: 'after.example' })
	}
	expect((await create(bob, { domain: 'before.example' })).status).toBe(400)
	// Its owner may use the name again: for another site, or by renaming back.
	await ada.key('PUT', '/api/v1/sites/after.example', { domain: 'before.example' })
	expect(await (await ada.key('GET', '/api/v1/sites/after.example')).json()).toMatchObject({
		domain: 'before.example',
	})
	const other = await created(ada, 'after.example')
	expect(other.tracking_id).not.toBe(site.tracking_id)
	expect(await (await ada.key('GET', '/api/v1/sites/after.example')).json()).toEqual(other)
})

test('a site cannot take the name of another', async () => {
	await create(ada, { domain: 'one.example' })
	await create(bob, { domain: 'two.example' })
	const answer = await ada.key('PUT', '/api/v1/sites/one.example', { domain: 'two.example' })
	expect(answer.status).toBe(400)
	expect(
		(await ada.key('PUT', '/api/v1/sites/one.example', { tracking_id: crypto.randomUUID() })).status,
	).toBe(400)
})

test('a deleted site is gone from API, door and catalog, and its number is not given again', async () => {
	const { tracking_id } = await created(ada, 'gone.example')
	const row = await env.DB.prepare("select id from site where domain = 'gone.example'").first<{
		id: number
	}>()
	await ada.key('PUT', '/api/v1/sites/gone.example', { domain: 'gone-too.example' })
	const answer = await ada.key('DELETE', '/api/v1/sites/gone-too.example')
	expect([answer.status, await answer.json()]).toEqual([200, { deleted: true }])
	for (const name of ['gone.example', 'gone-too.example', tracking_id]) {
		expect((await ada.key('GET', `/api/v1/sites/${name}`)).status).toBe(404)
		expect(await lookup(env, name)).toBe(null)
	}
	await create(bob, { domain: 'gone.example' })
	const next = await env.DB.prepare("select id from site where domain = 'gone.example'").first<{
		id: number
	}>()
	expect(next?.id).toBeGreaterThan(row?.id ?? 0)
	const former = await env.DB.prepare('select * from former_domain where site_id = ?').bind(row?.id).all()
	expect(former.results).toEqual([])
})

test('an ingest token is shown once; the door knows its hash until it is taken away', async () => {
	await create(ada, { domain: 'token.example' })
	const answer = await ada.key('POST', '/api/v1/sites/token.example/ingest-token')
	expect(answer.status).toBe(201)
	const { token }: { token: string } = await answer.json()
	expect(token).toMatch(/^jittsite_[A-Za-z0-9_-]{43}$/)
	const entry = await env.DIRECTORY.get<{ tokenHash: string }>('site:token.example', 'json')
	expect(entry?.tokenHash).toMatch(/^[0-9a-f]{64}$/)
	expect((await ada.key('DELETE', '/api/v1/sites/token.example/ingest-token')).status).toBe(200)
	expect(await env.DIRECTORY.get('site:token.example', 'json')).toMatchObject({ tokenHash: null })
})

test('a name in other letters is found in both spellings', async () => {
	expect(await created(ada, 'Müller.example')).toMatchObject({ domain: 'xn--mller-kva.example' })
	expect(await lookup(env, 'müller.example')).toMatchObject({ domain: 'xn--mller-kva.example' })
	const path = `/api/v1/sites/${encodeURIComponent('müller.example')}`
	expect((await ada.key('GET', path)).status).toBe(200)
})
