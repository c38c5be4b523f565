import type { Folded } from '../model/folded.ts'
import { bitOf, type NoveltyBit } from '../model/novelty.ts'
import { codeOf, ROLLED, STRETCH, TOTAL } from '../store/rolled.ts'
import type { Plan } from './backend.ts'
import type { Unit } from './buckets.ts'
import { kindOfNames } from './conditions.ts'
import { engagementPart, matchingPart, viewedPart } from './d1-events.ts'
import { bucket, columnOf, columns } from './d1-rows.ts'
import { holdersPart, nameOf, type Part, visitsPart } from './d1-visits.ts'
import type { Dimension, Measure } from './registry.ts'
import { type Held, havePairs, heldBy } from './rollup-held.ts'
import { type Split, splitOf, stretchedOf } from './rollup-split.ts'
import { type Fragment, join, name, sql, value } from './sql.ts'
import type { Range } from './zone.ts'

/**
 * Answers from rollups where they hold the answer: whole folded days are added up, what is left of the range (the
 * open day, parts of days, days that cannot be added up) is read from raw rows, and both are added. That is exact,
 * since outside of the days in `Folded.raw` no visit and no visitor number belongs to two days.
 */

/** What all values beyond the longest of a day are called in answers. */
export const REST = '(other)'

/** Where a rollup's row holds a measure. */
const COLUMNS: Partial<Record<Measure, Fragment>> = {
	visitors: sql`r.visitors`,
	visits: sql`r.visits`,
	started: sql`r.visits`,
	entered: sql`r.visits`,
	bounced: sql`r.bounced`,
	seconds: sql`r.seconds`,
	views: sql`r.views`,
	pageviews: sql`r.pageviews`,
	viewed: sql`r.pageviews`,
	events: sql`r.events`,
	depth: sql`r.depth`,
	depths: sql`r.depths`,
	engaged: sql`r.engaged`,
	readers: sql`r.readers`,
}

// What each part of a statement can tell, the same as from raw rows.
const OF_EVENTS: readonly Measure[] = ['visitors', 'visits', 'pageviews', 'events']
const OF_HOLDERS: readonly Measure[] = ['started', 'bounced', 'entered', 'seconds', 'views']
const OF_READING: readonly Measure[] = ['depth', 'depths', 'engaged', 'readers']
const OF_VISITS: readonly Measure[] = [...OF_EVENTS, ...OF_HOLDERS]

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
	if (held.filtered && !havePairs(split, held.filtered.code, folded)) return null
	const roll = new Roll(plan, split, held, folded)
	const wants = (of: readonly Measure[]) => of.filter((one) => wanted.has(one))
	if (plan.scope === 'visits') {
		if ([...wanted].some((one) => one !== 'viewed' && !OF_VISITS.includes(one))) return null
		const seen = roll.part('seen', held.code, wants(OF_VISITS), visitsPart)
		if (!wanted.has('viewed')) return [seen]
		if (plan.conditions.length > 0) return null
		const pages = codeOf('events', 'page') ?? TOTAL
		return [seen, roll.part('viewing', pages, ['viewed'], viewedPart)]
	}
	const entry = text?.of === 'event' && text.entry ? codeOf('visits', text.entry) : null
	const [counted, ofVisits, read] = [wants(OF_EVENTS), wants(OF_HOLDERS), wants(OF_READING)]
	if (counted.length + ofVisits.length + read.length < wanted.size) return null
	if ((ofVisits.length > 0 || read.length > 0) && entry === null) return null
	if (held.filtered && (ofVisits.length > 0 || read.length > 0)) return null
	// Conditions are on the event's page, and these visits are told by where they entered.
	if (ofVisits.length > 0 && plan.conditions.length > 0) return null
	return [
		roll.part('matching', held.code, counted, matchingPart, sql`r.events > 0`),
		...(ofVisits.length > 0 && entry !== null ? [roll.part('holders', entry, ofVisits, holdersPart)] : []),
		...(read.length > 0 ? [roll.part('engagement', held.code, read, engagementPart)] : []),
	]
}

const PAIR_SUMS = ['visitors', 'visits', 'bounced', 'seconds', 'pageviews', 'events'] as const

