import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { part } from '../billing/part.ts'
import { resumeRenewals, stopRenewals } from '../billing/renewals.ts'
import { attempt, shop } from './billing-testing.ts'
import { watchBilling } from './billing-watch.ts'
import { signedIn } from './testing.ts'

/**
 * A customer's life with a plan, from the trial to the end of the account, against the stand-in for Stripe with its
 * clock. The steps build upon each other, so they stand in one file.
 */

const START = Date.UTC(2026, 0, 31, 9)
let ada: Awaited<ReturnType<typeof signedIn>>
let jitt: ReturnType<typeof shop>
let call: ReturnType<ReturnType<typeof shop>['as']>
const at = (end: string) => `/api/teams/${ada.userId}/billing${end}`
interface Billing {
	may_change: boolean
	standing: { why: string; plan: string | null; events: number; until: string | null }
	usage: { used: number }
	subscription: null | {
		plan: string
		interval: string
		status: string
		ends_at: string | null
		period_ends_at: string
		next: { plan: string; interval: string } | null
	}
}
const billing = async (): Promise<Billing> => (await call('GET', at(''))).json()
const invoices = async () => {
	const answer: {
		invoices: { total: number; tax: number; status: string; pdf: string }[]
		next: { total: number } | null
	} = await (await call('GET', at('/invoices'))).json()
	return answer
}
const url = async (answer: Promise<Response>): Promise<string> => {
	const { url }: { url: string } = await (await answer).json()
	return url
}

beforeAll(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: START })
	ada = await signedIn('ada-billing@example.org')
	await env.DB.prepare('update session set expires_at = ?').bind(Date.UTC(2040, 0)).run()
	jitt = shop()
	call = jitt.as(ada)
})
afterAll(() => {
	vi.unstubAllGlobals()
	vi.useRealTimers()
})

