import type { Goal } from '../model/goal.ts'
import type { Plan } from './backend.ts'
import { type Grain, type Unit, unitFor } from './buckets.ts'
import { conditionOf, type Found } from './conditions.ts'
import type { RetentionWarning } from './extent.ts'
import type { Filter } from './filters.ts'
import { anyScrolls } from './goals.ts'
import { askedGoals, asksForMoney, revenueOf } from './money.ts'
import type { Order, Query } from './query.ts'
import { type Dimension, timeOf } from './registry.ts'
import type { Meant } from './rewrite.ts'
import { isAboutEvents, isOfEvent } from './rules.ts'
import type { Range } from './zone.ts'

/** Dimensions as they are answered: `time` becomes the unit that fits the range. */
export function dimensionsOf(query: Query, range: Range, timezone: string): Dimension[] {
	return query.dimensions.map((one) =>
		one.of === 'time' && one.unit === null ? timeOf(unitFor(range, timezone)) : one,
	)
}

/** The unit that the dimensions cut time into; null where none of them is time. */
export const unitOf = (dimensions: readonly Dimension[]): Unit | null =>
	dimensions.reduce<Unit | null>((unit, one) => (one.of === 'time' ? one.unit : unit), null)

/** The order that was asked for, else time first and then the largest first metric. */
export function orderOf(query: Query, dimensions: readonly Dimension[]): Order[] {
	const named = (name: string): string => {
		const i = query.dimensions.findIndex((one) => one.name === name)
		return dimensions[i]?.name ?? name
	}
	if (query.orderBy) return query.orderBy.map(([name, direction]) => [named(name), direction])
	const time = dimensions.find((one) => one.of === 'time')
	const [metric] = query.metrics
	const order: Order[] = time ? [[time.name, 'asc']] : []
	return metric ? [...order, [metric, 'desc']] : order
}

/** No row is older than the web or further ahead than this: bounds for ranges of thousands of years. */
const EARLIEST = Date.UTC(1990, 0, 1)
const FURTHEST_AHEAD = 400 * 86_400_000

export const bounded = (range: Range, now: number): Range => ({
	from: Math.max(range.from, EARLIEST),
	to: Math.min(range.to, now + FURTHEST_AHEAD),
})

/** A query with all that was found out about it: ready to be planned for one range. */
export interface Question {
	query: Query
	site: { id: number; timezone: string }
	/** As the answer names it. */
	asked: Range
	/** The same, bounded, and without what the site's retention has deleted. */
	range: Range
	/** What an answer must say of what was deleted. */
	warnings: readonly RetentionWarning[]
	/** Of the answer. */
	dimensions: Dimension[]
	grain: Grain | null
	order: Order[]
	meant: Meant
	found: Found
}

/** Plans the table that a question asks for. */
export function planOf(question: Question): Plan {
	const { query, dimensions, grain, order, meant, found, range } = question
	const byGoal = dimensions.some(({ of }) => of === 'goal')
	const revenue = asksForMoney(query) ? revenueOf(query, range) : null
	return {
		...planned(question, meant.filters, dimensions),
		grain,
		metrics: query.metrics,
		goals: byGoal ? askedGoals(query) : [],
		scrolls: anyScrolls(byGoal ? query.goals : goalsOf(query.filters)),
		revenue: typeof revenue === 'string' ? null : revenue,
		groups: query.metrics.includes('group_conversion_rate') ? groupsOf(question) : null,
		entered: meant.entered.map((one) => conditionOf(one, found)),
		order,
		// One more says whether there are more.
		limit: query.pagination.limit + (query.include.totalRows ? 0 : 1),
		offset: query.pagination.offset,
		totalRows: query.include.totalRows,
	}
}

/** The visitors of filters, by dimensions: the frame of every plan. */
function planned(question: Question, filters: readonly Filter[], dimensions: readonly Dimension[]): Plan {
	const { site, range, grain, found } = question
	return {
		site: site.id,
		range,
		scope: dimensions.some(isOfEvent) || isAboutEvents(filters) ? 'events' : 'visits',
		dimensions: [...dimensions],
		grain: unitOf(dimensions) === null ? null : grain,
		metrics: ['visitors'],
		goals: [],
		scrolls: anyScrolls(goalsOf(filters)),
		revenue: null,
		groups: null,
		conditions: filters.map((one) => conditionOf(one, found)),
		entered: [],
		order: [],
		limit: 1_000_000_000,
		offset: 0,
		totalRows: false,
		only: null,
	}
}

/** The visitors that `percentage` divides by: those of the same query without dimensions. */
export const wholeOf = (question: Question): Plan => planned(question, question.query.filters, [])

/** The visitors that `conversion_rate` divides by: without goals and properties as well. */
export const unconvertedOf = (question: Question): Plan =>
	planned(question, question.query.filters.filter(isNoConversion), [])

/** The visitors that `group_conversion_rate` divides by: by the dimensions that are not about conversion. */
const groupsOf = (question: Question): Plan =>
	planned(
		question,
		question.meant.filters.filter(isNoConversion),
		question.dimensions.filter(({ of }) => of !== 'goal' && of !== 'property'),
	)

/** Whether a filter is about something else than a goal or a property. */
function isNoConversion(filter: Filter): boolean {
	if (filter.kind === 'goal') return false
	const test = filter.kind === 'not' ? filter.filter : filter
	return test.kind !== 'test' || test.dimension.of !== 'property'
}

/** How many amounts of a plan were converted, and how many could not be. */
export const conversionsOf = (plan: Plan): Plan => ({
	...plan,
	dimensions: plan.dimensions.filter(({ of }) => of === 'goal'),
	grain: null,
	metrics: ['revenue_converted', 'revenue_unconverted'],
	groups: null,
	order: [],
	limit: 10_000,
	offset: 0,
	totalRows: false,
})

const goalsOf = (filters: readonly Filter[]): Goal[] =>
	filters.flatMap((filter) => (filter.kind === 'goal' ? filter.goals : []))