/** Parts of one plan: folded days and raw stretches side by side. */
class Roll {
	readonly #plan: Plan
	readonly #split: Split
	readonly #held: Held
	readonly #folded: Folded
	/** Instants that no visit crosses. */
	readonly #starts: ReadonlySet<number>

	constructor(plan: Plan, split: Split, held: Held, folded: Folded) {
		this.#folded = folded
		this.#plan = plan
		this.#split = split
		this.#held = held
		this.#starts = new Set([...split.rolled.map(({ to }) => to), ...(split.open ? [split.open.from] : [])])
	}

	part(
		named: 'seen' | 'viewing' | 'matching' | 'holders' | 'engagement',
		code: number,
		measures: readonly Measure[],
		raw: (plan: Plan, wanted: ReadonlySet<Measure>) => Part,
		where = sql`1`,
	): Part {
		const plan = this.#plan
		const set = new Set(measures)
		const added = measures.map((one) => sql`sum(${nameOf(one)}) AS ${nameOf(one)}`)
		const own = plan.dimensions.map((_, i) => columnOf(i))
		const selected = join([...own, ...added, sql`1 AS present`], ', ')
		const told = (rows: Fragment, day: Fragment) => this.#told(rows, day, measures, where)
		const open = this.#open(code, named, set)
		const branches = [
			...this.#split.rolled.map((range) => told(this.#days(range, code), sql`r.day`)),
			...(open ? [told(open.rows, value(open.from))] : []),
			...(open || !this.#split.open ? this.#split.raw : [...this.#split.raw, this.#split.open]).map(
				(range) => {
					// Folded days end clean: what crosses an end of theirs is read from raw rows with them.
					const startsClean = this.#starts.has(range.from)
					const part = raw({ ...plan, range: { from: range.from, to: range.to }, startsClean }, set)
					const names = join([...own, ...measures.map(nameOf), sql`1`], ', ')
					return sql`SELECT * FROM (WITH RECURSIVE ${join(part.tables, ', ')} SELECT ${names} FROM ${part.name})`
				},
			),
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

	/** Rows of folded days: one search of the key, or one before, in and after whole stretches. */
	#days({ from, to }: Range, code: number): Fragment {
		const { site } = this.#plan
		const { filtered } = this.#held
		if (filtered) {
			const cell = (i: number, as: string) => sql`j.value ->> ${value(i)} AS ${name(as)}`
			const cells = [
				sql`coalesce(j.value ->> 0, '') AS value`,
				sql`j.value ->> 0 IS NULL AS rest`,
				...PAIR_SUMS.map((one, i) => cell(i + 1, one)),
			]
			// The totals say which days there are: each is then one search of the key.
			const days = sql`rollup_days t CROSS JOIN rollup_pairs p ON p.site = t.site AND p.day = t.day AND p.dimension = ${value(filtered.code)} AND p.value = ${value(filtered.value)} AND p.other = ${value(code)}`
			return sql`(SELECT *, pageviews AS views FROM (SELECT t.day AS day, ${join(cells, ', ')} FROM ${days} CROSS JOIN json_each(p.rows) j WHERE t.site = ${value(site)} AND t.dimension = ${value(TOTAL)} AND t.day >= ${value(from)} AND t.day < ${value(to)}))`
		}
		const rows = (of: number, range: Range) =>
			sql`SELECT * FROM rollup_days WHERE site = ${value(site)} AND dimension = ${value(of)} AND day >= ${value(range.from)} AND day < ${value(range.to)}`
		// The total is one row a day; and who asks by the day wants no longer stretches.
		const single = code === TOTAL || this.#plan.grain !== null
		const { days, stretches } = single
			? { days: [{ from, to }], stretches: null }
			: stretchedOf({ from, to }, this.#folded)
		const all = [
			...(stretches ? [rows(STRETCH + code, stretches)] : []),
			...days.map((range) => rows(code, range)),
		]
		return sql`(${join(all, ' UNION ALL ')})`
	}

	/** Rows of the open day: folded hours, and the events after them; null where these do not tell it. */
	#open(code: number, named: string, wanted: ReadonlySet<Measure>): { rows: Fragment; from: number } | null {
		const { open } = this.#split
		const rolled = ROLLED[code - 1]
		const tells = named === 'seen' || ((named === 'matching' || named === 'viewing') && !wanted.has('visits'))
		if (!open || !tells || this.#held.filtered || (code !== TOTAL && !rolled?.bit)) return null
		const { site } = this.#plan
		const sums = ['visitors', 'visits', 'ended', 'pageviews', 'events'] as const
		const unpacked = sums.map((one, i) => sql`j.value ->> ${value(i + 1)} AS ${name(one)}`)
		const held = sql`h.site = ${value(site)} AND h.day = ${value(open.from)} AND h.dimension = ${value(code)}`
		const hours = sql`SELECT coalesce(j.value ->> 0, '') AS value, j.value ->> 0 IS NULL AS rest, ${join(unpacked, ', ')}, 0 AS seconds FROM rollup_hours h, json_each(h.rows) j WHERE ${held}`
		// By its own word for where it ends: another hour may have been added since the site was asked how far it is.
		const until = sql`coalesce((SELECT h.until FROM rollup_hours h WHERE ${held}), ${value(open.from)})`
		const stored = rolled
			? sql`CASE WHEN ${name(rolled.column)} = ${value(rolled.blank)} THEN '' ELSE ${name(rolled.column)} END`
			: sql`''`
		const bit = (of: NoveltyBit) => sql`sum((novelty & ${value(bitOf(of))}) <> 0)`
		const since = sql`SELECT ${stored} AS value, 0 AS rest, ${bit(rolled?.bit ?? 'visitor')} AS visitors, ${bit('visit')} AS visits, ${bit('bounceEnded')} AS ended, sum(name = 'pageview') AS pageviews, count(*) AS events, 0 AS seconds FROM events WHERE site = ${value(site)} AND time >= ${until} AND time < ${value(open.to)} AND name <> 'engagement' GROUP BY 1`
		const branches = [hours, since]
		if (wanted.has('seconds')) {
			// How long a visit was stands in its own row alone, under its value: not to be had of the rest.
			if (rolled && !rolled.short) return null
			const { openSeconds } = this.#folded
			branches.push(
				rolled === undefined && openSeconds !== null
					? sql`SELECT '', 0, 0, 0, 0, 0, 0, ${value(openSeconds)}`
					: sql`SELECT ${stored}, 0, 0, 0, 0, 0, 0, sum(duration) FROM visits WHERE site = ${value(site)} AND started_at >= ${value(open.from)} AND started_at < ${value(open.to)} GROUP BY 1`,
			)
		}
		const rows = sql`(SELECT value, rest, visitors, visits, visits - ended AS bounced, seconds, pageviews AS views, pageviews, events FROM (${join(branches, ' UNION ALL ')}))`
		return { rows, from: open.from }
	}

	/** Rows of rollups as the part's: dimensions, then measures. */
	#told(rows: Fragment, day: Fragment, measures: readonly Measure[], which: Fragment): Fragment {
		const { dimensions, grain } = this.#plan
		const own = dimensions.map((dimension, i) => {
			if (dimension.of === 'time') return sql`${grain ? bucket(day, grain) : value(0)} AS ${columnOf(i)}`
			return sql`CASE WHEN r.rest THEN ${value(REST)} ELSE ${answered(dimension)} END AS ${columnOf(i)}`
		})
		const sums = measures.map((one) => sql`sum(${COLUMNS[one] ?? sql`NULL`}) AS ${nameOf(one)}`)
		const names = dimensions.flatMap((dimension) => {
			const kind = kindOfNames(dimension)
			const joined = kind && name(`${kind}_names`)
			return joined ? [sql` LEFT JOIN ${joined} ON ${joined}.key = r.value`] : []
		})
		const joined = names.reduce((before, one) => sql`${before}${one}`, sql``)
		const group = own.length > 0 ? sql` GROUP BY ${columns(this.#plan)}` : sql``
		return sql`SELECT ${join([...own, ...sums, sql`1 AS present`], ', ')} FROM ${rows} r${joined} WHERE ${which} AND ${this.#held.where}${group}`
	}
}

/** What a rollup's row answers for a dimension. */
function answered(dimension: Dimension): Fragment {
	const kind = kindOfNames(dimension)
	if (kind) return sql`coalesce(${name(`${kind}_names`)}.value, r.value)`
	return sql`coalesce(nullif(r.value, ''), ${value(dimension.blank)})`
}
