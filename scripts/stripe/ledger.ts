import type Stripe from 'stripe'
import { Refused } from './form.ts'
import { customerOf, eventOf, invoiceOf, itemOf, type Line, subscriptionOf } from './objects.ts'

/**
 * What the stand-in for Stripe knows, and what happens to it when its clock goes on: renewals, failed payments and
 * their repetition, changes that were noted for later. No money moves anywhere. Instants are seconds since the epoch,
 * as at Stripe's. Long, for one clock moves all of it.
 */

/** What a card does; nobody types one in. */
export type Card = 'works' | 'declined' | 'asks'

/** All of it, as it is kept between two runs. */
export interface Books {
	/** Seconds that its clock is ahead. */
	ahead: number
	serial: number
	customers: Record<string, Stripe.Customer>
	cards: Record<string, Card>
	prices: Record<string, Stripe.Price>
	subscriptions: Record<string, Stripe.Subscription>
	schedules: Record<string, Stripe.SubscriptionSchedule>
	invoices: Record<string, Stripe.Invoice>
	checkouts: Record<string, Stripe.Checkout.Session>
	/** Prices that checkouts are about. */
	orders: Record<string, string>
	portals: Record<string, Stripe.BillingPortal.Session>
	answers: Record<string, { request: string; status: number; body: string }>
}

export const NEW_BOOKS: Books = {
	...{ ahead: 0, serial: 0, customers: {}, cards: {}, prices: {}, subscriptions: {}, schedules: {} },
	...{ invoices: {}, checkouts: {}, orders: {}, portals: {}, answers: {} },
}

const DAY = 86_400
/** Days after which a payment that failed is tried again, and after the last of which the subscription ends. */
const RETRIES = [3, 5, 7]
/** Of sales to Germany without a tax number. */
const TAX_PER_CENT = 19

export class Ledger {
	readonly books: Books
	readonly #clock: () => number
	readonly #tell: (event: Record<string, unknown>) => void
	readonly #base: string
	readonly #version: string

	constructor(
		books: Books,
		told: {
			clock: () => number
			tell: (event: Record<string, unknown>) => void
			base: string
			version: string
		},
	) {
		this.books = books
		this.#clock = told.clock
		this.#tell = told.tell
		this.#base = told.base
		this.#version = told.version
	}

