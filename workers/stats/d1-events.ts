import type { Plan } from './backend.ts'
import { textDimension } from './conditions.ts'
import { REACHED_BY_PAGE } from './d1-goals.ts'
import {
	answered,
	bucket,
	columnOf,
	columns,
	countedBy,
	type D1Plan,
	eventsTable,
	eventsWhere,
	IS_EVENT,
	joinNames,
	stored,
	visitsAround,
} from './d1-rows.ts'
import { bitOfEvents, bitsFrom } from './d1-visitors.ts'
import { nameOf, type Part } from './d1-visits.ts'
import type { Dimension, Measure, Percentile, Vital } from './registry.ts'
import { type Fragment, join, name, sql, value } from './sql.ts'

/** The plan's dimensions as told by an event's row. What stands in the visit's row alone is read there. */
export function ofEvent(plan: Plan): Fragment[] {
	return plan.dimensions.map((dimension, i) => {
		const as = (spelt: Fragment) => sql`${spelt} AS ${columnOf(i)}`
		if (dimension.of === 'time') return as(plan.grain ? bucket(sql`e.time`, plan.grain) : value(0))
		if (dimension.of === 'goal') return as(sql`g.label`)
		return as(answered(dimension, dimension.of === 'entry' ? 'v' : 'e'))
	})
}

/** The events that a plan is about, joined with what its dimensions need. */
export function eventsFrom(plan: D1Plan): Fragment {
	const has = (kind: Dimension['of']) => plan.dimensions.some(({ of }) => of === kind)
	// By its key: site, start, id.
	const visits = sql` CROSS JOIN visits v ON v.site = ${value(plan.site)} AND v.started_at = e.visit_started_at AND v.id = e.visit`
	const goals = sql` CROSS JOIN goals g ON ${REACHED_BY_PAGE}`
	return sql`${eventsTable(plan)} e${has('entry') ? visits : sql``}${has('goal') ? goals : sql``}${joinNames(plan.dimensions, 'e')}`
}

export const groupBy = (plan: Plan): Fragment =>
	plan.dimensions.length > 0 ? sql` GROUP BY ${columns(plan)}` : sql``

/** Events that match: who, in how many visits, how often. */
export function matchingPart(plan: D1Plan, wanted: ReadonlySet<Measure>): Part {
	const spelling: Partial<Record<Measure, Fragment>> = {
		visitors: sql`count(DISTINCT e.visitor)`,
		visits: sql`count(DISTINCT e.visit)`,
		pageviews: sql`sum(e.name = 'pageview')`,
		events: plan.scrolls
			? sql`(sum(e.name <> 'engagement') + count(DISTINCT CASE WHEN e.name = 'engagement' THEN e.visit END))`
			: sql`count(*)`,
	}
	const bit = bitOfEvents(plan)
	if (bit !== null && wanted.has('visitors') && !wanted.has('visits')) return novelPart(plan, bit)
	const measures = [...wanted].filter((one) => spelling[one] !== undefined)
	const spelt = measures.map((one) => sql`${spelling[one] ?? sql`NULL`} AS ${nameOf(one)}`)
	// Without a measure of its own the part still says which rows there are, and stays one row without dimensions.
	const selected = join([...ofEvent(plan), ...spelt, sql`count(*) AS present`], ', ')
	const where = eventsWhere(plan, countedBy(plan), plan.conditions)
	return {
		tables: [
			sql`matching AS MATERIALIZED (SELECT ${selected} FROM ${eventsFrom(plan)} WHERE ${where}${groupBy(plan)})`,
		],
		name: sql`matching`,
		measures: new Set(measures),
	}
}

/**
 * The same by one dimension without filters, all measures at once: lightweight visitors by their bit, and those
 * of the first day and of numbers that live longer by their numbers. Whether there are any of the latter is
 * asked of the visits, five times fewer rows: mostly there are none, and only the first day is read again.
 */
