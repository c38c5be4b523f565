import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Goal } from '../model/goal.ts'
import { moneyOf } from './money.ts'
import { answer, type QueryResult } from './run.ts'
import { type Beat, worldOf, write } from './world.ts'

/** Money: which amounts count, in which currency, and what an answer says of it. */

const buy = (at: string, amount: number, currency: string, name = 'Buy'): Beat => ({
	...{ person: Number(at.slice(8, 10)), at: `${at}T12:00:00Z`, name, revenue: { amount, currency } },
})
/** The rates change on 29 February and on 6 March. */
const BEATS = [
	buy('2024-02-28', 10, 'EUR'),
	buy('2024-02-28', 10, 'USD'),
	buy('2024-03-05', 100, 'USD'),
	buy('2024-03-06', 100, 'USD'),
	buy('2024-03-07', 1000, 'XXX'),
	buy('2024-03-07', 5, 'EUR', 'Donate'),
	{ person: 9, at: '2024-03-08T12:00:00Z', name: 'Donate' },
]
const goal = (id: number, name: string, event: string, currency: string | null): Goal => ({
	...{ id, name, kind: 'event', event, props: {}, currency },
})
const GOALS = [
	goal(1, 'Bought', 'Buy', 'EUR'),
	goal(2, 'Bought in dollars', 'Buy', 'USD'),
	goal(3, 'Donated', 'Donate', 'EUR'),
	goal(4, 'Donated something', 'Donate', null),
]
const SITE = { id: 860, domain: 'money.example', timezone: 'UTC', goals: GOALS }

beforeAll(() => write(env.STATS_0, worldOf(SITE.id, SITE.timezone, BEATS)))

async function ask(names: string[] | null, more: object = {}): Promise<QueryResult> {
	const body = {
		site_id: SITE.domain,
		metrics: ['total_revenue', 'average_revenue', 'events'],
		date_range: ['2024-02-28', '2024-03-08'],
		...(names ? { filters: [['is', 'event:goal', names]] } : {}),
		...more,
	}
	const result = await answer(env.STATS_0, SITE, body, {
		now: Date.parse('2024-03-20T00:00:00Z'),
		dashboard: false,
	})
	if (!result.ok) throw new Error(result.error.message)
	return result.value
}
const values = ({ results }: QueryResult) =>
	results.map(({ metrics }) =>
		metrics.map((one) => (typeof one === 'object' ? one && [one.value, one.currency] : one)),
	)

test("amounts come to the goal's currency by the nearest earlier rate of their day", async () => {
	// 10 + 9.228 (10 / 1.0837) + 92.370 (100 / 1.0826) + 91.962 (100 / 1.0874); the last one has no rate.
	const { results, meta } = await ask(['Bought'])
	expect(results).toEqual([
		{
			dimensions: [],
			metrics: [
				{ value: 203.56, currency: 'EUR', short: '€203.6', long: '€203.56' },
				{ value: 50.89, currency: 'EUR', short: '€50.9', long: '€50.89' },
				5,
			],
		},
	])
	expect(meta).toEqual({
		revenue_conversion: {
			source: 'European Central Bank, euro foreign exchange reference rates',
			converted: 3,
			unconverted: 1,
			rates: ['2024-01-31', '2024-03-06'],
		},
	})
})

test('an answer without conversions says nothing of them', async () => {
	const { meta } = await ask(['Donated'])
	expect(meta).toEqual({})
})

test('several goals of one currency are added up, each event once', async () => {
	expect(values(await ask(['Bought', 'Donated', 'Donated something']))).toEqual([
		[[208.56, 'EUR'], [41.712, 'EUR'], 7],
	])
})

test('goals in several currencies have no sum, and the answer says why', async () => {
	const { results, meta } = await ask(['Bought', 'Bought in dollars'])
	expect(results).toEqual([{ dimensions: [], metrics: [null, null, 5] }])
	expect(meta.metric_warnings).toMatchObject({
		total_revenue: { code: 'no_single_revenue_currency' },
		average_revenue: { code: 'no_single_revenue_currency' },
	})
	expect(meta.revenue_conversion).toBeUndefined()
})

test('goals that earn nothing have no sum, and the answer says why', async () => {
	const { results, meta } = await ask(['Donated something'])
	expect(results).toEqual([{ dimensions: [], metrics: [null, null, 2] }])
	expect(meta.metric_warnings).toMatchObject({ total_revenue: { code: 'no_revenue_goals_matching' } })
})

test('by goal each has its own currency, and goals that earn nothing have null without a warning', async () => {
	const byGoal = await ask(null, { dimensions: ['event:goal'], order_by: [['total_revenue', 'desc']] })
	expect(byGoal.results.map(({ dimensions }) => dimensions[0])).toEqual([
		'Bought in dollars',
		'Bought',
		'Donated',
		'Donated something',
	])
	expect(values(byGoal)).toEqual([
		[[220.837, 'USD'], [55.209, 'USD'], 5],
		[[203.56, 'EUR'], [50.89, 'EUR'], 5],
		[[5, 'EUR'], [5, 'EUR'], 2],
		[null, null, 2],
	])
	expect(byGoal.meta.metric_warnings).toBeUndefined()
	expect(byGoal.meta.revenue_conversion).toMatchObject({ converted: 4, unconverted: 2 })
})

test('nothing earned is nought in all, and no mean', async () => {
	expect(values(await ask(['Bought'], { date_range: ['2024-01-01', '2024-01-02'] }))).toEqual([
		[[0, 'EUR'], null, 0],
	])
})

test.each([
	[1_234_500, 'EUR', '€1.2K', '€1,234.50'],
	[-3_333, 'GBP', '-£3.3', '-£3.33'],
	[1_500_500, 'JPY', '¥1.5K', '¥1,501'],
	[7_000_000_000, 'USD', '$7M', '$7,000,000.00'],
])('%i thousandths of %s are %s and %s', (thousandths, currency, short, long) => {
	expect(moneyOf(thousandths, currency)).toEqual({ value: thousandths / 1000, currency, short, long })
})
