import { bitOf, NOVELTY_BITS } from '../model/novelty.ts'
import type { Plan } from './backend.ts'
import type { Condition } from './conditions.ts'
import { stored } from './d1-rows.ts'
import { type Fragment, sql, value } from './sql.ts'

/**
 * How visitors are counted: one definition (distinct visitor numbers), two ways to the same number. Counting
 * distinct numbers costs a tree of all of them. The number of a lightweight visitor lives one day of the site,
 * and the row in which it shows a value for the first time that day carries the value's novelty bit: there the
 * sum of bits is the count.
 */
export interface Visitors {
	/** Of a row: the number to be counted, or null where bits say it all. */
	number: Fragment
	/** Of a row: 1 where a visitor is new by its bit. */
	novel: Fragment
	/** Of rows that hold both as `visitor` and `novel`. */
	count: Fragment
}

/**
 * A day of the site may have begun before the range, its visitors' bits with it; one that was cut by another
 * time zone than today's may do so where the range begins with a day. Numbers are counted until it has ended.
 */
const FIRST_DAY = 26 * 3_600_000

/** How a plan counts visitors over rows of `visits` (`v`) or `events` (`e`). */
export function visitorsOf(plan: Plan, alias: 'v' | 'e'): Visitors {
	const row = alias === 'v' ? sql`v` : sql`e`
	const bit = noveltyOf(plan)
	if (bit === null) {
		return { number: sql`${row}.visitor`, novel: sql`0`, count: sql`count(DISTINCT visitor)` }
	}
	const time = alias === 'v' ? sql`v.started_at` : sql`e.time`
	const early = sql`${row}.stable = 1 OR ${time} < ${value(plan.range.from + FIRST_DAY)}`
	const numbered = sql`(${early}${orBlank(plan, alias)})`
	return {
		number: sql`CASE WHEN ${numbered} THEN ${row}.visitor END`,
		novel: sql`CASE WHEN ${numbered} THEN 0 ELSE (${row}.novelty & ${value(bit)}) <> 0 END`,
		count: sql`(count(DISTINCT visitor) + coalesce(sum(novel), 0))`,
	}
}

/** A blank and its word are one row of the answer and two values with bits of their own. */
function orBlank({ dimensions: [dimension] }: Plan, alias: 'v' | 'e'): Fragment {
	if (!dimension || dimension.of === 'time') return sql``
	return sql` OR ${stored(dimension, alias)} IN ('', ${value(dimension.blank)})`
}

/**
 * The bit whose sum is the number of visitors, by every row of the plan; null where none is. A bit knows one
 * dimension: a filter on another one may hide the row that carries it.
 */
export function noveltyOf({ dimensions, conditions }: Plan): number | null {
	const [dimension, ...more] = dimensions
	if (more.length > 0 || !conditions.every((one) => isAbout(one, dimension?.name))) return null
	if (!dimension) return bitOf('visitor')
	// Entry pages come later than the row of the visit; two codes may share a name.
	const known = (dimension.of === 'visit' && !dimension.names) || dimension.of === 'event'
	return known ? bitOfColumn(dimension.column) : null
}

function isAbout(condition: Condition, name: string | undefined): boolean {
	switch (condition.kind) {
		case 'and':
		case 'or':
			return condition.of.every((one) => isAbout(one, name))
		case 'not':
			return isAbout(condition.of, name)
		case 'done':
			return false
		default:
			return condition.dimension.name === name
	}
}

function bitOfColumn(column: string): number | null {
	const camel = column.replace(/_[a-z]/g, (part) => part.slice(1).toUpperCase())
	const name = NOVELTY_BITS.find((one) => one === camel)
	return name ? bitOf(name) : null
}
