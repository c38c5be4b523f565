import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Asked, reference } from './reference.ts'
import { answerAll } from './run.ts'
import { type Beat, worldOf, write } from './world.ts'

/**
 * Generated worlds of events, written to a real D1, and random questions about them: the engine has to say what
 * the slow reference says, row by row and in the same order.
 */
const WORLDS = 60
const QUERIES = 30

/** Days around which something happens to the clocks, and quiet ones. */
const PLACES = [
	// The site's days were kept in another time zone than the one that is asked for now.
	{ timezone: 'Europe/Berlin', keptIn: 'America/Los_Angeles', start: '2026-06-01T20:00:00Z' },
	{ timezone: 'America/New_York', keptIn: 'Pacific/Auckland', start: '2026-06-01T20:00:00Z' },
	{ timezone: 'Europe/Berlin', start: '2026-10-23T20:00:00Z' },
	{ timezone: 'Europe/Berlin', start: '2026-03-27T20:00:00Z' },
	{ timezone: 'America/New_York', start: '2026-10-30T20:00:00Z' },
	{ timezone: 'Asia/Kolkata', start: '2026-02-27T12:00:00Z' },
	{ timezone: 'America/Santiago', start: '2026-09-04T20:00:00Z' },
	{ timezone: 'UTC', start: '2026-12-30T20:00:00Z' },
] satisfies { timezone: string; keptIn?: string; start: string }[]

const MINUTE = 60_000
const pages = ['/', '/a', '/b', '/blog/x']
const props = fc.constantFrom({ plan: 'pro' }, { plan: 'free' }, { 'a "b" $.c': 'x' }, {})

const facts = fc.record({
	source: fc.constantFrom('', 'Google', 'Bing'),
	channel: fc.constantFrom('Direct', 'Organic Search', ''),
	country: fc.constantFrom('', 'DE', 'NO'),
	browser: fc.constantFrom('Firefox', 'Chrome'),
	device: fc.constantFrom('Desktop', 'Mobile', ''),
})

const beat = fc.record({
	/** Minutes since the person's beacon before. */
	gap: fc.oneof(
		fc.integer({ min: 0, max: 29 }),
		fc.integer({ min: 25, max: 40 }),
		fc.integer({ min: 40, max: 1500 }),
	),
	seconds: fc.integer({ min: 0, max: 59 }),
	name: fc.constantFrom('pageview', 'pageview', 'pageview', 'engagement', 'engagement', 'Sign up'),
	page: fc.constantFrom(...pages),
	interactive: fc.boolean(),
	props,
	facts,
	scrollDepth: fc.constantFrom(10, 55, 100, 255),
	engagedMs: fc.constantFrom(0, 900, 61_234),
})

const person = fc.record({ stable: fc.boolean(), beats: fc.array(beat, { minLength: 1, maxLength: 14 }) })

const world = fc.record({
	place: fc.constantFrom<(typeof PLACES)[number]>(...PLACES),
	people: fc.array(person, { minLength: 1, maxLength: 5 }),
})

type People = (typeof world extends fc.Arbitrary<infer W> ? W : never)['people']

function beatsOf(start: number, people: People): Beat[] {
	return people.flatMap(({ stable, beats }, i) => {
		let at = start + i * 37 * MINUTE
		return beats.map(({ gap, seconds, ...rest }): Beat => {
			at += gap * MINUTE + seconds * 1000
			const engaged = rest.name === 'engagement'
			const { scrollDepth, engagedMs, ...others } = rest
			return { ...others, person: i, stable, at, ...(engaged ? { scrollDepth, engagedMs } : {}) }
		})
	})
}

const VISIT_DIMENSIONS = ['visit:source', 'visit:channel', 'visit:country', 'visit:browser', 'visit:device']
const ENTRY_DIMENSIONS = ['visit:entry_page', 'visit:exit_page']
const EVENT_DIMENSIONS = ['event:page', 'event:name', 'event:props:plan', 'event:props:a "b" $.c']
const TIMES = ['time:hour', 'time:day', 'time:week', 'time:month', 'time:minute']
const VALUES = [
	'/',
	'/a',
	'/b',
	'pro',
	'Google',
	'',
	'Direct',
	'(not set)',
	'(none)',
	'DE',
	'pageview',
	'Sign up',
]

const testOf = (dimensions: string[]): fc.Arbitrary<unknown> =>
	fc.oneof(
		fc.tuple(
			fc.constantFrom('is', 'is_not', 'contains', 'contains_not'),
			fc.constantFrom(...dimensions),
			fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 3 }),
		),
		fc.tuple(
			fc.constantFrom('matches', 'matches_not'),
			fc.constantFrom(...dimensions),
			fc.constantFrom(['^/a$'], ['o+'], ['^$', 'e$'], ['/(a|b)']),
		),
	)
// Codes of countries alone are no clauses for a visitor's country: such a filter is refused.
const BOTH = [...VISIT_DIMENSIONS, ...ENTRY_DIMENSIONS].filter((name) => name !== 'visit:country')

const filterOf = (dimensions: string[]): fc.Arbitrary<unknown> => {
	const one = testOf(dimensions)
	const group = fc.tuple(fc.constantFrom('and', 'or'), fc.array(one, { minLength: 1, maxLength: 3 }))
	const done = fc.tuple(fc.constantFrom('has_done', 'has_not_done'), testOf(EVENT_DIMENSIONS))
	return fc.oneof(one, one, group, fc.tuple(fc.constant('not'), group), done)
}

