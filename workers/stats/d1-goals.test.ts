import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Goal } from '../model/goal.ts'
import { D1Backend } from './d1.ts'
import { answerFrom } from './run.ts'
import { worldOf, write } from './world.ts'

/** Many goals on many pages: counted right, by one look at each page, and refused where that is too much. */
const SITE = 41_500
const DATES = ['2026-11-01', '2026-11-20']
const NOW = Date.parse('2026-11-20T12:00:00Z')
const PAGES = 60

const goal = (id: number, name: string, of: object): Goal =>
	({ id, name, props: {}, currency: null, ...of }) as Goal
const WILD = Array.from({ length: 80 }, (_, i) =>
	goal(i + 1, `Wild ${i}`, { kind: 'page', path: `/p*${i}*` }),
)
const OTHERS = [
	goal(201, 'Home', { kind: 'page', path: '/p1' }),
	goal(202, 'Any view', { kind: 'event', event: 'pageview' }),
	goal(203, 'Sign up', { kind: 'event', event: 'Sign up' }),
	goal(204, 'Pro', { kind: 'event', event: 'Sign up', props: { plan: 'pro' } }),
	goal(205, 'Deep', { kind: 'scroll', path: '/p*', threshold: 50 }),
	goal(206, 'Nowhere', { kind: 'page', path: '/q*' }),
]

beforeAll(async () => {
	const beats = Array.from({ length: PAGES }, (_, i) => ({
		person: i % 7,
		at: Date.parse('2026-11-10T09:00:00Z') + i * 1_000,
		page: `/p${i}`,
	}))
	const at = '2026-11-10T10:00:00Z'
	const more = [
		{ person: 1, at, name: 'pageview', page: '/p1' },
		{ person: 1, at, name: 'Sign up', page: '/p1', props: { plan: 'pro' } },
		{ person: 2, at, name: 'pageview', page: '/p2' },
		{ person: 2, at, name: 'Sign up', page: '/p2', props: { plan: 'free' } },
		{ person: 2, at: '2026-11-10T10:01:00Z', name: 'engagement', page: '/p2', scrollDepth: 80 },
	]
	for (const site of [SITE, SITE + 1]) await write(env.STATS_0, worldOf(site, 'Etc/UTC', [...beats, ...more]))
})

type Rows = { dimensions: string[]; metrics: number[] }[]
async function ask(goals: Goal[], body: object, most?: number) {
	const site = { id: SITE, domain: 'goals.example', timezone: 'Etc/UTC', goals }
	const backend = new D1Backend(env.STATS_0, null, undefined, most)
	const asked = { site_id: 'goals.example', date_range: DATES, ...body }
	const [answer] = await answerFrom(backend, site, [asked], { now: NOW, dashboard: false })
	return answer
}

async function rowsOf(goals: Goal[], body: object): Promise<Record<string, number[]>> {
	const answer = await ask(goals, body)
	if (!answer?.ok) throw new Error(answer?.error.message)
	return Object.fromEntries((answer.value.results as Rows).map((one) => [one.dimensions[0], one.metrics]))
}

test('goals with wildcards, whole paths, events, properties and scrolls are counted side by side', async () => {
	const body = { metrics: ['visitors', 'events'], dimensions: ['event:goal'] }
	const rows = await rowsOf([...WILD, ...OTHERS], body)
	expect(rows.Home).toEqual([1, 2])
	expect(rows['Any view']).toEqual([7, PAGES + 2])
	expect(rows['Sign up']).toEqual([2, 2])
	expect(rows.Pro).toEqual([1, 1])
	expect(rows.Deep).toEqual([1, 1])
	expect(rows.Nowhere).toBeUndefined()
	for (let i = 0; i < 80; i++) {
		const pages = Array.from({ length: PAGES }, (_, k) => k).filter((k) => `${k}`.includes(`${i}`))
		const events = pages.length + [1, 2].filter((k) => `${k}` === `${i}`).length
		const visitors = new Set(pages.map((k) => k % 7)).size
		expect(rows[`Wild ${i}`], `Wild ${i}`).toEqual(pages.length > 0 ? [visitors, events] : undefined)
	}
	// One by one they are the same, whatever way they are spelt.
	for (const one of OTHERS) {
		const alone = await rowsOf([one], body)
		expect(alone[one.name]).toEqual(rows[one.name])
	}
})

test('a filter on many goals counts what reaches any of them, once', async () => {
	const names = [...WILD, ...OTHERS].map((one) => one.name)
	const filtered = (some: string[]) => ({
		metrics: ['visitors', 'events'],
		filters: [['is', 'event:goal', some]],
	})
	const total = async (some: string[]) => {
		const answer = await ask([...WILD, ...OTHERS], filtered(some))
		return answer?.ok ? (answer.value.results as Rows)[0]?.metrics : answer
	}
	expect(await total(names)).toEqual([7, PAGES + 2 + 2 + 1])
	const rare = names.filter((name) => name !== 'Any view' && !/^Wild \d$/.test(name))
	const pages = Array.from({ length: PAGES }, (_, k) => k).filter((k) => k > 9 || k === 1)
	expect(await total(rare)).toEqual([7, pages.length + 1 + 2 + 1])
})

test('too many goals for too many pages are refused with the reason, not after half a minute', async () => {
	const matching = {
		ok: false,
		error: { kind: 'invalid', message: expect.stringMatching(/too many pages/) },
	}
	const byGoal = { metrics: ['visitors'], dimensions: ['event:goal'] }
	expect(await ask(WILD, byGoal, 80 * PAGES - 1)).toEqual(matching)
	expect(await ask(WILD, byGoal, 80 * PAGES)).toMatchObject({ ok: true })
	const names = WILD.map((one) => one.name)
	const filter = { metrics: ['visitors'], filters: [['is', 'event:goal', names]] }
	expect(await ask(WILD, filter, 80 * PAGES - 1)).toEqual(matching)
	// Few goals are never too much.
	expect(await ask(WILD.slice(0, 64), byGoal, 1)).toMatchObject({ ok: true })
})

test('which goals an event reaches is looked up by its page', async () => {
	const asked: [string, unknown[]][] = []
	const spy = {
		prepare: (text: string) => ({
			bind: (...values: unknown[]) => {
				asked.push([text, values])
				return env.STATS_0.prepare(text).bind(...values)
			},
		}),
		batch: (statements: D1PreparedStatement[]) => env.STATS_0.batch(statements),
	} as unknown as D1Database
	const site = { id: SITE, domain: 'goals.example', timezone: 'Etc/UTC', goals: [...WILD, ...OTHERS] }
	const body = {
		site_id: 'goals.example',
		metrics: ['visitors'],
		dimensions: ['event:goal'],
		date_range: DATES,
	}
	await answerFrom(new D1Backend(spy), site, [body], { now: NOW, dashboard: false })
	const [text, values] = asked.find(([one]) => one.includes('goal_rows')) ?? ['', []]
	const plan = env.STATS_0.prepare(`EXPLAIN QUERY PLAN ${text}`).bind(...values)
	const { results } = await plan.all<{ detail: string }>()
	const joined = results.map(({ detail }) => detail).filter((detail) => /^(SEARCH|SCAN) g\b/.test(detail))
	expect(joined).toEqual([expect.stringMatching(/^SEARCH g USING AUTOMATIC .*INDEX \(page=\?/)])
})
