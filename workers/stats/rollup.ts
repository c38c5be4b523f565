import type { Folded } from '../model/folded.ts'
import { APART, codeOf, ROLLED, TOTAL } from '../store/rolled.ts'
import type { Plan } from './backend.ts'
import type { Unit } from './buckets.ts'
import { type Condition, kindOfNames } from './conditions.ts'
import { engagementPart, matchingPart, viewedPart } from './d1-events.ts'
import { bucket, columnOf, columns } from './d1-rows.ts'
import { holdersPart, nameOf, type Part, visitsPart } from './d1-visits.ts'
import type { Dimension, Measure } from './registry.ts'
import { all, type Fragment, join, list, name, sql, value } from './sql.ts'
import { type Range, zoned } from './zone.ts'

/**
 * Answers from rollups where they hold the answer: whole folded days are added up, what is left of the range (the
 * open day, parts of days, days that cannot be added up) is read from raw rows, and both are added. That is exact,
 * since outside of the days in `Folded.raw` no visit and no visitor number belongs to two days.
 */

/** What all values beyond the longest of a day are called in answers. */
export const REST = '(other)'

/** Stretches of a range: from rollups, and from raw rows. */
export interface Split {
	rolled: Range[]
	raw: Range[]
}

/** Splits a range; null where no whole day of it is folded. */
export function splitOf(range: Range, folded: Folded): Split | null {
	const day = (instant: number) => zoned(instant, folded.timezone).startOfDay()
	const startsDay = day(range.from).epochMilliseconds === range.from
	const from = startsDay ? range.from : day(range.from).add({ days: 1 }).startOfDay().epochMilliseconds
	const to = Math.min(day(range.to).epochMilliseconds, folded.to)
	const hull = folded.raw && folded.raw.to > range.from && folded.raw.from < range.to ? folded.raw : null
	// Whoever came on raw days may come on open ones: such days are read together.
	const joined = hull && folded.openIsMixed && range.to > folded.to
	const cut = hull ? { from: Math.max(hull.from, from), to: joined ? to : Math.min(hull.to, to) } : null
	const rolled = (
		cut
			? [
					{ from, to: Math.min(cut.from, to) },
					{ from: Math.max(cut.to, from), to },
				]
			: [{ from, to }]
	).filter((one) => one.from < one.to)
	if (rolled.length === 0) return null
	const raw: Range[] = []
	let at = range.from
	for (const one of rolled) {
		if (at < one.from) raw.push({ from: at, to: one.from })
		at = one.to
	}
	if (at < range.to) raw.push({ from: at, to: range.to })
	return { rolled, raw }
}

/** Measures of the rollup of a dimension of visits, and the column that holds each. */
const OF_VISITS: Partial<Record<Measure, Fragment>> = {
	visitors: sql`r.visitors`,
	visits: sql`r.visits`,
	pageviews: sql`r.pageviews`,
	events: sql`r.events`,
	started: sql`r.visits`,
	bounced: sql`r.bounced`,
	entered: sql`r.visits`,
	seconds: sql`r.seconds`,
	views: sql`r.views`,
}
const OF_EVENTS: Partial<Record<Measure, Fragment>> = {
	visitors: sql`r.visitors`,
	visits: sql`r.visits`,
	pageviews: sql`r.pageviews`,
	events: sql`r.events`,
}
const OF_HOLDERS: Partial<Record<Measure, Fragment>> = {
	started: sql`r.visits`,
	bounced: sql`r.bounced`,
	entered: sql`r.visits`,
	seconds: sql`r.seconds`,
	views: sql`r.views`,
}
const OF_READING: Partial<Record<Measure, Fragment>> = {
	depth: sql`r.depth`,
	depths: sql`r.depths`,
	engaged: sql`r.engaged`,
	readers: sql`r.readers`,
}

const WHOLE_DAYS: readonly Unit[] = ['day', 'week', 'month']

