import type { Plan, Revenue } from './backend.ts'
import { reaches } from './d1-goals.ts'
import { MOST_MONEY } from './rates.ts'
import type { Measure } from './registry.ts'
import { type Fragment, rows, sql, value } from './sql.ts'

/**
 * D1's spelling of money. An amount becomes whole thousandths of the goal's currency before it is added up, so
 * that sums are whole numbers: every backend comes to the same, in whatever order it adds.
 */

const DAY = 86_400_000

/** The measures of money of events that match; none where the plan asks for no money. */
export function moneyOf(plan: Plan): Partial<Record<Measure, Fragment>> {
	const { revenue } = plan
	if (!revenue) return {}
	const target = targetOf(revenue)
	const earns = revenue.currency === null ? sql`g.currency IS NOT NULL` : reaches(revenue.goals)
	const isAmount = sql`e.revenue_amount IS NOT NULL AND ${earns}`
	const converted = sql`CASE WHEN e.revenue_currency = ${target} THEN e.revenue_amount ELSE e.revenue_amount / source.per_euro * target.per_euro END`
	const money = sql`CASE WHEN abs(e.revenue_amount) <= ${value(MOST_MONEY)} AND ${earns} THEN ${converted} END`
	const sum = sql`coalesce(sum(round(1000 * ${money})), 0)`
	return {
		revenue: revenue.currency === null ? sql`CASE WHEN max(g.currency) IS NOT NULL THEN ${sum} END` : sum,
		revenues: sql`count(${money})`,
		converted: sql`sum(${isAmount} AND e.revenue_currency <> ${target} AND ${money} IS NOT NULL)`,
		unconverted: sql`sum(${isAmount} AND ${money} IS NULL)`,
	}
}

const targetOf = ({ currency }: Revenue): Fragment => (currency === null ? sql`g.currency` : value(currency))

/** Rates by period and currency, and the period of each day of the range. */
export function moneyTables({ range, revenue }: Plan): Fragment[] {
	if (!revenue) return []
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

/** Joins an event with the rates of its own currency and of the goal's. */
export function moneyJoins({ revenue }: Plan): Fragment {
	if (!revenue) return sql``
	return sql` LEFT JOIN days ON days.day = e.time / 86400000 LEFT JOIN rates source ON source.period = days.period AND source.currency = e.revenue_currency LEFT JOIN rates target ON target.period = days.period AND target.currency = ${targetOf(revenue)}`
}
