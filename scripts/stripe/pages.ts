import type Stripe from 'stripe'
import { Refused } from './form.ts'
import { type Card, idIn, itemIn, known } from './ledger.ts'
import type { StandIn } from './standin.ts'

/**
 * The pages that people see at Stripe's, played: Checkout, Portal, an invoice, and one that lets the clock go on. A
 * card is chosen by what it does; there is no field for a number.
 */

const CARDS: readonly [Card, string][] = [
	['works', 'A card that works'],
	['declined', 'A card that is declined'],
	['asks', 'A card whose bank asks for a confirmation'],
]
const COUNTRIES = ['DE', 'FR', 'NO', 'US', 'GB']
const DAY = 86_400

/** Answers a request of a browser; null where there is no such page. */
export async function pageOf(standIn: StandIn, request: Request): Promise<Response | null> {
	const { pathname } = new URL(request.url)
	const [, page = '', id = '', part = ''] = pathname.split('/')
	const form =
		request.method === 'POST'
			? new URLSearchParams(new TextDecoder().decode(await request.arrayBuffer()))
			: null
	const { books } = standIn.ledger
	try {
		switch (page) {
			case '':
				return form ? advance(standIn, form) : clock(standIn)
			case 'checkout': {
				const session = known(books.checkouts, id, 'checkout.session')
				return form ? pay(standIn, session, form) : checkout(standIn, session)
			}
			case 'portal': {
				const session = known(books.portals, id, 'billing_portal.session')
				return form ? settle(standIn, session, form) : portal(standIn, session)
			}
			case 'invoice': {
				const invoice = known(books.invoices, id, 'invoice')
				if (part === 'pdf') return pdf(invoice)
				if (form) standIn.ledger.pay(invoice)
				return invoicePage(invoice)
			}
			default:
				return null
		}
	} catch (error) {
		if (!(error instanceof Refused)) throw error
		return shown('Not possible', `<p role="alert">${safe(error.message)}</p>`, error.status)
	}
}

function checkout(standIn: StandIn, session: Stripe.Checkout.Session, problem = ''): Response {
	if (session.status !== 'open') return shown('Checkout', '<p>This order is paid or has expired.</p>')
	const price = known(standIn.ledger.books.prices, standIn.ledger.books.orders[session.id] ?? '', 'price')
	const options = CARDS.map(
		([card, label], i) =>
			`<label><input type="radio" name="card" value="${card}" ${i === 0 ? 'checked' : ''}> ${label}</label>`,
	)
	const countries = COUNTRIES.map((one) => `<option>${one}</option>`)
	const { submit } = session.custom_text
	return shown(
		'Checkout',
		`${problem ? `<p role="alert">${safe(problem)}</p>` : ''}
<p><strong>${money(price.unit_amount ?? 0, price.currency)}</strong> a ${price.recurring?.interval}, without tax</p>
<form method="post">
<label>Name <input name="name" required value="Ada Example"></label>
<label>Country <select name="country">${countries.join('')}</select></label>
<label>Tax number, if you have one <input name="tax"></label>
<fieldset><legend>Card</legend>${options.join('')}</fieldset>
${submit ? `<p>${safe(submit.message)}</p>` : ''}
<button>Subscribe</button></form>
${session.cancel_url ? `<p><a href="${safe(session.cancel_url)}">Back</a></p>` : ''}`,
	)
}

function pay(standIn: StandIn, session: Stripe.Checkout.Session, form: URLSearchParams): Response {
	if (session.status !== 'open') return checkout(standIn, session)
	const { ledger } = standIn
	const customer = ledger.customer(idIn(session.customer))
	const card = cardOf(form)
	if (card === 'asks' && form.get('confirmed') !== '1') return confirmation(form)
	ledger.books.cards[customer.id] = card === 'asks' ? 'works' : card
	customer.name = form.get('name') ?? ''
	const empty = { city: null, line1: null, line2: null, postal_code: null, state: null }
	customer.address = { ...empty, country: form.get('country') ?? 'DE' }
	customer.tax_exempt = form.get('tax') ? 'reverse' : 'none'
	try {
		const order = ledger.books.orders[session.id] ?? ''
		const made = ledger.subscribe(customer.id, order, session.metadata ?? {})
		Object.assign(session, { status: 'complete', payment_status: 'paid', subscription: made.id, url: null })
	} catch (error) {
		if (!(error instanceof Refused)) throw error
		return checkout(standIn, session, error.message)
	}
	ledger.tell('checkout.session.completed', session)
	return moved(session.success_url ?? '/')
}

