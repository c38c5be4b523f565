import type Stripe from 'stripe'
import type { Env } from '../env.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { type Interval, type Plan, planOf } from '../model/plans.ts'
import { accountOf } from './account.ts'
import { priceOf } from './prices.ts'
import type { Account } from './standing.ts'
import { asked, idOf } from './stripe.ts'
import { sync } from './sync.ts'

/** What a subscription changes to. */
export interface Wish {
	plan: Plan
	interval: Interval
}

/**
 * When a change happens: more is had at once and paid for in parts; less, or a shorter interval, begins when what is
 * paid for has ended, so that nothing is lost.
 */
export function whenOf(from: Wish, to: Wish): 'never' | 'now' | 'later' {
	if (from.plan.id === to.plan.id && from.interval === to.interval) return 'never'
	if (to.plan.events !== from.plan.events) return to.plan.events > from.plan.events ? 'now' : 'later'
	return to.interval === 'year' ? 'now' : 'later'
}

/** What a change costs. Amounts in cents. */
export interface Preview {
	when: 'now' | 'later'
	/** ms since the epoch. */
	at: number
	/** What is taken at once, with tax; a credit is kept for later invoices and takes nothing. */
	due: number
	/** Of it. */
	tax: number
	lines: { text: string; amount: number }[]
	/** Seconds since the epoch: the parts are reckoned up to this instant. Given back when the change is made. */
	reckonedAt: number
}

const NONE = fail({ kind: 'conflict', message: 'The team has no subscription' } as const)
const SAME = fail({ kind: 'conflict', message: 'That is the plan you have' } as const)
const UNPAID = fail({
	kind: 'conflict',
	message: 'A payment is open: pay it first, under “Cards and billing details”',
} as const)

/** A running subscription. */
interface Running {
	account: Account
	id: string
	from: Wish
	when: 'now' | 'later'
}

/** What a change would cost. It changes nothing. */
export async function previewChange(
	env: Env,
	stripe: Stripe,
	teamId: string,
	to: Wish,
	now: number,
): Promise<Result<Preview>> {
	const running = await runningOf(env, teamId, to)
	if (!running.ok) return running
	const { account, id, when } = running.value
	const reckonedAt = Math.floor(now / 1000)
	if (when === 'later') {
		const at = account.periodEndsAt?.getTime() ?? now
		return ok({ when, at, due: 0, tax: 0, lines: [], reckonedAt })
	}
	return asked(async () => {
		const subscription = await stripe.subscriptions.retrieve(id)
		const preview = await stripe.invoices.createPreview({
			customer: account.customerId,
			subscription: id,
			subscription_details: {
				items: [{ id: itemOf(subscription), price: await priceOf(stripe, to.plan, to.interval) }],
				proration_behavior: 'always_invoice',
				proration_date: reckonedAt,
			},
		})
		return {
			when,
			at: now,
			due: preview.amount_due,
			tax: (preview.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0),
			lines: preview.lines.data.map(({ description, amount }) => ({ text: description ?? '', amount })),
			reckonedAt,
		}
	})
}

/**
 * Changes a subscription: an upgrade is paid at once, or nothing changes; a downgrade is noted for the end of the
 * period, in place of any other that was.
 */
export async function changePlan(
	env: Env,
	stripe: Stripe,
	teamId: string,
	to: Wish,
	{ attempt, reckonedAt }: { attempt: string; reckonedAt?: number | undefined },
): Promise<Result<'now' | 'later'>> {
	const running = await runningOf(env, teamId, to)
	if (!running.ok) return running
	const { account, id, when } = running.value
	const key = (what: string) => ({ idempotencyKey: `${what} ${teamId} ${attempt}` })
	return asked(async () => {
		const subscription = await stripe.subscriptions.retrieve(id)
		const price = await priceOf(stripe, to.plan, to.interval)
		await release(stripe, subscription, attempt)
		if (when === 'now') {
			await stripe.subscriptions.update(
				id,
				{
					items: [{ id: itemOf(subscription), price }],
					proration_behavior: 'always_invoice',
					...(reckonedAt === undefined ? {} : { proration_date: reckonedAt }),
					payment_behavior: 'error_if_incomplete',
					cancel_at_period_end: false,
				},
				key('change'),
			)
		} else {
			if (subscription.cancel_at_period_end)
				await stripe.subscriptions.update(id, { cancel_at_period_end: false }, key('go on'))
			const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id }, key('schedule'))
			const [phase] = schedule.phases
			const [item] = subscription.items.data
			if (!phase || !item) throw new Error('a subscription without an item')
			const end = phase.end_date
			await stripe.subscriptionSchedules.update(
				schedule.id,
				{
					end_behavior: 'release',
					metadata: { next_plan: to.plan.id, next_interval: to.interval, next_at: String(end) },
					phases: [
						{ items: [{ price: item.price.id, quantity: 1 }], start_date: phase.start_date, end_date: end },
						{
							items: [{ price, quantity: 1 }],
							duration: { interval: to.interval, interval_count: 1 },
							proration_behavior: 'none',
						},
					],
				},
				key('phases'),
			)
		}
		await sync(env, stripe, account.customerId)
		return when
	})
}

/** Lets a subscription end with what is paid for, or takes that back. A change that was to come is dropped with it. */
export async function setEnding(
	env: Env,
	stripe: Stripe,
	teamId: string,
	ends: boolean,
	attempt: string,
): Promise<Result<void>> {
	const account = await accountOf(env, teamId)
	const id = account?.subscriptionId
	if (!account || !id) return NONE
	return asked(async () => {
		const subscription = await stripe.subscriptions.retrieve(id)
		await release(stripe, subscription, attempt)
		if (subscription.cancel_at_period_end !== ends) {
			const key = { idempotencyKey: `${ends ? 'end' : 'resume'} ${teamId} ${attempt}` }
			await stripe.subscriptions.update(id, { cancel_at_period_end: ends }, key)
		}
		await sync(env, stripe, account.customerId)
	})
}

async function runningOf(env: Env, teamId: string, to: Wish): Promise<Result<Running>> {
	const account = await accountOf(env, teamId)
	const plan = account?.plan ? planOf(account.plan) : undefined
	if (!account?.subscriptionId || !account.interval || !plan) return NONE
	if (account.status !== 'active' && account.status !== 'trialing') return UNPAID
	const from = { plan, interval: account.interval }
	const when = whenOf(from, to)
	return when === 'never' ? SAME : ok({ account, id: account.subscriptionId, from, when })
}

/** Takes a subscription out of the hands of a schedule. */
async function release(stripe: Stripe, { schedule }: Stripe.Subscription, attempt: string): Promise<void> {
	const id = idOf(schedule)
	if (id === null) return
	await stripe.subscriptionSchedules.release(id, {}, { idempotencyKey: `release ${id} ${attempt}` })
}

function itemOf(subscription: Stripe.Subscription): string {
	const [item] = subscription.items.data
	if (!item) throw new Error('a subscription without an item')
	return item.id
}
