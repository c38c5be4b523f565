import type Stripe from 'stripe'
import { type Fields, type Parameters, Refused, readForm, type Value } from './form.ts'
import { type Books, idIn, itemIn, known, Ledger } from './ledger.ts'
import { checkoutOf, list, portalOf, priceOf } from './objects.ts'

/** The version of the API that it plays; requests for another are refused. */
export const PLAYED_VERSION = '2026-10-28.endive'

/**
 * A stand-in for Stripe's API, as far as Jitt uses it: no money moves. It takes what the types of the `stripe` package
 * allow and refuses all else, honours idempotency keys, and asks for the version of the API that it plays. A function
 * from requests to answers, so that it runs behind a port (`server.ts`) and in the tests' workerd alike. Long, for it is
 * one function a request.
 */
export class StandIn {
	readonly ledger: Ledger
	readonly #parameters: Parameters
	readonly #base: string

	/** @param told of every event, in the order in which they happen. */
	constructor(
		books: Books,
		parameters: Parameters,
		told: {
			base: string
			clock: () => number
			tell: (event: Record<string, unknown>) => void
		},
	) {
		this.#parameters = parameters
		this.#base = told.base
		this.ledger = new Ledger(books, { ...told, version: PLAYED_VERSION })
	}

	/** Answers a request to `/v1/…`. */
	async answer(request: Request): Promise<Response> {
		const { pathname, search } = new URL(request.url)
		// Not `text()`: workerd warns of bodies that do not say they are text.
		const body = new TextDecoder().decode(await request.arrayBuffer())
		const key = request.headers.get('idempotency-key')
		const asked = `${request.method} ${pathname} ${body}`
		const before = key === null ? undefined : this.ledger.books.answers[key]
		if (before && before.request !== asked) {
			const message = 'Keys for idempotent requests can only be used with the same parameters'
			return problem(new Refused(message, { type: 'idempotency_error' }))
		}
		if (before) return answered(before.status, before.body, { 'idempotent-replayed': 'true' })
		const made = this.#made(request, pathname, request.method === 'POST' ? body : search.slice(1))
		// What was refused before it began may be sent again, put right.
		if (key !== null && request.method === 'POST' && made.status !== 400) {
			this.ledger.books.answers[key] = { request: asked, ...made }
		}
		return answered(made.status, made.body)
	}

	#made(request: Request, pathname: string, form: string): { status: number; body: string } {
		try {
			const text = JSON.stringify(this.#handled(request, pathname, form))
			return { status: 200, body: text }
		} catch (error) {
			if (!(error instanceof Refused)) throw error
			return { status: error.status, body: bodyOf(error) }
		}
	}

