import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { RULES } from '../account/attempts.ts'
import type { QueryResult } from '../stats/result.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
beforeAll(async () => {
	ada = await signedIn('ada-query@example.org')
	bob = await signedIn('bob-query@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'ada.example', timezone: 'Europe/Oslo' })
	await bob.key('POST', '/api/v1/sites', { domain: 'bob.example' })
	for (const [domain, address, page] of [
		['ada.example', '192.0.2.1', '/'],
		['ada.example', '192.0.2.1', '/price'],
		['ada.example', '192.0.2.2', '/'],
	] as const) {
		await visit(domain, address, page)
	}
})

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** A page view of somebody, kept by the real door. */
async function visit(domain: string, address: string, page: string): Promise<void> {
	const answer = await exports.default.fetch('http://jitt.test/api/event', {
		method: 'POST',
		headers: { 'user-agent': AGENT, 'cf-connecting-ip': address },
		body: JSON.stringify({ n: 'pageview', u: `https://${domain}${page}`, d: domain }),
	})
	expect([answer.status, answer.headers.get('x-jitt-reason')]).toEqual([202, null])
}

const query = (who: Person, body: unknown) => who.key('POST', '/api/v2/query', body)
const visitors = (domain: string) => ({
	site_id: domain,
	metrics: ['visitors', 'pageviews'],
	date_range: 'day',
})
const error = async (answer: Response) => ({ status: answer.status, ...(await answer.json<object>()) })

test('the body is JSON whatever type it says it has', async () => {
	for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
		const answer = await ada.key('POST', '/api/v2/query', visitors('ada.example'), { 'content-type': type })
		expect(answer.status).toBe(200)
	}
})

test('what was answered 202 is in the next answer, in the documented shape', async () => {
	const answer = await query(ada, {
		...visitors('ada.example'),
		dimensions: ['event:page'],
		include: { total_rows: true },
	})
	expect(answer.status).toBe(200)
	expect(answer.headers.get('cache-control')).toBe('no-store')
	const result: QueryResult = await answer.json()
	expect(result).toEqual({
		results: [
			{ metrics: [2, 2], dimensions: ['/'] },
			{ metrics: [1, 1], dimensions: ['/price'] },
		],
		meta: { total_rows: 2 },
		query: {
			site_id: 'ada.example',
			metrics: ['visitors', 'pageviews'],
			date_range: [
				expect.stringMatching(/T00:00:00\+0[12]:00$/),
				expect.stringMatching(/T23:59:59\+0[12]:00$/),
			],
			filters: [],
			dimensions: ['event:page'],
			order_by: [['visitors', 'desc']],
			include: { total_rows: true },
			pagination: { offset: 0, limit: 10_000 },
		},
	})
	expect(Object.keys(result)).toEqual(['results', 'meta', 'query'])
})

test('a former domain names the site; the answer says the present one', async () => {
	await ada.key('POST', '/api/v1/sites', { domain: 'before.example' })
	await visit('before.example', '192.0.2.9', '/')
	const moved = await ada.key('PUT', '/api/v1/sites/before.example', { domain: 'after.example' })
	expect(moved.status).toBe(200)
	for (const domain of ['before.example', 'after.example']) {
		const result = await (await query(ada, visitors(domain))).json<QueryResult>()
		expect([result.query.site_id, result.results]).toEqual([
			'after.example',
			[{ metrics: [1, 1], dimensions: [] }],
		])
	}
})

test('a foreign site and one that does not exist are refused in the same words', async () => {
	const foreign = await error(await query(bob, visitors('ada.example')))
	const nowhere = await error(await query(bob, visitors('nowhere.example')))
	expect(foreign).toEqual({ status: 401, error: 'Invalid API key or site ID' })
	expect(nowhere).toEqual(foreign)
	const own = await (await query(bob, visitors('bob.example'))).json<QueryResult>()
	expect(own.results).toEqual([{ metrics: [0, 0], dimensions: [] }])
})

test('without a site the parameter is asked for', async () => {
	for (const site of [{}, { site_id: 7 }, { site_id: null }, { site_id: '' }]) {
		const answer = await error(await query(ada, { metrics: ['visitors'], date_range: 'day', ...site }))
		expect(answer).toEqual({ status: 400, error: expect.stringContaining('site_id') })
	}
})

test('every fault of a query is told behind its pointer', async () => {
	const answer = await query(ada, {
		site_id: 'ada.example',
		metrics: ['nonsense'],
		dimensions: ['visit:moon'],
		filters: [['foo', 'event:page', ['/']]],
		date_range: 'yesterday',
		colour: 'blue',
	})
	expect(await error(answer)).toEqual({
		status: 400,
		error: [
			'#/colour: Unknown key "colour"',
			'#/metrics/0: Invalid metric "nonsense"',
			'#/dimensions/0: Invalid dimension "visit:moon"',
			'#/date_range: Invalid date range "yesterday"',
			'#/filters/0: Invalid filter ["foo","event:page",["/"]]: unknown operator "foo"',
		].join('\n'),
	})
})