/** The parts of a plan, from rollups as far as they reach; null where they do not hold the answer. */
export function rolledParts(
	plan: Plan,
	wanted: ReadonlySet<Measure>,
	folded: Folded,
): readonly [Part, ...Part[]] | null {
	const entering = wanted.has('entered') && plan.entered.length > 0
	if (entering || (plan.grain && !WHOLE_DAYS.includes(plan.grain.unit))) return null
	const texts = plan.dimensions.filter((one) => one.of !== 'time')
	const [text] = texts
	if (texts.length > 1) return null
	const held = heldBy(plan, text)
	const split = held && splitOf(plan.range, folded)
	if (!held || !split) return null
	const roll = new Roll(plan, split, held.where)
	const wants = (of: Partial<Record<Measure, Fragment>>) => [...wanted].filter((one) => of[one] !== undefined)
	if (plan.scope === 'visits') {
		if ([...wanted].some((one) => one !== 'viewed' && OF_VISITS[one] === undefined)) return null
		const seen = roll.part('seen', held.code, OF_VISITS, wants(OF_VISITS), (raw, measures) =>
			visitsPart(raw, measures),
		)
		if (!wanted.has('viewed')) return [seen]
		if (plan.conditions.length > 0) return null
		const pages = codeOf('events', 'page') ?? TOTAL
		return [seen, roll.part('viewing', pages, { viewed: sql`r.pageviews` }, ['viewed'], viewedPart)]
	}
	const entry = text?.of === 'event' && text.entry ? codeOf('visits', text.entry) : null
	const [counted, ofVisits, read] = [wants(OF_EVENTS), wants(OF_HOLDERS), wants(OF_READING)]
	if (counted.length + ofVisits.length + read.length < wanted.size) return null
	if ((ofVisits.length > 0 || read.length > 0) && entry === null) return null
	// Conditions are on the event's page, and these visits are told by where they entered.
	if (ofVisits.length > 0 && plan.conditions.length > 0) return null
	return [
		roll.part('matching', held.code, OF_EVENTS, counted, matchingPart, sql`r.events > 0`),
		...(ofVisits.length > 0 && entry !== null
			? [roll.part('holders', entry, OF_HOLDERS, ofVisits, holdersPart)]
			: []),
		...(read.length > 0 ? [roll.part('engagement', held.code, OF_READING, read, engagementPart)] : []),
	]
}

/** The rollup that holds a plan's rows, and which of its rows. */
function heldBy(plan: Plan, text: Dimension | undefined): { code: number; where: Fragment } | null {
	const code = text ? codeOfDimension(text) : TOTAL
	if (code === null) return null
	if (plan.conditions.length === 0) return { code, where: sql`1` }
	if (text) {
		// Conditions on the value of a row keep it or drop it as a whole.
		const tests = plan.conditions.map((one) => testOfRow(one, code))
		const known = tests.filter((one) => one !== null)
		return known.length < tests.length ? null : { code, where: all(known, 'AND') }
	}
	const [condition, ...more] = plan.conditions
	// Of two values one visitor may show both: their rows do not add up to a total.
	if (more.length > 0 || condition?.kind !== 'among' || condition.values.length !== 1) return null
	const filtered = codeOfDimension(condition.dimension)
	const where = filtered === null ? null : testOfRow(condition, filtered)
	return filtered === null || where === null ? null : { code: filtered, where }
}

/** Whether a condition holds for a row of a rollup; null where its value alone does not say it. */
function testOfRow(condition: Condition, code: number): Fragment | null {
	switch (condition.kind) {
		case 'and':
		case 'or': {
			const parts = condition.of.map((one) => testOfRow(one, code))
			const known = parts.filter((one) => one !== null)
			return known.length < parts.length ? null : all(known, condition.kind === 'and' ? 'AND' : 'OR')
		}
		case 'not': {
			const part = testOfRow(condition.of, code)
			return part && sql`NOT ${part}`
		}
		case 'among': {
			const { dimension, values, caseSensitive } = condition
			if (!caseSensitive || codeOfDimension(dimension) !== code || values.length === 0) return null
			// The word for a blank is folded with the blank itself.
			if (values.includes('') !== values.includes(dimension.blank) && !kindOfNames(dimension)) return null
			const apart =
				ROLLED[code - 1]?.short || values.every((one) => one === dimension.blank || APART.includes(one))
			return apart ? sql`(r.rest = 0 AND r.value IN ${list(values)})` : null
		}
		default:
			return null
	}
}

