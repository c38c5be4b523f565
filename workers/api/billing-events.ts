import { hear, provenEvent } from '../billing/events.ts'
import { asked, stripeOf } from '../billing/stripe.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { settle } from './billing-watch.ts'
import { readBounded } from './body.ts'
import { failure } from './errors.ts'

/** Bytes. An event holds one object. */
const MAX_BODY = 262_144

const NOTHING: AppError = { kind: 'not_found', message: 'There is nothing here' }

/**
 * `POST /api/stripe/events`: what Stripe tells of, signed over the very bytes of the body. 400 for what Stripe has not
 * signed, 200 for all that was dealt with or is of no interest, 503 for what shall be sent again.
 */
export async function postStripeEvent(c: CounterContext): Promise<Response> {
	const stripe = stripeOf(c.env)
	const secret = c.env.STRIPE_WEBHOOK_SECRET
	if (!stripe || !secret) return failure(c, NOTHING)
	const bytes = await readBounded(c.req.raw, MAX_BODY)
	if (!bytes.ok) return failure(c, bytes.error)
	const body = new TextDecoder().decode(bytes.value)
	const event = await provenEvent(stripe, secret, body, c.req.header('stripe-signature'))
	if (!event.ok) return failure(c, event.error)
	const now = Date.now()
	const teamId = await asked(() => hear(c.env, stripe, event.value, now))
	if (!teamId.ok) {
		const error = { kind: 'unavailable', message: 'Send it again', retryAfterSeconds: 60 } as const
		return failure(c, error)
	}
	if (teamId.value !== null) await settle(c.env, teamId.value, now)
	return c.json({ received: true })
}