const range = fc.oneof(
	fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })),
	fc.record({ from: fc.integer({ min: 0, max: 90 * 60 }), minutes: fc.integer({ min: 1, max: 50 * 60 }) }),
)

const question = fc.record({
	range,
	time: fc.option(fc.constantFrom(...TIMES), { nil: null, freq: 2 }),
	dimensions: fc.uniqueArray(fc.constantFrom(...VISIT_DIMENSIONS, ...ENTRY_DIMENSIONS, ...EVENT_DIMENSIONS), {
		maxLength: 2,
	}),
	visitFilters: fc.oneof(fc.constant([]), fc.array(filterOf(BOTH), { maxLength: 2 })),
	/** Which of the able metrics are asked, as bits; the engine spells fewer of them otherwise. */
	metrics: fc.nat(2 ** 12 - 1),
	eventFilters: fc.oneof(
		{ weight: 2, arbitrary: fc.constant([]) },
		fc.array(filterOf([...BOTH, ...EVENT_DIMENSIONS]), { maxLength: 2 }),
	),
	order: fc.nat(),
	way: fc.constantFrom('asc', 'desc'),
	limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
	offset: fc.integer({ min: 0, max: 2 }),
})

type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

/** All metrics that go with these dimensions and filters. */
function metricsFor(dimensions: string[], filters: unknown[]): string[] {
	const text = JSON.stringify(filters)
	const ofEvents = dimensions.filter((name) => EVENT_DIMENSIONS.includes(name))
	const others = dimensions.filter((name) => !name.startsWith('time:'))
	const byPage = dimensions.includes('event:page') || pageFiltered(filters)
	const entry = dimensions.some((name) => ENTRY_DIMENSIONS.includes(name))
	return [
		'visitors',
		'visits',
		...(entry ? [] : ['pageviews', 'events']),
		...(ofEvents.every((name) => name === 'event:page') ? ['bounce_rate', 'visit_duration'] : []),
		...(others.length === 0 && !pageFiltered(filters) ? ['views_per_visit'] : []),
		...(dimensions.length > 0 ? ['percentage'] : []),
		...(byPage && !entry ? ['scroll_depth', 'time_on_page'] : []),
		...(others.join() === 'visit:exit_page' && dimensions.length === 1 && !/event:/.test(text)
			? ['exit_rate']
			: []),
	]
}

const pageFiltered = (filters: unknown[]): boolean =>
	filters.some((filter) => {
		const [operator, subject] = filter as [string, unknown]
		if (operator === 'and' || operator === 'or') return pageFiltered(subject as unknown[])
		return operator === 'not' ? pageFiltered([subject]) : subject === 'event:page'
	})

function askedOf(question: Question, timezone: string, start: number): Asked {
	const dimensions = [...(question.time ? [question.time] : []), ...question.dimensions]
	const filters = [...question.visitFilters, ...question.eventFilters]
	const able = metricsFor(dimensions, filters)
	const chosen = able.filter((_, i) => (question.metrics >> i) & 1)
	const metrics = chosen.length > 0 ? chosen : able
	const names = [...metrics, ...dimensions]
	return {
		metrics,
		dimensions,
		date_range: rangeOf(question.range, timezone, start),
		filters,
		...(question.order % 3 > 0
			? { order_by: [[names[question.order % names.length] ?? '', question.way]] }
			: {}),
		pagination: { offset: question.offset, ...(question.limit ? { limit: question.limit } : {}) },
	}
}

function rangeOf(range: Question['range'], timezone: string, start: number): [string, string] {
	if (Array.isArray(range)) {
		const day = (n: number) =>
			new Intl.DateTimeFormat('sv', { timeZone: timezone }).format(start + n * 86_400_000)
		return [day(range[0]), day(range[0] + range[1])]
	}
	const instant = (minutes: number) => new Date(start + minutes * MINUTE).toISOString().replace('.000Z', 'Z')
	return [instant(range.from), instant(range.from + range.minutes)]
}

let site = 1_000

test('random questions about random worlds get the answers of the reference', async () => {
	await fc.assert(
		fc.asyncProperty(
			world,
			fc.array(question, { minLength: QUERIES, maxLength: QUERIES }),
			async ({ place, people }, questions) => {
				const start = Date.parse(place.start)
				const made = worldOf(++site, place.timezone, beatsOf(start, people), place.keptIn)
				await write(env.STATS_0, made)
				const asked = questions.map((one) => askedOf(one, place.timezone, start))
				const answers = await answerAll(
					env.STATS_0,
					{ id: site, domain: 'example.org', timezone: place.timezone },
					asked,
					{ now: start + 30 * 86_400_000, dashboard: true },
				)
				for (const [i, one] of asked.entries()) {
					const got = answers[i]
					expect(got?.ok ? got.value.results : got, JSON.stringify(one)).toEqual(reference(made, one))
				}
			},
		),
		// A failure prints its question; shrinking thirty questions at once takes minutes.
		{ numRuns: WORLDS, endOnFailure: true },
	)
}, 300_000)
