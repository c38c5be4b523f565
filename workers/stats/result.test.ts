import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { answer, type QueryResult } from './run.ts'
import { type Beat, worldOf, write } from './world.ts'

const SITE = { id: 800, domain: 'result.example', timezone: 'Europe/Oslo' }
const NOW = Date.parse('2026-03-31T10:00:00Z')

/** Ten people on as many pages; the first ones come from Google and go on to the front page. */
const beats: Beat[] = Array.from({ length: 10 }, (_, i) => [
	{
		person: i,
		at: `2026-03-${String(28 + (i % 3)).padStart(2, '0')}T12:0${i}:00Z`,
		page: `/p${i}`,
		facts: i < 4 ? { source: 'Google', country: 'NO' } : { country: i < 7 ? 'DE' : '' },
	},
	...(i < 5 ? [{ person: i, at: `2026-03-${28 + (i % 3)}T12:1${i}:00Z`, page: '/' }] : []),
]).flat()

beforeAll(() => write(env.STATS_0, worldOf(SITE.id, SITE.timezone, beats)))

async function ask(body: object, dashboard = false): Promise<QueryResult> {
	const asked = { site_id: SITE.domain, date_range: ['2026-03-28', '2026-03-31'], ...body }
	const result = await answer(env.STATS_0, SITE, asked, { now: NOW, dashboard })
	if (!result.ok) throw new Error(result.error.message)
	return result.value
}
const PAGES = { metrics: ['visitors'], dimensions: ['event:page'] }

test('pages of an answer never overlap and together are the whole, in the same order', async () => {
	const whole = await ask(PAGES)
	expect(whole.results).toHaveLength(11)
	expect(whole.results[0]).toEqual({ metrics: [5], dimensions: ['/'] })
	const parts: QueryResult['results'] = []
	for (let offset = 0; offset < 12; offset += 3) {
		const part = await ask({ ...PAGES, pagination: { limit: 3, offset }, include: { total_rows: true } })
		expect(part.meta).toEqual({ total_rows: 11 })
		expect(part.query.pagination).toEqual({ offset, limit: 3 })
		parts.push(...part.results)
	}
	expect(parts).toEqual(whole.results)
	const beyond = await ask({ ...PAGES, pagination: { offset: 50 }, include: { total_rows: true } })
	expect([beyond.results, beyond.meta]).toEqual([[], { total_rows: 11 }])
})

test('an answer that goes on behind its last row says so', async () => {
	expect((await ask({ ...PAGES, pagination: { limit: 10 } })).meta).toEqual({ has_more: true })
	expect((await ask({ ...PAGES, pagination: { limit: 10 } })).results).toHaveLength(10)
	expect((await ask({ ...PAGES, pagination: { limit: 11 } })).meta).toEqual({})
	expect((await ask({ ...PAGES, pagination: { limit: 10, offset: 1 } })).meta).toEqual({})
})

test('an answer repeats filters and include as they were sent, and says the order it has', async () => {
	const filters = [
		[
			'or',
			[
				['is', 'visit:source', ['Google']],
				['contains', 'event:page', ['P'], { case_sensitive: false }],
			],
		],
	]
	const sent = {
		metrics: ['visitors', 'events'],
		dimensions: ['time:day', 'visit:source'],
		filters,
		include: { time_labels: false },
	}
	expect((await ask(sent)).query).toEqual({
		site_id: 'result.example',
		metrics: ['visitors', 'events'],
		date_range: ['2026-03-28T00:00:00+01:00', '2026-03-31T23:59:59+02:00'],
		filters,
		dimensions: ['time:day', 'visit:source'],
		order_by: [
			['time:day', 'asc'],
			['visitors', 'desc'],
		],
		include: { time_labels: false },
		pagination: { offset: 0, limit: 10_000 },
	})
})

test('empty buckets are left out of the rows and stand among the labels', async () => {
	const { results, meta, query } = await ask({
		metrics: ['visitors'],
		dimensions: ['time'],
		include: { time_labels: true },
	})
	expect(query.dimensions).toEqual(['time:day'])
	expect(results).toEqual([
		{ metrics: [4], dimensions: ['2026-03-28'] },
		{ metrics: [3], dimensions: ['2026-03-29'] },
		{ metrics: [3], dimensions: ['2026-03-30'] },
	])
	expect(meta.time_labels).toEqual(['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'])
})

