/** Longer than most: every parameter of four endpoints has its case here. */
import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { RULES } from '../account/attempts.ts'
import type { QueryResult } from '../stats/result.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
const line = (timestamp: string, visitor: string, path: string, more: object = {}) =>
	JSON.stringify({ timestamp, visitor_id: visitor, url: `https://old.example${path}`, ...more })
const google = { referrer: 'https://www.google.com/', country: 'NO' }

beforeAll(async () => {
	ada = await signedIn('ada-legacy@example.org')
	bob = await signedIn('bob-legacy@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'old.example', timezone: 'Europe/Oslo' })
	const lines = [
		line('2026-02-28T12:00:00Z', 'cid', '/', { country: 'SE' }),
		// Already the 2nd of March in Oslo.
		line('2026-03-01T23:30:00Z', 'ann', '/blog/a', google),
		line('2026-03-01T23:35:00Z', 'ann', '/price'),
		line('2026-03-02T09:00:00Z', 'bob', '/blog/b', { country: 'SE' }),
		line('2026-03-04T09:00:00Z', 'ann', '/blog/a%7Cb', google),
		line('2026-03-04T09:01:00Z', 'ann', '/blog/a%7Cb', {
			name: 'Signup',
			props: { plan: 'free', visitors: 'x' },
		}),
		line('2026-04-15T09:00:00Z', 'dan', '/price', { country: 'SE' }),
	]
	const report = await ada.key('POST', '/api/v1/sites/old.example/events/import', lines.join('\n'))
	expect(await report.json()).toMatchObject({ kept: 7, errors: [] })
})

const get = (what: string, params: Record<string, string> = {}, who = ada) =>
	who.key('GET', `/api/v1/stats/${what}?${new URLSearchParams({ site_id: 'old.example', ...params })}`)
/** The days that most of the rows lie in. */
const MARCH = { period: 'custom', date: '2026-03-01,2026-03-04' }
async function results(what: string, params: Record<string, string> = {}): Promise<unknown> {
	const answer = await get(what, params)
	expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
	const body = await answer.json<{ results: unknown }>()
	expect(Object.keys(body)).toEqual(['results'])
	return body.results
}

test('realtime/visitors is a bare number of those of the last five minutes', async () => {
	expect(await (await get('realtime/visitors')).text()).toBe('0')
	for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1']) {
		await exports.default.fetch('http://jitt.test/api/event', {
			method: 'POST',
			headers: {
				'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
				'cf-connecting-ip': address,
			},
			body: JSON.stringify({ n: 'pageview', u: 'https://old.example/now', d: 'old.example' }),
		})
	}
	const answer = await get('realtime/visitors')
	expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
		200,
		'application/json',
		'2',
	])
	// And they are in every period that ends today.
	for (const period of ['day', '7d', '30d', 'month', '6mo', '12mo']) {
		expect(await results('aggregate', { period, filters: 'event:page==/now' })).toEqual({
			visitors: { value: 2 },
		})
	}
})

test('aggregate: visitors of the last 30 days by default, other metrics by name', async () => {
	expect(await results('aggregate', { filters: 'event:page==/now' })).toEqual({ visitors: { value: 2 } })
	expect(
		await results('aggregate', {
			...MARCH,
			metrics: 'visitors,visits, pageviews,events,bounce_rate,visit_duration,views_per_visit',
		}),
	).toEqual({
		visitors: { value: 2 },
		visits: { value: 3 },
		pageviews: { value: 4 },
		events: { value: 5 },
		bounce_rate: { value: 33 },
		visit_duration: { value: 120 },
		views_per_visit: { value: 1.33 },
	})
})

test('aggregate: period and date', async () => {
	const visitors = async (period: string, date: string) => {
		const { visitors } = (await results('aggregate', { period, date })) as { visitors: { value: number } }
		return visitors.value
	}
	expect(await visitors('day', '2026-03-02')).toBe(2)
	expect(await visitors('day', '2026-03-01')).toBe(0)
	expect(await visitors('7d', '2026-03-06')).toBe(3)
	expect(await visitors('7d', '2026-03-08')).toBe(2)
	expect(await visitors('30d', '2026-03-30')).toBe(3)
	expect(await visitors('30d', '2026-03-31')).toBe(2)
	expect(await visitors('month', '2026-03-31')).toBe(2)
	expect(await visitors('6mo', '2026-04-01')).toBe(4)
	expect(await visitors('12mo', '2026-05-31')).toBe(4)
	expect(await visitors('12mo', '2026-02-01')).toBe(1)
	expect(await visitors('custom', '2026-02-28,2026-03-02')).toBe(3)
})

