import type { Folded } from '../model/folded.ts'
import type { Plan } from './backend.ts'
import { engagementPart, matchingPart, viewedPart, vitalPart } from './d1-events.ts'
import { moneyPart } from './d1-money.ts'
import { columnOf, type D1Plan, nameTables } from './d1-rows.ts'
import { holdersPart, nameOf, type Part, visitsPart } from './d1-visits.ts'
import { type Formula, type Measure, metricOf, type Percentile, VITALS, type Vital } from './registry.ts'
import { rolledParts } from './rollup.ts'
import { all, type Fragment, join, list, name, type Statement, sql, statement, value } from './sql.ts'

/**
 * Spells a plan for D1: one statement. Its columns are `d0 …` for the dimensions, `m0 …` for the metrics and,
 * where the plan asks for it, `total`, the rows before pagination (then a row of nulls stands for none).
 * With `folded`, rollups are read as far as they hold the answer.
 */
export const spell = (plan: Plan, folded: Folded | null = null): Statement =>
	statement(answerOf(plan, folded))

/** Whether rollups hold the answer to a plan. */
export const isRolled = (plan: Plan, folded: Folded | null): boolean =>
	folded !== null && rolledParts(plan, wantedBy(plan), folded) !== null

/** The same as `spell`, to stand in another statement. */
export function answerOf(plan: D1Plan, folded: Folded | null): Fragment {
	const wanted = wantedBy(plan)
	const rolled = folded && !plan.gathered ? rolledParts(plan, wanted, folded) : null
	const parts = rolled ?? partsOf(plan, wanted)
	const [head, ...others] = parts
	const joined = others.reduce(
		(before, part) => sql`${before} LEFT JOIN ${part.name} ON ${sameRow(plan, head, part)}`,
		head.name,
	)
	const columns = join(
		[
			...plan.dimensions.map((_, i) => sql`${head.name}.${columnOf(i)} AS ${columnOf(i)}`),
			...plan.metrics.map(
				(metric, i) => sql`${formula(plan, parts, metricOf(metric).formula)} AS ${metricColumn(i)}`,
			),
		],
		', ',
	)
	const tables = join(
		[
			...nameTables(plan),
			...parts.flatMap((part) => part.tables),
			sql`answer AS ${plan.totalRows ? sql`MATERIALIZED` : sql``} (SELECT ${columns} FROM ${joined}${onlyOf(plan, head)})`,
		],
		', ',
	)
	return sql`WITH RECURSIVE ${tables} ${page(plan)}`
}

/** What a plan's metrics are made of. */
export const wantedBy = ({ metrics }: Plan): Set<Measure> =>
	new Set(metrics.flatMap((metric) => measuresOf(metricOf(metric).formula)))

type Parts = readonly [Part, ...Part[]]

/** The parts that hold the wanted measures; the first says which rows there are. */
function partsOf(plan: D1Plan, wanted: ReadonlySet<Measure>): Parts {
	const [head, ...others] = ownParts(plan, wanted)
	const groups = plan.groups && wanted.has('group') ? [groupPart(plan, plan.groups)] : []
	return [head, ...others, ...vitalParts(plan), ...groups]
}

function ownParts(plan: D1Plan, wanted: ReadonlySet<Measure>): Parts {
	const wants = (...measures: Measure[]) => measures.some((one) => wanted.has(one))
	// How amounts were converted is told by the amounts alone.
	if (plan.revenue && !wants('visitors', 'revenue') && wants('converted'))
		return [moneyPart(plan, plan.revenue)]
	if (plan.scope === 'visits') {
		return [visitsPart(plan, wanted), ...(wants('viewed') ? [viewedPart(plan)] : [])]
	}
	return [
		matchingPart(plan, wanted),
		...(wants('started', 'bounced', 'seconds', 'views') ? [holdersPart(plan, wanted)] : []),
		...(wants('depth', 'engaged') ? [engagementPart(plan, wanted)] : []),
		...(plan.revenue ? [moneyPart(plan, plan.revenue)] : []),
	]
}

function vitalParts(plan: D1Plan): Part[] {
	const wanted = new Map<Vital, Map<Percentile, number>>()
	for (const metric of plan.metrics) {
		const { formula } = metricOf(metric)
		if (formula.is !== 'percentile') continue
		const ranks = wanted.get(formula.value) ?? new Map<Percentile, number>()
		wanted.set(formula.value, ranks.set(formula.of, formula.rank))
	}
	return VITALS.flatMap((vital) => {
		const ranks = wanted.get(vital)
		return ranks ? [vitalPart(plan, vital, ranks)] : []
	})
}

