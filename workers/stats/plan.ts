import type { Plan } from './backend.ts'
import { type Grain, type Unit, unitFor } from './buckets.ts'
import { conditionOf, type Found } from './conditions.ts'
import { testsOf } from './filters.ts'
import type { Order, Query } from './query.ts'
import { type Dimension, timeOf } from './registry.ts'
import type { Meant } from './rewrite.ts'
import { isOfEvent } from './rules.ts'
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
	/** The same, bounded. */
	range: Range
	/** Of the answer. */
	dimensions: Dimension[]
	grain: Grain | null
	order: Order[]
	meant: Meant
	found: Found
}

/** Plans the table that a question asks for. */
export function planOf({ query, site, range, dimensions, grain, order, meant, found }: Question): Plan {
	return {
		site: site.id,
		range,
		scope: dimensions.some(isOfEvent) ? 'events' : scopeOf(query),
		dimensions,
		grain,
		metrics: query.metrics,
		conditions: meant.filters.map((one) => conditionOf(one, found)),
		entered: meant.entered.map((one) => conditionOf(one, found)),
		order,
		limit: query.pagination.limit,
		offset: query.pagination.offset,
		totalRows: query.include.totalRows,
		only: null,
	}
}

/** The plan that `percentage` divides by: the visitors of the same query without dimensions. */
export function divisorOf({ query, site, range, found }: Question): Plan {
	return {
		site: site.id,
		range,
		scope: scopeOf(query),
		dimensions: [],
		grain: null,
		metrics: ['visitors'],
		conditions: query.filters.map((one) => conditionOf(one, found)),
		entered: [],
		order: [],
		limit: 1,
		offset: 0,
		totalRows: false,
		only: null,
	}
}

/** Whether filters tell of single events; `has_done` is about the visit. */
const scopeOf = ({ filters }: Query): Plan['scope'] =>
	[...testsOf(filters, false)].some((one) => isOfEvent(one.dimension)) ? 'events' : 'visits'
