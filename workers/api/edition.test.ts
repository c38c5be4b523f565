import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { editionOf } from './edition.ts'
import { counter } from './routes.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
beforeAll(async () => {
	ada = await signedIn('ada-edition@example.org')
	bob = await signedIn('bob-edition@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'paper.example' })
	await ada.key('POST', '/api/v1/sites', { domain: 'second.example' })
	await bob.key('POST', '/api/v1/sites', { domain: 'bobs-paper.example' })
	for (const domain of ['paper.example', 'second.example', 'bobs-paper.example']) await visit(domain)
})

async function visit(domain: string): Promise<void> {
	const answer = await exports.default.fetch('http://jitt.test/api/event', {
		method: 'POST',
		headers: {
			'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
			'cf-connecting-ip': '192.0.2.1',
		},
		body: JSON.stringify({ n: 'pageview', u: `https://${domain}/`, d: domain }),
	})
	expect([answer.status, answer.headers.get('x-jitt-reason')]).toEqual([202, null])
}

const OVERVIEW = [
	{ metrics: ['visitors', 'pageviews'], date_range: 'day' },
	{ metrics: ['visitors'], dimensions: ['event:page'], date_range: 'day' },
]

/** Asks the counter, counting the statements that reach the traffic database. */
async function ask(who: Person, domain: string, more: Record<string, string> = {}, queries = OVERVIEW) {
	let statements = 0
	const counted = new Proxy(env.STATS_0, {
		get(db, name) {
			if (name === 'prepare') statements++
			const value: unknown = Reflect.get(db, name, db)
			return typeof value === 'function' ? value.bind(db) : value
		},
	})
	const request = new Request(`http://jitt.test/api/dashboard/sites/${domain}/query`, {
		method: 'POST',
		headers: { authorization: `Bearer ${who.apiKey}`, ...more },
		body: JSON.stringify({ queries }),
	})
	const ctx = createExecutionContext()
	const answer = await counter.fetch(request, { ...env, STATS_0: counted }, ctx)
	const body = await answer.text()
	await waitOnExecutionContext(ctx)
	return {
		status: answer.status,
		tag: answer.headers.get('etag') ?? '',
		body,
		statements,
		headers: answer.headers,
	}
}

test('an unchanged dashboard reads nothing: who holds the answer is told so', async () => {
	const first = await ask(ada, 'paper.example')
	expect(first).toMatchObject({ status: 200, tag: expect.stringMatching(/^"[\w-]{43}"$/) })
	expect(first.statements).toBeGreaterThan(0)
	for (const held of [first.tag, `W/${first.tag}`, `"other", ${first.tag}`]) {
		const again = await ask(ada, 'paper.example', { 'if-none-match': held })
		expect(again).toMatchObject({ status: 304, tag: first.tag, body: '', statements: 0 })
		expect(again.headers.get('cache-control')).toBe('no-store')
	}
	expect(await ask(ada, 'paper.example', { 'if-none-match': '"other"' })).toMatchObject({ status: 200 })
})

test('who holds nothing is given what the data centre keeps, without a query', async () => {
	const first = await ask(ada, 'second.example')
	expect(first.statements).toBeGreaterThan(0)
	const second = await ask(ada, 'second.example')
	expect(second).toMatchObject({ status: 200, tag: first.tag, body: first.body, statements: 0 })
	expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
})

test('a new visit makes a new edition', async () => {
	const before = await ask(ada, 'paper.example')
	await visit('paper.example')
	const after = await ask(ada, 'paper.example', { 'if-none-match': before.tag })
	expect(after.status).toBe(200)
	expect(after.statements).toBeGreaterThan(0)
	const pageviews = ({ body }: { body: string }): number =>
		(JSON.parse(body) as { answers: [{ result: { results: [{ metrics: [number, number] }] } }] }).answers[0]
			.result.results[0].metrics[1]
	expect(pageviews(after)).toBe(pageviews(before) + 1)
})

test('other questions, sites and settings are other editions', async () => {
	const tags = [
		await ask(ada, 'paper.example'),
		await ask(ada, 'second.example'),
		await ask(bob, 'bobs-paper.example'),
		await ask(ada, 'paper.example', {}, OVERVIEW.slice(1)),
	].map(({ tag }) => tag)
	for (const [method, path, body] of [
		['PUT', '/api/v1/sites/second.example', { timezone: 'Asia/Kolkata' }],
		['PUT', '/api/v1/sites/goals', { site_id: 'second.example', goal_type: 'page', page_path: '/' }],
		[
			'POST',
			'/api/dashboard/sites/second.example/segments',
			{ name: 'Home', filters: [['is', 'event:page', ['/']]] },
		],
	] as const) {
		expect((await ada.key(method, path, body)).ok).toBe(true)
		tags.push((await ask(ada, 'second.example')).tag)
	}
	expect(new Set(tags).size).toBe(tags.length)
})

test('a tag opens nothing to those who may not read the site', async () => {
	const { tag } = await ask(ada, 'paper.example')
	const foreign = await ask(bob, 'paper.example', { 'if-none-match': tag })
	expect(foreign).toMatchObject({ status: 404, tag: '', statements: 0 })
	const stranger = await ask({ ...bob, apiKey: 'jitt_wrong' }, 'paper.example', { 'if-none-match': tag })
	expect(stranger).toMatchObject({ status: 401, tag: '', statements: 0 })
})

test('the place of a kept answer is not served', async () => {
	const state = { commit: 1, pending: 0, behindSince: null }
	const edition = editionOf(env, state, ['anything'], Date.now())
	const path = new URL(edition?.key ?? '').pathname
	await caches.default.put(
		edition?.key ?? '',
		new Response('secret', { headers: { 'cache-control': 'max-age=60' } }),
	)
	expect((await exports.default.fetch(`http://jitt.test${path}`)).status).toBe(404)
	expect(edition?.tag).not.toContain(path.split('/').at(-1))
})

test('while the store is behind there is no edition, and nothing is kept', async () => {
	const state = { commit: 1, pending: 0, behindSince: null }
	expect(editionOf(env, { ...state, pending: 1 }, [], 0)).toBeNull()
	expect(editionOf(env, { ...state, behindSince: 5 }, [], 0)).toBeNull()
	await bob.key('POST', '/api/v1/sites', { domain: 'torn.example' })
	await env.STATS_0.prepare('ALTER TABLE visits RENAME TO visits_away').run()
	try {
		const torn = await ask(bob, 'torn.example')
		expect([torn.status, torn.tag]).toEqual([200, ''])
		expect(torn.body).toContain('"status":503')
	} finally {
		await env.STATS_0.prepare('ALTER TABLE visits_away RENAME TO visits').run()
	}
	expect((await ask(bob, 'torn.example')).body).not.toContain('"status":503')
})

test('an edition lasts a quarter of an hour at most, and a minute where the range ends with now', () => {
	const tag = (query: object, now: string) =>
		editionOf(env, { commit: 1, pending: 0, behindSince: null }, [query], Date.parse(now))?.tag
	const day = { date_range: 'day' }
	expect(tag(day, '2026-11-19T10:15:00Z')).toBe(tag(day, '2026-11-19T10:29:59Z'))
	expect(tag(day, '2026-11-19T10:29:59Z')).not.toBe(tag(day, '2026-11-19T10:30:00Z'))
	for (const query of [
		{ date_range: '24h' },
		{ date_range: 'day', include: { trim_relative_date_range: true } },
	]) {
		expect(tag(query, '2026-11-19T10:15:00Z')).toBe(tag(query, '2026-11-19T10:15:59Z'))
		expect(tag(query, '2026-11-19T10:15:59Z')).not.toBe(tag(query, '2026-11-19T10:16:00Z'))
	}
})
