import type { Result } from '../workers/kit/result.ts'
import type { Goal } from '../workers/model/goal.ts'
import { funnel } from '../workers/stats/funnel.ts'
import { journey } from '../workers/stats/journey.ts'
import { retention } from '../workers/stats/retention.ts'

/**
 * The questions of `bench/explore.ts`, and a Worker that asks them beside D1 as the dashboard's routes do: over the
 * bridge to Node a long answer takes 0.1 s more than to a Worker.
 */
export const SITE = { id: 300, domain: 'bench.example', timezone: 'Europe/Oslo' }
const NOW = Date.parse('2026-10-31T12:00:00Z')

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
export const CASES: readonly [string, Ask][] = [
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

/** Asks the question whose number is the path; 204 says that it was answered. */
export default {
	async fetch(request: Request, env: { STATS_0: D1Database }): Promise<Response> {
		const [, ask] = CASES[Number(new URL(request.url).pathname.slice(1))] ?? []
		const answer = await ask?.(env.STATS_0)
		return new Response(null, { status: answer?.ok ? 204 : 500 })
	},
}
