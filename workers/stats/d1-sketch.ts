import type { Folded } from '../model/folded.ts'
import { countOf, REGISTERS, registersOf, SKETCH, unpacked } from '../store/sketch.ts'
import type { Plan, Table } from './backend.ts'
import { activeVisits } from './d1-rows.ts'
import { isRolled } from './d1-statement.ts'
import { splitOf } from './rollup-split.ts'
import { Fragment, join, type Statement, sql, statement, value } from './sql.ts'

/**
 * Visitors of a range of which some days are added up though people came on several of them (`Folded.added`): those
 * whose numbers outlive a day are taken out of the sum, and put in again as the sketches of the days count them
 * together. All others are of one day, and their sum is exact.
 */

/** Half of the interval that holds 95 of 100 estimates, as a share. */
const MARGIN = (1.96 * 1.04) / Math.sqrt(REGISTERS)

/** Text of the program's own, without a value in it. */
const own = (text: string): Fragment => new Fragment([text], [])

/** Whether sketches can mend the answer to a plan: a total of visitors over days that are added up. */
export function isSketched(plan: Plan, folded: Folded | null): folded is Folded {
	if (!folded?.added || plan.scope !== 'visits' || !plan.metrics.includes('visitors')) return false
	if (plan.dimensions.length > 0 || plan.conditions.length > 0 || plan.grain) return false
	const { added } = folded
	const split = isRolled(plan, folded) ? splitOf(plan.range, folded) : null
	return split?.rolled.some(({ from, to }) => from < added.to && to > added.from) ?? false
}

/** What D1 says of the sketches of a range. */
export interface Sketched {
	/** Visitors of lasting numbers as the answer has them: once a day, and once a stretch of raw rows. */
	counted: number
	/** JSON: the lowest bits of the registers that are not empty. */
	lows: string
}

/** Asks the sketches of the days of a plan, and the rows where the answer is from rows. */
export function sketchOf(plan: Plan, folded: Folded): Statement {
	const split = splitOf(plan.range, folded)
	const raw = [...(split?.raw ?? []), ...(split?.open ? [split.open] : [])]
	const days = (split?.rolled ?? []).map(
		({ from, to }) =>
			sql`SELECT rows FROM rollup_pairs WHERE site = ${value(plan.site)} AND day >= ${value(from)} AND day < ${value(to)} AND ${own(SKETCH)}`,
	)
	const active = raw.map(
		(range) =>
			sql`SELECT DISTINCT v.visitor AS visitor FROM visits v WHERE ${activeVisits({ site: plan.site, range }, [])} AND v.stable = 1`,
	)
	const around = (wrap: (inner: string) => string, inner: Fragment): Fragment => {
		const [before = '', after = ''] = wrap('\u0000').split('\u0000')
		return sql`${own(before)}${inner}${own(after)}`
	}
	const kept = sql`SELECT j.value AS packed FROM (${join(days, ' UNION ALL ')}) d, json_each(d.rows, '$.registers') j`
	const counts = [
		sql`SELECT coalesce(sum(rows ->> 'visitors'), 0) AS n FROM (${join(days, ' UNION ALL ')})`,
		...active.map((one) => sql`SELECT count(*) AS n FROM (${one})`),
	]
	const registers = [
		around(unpacked, kept),
		...(active.length > 0 ? [sql`SELECT * FROM (${around(registersOf, join(active, ' UNION ALL '))})`] : []),
	]
	const together = sql`SELECT max(low) AS low FROM (${join(registers, ' UNION ALL ')}) GROUP BY register`
	return statement(
		sql`SELECT (SELECT sum(n) FROM (${join(counts, ' UNION ALL ')})) AS counted, (SELECT json_group_array(low) FROM (${together})) AS lows`,
	)
}

/** The answer with its visitors mended, and how far they may be off. */
export function mended(plan: Plan, table: Table, { counted, lows }: Sketched): Table {
	const lasting = Math.round(countOf(JSON.parse(lows) as number[]))
	const place = plan.metrics.indexOf('visitors')
	const share = plan.metrics.map((_, i) => (i === place ? Math.ceil(lasting * MARGIN) : 0))
	const rows = table.rows.map(({ dimensions, metrics }) => ({
		dimensions,
		// Never more than once a day, whatever the estimate says.
		metrics: metrics.map((one, i) =>
			i === place && one !== null ? one - counted + Math.min(lasting, counted) : one,
		),
	}))
	return { ...table, rows, sampling: { interval: 1, margins: rows.map(() => share), approximate: [] } }
}
