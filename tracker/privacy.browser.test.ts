/** `<jitt-privacy>`: what it shows, what it takes, what it sends, and for whom it is usable. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { ensureChromium } from '../scripts/chromium.ts'
import { consentPage, type Message, openStandIn, type StandIn } from './standin.ts'
import { person } from './testing.ts'

const STATUS = { mode: 'cookie', outcome: 'light', reason: 'fallback', rule: 'FR', policyVersion: 1 }
const MANIFEST = {
	links: { page: 'https://jitt.example/privacy/shop.example' },
	retention: { events_days: 90 },
	outcomes: [{ outcome: 'light', reason: 'fallback', rules: [{ rule: 'FR', law: 'ePrivacy' }] }],
	fields: [
		{ field: 'page', purpose: 'which pages are read', kept: true },
		{ field: 'language', purpose: 'which languages to write in', kept: false },
	],
}

let browser: Browser
let stand: StandIn
let context: BrowserContext
let page: Page
let element: Locator
beforeAll(async () => {
	browser = await launch()
	stand = await openStandIn('reader')
})
afterAll(async () => {
	await browser.close()
	stand.close()
})
afterEach(async () => {
	await context.close()
	stand.json = {}
})

interface Opening {
	/** Of the element. */
	attributes?: string
	inside?: string
	/** Of the tracker's element; null = no tracker. */
	tracker?: string | null
	path?: string
	/** Before the body of a page without the tracker. */
	head?: string
	setup?: () => void
	/** Else a new one, closed after the test. */
	context?: BrowserContext
}

async function open({
	attributes = '',
	inside = '',
	tracker = '',
	path = '',
	...more
}: Opening = {}): Promise<void> {
	stand.json.status ??= STATUS
	stand.json['/.well-known/jitt/manifest/shop.example'] ??= MANIFEST
	const src = `${path || stand.door}/js/jitt.privacy.js`
	const body = `<jitt-privacy domain="shop.example" ${attributes}>${inside}</jitt-privacy><script defer src="${src}"></script>`
	stand.html =
		tracker === null
			? `<!doctype html><html lang="en"><link rel="icon" href="data:,">${more.head ?? ''}<body>${body}</body></html>`
			: consentPage(stand, tracker, { head: '', body })
	context = more.context ?? (await person(browser, more.setup))
	page = await context.newPage()
	element = page.locator('jitt-privacy')
	// What the page before sent while it closed has come by now.
	stand.messages.length = 0
	await page.goto(`${stand.origin}/start`)
	await element
		.getByText('Rule for your place')
		.or(element.getByRole('status'))
		.first()
		.waitFor({ state: 'attached' })
}

/** What came, but for page views and engagement. */
const choices = async (count: number) =>
	(await stand.arrived(count))
		.filter(({ to }) => to !== 'event' && to !== 'status')
		.map(({ to, by, method, body }: Message) => [method, by, to, body.c, body.ck])
const names = async () =>
	(await context.cookies(stand.origin)).map(({ name, value }) => `${name}=${value}`).sort()

