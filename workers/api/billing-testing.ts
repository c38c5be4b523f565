import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import Stripe from 'stripe'
import { vi } from 'vitest'
import { NEW_BOOKS } from '../../scripts/stripe/ledger.ts'
import { pageOf } from '../../scripts/stripe/pages.ts'
import { StandIn } from '../../scripts/stripe/standin.ts'
import type { Env } from '../env.ts'
import { counter } from './routes.ts'
import type { signedIn } from './testing.ts'

export const STRIPE = 'http://stripe.test'
const SECRET = 'whsec_of_tests'
const DAY_MS = 86_400_000

type Person = Awaited<ReturnType<typeof signedIn>>
type Event = Record<string, unknown>

/** For tests: a deployment that sells plans, with the stand-in for Stripe behind it and a clock that goes on. */
export function shop() {
	/** Events of Stripe that were not delivered yet. */
	const waiting: Event[] = []
	const mails: { to: string; subject: string; text: string }[] = []
	/** Requests that Stripe got. */
	const requests: {
		method: string
		path: string
		body: string
		key: string | null
		version: string | null
	}[] = []
	const standIn = new StandIn(structuredClone(NEW_BOOKS), env.STRIPE_PARAMETERS, {
		...{ base: STRIPE, clock: Date.now, tell: (event: Event) => waiting.push(event) },
	})
	const world: Env = {
		...env,
		STRIPE_SECRET_KEY: 'sk_test_standin',
		STRIPE_WEBHOOK_SECRET: SECRET,
		STRIPE_BASE: STRIPE,
		MAIL: {
			async send(mail: { to: string; subject: string; text: string }) {
				mails.push(mail)
				return { messageId: String(mails.length) }
			},
		} as unknown as SendEmail,
	}
	vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
		const request = new Request(input, init)
		const { origin, pathname } = new URL(request.url)
		if (origin !== STRIPE) throw new Error(`nobody plays ${origin}`)
		requests.push({
			...{
				method: request.method,
				path: pathname,
				body: new TextDecoder().decode(await request.clone().arrayBuffer()),
			},
			...{ key: request.headers.get('idempotency-key'), version: request.headers.get('stripe-version') },
		})
		return standIn.answer(request)
	})

	/** As a browser or a server would: everything that happens afterwards is waited for. */
	async function ask(path: string, init: RequestInit = {}): Promise<Response> {
		const ctx = createExecutionContext()
		const answer = await counter.fetch(new Request(`http://jitt.test${path}`, init), world, ctx)
		await waitOnExecutionContext(ctx)
		return answer
	}

	const as = (person: Person) => (method: string, path: string, body?: unknown) =>
		ask(path, {
			method,
			headers: { cookie: person.cookie, origin: 'http://jitt.test' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		})

	/** Posts one event, signed as Stripe does. */
	async function post(event: Event, { secret = SECRET, at = Date.now() } = {}): Promise<Response> {
		const payload = JSON.stringify(event)
		const signature = await Stripe.webhooks.generateTestHeaderStringAsync({
			...{ payload, secret, timestamp: Math.floor(at / 1000) },
			cryptoProvider: Stripe.createSubtleCryptoProvider(),
		})
		return ask('/api/stripe/events', {
			method: 'POST',
			body: payload,
			headers: { 'stripe-signature': signature },
		})
	}

	/** Delivers what waits. */
	async function deliver(): Promise<Event[]> {
		const sent: Event[] = []
		for (let event = waiting.shift(); event; event = waiting.shift()) {
			const answer = await post(event)
			if (answer.status !== 200) throw new Error(`${event.type}: ${answer.status} ${await answer.text()}`)
			sent.push(event)
		}
		return sent
	}

	/** Fills in a page of Stripe's. */
	async function fill(url: string, fields: Record<string, string>): Promise<Response> {
		const request = new Request(url, { method: 'POST', body: new URLSearchParams(fields) })
		const page = await pageOf(standIn, request)
		if (!page) throw new Error(`there is no page at ${url}`)
		return page
	}

	/** Lets days go by, here and at Stripe's. */
	async function pass(days: number, delivers = true): Promise<void> {
		const to = Date.now() + days * DAY_MS
		// Stripe's clock is ours: what it is ahead by is taken back.
		standIn.ledger.advance(Math.floor(to / 1000))
		vi.setSystemTime(to)
		standIn.ledger.books.ahead = 0
		if (delivers) await deliver()
	}

	return { world, standIn, waiting, mails, requests, ask, as, post, deliver, fill, pass }
}

/** What a press of a button is sent with. */
export const attempt = () => crypto.randomUUID()
