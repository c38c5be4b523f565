import type { Result } from '../workers/kit/result.ts'
import type { Goal } from '../workers/model/goal.ts'
import { funnel } from '../workers/stats/funnel.ts'
import { journey } from '../workers/stats/journey.ts'
import { retention } from '../workers/stats/retention.ts'
import { cpuSeconds, type Instance } from './instance.ts'
import { writePast } from './world.ts'

/**
 * Funnels, journeys and retention over raw rows of 30 days, three in ten visitors in cookie mode. Rows of other
 * sites lie before and behind. Answers of D1 come over Miniflare's bridge here, which takes longer than the way to
 * a Worker beside it.
 */
const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000)
const RUNS = Number(process.env.BENCH_RUNS ?? 5)
const SITE = { id: 300, domain: 'bench.example', timezone: 'Europe/Oslo' }
const NOW = Date.parse('2026-10-31T12:00:00Z')
/** People of the cookie share: its visits are divided among them. */
const PEOPLE = 20_000

const ARTICLE = '/articles/2026/some-title-of-an-article-'
const page = (id: number, path: string): Goal => ({
	id,
	name: `Visit ${path}`,
	props: {},
	currency: null,
	kind: 'page',
	path,
})
const SIGN_UP: Goal = { id: 9, name: 'Sign up', props: {}, currency: null, kind: 'event', event: 'Sign up' }
/** The three most frequent pages and an event; pages by wildcards, which nearly every event is. */
const STEPS = [page(1, '/'), page(2, `${ARTICLE}1`), page(3, `${ARTICLE}2`), SIGN_UP]
const WIDE = [page(1, '/*'), page(2, '/articles/*'), page(3, '*-2'), SIGN_UP]

const dates = { date_range: ['2026-10-01', '2026-10-30'] }
const course = { ...dates, steps: STEPS, order: 'open', windowMinutes: null } as const
const way = { ...dates, page: '/', direction: 'next', depth: 5, limit: 10 } as const

type Ask = (db: D1Database) => Promise<Result<unknown>>
const CASES: readonly [string, Ask][] = [
	['funnel of 4 steps', (db) => funnel(db, SITE, course, NOW)],
	['  strict order', (db) => funnel(db, SITE, { ...course, order: 'strict' }, NOW)],
	['  within a day, whatever the visits', (db) => funnel(db, SITE, { ...course, windowMinutes: 1_440 }, NOW)],
	['  steps that all events are', (db) => funnel(db, SITE, { ...course, steps: WIDE }, NOW)],
	['journey, 5 from the first page', (db) => journey(db, SITE, way, NOW)],
	['  10 steps', (db) => journey(db, SITE, { ...way, depth: 10 }, NOW)],
	['  5 from a less frequent page', (db) => journey(db, SITE, { ...way, page: `${ARTICLE}7` }, NOW)],
	[
		'  5 back from it',
		(db) => journey(db, SITE, { ...way, page: `${ARTICLE}7`, direction: 'previous' }, NOW),
	],
	['  10 from the beginning', (db) => journey(db, SITE, { ...way, page: null, depth: 10 }, NOW)],
	['retention by week', (db) => retention(db, SITE, { ...dates, period: 'week' }, NOW)],
	['retention by month', (db) => retention(db, SITE, { ...dates, period: 'month' }, NOW)],
]

/** Measures and prints: medians, and the CPU of workerd, which other programs on the machine change less. */
export async function explore(instance: Instance): Promise<void> {
	const db = (await instance.stats()) as unknown as D1Database
	const past = { site: SITE.id, timezone: SITE.timezone, from: '2026-10-01', days: 30, events: EVENTS }
	await writePast(db, { ...past, site: SITE.id - 1, events: EVENTS / 20 })
	await writePast(db, { ...past, site: SITE.id + 1, events: EVENTS / 20 })
	const written = await writePast(db, past)
	for (const table of ['visits', 'events']) {
		const text = `UPDATE ${table} SET stable = 1, visitor = visitor % ? WHERE site = ? AND visitor % 10 < 3`
		await db.prepare(text).bind(PEOPLE, SITE.id).run()
	}
	console.log(`\n${written.events} events in ${written.visits} visits of one site, 30 days, raw rows in D1`)
	console.log(`${''.padEnd(38)}${'ms'.padStart(10)}${'CPU ms'.padStart(10)}`)
	for (const [name, ask] of CASES) {
		const times: number[] = []
		await ask(db)
		const before = await cpuSeconds(instance.pid)
		for (let i = 0; i < RUNS; i++) {
			const started = performance.now()
			const answer = await ask(db)
			times.push(performance.now() - started)
			if (!answer.ok) throw new Error('a question of the bench is not answered')
		}
		const cpu = ((await cpuSeconds(instance.pid)) - before) * (1000 / RUNS)
		const ms = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0
		console.log(`${name.padEnd(38)}${ms.toFixed(0).padStart(10)}${cpu.toFixed(0).padStart(10)}`)
	}
}