test('goals and segments of the site may be named; those of others are unknown', async () => {
	await ada.key('PUT', '/api/v1/sites/goals', {
		...{ site_id: 'ada.example', goal_type: 'page', page_path: '/price' },
	})
	const segment = await ada.key('POST', '/api/dashboard/sites/ada.example/segments', {
		...{ name: 'Price', filters: [['is', 'event:page', ['/price']]] },
	})
	const { id } = await segment.json<{ id: number }>()
	const body = { metrics: ['visitors', 'events'], date_range: 'day' }
	const named = [[['is', 'event:goal', ['Visit /price']]], [['is', 'segment', [id]]]] as const
	for (const filters of named) {
		const answer = await query(ada, { ...body, site_id: 'ada.example', filters })
		expect(await answer.json<QueryResult>()).toMatchObject({ results: [{ metrics: [1, 1] }] })
		const { answers } = await (
			await ada.key('POST', '/api/dashboard/sites/ada.example/query', { queries: [{ ...body, filters }] })
		).json<{ answers: unknown[] }>()
		expect(answers).toMatchObject([{ result: { results: [{ metrics: [1, 1] }] } }])
		const foreign = await error(await query(bob, { ...body, site_id: 'bob.example', filters }))
		expect(foreign).toEqual({ status: 400, error: expect.stringMatching(/^#\/filters\/0/) })
	}
})

test('what only the dashboard may ask is unknown here', async () => {
	const body = visitors('ada.example')
	for (const [change, pointer] of [
		[{ metrics: ['exit_rate'], dimensions: ['visit:exit_page'] }, '#/metrics/0'],
		[{ dimensions: ['time:minute'] }, '#/dimensions/0'],
		[{ include: { compare: 'previous_period' } }, '#/include/compare'],
	] as const) {
		const answer = await error(await query(ada, { ...body, ...change }))
		expect(answer).toEqual({ status: 400, error: expect.stringContaining(`${pointer}: `) })
	}
})

const EVIL = [
	"'; DROP TABLE events; --",
	"' OR 1=1 --",
	'" OR ""="',
	"%' OR '1'='1",
	'\u0000',
	'\ud800',
	"'||(SELECT group_concat(page) FROM events)||'",
	'?1',
	'$[0]',
	') UNION SELECT * FROM visits --',
]

test.each(EVIL)(
	'the text %j is a value wherever it stands, never SQL',
	async (evil) => {
		const body = visitors('ada.example')
		const before = await count()
		const filter = (...parts: unknown[]) => ({ ...body, filters: [parts] })
		const empty = [
			filter('is', 'event:page', [evil]),
			filter('contains', 'visit:source', [evil]),
			filter('contains', 'visit:country_name', [evil]),
			filter('is', 'visit:region_name', [evil], { case_sensitive: false }),
			filter('is', `event:props:${evil}`, ['x']),
			filter('has_done', ['is', 'event:name', [evil]]),
			filter(
				'or',
				Array.from({ length: 20 }, (_, i) => ['is', 'visit:city', [`${evil}${i}`]]),
			),
			filter(
				'contains',
				'event:page',
				Array.from({ length: 20 }, (_, i) => `${evil}${i}`),
			),
		]
		for (const one of empty) {
			const answer = await query(ada, one)
			expect([await answer.json<QueryResult>(), answer.status]).toMatchObject([
				{ results: [{ metrics: [0, 0] }] },
				200,
			])
		}
		const blank = await (
			await query(ada, { ...body, dimensions: [`event:props:${evil}`] })
		).json<QueryResult>()
		expect(blank.results).toEqual([{ metrics: [2, 3], dimensions: ['(none)'] }])
		const refused = [
			{ ...body, metrics: [evil] },
			{ ...body, dimensions: [evil] },
			{ ...body, order_by: [[evil, 'asc']] },
			{ ...body, order_by: [['visitors', evil]] },
			{ ...body, date_range: evil },
			{ ...body, date_range: [evil, evil] },
			{ ...body, filters: [[evil, 'event:page', ['/']]] },
			{ ...body, filters: [['is', evil, ['/']]] },
			{ ...body, filters: [['is', 'event:page', ['/'], { [evil]: true }]] },
			{ ...body, include: { [evil]: true } },
			{ ...body, pagination: { limit: evil } },
			{ ...body, pagination: { [evil]: 1 } },
			{ ...body, [evil]: 1 },
		]
		for (const one of refused) expect((await query(ada, one)).status, JSON.stringify(one)).toBe(400)
		expect((await query(ada, { ...body, site_id: evil })).status).toBe(401)
		expect(await count()).toEqual(before)
	},
	20_000,
)

const count = () =>
	env.STATS_0.prepare('SELECT (SELECT count(*) FROM events) AS e, (SELECT count(*) FROM visits) AS v').first()

const nested = (depth: number): unknown =>
	Array.from({ length: depth }).reduce<unknown>((inner) => ['not', inner], ['is', 'event:page', ['/']])

test.each<[string, unknown]>([
	['filters nested a thousand deep', { filters: [nested(1_000)] }],
	['a thousand filters', { filters: Array.from({ length: 1_000 }, () => ['is', 'event:page', ['/']]) }],
	['five thousand clauses', { filters: [['is', 'event:page', Array.from({ length: 5_000 }, String)]] }],
	['a pattern that explodes', { filters: [['matches', 'event:page', ['((a{1,100}){1,100}){1,100}']]] }],
	['a pattern that looks around', { filters: [['matches', 'event:page', ['(?=a)']]] }],
	['a hundred dimensions', { dimensions: Array.from({ length: 100 }, (_, i) => `event:props:${i}`) }],
	['a limit of infinity', { pagination: { limit: 1e308 } }],
	[
		'labels of every hour since 1990',
		{ date_range: ['1990-01-01', '2026-01-01'], dimensions: ['time:hour'], include: { time_labels: true } },
	],
	['prototypes', JSON.parse('{"__proto__": {"site_id": "bob.example"}, "constructor": {}}')],
])('%s are refused', async (_, change) => {
	const answer = await query(ada, { ...visitors('ada.example'), ...(change as object) })
	expect(answer.status).toBe(400)
	expect(Object.keys(await answer.json<object>())).toEqual(['error'])
})

test.each<[string, unknown, number]>([
	[
		'a hundred filters of eight clauses',
		{
			filters: Array.from({ length: 100 }, (_, i) => [
				'contains',
				'event:page',
				Array.from({ length: 8 }, (_, j) => `${i}.${j}`),
			]),
		},
		200,
	],
	['filters nested nine deep', { filters: [nested(9)] }, 200],
	['ten dimensions', { dimensions: Array.from({ length: 10 }, (_, i) => `event:props:p${i}`) }, 200],
	['ten thousand years', { date_range: ['0001-01-01', '9999-12-31'], dimensions: ['time:month'] }, 200],
	['an offset beyond all rows', { pagination: { limit: 1, offset: 1_000_000_000 } }, 200],
])('%s are answered', async (_, change, status) => {
	const answer = await query(ada, { ...visitors('ada.example'), ...(change as object) })
	expect(answer.status, await answer.clone().text()).toBe(status)
})

test('more than 64 KiB is refused before it is read', async () => {
	const answer = await query(ada, {
		...visitors('ada.example'),
		filters: [['is', 'event:page', ['x'.repeat(70_000)]]],
	})
	expect(await error(answer)).toEqual({ status: 413, error: expect.any(String) })
})

test('while the traffic database takes or gives nothing the answer is 503, and right again afterwards', async () => {
	await bob.key('POST', '/api/v1/sites', { domain: 'down.example' })
	await visit('down.example', '192.0.2.5', '/')
	const dashboard = (what: string, body?: unknown) =>
		bob.key(body ? 'POST' : 'GET', `/api/dashboard/sites/down.example/${what}`, body)
	await env.STATS_0.prepare('ALTER TABLE events RENAME TO events_away').run()
	try {
		const answer = await query(bob, { ...visitors('down.example'), dimensions: ['event:page'] })
		expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
		expect(await error(answer)).toEqual({ status: 503, error: expect.any(String) })
		const { answers, state } = await (
			await dashboard('query', { queries: [{ ...visitors('down.example'), dimensions: ['event:page'] }, {}] })
		).json<{ answers: unknown[]; state: unknown }>()
		expect(answers).toEqual([
			{ error: expect.any(String), status: 503 },
			{ error: expect.stringContaining('#/metrics'), status: 400 },
		])
		expect(state).toEqual({
			commit: expect.any(Number),
			pending: 1,
			behind_since: expect.stringMatching(/^2\d{3}-.*Z$/),
			retention_missed_since: null,
		})
		expect((await dashboard('now')).status).toBe(503)
	} finally {
		await env.STATS_0.prepare('ALTER TABLE events_away RENAME TO events').run()
	}
	const after = await (await query(bob, visitors('down.example'))).json<QueryResult>()
	expect(after.results).toEqual([{ metrics: [1, 1], dimensions: [] }])
})

test('the 601st query of an hour is told to wait; other accounts are not', async () => {
	const cara = await signedIn('cara-query@example.org')
	await cara.key('POST', '/api/v1/sites', { domain: 'cara.example' })
	expect(RULES.queries).toMatchObject({ limit: 600, windowSeconds: 3600 })
	const key = await env.DB.prepare('SELECT key FROM attempt').all()
	expect((await query(cara, visitors('cara.example'))).status).toBe(200)
	const known = new Set(key.results.map((row) => row.key))
	const all = await env.DB.prepare('SELECT key FROM attempt').all()
	const [own] = all.results.filter((row) => !known.has(row.key))
	await env.DB.prepare('UPDATE attempt SET count = 600 WHERE key = ?').bind(own?.key).run()
	const answer = await query(cara, visitors('cara.example'))
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
	expect(await error(answer)).toEqual({ status: 429, error: expect.any(String) })
	expect((await query(bob, visitors('bob.example'))).status).toBe(200)
})