test('aggregate: compare adds the change against the days before', async () => {
	const params = { period: 'custom', date: '2026-03-02,2026-03-04', compare: 'previous_period' }
	const metrics = 'visitors,pageviews,bounce_rate,visit_duration,scroll_depth'
	expect(await results('aggregate', { ...params, metrics: metrics.replace(',scroll_depth', '') })).toEqual({
		visitors: { value: 2, change: 100 },
		pageviews: { value: 4, change: 300 },
		bounce_rate: { value: 33, change: -67 },
		visit_duration: { value: 120, change: 100 },
	})
	// Nothing before, and nothing at all.
	expect(await results('aggregate', { ...params, date: '2026-04-15,2026-04-15' })).toEqual({
		visitors: { value: 1, change: 100 },
	})
	expect(
		await results('aggregate', { ...params, date: '2026-05-15,2026-05-15', metrics: 'visitors,bounce_rate' }),
	).toEqual({
		visitors: { value: 0, change: 0 },
		bounce_rate: { value: 0, change: null },
	})
	expect(
		await results('aggregate', { ...params, metrics: 'scroll_depth', filters: 'event:page==/price' }),
	).toEqual({
		scroll_depth: { value: null, change: null },
	})
	expect(await results('aggregate', { ...params, date: '2026-03-05,2026-03-07' })).toEqual({
		visitors: { value: 0, change: -100 },
	})
})

test.each([
	['visit:source==Google', 1],
	['visit:source!=Google', 1],
	['visit:country==NO|SE', 2],
	['event:page==/blog/a', 1],
	['event:page==/blog/*', 2],
	['event:page==*price*', 1],
	['event:page==/blog/a\\|b', 1],
	['event:page==/blog/a|/blog/b', 2],
	['event:page!=/*', 0],
	['event:props:plan==free', 1],
	['event:name==Signup;visit:country==NO', 1],
	['event:name==Signup;visit:country==SE', 0],
	['visit:source==Direct / None', 1],
])('aggregate: of the filters %j are %i', async (filters, visitors) => {
	expect(await results('aggregate', { ...MARCH, filters })).toEqual({ visitors: { value: visitors } })
})

test('with_imported changes nothing: imported events are events', async () => {
	for (const with_imported of ['true', 'false']) {
		expect(await results('aggregate', { ...MARCH, with_imported })).toEqual({ visitors: { value: 2 } })
	}
})

test('timeseries: every date of the period, zero or null where it is empty', async () => {
	expect(await results('timeseries', { ...MARCH, metrics: 'visitors,pageviews,bounce_rate' })).toEqual([
		{ date: '2026-03-01', visitors: 0, pageviews: 0, bounce_rate: 0 },
		{ date: '2026-03-02', visitors: 2, pageviews: 3, bounce_rate: 50 },
		{ date: '2026-03-03', visitors: 0, pageviews: 0, bounce_rate: 0 },
		{ date: '2026-03-04', visitors: 1, pageviews: 1, bounce_rate: 0 },
	])
	expect(
		await results('timeseries', { ...MARCH, metrics: 'scroll_depth', filters: 'event:page==/price' }),
	).toContainEqual({
		date: '2026-03-03',
		scroll_depth: null,
	})
})

test('timeseries: hours of a day, days of weeks, months of months, unless interval says otherwise', async () => {
	const dates = async (params: Record<string, string>) =>
		((await results('timeseries', params)) as { date: string }[]).map(({ date }) => date)
	const day = await dates({ period: 'day', date: '2026-03-02' })
	expect([day.length, day[0], day[23]]).toEqual([24, '2026-03-02 00:00:00', '2026-03-02 23:00:00'])
	expect(await dates({ period: '7d', date: '2026-03-04' })).toHaveLength(7)
	expect(await dates({ period: '30d', date: '2026-03-31' })).toHaveLength(31)
	expect(await dates({ period: 'month', date: '2026-02-01' })).toHaveLength(28)
	expect(await dates({ period: '6mo', date: '2026-04-01' })).toEqual([
		...['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'],
	])
	expect(await dates({ period: '12mo', date: '2026-04-01' })).toHaveLength(12)
	expect(await dates({ period: 'day', date: '2026-03-02', interval: 'day' })).toEqual(['2026-03-02'])
	expect(await dates({ period: '6mo', date: '2026-04-01', interval: 'date' })).toHaveLength(181)
	expect(await dates({ ...MARCH, date: '2026-02-28,2026-03-01', interval: 'month' })).toEqual([
		'2026-02-01',
		'2026-03-01',
	])
})