	#handled(request: Request, pathname: string, form: string): object {
		if (!/^Bearer sk_test_\w+$/.test(request.headers.get('authorization') ?? ''))
			throw new Refused('Invalid API Key provided', {}, 401)
		const version = request.headers.get('stripe-version')
		if (version !== PLAYED_VERSION) throw new Refused(`Invalid Stripe API version: ${version}`)
		if (request.method === 'POST' && request.headers.get('idempotency-key') === null)
			throw new Refused('This stand-in asks for an idempotency key')
		const [, , ...parts] = pathname.split('/')
		const id = parts.find((part) => part.includes('_standin')) ?? ''
		const call = `${request.method} ${pathname.replace(id || '\n', ':id')}`
		const parameter = this.#parameters[call]
		if (!parameter) throw new Refused(`Unrecognized request URL (${call})`, {}, 404)
		return this.#act(call, id, readForm(form, parameter))
	}

	#act(call: string, id: string, given: Fields): object {
		const { books } = this.ledger
		switch (call) {
			case 'POST /v1/customers':
				return this.ledger.addCustomer(given)
			case 'DELETE /v1/customers/:id':
				return this.#forget(id)
			case 'GET /v1/prices': {
				const keys = given.lookup_keys
				const found = Object.values(books.prices).filter(
					({ lookup_key: key }) => !Array.isArray(keys) || (key !== null && keys.includes(key)),
				)
				return list(found, '/v1/prices', limitOf(given))
			}
			case 'POST /v1/prices':
				return this.#addPrice(given)
			case 'GET /v1/checkout/sessions':
				return list(
					Object.values(books.checkouts).filter((one) => fits(one, given)),
					'/v1/checkout/sessions',
					limitOf(given),
				)
			case 'POST /v1/checkout/sessions':
				return this.#addCheckout(given)
			case 'POST /v1/checkout/sessions/:id/expire': {
				const session = known(books.checkouts, id, 'checkout.session')
				if (session.status !== 'open') throw new Refused('Only sessions that are open can be expired.')
				return Object.assign(session, { status: 'expired', url: null })
			}
			case 'POST /v1/billing_portal/sessions': {
				const customer = this.ledger.customer(text(given.customer))
				const made = this.ledger.id('bps')
				const back = given.return_url === undefined ? null : text(given.return_url)
				const session = portalOf(made, this.ledger.now(), customer.id, `${this.#base}/portal/${made}`, back)
				books.portals[made] = session
				return session
			}
			case 'GET /v1/invoices': {
				const found = Object.values(books.invoices).filter((one) => fits(one, given))
				return list(found.reverse(), '/v1/invoices', limitOf(given))
			}
			case 'GET /v1/invoices/:id':
				return known(books.invoices, id, 'invoice')
			case 'POST /v1/invoices/create_preview':
				return this.#preview(given)
			default:
				return this.#actOnSubscription(call, id, given)
		}
	}

	#actOnSubscription(call: string, id: string, given: Fields): object {
		const { books } = this.ledger
		switch (call) {
			case 'GET /v1/subscriptions': {
				const { status, ...rest } = given
				if (rest.customer !== undefined) this.ledger.customer(text(rest.customer))
				const found = Object.values(books.subscriptions)
					.filter((one) => fits(one, rest))
					.filter((one) => status === 'all' || one.status === (status ?? 'active'))
				const isExpanded = Array.isArray(given.expand) && given.expand.includes('data.schedule')
				const shown = found.map((one) =>
					isExpanded && one.schedule ? { ...one, schedule: books.schedules[idIn(one.schedule)] } : one,
				)
				return list(shown.reverse(), '/v1/subscriptions', limitOf(given))
			}
			case 'GET /v1/subscriptions/:id':
				return known(books.subscriptions, id, 'subscription')
			case 'POST /v1/subscriptions/:id':
				return this.#change(this.#running(id), given)
			case 'DELETE /v1/subscriptions/:id': {
				const subscription = this.#running(id)
				this.ledger.end(subscription, given.prorate === true)
				return subscription
			}
			case 'POST /v1/subscription_schedules':
				return this.#addSchedule(this.#running(text(given.from_subscription)))
			case 'POST /v1/subscription_schedules/:id':
				return this.#plan(known(books.schedules, id, 'subscription_schedule'), given)
			case 'POST /v1/subscription_schedules/:id/release': {
				const schedule = known(books.schedules, id, 'subscription_schedule')
				if (schedule.status !== 'active') throw new Refused('The schedule is over')
				this.ledger.release(schedule)
				return schedule
			}
			default:
				throw new Refused(`Unrecognized request URL (${call})`, {}, 404)
		}
	}

	#running(id: string): Stripe.Subscription {
		const found = known(this.ledger.books.subscriptions, id, 'subscription')
		if (found.status === 'canceled')
			throw new Refused(`No such subscription: ${id}`, { code: 'resource_missing' }, 404)
		return found
	}

	/** Its subscriptions end, and it is known no more; its invoices stay, as the law has it. */
	#forget(id: string): object {
		this.ledger.customer(id)
		for (const one of Object.values(this.ledger.books.subscriptions)) {
			if (idIn(one.customer) === id && one.status !== 'canceled') this.ledger.end(one)
		}
		const { books } = this.ledger
		delete books.customers[id]
		delete books.cards[id]
		for (const kept of [books.answers, books.checkouts, books.portals]) {
			for (const [key, one] of Object.entries(kept)) if (JSON.stringify(one).includes(id)) delete kept[key]
		}
		return { id, object: 'customer', deleted: true }
	}

	#addPrice(given: Fields): Stripe.Price {
		const { prices } = this.ledger.books
		const recurring = fieldsOf(given.recurring)
		const lookupKey = given.lookup_key === undefined ? null : text(given.lookup_key)
		if (lookupKey !== null && Object.values(prices).some((one) => one.lookup_key === lookupKey))
			throw new Refused(`A price already uses that lookup key: ${lookupKey}`, { param: 'lookup_key' })
		const id = this.ledger.id('price')
		const made = priceOf(id, this.ledger.now(), {
			...{
				product: this.ledger.id('prod'),
				amount: Number(given.unit_amount),
				currency: text(given.currency),
			},
			interval: recurring.interval === 'year' ? 'year' : 'month',
			lookupKey,
			metadata: textsOf(given.metadata),
		})
		prices[id] = made
		return made
	}

	#addCheckout(given: Fields): Stripe.Checkout.Session {
		const { books } = this.ledger
		if (given.mode !== 'subscription') throw new Refused('This stand-in sells subscriptions only')
		const customer = this.ledger.customer(text(given.customer))
		const [item] = Array.isArray(given.line_items) ? given.line_items : []
		const price = known(books.prices, text(fieldsOf(item).price), 'price')
		const id = this.ledger.id('cs_test')
		const submit = fieldsOf(fieldsOf(given.custom_text).submit).message
		const made = checkoutOf(id, this.ledger.now(), {
			...{ customer: customer.id, url: `${this.#base}/checkout/${id}`, currency: price.currency },
			...{ amount: price.unit_amount ?? 0, submit: submit === undefined ? null : text(submit) },
			successUrl: given.success_url === undefined ? null : text(given.success_url),
			cancelUrl: given.cancel_url === undefined ? null : text(given.cancel_url),
			reference: given.client_reference_id === undefined ? null : text(given.client_reference_id),
		})
		made.metadata = textsOf(fieldsOf(given.subscription_data).metadata)
		books.checkouts[id] = made
		books.orders[id] = price.id
		return made
	}

	#change(subscription: Stripe.Subscription, given: Fields): Stripe.Subscription {
		if (subscription.schedule !== null && given.cancel_at_period_end !== undefined)
			throw new Refused('The subscription is managed by a schedule: release it first')
		const [item] = Array.isArray(given.items) ? given.items : []
		if (item !== undefined) {
			const { id, price } = fieldsOf(item)
			if (id !== itemIn(subscription).id)
				throw new Refused('No such subscription item', { param: 'items[0][id]' })
			if (given.proration_behavior !== 'always_invoice' || given.payment_behavior !== 'error_if_incomplete')
				throw new Refused('This stand-in changes prices at once, and only if they are paid')
			const at = typeof given.proration_date === 'number' ? given.proration_date : this.ledger.now()
			this.ledger.upgrade(subscription, known(this.ledger.books.prices, text(price), 'price'), at)
		}
		if (typeof given.cancel_at_period_end === 'boolean') {
			const ends = given.cancel_at_period_end
			subscription.cancel_at_period_end = ends
			subscription.cancel_at = ends ? itemIn(subscription).current_period_end : null
			subscription.canceled_at = ends ? this.ledger.now() : null
		}
		this.ledger.tell('customer.subscription.updated', subscription)
		return subscription
	}

	#addSchedule(subscription: Stripe.Subscription): object {
		if (subscription.schedule !== null) throw new Refused('The subscription has a schedule already')
		const { current_period_start: start_date, current_period_end: end_date, price } = itemIn(subscription)
		const id = this.ledger.id('sub_sched')
		const schedule = {
			...{ id, object: 'subscription_schedule', status: 'active', customer: idIn(subscription.customer) },
			...{ subscription: subscription.id, released_at: null, released_subscription: null, metadata: {} },
			...{ current_phase: { start_date, end_date }, end_behavior: 'release', created: this.ledger.now() },
			phases: [{ start_date, end_date, items: [{ price: price.id, quantity: 1 }] }],
		}
		this.ledger.books.schedules[id] = schedule as unknown as Stripe.SubscriptionSchedule
		subscription.schedule = id
		this.ledger.tell('customer.subscription.updated', subscription)
		return schedule
	}

	#plan(schedule: Stripe.SubscriptionSchedule, given: Fields): Stripe.SubscriptionSchedule {
		let end = schedule.current_phase?.end_date ?? 0
		const phases = (Array.isArray(given.phases) ? given.phases : []).map((one) => {
			const phase = fieldsOf(one)
			const [item] = Array.isArray(phase.items) ? phase.items : []
			const price = known(this.ledger.books.prices, text(fieldsOf(item).price), 'price')
			const start = typeof phase.start_date === 'number' ? phase.start_date : end
			const days = price.recurring?.interval === 'year' ? 365 : 28
			if (typeof phase.end_date === 'number') end = phase.end_date
			else end = start + days * 86_400
			return { start_date: start, end_date: end, items: [{ price: price.id, quantity: 1 }] }
		})
		if (phases[0]?.start_date !== schedule.current_phase?.start_date)
			throw new Refused('The first phase must be the current one', { param: 'phases[0][start_date]' })
		return Object.assign(schedule, { phases, metadata: textsOf(given.metadata) })
	}

	#preview(given: Fields): Stripe.Invoice {
		const subscription = this.#running(text(given.subscription))
		if (given.customer !== undefined && given.customer !== idIn(subscription.customer))
			throw new Refused('The subscription is of another customer', { param: 'customer' })
		if (given.subscription_details === undefined)
			return this.ledger.preview(subscription, [this.ledger.renewalLine(subscription)], 'upcoming')
		const details = fieldsOf(given.subscription_details)
		const [item] = Array.isArray(details.items) ? details.items : []
		const price = known(this.ledger.books.prices, text(fieldsOf(item).price), 'price')
		const at = typeof details.proration_date === 'number' ? details.proration_date : this.ledger.now()
		const lines = this.ledger.prorated(subscription, price, at)
		return this.ledger.preview(subscription, lines, 'subscription_update')
	}
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '')
const fieldsOf = (value: Value | undefined): Fields =>
	typeof value === 'object' && !Array.isArray(value) ? value : {}
const textsOf = (value: Value | undefined): Stripe.Metadata =>
	Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, one]) => [name, String(one)]))
const limitOf = ({ limit }: Fields): number => (typeof limit === 'number' ? limit : 10)

/** Whether an object has what a list is asked for. */
const fits = (one: object, { customer, status }: Fields): boolean =>
	(customer === undefined || Reflect.get(one, 'customer') === customer) &&
	(status === undefined || Reflect.get(one, 'status') === status)

const bodyOf = ({ message, body }: Refused): string => JSON.stringify({ error: { message, ...body } })
const problem = (refused: Refused): Response => answered(refused.status, bodyOf(refused))
const answered = (status: number, body: string, headers: Record<string, string> = {}): Response =>
	new Response(body, {
		status,
		// Without it the package would try a 409 or 500 again by itself.
		headers: { 'content-type': 'application/json', 'stripe-should-retry': 'false', ...headers },
	})
