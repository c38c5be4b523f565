import type { Plan } from './backend.ts'
import { type Grain, isShort, STEP } from './buckets.ts'
import { textDimension } from './conditions.ts'
import {
	activeVisits,
	answered,
	bucket,
	bucketsOfVisit,
	columnOf,
	columns,
	countedBy,
	type D1Plan,
	eventsTable,
	eventsWhere,
	holds,
	hourOfWeek,
	IS_EVENT,
	isFiltered,
	joinNames,
	visitsTable,
} from './d1-rows.ts'
import { visitorsOf } from './d1-visitors.ts'
import type { Measure } from './registry.ts'
import { all, type Fragment, join, name, sql, value } from './sql.ts'

/** A table of a statement: measures by the plan's dimensions. */
export interface Part {
	/** Common tables it is made of, itself last. */
	tables: Fragment[]
	name: Fragment
	measures: ReadonlySet<Measure>
	/** Numbers of the plan's dimensions that its rows are by; left out = all. */
	by?: readonly number[]
}

/**
 * A question about visits alone: visitors, visits and their sums from the visits that were active in the range.
 *
 * Visits that lie inside one bucket speak for themselves. One that was cut (by the ends of the range, or by the
 * end of a bucket) is a visitor in every bucket it was active in, and its page views and events are taken from
 * its own events, each in the bucket of its time: so the sums are those that the events would give. Lightweight
 * visits end at midnight, so for whole days few are cut, and reading those costs next to nothing.
 */
export function visitsPart(asked: D1Plan, wanted: ReadonlySet<Measure>): Part {
	// Hours of the week are hours first: a visit goes from one to the next, whichever week it is.
	const weekly = asked.grain?.unit === 'weekday_hour'
	const plan: D1Plan = weekly && asked.grain ? { ...asked, grain: { ...asked.grain, unit: 'hour' } } : asked
	const group = plan.dimensions.length > 0 ? sql` GROUP BY ${columns(plan)}` : sql``
	const spelling = spellings(plan)
	const measures = [...wanted].filter((one) => spelling[one] !== undefined)
	const spelt = measures.map((one) => sql`${spelling[one] ?? sql`NULL`} AS ${nameOf(one)}`)
	// Without a measure of its own the part still says which rows there are.
	const own = plan.dimensions.map((_, i) => columnOf(i))
	const selected = join([...own, ...spelt, sql`count(*) AS present`], ', ')
	const countsEvents = wanted.has('pageviews') || wanted.has('events')
	const branches = [
		whole(plan),
		...(plan.grain ? [elsewhere(plan, plan.grain)] : []),
		...(countsEvents ? [events(plan)] : []),
	]
	const found = join(branches, ' UNION ALL ')
	const cut = plan.grain || countsEvents ? [...cutTables(plan), ...(countsEvents ? [windows(plan)] : [])] : []
	return {
		tables: [
			...cut,
			sql`seen AS MATERIALIZED (SELECT ${selected} FROM (${weekly ? byWeek(plan, found) : found})${group})`,
		],
		name: sql`seen`,
		measures: new Set(measures),
	}
}

/** Rows by the hour, with the hour of the week in its place. */
function byWeek(plan: Plan, found: Fragment): Fragment {
	const own = plan.dimensions.map(({ of }, i) =>
		of === 'time' ? sql`${hourOfWeek(columnOf(i))} AS ${columnOf(i)}` : columnOf(i),
	)
	const rest = sql`visitor, novel, began, active, bounce, duration, views, pageviews, events`
	return sql`SELECT ${join([...own, rest], ', ')} FROM (${found})`
}

/** How each measure is had from the rows of the branches below. */
function spellings(plan: Plan): Partial<Record<Measure, Fragment>> {
	// By hour and minute a visit counts wherever it was active, by longer buckets where it began.
	const everywhere = plan.grain !== null && isShort(plan.grain.unit)
	return {
		visitors: visitorsOf(plan).count,
		visits: everywhere ? sql`sum(active)` : sql`sum(began)`,
		pageviews: sql`sum(pageviews)`,
		events: sql`sum(events)`,
		started: sql`sum(began)`,
		bounced: sql`sum(bounce)`,
		entered: sql`sum(began)`,
		seconds: sql`sum(duration)`,
		views: sql`sum(views)`,
	}
}