/** The page of a bank, as it comes between. */
function confirmation(form: URLSearchParams): Response {
	const kept = [...form].map(
		([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`,
	)
	return shown(
		'Your bank asks',
		`<form method="post">${kept.join('')}<input type="hidden" name="confirmed" value="1">
<p>Is it you who pays?</p><button>Confirm</button></form>`,
	)
}

function portal(standIn: StandIn, session: Stripe.BillingPortal.Session): Response {
	const { books } = standIn.ledger
	const options = CARDS.map(([card, label]) => `<option value="${card}">${label}</option>`)
	const open = Object.values(books.invoices).filter(
		(one) => idIn(one.customer) === session.customer && one.status === 'open',
	)
	const unpaid = open.map(
		(one) => `<p>Open: ${money(one.amount_remaining, one.currency)} <a href="/invoice/${one.id}">Pay</a></p>`,
	)
	return shown(
		'Customer Portal',
		`<form method="post"><label>Card <select name="card">${options.join('')}</select></label><button>Save card</button></form>
${unpaid.join('')}
${session.return_url ? `<p><a href="${safe(session.return_url)}">Back</a></p>` : ''}`,
	)
}

function settle(standIn: StandIn, session: Stripe.BillingPortal.Session, form: URLSearchParams): Response {
	standIn.ledger.books.cards[idIn(session.customer)] = cardOf(form)
	return portal(standIn, session)
}

function invoicePage(invoice: Stripe.Invoice): Response {
	const lines = invoice.lines.data.map(
		({ description, amount }) => `<li>${safe(description ?? '')}: ${money(amount, invoice.currency)}</li>`,
	)
	return shown(
		`Invoice ${invoice.number}`,
		`<ul>${lines.join('')}</ul><p>Total ${money(invoice.total, invoice.currency)}: ${invoice.status}</p>
${invoice.status === 'open' ? '<form method="post"><button>Pay now</button></form>' : ''}`,
	)
}

/** The smallest file that readers of PDF open: one empty page. */
function pdf({ id }: Stripe.Invoice): Response {
	const body = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
`
	const name = `attachment; filename="${id}.pdf"`
	return new Response(body, { headers: { 'content-type': 'application/pdf', 'content-disposition': name } })
}

function clock(standIn: StandIn): Response {
	const { books } = standIn.ledger
	const rows = Object.values(books.subscriptions).map(
		(one) =>
			`<li>${one.id}: ${one.status}, until ${new Date(itemIn(one).current_period_end * 1000).toISOString()}</li>`,
	)
	const days = [1, 3, 14, 31, 366].map((n) => `<button name="days" value="${n}">${n} days on</button>`)
	return shown(
		'Clock',
		`<p>It is ${new Date(standIn.ledger.now() * 1000).toISOString()}. Jitt’s own clock stays where it is.</p>
<form method="post">${days.join(' ')}</form><ul>${rows.join('')}</ul>`,
	)
}

function advance(standIn: StandIn, form: URLSearchParams): Response {
	const days = Number(form.get('days'))
	if (!(days > 0 && days < 4000)) throw new Refused('Some days, please')
	standIn.ledger.advance(standIn.ledger.now() + days * DAY)
	return moved('/')
}

const cardOf = (form: URLSearchParams): Card => {
	const chosen = form.get('card')
	return CARDS.find(([card]) => card === chosen)?.[0] ?? 'declined'
}
const money = (cents: number, currency: string): string =>
	new Intl.NumberFormat('en', { style: 'currency', currency }).format(cents / 100)
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const safe = (value: string): string => value.replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? char)
const moved = (to: string): Response => new Response(null, { status: 303, headers: { location: to } })

const shown = (title: string, body: string, status = 200): Response =>
	new Response(
		`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>${safe(title)} · stand-in for Stripe</title>
<style>body{font:16px/1.5 system-ui;max-width:32rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
label,fieldset{display:block;margin:.6rem 0}[role=alert]{color:#c33}aside{border:1px solid;padding:.5rem 1rem}</style>
<aside>This is a stand-in for Stripe on your own machine. <strong>No money moves.</strong></aside>
<h1>${safe(title)}</h1>${body}</html>`,
		{ status, headers: { 'content-type': 'text/html; charset=utf-8' } },
	)
