import fc from 'fast-check'
import { GOALS, MINUTE, SEGMENTS } from './contract-worlds.ts'
import type { Asked } from './reference.ts'
import { goalFilters, spelled } from './reference-filters.ts'

/** Random questions about the worlds of `contract-worlds.ts`, in order by every rule of the query language. */

const VISIT_DIMENSIONS = [
	'visit:source',
	'visit:channel',
	'visit:country',
	'visit:browser',
	'visit:device',
	'visit:language',
	'visit:screen_class',
	'visit:asn_kind',
]
const ENTRY_DIMENSIONS = ['visit:entry_page', 'visit:exit_page']
const EVENT_DIMENSIONS = [
	'event:page',
	'event:name',
	'event:title',
	'event:props:plan',
	'event:props:a "b" $.c',
]
const TIMES = ['time:hour', 'time:day', 'time:week', 'time:month', 'time:minute', 'time:weekday_hour']
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
	'Buy',
	'Blog',
	'de',
	'xl',
	'hosting',
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
	return fc.oneof(one, one, group, fc.tuple(fc.constant('not'), group), done, PLAIN_SEGMENT)
}

const segmentOf = (ids: number[]): fc.Arbitrary<unknown> =>
	fc.tuple(
		fc.constant('is'),
		fc.constant('segment'),
		fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 2 }),
	)

/** Segments without goals may stand inside other filters. */
const PLAIN_SEGMENT = fc.oneof(
	segmentOf([1, 4]),
	fc.tuple(fc.constant('not'), segmentOf([1])),
	fc.tuple(fc.constant('or'), fc.tuple(segmentOf([1]), fc.constant(['is', 'visit:source', ['Google']]))),
)

const goalFilter = fc.oneof(
	{ weight: 3, arbitrary: fc.tuple(fc.constant('is'), fc.constant('event:goal'), someGoals()) },
	{
		weight: 1,
		arbitrary: fc.tuple(
			fc.constant('contains'),
			fc.constant('event:goal'),
			fc.uniqueArray(fc.constantFrom('Sign', 'Visit', 'Scroll', '', 'nothing'), {
				minLength: 1,
				maxLength: 2,
			}),
		),
	},
	{ weight: 1, arbitrary: segmentOf([2, 3]) },
)

function someGoals(): fc.Arbitrary<string[]> {
	return fc.uniqueArray(fc.constantFrom(...GOALS.map(({ name }) => name)), { minLength: 1, maxLength: 3 })
}

const range = fc.oneof(
	fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })),
	fc.record({ from: fc.integer({ min: 0, max: 90 * 60 }), minutes: fc.integer({ min: 1, max: 50 * 60 }) }),
)

/** Days from the world's first. */
const WHOLE: [number, number] = [0, 15]

const selective = fc.record({
	range,
	time: fc.option(fc.constantFrom(...TIMES), { nil: null, freq: 2 }),
	dimensions: fc.uniqueArray(fc.constantFrom(...VISIT_DIMENSIONS, ...ENTRY_DIMENSIONS, ...EVENT_DIMENSIONS), {
		maxLength: 2,
	}),
	visitFilters: fc.oneof(fc.constant([]), fc.array(filterOf(BOTH), { maxLength: 2 })),
	/** Which of the able metrics are asked, as bits; the engine spells fewer of them otherwise. */
	metrics: fc.nat(2 ** 31 - 1),
	goalFilters: fc.oneof(
		{ weight: 2, arbitrary: fc.constant([]) },
		{ weight: 2, arbitrary: fc.array(goalFilter, { minLength: 1, maxLength: 2 }) },
	),
	byGoal: fc.integer({ min: 0, max: 3 }),
	eventFilters: fc.oneof(
		{ weight: 2, arbitrary: fc.constant([]) },
		fc.array(filterOf([...BOTH, ...EVENT_DIMENSIONS]), { maxLength: 2 }),
	),
	order: fc.nat(),
	way: fc.constantFrom('asc', 'desc'),
	limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
	offset: fc.integer({ min: 0, max: 2 }),
})

/** All of a world, by little: where filters and pages of answers leave few rows, a wrong sum is rarely seen. */
const plain = fc
	.tuple(
		selective,
		fc.constantFrom<string[]>([], ['event:page'], ['event:page'], ['visit:source'], ['visit:entry_page']),
	)
	.map(([one, dimensions]) => ({
		...one,
		...{ range: WHOLE, dimensions, visitFilters: [], goalFilters: [], eventFilters: [] },
		...{ metrics: 2 ** 31 - 1, limit: null, offset: 0 },
	}))

export const question = fc.oneof({ weight: 3, arbitrary: selective }, { weight: 1, arbitrary: plain })

export type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

const PERCENTILES = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'].flatMap((vital) =>
	[50, 75, 95].map((rank) => `${vital}_p${rank}`),
)

/** All metrics that go with these dimensions and filters. */
function metricsFor(dimensions: string[], filters: unknown[]): string[] {
	const meant = spelled(filters, SEGMENTS)
	const text = JSON.stringify(meant)
	const ofEvents = dimensions.filter((name) => name.startsWith('event:'))
	const others = dimensions.filter((name) => !name.startsWith('time:'))
	const byPage = dimensions.includes('event:page') || pageFiltered(meant)
	const entry = dimensions.some((name) => ENTRY_DIMENSIONS.includes(name))
	const goals = dimensions.includes('event:goal') || goalFilters(meant).length > 0
	return [
		'visitors',
		'visits',
		...(entry ? [] : ['pageviews', 'events']),
		...(ofEvents.every((name) => name === 'event:page') ? ['bounce_rate', 'visit_duration'] : []),
		...(others.length === 0 && !pageFiltered(meant) ? ['views_per_visit'] : []),
		...(dimensions.length > 0 ? ['percentage'] : []),
		...(byPage && !entry ? ['scroll_depth', 'time_on_page'] : []),
		...(others.join() === 'visit:exit_page' && dimensions.length === 1 && !/event:/.test(text)
			? ['exit_rate']
			: []),
		...(goals && !nestedProps(meant) ? ['conversion_rate', 'group_conversion_rate'] : []),
		...(goals && !entry ? ['total_revenue', 'average_revenue'] : []),
		...(entry ? [] : PERCENTILES),
	]
}

/** Whether a filter on a property stands inside another filter. */
const nestedProps = (filters: unknown[]): boolean =>
	filters.some((filter) => {
		const [, subject] = filter as [string, unknown]
		return typeof subject !== 'string' && JSON.stringify(subject).includes('event:props:')
	})

const pageFiltered = (filters: unknown[]): boolean =>
	filters.some((filter) => {
		const [operator, subject] = filter as [string, unknown]
		if (operator === 'and' || operator === 'or') return pageFiltered(subject as unknown[])
		return operator === 'not' ? pageFiltered([subject]) : subject === 'event:page'
	})

/** A question in the shape of a query. */
export function askedOf(question: Question, timezone: string, start: number): Asked {
	const dimensions = [
		...(question.time ? [question.time] : []),
		...question.dimensions,
		...(question.byGoal === 0 ? ['event:goal'] : []),
	]
	const filters = [...question.visitFilters, ...question.goalFilters, ...question.eventFilters]
	const able = metricsFor(dimensions, filters)
	const chosen = able.filter((_, i) => (question.metrics >> (i % 31)) & 1)
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
