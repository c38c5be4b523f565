import type { Goal } from '../model/goal.ts'
import type { Revenue } from './backend.ts'
import type { Query } from './query.ts'
import { ratesOf } from './rates.ts'
import { metricOf } from './registry.ts'
import type { Range } from './zone.ts'

/** An amount as an answer gives it. */
export interface Money {
	value: number
	/** ISO 4217. */
	currency: string
	/** `€1.2K` */
	short: string
	/** `€1,234.50` */
	long: string
}

/** Why a metric of money is null. */
export type MoneyWarning = 'no_revenue_goals_matching' | 'no_single_revenue_currency'

export const MONEY_WARNINGS: Readonly<Record<MoneyWarning, string>> = {
	no_revenue_goals_matching: 'None of the goals that were asked for earns money',
	no_single_revenue_currency:
		'The goals that were asked for earn money in several currencies: ask for one of them, or by event:goal',
}

/** The goals that all filters on goals name: all of the site's where there is no such filter. */
export const askedGoals = ({ filters, goals }: Pick<Query, 'filters' | 'goals'>): Goal[] =>
	goals.filter((goal) => filters.every((filter) => filter.kind !== 'goal' || filter.goals.includes(goal)))

/** Whether a query asks for money at all. */
export const asksForMoney = ({ metrics }: Pick<Query, 'metrics'>): boolean =>
	metrics.some((metric) => metricOf(metric).formula.is === 'money')

/** Which amounts a query counts and in which currency, or why it cannot say. */
export function revenueOf(query: Query, range: Range): Revenue | MoneyWarning {
	const byGoal = query.dimensions.some(({ of }) => of === 'goal')
	const named = query.filters.flatMap((filter) => (filter.kind === 'goal' ? filter.goals : []))
	const goals = byGoal ? askedGoals(query) : [...new Set(named)]
	const earning = goals.filter(({ currency }) => currency !== null)
	const [first, ...others] = new Set(earning.map(({ currency }) => currency))
	if (!first) return 'no_revenue_goals_matching'
	const rates = ratesOf(range)
	if (byGoal) return { goals: earning, currency: null, rates }
	return others.length > 0 ? 'no_single_revenue_currency' : { goals: earning, currency: first, rates }
}

/** Spells thousandths of a currency. */
export function moneyOf(thousandths: number, currency: string): Money {
	// A mean of refunds may round to minus nought.
	const value = thousandths / 1000 + 0
	const spell = (notation: 'standard' | 'compact'): string =>
		new Intl.NumberFormat('en-US', {
			style: 'currency',
			currency,
			notation,
			...(notation === 'compact' ? { maximumFractionDigits: 1 } : {}),
		}).format(value)
	return { value, currency, short: spell('compact'), long: spell('standard') }
}
