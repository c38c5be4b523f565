import type { Folded } from '../model/folded.ts'
import type { Plan } from './backend.ts'
import type { Condition } from './conditions.ts'
import { columnOf, type D1Plan, eventsWhere, visitsAround } from './d1-rows.ts'
import { answerOf, isRolled, metricColumn } from './d1-statement.ts'
import { type Dimension, metricOf } from './registry.ts'
import { join, name, type Statement, sql, statement } from './sql.ts'

/**
 * Plans that are about the same few rows, as the panels of an overview with a filter are, answered by one
 * statement: it gathers the rows for which the shared conditions hold once, with the columns that anybody needs,
 * and every plan goes over those. Reading and filtering a site's rows is what such questions cost, not grouping
 * the few that are left.
 */
export interface Share {
	/** One row; column `p<i>` is the answer to plan i, a JSON list of rows of dimensions and then metrics. */
	statement: Statement
	plans: Plan[]
}

/** Answers longer than this go by themselves: D1 takes 2 MB a row, and all that share one are in it. */
const MAX_ROWS = 500

/**
 * Puts plans together that can share a statement.
 * @returns groups of at least two; what stands in none of them is asked for itself.
 */
export function sharesOf(plans: readonly Plan[], folded: Folded | null): Share[] {
	const groups = new Map<string, Plan[]>()
	for (const plan of new Set(plans)) {
		if (!isFit(plan) || isRolled(plan, folded)) continue
		const { from, to } = plan.range
		// Ranges that begin together are read together, to the end of the longest: today's until now and until
		// midnight. What was done by the end of a range is another matter.
		const key = JSON.stringify([plan.site, from, plan.conditions.some(asksWhatWasDone) ? to : null])
		groups.set(key, [...(groups.get(key) ?? []), plan])
	}
	return [...groups.values()].flatMap((group) => {
		const common = commonOf(group)
		return group.length > 1 && common.some(leavesFew)
			? [{ statement: spellShare(group, common), plans: group }]
			: []
	})
}

/** Whether a condition may leave few rows: one that excludes a value leaves nearly all, and to copy those costs. */
const leavesFew = ({ kind }: Condition): boolean => kind !== 'not'

function asksWhatWasDone(condition: Condition): boolean {
	if (condition.kind === 'and' || condition.kind === 'or') return condition.of.some(asksWhatWasDone)
	return condition.kind === 'done' || (condition.kind === 'not' && asksWhatWasDone(condition.of))
}

/** Whether an answer keeps its exact numbers as JSON, and is short. */
function isFit({ conditions, metrics, dimensions, limit, totalRows, revenue }: Plan): boolean {
	const exact = metrics.every((metric) => ['count', 'share', 'ratio'].includes(metricOf(metric).formula.is))
	const short = limit <= MAX_ROWS || dimensions.every(({ of }) => of === 'time')
	return exact && short && conditions.length > 0 && !totalRows && revenue === null
}

/** Conditions that all plans have. */
function commonOf(plans: readonly Plan[]): Condition[] {
	const [first, ...others] = plans.map(({ conditions }) => conditions)
	const keys = others.map((conditions) => new Set(conditions.map((one) => JSON.stringify(one))))
	return (first ?? []).filter((one) => keys.every((all) => all.has(JSON.stringify(one))))
}

function spellShare(plans: readonly Plan[], common: readonly Condition[]): Statement {
	const shared = new Set(common.map((one) => JSON.stringify(one)))
	const rest = plans.map(
		(plan): D1Plan => ({
			...plan,
			conditions: plan.conditions.filter((one) => !shared.has(JSON.stringify(one))),
			gathered: true,
		}),
	)
	const [longest] = plans.toSorted((a, b) => b.range.to - a.range.to)
	if (!longest) throw new Error('no plan')
	const needs = (alias: 'e' | 'v', base: readonly string[]) =>
		join(
			[...new Set([...base, ...rest.flatMap((plan) => columnsOf(plan, alias))])].map(
				(column) => sql`${name(alias)}.${name(column)}`,
			),
			', ',
		)
	const events = sql`hit_events AS MATERIALIZED (SELECT ${needs('e', EVENT_COLUMNS)} FROM events e WHERE ${eventsWhere(longest, sql`1`, common)})`
	// Conditions about events cannot be asked of visits: where there is one, no plan is about visits alone.
	const visits = plans.some(({ scope }) => scope === 'visits')
		? [
				sql`hit_visits AS MATERIALIZED (SELECT ${needs('v', VISIT_COLUMNS)} FROM visits v WHERE ${visitsAround(longest, common)})`,
			]
		: []
	const answers = rest.map((plan, i) => {
		const cells = [
			...plan.dimensions.map((_, j) => columnOf(j)),
			...plan.metrics.map((_, j) => metricColumn(j)),
		]
		const rows = sql`SELECT json_group_array(json_array(${join(cells, ', ')})) FROM (${answerOf(plan, null)})`
		return sql`(${rows}) AS ${name(`p${i}`)}`
	})
	return statement(sql`WITH ${join([events, ...visits], ', ')} SELECT ${join(answers, ', ')}`)
}

/** What every part may read of a row. */
const EVENT_COLUMNS = ['site', 'time', 'name', 'page', 'visitor', 'visit', 'visit_started_at']
const VISIT_COLUMNS = [
	...[
		'site',
		'started_at',
		'id',
		'visitor',
		'stable',
		'last_at',
		'duration',
		'pageviews',
		'events',
		'bounce',
	],
	'novelty',
]

/** What a plan reads of a row besides; nothing where it does not read such rows. */
function columnsOf(plan: D1Plan, alias: 'e' | 'v'): string[] {
	const asks = (...metrics: Plan['metrics']) => metrics.some((one) => plan.metrics.includes(one))
	// Exit rates are of visits, and of page views besides.
	const reads = alias === 'v' ? plan.scope === 'visits' : plan.scope === 'events' || asks('exit_rate')
	if (!reads) return []
	const dimensions = [...plan.dimensions, ...plan.conditions.flatMap(dimensionsOf)]
	const columns = dimensions.flatMap((dimension) => columnOfDimension(dimension, alias))
	if (alias === 'v') return columns
	const ofGoals =
		plan.dimensions.some(({ of }) => of === 'goal') || plan.conditions.some(({ kind }) => kind === 'goal')
	return [
		...columns,
		...(ofGoals ? ['props', 'scroll_depth'] : []),
		...(asks('scroll_depth', 'time_on_page') ? ['scroll_depth', 'engaged_ms'] : []),
	]
}

function columnOfDimension(dimension: Dimension, alias: 'e' | 'v'): string[] {
	if (dimension.of === 'visit') return [dimension.column]
	// Entry and exit are read of the visits themselves where events are asked.
	if (dimension.of === 'entry') return alias === 'v' ? [dimension.column] : []
	if (alias === 'v') return []
	if (dimension.of === 'property') return ['props']
	return dimension.of === 'event' ? [dimension.column] : []
}

/** Dimensions that a condition tests in the row itself. */
function dimensionsOf(condition: Condition): Dimension[] {
	switch (condition.kind) {
		case 'and':
		case 'or':
			return condition.of.flatMap(dimensionsOf)
		case 'not':
			return dimensionsOf(condition.of)
		case 'among':
		case 'contains':
			return [condition.dimension]
		case 'done':
		case 'goal':
			return []
	}
}