	now(): number {
		return Math.floor(this.#clock() / 1000) + this.books.ahead
	}

	id(prefix: string): string {
		this.books.serial += 1
		return `${prefix}_standin${String(this.books.serial).padStart(8, '0')}`
	}

	tell(type: string, object: object): void {
		const copy: object = JSON.parse(JSON.stringify(object))
		this.#tell(eventOf(this.id('evt'), this.now(), type, copy, this.#version))
	}

	customer(id: string): Stripe.Customer {
		return known(this.books.customers, id, 'customer')
	}

	addCustomer(given: Parameters<typeof customerOf>[2]): Stripe.Customer {
		const id = this.id('cus')
		const made = customerOf(id, this.now(), given)
		this.books.customers[id] = made
		this.tell('customer.created', made)
		return made
	}

	/** A customer's subscription begins, and its first invoice is paid. @throws {Refused} where the card is not taken. */
	subscribe(customerId: string, priceId: string, metadata: Stripe.Metadata): Stripe.Subscription {
		const customer = this.customer(customerId)
		const price = known(this.books.prices, priceId, 'price')
		const start = this.now()
		const end = nextEnd(start, price, start)
		const id = this.id('sub')
		const item = itemOf(this.id('si'), id, price, { start, end })
		const made = subscriptionOf(id, start, { customer: customerId, item, metadata })
		const line = {
			text: labelOf(price),
			amount: price.unit_amount ?? 0,
			proration: false,
			period: { start, end },
		}
		this.#charge(customer, made, 'subscription_create', [line])
		this.books.subscriptions[id] = made
		this.tell('customer.subscription.created', made)
		return made
	}

	/** What changing to a price would be invoiced. */
	prorated(subscription: Stripe.Subscription, price: Stripe.Price, at: number): Line[] {
		const item = itemIn(subscription)
		const { current_period_start: start, current_period_end: end } = item
		const share = Math.max(0, (end - at) / (end - start))
		const old = item.price.unit_amount ?? 0
		const fresh = price.unit_amount ?? 0
		const sameRhythm = item.price.recurring?.interval === price.recurring?.interval
		const newEnd = sameRhythm ? end : nextEnd(at, price, at)
		return [
			{
				...{
					text: `Unused time on ${labelOf(item.price)}`,
					amount: -Math.round(old * share),
					proration: true,
				},
				period: { start: at, end },
			},
			{
				text: sameRhythm ? `Remaining time on ${labelOf(price)}` : labelOf(price),
				amount: sameRhythm ? Math.round(fresh * share) : fresh,
				...{ proration: sameRhythm, period: { start: at, end: newEnd } },
			},
		]
	}

	/** Changes the price at once; what it costs is paid at once, or nothing changes. */
	upgrade(subscription: Stripe.Subscription, price: Stripe.Price, at: number): void {
		const lines = this.prorated(subscription, price, at)
		this.#charge(this.customer(idIn(subscription.customer)), subscription, 'subscription_update', lines)
		const item = itemIn(subscription)
		if (item.price.recurring?.interval !== price.recurring?.interval) {
			item.current_period_start = at
			item.current_period_end = nextEnd(at, price, at)
			subscription.billing_cycle_anchor = at
		}
		item.price = price
	}

	/** Ends a subscription at once. */
	end(subscription: Stripe.Subscription, prorate = false): void {
		const now = this.now()
		const item = itemIn(subscription)
		if (prorate) {
			const share = (item.current_period_end - now) / (item.current_period_end - item.current_period_start)
			const customer = this.customer(idIn(subscription.customer))
			customer.balance -= Math.round((item.price.unit_amount ?? 0) * Math.max(0, share))
		}
		Object.assign(subscription, { status: 'canceled', canceled_at: now, ended_at: now, schedule: null })
		for (const invoice of this.invoicesOf(subscription.id)) {
			if (invoice.status === 'open') Object.assign(invoice, { status: 'void', next_payment_attempt: null })
		}
		this.tell('customer.subscription.deleted', subscription)
	}

	/** The invoice of a preview: nothing of it is kept. */
	preview(
		subscription: Stripe.Subscription,
		lines: Line[],
		reason: 'upcoming' | 'subscription_update',
	): Stripe.Invoice {
		const customer = this.customer(idIn(subscription.customer))
		return {
			...this.#invoice(`in_preview`, customer, subscription, reason, lines),
			status: 'draft',
			number: null,
		}
	}

	renewalLine(subscription: Stripe.Subscription): Line {
		const item = itemIn(subscription)
		const price = this.#nextPrice(subscription) ?? item.price
		const start = item.current_period_end
		const period = { start, end: nextEnd(start, price, subscription.billing_cycle_anchor) }
		return { text: labelOf(price), amount: price.unit_amount ?? 0, proration: false, period }
	}

	invoicesOf(subscription: string): Stripe.Invoice[] {
		return Object.values(this.books.invoices).filter(
			({ parent }) => parent?.subscription_details?.subscription === subscription,
		)
	}

	/** Pays an open invoice with the customer's card. @throws {Refused} where it is not taken. */
	pay(invoice: Stripe.Invoice): void {
		const customer = this.customer(idIn(invoice.customer))
		const card = this.books.cards[customer.id] ?? 'declined'
		invoice.attempt_count += 1
		invoice.attempted = true
		if (card !== 'works' && invoice.amount_due > 0) {
			const code = card === 'asks' ? 'authentication_required' : 'card_declined'
			const text = card === 'asks' ? 'The bank asks for a confirmation.' : 'Your card was declined.'
			throw new Refused(text, { type: 'card_error', code, decline_code: code }, 402)
		}
		invoice.ending_balance = invoice.starting_balance + invoice.total - invoice.amount_due
		customer.balance = Math.min(0, invoice.ending_balance)
		Object.assign(invoice, { status: 'paid', amount_paid: invoice.amount_due, amount_remaining: 0 })
		Object.assign(invoice, { next_payment_attempt: null })
		invoice.status_transitions.paid_at = this.now()
		const id = invoice.parent?.subscription_details?.subscription
		const subscription = id ? this.books.subscriptions[idIn(id)] : undefined
		if (subscription && subscription.status !== 'canceled') {
			const was = subscription.status
			subscription.status = 'active'
			if (was !== 'active') this.tell('customer.subscription.updated', subscription)
		}
		this.tell('invoice.paid', invoice)
	}

	/** Lets the clock go on, with all that happens meanwhile, in its order. */
	advance(to: number): void {
		for (;;) {
			const due = this.#due().filter(({ at }) => at <= to)
			const [next] = due.sort((a, b) => a.at - b.at)
			if (!next) break
			this.books.ahead += Math.max(0, next.at - this.now())
			next.work()
		}
		this.books.ahead += Math.max(0, to - this.now())
	}

	#due(): { at: number; work: () => void }[] {
		const running = Object.values(this.books.subscriptions).filter(({ status }) => status !== 'canceled')
		const open = Object.values(this.books.invoices).filter(({ status }) => status === 'open')
		return [
			...running.map((one) => ({ at: itemIn(one).current_period_end, work: () => this.#turn(one) })),
			...open.flatMap((one) =>
				one.next_payment_attempt === null
					? []
					: [{ at: one.next_payment_attempt, work: () => this.#retry(one) }],
			),
		]
	}

	/** A period has ended. */
	#turn(subscription: Stripe.Subscription): void {
		if (subscription.cancel_at_period_end) {
			this.end(subscription)
			return
		}
		const line = this.renewalLine(subscription)
		const item = itemIn(subscription)
		const price = this.#nextPrice(subscription)
		const schedule = this.books.schedules[idIn(subscription.schedule)]
		if (price) {
			if (item.price.recurring?.interval !== price.recurring?.interval)
				subscription.billing_cycle_anchor = line.period.start
			item.price = price
		}
		if (schedule?.status === 'active') {
			if (price) schedule.current_phase = { start_date: line.period.start, end_date: line.period.end }
			else this.release(schedule)
		}
		item.current_period_start = line.period.start
		item.current_period_end = line.period.end
		this.tell('customer.subscription.updated', subscription)
		const customer = this.customer(idIn(subscription.customer))
		const invoice = this.#invoice(this.id('in'), customer, subscription, 'subscription_cycle', [line])
		this.#keep(invoice, subscription)
		this.#try(invoice, subscription)
	}

	#retry(invoice: Stripe.Invoice): void {
		const subscription =
			this.books.subscriptions[idIn(invoice.parent?.subscription_details?.subscription ?? null)]
		if (!subscription) Object.assign(invoice, { next_payment_attempt: null })
		else if (invoice.attempt_count > RETRIES.length) this.end(subscription)
		else this.#try(invoice, subscription)
	}

	#try(invoice: Stripe.Invoice, subscription: Stripe.Subscription): void {
		try {
			this.pay(invoice)
		} catch (error) {
			if (!(error instanceof Refused)) throw error
			const days = RETRIES[invoice.attempt_count - 1]
			// After the last attempt the subscription is ended, a day later.
			invoice.next_payment_attempt = this.now() + (days ?? 1) * DAY
			subscription.status = 'past_due'
			this.tell('customer.subscription.updated', subscription)
			this.tell('invoice.payment_failed', invoice)
			if (error.body.code === 'authentication_required') this.tell('invoice.payment_action_required', invoice)
		}
	}

	release(schedule: Stripe.SubscriptionSchedule): void {
		const subscription = this.books.subscriptions[idIn(schedule.subscription)]
		if (subscription) subscription.schedule = null
		Object.assign(schedule, { status: 'released', released_at: this.now(), current_phase: null })
		Object.assign(schedule, { released_subscription: subscription?.id ?? null, subscription: null })
		this.tell('subscription_schedule.released', schedule)
	}

	/** The price that a schedule has for the next period. */
	#nextPrice(subscription: Stripe.Subscription): Stripe.Price | null {
		const schedule = this.books.schedules[idIn(subscription.schedule)]
		if (schedule?.status !== 'active') return null
		const end = itemIn(subscription).current_period_end
		const phase = schedule.phases.find(({ start_date }) => start_date >= end)
		const id = phase?.items[0]?.price
		return id ? (this.books.prices[idIn(id)] ?? null) : null
	}

	/** Makes an invoice and has it paid at once. @throws {Refused} where it is not: then there is none. */
	#charge(
		customer: Stripe.Customer,
		subscription: Stripe.Subscription,
		reason: 'subscription_create' | 'subscription_update',
		lines: Line[],
	): void {
		const invoice = this.#invoice(this.id('in'), customer, subscription, reason, lines)
		this.pay(invoice)
		this.#keep(invoice, subscription)
	}

