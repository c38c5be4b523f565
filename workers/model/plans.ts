/**
 * What Jitt costs: the one table of plans. The pricing page, Checkout and the limits read it. Only a deployment that
 * has Stripe's key sells plans; every other one has no billing and no limits.
 */
export interface Plan {
	/** Part of the lookup keys of its prices: never given to another plan. */
	id: string
	name: string
	/** Events counted in a calendar month (UTC) over all sites of a team; engagement counts for nothing. */
	events: number
	/** Cents of `CURRENCY`, without tax, for a month or a year. */
	price: Record<Interval, number>
}

/** How long is paid for at a time. */
export type Interval = 'month' | 'year'
export const INTERVALS = ['month', 'year'] as const satisfies readonly Interval[]

/** ISO 4217, lower case as Stripe has it. */
export const CURRENCY = 'eur'

/** Every plan has every feature: only the number of events differs. Smallest first; a year costs ten months. */
export const PLANS: readonly Plan[] = [
	plan('p100k', '100k', 100_000, 900),
	plan('p500k', '500k', 500_000, 1_900),
	plan('p1m', '1M', 1_000_000, 2_900),
	plan('p5m', '5M', 5_000_000, 7_900),
	plan('p10m', '10M', 10_000_000, 12_900),
]

/** From a team's first day on, without a card. */
export const TRIAL = { days: 30, events: 100_000 } as const

/** Who pays nothing: after the trial, after a subscription has ended, after grace. Nothing is ever locked. */
export const FREE = { events: 10_000 } as const

/** Days after a failed payment during which everything stays as it was paid for. */
export const GRACE_DAYS = 14

/** Per cent of the month's events at which the team is told by mail, once a month each. */
export const WARNINGS = [80, 100, 120] as const

/** Said before anybody pays. */
export const NO_REFUND =
	'You can cancel at any time, and what is paid for runs to its end. Leaving because you disagree with our terms gives no refund.'

function plan(id: string, name: string, events: number, month: number): Plan {
	return { id, name, events, price: { month, year: month * 10 } }
}

/** The plan of an id, undefined where there is none. */
export const planOf = (id: string): Plan | undefined => PLANS.find((one) => one.id === id)