test('breakdown: rows by property, named by it', async () => {
	expect(
		await results('breakdown', { ...MARCH, property: 'visit:source', metrics: 'visits,visitors' }),
	).toEqual([
		{ source: 'Google', visits: 2, visitors: 1 },
		{ source: 'Direct / None', visits: 1, visitors: 1 },
	])
	expect(await results('breakdown', { ...MARCH, property: 'event:props:plan', metrics: 'events' })).toEqual([
		{ plan: '(none)', events: 4 },
		{ plan: 'free', events: 1 },
	])
})

test('goals: as filter, as property, and the share that reached them', async () => {
	for (const goal of [
		{ goal_type: 'event', event_name: 'Signup' },
		{ goal_type: 'page', page_path: '/blog*' },
	]) {
		await ada.key('PUT', '/api/v1/sites/goals', { site_id: 'old.example', ...goal })
	}
	const metrics = 'visitors,events,conversion_rate'
	expect(await results('aggregate', { ...MARCH, metrics, filters: 'event:goal==Signup' })).toEqual({
		visitors: { value: 1 },
		events: { value: 1 },
		conversion_rate: { value: 50 },
	})
	expect(await results('breakdown', { ...MARCH, metrics, property: 'event:goal' })).toEqual([
		{ goal: 'Visit /blog*', visitors: 2, events: 3, conversion_rate: 100 },
		{ goal: 'Signup', visitors: 1, events: 1, conversion_rate: 50 },
	])
	expect(await results('aggregate', { ...MARCH, filters: 'event:goal==Visit /blog*|Signup' })).toEqual({
		visitors: { value: 2 },
	})
	// By date, of those who came on it.
	expect(
		await results('timeseries', { ...MARCH, metrics: 'conversion_rate', filters: 'event:goal==Signup' }),
	).toEqual([
		{ date: '2026-03-01', conversion_rate: 0 },
		{ date: '2026-03-02', conversion_rate: 0 },
		{ date: '2026-03-03', conversion_rate: 0 },
		{ date: '2026-03-04', conversion_rate: 100 },
	])
	for (const filters of ['event:goal==Nothing', 'event:goal!=Signup']) {
		const answer = await get('aggregate', { ...MARCH, filters })
		expect([answer.status, await answer.json()], filters).toEqual([
			400,
			{ error: expect.stringMatching(/^filters: /) },
		])
	}
	const answer = await get('aggregate', { ...MARCH, metrics: 'conversion_rate' })
	expect([answer.status, await answer.json()]).toEqual([
		400,
		{ error: expect.stringContaining('conversion_rate') },
	])
})

test('breakdown: limit and page', async () => {
	const page = { ...MARCH, property: 'event:page', metrics: 'pageviews' }
	const all = (await results('breakdown', page)) as unknown[]
	expect(all).toHaveLength(4)
	expect(await results('breakdown', { ...page, limit: '3' })).toEqual(all.slice(0, 3))
	expect(await results('breakdown', { ...page, limit: '3', page: '2' })).toEqual(all.slice(3))
	expect(await results('breakdown', { ...page, limit: '1000', page: '1000000' })).toEqual([])
})

test('the numbers are those of the Stats API v2', async () => {
	const query = {
		site_id: 'old.example',
		date_range: ['2026-03-01', '2026-03-04'],
		metrics: ['visitors', 'pageviews'],
		dimensions: ['event:page'],
	}
	const v2 = await (await ada.key('POST', '/api/v2/query', query)).json<QueryResult>()
	expect(
		await results('breakdown', { ...MARCH, property: 'event:page', metrics: 'visitors,pageviews' }),
	).toEqual(
		v2.results.map(({ dimensions, metrics }) => ({
			page: dimensions[0],
			visitors: metrics[0],
			pageviews: metrics[1],
		})),
	)
})

