import type Stripe from 'stripe'
import { CURRENCY, INTERVALS, type Interval, type Plan } from '../model/plans.ts'

/** Software as a service for businesses (https://docs.stripe.com/tax/tax-codes). */
const TAX_CODE = 'txcd_10103001'

/**
 * What finds a price at Stripe. The amount is part of it: who subscribed at another one keeps it, and a changed table
 * of plans needs no work at Stripe's.
 */
const lookupKeyOf = (plan: Plan, interval: Interval): string =>
	`jitt_${plan.id}_${interval}_${plan.price[interval]}_${CURRENCY}`

/**
 * The id of the price of a plan, which is made at Stripe when it is needed first.
 * @throws whatever the request throws.
 */
export async function priceOf(stripe: Stripe, plan: Plan, interval: Interval): Promise<string> {
	const key = lookupKeyOf(plan, interval)
	const { data } = await stripe.prices.list({ lookup_keys: [key], active: true, limit: 1 })
	if (data[0]) return data[0].id
	const made = await stripe.prices.create(
		{
			currency: CURRENCY,
			unit_amount: plan.price[interval],
			recurring: { interval },
			lookup_key: key,
			tax_behavior: 'exclusive',
			metadata: { plan: plan.id },
			product_data: { name: `Jitt ${plan.name}`, tax_code: TAX_CODE, metadata: { plan: plan.id } },
		},
		{ idempotencyKey: `price ${key}` },
	)
	return made.id
}

/** The plan and interval that a price stands for; null where it is none of ours. */
export function boughtBy(price: Stripe.Price): { plan: string; interval: Interval } | null {
	const { plan } = price.metadata
	const interval = INTERVALS.find((one) => one === price.recurring?.interval)
	return plan && interval ? { plan, interval } : null
}