function codeOfDimension(dimension: Dimension): number | null {
	if (dimension.of === 'visit' || dimension.of === 'entry') return codeOf('visits', dimension.column)
	return dimension.of === 'event' ? codeOf('events', dimension.column) : null
}

/** Parts of one plan: folded days and raw stretches side by side. */
class Roll {
	readonly #plan: Plan
	readonly #split: Split
	readonly #where: Fragment

	constructor(plan: Plan, split: Split, where: Fragment) {
		this.#plan = plan
		this.#split = split
		this.#where = where
	}

	part(
		named: 'seen' | 'viewing' | 'matching' | 'holders' | 'engagement',
		code: number,
		spelling: Partial<Record<Measure, Fragment>>,
		measures: readonly Measure[],
		raw: (plan: Plan, wanted: ReadonlySet<Measure>) => Part,
		where = sql`1`,
	): Part {
		const plan = this.#plan
		const set = new Set(measures)
		const added = measures.map((one) => sql`sum(${nameOf(one)}) AS ${nameOf(one)}`)
		const own = plan.dimensions.map((_, i) => columnOf(i))
		const selected = join([...own, ...added, sql`1 AS present`], ', ')
		const branches = [
			...this.#split.rolled.map((range) => this.#days(range, code, spelling, measures, where)),
			...this.#split.raw.map((range) => {
				// Folded days end clean: what crosses an end of theirs is read from raw rows with them.
				const startsClean = this.#split.rolled.some(({ to }) => to === range.from)
				const part = raw({ ...plan, range, startsClean }, set)
				const names = join([...own, ...measures.map(nameOf), sql`1`], ', ')
				return sql`SELECT * FROM (WITH RECURSIVE ${join(part.tables, ', ')} SELECT ${names} FROM ${part.name})`
			}),
		]
		const group = own.length > 0 ? sql` GROUP BY ${columns(plan)}` : sql``
		const table = name(named)
		return {
			tables: [
				sql`${table} AS MATERIALIZED (SELECT ${selected} FROM (${join(branches, ' UNION ALL ')})${group})`,
			],
			name: table,
			measures: set,
		}
	}

	/** A stretch of folded days, added up: one search of the key. */
	#days(
		{ from, to }: Range,
		code: number,
		spelling: Partial<Record<Measure, Fragment>>,
		measures: readonly Measure[],
		which: Fragment,
	): Fragment {
		const { site, dimensions, grain } = this.#plan
		const own = dimensions.map((dimension, i) => {
			if (dimension.of === 'time')
				return sql`${grain ? bucket(sql`r.day`, grain) : value(0)} AS ${columnOf(i)}`
			return sql`CASE WHEN r.rest THEN ${value(REST)} ELSE ${answered(dimension)} END AS ${columnOf(i)}`
		})
		const sums = measures.map((one) => sql`sum(${spelling[one] ?? sql`NULL`}) AS ${nameOf(one)}`)
		const names = dimensions.flatMap((dimension) => {
			const kind = kindOfNames(dimension)
			const joined = kind && name(`${kind}_names`)
			return joined ? [sql` LEFT JOIN ${joined} ON ${joined}.key = r.value`] : []
		})
		const where = sql`r.site = ${value(site)} AND r.dimension = ${value(code)} AND r.day >= ${value(from)} AND r.day < ${value(to)} AND ${which} AND ${this.#where}`
		const group = own.length > 0 ? sql` GROUP BY ${columns(this.#plan)}` : sql``
		const joined = names.reduce((before, one) => sql`${before}${one}`, sql``)
		return sql`SELECT ${join([...own, ...sums, sql`1 AS present`], ', ')} FROM rollup_days r${joined} WHERE ${where}${group}`
	}
}

/** What a rollup's row answers for a dimension. */
function answered(dimension: Dimension): Fragment {
	const kind = kindOfNames(dimension)
	if (kind) return sql`coalesce(${name(`${kind}_names`)}.value, r.value)`
	return sql`coalesce(nullif(r.value, ''), ${value(dimension.blank)})`
}