test.each<[string, string, Record<string, string>]>([
	['site_id', 'aggregate', { site_id: '' }],
	['site_id', 'realtime/visitors', { site_id: ' ' }],
	['period', 'aggregate', { period: '90d' }],
	['period', 'timeseries', { period: 'realtime' }],
	['date', 'aggregate', { date: 'yesterday' }],
	['date', 'breakdown', { period: 'custom', property: 'visit:source' }],
	['metrics', 'aggregate', { metrics: 'nonsense' }],
	['metrics', 'aggregate', { metrics: 'visitors,' }],
	['metrics', 'aggregate', { metrics: 'visitors,visitors' }],
	['metrics', 'aggregate', { metrics: 'exit_rate' }],
	['metrics', 'aggregate', { metrics: 'exit_rate', compare: 'previous_period' }],
	['filters', 'aggregate', { filters: 'visit:source' }],
	['filters', 'aggregate', { filters: 'visit:moon==full' }],
	['filters', 'aggregate', { filters: 'visit:country==Norway' }],
	['filters', 'aggregate', { filters: `event:page==${'/x'.repeat(600)}*` }],
	['filters', 'timeseries', { filters: 'time:day==2026-03-01' }],
	['with_imported', 'aggregate', { with_imported: 'maybe' }],
	['compare', 'aggregate', { compare: 'next_period' }],
	['interval', 'timeseries', { interval: 'week' }],
	['interval', 'timeseries', { period: 'custom', date: '1000-01-01,9999-12-31' }],
	['property', 'breakdown', {}],
	['property', 'breakdown', { property: 'visit:moon' }],
	['property', 'breakdown', { property: 'time:day' }],
	['property', 'breakdown', { property: 'time' }],
	['property', 'breakdown', { property: 'event:props:' }],
	['property', 'breakdown', { property: 'event:props:visitors' }],
	['limit', 'breakdown', { property: 'visit:source', limit: '0' }],
	['limit', 'breakdown', { property: 'visit:source', limit: '1001' }],
	['limit', 'breakdown', { property: 'visit:source', limit: '1e2' }],
	['page', 'breakdown', { property: 'visit:source', page: '0' }],
	['page', 'breakdown', { property: 'visit:source', page: '1000001' }],
	['page', 'breakdown', { property: 'visit:source', page: '-1' }],
])('a wrong %s of %s %j is a 400 that names it', async (name, what, params) => {
	const answer = await get(what, params)
	expect([answer.status, await answer.json()]).toEqual([
		400,
		{ error: expect.stringMatching(new RegExp(`^${name}: `)) },
	])
})

test('a metric that does not go with the question is refused by its name', async () => {
	const answer = await get('breakdown', { property: 'visit:source', metrics: 'views_per_visit' })
	expect([answer.status, await answer.json()]).toEqual([
		400,
		{ error: expect.stringContaining('views_per_visit') },
	])
})

const ALL = ['realtime/visitors', 'aggregate', 'timeseries', 'breakdown']

test.each(ALL)(
	'%s: a foreign site and one that does not exist are refused in the same words',
	async (what) => {
		const more = { property: 'visit:source' }
		const answers = [
			await get(what, more, bob),
			await get(what, { ...more, site_id: 'nowhere.example' }, bob),
		]
		for (const answer of answers) {
			expect([answer.status, await answer.json()]).toEqual([401, { error: 'Invalid API key or site ID' }])
		}
	},
)

test('while the traffic database gives nothing the answer is 503', async () => {
	await bob.key('POST', '/api/v1/sites', { domain: 'closed.example' })
	await env.STATS_0.prepare('ALTER TABLE events RENAME TO events_away').run()
	try {
		for (const what of ALL) {
			const answer = await get(
				what,
				{ site_id: 'closed.example', property: 'event:page', metrics: 'pageviews' },
				bob,
			)
			expect([answer.status, answer.headers.get('retry-after')], what).toEqual([503, '5'])
		}
	} finally {
		await env.STATS_0.prepare('ALTER TABLE events_away RENAME TO events').run()
	}
})

test('the 601st request of an hour is told to wait, whatever it asks', async () => {
	const cara = await signedIn('cara-legacy@example.org')
	await cara.key('POST', '/api/v1/sites', { domain: 'cara-old.example' })
	const known = await env.DB.prepare('SELECT key FROM attempt').all()
	const keys = known.results.map((row) => row.key)
	const ask = (what: string) => get(what, { site_id: 'cara-old.example', property: 'visit:source' }, cara)
	expect((await ask('aggregate')).status).toBe(200)
	const all = await env.DB.prepare('SELECT key FROM attempt').all()
	const own = all.results.filter((row) => !keys.includes(row.key))
	expect(own).toHaveLength(1)
	await env.DB.prepare('UPDATE attempt SET count = ? WHERE key = ?')
		.bind(RULES.queries.limit, own[0]?.key)
		.run()
	for (const what of ALL) {
		const answer = await ask(what)
		expect([answer.status, await answer.json()], what).toEqual([429, { error: expect.any(String) }])
	}
})
