import Stripe from 'stripe'
import type { Env } from '../env.ts'
import { fail, ok, type Result } from '../kit/result.ts'

/** What our code was written for: Stripe keeps answering in this shape (https://docs.stripe.com/api/versioning). */
export const API_VERSION = '2026-10-28.endive'

const TIMEOUT_MS = 10_000
const RETRIES = 2
const WAIT_SECONDS = 30

/** Whether this deployment sells plans. Where it does not, nothing of billing is shown or enforced. */
export const sells = (env: Env): boolean => Boolean(env.STRIPE_SECRET_KEY)

/** Stripe, or null where this deployment sells nothing. */
export function stripeOf(env: Env): Stripe | null {
	if (!env.STRIPE_SECRET_KEY) return null
	const base = env.STRIPE_BASE ? new URL(env.STRIPE_BASE) : null
	return new Stripe(env.STRIPE_SECRET_KEY, {
		apiVersion: API_VERSION,
		// Looked up at each call: a request's `fetch` is not that of the module.
		httpClient: Stripe.createFetchHttpClient((...args: Parameters<typeof fetch>) => fetch(...args)),
		timeout: TIMEOUT_MS,
		maxNetworkRetries: RETRIES,
		telemetry: false,
		...(base && {
			host: base.hostname,
			port: base.port || (base.protocol === 'http:' ? '80' : '443'),
			protocol: base.protocol === 'http:' ? 'http' : 'https',
		}),
	})
}

/**
 * Runs a request to Stripe. What people can do something about is an answer in words; that Stripe is out of reach, or
 * refuses our key, is `unavailable`.
 * @throws what is no error of Stripe's.
 */
export async function asked<T>(work: () => Promise<T>): Promise<Result<T>> {
	try {
		return ok(await work())
	} catch (error) {
		if (!(error instanceof Stripe.errors.StripeError)) throw error
		if (error instanceof Stripe.errors.StripeCardError) {
			const message = `The payment did not go through: ${error.message} Nothing was changed.`
			return fail({ kind: 'conflict', message })
		}
		if (error instanceof Stripe.errors.StripeIdempotencyError) {
			const message = 'This was sent before with other choices: reload the page and try again'
			return fail({ kind: 'conflict', message })
		}
		// No message: it may quote what was sent.
		console.error('stripe:', error.type, error.code ?? '', error.param ?? '')
		if (error instanceof Stripe.errors.StripeInvalidRequestError) {
			const message = 'Stripe did not accept this: reload the page and try again'
			return fail({ kind: 'conflict', message })
		}
		const message = 'Our payment provider cannot be reached: try again in a moment'
		return fail({ kind: 'unavailable', message, retryAfterSeconds: WAIT_SECONDS })
	}
}

/** Whether Stripe knows no such object (any more). */
export const isMissing = (error: unknown): boolean =>
	error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'

/** The id of what is told as an id or, expanded, as an object. */
export const idOf = (one: string | { id: string } | null | undefined): string | null =>
	typeof one === 'string' ? one : (one?.id ?? null)
