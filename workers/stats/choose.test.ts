import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Folded } from '../model/folded.ts'
import { EngineApi } from '../store/engine-api.ts'
import type { Plan } from './backend.ts'
import { type Choice, ChosenBackend, isForEngine } from './choose.ts'
import { D1Backend } from './d1.ts'
import { EngineBackend } from './engine-backend.ts'
import { MAX_GROUPS } from './engine-parts.ts'
import { answer } from './run.ts'
import { worldOf, write } from './world.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const DAY = 86_400_000
const folded: Folded = {
	timezone: 'UTC',
	to: Date.parse('2026-11-20T00:00:00Z'),
	hours: false,
	pairsFrom: null,
	sourcesFrom: null,
	from: 0,
	added: null,
	raw: null,
	stretches: null,
	openSeconds: null,
	openIsMixed: false,
	eventsADay: 1_000_000,
}
const choice: Choice = { folded, keptSince: NOW - 760 * DAY, now: NOW }

/** A question that rollups do not hold: two dimensions. */
const plan: Plan = {
	site: 1,
	range: { from: folded.to - 30 * DAY, to: folded.to },
	scope: 'visits',
	dimensions: [
		{ name: 'visit:source', of: 'visit', column: 'source', blank: 'Direct / None' },
		{ name: 'visit:country', of: 'visit', column: 'country', blank: '(not set)' },
	],
	grain: null,
	metrics: ['visitors'],
	conditions: [],
	entered: [],
	goals: [],
	scrolls: false,
	revenue: null,
	groups: null,
	order: [],
	limit: 10,
	offset: 0,
	totalRows: false,
	only: null,
}
const daysAgo = (from: number): Plan => ({ ...plan, range: { from: folded.to - from * DAY, to: folded.to } })

test('what D1 would read for too long goes to Analytics Engine', () => {
	expect(isForEngine(plan, choice)).toBe(true)
})

test.each<[string, Plan, Choice]>([
	['a short range', daysAgo(1), choice],
	['a quiet site', plan, { ...choice, folded: { ...folded, eventsADay: 50_000 } }],
	['a site without rollups, whose size nobody knows', plan, { ...choice, folded: null }],
	['what rollups hold', { ...plan, dimensions: plan.dimensions.slice(0, 1) }, choice],
	['more than the three months of the engine', daysAgo(100), choice],
	['more than the site keeps', plan, { ...choice, keptSince: folded.to - 29 * DAY }],
	[
		'days of an import',
		plan,
		{ ...choice, folded: { ...folded, raw: { from: folded.to - 9 * DAY, to: folded.to - 8 * DAY } } },
	],
])('%s is read from D1', (_, asked, chosen) => {
	expect(isForEngine(asked, chosen)).toBe(false)
})

test('a question of the engine begins with the first day that the site keeps, and one of D1 where its rows do', () => {
	const since = folded.to - 29 * DAY
	const api = new EngineApi({ account: 'a', token: 't', base: 'http://127.0.0.1:1' })
	const extent = (chosen: Choice) =>
		new ChosenBackend(new D1Backend(env.STATS_0, folded), new EngineBackend(api, 'points'), chosen).extentOf(
			plan,
		)
	expect(extent({ ...choice, keptSince: since })).toEqual({ since, added: null })
	const quiet = { ...folded, eventsADay: 50_000 }
	expect(extent({ ...choice, folded: quiet, keptSince: since })).toEqual({ since: 0, added: null })
})

beforeAll(() => write(env.STATS_0, worldOf(650, 'UTC', [{ person: 1, at: '2026-11-19T12:00:00Z' }])))

test('while the engine gives no answer, D1 does', async () => {
	const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
	// Nothing listens on the discard port.
	const api = new EngineApi({ account: 'a', token: 't', base: 'http://127.0.0.1:9', paceMs: 0 })
	const engine = { backend: new EngineBackend(api, 'points'), keptSince: 0 }
	const site = { id: 650, domain: 'choose.example', timezone: 'UTC', folded, engine }
	const query = { metrics: ['visitors'], date_range: '30d', dimensions: ['visit:source', 'visit:country'] }
	const told = await answer(env.STATS_0, site, query, { now: NOW, dashboard: true })
	expect(told.ok && told.value.results).toEqual([
		{ metrics: [1], dimensions: ['Direct / None', '(not set)'] },
	])
	expect(warned.mock.calls.join()).toContain('Analytics Engine down')
	warned.mockRestore()
})

test('an answer that the engine cannot give after all comes from D1', async () => {
	const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
	// A played answer: the local engine would need a row of its own for each of so many values.
	const rows = Array.from({ length: MAX_GROUPS + 1 }, (_, i) => ({
		d0: `s${i}`,
		d1: 'DE',
		visitors: 1,
		w: 1,
	}))
	vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ data: rows }))
	const api = new EngineApi({ account: 'b', token: 't', paceMs: 0 })
	const engine = { backend: new EngineBackend(api, 'points'), keptSince: 0 }
	const site = { id: 650, domain: 'choose.example', timezone: 'UTC', folded, engine }
	const query = { metrics: ['visitors'], date_range: '30d', dimensions: ['visit:source', 'visit:country'] }
	const told = await answer(env.STATS_0, site, query, { now: NOW, dashboard: true })
	expect(told.ok && told.value.results).toMatchObject([{ metrics: [1] }])
	expect(warned.mock.calls.join()).toContain('more rows than an answer may have')
	vi.restoreAllMocks()
})