function novelPart(plan: Plan, bit: number): Part {
	const { range } = plan
	const from = value(bitsFrom(plan) ?? range.to)
	const anyStable = sql`EXISTS (SELECT 1 FROM visits v WHERE ${visitsAround(plan, [])} AND v.stable = 1)`
	const key = plan.dimensions.map((one) => stored(textDimension(one), 'e'))
	const rows = (visitors: Fragment, where: Fragment): Fragment =>
		sql`SELECT ${join(key, ', ')} AS d0, ${visitors} AS visitors, sum(e.name = 'pageview') AS pageviews, count(*) AS events FROM events e WHERE e.site = ${value(plan.site)} AND ${IS_EVENT} AND ${where} GROUP BY 1`
	const lightweight = rows(
		sql`sum((e.novelty & ${value(bit)}) <> 0)`,
		sql`e.time >= ${from} AND e.time < ${value(range.to)} AND e.stable = 0`,
	)
	const numbered = rows(
		sql`count(DISTINCT e.visitor)`,
		sql`e.time >= ${value(range.from)} AND e.time < CASE WHEN ${anyStable} THEN ${value(range.to)} ELSE ${from} END AND (e.time < ${from} OR e.stable = 1)`,
	)
	const [blank = ''] = plan.dimensions.map((one) => one.blank)
	const sums = sql`sum(visitors) AS visitors, sum(pageviews) AS pageviews, sum(events) AS events`
	return {
		tables: [
			sql`matching AS MATERIALIZED (SELECT coalesce(nullif(d0, ''), ${value(blank)}) AS d0, ${sums} FROM (${lightweight} UNION ALL ${numbered}) GROUP BY 1)`,
		],
		name: sql`matching`,
		measures: new Set(['visitors', 'pageviews', 'events']),
	}
}

/** Engagement beacons that match: per visit and page the furthest scroll and the engaged time, then together. */
export function engagementPart(plan: D1Plan, wanted: ReadonlySet<Measure>): Part {
	const measures = (['depth', 'depths', 'engaged', 'readers'] as const).filter((one) => wanted.has(one))
	const where = eventsWhere(plan, sql`e.name = 'engagement'`, plan.conditions)
	const each = join(
		[
			...ofEvent(plan),
			sql`e.visit AS visit, max(CASE WHEN e.scroll_depth <= 100 THEN e.scroll_depth END) AS deepest, sum(e.engaged_ms) AS ms`,
		],
		', ',
	)
	const by = join([...plan.dimensions.map((_, i) => columnOf(i)), sql`e.visit, e.page`], ', ')
	const sums = sql`sum(deepest) AS depth, count(deepest) AS depths, sum(ms) AS engaged, count(DISTINCT CASE WHEN ms > 0 THEN visit END) AS readers`
	const selected = join([...plan.dimensions.map((_, i) => columnOf(i)), sums], ', ')
	return {
		tables: [
			sql`engagement AS MATERIALIZED (SELECT ${selected} FROM (SELECT ${each} FROM ${eventsFrom(plan)} WHERE ${where} GROUP BY ${by})${groupBy(plan)})`,
		],
		name: sql`engagement`,
		measures: new Set(measures),
	}
}

/**
 * Percentiles of a vital over the engagement beacons that carry it, exact, by nearest rank: of n values in order
 * the one at place ⌈n × rank ÷ 100⌉.
 */
export function vitalPart(plan: D1Plan, vital: Vital, wanted: ReadonlyMap<Percentile, number>): Part {
	const over = plan.dimensions.length > 0 ? sql`PARTITION BY ${columns(plan)} ` : sql``
	const where = eventsWhere(
		plan,
		sql`e.name = 'engagement' AND e.${name(vital)} IS NOT NULL`,
		plan.conditions,
	)
	const own = plan.dimensions.map((_, i) => columnOf(i))
	const each = join([...ofEvent(plan), sql`e.${name(vital)} AS x`], ', ')
	const placed = join(
		[...own, sql`x, row_number() OVER (${over}ORDER BY x) AS place`, sql`count(*) OVER (${over}) AS n`],
		', ',
	)
	const picked = [...wanted].map(
		([measure, rank]) =>
			sql`max(CASE WHEN place = (n * ${value(rank)} + 99) / 100 THEN x END) AS ${nameOf(measure)}`,
	)
	return {
		tables: [
			sql`${name(vital)} AS MATERIALIZED (SELECT ${join([...own, ...picked], ', ')} FROM (SELECT ${placed} FROM (SELECT ${each} FROM ${eventsFrom(plan)} WHERE ${where}))${groupBy(plan)})`,
		],
		name: name(vital),
		measures: new Set(wanted.keys()),
	}
}

/** Page views of the pages that visits exited from, under the exit page's column. */
export function viewedPart(plan: D1Plan): Part {
	const where = eventsWhere(plan, sql`e.name = 'pageview'`, plan.conditions)
	return {
		tables: [
			sql`viewing AS MATERIALIZED (SELECT e.page AS ${columnOf(0)}, count(*) AS viewed FROM ${eventsTable(plan)} e WHERE ${where} GROUP BY e.page)`,
		],
		name: sql`viewing`,
		measures: new Set(['viewed']),
	}
}
