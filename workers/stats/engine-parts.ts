import type { NoveltyBit } from '../model/novelty.ts'
import type { Plan } from './backend.ts'
import { isShort } from './buckets.ts'
import type { TextDimension } from './conditions.ts'
import { dimensionsIn } from './engine-accuracy.ts'
import {
	answered,
	bitFor,
	bucket,
	DAY,
	holds,
	IS_EVENT,
	IS_FIRST,
	IS_VIEW,
	isNovel,
	rowsOf,
	stored,
	WEIGHT,
} from './engine-rows.ts'
import { number } from './engine-sql.ts'
import { columnsOf, oneIf, type Sum } from './engine-sums.ts'
import type { Measure } from './registry.ts'
import { all, type Fragment, join, name, sql, value } from './sql.ts'

/** A statement of one part of an answer: measures by the plan's dimensions, in columns `d0 …`. */
export interface EnginePart {
	select: Fragment
	measures: ReadonlySet<Measure>
}

/** Groups that a part may have: about 10 MB of an answer. With more the plan is not answered. */
export const MAX_GROUPS = 50_000

/** `SELECT` of keys and columns from rows, by the keys. */
export function grouped(keys: readonly Fragment[], columns: readonly Fragment[], from: Fragment): Fragment {
	const names = keys.map((_, i) => name(`d${i}`))
	const selected = join([...keys.map((key, i) => sql`${key} AS ${name(`d${i}`)}`), ...columns], ', ')
	const by = names.length > 0 ? sql` GROUP BY ${join(names, ', ')}` : sql``
	return sql`SELECT ${selected} FROM ${from}${by} LIMIT ${value(MAX_GROUPS + 1)}`
}

/** The plan's dimensions as told by an event's row. */
export const keysOf = ({ dimensions, grain }: Plan): Fragment[] =>
	dimensions.map((one) => {
		if (one.of === 'time') return grain ? bucket(number('time'), grain) : value(0)
		return one.of === 'goal' ? sql`''` : answered(one, stored)
	})

/** All conditions, spelt for rows of events. */
export const conditionsOf = ({ conditions }: Plan): Fragment[] => conditions.map((one) => holds(one, stored))

/**
 * What can be told of single events: who, in how many visits, how often. Its groups are the rows of the answer.
 * A visit that was active in a range shows it by an event in it, or by its next event after the range.
 */
export function eventsPart(plan: Plan, dataset: Fragment, wanted: ReadonlySet<Measure>): EnginePart {
	const { range, scope } = plan
	const straddles = scope === 'visits' && !plan.grain
	const inRange = sql`${number('time')} < ${value(range.to)}`
	const across = sql`(${inRange} OR (${number('previousAt')} < ${value(range.from)} AND NOT (${IS_FIRST})))`
	const window = straddles ? { from: range.from, to: range.to + DAY } : range
	const where = [rowsOf(plan.site, window), IS_EVENT, ...(straddles ? [across] : []), ...conditionsOf(plan)]
	const counted = (what: Fragment) => oneIf(straddles ? sql`${what} AND ${inRange}` : what)
	const people = wanted.has('visitors') || wanted.has('visits')
	const columns = columnsOf([
		{ name: 'pageviews', of: counted(IS_VIEW) },
		{ name: 'events', of: counted(IS_EVENT) },
		...(people ? [{ name: 'visitors', of: oneIf(isNewVisitor(plan)) }] : []),
		...(wanted.has('visits') && scope === 'visits' ? [{ name: 'visits', of: oneIf(isNewVisit(plan)) }] : []),
	])
	// What is right as long as every row was kept, and what no flag of a row can tell.
	const numbers = [
		...(people ? [sql`count(DISTINCT ${number('visitor')}) AS n_visitors`] : []),
		...(wanted.has('visits') && scope === 'events'
			? [sql`count(DISTINCT ${number('visit')}) AS n_visits`]
			: []),
	]
	const from = sql`${dataset} WHERE ${all(where, 'AND')}`
	return {
		select: grouped(keysOf(plan), [...columns, ...numbers, sql`max(${WEIGHT}) AS w`], from),
		measures: new Set(['visitors', 'visits', 'pageviews', 'events']),
	}
}

/** Whether a row shows its visit for the first time: in the range, or by hour and minute in the bucket. */
function isNewVisit(plan: Plan): Fragment {
	return all([IS_FIRST, ...isFirstInBucket(plan, (unit) => isShort(unit))], 'OR')
}

function isFirstInBucket(
	{ range, grain }: Plan,
	when: (unit: Parameters<typeof isShort>[0]) => boolean,
): Fragment[] {
	const first = sql`${number('previousAt')} < ${value(range.from)}`
	if (!grain || !when(grain.unit)) return [first]
	return [first, sql`${bucket(number('previousAt'), grain)} <> ${bucket(number('time'), grain)}`]
}

/**
 * Whether a row shows its visitor for the first time in its group. Of the whole traffic this is known; by
 * dimension the bits tell it, which count by the day (and by the hour).
 */
function isNewVisitor(plan: Plan): Fragment {
	const { grain } = plan
	const bits = bitsOf(plan)
	if (bits.length === 0)
		return all(
			isFirstInBucket(plan, () => true),
			'OR',
		)
	const byHour = grain !== null && isShort(grain.unit)
	const novel = isNovel(byHour ? 'noveltyHour' : 'novelty', bits)
	return all([novel, ...isFirstInBucket(plan, () => byHour)], 'OR')
}

