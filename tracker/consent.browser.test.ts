/** The visitor's choice in the browser: what is sent and which cookies follow, and what must not be. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { consentPage, idOf, type Message, openStandIn, type StandIn } from './standin.ts'
import { person } from './testing.ts'

const LIFE_SECONDS = 33_696_000

let browser: Browser
let stand: StandIn
let context: BrowserContext
let page: Page
beforeAll(async () => {
	browser = await launch()
	stand = await openStandIn('shop')
})
afterAll(async () => {
	await browser.close()
	stand.close()
})
afterEach(async () => {
	await context.close()
	Object.assign(stand, { decide: null, delayMs: 0, fail: [], json: {} })
})

async function open(attributes = '', head = '', setup?: () => void): Promise<void> {
	stand.html = consentPage(stand, attributes, { head, body: '' })
	context = await person(browser, setup)
	page = await context.newPage()
	// What the page before sent while it closed has come by now.
	stand.messages.length = 0
	await page.goto(`${stand.origin}/start`)
}

const jitt = (...call: unknown[]) => page.evaluate((given) => window.jitt?.(...(given as [string])), call)
const told = (messages: Message[]) => messages.map(({ to, body: { n, c, ck } }) => [to, n, c, ck])
const sent = async (count: number) => told(await stand.arrived(count))
const cookies = async () =>
	(await context.cookies()).map(({ name, value, path, httpOnly, secure, sameSite, expires, domain }) => ({
		...{ name, value, path, httpOnly, secure, sameSite, domain },
		days: expires < 0 ? -1 : Math.round((expires - Date.now() / 1000) / 86_400),
	}))
const COOKIE = {
	path: '/',
	secure: false,
	sameSite: 'Lax',
	domain: 'shop.localhost',
	days: LIFE_SECONDS / 86_400,
}

it('without a word of the visitor it keeps nothing, and reads nothing but cookies', async () => {
	await open('', '', () => {
		const touched: string[] = []
		Object.assign(window, { touched })
		for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'] as const) {
			const real = window[name]
			Object.defineProperty(window, name, { get: () => touched.push(name) && real })
		}
	})
	await jitt('event', 'Order')
	expect(await sent(2)).toEqual([
		['event', 'pageview', 'unset', 1],
		['event', 'Order', 'unset', 1],
	])
	expect(await cookies()).toEqual([])
	expect(await page.evaluate('touched')).toEqual([])
	expect(await jitt('status')).toEqual({
		...{ outcome: 'light', reason: 'fallback', rule: 'FR', policy: '1' },
		...{ consent: 'unset', optedOut: false, signal: null },
	})
})

it('after consent one id is set, once, however fast the first beacons come and whoever reloads', async () => {
	stand.delayMs = 300
	await open(
		'',
		`<script>window.jitt = function () { (jitt.q = jitt.q || []).push(arguments) }
		jitt('event', 'Early'); jitt('consent', 'granted')
		addEventListener('jitt:consent', (event) => (window.heard ||= []).push(event.detail))</script>`,
	)
	await jitt('event', 'Late')
	expect(await sent(3)).toEqual([
		['event', 'pageview', 'granted', 1],
		['event', 'Early', 'granted', idOf(1)],
		['event', 'Late', 'granted', idOf(1)],
	])
	const kept = await cookies()
	expect(kept).toEqual([{ ...COOKIE, name: 'jitt', value: idOf(1), httpOnly: false }])
	expect(await page.evaluate('heard')).toMatchObject([
		{ consent: 'granted', optedOut: false, signal: null },
		{ consent: 'granted', outcome: 'cookie', reason: 'granted', rule: 'FR' },
	])

	await page.reload()
	await jitt('consent', 'granted')
	const again = await sent(3)
	// Told of the page that was left, and of the new one.
	expect(again.map(([, name, , id]) => [name, id])).toEqual([
		['engagement', idOf(1)],
		['pageview', idOf(1)],
		['Early', idOf(1)],
	])
	// Told twice, it changes nothing.
	expect(await page.evaluate('heard.length')).toBe(2)
	expect(await cookies()).toEqual(kept)
})

it('a withdrawal takes the id away at once and tells the door; told again, nothing is sent', async () => {
	await open()
	await sent(1)
	await jitt('consent', 'granted')
	await jitt('event', 'One')
	expect(await sent(1)).toEqual([['event', 'One', 'granted', 1]])
	const [{ value: id } = { value: '' }] = await cookies()
	// Within one turn of the page: before any answer.
	const atOnce = await page.evaluate(() => {
		window.jitt?.('consent', 'cookieless')
		return document.cookie
	})
	expect(atOnce).toBe('')
	await jitt('consent', 'cookieless')
	await jitt('event', 'Two')
	expect(await sent(2)).toEqual([
		['consent', undefined, 'cookieless', id],
		['event', 'Two', 'cookieless', 1],
	])
	expect(await cookies()).toEqual([])
})

it('a refusal ends all sending on this page, and needs no message where there was no id', async () => {
	await open()
	await sent(1)
	await jitt('consent', 'denied')
	await jitt('event', 'Order')
	await page.evaluate(() => history.pushState(null, '', '/next'))
	expect(await sent(0)).toEqual([])
	expect(await cookies()).toEqual([])
	expect(await jitt('status')).toMatchObject({ consent: 'denied', optedOut: false })
	await jitt('consent', 'granted')
	await jitt('event', 'Order')
	expect(await sent(1)).toEqual([['event', 'Order', 'granted', 1]])
})

it('what the answer gives to a visitor who has refused meanwhile is not kept, and is ended', async () => {
	stand.delayMs = 400
	stand.decide = () => 'cookie; reason=opt-out; rule=GB; policy=1'
	await open()
	await jitt('consent', 'denied')
	const [view, ending] = await stand.arrived(2)
	expect(told([view, ending] as Message[])).toEqual([
		['event', 'pageview', 'unset', 1],
		['consent', undefined, 'denied', expect.stringMatching(/^id-\d{19}$/)],
	])
	expect(await cookies()).toEqual([])
})

it('an opt-out is a cookie without a name in it, a message, and silence; opting in undoes it', async () => {
	await open()
	await jitt('consent', 'granted')
	await jitt('event', 'One')
	await sent(2)
	const [{ value: id } = { value: '' }] = await cookies()
	await jitt('optout')
	await jitt('event', 'Two')
	expect(await sent(1)).toEqual([['optout', undefined, 'granted', id]])
	expect(await cookies()).toEqual([{ ...COOKIE, name: 'jitt_optout', value: '1', httpOnly: false }])
	expect(await jitt('status')).toMatchObject({ optedOut: true, reason: 'optout' })

	await page.reload()
	await jitt('event', 'Three')
	expect(await sent(0)).toEqual([])

	await jitt('optin')
	await jitt('event', 'Four')
	expect(await sent(2)).toEqual([
		['optin', undefined, 'unset', 1],
		['event', 'Four', 'unset', 1],
	])
	expect(await cookies()).toEqual([])
	expect(await jitt('status')).toMatchObject({ optedOut: false })
})

it('an opt-out that only the door remembers silences the page as well', async () => {
	stand.decide = () => 'none; reason=optout; rule=FR; policy=1'
	await open()
	await sent(1)
	await jitt('event', 'Order')
	expect(await sent(0)).toEqual([])
	expect(await jitt('status')).toMatchObject({ optedOut: true })
})

it.each([
	['gpc', () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })],
	['dnt', () => Object.defineProperty(navigator, 'doNotTrack', { value: '1' })],
])(
	'under %s a page view is a number, unless the visitor has agreed and the law takes that',
	async (signal, setup) => {
		await open('', '', setup)
		const [view, ...more] = await stand.arrived(1)
		expect(more).toEqual([])
		expect(view?.body).toEqual({ n: 'pageview', d: 'shop.example', s: signal })
		expect(await jitt('status')).toMatchObject({ signal, consent: 'unset', outcome: 'none' })
		expect(await cookies()).toEqual([])

		await jitt('consent', 'granted')
		await jitt('event', 'Agreed')
		expect(await sent(1)).toEqual([['event', 'Agreed', 'granted', 1]])
		expect(await cookies()).toMatchObject([{ name: 'jitt' }])

		// Where the signal binds all the same, the door says so, and no more than the number is told from then on.
		stand.decide = () => `none; reason=${signal}; rule=US-TX; policy=1`
		await jitt('event', 'Bound')
		await sent(1)
		await jitt('event', 'Order')
		await page.evaluate(() => history.pushState(null, '', '/next'))
		expect((await stand.arrived(1)).map(({ body }) => body)).toEqual([
			{ n: 'pageview', d: 'shop.example', s: signal },
		])
	},
)

it('where consent is required nothing is sent before a choice; then what has waited', async () => {
	await open('data-consent="required"')
	await jitt('event', 'Early')
	await jitt('consent', 'unset')
	expect(await sent(0)).toEqual([])
	await jitt('consent', 'granted')
	const id = expect.stringMatching(/^id-/)
	expect(await sent(2)).toEqual([
		['event', 'pageview', 'granted', 1],
		['event', 'Early', 'granted', id],
	])
	await jitt('consent', 'unset')
	await jitt('event', 'After')
	expect(await sent(1)).toEqual([['consent', undefined, 'unset', id]])
	await jitt('consent', 'denied')
	expect(await sent(0)).toEqual([])
	expect(await cookies()).toEqual([])
})

it("on the site's own path HTTP keeps the id, out of scripts' reach, and messages go there", async () => {
	await open('data-path="/_j"')
	await jitt('consent', 'granted')
	await jitt('event', 'One')
	const [first, second] = await stand.arrived(2)
	expect(told([first, second] as Message[])).toEqual([
		['event', 'pageview', 'unset', 0],
		['event', 'One', 'granted', 0],
	])
	expect([first?.by, first?.headers['sec-fetch-site'], first?.headers.cookie]).toEqual([
		'_j',
		'same-origin',
		undefined,
	])
	const [kept] = await cookies()
	expect(kept).toEqual({ ...COOKIE, name: 'jitt', value: expect.any(String), httpOnly: true })
	expect(await page.evaluate(() => document.cookie)).toBe('')
	await jitt('event', 'Two')
	const [third] = await stand.arrived(1)
	expect(third?.headers.cookie).toBe(`jitt=${kept?.value}`)

	await jitt('consent', 'denied')
	await jitt('event', 'Three')
	const [told1, ...more] = await stand.arrived(1)
	expect([told1?.to, told1?.body.c, told1?.headers.cookie]).toEqual([
		'consent',
		'denied',
		`jitt=${kept?.value}`,
	])
	expect(more).toEqual([])
	expect(await cookies()).toEqual([])
	await jitt('optout')
	await stand.arrived(1)
	expect(await cookies()).toEqual([{ ...COOKIE, name: 'jitt_optout', value: '1', httpOnly: false }])
})

it('a callback gets the status from the door, which a visitor who has refused does not disturb', async () => {
	await open()
	await sent(1)
	const ask = () => page.evaluate(() => new Promise((done) => window.jitt?.('status', done as never)))
	stand.json.status = { mode: 'cookie', outcome: 'light', reason: 'fallback', rule: 'FR', policyVersion: 1 }
	expect(await ask()).toMatchObject({ mode: 'cookie', rule: 'FR', consent: 'unset', signal: null })
	expect(await sent(1)).toEqual([['status', undefined, 'unset', 1]])
	stand.fail = [400]
	expect(await ask()).toMatchObject({ outcome: 'light', consent: 'unset' })
	await sent(1)
	await jitt('consent', 'denied')
	expect(await ask()).toMatchObject({ consent: 'denied' })
	expect(await sent(0)).toEqual([])
})

it('where a site has gone back to counting without cookies, an id that is left goes', async () => {
	stand.decide = () => 'light; reason=lightweight; rule=FR; policy=2'
	await open()
	await sent(1)
	await context.addCookies([{ name: 'jitt', value: idOf(99), url: stand.origin }])
	await page.reload()
	await sent(1)
	expect(await cookies()).toEqual([])
})

it('no command is an event, and no event a command', async () => {
	await open()
	await sent(1)
	await jitt('constructor')
	await jitt('event', 'optout')
	expect((await sent(2)).map(([, name]) => name)).toEqual(['constructor', 'optout'])
	expect(await cookies()).toEqual([])
})
