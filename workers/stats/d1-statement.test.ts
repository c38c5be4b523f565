import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Goal } from '../model/goal.ts'
import { answerAll } from './run.ts'
import { worldOf, write } from './world.ts'

/**
 * How D1 goes about the statements: every access to the two big tables is by their primary key, with the site
 * bound. A scan would read (and bill) the rows of all sites.
 */
/** More than a statement spells out one by one. */
const GOALS: Goal[] = Array.from({ length: 10 }, (_, i) => ({
	...{ id: i, name: `Visit /${i}*`, kind: 'page', path: `/${i}*x*`, props: { plan: 'pro' }, currency: 'EUR' },
}))
const SITE = { id: 700, domain: 'plans.example', timezone: 'Europe/Oslo', goals: GOALS }
const NOW = Date.parse('2026-11-20T12:00:00Z')

beforeAll(async () => {
	for (const site of [699, 700, 701]) {
		await write(env.STATS_0, worldOf(site, 'Europe/Oslo', [{ person: 1, at: '2026-11-19T12:00:00Z' }]))
	}
})

/** Everything that was run for some queries, with D1's plan of it. */
async function plansOf(bodies: unknown[]): Promise<{ text: string; steps: string[] }[]> {
	const run: { text: string; values: unknown[] }[] = []
	const known = new Map<D1PreparedStatement, { text: string; values: unknown[] }>()
	const note = (text: string, values: unknown[], statement: D1PreparedStatement): D1PreparedStatement => {
		known.set(statement, { text, values })
		const bind = statement.bind.bind(statement)
		statement.bind = (...more: unknown[]) => note(text, more, bind(...more))
		return statement
	}
	const db = {
		prepare: (text: string) => note(text, [], env.STATS_0.prepare(text)),
		batch: (statements: D1PreparedStatement[]) => {
			run.push(...statements.flatMap((one) => known.get(one) ?? []))
			return env.STATS_0.batch(statements)
		},
	} as unknown as D1Database
	const answers = await answerAll(db, SITE, bodies, { now: NOW, dashboard: true })
	for (const answer of answers) expect(answer).toMatchObject({ ok: true })
	return Promise.all(
		run.map(async ({ text, values }) => {
			const plan = env.STATS_0.prepare(`EXPLAIN QUERY PLAN ${text}`)
			const { results } = await plan.bind(...values).all<{ detail: string }>()
			return { text, steps: results.map(({ detail }) => detail) }
		}),
	)
}