// promise: 15, 18
it('shows what is measured here, by which rule, and takes every choice by keyboard alone', async () => {
	await open()
	await page.setViewportSize({ width: 360, height: 740 })
	const text = async () => ((await element.locator('section').textContent()) ?? '').replace(/\s+/g, ' ')
	await element.getByText('Rule for your place: France, ePrivacy').waitFor()
	expect(await text()).toContain('Your visit is counted without cookies.')
	expect(await text()).toContain('deleted after 90 days')
	expect(await text()).toContain('Safari may forget it')
	expect(await element.getByText('signal (').isVisible()).toBe(false)
	expect(await element.getByRole('link').getAttribute('href')).toBe(MANIFEST.links.page)
	expect(await element.getByRole('listitem').allTextContents()).toEqual([])
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
	// The page is called by its name, and so are the groups.
	await element.getByRole('region', { name: 'Your privacy on shop.example' }).waitFor()
	await element.getByRole('group', { name: 'Cookies' }).waitFor()
	expect(await element.getByRole('group', { name: 'What is held about you' }).count()).toBe(0)
	await stand.arrived(1)

	// Tab by tab: what is measured, the page about it, the cookie.
	const focused = () =>
		page.evaluate(() => document.querySelector('jitt-privacy')?.shadowRoot?.activeElement?.textContent)
	await page.keyboard.press('Tab')
	expect(await focused()).toBe('What is measured')
	await page.keyboard.press('Enter')
	expect(await element.getByRole('listitem').allTextContents()).toEqual(['page: which pages are read'])
	const ring = () =>
		page.evaluate(() => {
			const active = document.querySelector('jitt-privacy')?.shadowRoot?.activeElement
			return active && getComputedStyle(active).outlineStyle
		})
	expect(await ring()).toBe('solid')
	await page.keyboard.press('Tab')
	await page.keyboard.press('Tab')
	stand.json.status = { ...STATUS, outcome: 'cookie', reason: 'granted' }
	await page.keyboard.press('Space')
	await element.getByText('Your visits are counted with a cookie').waitFor()
	expect(await element.getByRole('status').textContent()).toBe('Saved.')
	expect(await element.getByRole('checkbox').isChecked()).toBe(true)
	expect(await names()).toEqual(['jitt_choice=granted'])
	// The next page view gives the id; consent itself is no message.
	expect(await choices(1)).toEqual([])
	await page.reload()
	await element.getByRole('button', { name: 'Download' }).waitFor()
	const [, id] = await names()
	expect(id).toBe('jitt_choice=granted')
	const kept = (await names())[0]?.replace('jitt=', '')
	expect(kept).toMatch(/^id-\d{19}$/)

	stand.json.me = { visits: [{ page: '/start' }] }
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		element.getByRole('button', { name: 'Download' }).press('Enter'),
	])
	expect(download.suggestedFilename()).toBe('shop.example.json')
	expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual(stand.json.me)
	await element.getByRole('button', { name: 'Erase' }).press('Enter')
	await element.getByText('It is erased.').waitFor()
	expect(await names()).toEqual(['jitt_choice=granted'])
	expect(await choices(2)).toEqual([
		['POST', 'api', 'me', 'granted', kept],
		['POST', 'api', 'me', 'granted', kept],
	])

	await element.getByRole('button', { name: 'Do not count me' }).press('Enter')
	await element.getByText('You are not counted on this site.').first().waitFor()
	expect(await focused()).toBe('Count me again')
	expect(await names()).toEqual(['jitt_choice=granted', 'jitt_optout=1'])
	expect(await choices(1)).toEqual([['POST', 'api', 'optout', 'granted', 1]])
	await page.evaluate(() => window.jitt?.('event', 'Order'))
	expect(await stand.arrived(0)).toEqual([])

	await page.keyboard.press('Enter')
	await element.getByRole('button', { name: 'Do not count me' }).waitFor()
	expect(await choices(1)).toEqual([['POST', 'api', 'optin', 'granted', 1]])
	await element.getByRole('checkbox').uncheck()
	await element.getByText('Saved.').waitFor()
	expect(await names()).toEqual(['jitt_choice=cookieless'])
	await choices(0)
	await page.reload()
	const [view] = (await stand.arrived(1)).filter(({ body }) => body.n === 'pageview')
	expect(view?.body.c).toBe('cookieless')
})

it('works where the tracker is blocked, and says so where the door is silent', async () => {
	const policy = `default-src 'none'; script-src ${stand.door}; connect-src ${stand.door}`
	await open({ tracker: null, head: `<meta http-equiv="content-security-policy" content="${policy}">` })
	await element.getByText('Rule for your place: France').waitFor()
	// Also where a strict policy lets the page have no styles of its own.
	const border = await element.locator('section').evaluate((box) => getComputedStyle(box).borderTopStyle)
	expect(border).toBe('solid')
	await element.getByRole('checkbox').check()
	await element.getByText('Saved.').waitFor()
	await element.getByRole('button', { name: 'Do not count me' }).click()
	await element.getByRole('button', { name: 'Count me again' }).waitFor()
	expect(await names()).toEqual(['jitt_choice=granted', 'jitt_optout=1'])
	await element.getByRole('button', { name: 'Count me again' }).click()
	await element.getByRole('button', { name: 'Do not count me' }).waitFor()
	expect(await choices(3)).toEqual([
		['POST', 'api', 'consent', 'granted', undefined],
		['POST', 'api', 'optout', 'granted', undefined],
		['POST', 'api', 'optin', 'granted', undefined],
	])

	stand.fail = [500, 500]
	await element.getByRole('button', { name: 'Do not count me' }).click()
	await element.getByText('That did not work. Please try again.').waitFor()
	// The browser's part holds all the same.
	expect(await names()).toContain('jitt_optout=1')
	stand.fail = []
})

