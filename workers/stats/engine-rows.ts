import type { Goal } from '../model/goal.ts'
import { bitOf, NOVELTY_BITS, type NoveltyBit } from '../model/novelty.ts'
import { EPOCH_WEEKDAY, type Grain } from './buckets.ts'
import { type Condition, fold, kindOfNames, type TextDimension } from './conditions.ts'
import { CannotAnswer, fieldOf, hexOf, isPlain, number, text } from './engine-sql.ts'
import { type PathPattern, reachOf } from './goals.ts'
import { all, type Fragment, list, sql, value } from './sql.ts'
import type { Range, Shift } from './zone.ts'

/** The small parts of statements for Analytics Engine. One table, one row an event. */

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Events that the row stands for, itself included. */
export const WEIGHT = sql`_sample_interval`

/** Events that count as such: engagement beacons only say how long and how far. */
export const IS_EVENT = sql`blob1 <> 'engagement'`
export const IS_VIEW = sql`blob1 = 'pageview'`

/** The first event of its visit: the visitor's event before is of an older one. */
export const IS_FIRST = sql`${number('previousAt')} < ${number('visitStartedAt')}`

/** Rows of a site in a range of instants. */
export function rowsOf(site: number, { from, to }: Range): Fragment {
	// `timestamp` is when the point arrived, in whole seconds: it finds the rows, `time` decides.
	const [early, late] = [Math.floor((from - HOUR) / 1000), Math.ceil((to + HOUR) / 1000)]
	return all(
		[
			sql`index1 = ${value(String(site))}`,
			sql`timestamp >= toDateTime(${value(early)})`,
			sql`timestamp < toDateTime(${value(late)})`,
			sql`${number('time')} >= ${value(from)}`,
			sql`${number('time')} < ${value(to)}`,
		],
		'AND',
	)
}

/** How a dimension is read: by its slot in a row, or by a column of a subquery. */
export type Reader = (dimension: TextDimension) => Fragment

/** The stored text of a dimension in a row. @throws CannotAnswer where points do not hold it. */
export const stored: Reader = (dimension) => {
	const found = 'column' in dimension ? text(fieldOf(dimension.column)) : null
	if (!found) throw new CannotAnswer(`data points do not hold ${dimension.name}`)
	return found
}

/** What a row answers for a dimension: its text with a word for the blank. Names of codes come later. */
export function answered(dimension: TextDimension, read: Reader): Fragment {
	const column = read(dimension)
	return kindOfNames(dimension) ? column : sql`if(${column} = '', ${value(dimension.blank)}, ${column})`
}

/** Whether a condition holds. @throws CannotAnswer where rows cannot tell. */
export function holds(condition: Condition, read: Reader): Fragment {
	switch (condition.kind) {
		case 'and':
		case 'or': {
			const parts = condition.of.map((one) => holds(one, read))
			if (parts.length === 0) return condition.kind === 'and' ? sql`1 = 1` : sql`1 = 0`
			return all(parts, condition.kind === 'and' ? 'AND' : 'OR')
		}
		case 'not':
			return sql`NOT (${holds(condition.of, read)})`
		case 'among':
			return among(read(condition.dimension), condition.values, condition.caseSensitive)
		case 'contains':
			return contains(read(condition.dimension), condition.parts, condition.caseSensitive)
		case 'goal': {
			const goals = condition.goals.map(reached)
			return goals.length === 0 ? sql`1 = 0` : sql`(${all(goals, 'OR')})`
		}
		default:
			// There is no join: what else a visit holds, or a property says, no row can tell.
			throw new CannotAnswer(`no row tells of ${condition.kind}`)
	}
}

/** Whether an event reaches a goal. Properties are not in data points: they may hold anything. */
function reached(goal: Goal): Fragment {
	const { name, path, scrolled, props } = reachOf(goal)
	if (props.length > 0 || scrolled !== null) throw new CannotAnswer('goals with properties, and of scrolling')
	if (name === null) return sql`1 = 0`
	const named = among(sql`blob1`, [name], true)
	return path === null ? named : sql`(${named} AND ${onPath(path)})`
}