test('a total is one row, also of nothing', async () => {
	const metrics = [
		'visitors',
		'visits',
		'pageviews',
		'events',
		'views_per_visit',
		'bounce_rate',
		'visit_duration',
	]
	const empty = await ask({ metrics, date_range: ['2020-01-01', '2020-01-02'] })
	expect(empty.results).toEqual([{ metrics: [0, 0, 0, 0, 0, 0, 0], dimensions: [] }])
	const filtered = await ask({
		metrics: ['scroll_depth', 'time_on_page'],
		filters: [['is', 'event:page', ['/none']]],
	})
	expect(filtered.results).toEqual([{ metrics: [null, null], dimensions: [] }])
})

test('imports that are asked for are said to be none', async () => {
	const { meta } = await ask({ metrics: ['visitors'], include: { imports: true } })
	expect(meta).toEqual({ imports_included: false, imports_skip_reason: 'no_imported_data' })
	expect((await ask({ metrics: ['visitors'] })).meta).toEqual({})
})

test('shares are of the same query without dimensions', async () => {
	const shares = { metrics: ['visitors', 'percentage'], dimensions: ['visit:country'] }
	expect((await ask(shares)).results).toEqual([
		{ metrics: [4, 40], dimensions: ['NO'] },
		{ metrics: [3, 30], dimensions: ['(not set)'] },
		{ metrics: [3, 30], dimensions: ['DE'] },
	])
	const german = await ask({ ...shares, filters: [['is', 'visit:country', ['DE', 'NO']]] })
	expect(german.results.map((row) => row.metrics)).toEqual([
		[4, 57.1],
		[3, 42.9],
	])
})

test('names stand for codes in answers and filters', async () => {
	const byName = {
		metrics: ['visitors'],
		dimensions: ['visit:country_name'],
		order_by: [['visit:country_name', 'asc']],
	}
	expect((await ask(byName)).results.map((row) => row.dimensions)).toEqual([
		['(not set)'],
		['Germany'],
		['Norway'],
	])
	const filtered = {
		...byName,
		filters: [['contains', 'visit:country_name', ['nor'], { case_sensitive: false }]],
	}
	expect((await ask(filtered)).results).toEqual([{ metrics: [4], dimensions: ['Norway'] }])
})

test('a list is compared row by row with the period before', async () => {
	const compared = {
		metrics: ['visitors'],
		dimensions: ['visit:source'],
		date_range: ['2026-03-29', '2026-03-29'],
		include: { compare: 'previous_period' },
		pagination: { limit: 1 },
	}
	const { results, comparison } = await ask(compared, true)
	expect(results).toEqual([{ metrics: [2], dimensions: ['Direct / None'] }])
	expect(comparison).toEqual({
		results: [{ metrics: [2], dimensions: ['Direct / None'] }],
		date_range: ['2026-03-28T00:00:00+01:00', '2026-03-28T23:59:59+01:00'],
	})
})

test('a series is compared bucket by bucket, with labels of its own', async () => {
	const series = {
		metrics: ['visitors'],
		dimensions: ['time:day'],
		date_range: ['2026-03-30', '2026-03-31'],
		include: { compare: 'previous_period', time_labels: true },
	}
	const { comparison } = await ask(series, true)
	expect(comparison?.time_labels).toEqual(['2026-03-28', '2026-03-29'])
	expect(comparison?.results.map((row) => row.metrics)).toEqual([[4], [3]])
})

test('a period is compared with the year before, row by row', async () => {
	const { comparison } = await ask(
		{
			metrics: ['visitors'],
			date_range: ['2027-03-29', '2027-03-30'],
			include: { compare: { mode: 'year_over_year', match_day_of_week: true } },
		},
		true,
	)
	// 29 March 2027 is a Monday, as was 30 March 2026.
	expect(comparison).toEqual({
		results: [{ metrics: [3], dimensions: [] }],
		date_range: ['2026-03-30T00:00:00+02:00', '2026-03-31T23:59:59+02:00'],
	})
})
