import type Stripe from 'stripe'

/**
 * The objects that the stand-in keeps, in the shape that the types of the `stripe` package give them: the compiler
 * refuses one that lacks a field: hence its length. What Jitt makes no use of is as Stripe has it where nothing was chosen.
 */

const LIVE = { livemode: false } as const
const LIABILITY = { type: 'self' } as const
const TAX = { enabled: true, liability: LIABILITY, disabled_reason: null }
const NO_CUSTOMER_ACCOUNT = { customer_account: null }

export const list = <T>(data: T[], url: string, limit = Number.POSITIVE_INFINITY): Stripe.ApiList<T> => ({
	...{ object: 'list', data: data.slice(0, limit), has_more: data.length > limit, url },
})

export const customerOf = (
	id: string,
	created: number,
	given: { name?: string; email?: string; metadata?: Stripe.Metadata },
): Stripe.Customer => ({
	...{ id, object: 'customer', created, ...LIVE, balance: 0, ...NO_CUSTOMER_ACCOUNT },
	...{ address: null, currency: null, default_source: null, delinquent: false, description: null },
	...{ discount: null, email: given.email ?? null, name: given.name ?? null, phone: null, shipping: null },
	...{ invoice_prefix: id.slice(-8).toUpperCase(), metadata: given.metadata ?? {}, preferred_locales: [] },
	...{ next_invoice_sequence: 1, tax_exempt: 'none', test_clock: null },
	invoice_settings: {
		...{ custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
	},
})

export const priceOf = (
	id: string,
	created: number,
	given: {
		product: string
		amount: number
		currency: string
		interval: 'month' | 'year'
		lookupKey: string | null
		metadata: Stripe.Metadata
	},
): Stripe.Price => ({
	...{ id, object: 'price', created, ...LIVE, active: true, billing_scheme: 'per_unit' },
	...{ currency: given.currency, custom_unit_amount: null, lookup_key: given.lookupKey, nickname: null },
	...{ metadata: given.metadata, product: given.product, tax_behavior: 'exclusive', tiers_mode: null },
	...{ transform_quantity: null, type: 'recurring', unit_amount: given.amount, unit_amount_decimal: null },
	recurring: {
		...{ interval: given.interval, interval_count: 1, meter: null, trial_period_days: null },
		usage_type: 'licensed',
	},
})

export const itemOf = (
	id: string,
	subscription: string,
	price: Stripe.Price,
	period: { start: number; end: number },
): Stripe.SubscriptionItem => ({
	...{ id, object: 'subscription_item', created: period.start, discounts: [], metadata: {}, price },
	...{ quantity: 1, subscription, tax_rates: [], billing_thresholds: null, current_trial: null },
	...{ current_period_start: period.start, current_period_end: period.end },
	plan: {
		...{ id: price.id, object: 'plan', active: true, amount: price.unit_amount, amount_decimal: null },
		...{ billing_scheme: 'per_unit', created: price.created, currency: price.currency, interval_count: 1 },
		...{
			interval: price.recurring?.interval ?? 'month',
			...LIVE,
			metadata: null,
			meter: null,
			nickname: null,
		},
		...{ product: price.product, tiers_mode: null, transform_usage: null, trial_period_days: null },
		usage_type: 'licensed',
	},
})

export const subscriptionOf = (
	id: string,
	created: number,
	given: { customer: string; item: Stripe.SubscriptionItem; metadata: Stripe.Metadata },
): Stripe.Subscription => ({
	...{ id, object: 'subscription', created, ...LIVE, ...NO_CUSTOMER_ACCOUNT, customer: given.customer },
	...{ application: null, application_fee_percent: null, automatic_tax: TAX, billing_cycle_anchor: created },
	...{ billing_cycle_anchor_config: null, billing_mode: { type: 'flexible', flexible: null } },
	...{ billing_schedules: [], billing_thresholds: null, cancel_at: null, cancel_at_period_end: false },
	...{ canceled_at: null, collection_method: 'charge_automatically', days_until_due: null, discounts: [] },
	cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
	...{ currency: given.item.price.currency, default_payment_method: null, default_source: null },
	...{ default_tax_rates: [], description: null, ended_at: null, latest_invoice: null, on_behalf_of: null },
	invoice_settings: {
		...{ account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: LIABILITY },
	},
	items: list([given.item], `/v1/subscription_items?subscription=${id}`),
	...{ metadata: given.metadata, next_pending_invoice_item_invoice: null, pause_collection: null },
	...{ payment_settings: null, pending_invoice_item_interval: null, pending_setup_intent: null },
	...{ pending_update: null, schedule: null, start_date: created, status: 'active', test_clock: null },
	...{
		transfer_data: null,
		trial_end: null,
		trial_settings: null,
		trial_start: null,
		managed_payments: { enabled: false },
	},
})

export interface Line {
	text: string
	amount: number
	/** Part of a period. */
	proration: boolean
	period: { start: number; end: number }
}

export const invoiceOf = (
	id: string,
	created: number,
	given: {
		customer: Stripe.Customer
		subscription: string | null
		reason: NonNullable<Stripe.Invoice.BillingReason>
		lines: Line[]
		tax: number
		currency: string
		number: string | null
		base: string
	},
): Stripe.Invoice => {
	const subtotal = given.lines.reduce((sum, { amount }) => sum + amount, 0)
	const total = subtotal + given.tax
	const due = Math.max(0, total + given.customer.balance)
	return {
		...{ id, object: 'invoice', created, ...LIVE, ...NO_CUSTOMER_ACCOUNT, customer: given.customer.id },
		...{
			account_country: 'DE',
			account_name: 'Stand-in for Stripe',
			account_tax_ids: null,
			application: null,
		},
		...{ amount_due: due, amount_overpaid: 0, amount_paid: 0, amount_remaining: due, amount_shipping: 0 },
		...{ attempt_count: 0, attempted: false, auto_advance: true, automatically_finalizes_at: null },
		automatic_tax: { ...TAX, status: 'complete', provider: 'stripe' },
		...{ billing_reason: given.reason, collection_method: 'charge_automatically', currency: given.currency },
		...{ custom_fields: null, customer_address: given.customer.address ?? null, customer_shipping: null },
		...{ customer_email: given.customer.email, customer_name: given.customer.name ?? null },
		...{ customer_phone: null, customer_tax_exempt: 'none', customer_tax_ids: [], description: null },
		...{ default_payment_method: null, default_source: null, default_tax_rates: [], discounts: [] },
		...{ due_date: null, effective_at: created, ending_balance: null, footer: null, from_invoice: null },
		...{ hosted_invoice_url: `${given.base}/invoice/${id}`, invoice_pdf: `${given.base}/invoice/${id}/pdf` },
		...{ issuer: LIABILITY, last_finalization_error: null, latest_revision: null, metadata: {} },
		...{ next_payment_attempt: null, number: given.number, on_behalf_of: null, period_start: created },
		...{ period_end: created, post_payment_credit_notes_amount: 0, pre_payment_credit_notes_amount: 0 },
		lines: list(
			given.lines.map((line, i) => lineOf(`il_${id.slice(3)}_${i}`, id, line, given)),
			`/v1/invoices/${id}/lines`,
		),
		parent: given.subscription
			? {
					...{ type: 'subscription_details', quote_details: null },
					subscription_details: { metadata: {}, subscription: given.subscription },
				}
			: null,
		payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
		...{ receipt_number: null, rendering: null, shipping_cost: null, shipping_details: null },
		...{ starting_balance: given.customer.balance, statement_descriptor: null, status: 'open', subtotal },
		status_transitions: {
			finalized_at: created,
			marked_uncollectible_at: null,
			paid_at: null,
			voided_at: null,
		},
		...{ subtotal_excluding_tax: subtotal, test_clock: null, total, total_discount_amounts: [] },
		...{ total_excluding_tax: subtotal, total_pretax_credit_amounts: [], webhooks_delivered_at: null },
		total_taxes:
			given.tax === 0
				? []
				: [
						{
							...{
								amount: given.tax,
								tax_behavior: 'exclusive',
								tax_rate_details: { tax_rate: 'txr_standin' },
							},
							...{ taxability_reason: 'standard_rated', taxable_amount: subtotal, type: 'tax_rate_details' },
						},
					],
	}
}

const lineOf = (
	id: string,
	invoice: string,
	{ text, amount, period, proration }: Line,
	{ subscription, currency }: { subscription: string | null; currency: string },
): Stripe.InvoiceLineItem => ({
	...{ id, object: 'line_item', amount, currency, description: text, discount_amounts: [], ...LIVE },
	...{ discountable: false, discounts: [], invoice, metadata: {}, period, pretax_credit_amounts: [] },
	...{ quantity: 1, quantity_decimal: null, subscription, subtotal: amount, taxes: [] },
	parent: {
		...{ type: 'subscription_item_details', invoice_item_details: null },
		subscription_item_details: {
			...{ invoice_item: null, proration, proration_details: null },
			...{ subscription, subscription_item: 'si_standin' },
		},
	},
	pricing: null,
})

export const checkoutOf = (
	id: string,
	created: number,
	given: {
		customer: string
		url: string
		successUrl: string | null
		cancelUrl: string | null
		currency: string
		amount: number
		reference: string | null
		submit: string | null
	},
): Stripe.Checkout.Session => ({
	...{ id, object: 'checkout.session', created, ...LIVE, ...NO_CUSTOMER_ACCOUNT, mode: 'subscription' },
	...{
		adaptive_pricing: null,
		allowed_payment_method_types: null,
		after_expiration: null,
		allow_promotion_codes: null,
		permissions: null,
	},
	...{ amount_subtotal: given.amount, amount_total: given.amount, billing_address_collection: 'required' },
	automatic_tax: { enabled: true, liability: LIABILITY, provider: 'stripe', status: null },
	...{
		cancel_url: given.cancelUrl,
		client_reference_id: given.reference,
		client_secret: null,
		consent: null,
	},
	...{ collected_information: null, consent_collection: null, currency: given.currency, discounts: null },
	...{ currency_conversion: null, custom_fields: [], customer: given.customer, customer_creation: null },
	custom_text: {
		...{ after_submit: null, shipping_address: null, terms_of_service_acceptance: null },
		submit: given.submit === null ? null : { message: given.submit },
	},
	...{
		customer_details: null,
		customer_email: null,
		expires_at: created + 86_400,
		integration_identifier: null,
	},
	...{ invoice: null, invoice_creation: null, locale: null, managed_payments: null, metadata: {} },
	...{ origin_context: null, payment_intent: null, payment_link: null, payment_method_collection: 'always' },
	...{
		payment_method_configuration_details: null,
		payment_method_options: {},
		payment_method_types: ['card'],
	},
	...{
		payment_status: 'unpaid',
		recovered_from: null,
		saved_payment_method_options: null,
		setup_intent: null,
	},
	...{ shipping_address_collection: null, shipping_cost: null, shipping_options: [], status: 'open' },
	...{ submit_type: null, subscription: null, success_url: given.successUrl, total_details: null },
	...{
		tax_id_collection: { enabled: true, required: 'never' },
		ui_mode: null,
		url: given.url,
		wallet_options: null,
	},
})

export const portalOf = (
	id: string,
	created: number,
	customer: string,
	url: string,
	returnUrl: string | null,
): Stripe.BillingPortal.Session => ({
	...{ id, object: 'billing_portal.session', created, ...LIVE, ...NO_CUSTOMER_ACCOUNT, customer, url },
	...{ configuration: 'bpc_standin', flow: null, locale: null, on_behalf_of: null, return_url: returnUrl },
})

export const eventOf = (
	id: string,
	created: number,
	type: string,
	object: object,
	version: string,
): Record<string, unknown> => ({
	...{ id, object: 'event', api_version: version, created, data: { object }, ...LIVE },
	...{ pending_webhooks: 1, request: { id: null, idempotency_key: null }, type },
})
