/** Long for its list of faults: one case each. */
import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { JourneyResult } from '../stats/journey.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
beforeAll(async () => {
	ada = await signedIn('ada-explore@example.org')
	bob = await signedIn('bob-explore@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'ways.example' })
	for (const [address, names] of [
		['192.0.2.1', ['/', '/pricing/team', 'Sign up']],
		['192.0.2.2', ['/', '/about', '/pricing/team']],
		['192.0.2.3', ['/']],
	] as const) {
		for (const name of names) await send(address, name)
	}
})

const send = (address: string, what: string) =>
	exports.default.fetch('http://jitt.test/api/event', {
		method: 'POST',
		headers: {
			'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
			'cf-connecting-ip': address,
		},
		body: JSON.stringify({
			n: what.startsWith('/') ? 'pageview' : what,
			u: `https://ways.example${what.startsWith('/') ? what : '/pricing/team'}`,
			d: 'ways.example',
		}),
	})

const ask = async (kind: string, body: unknown, who: Person['session'] = ada.session) => {
	const answer = await who('POST', `/api/dashboard/sites/ways.example/${kind}`, body)
	return { status: answer.status, etag: answer.headers.get('etag'), body: (await answer.json()) as unknown }
}
const TODAY = { date_range: 'day' }
const STEPS = [{ page: '/' }, { page: '/pricing*' }, { event: 'Sign up' }]
const faultsOf = async (kind: string, body: unknown): Promise<string[]> => {
	const { status, body: answer } = await ask(kind, body)
	expect(status, JSON.stringify(answer)).toBe(400)
	return (answer as { error: string }).error.split('\n')
}

test('a funnel of pages and events, open and strict', async () => {
	const open = await ask('funnel', { ...TODAY, steps: STEPS })
	expect(open).toMatchObject({
		status: 200,
		body: {
			result: {
				conversion_rate: 33.33,
				covers: null,
				steps: [
					{ label: 'Visit /', visitors: 3, conversion_rate: 100, step_conversion_rate: null, dropped: null },
					{ label: 'Visit /pricing*', visitors: 2, conversion_rate: 66.67, dropped: 1, drop_off_rate: 33.33 },
					{ label: 'Sign up', visitors: 1, conversion_rate: 33.33, step_conversion_rate: 50, dropped: 1 },
				],
				query: { order: 'open', window_minutes: null, filters: [] },
			},
			state: { pending: 0, behind_since: null },
		},
	})
	const strict = await ask('funnel', { ...TODAY, steps: STEPS, order: 'strict', window_minutes: 60 })
	expect(strict.body).toMatchObject({
		result: { steps: [{ visitors: 3 }, { visitors: 1 }, { visitors: 1 }], covers: { visitors: 0, of: 3 } },
	})
})

test("a step may be one of the site's goals", async () => {
	const made = await ada.session('PUT', '/api/v1/sites/goals', {
		site_id: 'ways.example',
		goal_type: 'page',
		page_path: '/about',
	})
	const { id }: { id: number } = await made.json()
	const steps = [{ goal: id }, { page: '/pricing/**' }]
	expect((await ask('funnel', { ...TODAY, steps })).body).toMatchObject({
		result: { steps: [{ label: 'Visit /about', visitors: 1 }, { visitors: 1 }] },
	})
	expect(await faultsOf('funnel', { ...TODAY, steps: [{ goal: id }, { goal: id + 1 }] })).toEqual([
		`#/steps/1/goal: The site has no goal ${id + 1}`,
	])
})

test('journeys onward from a page, back from one, and from the beginning', async () => {
	expect((await ask('journey', { ...TODAY, page: '/', depth: 2 })).body).toMatchObject({
		result: {
			start: { page: '/', visits: 3, visitors: 3 },
			steps: [
				{
					pages: [
						{ page: '/about', visits: 1, visitors: 1, percentage: 33.3 },
						{ page: '/pricing/team', visits: 1 },
					],
					others: { pages: 0, visits: 0 },
					left: { visits: 1, visitors: 1, percentage: 33.3 },
				},
				{
					pages: [{ page: '/pricing/team', visits: 1, percentage: 50 }],
					left: { visits: 1, percentage: 50 },
					links: [{ from: '/about', to: '/pricing/team', visits: 1 }],
				},
			],
			sampled: null,
		},
	})
	const back = await ask('journey', { ...TODAY, page: '/pricing/team', direction: 'previous', limit: 1 })
	expect(back.body).toMatchObject({
		result: {
			start: { visits: 2 },
			steps: [
				{ pages: [{ page: '/', visits: 1 }], others: { pages: 1, visits: 1 }, left: { visits: 0 } },
				{
					pages: [{ page: '/', visits: 1 }],
					left: { visits: 1 },
					links: [{ from: null, to: '/', visits: 1 }],
				},
				{ pages: [], left: { visits: 1 } },
			],
		},
	})
	expect((await ask('journey', TODAY)).body).toMatchObject({
		result: { start: { page: null, visits: 3 }, steps: [{ pages: [{ page: '/', visits: 3 }] }, {}, {}, {}] },
	})
})

test('retention says that nobody can be recognised, and why', async () => {
	expect((await ask('retention', TODAY)).body).toMatchObject({
		result: {
			covers: { visitors: 0, of: 3 },
			empty: expect.stringContaining('lightweight'),
			cohorts: [],
			days: [],
			query: { period: 'week' },
		},
	})
	expect((await ask('retention', { date_range: ['2020-01-01', '2020-01-31'] })).body).toMatchObject({
		result: { covers: { visitors: 0, of: 0 }, empty: 'There are no visits in this range.' },
	})
})

test('filters select as in the query language', async () => {
	const none = await ask('funnel', { ...TODAY, steps: STEPS, filters: [['is', 'visit:browser', ['Chrome']]] })
	expect(none.body).toMatchObject({ result: { conversion_rate: 0, steps: [{ visitors: 0 }, {}, {}] } })
	const without = await ask('journey', {
		...TODAY,
		page: '/',
		filters: [['is_not', 'event:page', ['/about']]],
	})
	expect(without.body).toMatchObject({
		result: { steps: [{ pages: [{ page: '/pricing/team', visits: 2 }] }, {}] },
	})
	const done = [['has_done', ['is', 'event:name', ['Sign up']]]]
	expect((await ask('retention', { ...TODAY, filters: done })).body).toMatchObject({
		result: { covers: { visitors: 0, of: 1 } },
	})
})

test('an answer that has not changed is not sent again', async () => {
	const body = { ...TODAY, steps: STEPS, window_minutes: 5 }
	const { etag } = await ask('funnel', body)
	const again = await ada.session('POST', '/api/dashboard/sites/ways.example/funnel', body, {
		'if-none-match': etag ?? '',
	})
	expect(again.status).toBe(304)
	const other = await ada.session('POST', '/api/dashboard/sites/ways.example/journey', TODAY, {
		'if-none-match': etag ?? '',
	})
	expect(other.status).toBe(200)
})

test.each<[string, object, string]>([
	['funnel', {}, '#/steps: A funnel has 2 to 8 steps'],
	['funnel', { steps: [{ page: '/' }] }, '#/steps: A funnel has 2 to 8 steps'],
	[
		'funnel',
		{ steps: Array.from({ length: 9 }, () => ({ page: '/' })) },
		'#/steps: A funnel has 2 to 8 steps',
	],
	[
		'funnel',
		{ steps: [{ page: '/' }, 'x'] },
		'#/steps/1: A step is {"goal": id}, {"page": path} or {"event": name}',
	],
	['funnel', { steps: [{ page: '/', event: 'x' }, { page: '/' }] }, '#/steps/0: A step is {"goal"'],
	['funnel', { steps: [{ page: '/' }, { toString: 1 }] }, '#/steps/1: A step is {"goal"'],
	['funnel', { steps: [{ page: '/' }, { page: 7 }] }, '#/steps/1/page: A path has 1 to 500 characters'],
	['funnel', { steps: [{ page: '*'.repeat(11) }, { page: '/' }] }, '#/steps/0/page: A path has'],
	[
		'funnel',
		{ steps: [{ page: '/' }, { event: 'pageview' }] },
		'#/steps/1/event: The name of a custom event',
	],
	['funnel', { steps: [{ page: '/' }, { goal: 1.5 }] }, '#/steps/1/goal: The number of a goal'],
	['funnel', { steps: STEPS, order: 'loose' }, '#/order: One of open, strict'],
	[
		'funnel',
		{ steps: STEPS, window_minutes: 0 },
		'#/window_minutes: A whole number of minutes from 1 to 43200, or null',
	],
	['funnel', { steps: STEPS, 'a/b': 1 }, '#/a~1b: Unknown key'],
	['funnel', { steps: STEPS, date_range: 'ever' }, '#/date_range: Invalid date range "ever"'],
	['funnel', { steps: STEPS, filters: [['is', 'x', []]] }, '#/filters/0: Invalid filter'],
	['journey', { depth: 11 }, '#/depth: A whole number from 1 to 10'],
	['journey', { limit: 0 }, '#/limit: A whole number from 1 to 50'],
	['journey', { page: '' }, '#/page: A page is a path'],
	['journey', { direction: 'previous' }, '#/page: Only with a page'],
	['journey', { direction: 'up' }, '#/direction: One of next, previous'],
	['retention', { period: 'day' }, '#/period: One of week, month'],
	['retention', { filters: [['is', 'event:page', ['/']]] }, '#/filters: Retention is about visits'],
	['retention', { date_range: '5000d' }, '#/date_range: There may be 260 weeks'],
])('%s %j is refused where it is wrong', async (kind, body, fault) => {
	expect((await faultsOf(kind, { ...TODAY, ...body }))[0]).toContain(fault)
})

test('several faults are told at once', async () => {
	expect(await faultsOf('funnel', { ...TODAY, steps: [1, { page: '' }], order: 1 })).toHaveLength(3)
})

test("another's site is as unknown as none", async () => {
	for (const kind of ['funnel', 'journey', 'retention']) {
		expect(await ask(kind, TODAY, bob.session)).toMatchObject({
			status: 404,
			body: { error: 'Site could not be found' },
		})
	}
})

test('of a visit that never ends only the near part is read', async () => {
	const first = await env.STATS_0.prepare(
		"SELECT * FROM events WHERE hostname = 'ways.example' ORDER BY time, id LIMIT 1",
	).first()
	expect(first).toMatchObject({ page: '/' })
	// 300 page views of 10,000 characters, all in the same visit behind its first: three million together.
	const rows = Array.from({ length: 300 }, (_, i) => ({
		...first,
		id: -1 - i,
		time: Number(first?.time) + 1 + i,
		page: `/${i}/${'x'.repeat(10_000)}`,
	}))
	const columns = Object.keys(first ?? {})
	const text = `INSERT INTO events (${columns.join()}) VALUES (${columns.map(() => '?').join()})`
	const values = (row: Record<string, unknown>) => columns.map((column) => row[column])
	await env.STATS_0.batch(rows.map((row) => env.STATS_0.prepare(text).bind(...values(row))))
	const { status, body } = await ask('journey', { ...TODAY, page: '/', depth: 10 })
	expect(status).toBe(200)
	const { steps } = (body as { result: JourneyResult }).result
	const pages = steps.flatMap((step) => step.pages.map(({ page }) => page))
	expect(pages.filter((page) => page.includes('xxx'))).toEqual([rows[0]?.page, rows[1]?.page])
})