	#keep(invoice: Stripe.Invoice, subscription: Stripe.Subscription): void {
		this.books.invoices[invoice.id] = invoice
		subscription.latest_invoice = invoice.id
		this.customer(idIn(invoice.customer)).next_invoice_sequence = this.#sequence(invoice.customer) + 1
	}

	#sequence = (customer: Stripe.Invoice['customer']): number =>
		this.customer(idIn(customer)).next_invoice_sequence ?? 1

	#invoice(
		id: string,
		customer: Stripe.Customer,
		subscription: Stripe.Subscription,
		reason: NonNullable<Stripe.Invoice.BillingReason>,
		lines: Line[],
	): Stripe.Invoice {
		const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0)
		const taxed = customer.address?.country === 'DE' && customer.tax_exempt !== 'reverse'
		const number = `${customer.invoice_prefix}-${String(this.#sequence(customer.id)).padStart(4, '0')}`
		return invoiceOf(id, this.now(), {
			...{ customer, subscription: subscription.id, reason, lines, number, base: this.#base },
			tax: taxed ? Math.round((subtotal * TAX_PER_CENT) / 100) : 0,
			currency: subscription.currency,
		})
	}
}

/** An object by its id. @throws {Refused} where there is none. */
export function known<T>(of: Record<string, T>, id: string, what: string): T {
	const found = Object.hasOwn(of, id) ? of[id] : undefined
	if (found === undefined) throw new Refused(`No such ${what}: '${id}'`, { code: 'resource_missing' }, 404)
	return found
}

export const idIn = (one: string | { id: string } | null): string =>
	typeof one === 'string' ? one : (one?.id ?? '')

export function itemIn(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
	const [item] = subscription.items.data
	if (!item) throw new Error('a subscription without an item')
	return item
}

const labelOf = (price: Stripe.Price): string =>
	`Jitt ${price.metadata.plan ?? ''}, a ${price.recurring?.interval ?? 'month'}`

/** When a period ends: on the day of the month of the anchor, or on the last one of a shorter month. */
function nextEnd(start: number, price: Stripe.Price, anchor: number): number {
	const at = new Date(start * 1000)
	const months = price.recurring?.interval === 'year' ? 12 : 1
	const month = at.getUTCMonth() + months
	const days = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate()
	const day = Math.min(new Date(anchor * 1000).getUTCDate(), days)
	return (
		Date.UTC(
			...([
				at.getUTCFullYear(),
				month,
				day,
				at.getUTCHours(),
				at.getUTCMinutes(),
				at.getUTCSeconds(),
			] as const),
		) / 1000
	)
}
