import { and, eq, lte, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type Stripe from 'stripe'
import type { Env } from '../env.ts'
import type { Interval } from '../model/plans.ts'
import { billingAccount, type SubscriptionStatus } from '../store/schema/billing.ts'
import { accountOfCustomer } from './account.ts'
import { boughtBy } from './prices.ts'
import type { Account } from './standing.ts'
import { isMissing } from './stripe.ts'

/** Subscriptions that are over, or never began: the first payment did not go through. */
const OVER: readonly string[] = ['canceled', 'incomplete_expired', 'incomplete']

/** What was known of a team before and what is known now. */
export interface Synced {
	before: Account
	after: Account
}

/**
 * Reads a customer's subscription from Stripe and writes down what it says. Events only say that something happened:
 * what is so is always asked, so it does not matter in what order they come, or how often. An answer to an older
 * question never takes the place of one to a newer.
 * @returns null where the customer is none of ours.
 * @throws whatever the requests throw.
 */
export async function sync(env: Env, stripe: Stripe, customerId: string): Promise<Synced | null> {
	const before = await accountOfCustomer(env, customerId)
	if (!before) return null
	const askedAt = new Date()
	const live = await liveOf(stripe, customerId)
	const [kept, ...extra] = live
	// Two checkouts at the same time: the first counts, the others are paid back as credit.
	for (const one of extra) await endExtra(stripe, one.id)
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [after] = await db
		.update(billingAccount)
		.set({ ...factsOf(kept), pastDueSince: sinceOf(kept, askedAt), askedAt })
		.where(and(eq(billingAccount.customerId, customerId), lte(billingAccount.askedAt, askedAt)))
		.returning()
	const now = after ?? (await accountOfCustomer(env, customerId))
	return now && { before, after: now }
}

/** Subscriptions that are not over, oldest first. */
async function liveOf(stripe: Stripe, customer: string): Promise<Stripe.Subscription[]> {
	try {
		const { data } = await stripe.subscriptions.list({
			...{ customer, status: 'all', limit: 100 },
			expand: ['data.schedule'],
		})
		return data.filter(({ status }) => !OVER.includes(status)).sort((a, b) => a.created - b.created)
	} catch (error) {
		if (isMissing(error)) return []
		throw error
	}
}

async function endExtra(stripe: Stripe, id: string): Promise<void> {
	try {
		await stripe.subscriptions.cancel(
			id,
			{ prorate: true, invoice_now: true },
			{ idempotencyKey: `extra ${id}` },
		)
	} catch (error) {
		// Somebody else did it in the same moment.
		if (!isMissing(error)) throw error
	}
}

/** What is written down of a subscription. */
function factsOf(one: Stripe.Subscription | undefined) {
	const nothing = { plan: null, interval: null, periodEndsAt: null, endsAt: null }
	const next = { nextPlan: null, nextInterval: null }
	if (!one) return { subscriptionId: null, status: 'canceled' as const, ...nothing, ...next }
	const [item] = one.items.data
	const periodEndsAt = item ? new Date(item.current_period_end * 1000) : null
	const ends = one.cancel_at === null ? null : new Date(one.cancel_at * 1000)
	return {
		subscriptionId: one.id,
		status: one.status as SubscriptionStatus,
		...((item && boughtBy(item.price)) ?? { plan: null, interval: null }),
		periodEndsAt,
		endsAt: ends ?? (one.cancel_at_period_end ? periodEndsAt : null),
		...nextOf(one),
	}
}

/** What is decided for the end of the period (`change.ts` notes it at the schedule). */
function nextOf({ schedule }: Stripe.Subscription): {
	nextPlan: string | null
	nextInterval: Interval | null
} {
	if (typeof schedule !== 'object' || schedule?.status !== 'active')
		return { nextPlan: null, nextInterval: null }
	const { next_plan: plan, next_interval: interval, next_at: at } = schedule.metadata ?? {}
	const isDue = Number(at) <= (schedule.current_phase?.start_date ?? 0)
	const known = plan && !isDue && (interval === 'month' || interval === 'year')
	return known ? { nextPlan: plan, nextInterval: interval } : { nextPlan: null, nextInterval: null }
}

const sinceOf = (one: Stripe.Subscription | undefined, now: Date) =>
	one?.status === 'past_due' || one?.status === 'unpaid'
		? sql`coalesce(${billingAccount.pastDueSince}, ${now.getTime()})`
		: null
