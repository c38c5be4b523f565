import type Stripe from 'stripe'
import type { Env } from '../env.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { type Interval, NO_REFUND, type Plan } from '../model/plans.ts'
import { accountOf, type Buyer, customerOf } from './account.ts'
import { priceOf } from './prices.ts'
import { asked } from './stripe.ts'
import { sync } from './sync.ts'

/** What is bought. */
export interface Order {
	plan: Plan
	interval: Interval
	/** Of one press of a button: pressed twice it is one order. */
	attempt: string
	/** Where Stripe sends people back to. */
	backTo: string
}

/**
 * Opens a page of Stripe's on which the team subscribes.
 * @returns its address; or that there is a subscription already.
 */
export async function startCheckout(
	env: Env,
	stripe: Stripe,
	buyer: Buyer,
	{ plan, interval, attempt, backTo }: Order,
): Promise<Result<string>> {
	const made = await asked(async () => {
		const customer = await customerOf(env, stripe, buyer)
		// Somebody may have subscribed a moment ago, and the event may still be on its way.
		const known = await sync(env, stripe, customer)
		if (known?.after.subscriptionId) return null
		const price = await priceOf(stripe, plan, interval)
		const session = await stripe.checkout.sessions.create(
			{
				mode: 'subscription',
				customer,
				client_reference_id: buyer.teamId,
				line_items: [{ price, quantity: 1 }],
				success_url: `${backTo}?checkout=done`,
				cancel_url: backTo,
				automatic_tax: { enabled: true },
				tax_id_collection: { enabled: true },
				billing_address_collection: 'required',
				customer_update: { address: 'auto', name: 'auto' },
				custom_text: { submit: { message: NO_REFUND } },
				subscription_data: { metadata: { team: buyer.teamId } },
			},
			{ idempotencyKey: `checkout ${buyer.teamId} ${attempt}` },
		)
		await expireOthers(stripe, customer, session.id)
		return session.url
	})
	if (!made.ok) return made
	if (made.value) return ok(made.value)
	const message = 'The team has a subscription already: change that one'
	return fail({ kind: 'conflict', message })
}

/** An order that was left lying must not be paid beside the new one. */
async function expireOthers(stripe: Stripe, customer: string, kept: string): Promise<void> {
	const { data } = await stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 })
	for (const { id } of data) {
		if (id === kept) continue
		// It may be paid in this very moment: then the second subscription is ended (`sync.ts`).
		await asked(() => stripe.checkout.sessions.expire(id, {}, { idempotencyKey: `expire ${id}` }))
	}
}

/** Opens Stripe's page on which a team looks after its cards, address and tax numbers. */
export async function openPortal(
	env: Env,
	stripe: Stripe,
	teamId: string,
	{ backTo, attempt }: Pick<Order, 'backTo' | 'attempt'>,
): Promise<Result<string>> {
	const account = await accountOf(env, teamId)
	if (!account) return fail({ kind: 'conflict', message: 'The team has no subscription yet' })
	const made = await asked(() =>
		stripe.billingPortal.sessions.create(
			{ customer: account.customerId, return_url: backTo },
			{ idempotencyKey: `portal ${teamId} ${attempt}` },
		),
	)
	return made.ok ? ok(made.value.url) : made
}