/** Column of a measure in every part. */
export const nameOf = (measure: Measure): Fragment =>
	// A word of SQL's own.
	measure === 'group' ? sql`group_visitors` : name(measure)

/** The plan's dimensions as told by a visit's row; a bucket is that of its start, or the range's first. */
export function ofVisit(plan: Plan): Fragment[] {
	return plan.dimensions.map((dimension, i) => {
		return sql`${dimension.of === 'time' ? sql`v.first_bucket` : answered(textDimension(dimension), 'v')} AS ${columnOf(i)}`
	})
}

/** Visits, with the buckets they lie in: spelt once, for the offsets of many years make long expressions. */
function visitsFrom(plan: D1Plan, table = visitsTable(plan)): Fragment {
	const { range, grain, dimensions } = plan
	const names = joinNames(dimensions, 'v')
	if (!grain) return sql`${table} v${names}`
	const { first, last } = bucketsOfVisit(range, grain)
	return sql`(SELECT *, ${first} AS first_bucket, ${last} AS last_bucket FROM ${table} v) v${names}`
}

/** Every visit, where it began. What a cut one did is left to `events`. */
function whole(plan: D1Plan): Fragment {
	const own = (column: Fragment) => sql`CASE WHEN ${isCut(plan)} THEN 0 ELSE ${column} END`
	const { number, novel } = visitorsOf(plan)
	const selected = join(
		[
			...ofVisit(plan),
			sql`${number} AS visitor, ${novel} AS novel, 1 AS began, 1 AS active, v.bounce AS bounce, v.duration AS duration, v.pageviews AS views`,
			sql`${own(sql`v.pageviews`)} AS pageviews, ${own(sql`v.events`)} AS events`,
		],
		', ',
	)
	return sql`SELECT ${selected} FROM ${visitsFrom(plan)} WHERE ${activeVisits(plan, plan.conditions)}`
}

function isCut(plan: Plan): Fragment {
	const atEnds = [sql`v.started_at < ${value(plan.range.from)}`, sql`v.last_at >= ${value(plan.range.to)}`]
	if (!plan.grain) return all(atEnds, 'OR')
	// A minute that clocks repeat may hold both ends of a visit of an hour.
	const inside =
		plan.grain.unit === 'minute'
			? sql`v.started_at / 60000 <> v.last_at / 60000`
			: sql`v.first_bucket <> v.last_bucket`
	return all([...atEnds, inside], 'OR')
}

/** `cut`: the cut visits with their first bucket; `walk`: instants in all buckets that they were active in. */
function cutTables(plan: D1Plan): Fragment[] {
	const ends = plan.grain ? sql`v.first_bucket AS first` : sql`0 AS first`
	const selected = join(
		[
			sql`v.id AS id, v.visitor AS visitor, v.started_at AS started_at, v.last_at AS last_at`,
			sql`v.started_at < ${value(plan.range.from)} AS early, ${ends}`,
			...ofVisit(plan),
		],
		', ',
	)
	const where = all([activeVisits(plan, plan.conditions), isCut(plan)], 'AND')
	const cut = sql`cut AS MATERIALIZED (SELECT ${selected} FROM ${visitsFrom(plan)} WHERE ${where})`
	if (!plan.grain) return [cut]
	const own = plan.dimensions.map((_, i) => sql`${columnOf(i)}`)
	const carried = join([...own, sql`id, visitor, first`], ', ')
	const [from, to] = [value(plan.range.from), value(plan.range.to - 1)]
	const step = value(STEP[plan.grain.unit])
	return [
		cut,
		sql`walk(${carried}, at, last) AS (SELECT ${carried}, max(started_at, ${from}), min(last_at, ${to}) FROM cut UNION ALL SELECT ${carried}, min(at + ${step}, last), last FROM walk WHERE at < last)`,
	]
}

