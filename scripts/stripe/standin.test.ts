import Stripe from 'stripe'
import { beforeEach, describe, expect, test } from 'vitest'
import { Refused, readForm } from './form.ts'
import { NEW_BOOKS } from './ledger.ts'
import { parametersOf } from './parameters.ts'
import { PLAYED_VERSION, StandIn } from './standin.ts'

/** The stand-in is asked by Stripe's own package, and by hand where the package would not ask so. */

const parameters = parametersOf()
let standIn: StandIn
let told: string[]
let stripe: Stripe

beforeEach(() => {
	told = []
	standIn = new StandIn(structuredClone(NEW_BOOKS), parameters, {
		...{ base: 'http://stripe.test', clock: () => Date.UTC(2026, 0, 31) },
		tell: ({ type }) => told.push(String(type)),
	})
	stripe = new Stripe('sk_test_standin', {
		apiVersion: PLAYED_VERSION,
		maxNetworkRetries: 0,
		httpClient: Stripe.createFetchHttpClient((input: string | URL | Request, init?: RequestInit) =>
			standIn.answer(new Request(input, init)),
		),
	})
})

const raw = async (path: string, body: string, headers: Record<string, string> = {}) => {
	const answer = await standIn.answer(
		new Request(`http://stripe.test${path}`, {
			method: 'POST',
			body,
			headers: {
				...{ authorization: 'Bearer sk_test_standin', 'stripe-version': PLAYED_VERSION },
				...{ 'idempotency-key': crypto.randomUUID(), ...headers },
			},
		}),
	)
	const said: { error?: { message: string; param?: string; code?: string; type: string }; id?: string } =
		await answer.json()
	return { status: answer.status, ...said }
}

describe('parameters', () => {
	test.each([
		['name=Ada&nmae=Ada', 'nmae', 'parameter_unknown'],
		['metadata=ada', 'metadata', undefined],
		['name[first]=Ada', 'name', undefined],
		['address[cite]=Oslo', 'address[cite]', 'parameter_unknown'],
		['balance=much', 'balance', undefined],
		[
			'invoice_settings[custom_fields][0][name]=a',
			'invoice_settings[custom_fields][0][value]',
			'parameter_missing',
		],
		['__proto__=x', '__proto__', 'parameter_unknown'],
		['name=a&name=b', 'name', undefined],
	])('%s is refused', async (body, param, code) => {
		const { status, error } = await raw('/v1/customers', body)
		expect([status, error?.param, error?.code]).toEqual([400, param, code])
		expect(told).toEqual([])
	})

	test.each([
		['POST /v1/checkout/sessions', 'mode=gift'],
		['POST /v1/checkout/sessions', 'automatic_tax[enabled]=yes'],
		['POST /v1/checkout/sessions', 'line_items[1][price]=p'],
		['POST /v1/prices', 'currency=eur&recurring[interval]=fortnight'],
		['POST /v1/prices', 'unit_amount=900'],
		['POST /v1/subscriptions/:id', 'proration_behavior=sometimes'],
		['POST /v1/subscriptions/:id', 'cancel_at_period_end=1'],
		['POST /v1/subscription_schedules/:id', 'phases[0][items][0][prise]=p'],
		['GET /v1/subscriptions', 'status=alive'],
		['GET /v1/invoices', 'limit=ten'],
	])('%s does not take %s', (call, form) => {
		expect(() => readForm(form, parameters[call] ?? { is: 'string' })).toThrow(Refused)
	})

	test('what the types of the package allow is read as what it is', () => {
		const form =
			'mode=subscription&line_items[0][price]=p&line_items[0][quantity]=1&automatic_tax[enabled]=true&metadata[a]=b'
		expect(readForm(form, parameters['POST /v1/checkout/sessions'] ?? { is: 'string' })).toEqual({
			...{ mode: 'subscription', line_items: [{ price: 'p', quantity: 1 }], metadata: { a: 'b' } },
			automatic_tax: { enabled: true },
		})
		expect(readForm('customer=', parameters['GET /v1/invoices'] ?? { is: 'string' })).toEqual({
			customer: '',
		})
	})
})

test('the same key with the same words is one request; with others it is refused', async () => {
	const headers = { 'idempotency-key': 'one' }
	const [first, second] = await Promise.all([
		raw('/v1/customers', 'name=Ada', headers),
		raw('/v1/customers', 'name=Ada', headers),
	])
	expect(second.id).toBe(first.id)
	expect(told).toEqual(['customer.created'])
	const other = await raw('/v1/customers', 'name=Eve', headers)
	expect([other.status, other.error?.type]).toEqual([400, 'idempotency_error'])
})

test('no key, another version, a live key, an unknown address: refused', async () => {
	const bare = new Request('http://stripe.test/v1/customers', {
		method: 'POST',
		body: 'name=Ada',
		headers: { authorization: 'Bearer sk_test_standin', 'stripe-version': PLAYED_VERSION },
	})
	expect((await standIn.answer(bare)).status).toBe(400)
	expect((await raw('/v1/customers', '', { 'stripe-version': '2020-08-27' })).status).toBe(400)
	expect((await raw('/v1/customers', '', { authorization: 'Bearer sk_live_1' })).status).toBe(401)
	expect((await raw('/v1/charges', 'amount=1')).status).toBe(404)
	expect((await raw('/v1/subscriptions/sub_standin9', 'description=x')).status).toBe(404)
	expect(told).toEqual([])
})

test('it plays the version that the package speaks', () => {
	expect(new Stripe('sk_test_standin').getApiField('version')).toBe(PLAYED_VERSION)
})

test('a credit is kept for later invoices, and the clock renews what runs', async () => {
	const { id: customer } = await stripe.customers.create({ name: 'Ada' })
	const priceFor = (unit_amount: number, interval: 'month' | 'year') =>
		stripe.prices.create({
			currency: 'eur',
			unit_amount,
			recurring: { interval },
			product_data: { name: 'x' },
		})
	const month = await priceFor(1000, 'month')
	const year = await priceFor(2000, 'year')
	standIn.ledger.books.cards[customer] = 'works'
	const { id } = standIn.ledger.subscribe(customer, year.id, {})
	const [item] = (await stripe.subscriptions.retrieve(id)).items.data
	const changed = await stripe.subscriptions.update(id, {
		items: [{ id: item?.id ?? '', price: month.id }],
		...{ proration_behavior: 'always_invoice', payment_behavior: 'error_if_incomplete' },
	})
	expect(changed.items.data[0]?.price.id).toBe(month.id)
	const credit = await stripe.invoices.list({ customer, limit: 1 })
	expect(credit.data[0]).toMatchObject({ total: -1000, amount_due: 0, status: 'paid', ending_balance: -1000 })
	standIn.ledger.advance(Date.UTC(2026, 3, 1) / 1000)
	const { data } = await stripe.invoices.list({ customer })
	// On 28 February and 31 March; the first of them is paid by the credit.
	expect(data.map(({ amount_due, created }) => [amount_due, new Date(created * 1000).getUTCDate()])).toEqual([
		...[
			[1000, 31],
			[0, 28],
			[0, 31],
			[2000, 31],
		],
	])
})