/** Site, and a range or a point of the time behind it in the key. */
const BOUND = /\(site=\? AND (time|started_at)[>=<]/
const range = { date_range: ['2026-11-01', '2026-11-20'] }
const every = (dimension: string, metrics: string[], more: object = {}) => ({
	...range,
	metrics,
	dimensions: dimension ? [dimension] : [],
	...more,
})
const PAGE = ['is', 'event:page', ['/']]

test.each<[string, unknown]>([
	[
		'totals',
		every('', ['visitors', 'visits', 'pageviews', 'bounce_rate'], {
			include: { compare: 'previous_period' },
		}),
	],
	['by minute', every('time:minute', ['visitors', 'pageviews'])],
	['by hour', every('time:hour', ['visitors', 'pageviews'])],
	['by day', every('time:day', ['visitors', 'events', 'visit_duration'])],
	['by month', every('time:month', ['visitors'])],
	[
		'by source',
		every('visit:source', ['visitors', 'percentage'], { include: { compare: 'previous_period' } }),
	],
	['by region', every('visit:region_name', ['visitors'])],
	['by page', every('event:page', ['visitors', 'pageviews'])],
	[
		'by page, all metrics',
		every('event:page', ['visitors', 'visits', 'bounce_rate', 'scroll_depth', 'time_on_page']),
	],
	[
		'by event',
		every('event:name', ['visitors', 'events'], { filters: [['is_not', 'event:name', ['pageview']]] }),
	],
	[
		'by property and entry page',
		{ ...range, metrics: ['visitors'], dimensions: ['event:props:plan', 'visit:entry_page'] },
	],
	['by exit page', every('visit:exit_page', ['visitors', 'exit_rate'])],
	['of a page', every('visit:source', ['visitors', 'bounce_rate'], { filters: [PAGE] })],
	[
		'of whom did it',
		every('visit:os', ['visitors'], {
			filters: [
				['has_done', PAGE],
				['not', ['is', 'visit:entry_page', ['/']]],
			],
		}),
	],
	[
		'of a pattern',
		every('', ['visitors'], {
			filters: [
				['matches', 'event:page', ['^/a']],
				['contains', 'visit:country_name', ['nor']],
			],
		}),
	],
	['of events by entry', every('event:page', ['visitors'], { filters: [['is', 'visit:entry_page', ['/']]] })],
	['with a count of rows', every('event:page', ['visitors'], { include: { total_rows: true } })],
	[
		'by goal and source, in money',
		{
			...range,
			dimensions: ['event:goal', 'visit:source'],
			metrics: ['visitors', 'events', 'conversion_rate', 'group_conversion_rate', 'total_revenue'],
		},
	],
	[
		'of many goals',
		every('visit:entry_page', ['visitors', 'group_conversion_rate'], {
			filters: [['contains', 'event:goal', ['Visit']]],
		}),
	],
	['of one goal', every('', ['visitors', 'bounce_rate'], { filters: [['is', 'event:goal', ['Visit /1*']]] })],
	['vitals', every('visit:device', ['visitors', 'lcp_p75', 'cls_p50'])],
	['by hour of the week', every('time:weekday_hour', ['visitors', 'pageviews'])],
	['of all time', { metrics: ['visitors'], date_range: 'all' }],
])('%s: no row of another site is read', async (_, query) => {
	const plans = await plansOf([query])
	expect(plans.length).toBeGreaterThan(0)
	for (const { text, steps } of plans) {
		const reads = steps.filter((step) => /^(SEARCH|SCAN) (e|v|events|visits)\b/.test(step))
		expect(reads.length, steps.join('\n')).toBeGreaterThan(0)
		for (const read of reads) {
			expect(read, text).toMatch(/^SEARCH \w+ USING PRIMARY KEY /)
			expect(read, text).toMatch(BOUND)
		}
		// Nothing else that could grow with the tables: what is scanned was made by the statement itself.
		for (const step of steps.filter((one) => one.startsWith('SCAN')))
			expect(step).not.toMatch(/\b(events|visits)\b/)
	}
})

/** How many statements are run for some queries, and how many rows they read. */
async function costOf(queries: object[], site = SITE.id): Promise<{ statements: number; rows: number }> {
	const cost = { statements: 0, rows: 0 }
	const db = {
		prepare: (text: string) => env.STATS_0.prepare(text),
		batch: async (statements: D1PreparedStatement[]) => {
			const results = await env.STATS_0.batch(statements)
			cost.statements += statements.length
			for (const { meta } of results) cost.rows += meta.rows_read
			return results
		},
	} as unknown as D1Database
	const answers = await answerAll(db, { ...SITE, id: site }, queries, { now: NOW, dashboard: true })
	for (const answer of answers) expect(answer).toMatchObject({ ok: true })
	return cost
}

test('panels with a filter in common are one statement, which reads the rows of the site once', async () => {
	const beats = Array.from({ length: 400 }, (_, i) => ({
		...{ person: i, at: Date.parse('2026-11-05T00:00:00Z') + i * 3_600_000, page: `/${i % 7}` },
		facts: { source: i % 20 === 0 ? 'Google' : 'Bing' },
	}))
	await write(env.STATS_0, worldOf(703, 'Europe/Oslo', beats))
	const filters = [['is', 'visit:source', ['Google']]]
	const panels = [
		every('', ['visitors', 'pageviews', 'bounce_rate'], { filters }),
		every('time:day', ['visitors'], { filters }),
		every('event:page', ['visitors', 'bounce_rate'], { filters, pagination: { limit: 9 } }),
		every('visit:country', ['visitors'], { filters, pagination: { limit: 9 } }),
		every('event:name', ['events'], {
			filters: [...filters, ['is_not', 'event:name', ['pageview']]],
			pagination: { limit: 9 },
		}),
	]
	const together = await costOf(panels, 703)
	expect(together.statements).toBe(1)
	const alone = await Promise.all(panels.map((panel) => costOf([panel], 703)))
	// 400 events and 400 visits are read once, and the twenty of them that match by every panel.
	expect(together.rows).toBeLessThan(1_400)
	expect(alone.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(2 * together.rows)
})

test('panels that keep most rows, or have nothing in common, are asked one by one', async () => {
	const most = [['is_not', 'visit:source', ['Google']]]
	const [one, two] = [
		every('visit:os', ['visitors'], {
			filters: [['is', 'visit:source', ['Google']]],
			pagination: { limit: 9 },
		}),
		every('visit:os', ['visitors'], {
			filters: [['is', 'visit:source', ['Bing']]],
			pagination: { limit: 9 },
		}),
	]
	expect((await costOf([one, two])).statements).toBe(2)
	const few = (dimension: string) =>
		every(dimension, ['visitors'], { filters: most, pagination: { limit: 9 } })
	expect((await costOf([few('visit:os'), few('visit:browser')])).statements).toBe(2)
})

test('visits that go on into the next hour do not make every hour read all events', async () => {
	// 120 visits over five days, each across the end of an hour.
	const beats = Array.from({ length: 120 }, (_, i) => {
		const start = Date.parse('2026-11-10T00:50:00Z') + i * 3_600_000
		return [0, 20].map((minutes) => ({ person: i, at: start + minutes * 60_000 }))
	}).flat()
	await write(env.STATS_0, worldOf(702, 'Europe/Oslo', beats))
	const query = { ...range, metrics: ['visitors', 'pageviews'], dimensions: ['time:hour'] }
	const { rows } = await costOf([query], 702)
	// 240 events and 120 visits; reading all events in each of 120 hours would be 28,800.
	expect(rows).toBeLessThan(5_000)
})