function onPath(path: PathPattern): Fragment {
	if ('whole' in path) return among(sql`blob3`, [path.whole], true)
	const { begins, ends } = path
	// The length of the beginning has to be the same in bytes and in characters.
	if (path.holds.length > 0 || !/^[ -~]*$/.test(begins) || !isPlain(begins) || !isPlain(ends)) {
		throw new CannotAnswer('paths of more than a beginning and an end')
	}
	const rest = sql`substring(blob3, ${value(begins.length + 1)})`
	return sql`(startsWith(blob3, ${value(begins)}) AND endsWith(${rest}, ${value(ends)}))`
}

function among(column: Fragment, values: readonly string[], caseSensitive: boolean): Fragment {
	const subject = caseSensitive ? column : sql`lower(${column})`
	const folded = [...new Set(values.map((one) => fold(one, caseSensitive)))]
	const plain = folded.filter(isPlain)
	const other = folded.filter((one) => !isPlain(one))
	const tests = [
		...(plain.length > 0 ? [sql`${subject} IN ${list(plain)}`] : []),
		...(other.length > 0 ? [sql`hex(${subject}) IN ${list(other.map(hexOf))}`] : []),
	]
	return tests.length === 0 ? sql`1 = 0` : sql`(${all(tests, 'OR')})`
}

function contains(column: Fragment, parts: readonly string[], caseSensitive: boolean): Fragment {
	const subject = caseSensitive ? column : sql`lower(${column})`
	const tests = parts.map((part) => {
		// Digits may match across the borders of bytes: no hexadecimal way around it here.
		if (!isPlain(part)) throw new CannotAnswer('a part of a text with quotation marks')
		return part === '' ? sql`1 = 1` : sql`position(${value(fold(part, caseSensitive))} IN ${subject}) > 0`
	})
	return tests.length === 0 ? sql`1 = 0` : sql`(${all(tests, 'OR')})`
}

/** The bucket of an instant, as a number (`buckets.ts`). */
export function bucket(instant: Fragment, { unit, shifts }: Grain): Fragment {
	const local = sql`(${instant} + ${offset(instant, shifts)})`
	const days = sql`floor(${local} / 86400000)`
	switch (unit) {
		case 'minute':
			return sql`floor(${local} / 60000)`
		case 'hour':
			return sql`floor(${local} / 3600000)`
		case 'weekday_hour': {
			const weekday = sql`(toUInt32(${days}) + ${value(EPOCH_WEEKDAY)}) % 7 + 1`
			return sql`((${weekday}) * 24 + floor((${local} - ${days} * 86400000) / 3600000))`
		}
		case 'day':
			return days
		case 'week':
			return sql`floor((${days} + ${value(EPOCH_WEEKDAY)}) / 7)`
		case 'month': {
			const date = sql`toDateTime(toUInt32(floor(${local} / 1000)))`
			return sql`(toYear(${date}) * 12 + toMonth(${date}) - 1)`
		}
	}
}

/** The zone's offset at an instant: a search tree over its changes. */
function offset(instant: Fragment, shifts: readonly Shift[]): Fragment {
	const half = shifts.length >> 1
	const middle = shifts[half]
	if (!middle) return value(0)
	if (shifts.length === 1) return value(middle.offset)
	const [before, after] = [offset(instant, shifts.slice(0, half)), offset(instant, shifts.slice(half))]
	return sql`if(${instant} < ${value(middle.from)}, ${before}, ${after})`
}

/** Whether a row carries one of the bits of these names. */
export function isNovel(mask: 'novelty' | 'noveltyHour', names: readonly NoveltyBit[]): Fragment {
	const bits = names.reduce((sum, name) => sum | bitOf(name), 0)
	return sql`bitAnd(toUInt32(${number(mask)}), ${value(bits)}) > 0`
}

/** The bit of a dimension; null where it has none. */
export function bitFor(dimension: TextDimension): NoveltyBit | null {
	const field = 'column' in dimension ? fieldOf(dimension.column) : ''
	return NOVELTY_BITS.find((one) => one === field) ?? null
}