/** The bits of all that a plan groups by or filters on. */
function bitsOf({ dimensions, conditions }: Plan): NoveltyBit[] {
	const named = [...dimensions.filter(isText), ...conditions.flatMap(dimensionsIn)]
	const goals = conditions.flatMap((one) => (one.kind === 'goal' ? one.goals : []))
	const ofGoals = goals.map(({ kind }): NoveltyBit => (kind === 'event' ? 'name' : 'page'))
	return [...new Set([...named.flatMap((one) => bitFor(one) ?? []), ...ofGoals])]
}

const isText = (dimension: Plan['dimensions'][number]): dimension is TextDimension =>
	dimension.of !== 'time' && dimension.of !== 'goal'

/** The sums of visits: of those that match, where they began. */
export const VISIT_MEASURES = ['started', 'bounced', 'entered', 'seconds', 'views'] as const

/**
 * What can be told of visits as a whole: the events of each are put together first, those outside the range
 * too. `held` says whether one of them matches; where that is a question about events, rows that were not kept
 * may have been the ones.
 */
export function visitsPart(plan: Plan, dataset: Fragment): EnginePart {
	const { range, grain } = plan
	const fields = new Map<string, Fragment>()
	/** Columns of the inner table: of visits, so an event's page is the page the visit entered by. */
	const read = (dimension: TextDimension): Fragment => {
		const of = ofVisit(dimension)
		const entry = of.of === 'entry'
		const column = entry ? 'entry' : `f${[...fields.keys()].filter((one) => one !== 'entry').length}`
		const known = [...fields].find(([, spelt]) => same(spelt, stored(of)))
		if (known) return name(known[0])
		fields.set(column, stored(of))
		return name(column)
	}
	const keys = plan.dimensions.map((one) => {
		if (one.of === 'goal') return sql`''`
		if (one.of !== 'time') return answered(one, read)
		const from = sql`if(began < ${value(range.from)}, ${value(range.from)}, began)`
		return grain ? bucket(from, grain) : value(0)
	})
	const ofVisits = plan.scope === 'visits'
	const conditions = ofVisits ? plan.conditions.map((one) => holds(one, read)) : []
	const entered = all(
		plan.entered.map((one) => holds(one, read)),
		'AND',
	)
	const inRange = sql`${number('time')} >= ${value(range.from)} AND ${number('time')} < ${value(range.to)}`
	const matches = ofVisits ? IS_EVENT : all([IS_EVENT, inRange, ...conditionsOf(plan)], 'AND')
	const first = oneIf(sql`${IS_EVENT} AND ${IS_FIRST}`)
	const sums = visitSums(first)
	const facts = [...fields].filter(([column]) => column !== 'entry')
	const inner = join(
		[
			sql`${number('visit')} AS id`,
			...facts.map(([column, spelt]) => sql`${spelt} AS ${name(column)}`),
			...(fields.has('entry') ? [sql`max(blob5) AS entry`] : []),
			sql`min(${number('visitStartedAt')}) AS began`,
			sql`max(if(${IS_EVENT}, ${number('time')}, 0.0)) AS ended`,
			sql`max(${oneIf(matches)}) AS held, max(${WEIGHT}) AS i_w`,
			...columnsOf(sums, 'i_'),
		],
		', ',
	)
	const window = rowsOf(plan.site, { from: range.from - DAY, to: range.to + DAY })
	const by = join([sql`id`, ...facts.map(([column]) => name(column))], ', ')
	const kept = [
		sql`began < ${value(range.to)}`,
		sql`ended >= ${value(range.from)}`,
		sql`held = 1`,
		...conditions,
	]
	const columns = ['started', 'bounced', 'seconds', 'views'].flatMap((one) =>
		[one, `v_${one}`, ...(one === 'started' ? [] : [`c_${one}`])].map(
			(column) => sql`sum(${name(`i_${column}`)}) AS ${name(column)}`,
		),
	)
	const only = plan.entered.length > 0
	const enteredColumns = ['started', 'v_started', 'bounced', 'v_bounced', 'c_bounced'].map((column) => {
		const own = name(`i_${column}`)
		return sql`sum(${only ? sql`if(${entered}, ${own}, 0 * ${own})` : own}) AS ${name(`e_${column}`)}`
	})
	const from = sql`(SELECT ${inner} FROM ${dataset} WHERE ${window} GROUP BY ${by}) WHERE ${all(kept, 'AND')}`
	return {
		select: grouped(keys, [...columns, ...enteredColumns, sql`max(i_w) AS w`], from),
		measures: new Set(VISIT_MEASURES),
	}
}

const same = (a: Fragment, b: Fragment): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A dimension as a visit has it. @throws where it has none: a mistake in the rules. */
function ofVisit(dimension: TextDimension): TextDimension {
	if (dimension.of !== 'event') return dimension
	if (!dimension.entry) throw new Error(`visits know no ${dimension.name}`)
	return { ...dimension, of: 'entry', column: dimension.entry }
}

/** What each row adds to its visit. */
function visitSums(first: Fragment): Sum[] {
	const seconds = (at: Fragment) => sql`floor((${at} - ${number('visitStartedAt')}) / 1000 + 0.5)`
	const lasted = sql`if(${IS_EVENT} AND NOT (${IS_FIRST}), ${seconds(number('time'))} - ${seconds(number('previousAt'))}, 0.0)`
	return [
		{ name: 'started', of: first },
		{ name: 'bounced', of: sql`(${first} - ${oneIf(isNovel('novelty', ['bounceEnded']))})`, by: first },
		{ name: 'seconds', of: lasted, by: first },
		{ name: 'views', of: oneIf(IS_VIEW), by: first },
	]
}