describe('a life', () => {
	// promise: 1, 2
	test('begins with a trial, without a card and without a customer at Stripe', async () => {
		const { standing, subscription, may_change } = await billing()
		expect([standing.why, standing.events, subscription, may_change]).toEqual(['trial', 100_000, null, true])
		expect(standing.until).toBe(new Date(START + 30 * 86_400_000).toISOString())
		expect(jitt.requests).toEqual([])
	})

	test('refuses what cannot be bought', async () => {
		const wrong = [
			{ plan: 'p1', interval: 'month', attempt: attempt() },
			{ plan: '__proto__', interval: 'month', attempt: attempt() },
			{ plan: 'p100k', interval: 'day', attempt: attempt() },
			{ plan: 'p100k', interval: 'month', attempt: 'again' },
			{},
		]
		for (const body of wrong) expect((await call('POST', at('/checkout'), body)).status).toBe(400)
		const early = await call('POST', at('/change'), { plan: 'p1m', interval: 'year', attempt: attempt() })
		expect([early.status, (await call('POST', at('/portal'), { attempt: attempt() })).status]).toEqual([
			409, 409,
		])
		expect(jitt.requests).toEqual([])
	})

	// promise: 1, 3
	test('subscribes; pressed twice it is one order, and a declined card buys nothing', async () => {
		const order = { plan: 'p100k', interval: 'month', attempt: attempt() }
		const [one, two] = await Promise.all([
			url(call('POST', at('/checkout'), order)),
			url(call('POST', at('/checkout'), order)),
		])
		expect(one).toBe(two)
		const sent = new URLSearchParams(jitt.requests.find(({ path }) => path.endsWith('sessions'))?.body)
		expect(sent.get('custom_text[submit][message]')).toContain('no refund')
		expect(sent.get('automatic_tax[enabled]')).toBe('true')
		expect(sent.get('success_url')).toBe(`http://jitt.test/teams/${ada.userId}/billing?checkout=done`)

		const other = await call('POST', at('/checkout'), { ...order, plan: 'p1m' })
		expect([other.status, await other.text()]).toEqual([409, expect.stringContaining('sent before')])

		const declined = await jitt.fill(one, { card: 'declined', name: 'Ada', country: 'DE' })
		expect([declined.status, (await declined.text()).includes('declined')]).toEqual([200, true])
		expect((await billing()).standing.why).toBe('trial')
		// The bank comes between.
		const asked = await jitt.fill(one, { card: 'asks', name: 'Ada', country: 'DE' })
		expect(await asked.text()).toContain('Confirm')
		const paid = await jitt.fill(one, { card: 'asks', confirmed: '1', name: 'Ada', country: 'DE' })
		expect(paid.headers.get('location')).toContain('checkout=done')
		const events = await jitt.deliver()
		expect(events.map(({ type }) => type)).toContain('customer.subscription.created')
		const { standing, subscription } = await billing()
		expect([standing.why, standing.plan, standing.events]).toEqual(['plan', 'p100k', 100_000])
		expect(subscription).toMatchObject({ plan: 'p100k', interval: 'month', status: 'active' })
		// Paid twice it is not: the page is over.
		await jitt.fill(one, { card: 'works', name: 'Ada', country: 'DE' })
		const told = await invoices()
		expect(told.invoices).toMatchObject([{ total: 1071, tax: 171, status: 'paid' }])
		expect(told.next?.total).toBe(1071)
		const again = await call('POST', at('/checkout'), { ...order, attempt: attempt() })
		expect(again.status).toBe(409)
	})

	test('takes every event once, in any order, and none that is forged', async () => {
		await call('GET', at(''))
		const event = {
			...{ id: 'evt_odd', type: 'customer.subscription.deleted', created: 1, object: 'event' },
			data: { object: { id: 'sub_odd', customer: Object.keys(jitt.standIn.ledger.books.customers)[0] } },
		}
		expect((await jitt.post(event, { secret: 'whsec_forged' })).status).toBe(400)
		expect((await jitt.post(event, { at: Date.now() - 400_000 })).status).toBe(400)
		const unsigned = await jitt.ask('/api/stripe/events', { method: 'POST', body: JSON.stringify(event) })
		expect(unsigned.status).toBe(400)
		const huge = await jitt.ask('/api/stripe/events', { method: 'POST', body: 'x'.repeat(300_000) })
		expect(huge.status).toBe(413)
		const before = jitt.requests.length
		// Unknown kinds, and customers of others, are none of our business.
		expect((await jitt.post({ ...event, id: 'evt_1', type: 'account.updated' })).status).toBe(200)
		expect(
			(await jitt.post({ ...event, id: 'evt_2', data: { object: { customer: 'cus_else' } } })).status,
		).toBe(200)
		expect(jitt.requests.length).toBe(before)
		// An old one that says the subscription is gone: what is so is asked, and it is not gone.
		const twins = await Promise.all([jitt.post(event), jitt.post(event), jitt.post(event)])
		expect(twins.map(({ status }) => status)).toEqual([200, 200, 200])
		expect((await billing()).standing.why).toBe('plan')
		const asked = jitt.requests.length
		expect((await jitt.post(event)).status).toBe(200)
		expect(jitt.requests.length).toBe(asked)
	})

	test('is renewed each month, on the last day of a shorter one', async () => {
		await jitt.pass(28)
		expect((await billing()).subscription?.period_ends_at).toBe('2026-03-31T09:00:00.000Z')
		// No event comes of the next one: the clock finds out.
		await jitt.pass(31, false)
		jitt.waiting.length = 0
		vi.setSystemTime(Date.now() + 7 * 3_600_000)
		await watchBilling(jitt.world, Date.now())
		expect((await billing()).subscription?.period_ends_at).toBe('2026-04-30T09:00:00.000Z')
		vi.setSystemTime(Date.now() - 7 * 3_600_000)
		expect((await invoices()).invoices.map(({ total, status }) => [total, status])).toEqual([
			[1071, 'paid'],
			[1071, 'paid'],
			[1071, 'paid'],
		])
	})

	test('upgrades at once and pays the part; the preview says what is taken', async () => {
		await jitt.pass(15)
		const preview: { due: number; tax: number; when: string; reckoned_at: number } = await (
			await call('POST', at('/preview'), { plan: 'p1m', interval: 'month' })
		).json()
		// 15 of April's 30 days are left: half of 29 less half of 9 euros, and tax.
		expect(preview).toMatchObject({ when: 'now', due: 1190, tax: 190 })
		const change = { plan: 'p1m', interval: 'month', attempt: attempt(), reckoned_at: preview.reckoned_at }
		const twice = await Promise.all([
			call('POST', at('/change'), change),
			call('POST', at('/change'), change),
		])
		expect(twice.map(({ status }) => status)).toContain(200)
		await jitt.deliver()
		expect((await billing()).standing).toMatchObject({ plan: 'p1m', events: 1_000_000 })
		expect((await invoices()).invoices[0]).toMatchObject({ total: 1190, status: 'paid' })
		expect((await invoices()).invoices).toHaveLength(4)
		const same = await call('POST', at('/change'), { ...change, attempt: attempt() })
		expect(same.status).toBe(409)
		const stale = { ...change, plan: 'p5m', attempt: attempt(), reckoned_at: preview.reckoned_at - 7200 }
		expect((await call('POST', at('/change'), stale)).status).toBe(409)
	})

	test('goes to a year', async () => {
		expect(
			(await call('POST', at('/change'), { plan: 'p1m', interval: 'year', attempt: attempt() })).status,
		).toBe(200)
		await jitt.deliver()
		expect((await billing()).subscription).toMatchObject({
			...{ interval: 'year', period_ends_at: '2027-04-15T09:00:00.000Z' },
		})
	})

	test('a payment fails: letters, grace, then the limits of what is free; nothing is locked', async () => {
		const portal = await url(call('POST', at('/portal'), { attempt: attempt() }))
		await jitt.fill(portal, { card: 'declined' })
		jitt.mails.length = 0
		await jitt.pass(366)
		const first = await billing()
		expect([first.standing.why, first.standing.plan, first.subscription?.status]).toEqual([
			...['grace', 'p1m', 'past_due'],
		])
		expect(jitt.mails.map(({ subject }) => subject)).toEqual(['Test: a payment did not go through'])
		expect(jitt.mails[0]?.text).toContain('€345.10')
		await jitt.pass(3)
		expect(jitt.mails).toHaveLength(2)
		const upgrade = await call('POST', at('/change'), { plan: 'p5m', interval: 'year', attempt: attempt() })
		expect(upgrade.status).toBe(409)
		await jitt.pass(11)
		await watchBilling(jitt.world, Date.now())
		await watchBilling(jitt.world, Date.now())
		const over = jitt.mails.filter(({ subject }) => subject.includes('free plan'))
		expect(over).toHaveLength(1)
		expect((await billing()).standing).toMatchObject({ why: 'free', events: 10_000 })
	})

	test('the payment recovers, and all is as before', async () => {
		jitt.mails.length = 0
		const portal = await url(call('POST', at('/portal'), { attempt: attempt() }))
		await jitt.fill(portal, { card: 'works' })
		const open = Object.values(jitt.standIn.ledger.books.invoices).find(({ status }) => status === 'open')
		await jitt.fill(open?.hosted_invoice_url ?? '', {})
		await jitt.deliver()
		expect((await billing()).standing).toMatchObject({ why: 'plan', plan: 'p1m' })
		expect(jitt.mails.map(({ subject }) => subject)).toEqual(['Test: the payment went through'])
	})

	test('downgrades when what is paid for has ended', async () => {
		const preview = await (await call('POST', at('/preview'), { plan: 'p100k', interval: 'month' })).json()
		expect(preview).toMatchObject({ when: 'later', due: 0, at: '2028-04-15T09:00:00.000Z' })
		for (const plan of ['p500k', 'p100k']) {
			const changed = await call('POST', at('/change'), { plan, interval: 'month', attempt: attempt() })
			expect(await changed.json()).toEqual({ when: 'later' })
		}
		await jitt.deliver()
		const noted = await billing()
		expect(noted.standing.events).toBe(1_000_000)
		expect(noted.subscription?.next).toEqual({ plan: 'p100k', interval: 'month' })
		expect((await invoices()).next?.total).toBe(1071)
		await jitt.pass(366)
		expect((await billing()).subscription).toMatchObject({ plan: 'p100k', interval: 'month', next: null })
	})

	// promise: 3
	test('is cancelled for the end of the period, resumed, cancelled again, and ends', async () => {
		for (const ends of [true, false, true]) {
			expect((await call('POST', at('/ending'), { ends, attempt: attempt() })).status).toBe(200)
			await jitt.deliver()
			expect((await billing()).subscription?.ends_at !== null).toBe(ends)
		}
		expect((await billing()).standing.why).toBe('plan')
		expect((await invoices()).next).toBeNull()
		jitt.mails.length = 0
		await jitt.pass(31)
		const { standing, subscription } = await billing()
		expect([standing.why, subscription]).toEqual(['free', null])
		expect(jitt.mails.map(({ subject }) => subject)).toEqual(['Test: your subscription has ended'])
	})

	test('subscribes anew, also where two pages were paid: the second is given back', async () => {
		const first = await url(
			call('POST', at('/checkout'), { plan: 'p500k', interval: 'year', attempt: attempt() }),
		)
		const { checkouts } = jitt.standIn.ledger.books
		const second = await url(
			call('POST', at('/checkout'), { plan: 'p1m', interval: 'year', attempt: attempt() }),
		)
		// The first was closed when the second was opened; here it is as if it had been paid in that very moment.
		for (const one of Object.values(checkouts)) if (one.status === 'expired') one.status = 'open'
		await jitt.fill(first, { card: 'works', name: 'Ada', country: 'FR', tax: 'FR123' })
		vi.setSystemTime(Date.now() + 1000)
		await jitt.fill(second, { card: 'works', name: 'Ada', country: 'FR', tax: 'FR123' })
		await jitt.deliver()
		expect((await billing()).subscription).toMatchObject({ plan: 'p500k', interval: 'year' })
		const live = Object.values(jitt.standIn.ledger.books.subscriptions).filter(
			({ status }) => status === 'active',
		)
		expect(live).toHaveLength(1)
		const [customer] = Object.values(jitt.standIn.ledger.books.customers)
		expect(customer?.balance).toBe(-29_000)
	})

	// promise: 2
	test('no card ever came to us: no table has a column for one, and nothing stored looks like one', async () => {
		const tables = await env.DB.prepare(
			"select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\'",
		).all<{ name: string }>()
		for (const { name } of tables.results) {
			const { results } = await env.DB.prepare(`select * from "${name}" limit 500`).all()
			const columns = await env.DB.prepare(`pragma table_info("${name}")`).all<{ name: string }>()
			expect(columns.results.filter((one) => /card_?number|cvc|pan$|iban|expiry/i.test(one.name))).toEqual([])
			expect(JSON.stringify(results)).not.toMatch(
				/\b4242|\b(?:\d[ -]?){13,19}\b(?=.*visa)|"last4"|pm_\w{8}|card_\w{8}/,
			)
		}
		const said = JSON.stringify([await billing(), await invoices()])
		expect(said).not.toMatch(/last4|exp_month|payment_method|pm_/)
		// Nor do we ever ask for one.
		expect(jitt.requests.filter(({ path }) => /payment_method|cards|sources|tokens/.test(path))).toEqual([])
	})

	test('every request that changes something has a key of ours, and names the version', () => {
		expect(new Set(jitt.requests.map(({ version }) => version))).toEqual(new Set(['2026-10-28.endive']))
		const posts = jitt.requests.filter(
			({ method, path }) => method === 'POST' && !path.endsWith('create_preview'),
		)
		expect(posts.length).toBeGreaterThan(20)
		expect(posts.filter(({ key }) => key === null || key.startsWith('stripe-node'))).toEqual([])
	})

	test('is not renewed while a deletion waits; taken back it goes on, unless its owner had cancelled it', async () => {
		const isEnding = async () => (await billing()).subscription?.ends_at !== null
		await stopRenewals(jitt.world, [ada.userId], Date.now())
		await stopRenewals(jitt.world, [ada.userId], Date.now())
		expect(await isEnding()).toBe(true)
		await resumeRenewals(jitt.world, [ada.userId])
		expect(await isEnding()).toBe(false)
		await call('POST', at('/ending'), { ends: true, attempt: attempt() })
		await stopRenewals(jitt.world, [ada.userId], Date.now())
		await resumeRenewals(jitt.world, [ada.userId])
		expect(await isEnding()).toBe(true)
		await stopRenewals(env, [ada.userId], Date.now())
	})

	// promise: 2, 3, 4
	test('is taken along and erased with the account, which ends it at once', async () => {
		const subject = { userId: ada.userId, teamIds: [ada.userId] }
		const files: string[] = []
		for await (const { path, content } of part.take(jitt.world, subject)) {
			files.push(path)
			if (path.includes('invoices')) expect(JSON.parse(String(content)).length).toBeGreaterThan(5)
		}
		expect(files).toEqual([
			...['billing/subscriptions.json', 'billing/usage.json', 'billing/letters.json'],
			`billing/invoices-${ada.userId}.json`,
		])
		const kept = await part.erase(jitt.world, subject, Date.now())
		expect(kept).toMatchObject([{ until: Date.UTC(2039, 0, 1) }])
		const { subscriptions, customers } = jitt.standIn.ledger.books
		expect(Object.values(subscriptions).every(({ status }) => status === 'canceled')).toBe(true)
		expect(customers).toEqual({})
		expect(await part.erase(jitt.world, subject, Date.now())).toEqual([])
		for (const table of ['billing_account', 'billing_letter', 'usage']) {
			const left = await env.DB.prepare(`select count(*) as n from ${table} where team_id = ?`).bind(
				ada.userId,
			)
			expect(await left.first('n')).toBe(0)
		}
		// What still comes of it is of nobody.
		await jitt.deliver()
	})
})

test('where no key is set nothing is sold, shown or limited', async () => {
	const answer = await ada.session('GET', at(''))
	expect(await answer.json()).toEqual({ sells: false })
	const bought = await ada.session('POST', at('/checkout'), {
		plan: 'p100k',
		interval: 'month',
		attempt: attempt(),
	})
	expect(bought.status).toBe(404)
	const event = await ada.session('POST', '/api/stripe/events', {})
	expect(event.status).toBe(404)
	expect(await (await ada.session('GET', '/api/billing/plans')).json()).toMatchObject({ sells: false })
})

test('a Stripe that is out of reach is said, and breaks nothing', async () => {
	const eve = jitt.as(await signedIn('eve-billing@example.org'))
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('out of reach')))
	const teams: { teams: { id: string }[] } = await (await eve('GET', '/api/teams')).json()
	const path = `/api/teams/${teams.teams[0]?.id}/billing`
	const bought = await eve('POST', `${path}/checkout`, { plan: 'p1m', interval: 'month', attempt: attempt() })
	expect([bought.status, bought.headers.get('retry-after')]).toEqual([503, '30'])
	expect((await eve('GET', path)).status).toBe(200)
})
