import type { Plan, Revenue } from './backend.ts'
import { eventsFrom, groupBy, ofEvent } from './d1-events.ts'
import { reaches } from './d1-goals.ts'
import { countedBy, type D1Plan, eventsWhere } from './d1-rows.ts'
import type { Part } from './d1-visits.ts'
import { MOST_MONEY } from './rates.ts'
import { type Fragment, join, rows, sql, value } from './sql.ts'

/**
 * D1's spelling of money. An amount becomes whole thousandths of the goal's currency before it is added up, so
 * that sums are whole numbers: every backend comes to the same, in whatever order it adds.
 */

const DAY = 86_400_000

/** Events that match and carry an amount: few, so that rates are looked up for those alone. */
export function moneyPart(plan: D1Plan, revenue: Revenue): Part {
	const target = revenue.currency === null ? sql`g.currency` : value(revenue.currency)
	const inRange = eventsWhere(plan, sql`1`, [])
	const earns = revenue.currency === null ? sql`g.currency IS NOT NULL` : reaches(revenue.goals, inRange)
	const where = eventsWhere(
		plan,
		sql`${countedBy(plan)} AND e.revenue_amount IS NOT NULL AND ${earns}`,
		plan.conditions,
	)
	const joins = sql` LEFT JOIN days ON days.day = e.time / 86400000 LEFT JOIN rates source ON source.period = days.period AND source.currency = e.revenue_currency LEFT JOIN rates target ON target.period = days.period AND target.currency = ${target}`
	const converted = sql`CASE WHEN e.revenue_currency = ${target} THEN e.revenue_amount ELSE e.revenue_amount / source.per_euro * target.per_euro END`
	const money = sql`CASE WHEN abs(e.revenue_amount) <= ${value(MOST_MONEY)} THEN ${converted} END`
	const measures = [
		sql`sum(round(1000 * ${money})) AS revenue`,
		sql`count(${money}) AS revenues`,
		sql`sum(e.revenue_currency <> ${target} AND ${money} IS NOT NULL) AS converted`,
		sql`sum(${money} IS NULL) AS unconverted`,
	]
	return {
		tables: [
			...rateTables(plan, revenue),
			sql`earned AS MATERIALIZED (SELECT ${join([...ofEvent(plan), ...measures], ', ')} FROM ${eventsFrom(plan)}${joins} WHERE ${where}${groupBy(plan)})`,
		],
		name: sql`earned`,
		measures: new Set(['revenue', 'revenues', 'converted', 'unconverted']),
	}
}

/** Rates by period and currency, and the period of each day of the range. */
function rateTables({ range }: Plan, revenue: Revenue): Fragment[] {
	const first = Math.floor(range.from / DAY)
	const last = Math.floor((range.to - 1) / DAY)
	const days = Array.from({ length: last - first + 1 }, (_, i) => {
		const period = revenue.rates.findLastIndex(({ day }) => day <= first + i)
		return [first + i, Math.max(period, 0)]
	})
	const rates = revenue.rates.flatMap(({ perEuro }, period) =>
		Object.entries(perEuro).map(([currency, rate]) => [period, currency, rate]),
	)
	return [
		sql`days AS MATERIALIZED (SELECT value ->> 0 AS day, value ->> 1 AS period FROM ${rows(days)})`,
		sql`rates AS MATERIALIZED (SELECT value ->> 0 AS period, value ->> 1 AS currency, value ->> 2 AS per_euro FROM ${rows(rates)})`,
	]
}
