import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Plan } from './backend.ts'
import { grainOf } from './buckets.ts'
import type { Condition } from './conditions.ts'
import { isCovered } from './engine-accuracy.ts'
import type { EngineTable } from './engine-table.ts'
import { type LocalEngine, localEngine, NO_CHDB, pointsOf } from './engine-testing.ts'
import { type Countable, type Dimension, dimensionOf, metricOf } from './registry.ts'
import { type Beat, worldOf } from './world.ts'

/**
 * A site of some thousand visitors, its data points sampled again and again: what the engine says of the samples
 * has to lie around the truth, as far off as it says and no further.
 */
const DRAWS = 40
const PEOPLE = 1_500
const START = Date.UTC(2026, 5, 1)
const DAY = 86_400_000
const MINUTE = 60_000
const TRUTH = 70_000

/** The generator mulberry32 (public domain): the same numbers in every run. */
function numbers(seed: number): () => number {
	let state = seed
	return () => {
		state = (state + 0x6d2b79f5) | 0
		let t = Math.imul(state ^ (state >>> 15), 1 | state)
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
		return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
	}
}

/** Three days of people who come once or twice, by one way or two, and read some pages. */
function beats(): Beat[] {
	const random = numbers(1)
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 1.5 * list.length)] as T
	return Array.from({ length: PEOPLE }, (_, person) => person).flatMap((person) => {
		const visits = 1 + Math.floor(random() * 1.6)
		const day = Math.floor(random() * 3)
		return Array.from({ length: visits }, (_, visit) => visit).flatMap((visit) => {
			let at = START + day * DAY + visit * 11 * 60 * MINUTE + random() * 9 * 60 * MINUTE
			const facts = { source: pick(['Google', 'Bing', '']), country: pick(['DE', 'NO']) }
			return Array.from({ length: 1 + Math.floor(random() ** 2 * 9) }, (): Beat => {
				at += (0.2 + random() * 5) * MINUTE
				const name = random() < 0.85 ? 'pageview' : 'Sign up'
				return { person, at: Math.round(at), facts, name, page: pick(['/', '/a', '/b', '/c']) }
			})
		})
	})
}

const range = { from: START, to: START + 3 * DAY }

function plan(metrics: Countable[], names: string[], conditions: Condition[] = []): Plan {
	const dimensions = names.map((one): Dimension => {
		const found = dimensionOf(one, true)
		if (!found) throw new Error(one)
		return found
	})
	const time = dimensions.find((one) => one.of === 'time')
	return {
		...{ site: TRUTH, range, dimensions, metrics, conditions },
		scope: conditions.includes(signUp) || dimensions.some(({ of }) => of === 'event') ? 'events' : 'visits',
		grain: time?.of === 'time' && time.unit ? grainOf(time.unit, 'UTC', range) : null,
		...{ goals: [], scrolls: false, revenue: null, groups: null, entered: [], only: null },
		...{ order: [], limit: 1000, offset: 0, totalRows: false },
	}
}

const source = dimensionOf('visit:source', true)
const google: Condition = {
	...{ kind: 'among', values: ['Google'], caseSensitive: true },
	dimension: source as Extract<typeof source, { of: 'visit' }>,
}

const signUp: Condition = {
	kind: 'goal',
	goals: [{ id: 1, name: 'Sign up', kind: 'event', event: 'Sign up', props: {}, currency: null }],
}

const COUNTED = [
	plan(['visitors', 'visits', 'pageviews', 'events'], []),
	plan(['bounce_rate', 'visit_duration', 'views_per_visit'], []),
	plan(['visitors', 'visits', 'pageviews', 'bounce_rate'], ['visit:source']),
	plan(['visitors', 'pageviews', 'events'], ['event:page']),
	plan(['visitors', 'visits', 'visit_duration'], ['time:day']),
	plan(['visitors', 'visits'], ['time:hour']),
	plan(['visitors', 'visits', 'pageviews'], [], [google]),
	plan(['visitors', 'events'], [], [signUp]),
]
const APPROXIMATE = [
	plan(['visitors', 'visits'], ['visit:source', 'event:page']),
	plan(['visitors', 'visits'], ['visit:source', 'visit:country']),
	plan(['visits'], ['event:page']),
]

let engine: LocalEngine
const known = new Map<number, Promise<Case[]>>()
const kept = new Map<number, number[]>()

beforeAll(async () => {
	if (NO_CHDB) return
	engine = await localEngine()
	const points = pointsOf(worldOf(TRUTH, 'UTC', beats()))
	await engine.put(points.map((point) => ({ point, interval: 1 })))
	for (const interval of [10, 100]) {
		const sites = Array.from({ length: DRAWS }, (_, draw) => TRUTH + interval * 100 + draw)
		for (const site of sites) {
			const random = numbers(site)
			const sample = points.filter(() => random() < 1 / interval)
			await engine.put(sample.map((point) => ({ point: { ...point, indexes: [String(site)] }, interval })))
		}
		kept.set(interval, sites)
	}
}, 120_000)
afterAll(() => engine?.stop())

