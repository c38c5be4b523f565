/** When the tracker is to say nothing or next to nothing, what it leaves behind, and what it does when nobody answers. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import {
	arrived,
	bodies,
	openStage,
	type Parts,
	pageOf,
	person,
	push,
	type Stage,
	visited,
} from './testing.ts'

const jitt = inject('jitt')
let browser: Browser
let stage: Stage
let context: BrowserContext
beforeAll(async () => {
	browser = await launch()
	stage = await openStage(jitt, 'quiet.localhost', '198.51.100.44')
})
afterAll(async () => {
	await browser.close()
	stage.close()
})
afterEach(async () => {
	await context.close()
	await bodies(stage, 0)
	stage.edge.fail()
})

async function open(parts: Parts = {}, setup?: () => void, origin = stage.origin): Promise<Page> {
	stage.html = pageOf(stage, { body: '<a href="http://elsewhere.localhost/">out</a>', ...parts })
	context = await person(browser, setup)
	const page = await context.newPage()
	await page.route('http://elsewhere.localhost/', (route) => route.fulfill({ body: 'there' }))
	await page.goto(`${origin}/start?token=abc`)
	return page
}

/** Does everything that would be reported. */
async function act(page: Page): Promise<void> {
	await page.evaluate(() => scrollTo(0, 2000))
	await push(page, '/second?token=abc')
	await page.evaluate(() => window.jitt?.('event', 'Order', { props: { plan: 'x' } }))
	await page.getByRole('link').click()
}

it('says nothing to browsers that a program drives', async () => {
	await act(await open({ attributes: '' }))
	expect(await bodies(stage, 0)).toEqual([])
})

it('counts the same browser where no program says that it drives it', async () => {
	await open({ attributes: '' }, () => Object.defineProperty(navigator, 'webdriver', { value: false }))
	expect(await visited(stage, 1)).toEqual(['pageview /start'])
})

it('says nothing under a test tool that hides itself better', async () => {
	const hide = () => {
		Object.defineProperty(navigator, 'webdriver', { value: false })
		Object.assign(window, { Cypress: {} })
	}
	await act(await open({ attributes: '' }, hide))
	expect(await bodies(stage, 0)).toEqual([])
})

it.each(['localhost', '127.0.0.1'])(
	"says nothing on a developer's %s unless it is asked to",
	async (host) => {
		const origin = `http://${host}:${stage.port}`
		// Only what is sent matters here, and what is stored is searched for this very address at the end.
		stage.edge.fail(...Array<number>(8).fill(202))
		await act(await open({}, undefined, origin))
		expect(await bodies(stage, 0)).toEqual([])
		await context.close()

		await open({ attributes: 'data-allow-automation data-allow-localhost' }, undefined, origin)
		expect((await bodies(stage, 1)).map(({ n, d, u }) => [n, d, u])).toEqual([
			['pageview', stage.domain, `${origin}/start`],
		])
		await context.close()
		await bodies(stage, 0)

		await open({ file: 'script.local.js' }, undefined, origin)
		expect((await bodies(stage, 1)).map(({ n }) => n)).toEqual(['pageview'])
		await context.close()
		await bodies(stage, 0)
		stage.edge.fail()
	},
)

// promise: 18
it('says nothing after an opt-out', async () => {
	const page = await open()
	await visited(stage, 1)
	await context.addCookies([{ name: 'jitt_optout', value: '1', url: stage.origin }])
	await act(page)
	expect(await bodies(stage, 0)).toEqual([])
})

it.each([
	['gpc', () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })],
	['dnt', () => Object.defineProperty(navigator, 'doNotTrack', { value: '1' })],
])('tells under %s only that a page was viewed', async (reason, setup) => {
	await act(await open({}, setup))
	const told = { n: 'pageview', d: stage.domain, s: reason }
	const all = await arrived(stage, 2)
	expect(all.map(({ body }) => body)).toEqual([told, told])
	for (const { status, reason: why, headers } of all) {
		expect([status, why, headers.referer]).toEqual([202, reason, undefined])
	}
})

// promise: 14, 17
it('leaves nothing in the browser and reads nothing that it holds', async () => {
	const page = await open({}, () => {
		const touched: string[] = []
		Object.assign(window, { touched })
		for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'] as const) {
			const real = window[name]
			Object.defineProperty(window, name, { get: () => touched.push(name) && real })
		}
	})
	await page.evaluate(() => window.jitt?.('event', 'Order'))
	await bodies(stage, 2)
	expect(await page.evaluate('touched')).toEqual([])
	expect(await context.cookies()).toEqual([])
	const left = () => [localStorage.length, sessionStorage.length]
	expect(await page.evaluate(left)).toEqual([0, 0])
	expect(await page.evaluate('touched')).toEqual(['localStorage', 'sessionStorage'])
})

it('tells a host that serves page and tracker neither its cookies nor the whole address', async () => {
	// The demo, seen through the edge: one origin for all. The edge answers, so that the demo counts nobody.
	stage.edge.fail(202)
	context = await person(browser)
	await context.addCookies([{ name: 'session', value: 'secret', url: stage.edge.origin }])
	const page = await context.newPage()
	await page.goto(`${stage.edge.origin}/demo/?token=abc`)
	const [view] = await arrived(stage, 1)
	expect(view?.body).toMatchObject({ n: 'pageview', u: `${stage.edge.origin}/demo/` })
	expect([view?.headers.cookie, view?.headers.referer]).toEqual([undefined, undefined])
	expect(await page.evaluate(() => document.cookie)).toBe('session=secret')
	stage.edge.fail(202)
})

/** Opens a page whose clock stands still but for what the test lets pass. */
async function openTimeless(): Promise<Page> {
	stage.html = pageOf(stage)
	context = await person(browser)
	const page = await context.newPage()
	await page.clock.install({ time: 0 })
	await page.clock.pauseAt(1000)
	await page.goto(`${stage.origin}/start`)
	return page
}

const statuses = async (count: number) => (await arrived(stage, count)).map(({ status }) => status)

it('tries again after 1, 4 and 16 seconds when no answer comes, or one that says later', async () => {
	stage.edge.fail(0, 503, 429)
	const page = await openTimeless()
	const [first] = await arrived(stage, 1)
	expect([first?.status, first?.body.n]).toEqual([0, 'pageview'])
	for (const [seconds, status] of [
		[1, 503],
		[4, 429],
		[16, 202],
	] as const) {
		await page.clock.runFor(seconds * 1000 - 100)
		expect(await statuses(0)).toEqual([])
		await page.clock.runFor(100)
		const [again, ...more] = await arrived(stage, 1)
		expect([again?.status, again?.body]).toEqual([status, first?.body])
		expect(more).toEqual([])
	}
	await page.clock.runFor(120_000)
	expect(await statuses(0)).toEqual([])
	expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0])
})

it('gives up after three more tries', async () => {
	stage.edge.fail(503, 503, 503, 503)
	const page = await openTimeless()
	expect(await statuses(1)).toEqual([503])
	for (const seconds of [1, 4, 16]) {
		await page.clock.runFor(seconds * 1000)
		expect(await statuses(1)).toEqual([503])
	}
	await page.clock.runFor(600_000)
	expect(await statuses(0)).toEqual([])
})

it('does not try again what was refused for what it is', async () => {
	stage.edge.fail(400)
	const page = await openTimeless()
	expect(await statuses(1)).toEqual([400])
	await page.clock.runFor(600_000)
	expect(await statuses(0)).toEqual([])
})
