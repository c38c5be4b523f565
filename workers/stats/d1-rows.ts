import type { Plan } from './backend.ts'
import { bucketOf, EPOCH_WEEKDAY, type Grain } from './buckets.ts'
import { type Condition, fold, kindOfNames, type TextDimension } from './conditions.ts'
import { goalTables, isWild, reaches } from './d1-goals.ts'
import { namesOf } from './names.ts'
import type { Dimension } from './registry.ts'
import { all, type Fragment, join, list, name, sql, table, value } from './sql.ts'
import type { Range, Shift } from './zone.ts'

/**
 * D1's spelling of a plan's small parts. `v` is a row of `visits`, `e` one of `events`; both tables are read by
 * their primary key (site, time, id), always.
 */
export type Alias = 'v' | 'e'

/**
 * A plan whose rows were gathered before (`d1-shared.ts`): the conditions that it shares with others hold for all
 * rows of `hit_events` and `hit_visits`, and `conditions` are what is left.
 */
export interface D1Plan extends Plan {
	gathered?: true
}

/** Where a plan's events are read. */
export const eventsTable = ({ gathered }: D1Plan): Fragment => (gathered ? sql`hit_events` : sql`events`)

/** Where a plan's visits are read, where its conditions are about visits. */
export const visitsTable = ({ gathered }: D1Plan): Fragment => (gathered ? sql`hit_visits` : sql`visits`)

/** Whether a plan is about less than all rows of the range. */
export const isFiltered = ({ conditions, gathered }: D1Plan): boolean =>
	conditions.length > 0 || gathered === true

/** Whose rows, and of when. */
type Scope = Pick<Plan, 'site' | 'range' | 'startsClean'>

/** Visits are looked for this far before the range; a longer one is not found active in it. */
const LOOK_BACK = 7 * 86_400_000

/** Visits that were active in the range and for which all conditions hold. */
export function activeVisits(plan: Scope, conditions: readonly Condition[]): Fragment {
	return all([visitsAround(plan, conditions), sql`v.last_at >= ${value(plan.range.from)}`], 'AND')
}

/**
 * Visits that may have any row in the range. Engagement comes after a visit's last event: one in the range may
 * be of a visit that was active before it only.
 */
export function visitsAround(plan: Scope, conditions: readonly Condition[]): Fragment {
	const { from, to } = plan.range
	return all(
		[
			sql`v.site = ${value(plan.site)}`,
			sql`v.started_at >= ${value(plan.startsClean ? from : from - LOOK_BACK)}`,
			sql`v.started_at < ${value(to)}`,
			...conditions.map((one) => holds(one, 'v', plan)),
		],
		'AND',
	)
}

/** Events in the range for which all conditions hold. */
export function eventsWhere(plan: Scope, kind: Fragment, conditions: readonly Condition[]): Fragment {
	return all(
		[
			sql`e.site = ${value(plan.site)}`,
			sql`e.time >= ${value(plan.range.from)}`,
			sql`e.time < ${value(plan.range.to)}`,
			kind,
			...conditions.map((one) => holds(one, 'e', plan)),
		],
		'AND',
	)
}

/** Events that count as such: engagement beacons only say how long and how far. */
export const IS_EVENT = sql`e.name <> 'engagement'`

/** The rows that a plan counts: events, and beacons that reach a scroll goal where one is asked for. */
export const countedBy = ({ scrolls }: Plan): Fragment => (scrolls ? sql`1` : IS_EVENT)

/** Whether a condition holds for a row. */
export function holds(condition: Condition, alias: Alias, plan: Scope): Fragment {
	switch (condition.kind) {
		case 'and':
		case 'or': {
			const parts = condition.of.map((one) => holds(one, alias, plan))
			return all(parts, condition.kind === 'and' ? 'AND' : 'OR')
		}
		case 'not':
			return sql`NOT ${holds(condition.of, alias, plan)}`
		case 'goal': {
			if (alias === 'e') return reaches(condition.goals, eventsWhere(plan, sql`1`, []))
			return sql`(v.id IN (SELECT e.visit FROM events e WHERE ${eventsWhere(plan, sql`1`, [condition])}))`
		}
		case 'done': {
			const visit = alias === 'v' ? sql`v.id` : sql`e.visit`
			return sql`(${visit} IN (SELECT e.visit FROM events e WHERE ${eventsWhere(plan, IS_EVENT, [condition.of])}))`
		}
		default: {
			if (alias === 'v' || condition.dimension.of !== 'entry') return test(condition, alias)
			// Entry and exit stand in the visit's row alone.
			return sql`(e.visit IN (SELECT v.id FROM visits v WHERE ${visitsAround(plan, [condition])}))`
		}
	}
}

/** Alternatives up to which each is spelt out; more are read from a list. */
const FEW = 8

function test(condition: Condition & { kind: 'among' | 'contains' }, alias: Alias): Fragment {
	const { caseSensitive } = condition
	const column = stored(condition.dimension, alias)
	const text = caseSensitive ? column : sql`lower(${column})`
	const folded = (texts: string[]) => texts.map((one) => fold(one, caseSensitive))
	if (condition.kind === 'among') {
		const [first, ...more] = folded(condition.values)
		if (first === undefined) return sql`0`
		return more.length === 0 ? sql`(${text} = ${value(first)})` : sql`(${text} IN ${list([first, ...more])})`
	}
	const parts = folded(condition.parts)
	if (parts.length > FEW) {
		return sql`(EXISTS (SELECT 1 FROM ${list(parts)} AS part WHERE instr(${text}, part.value) > 0))`
	}
	return all(
		parts.map((part) => sql`(instr(${text}, ${value(part)}) > 0)`),
		'OR',
	)
}