interface Case {
	what: string
	truth: number
	found: { value: number; margin: number | null }[]
	isCount: boolean
}

/** What every draw says of every figure of plans, beside the truth. */
async function casesOf(plans: Plan[], interval: number): Promise<Case[]> {
	const backend = engine.backend()
	const exact = await backend.answer(plans)
	const draws: EngineTable[][] = []
	for (const site of kept.get(interval) ?? []) {
		draws.push(await backend.answer(plans.map((one) => ({ ...one, site }))))
	}
	return plans.flatMap((one, p) =>
		(exact[p]?.rows ?? []).flatMap((row, r) =>
			row.metrics.map((truth, m): Case => {
				const key = JSON.stringify(row.dimensions)
				const found = draws.map((tables) => {
					const table = tables[p]
					const at = table?.rows.findIndex(({ dimensions }) => JSON.stringify(dimensions) === key) ?? -1
					expect(exact[p]?.margins[r]?.[m]).toBe(0)
					return { value: table?.rows[at]?.metrics[m] ?? 0, margin: table?.margins[at]?.[m] ?? null }
				})
				const metric = one.metrics[m] ?? 'visitors'
				const isCount = metricOf(metric).formula.is === 'count'
				return { what: `${metric} ${key}`, truth: truth ?? 0, found, isCount }
			}),
		),
	)
}

/** The cases of the counted plans, asked once. */
function counted(interval: number): Promise<Case[]> {
	const cases = known.get(interval) ?? casesOf(COUNTED, interval)
	known.set(interval, cases)
	return cases
}

const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length

test.skipIf(NO_CHDB).each([10, 100])(
	'one of %i kept: the truth lies within the margins',
	async (interval) => {
		expect(COUNTED.every(isCovered)).toBe(true)
		const cases = await counted(interval)
		// A few kept rows make no distribution: counts that a sample shows by more than five.
		const tested = cases.filter(({ truth, isCount }) =>
			isCount ? truth >= 5 * interval : interval === 10 || truth > 0,
		)
		expect(tested.length).toBeGreaterThan(interval === 10 ? 60 : 15)
		let [inside, all] = [0, 0]
		for (const { what, truth, found } of tested) {
			const within = found.filter(
				({ value, margin }) => margin !== null && Math.abs(value - truth) <= margin + 0.5,
			)
			expect(within.length / found.length, `${what} = ${truth} of ${interval}`).toBeGreaterThanOrEqual(0.8)
			inside += within.length
			all += found.length
		}
		// Neither too narrow nor so wide that they say nothing.
		expect(inside / all).toBeGreaterThan(0.92)
		expect(inside / all).toBeLessThan(0.99)
	},
	120_000,
)

test.skipIf(NO_CHDB).each([10, 100])(
	'one of %i kept: estimates are right on average',
	async (interval) => {
		const cases = await counted(interval)
		for (const { what, truth, found } of cases.filter(
			({ isCount, truth }) => isCount && truth >= 5 * interval,
		)) {
			const values = found.map(({ value }) => value)
			const center = mean(values)
			const spread = Math.sqrt(mean(values.map((value) => (value - center) ** 2)))
			// Four standard errors of the mean of all draws.
			const off = `${what} = ${truth}, ${center}`
			expect(Math.abs(center - truth), off).toBeLessThan((4 * spread) / Math.sqrt(found.length) + 1)
		}
	},
	120_000,
)

test.skipIf(NO_CHDB)(
	'what flags cannot count comes near, and is said to be no more than that',
	async () => {
		const backend = engine.backend()
		const sampled = await backend.answer(APPROXIMATE.map((one) => ({ ...one, site: TRUTH + 1_000 })))
		expect(sampled.map(({ approximate, interval }) => [interval, approximate])).toEqual([
			[10, ['visitors', 'visits']],
			[10, ['visitors']],
			[10, ['visits']],
		])
		const whole = await backend.answer([...APPROXIMATE, ...COUNTED])
		const said = whole.filter(({ approximate }) => approximate.length > 0)
		// By hour: a visit may be there without an event.
		expect(said.map(({ approximate }) => approximate)).toEqual([['visitors', 'visits']])
		expect(whole.every(({ interval }) => interval === 1)).toBe(true)
		const cases = await casesOf(APPROXIMATE, 10)
		for (const { what, truth, found } of cases.filter((one) => one.truth > 100)) {
			const center = mean(found.map(({ value }) => value))
			// Visits by page miss most: who comes twice a day and sees the page each time counts once.
			expect(Math.abs(center / truth - 1), `${what} = ${truth}, ${center}`).toBeLessThan(0.2)
		}
	},
	120_000,
)
