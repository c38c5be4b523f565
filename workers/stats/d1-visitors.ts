import { bitOf, type NoveltyBit } from '../model/novelty.ts'
import type { Plan } from './backend.ts'
import { type D1Plan, isFiltered } from './d1-rows.ts'
import type { Dimension } from './registry.ts'
import { type Fragment, sql, value } from './sql.ts'

/**
 * How visitors are counted: one definition (distinct visitor numbers), two ways to the same number. Counting
 * distinct numbers costs a tree of all of them. The number of a lightweight visitor lives one day of the site,
 * and the row in which it shows a value for the first time that day carries the value's novelty bit: where
 * nothing is filtered, the sum of bits is the count.
 */

/**
 * A day of the site may have begun before the range, its visitors' bits with it; one that was cut by another
 * time zone than today's may do so where the range begins with a day. Numbers are counted until it has ended.
 */
const FIRST_DAY = 26 * 3_600_000

/** From when on bits count; null where the range is too short for them to be worth it. */
export function bitsFrom({ range }: Pick<Plan, 'range'>): number | null {
	const from = range.from + FIRST_DAY
	return from < range.to ? from : null
}

/** How the visitors of visits are counted. */
interface Visitors {
	/** Of a visit: the number to be counted, or null where its bit says it all. */
	number: Fragment
	/** Of a visit: 1 where its visitor is new by its bit. */
	novel: Fragment
	/** Of rows that hold the two as `visitor` and `novel`. */
	count: Fragment
}

/** Of visits `v`. By a dimension it is the grouping that costs, and bits would not help. */
export function visitorsOf(plan: D1Plan): Visitors {
	const from = bitsFrom(plan)
	if (from === null || plan.dimensions.length > 0 || isFiltered(plan)) {
		return { number: sql`v.visitor`, novel: sql`0`, count: sql`count(DISTINCT visitor)` }
	}
	const numbered = sql`(v.stable = 1 OR v.started_at < ${value(from)})`
	return {
		number: sql`CASE WHEN ${numbered} THEN v.visitor END`,
		novel: sql`CASE WHEN ${numbered} THEN 0 ELSE (v.novelty & ${value(bitOf('visitor'))}) <> 0 END`,
		count: sql`(count(DISTINCT visitor) + coalesce(sum(novel), 0))`,
	}
}

/**
 * The bit that counts a plan's visitors over events, from `bitsFrom` on: of a dimension whose values are never
 * blank, so that every row of the answer is one value. Null where there is none.
 */
export function bitOfEvents(plan: D1Plan): number | null {
	const [dimension, ...more] = plan.dimensions
	if (!dimension || more.length > 0 || isFiltered(plan) || bitsFrom(plan) === null) return null
	const bit = BITS[dimension.name]
	return bit ? bitOf(bit) : null
}

const BITS: Readonly<Record<Dimension['name'], NoveltyBit | undefined>> = {
	'event:page': 'page',
	'event:hostname': 'hostname',
	'event:name': 'name',
}