/** The stored text of a dimension. */
export function stored(dimension: TextDimension, alias: Alias): Fragment {
	if (dimension.of === 'property') {
		// A step of a JSON path, quoted as JSON: any name is one step.
		const path = `$.${JSON.stringify(dimension.property)}`
		return sql`coalesce(json_extract(${name(alias)}.props, ${value(path)}), '')`
	}
	if (dimension.of === 'event' && alias === 'v') return sql`v.${name(dimension.entry ?? '')}`
	return sql`${name(alias)}.${name(dimension.column)}`
}

/** What a row answers for a dimension: its text with a word for the blank, or a name for its code. */
export function answered(dimension: TextDimension, alias: Alias): Fragment {
	const column = stored(dimension, alias)
	const names = kindOfNames(dimension)
	if (names) return sql`coalesce(${name(`${names}_names`)}.value, ${column})`
	return sql`coalesce(nullif(${column}, ''), ${value(dimension.blank)})`
}

/** The tables of names and goals that dimensions need, as common tables. */
export function nameTables(plan: D1Plan): Fragment[] {
	return plan.dimensions.flatMap((dimension) => {
		if (dimension.of === 'goal')
			return goalTables(plan.goals, eventsTable(plan), eventsWhere(plan, sql`1`, plan.conditions))
		const names = kindOfNames(dimension)
		if (!names) return []
		const known = table({ ...namesOf(names), '': dimension.blank })
		return [sql`${name(`${names}_names`)} AS MATERIALIZED (SELECT key, value FROM ${known})`]
	})
}

/** Goals of a plan that are compared with every page: those of its rows, and those of a long filter. */
export function wildOf({ dimensions, goals, conditions }: Plan): number {
	const filters = conditions.map((one) => (one.kind === 'goal' ? one.goals.filter(isWild).length : 0))
	const rows = dimensions.some(({ of }) => of === 'goal') ? goals.filter(isWild).length : 0
	return Math.max(rows, ...filters)
}

/** How many pages the events of a plan's range have, counted up to a number. */
export const pagesUpTo = (plan: Plan, most: number): Fragment =>
	sql`SELECT count(*) AS pages FROM (SELECT DISTINCT e.page FROM events e WHERE ${eventsWhere(plan, sql`1`, [])} LIMIT ${value(most)})`

/** Joins rows with the names of their codes. */
export function joinNames(dimensions: readonly Dimension[], alias: Alias): Fragment {
	const joins = dimensions.flatMap((dimension) => {
		const names = kindOfNames(dimension)
		if (!names) return []
		const joined = name(`${names}_names`)
		return [sql` LEFT JOIN ${joined} ON ${joined}.key = ${name(alias)}.${name(names)}`]
	})
	return joins.reduce((before, one) => sql`${before}${one}`, sql``)
}

/** The bucket of an instant, as a number (`buckets.ts`). */
export function bucket(instant: Fragment, { unit, shifts }: Grain): Fragment {
	const local = sql`(${instant} + ${offset(instant, shifts)})`
	switch (unit) {
		case 'minute':
			return sql`(${local} / 60000)`
		case 'hour':
			return sql`(${local} / 3600000)`
		case 'weekday_hour':
			return hourOfWeek(sql`(${local} / 3600000)`)
		case 'day':
			return sql`(${local} / 86400000)`
		case 'week':
			return sql`((${local} / 86400000 + ${value(EPOCH_WEEKDAY)}) / 7)`
		case 'month':
			return sql`(strftime('%Y', ${local} / 1000, 'unixepoch') * 12 + strftime('%m', ${local} / 1000, 'unixepoch') - 1)`
	}
}

/** The hour of the week of an hour since the epoch. */
export const hourOfWeek = (hour: Fragment): Fragment =>
	sql`(((${hour} / 24 + ${value(EPOCH_WEEKDAY)}) % 7 + 1) * 24 + ${hour} % 24)`

/** The zone's offset at an instant: a search tree over its changes. */
function offset(instant: Fragment, shifts: readonly Shift[]): Fragment {
	const half = shifts.length >> 1
	const middle = shifts[half]
	if (!middle) return value(0)
	if (shifts.length === 1) return value(middle.offset)
	const [before, after] = [offset(instant, shifts.slice(0, half)), offset(instant, shifts.slice(half))]
	return sql`CASE WHEN ${instant} < ${value(middle.from)} THEN ${before} ELSE ${after} END`
}

/** First and last bucket of a visit, inside the range. */
export function bucketsOfVisit({ from, to }: Range, grain: Grain): { first: Fragment; last: Fragment } {
	if (grain.unit === 'weekday_hour') {
		// Hours of the week begin again: the later of two instants need not have the greater one.
		return {
			first: bucket(sql`max(v.started_at, ${value(from)})`, grain),
			last: bucket(sql`min(v.last_at, ${value(to - 1)})`, grain),
		}
	}
	return {
		first: sql`max(${bucket(sql`v.started_at`, grain)}, ${value(bucketOf(from, grain))})`,
		last: sql`min(${bucket(sql`v.last_at`, grain)}, ${value(bucketOf(to - 1, grain))})`,
	}
}

/** Column of a plan's dimension in every table of its statement. */
export const columnOf = (i: number): Fragment => name(`d${i}`)

/** `d0, d1, …`, each behind a prefix such as `x.`. */
export const columns = (plan: Plan, prefix: Fragment = sql``): Fragment =>
	join(
		plan.dimensions.map((_, i) => sql`${prefix}${columnOf(i)}`),
		', ',
	)
