/** A person visits the demo in a real browser; their beacons, and what the owner sees of them. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ask, within } from './ask.ts'
import { launch, visitor } from './browser.ts'
import { DEMO_SITE } from './owner.ts'

const jitt = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

interface Beacon {
	headers: Record<string, string>
	body: Record<string, unknown>
}

/** Collects every request that a page makes to the API. */
function beaconsOf(context: BrowserContext): Beacon[] {
	const beacons: Beacon[] = []
	context.on('request', (request) => {
		if (!request.url().includes('/api/')) return
		beacons.push({ headers: request.headers(), body: JSON.parse(request.postData() ?? '{}') })
	})
	return beacons
}

const named = (beacons: Beacon[], name: string) =>
	beacons.filter(({ body }) => body.n === name).map(({ body }) => body)
const pathOf = (body: Record<string, unknown>) => new URL(String(body.u)).pathname

/** All that a page could have left behind in the browser. */
const traces = (page: Page, context: BrowserContext) =>
	Promise.all([
		context.cookies(),
		page.evaluate(() => [localStorage.length, sessionStorage.length]),
		page.evaluate(async () => [(await indexedDB.databases()).length, (await caches.keys()).length]),
	])

/** Walks through the shop as people do. */
async function walk(page: Page): Promise<void> {
	await page.goto(`${jitt.baseUrl}/demo/?utm_source=letter&session=abc123&email=someone%40example.org`)
	await page.getByRole('link', { name: 'Teas', exact: true }).click()
	await page.getByRole('button', { name: 'Add to basket' }).first().click()
	await page.getByRole('link', { name: 'Journal', exact: true }).click()
	await page.getByRole('link', { name: 'Iced mint' }).click()
	await page.getByRole('heading', { name: 'Iced mint' }).waitFor()
}

it('counts a visit, sends nothing it should not, and the owner sees it within five seconds', async () => {
	const owner = await (await browser.newContext()).newPage()
	await signIn(owner)

	const context = await visitor(browser, {
		address: '203.0.113.77',
		cf: { country: 'NZ', city: 'Dunedin', region: 'Otago', regionCode: 'OTA' },
	})
	const beacons = beaconsOf(context)
	const page = await context.newPage()
	await walk(page)
	const arrived = Date.now()

	const query = { metrics: ['visitors', 'visits', 'pageviews'], filters: [['is', 'visit:country', ['NZ']]] }
	const [row] = await within(
		5,
		() => ask(jitt, DEMO_SITE, query),
		([one]) => one?.metrics[2] === 4,
	)
	expect(row?.metrics).toEqual([1, 1, 4])
	await expectOnDashboard(owner, '/demo/journal/iced-mint')
	expect(Date.now() - arrived).toBeLessThan(5_000)

	// What was sent: four page views in order, and one event with its property and price.
	expect(named(beacons, 'pageview').map(pathOf)).toEqual([
		'/demo/',
		'/demo/teas/',
		'/demo/journal/',
		'/demo/journal/iced-mint',
	])
	expect(named(beacons, 'Add to basket')).toMatchObject([
		{ p: { tea: 'Hill Nettle' }, $: { amount: '8.50', currency: 'EUR' } },
	])
	// And what was not: no parameter but the campaign's, no field beyond the documented ones, no cookie.
	const all = JSON.stringify(beacons.map(({ body }) => body))
	expect(all).toContain('utm_source=letter')
	for (const secret of ['abc123', 'someone', 'session=']) expect(all).not.toContain(secret)
	for (const { body, headers } of beacons) {
		expect(['n', 'v', 'u', 'd', 'r', 'p', '$', 'i', 'h', 'sd', 'e']).toEqual(
			expect.arrayContaining(Object.keys(body)),
		)
		expect(headers.cookie).toBeUndefined()
		expect(headers['content-type']).toMatch(/^text\/plain/)
	}
	expect(await traces(page, context)).toEqual([[], [0, 0], [0, 0]])
	await context.close()
})

it('sends only the domain when the browser asks for privacy, and keeps nothing', async () => {
	const context = await visitor(browser, { address: '203.0.113.78', cf: { country: 'IS', city: 'Akureyri' } })
	await context.setExtraHTTPHeaders({
		'sec-gpc': '1',
		'MF-CF-Blob': JSON.stringify({ country: 'IS', clientAcceptEncoding: 'identity' }),
	})
	await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }))
	const beacons = beaconsOf(context)
	await walk(await context.newPage())
	await context.close()
	expect(beacons.length).toBeGreaterThan(0)
	for (const { body } of beacons) expect(body).toEqual({ n: 'pageview', d: DEMO_SITE, s: 'gpc' })
	const rows = await ask(jitt, DEMO_SITE, {
		metrics: ['visitors'],
		filters: [['is', 'visit:country', ['IS']]],
	})
	expect(rows[0]?.metrics).toEqual([0])
})

it('does not count headless browsers that say so', async () => {
	const agent =
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/151.0.0.0 Safari/537.36'
	const context = await visitor(browser, {
		address: '203.0.113.79',
		agent,
		cf: { country: 'FO', city: 'Tórshavn' },
	})
	const page = await context.newPage()
	const [answer] = await Promise.all([
		page.waitForResponse((response) => response.url().endsWith('/api/event')),
		page.goto(`${jitt.baseUrl}/demo/`),
	])
	expect([answer.status(), await answer.headerValue('x-jitt-reason')]).toEqual([202, 'bot'])
	await context.close()
})

async function signIn(page: Page): Promise<void> {
	await page.goto(`${jitt.baseUrl}/${DEMO_SITE}`)
	await page.getByLabel(/e-?mail/i).fill(jitt.email)
	await page.getByLabel(/password/i).fill(jitt.password)
	await page.getByRole('button', { name: /sign in/i }).click()
	await page.getByRole('heading', { name: DEMO_SITE }).waitFor()
}

/** The page's path in a panel of the overview; the dashboard refreshes itself, or is reloaded as people do. */
async function expectOnDashboard(page: Page, path: string): Promise<void> {
	await page.goto(`${jitt.baseUrl}/${DEMO_SITE}`)
	await page.getByText(path, { exact: true }).first().waitFor({ timeout: 4_000 })
}