it("on the site's own path it shows and erases what the cookie that no script reads stands for", async () => {
	await open({ tracker: 'data-path="/_j"', path: '/_j' })
	await element.getByRole('button', { name: 'Download' }).waitFor()
	expect(await element.getByText('Safari may forget it').isVisible()).toBe(false)
	await page.evaluate(() => window.jitt?.('consent', 'granted'))
	await page.evaluate(() => window.jitt?.('event', 'Order'))
	await stand.arrived(2)
	const [kept] = await names()
	expect(kept).toMatch(/^jitt=id-/)
	stand.json.me = { visits: [] }
	await Promise.all([
		page.waitForEvent('download'),
		element.getByRole('button', { name: 'Download' }).click(),
	])
	await element.getByRole('button', { name: 'Erase' }).click()
	await element.getByText('It is erased.').waitFor()
	const messages = (await stand.arrived(2)).filter(({ to }) => to === 'me')
	expect(messages.map(({ method, by, headers }) => [method, by, headers.cookie])).toEqual([
		['GET', '_j', kept],
		['DELETE', '_j', kept],
	])
	expect(await names()).toEqual([])

	stand.fail = [429]
	await element.getByRole('button', { name: 'Download' }).click()
	await element.getByText('Too many requests.').waitFor()
})

it("shows a signal that it honours, in the reader's language or the owner's words, in the dark", async () => {
	stand.json.status = { ...STATUS, outcome: 'none', reason: 'gpc', signal: 'gpc' }
	await open({
		attributes: 'lang="de-AT"',
		inside:
			'<script type="application/json">{ "title": "Teeladen & {site}", "none": "<b>Nichts</b>" }</script>',
		tracker: null,
		setup: () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
	})
	await page.emulateMedia({ colorScheme: 'dark' })
	await element.getByText('Das Widerspruchssignal Ihres Browsers (GPC) wird beachtet.').waitFor()
	await element.getByRole('heading', { name: 'Teeladen & shop.example' }).waitFor()
	// A text stays a text.
	await element.getByText('<b>Nichts</b>', { exact: true }).waitFor()
	await element.getByText('Regel für Ihren Ort: Frankreich, ePrivacy').waitFor()
	const colours = () =>
		element
			.locator('section')
			.evaluate((box) => [getComputedStyle(box).backgroundColor, getComputedStyle(box).color])
	const dark = await colours()
	await page.emulateMedia({ colorScheme: 'light' })
	expect(await colours()).toEqual(['rgb(255, 255, 255)', 'rgb(28, 31, 36)'])
	expect(dark).toEqual(['rgb(22, 25, 30)', 'rgb(233, 236, 241)'])
	await page.addStyleTag({
		content: 'jitt-privacy { --jitt-paper: teal } jitt-privacy::part(title) { color: red }',
	})
	expect((await colours())[0]).toBe('rgb(0, 128, 128)')
	expect(await element.getByRole('heading').evaluate((it) => getComputedStyle(it).color)).toBe(
		'rgb(255, 0, 0)',
	)
})

/** A fresh profile with the browser's own setting: 1 = third parties keep no cookies, 0 = they do. */
async function profile(blocks: 0 | 1): Promise<BrowserContext> {
	const folder = mkdtempSync(join(tmpdir(), 'jitt-profile-'))
	mkdirSync(join(folder, 'Default'))
	const preferences = { profile: { cookie_controls_mode: blocks } }
	writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
	const opened = await chromium.launchPersistentContext(folder, {
		executablePath: ensureChromium(),
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
	})
	// The browser's processes write on for a moment after it says that it is closed.
	opened.on('close', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
	return opened
}

// promise: 18
it('goes on where the browser lets no third party keep a cookie', async () => {
	await open({ context: await profile(1) })
	await element.getByRole('checkbox').check()
	await page.reload()
	await element.getByRole('button', { name: 'Erase' }).waitFor()
	expect(await names()).toEqual([expect.stringMatching(/^jitt=id-/), 'jitt_choice=granted'])
	// What a stranger sets it does refuse, even to a page that asks with credentials.
	const ask = () =>
		page.evaluate(async (url) => {
			await fetch(url, { method: 'POST', body: '{}', mode: 'no-cors', credentials: 'include' })
		}, `${stand.door}/api/event`)
	const all = async () => (await context.cookies()).map(({ name }) => name).sort()
	await ask()
	expect(await all()).toEqual(['jitt', 'jitt_choice'])
	await element.getByRole('button', { name: 'Do not count me' }).click()
	await element.getByRole('button', { name: 'Count me again' }).waitFor()
	expect(await all()).toEqual(['jitt_choice', 'jitt_optout'])
	await stand.arrived(1)
	await page.reload()
	await page.evaluate(() => window.jitt?.('event', 'Order'))
	expect(await stand.arrived(0)).toEqual([])
	await context.close()

	// With the other setting it takes it: the refusal was the browser's.
	await open({ context: await profile(0) })
	await ask()
	expect(await all()).toContain('stranger')
	// And of our own messages no stranger's cookie ever comes, whatever the browser would take.
	await context.clearCookies()
	await page.evaluate(() => window.jitt?.('event', 'Order'))
	await stand.arrived(1)
	expect(await all()).toEqual([])
})