/** A visit in the buckets after its first: a visitor there, and active. */
function elsewhere(plan: Plan, grain: Grain): Fragment {
	const at = bucket(sql`at`, grain)
	const own = plan.dimensions.map(({ of }, i) => (of === 'time' ? sql`${at} AS ${columnOf(i)}` : columnOf(i)))
	const found = sql`SELECT DISTINCT ${join([...own, sql`id, visitor`], ', ')} FROM walk WHERE ${at} <> first`
	return sql`SELECT ${columns(plan)}, visitor, 0, 0, 1, 0, 0, 0, 0, 0 FROM (${found})`
}

/** The stretches of the range in which events of cut visits lie: around the ends of buckets, mostly. */
function windows({ range }: Plan): Fragment {
	const ends = sql`max(min(started_at), ${value(range.from)}) AS lo, min(max(last_at), ${value(range.to - 1)}) AS hi`
	return sql`stretch AS MATERIALIZED (SELECT early, first, ${ends} FROM cut GROUP BY early, first)`
}

/** The events of cut visits, each in the bucket of its time. */
function events(plan: Plan): Fragment {
	const { grain } = plan
	const own = plan.dimensions.map(({ of }, i) =>
		of === 'time' && grain ? bucket(sql`e.time`, grain) : sql`cut.${columnOf(i)}`,
	)
	const selected = join([...own, sql`NULL, 0, 0, 0, 0, 0, 0, e.name = 'pageview', 1`], ', ')
	const where = all(
		[
			// The stretch alone bounds the time: of two lower bounds SQLite may search by the wider one.
			sql`e.site = ${value(plan.site)} AND e.time >= stretch.lo AND e.time <= stretch.hi`,
			IS_EVENT,
			sql`cut.id = e.visit AND cut.early = stretch.early AND cut.first = stretch.first`,
		],
		'AND',
	)
	return sql`SELECT ${selected} FROM stretch CROSS JOIN events e CROSS JOIN cut WHERE ${where}`
}

/** Visits that hold an event that matches, where they began: what visit metrics say under event filters. */
export function holdersPart(plan: D1Plan, wanted: ReadonlySet<Measure>): Part {
	const entered = all(
		plan.entered.map((one) => holds(one, 'v', plan)),
		'AND',
	)
	const spelling: Partial<Record<Measure, Fragment>> = {
		started: sql`count(*)`,
		bounced: sql`sum(CASE WHEN ${entered} THEN v.bounce END)`,
		entered: sql`sum(CASE WHEN ${entered} THEN 1 END)`,
		seconds: sql`sum(v.duration)`,
		views: sql`sum(v.pageviews)`,
	}
	const measures = [...wanted].filter((one) => spelling[one] !== undefined)
	const spelt = measures.map((one) => sql`${spelling[one] ?? sql`NULL`} AS ${nameOf(one)}`)
	const selected = join([...ofVisit(plan), ...spelt], ', ')
	const where = eventsWhere(plan, countedBy(plan), plan.conditions)
	const from = value(plan.range.from)
	const matching = sql`SELECT e.visit FROM events e WHERE ${where} AND e.visit_started_at < ${from}`
	const active = activeVisits(plan, [])
	const found = isFiltered(plan)
		? // By their key: where few match it finds few.
			sql`(SELECT DISTINCT e.visit_started_at AS at, e.visit AS visit FROM ${eventsTable(plan)} e WHERE ${where}) hit CROSS JOIN ${visitsFrom(plan, sql`visits`)} WHERE v.started_at = hit.at AND v.id = hit.visit AND ${active}`
		: // A visit that began in the range did so with an event: few others have to be looked for.
			sql`${visitsFrom(plan)} WHERE ${active} AND (v.started_at >= ${from} OR v.id IN (${matching}))`
	const group = plan.dimensions.length > 0 ? sql` GROUP BY ${columns(plan)}` : sql``
	return {
		tables: [sql`holders AS MATERIALIZED (SELECT ${selected} FROM ${found}${group})`],
		name: sql`holders`,
		measures: new Set(measures),
	}
}