/** The visitors of another plan, under the columns of the dimensions that it shares with this one. */
function groupPart(plan: Plan, groups: Plan): Part {
	const [head] = ownParts(groups, new Set(['visitors']))
	const by = groups.dimensions.map((one) => plan.dimensions.findIndex(({ name }) => name === one.name))
	const selected = join(
		[...by.map((i, j) => sql`${columnOf(j)} AS ${columnOf(i)}`), sql`visitors AS group_visitors`],
		', ',
	)
	const tables = join([...nameTables(groups), ...head.tables], ', ')
	return {
		tables: [
			sql`grouped AS MATERIALIZED (SELECT ${selected} FROM (WITH RECURSIVE ${tables} SELECT * FROM ${head.name}))`,
		],
		name: sql`grouped`,
		measures: new Set(['group']),
		by,
	}
}

function measuresOf(of: Formula): Measure[] {
	if (of.is === 'ratio') return [of.of, of.by]
	return of.is === 'money' && of.by ? [of.of, of.by] : [of.of]
}

const sameRow = (plan: Plan, head: Part, part: Part): Fragment =>
	all(
		(part.by ?? plan.dimensions.map((_, i) => i)).map(
			(i) => sql`${part.name}.${columnOf(i)} = ${head.name}.${columnOf(i)}`,
		),
		'AND',
	)

/** A metric from measures. Whole numbers only, rounded half up: every backend can do the same to the digit. */
function formula(plan: Plan, parts: Parts, of: Formula): Fragment {
	const measure = (wanted: Measure): Fragment => {
		const part = parts.find(({ measures }) => measures.has(wanted))
		if (!part) throw new Error(`no part of the plan holds ${wanted}`)
		return sql`${part.name}.${nameOf(wanted)}`
	}
	if (of.is === 'percentile') return measure(of.of)
	if (of.is === 'money') {
		if (!plan.revenue) return sql`NULL`
		const sum = measure(of.of)
		if (of.by) return sql`CASE WHEN ${measure(of.by)} > 0 THEN round(${sum} / ${measure(of.by)}) END`
		// By goal, those that earn nothing have no sum, and those that earned nothing have one of nought.
		const place = plan.dimensions.findIndex((one) => one.of === 'goal')
		if (place < 0) return sql`coalesce(${sum}, 0)`
		const earning = list(plan.revenue.goals.map((goal) => goal.name))
		return sql`CASE WHEN ${parts[0].name}.${columnOf(place)} IN ${earning} THEN coalesce(${sum}, 0) END`
	}
	if (of.is !== 'ratio') return sql`coalesce(${measure(of.of)}, 0)`
	const [dividend, divisor] = [measure(of.of), measure(of.by)]
	const scale = 10 ** of.decimals
	const twice = sql`2 * ${value(of.times * scale)} * coalesce(${dividend}, 0)`
	const rounded = sql`((${twice} + ${divisor} * ${value(of.per)}) / (2 * ${divisor} * ${value(of.per)}))`
	const scaled = of.decimals === 0 ? rounded : sql`(1.0 * ${rounded} / ${value(scale)})`
	// A row of many says that it has nothing to divide by; a total without visits is a total of none.
	const ofMany = plan.dimensions.length > 0 && of.by !== 'group'
	const none = of.none === null || ofMany ? sql`NULL` : value(of.none)
	return sql`CASE WHEN ${divisor} > 0 THEN ${scaled} ELSE ${none} END`
}

/** Column of a plan's metric in its answer. */
export const metricColumn = (i: number): Fragment => name(`m${i}`)

function onlyOf(plan: Plan, head: Part): Fragment {
	if (!plan.only) return sql``
	const kept = plan.only.map((values, i) => sql`${head.name}.${columnOf(i)} IN ${list(values)}`)
	return sql` WHERE ${all(kept, 'AND')}`
}

/** Orders, then cuts out the page. The dimensions come last in every order, so that pages never overlap. */
function page(plan: Plan): Fragment {
	const column = (named: string): Fragment => {
		const metrics: readonly string[] = plan.metrics
		const metric = metrics.indexOf(named)
		return metric >= 0
			? metricColumn(metric)
			: columnOf(plan.dimensions.findIndex((one) => one.name === named))
	}
	const order = [
		...plan.order.map(([named, way]) =>
			way === 'asc' ? sql`${column(named)} ASC` : sql`${column(named)} DESC`,
		),
		...plan.dimensions.map((_, i) => sql`${columnOf(i)} ASC`),
	]
	const orderBy = order.length > 0 ? sql` ORDER BY ${join(order, ', ')}` : sql``
	const rows = sql`SELECT * FROM answer${orderBy} LIMIT ${value(plan.limit)} OFFSET ${value(plan.offset)}`
	if (!plan.totalRows) return rows
	return sql`SELECT * FROM (SELECT count(*) AS total FROM answer) LEFT JOIN (SELECT 1 AS present, * FROM (${rows})) ON 1${orderBy}`
}
