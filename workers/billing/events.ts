import { eq, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import Stripe from 'stripe'
import type { Env } from '../env.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { stripeEvent } from '../store/schema/billing.ts'
import { accountOfCustomer } from './account.ts'
import { tellOfEnd, tellOfFailure, tellOfRecovery } from './letters.ts'
import { idOf } from './stripe.ts'
import { sync } from './sync.ts'

/** How old a signature may be, seconds: what is recorded cannot be played back later. */
const TOLERANCE_SECONDS = 300
/** Stripe repeats an event for three days at most. */
const REMEMBERED_MS = 30 * 86_400_000

/** What we ask to be told of. All others are taken and ignored. */
const HEARD = [
	'checkout.session.completed',
	'customer.subscription.created',
	'customer.subscription.updated',
	'customer.subscription.deleted',
	'invoice.paid',
	'invoice.payment_failed',
	'invoice.payment_action_required',
	'subscription_schedule.released',
] as const
type Heard = (typeof HEARD)[number]

/** An event, if Stripe has signed these very bytes a moment ago. */
export async function provenEvent(
	stripe: Stripe,
	secret: string,
	body: string,
	signature: string | undefined,
): Promise<Result<Stripe.Event>> {
	try {
		const crypto = Stripe.createSubtleCryptoProvider()
		const { webhooks } = stripe
		return ok(await webhooks.constructEventAsync(body, signature ?? '', secret, TOLERANCE_SECONDS, crypto))
	} catch {
		return fail({ kind: 'invalid', message: 'The signature is not that of these bytes, or is too old' })
	}
}

/**
 * Deals with an event: once, however often it comes. What it is about is read anew from Stripe (`sync.ts`), so that
 * one which comes late says nothing that is no longer so.
 * @returns the team that it is about; null where it is about none.
 * @throws when it could not be finished: Stripe sends it again.
 */
export async function hear(
	env: Env,
	stripe: Stripe,
	event: Stripe.Event,
	now: number,
): Promise<string | null> {
	if (!isHeard(event.type)) return null
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [known] = await db.select().from(stripeEvent).where(eq(stripeEvent.id, event.id))
	if (known) return null
	const customer = customerOf(event)
	const synced = customer === null ? null : await sync(env, stripe, customer)
	if (synced) {
		const { before, after } = synced
		if (event.type === 'invoice.payment_failed' || event.type === 'invoice.payment_action_required')
			await tellOfFailure(env, stripe, after, idIn(event), now)
		if (before.pastDueSince && !after.pastDueSince && after.status === 'active')
			await tellOfRecovery(env, after, before.pastDueSince, now)
		if (event.type === 'customer.subscription.deleted') await tellOfEnd(env, after, idIn(event), now)
	}
	// At last, not at first: one that broke off is no event that was dealt with.
	await db
		.insert(stripeEvent)
		.values({ id: event.id, receivedAt: new Date(now) })
		.onConflictDoNothing()
	return synced?.after.teamId ?? null
}

/** Forgets events that cannot come again. */
export const sweepEvents = (env: Env, now: number): Promise<unknown> =>
	drizzle(env.DB, { casing: 'snake_case' })
		.delete(stripeEvent)
		.where(lt(stripeEvent.receivedAt, new Date(now - REMEMBERED_MS)))

/** Reads a team's subscription from Stripe, for when an event was missed. */
export async function refresh(env: Env, stripe: Stripe, customerId: string): Promise<void> {
	if (await accountOfCustomer(env, customerId)) await sync(env, stripe, customerId)
}

const isHeard = (type: string): type is Heard => (HEARD as readonly string[]).includes(type)

function customerOf({ data }: Stripe.Event): string | null {
	const { object } = data
	return 'customer' in object ? idOf(object.customer as string | { id: string } | null) : null
}

function idIn({ data }: Stripe.Event): string {
	return 'id' in data.object && typeof data.object.id === 'string' ? data.object.id : ''
}
