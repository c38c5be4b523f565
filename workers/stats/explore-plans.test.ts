import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Goal } from '../model/goal.ts'
import { grainOf } from './buckets.ts'
import { subjectOf } from './explore.ts'
import { waysOf } from './funnel-d1.ts'
import { pagesOf } from './journey-d1.ts'
import { lookBack, retentionStatements } from './retention-d1.ts'
import { type Fragment, statement } from './sql.ts'

/** How D1 goes about funnels, journeys and retention. */
const SITE = { id: 710, domain: 'plans.example', timezone: 'Europe/Oslo' }
const NOW = Date.parse('2026-11-20T12:00:00Z')
const STEPS: Goal[] = [
	{ id: 1, name: 'Visit /', props: {}, currency: null, kind: 'page', path: '/' },
	{ id: 2, name: 'Shop', props: { plan: 'pro' }, currency: null, kind: 'page', path: '/shop/*' },
	{ id: 3, name: 'Read', props: {}, currency: null, kind: 'scroll', path: '/shop/*', threshold: 50 },
]
const FILTERS = [
	['is', 'visit:country', ['NO']],
	['has_done', ['is', 'event:page', ['/']]],
]

async function subject(filters: unknown[]) {
	const asked = { date_range: ['2026-11-01', '2026-11-20'], filters }
	const found = await subjectOf(env.STATS_0, SITE, asked, NOW)
	if (!found.ok) throw new Error(found.error.message)
	return found.value
}

async function planOf(fragment: Fragment): Promise<string[]> {
	const { text, values } = statement(fragment)
	const plan = env.STATS_0.prepare(`EXPLAIN QUERY PLAN ${text}`)
	const { results } = await (values === null ? plan : plan.bind(values)).all<{ detail: string }>()
	return results.map(({ detail }) => detail)
}

const funnels = (order: 'open' | 'strict', window: number | null) => async (filters: unknown[]) => [
	waysOf(await subject(filters), { steps: STEPS, order, window }, 10),
]
const journeys = (page: string | null, direction: 'next' | 'previous') => async (filters: unknown[]) => [
	pagesOf(await subject(filters), page, direction, 10),
]

test.each<[string, (filters: unknown[]) => Promise<Fragment[]>, number]>([
	// The last column: groups that are sorted for. One more sort, of the events, is behind those that are not.
	['a funnel in visits', funnels('open', null), 2],
	['a strict funnel in visits', funnels('strict', null), 2],
	['a funnel over visits', funnels('open', 60_000), 1],
	['a strict funnel over visits', funnels('strict', 60_000), 1],
	['a journey from the beginning', journeys(null, 'next'), 2],
	['a journey from a page', journeys('/', 'next'), 3],
	['a journey to a page', journeys('/', 'previous'), 3],
])('%s: no row of another site is read, and events are sorted once', async (_, make, sortedFor) => {
	for (const filters of [[], FILTERS]) {
		for (const fragment of await make(filters)) {
			const steps = await planOf(fragment)
			expectBound(steps)
			const sorts = steps.filter((one) => one.startsWith('USE TEMP B-TREE'))
			// The texts are in the order of the sorted events: so their group must not be sorted again.
			expect(
				sorts.filter((one) => one.endsWith('FOR GROUP BY')),
				steps.join('\n'),
			).toHaveLength(sortedFor)
			expect(
				sorts.filter((one) => one.endsWith('FOR ORDER BY')),
				steps.join('\n'),
			).toHaveLength(1)
		}
	}
})

test.each(['week', 'month'] as const)('retention by %s: no row of another site is read', async (period) => {
	for (const filters of [[], FILTERS]) {
		const of = await subject(filters)
		const grain = (unit: 'day' | 'week' | 'month') => grainOf(unit, SITE.timezone, lookBack(of.range))
		for (const fragment of retentionStatements(of, { day: grain('day'), period: grain(period) })) {
			expectBound(await planOf(fragment))
		}
	}
})

/** Site, and a range of the time behind it in the key. */
const BOUND = /^SEARCH \w+ USING PRIMARY KEY \(site=\? AND (time|started_at)[>=<]/

function expectBound(steps: string[]): void {
	const reads = steps.filter((step) => /^(SEARCH|SCAN) (e|v|events|visits)\b/.test(step))
	expect(reads.length, steps.join('\n')).toBeGreaterThan(0)
	for (const read of reads) expect(read).toMatch(BOUND)
}
