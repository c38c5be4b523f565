/** What the script that measures sends besides, and that it is what happened on the page. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { within } from '../scripts/ask.ts'
import { AGENT, launch } from '../scripts/browser.ts'
import { ensureChromium } from '../scripts/chromium.ts'
import { arrived, bodies, openStage, type Parts, pageOf, person, push, type Stage } from './testing.ts'

const jitt = inject('jitt')
let browser: Browser
let stage: Stage
let context: BrowserContext
beforeAll(async () => {
	browser = await launch()
	stage = await openStage(jitt, 'vitals.localhost', '198.51.100.45')
})
afterAll(async () => {
	await browser.close()
	stage.close()
})
afterEach(async () => {
	stage.delayMs = 0
	await context.close()
	await bodies(stage, 0)
})

const VITALS = { lcp: expect.any(Number), fcp: expect.any(Number), ttfb: expect.any(Number), cls: 0 }
const TEXT = '<p style="margin:0;height:450px;font-size:60px">Teas of the hills</p>'

async function open(parts: Parts = {}, setup?: () => void, by = browser): Promise<Page> {
	stage.html = pageOf(stage, { file: 'jitt.vitals.js', body: TEXT, ...parts })
	context = await person(by, setup)
	const page = await context.newPage()
	await page.goto(`${stage.origin}/start?token=abc`)
	return page
}

/** As if the person turned to another tab, or back. */
const show = (page: Page, shown: boolean) =>
	page.evaluate((is) => {
		Object.defineProperty(document, 'hidden', { value: !is, configurable: true })
		document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
	}, shown)

/** Leaves the page for another of the site: all that was sent of it, but not the other's view. */
async function leave(page: Page, count: number) {
	await page.goto(`${stage.origin}/left`)
	return (await bodies(stage, count + 1)).filter(({ u }) => !String(u).endsWith('/left'))
}
/** The engagements among them, without what every script sends. */
const told = (sent: Record<string, unknown>[]): ({ path: string } & Record<string, unknown>)[] =>
	sent
		.filter(({ n }) => n === 'engagement')
		.map(({ n, d, h, p, sd, e, u, ...more }) => ({ path: new URL(String(u)).pathname, ...more }))

it('tells title and width with a page view, the vitals once it is left, and the door keeps them', async () => {
	stage.delayMs = 250
	const page = await open()
	await wait(500)
	await show(page, false)
	const all = await arrived(stage, 2)
	expect(all.map(({ status, reason }) => [status, reason])).toEqual([
		[202, undefined],
		[202, undefined],
	])
	const [view, engagement] = all.map(({ body }) => body).sort((a) => (a.n === 'pageview' ? -1 : 1))
	const same = { d: stage.domain, h: false, u: `${stage.origin}/start`, p: {}, t: 'Shop' }
	expect(view).toEqual({ ...same, n: 'pageview', r: '', w: 1280 })
	// 900 of 3000 pixels; nobody clicked, so there is no INP.
	expect(engagement).toEqual({ ...same, ...VITALS, n: 'engagement', sd: 30, e: expect.any(Number) })
	const { lcp, fcp, ttfb } = engagement as { lcp: number; fcp: number; ttfb: number }
	expect(ttfb).toBeGreaterThanOrEqual(250)
	expect(fcp).toBeGreaterThan(ttfb)
	expect(lcp).toBeGreaterThanOrEqual(fcp)
	expect(lcp).toBeLessThan(5000)
})

it('takes for LCP the largest thing that was painted before anybody did anything', async () => {
	const page = await open()
	const draw = (html: string) =>
		page.evaluate((to) => {
			document.body.insertAdjacentHTML('beforeend', `<div style="position:absolute;top:0">${to}</div>`)
		}, html)
	await wait(700)
	await draw(
		'<p style="width:1000px;height:800px;font-size:100px;background:#fff">Larger than all before</p>',
	)
	await wait(300)
	await page.mouse.click(5, 5)
	const clickedAt = await page.evaluate(() => performance.now())
	await wait(300)
	await draw(
		'<p style="width:1200px;height:890px;font-size:190px;background:#fff">Larger, but later than that</p>',
	)
	await wait(300)
	const [vitals] = told(await leave(page, 2))
	expect(vitals?.lcp).toBeGreaterThanOrEqual(700)
	expect(vitals?.lcp).toBeLessThan(clickedAt)
})

it('adds up the shifts of one window and takes the worst window', async () => {
	const page = await open()
	await wait(600)
	// 450 pixels of text move by 90 in a window of 1280 × 900: (450 + 90) / 900 of it by 90 / 1280.
	const one = (0.6 * 90) / 1280
	// By the page's own clock: between two calls from outside, a busy machine may let a window end.
	await page.evaluate(async () => {
		for (const ms of [1500, 300, 300]) {
			document.body.insertAdjacentHTML('afterbegin', '<div style="height:90px"></div>')
			await new Promise((resolve) => setTimeout(resolve, ms))
		}
	})
	const [vitals] = told(await leave(page, 2))
	// The second and the third; the first is another window.
	expect(vitals?.cls).toBeCloseTo(one * 2, 5)
})

it('leaves out shifts that somebody asked for', async () => {
	const page = await open({
		body: `<button style="position:fixed;bottom:0">More</button>${TEXT}
			<script>onclick = () => document.body.insertAdjacentHTML('afterbegin', '<div style="height:90px"></div>')</script>`,
	})
	await page.click('button')
	await wait(300)
	const [vitals] = told(await leave(page, 2))
	expect(vitals?.cls).toBe(0)
	expect(vitals?.inp).toBeGreaterThan(0)
})

const SLOW = `${TEXT}<input><script>
	onkeydown = ({ key }) => {
		const until = performance.now() + ({ a: 30, b: 250, c: 600 })[key]
		while (performance.now() < until);
	}
</script>`

/** Waits until all is painted: what is done before ends the search for the largest. */
async function openSlow(setup?: () => void, by = browser): Promise<Page> {
	const page = await open({ body: SLOW }, setup, by)
	await wait(500)
	return page
}

it('takes the longest of a few interactions for INP, of many one that 98 per cent are shorter than', async () => {
	const page = await openSlow()
	await page.focus('input')
	const press = async (keys: string) => {
		for (const key of keys) {
			await page.keyboard.press(key)
			// Else the next waits for it, and is as slow.
			if (key !== 'a') await wait(300)
		}
		await wait(300)
	}
	await press('abaca')
	const [few] = told(await leave(page, 2))
	expect(few?.inp).toBeGreaterThanOrEqual(600)
	expect(few?.inp).toBeLessThan(2000)

	await page.goto(`${stage.origin}/many`)
	await bodies(stage, 1)
	await page.focus('input')
	await press(`abac${'a'.repeat(60)}`)
	const [many] = told(await leave(page, 1))
	expect(many?.inp).toBeGreaterThanOrEqual(250)
	expect(many?.inp).toBeLessThan(600)
})

it('tells of a page view once, when it is hidden, however often the person turns away', async () => {
	const page = await open()
	const session = await context.newCDPSession(page)
	await session.send('Emulation.setFocusEmulationEnabled', { enabled: false })
	await wait(300)
	// Another window has the focus, but the page is still to be seen.
	await page.evaluate(() => dispatchEvent(new Event('blur')))
	expect(told(await bodies(stage, 1))).toEqual([])
	await show(page, false)
	expect(told(await bodies(stage, 1))).toEqual([{ path: '/start', t: 'Shop', ...VITALS }])
	await show(page, true)
	await page.evaluate(() => scrollTo(0, 900))
	await wait(300)
	await show(page, false)
	expect(told(await bodies(stage, 1))).toEqual([{ path: '/start', t: 'Shop' }])
})

it("gives an application's pages their own shifts and interactions, and titles when they have them", async () => {
	const page = await openSlow()
	await page.focus('input')
	await page.keyboard.press('b')
	await wait(400)
	await push(page, '/next')
	await page.evaluate(() => {
		document.title = 'Next'
	})
	await wait(300)
	const sent = await leave(page, 4)
	const titles = sent.map(({ n, u, t }) => `${n} ${new URL(String(u)).pathname} ${t}`)
	expect(titles.sort()).toEqual([
		'engagement /next Next',
		'engagement /start Shop',
		// The application had not set its title yet.
		'pageview /next ',
		'pageview /start Shop',
	])
	const [next, start] = told(sent).sort((a, b) => (a.path < b.path ? -1 : 1))
	expect(start).toEqual({ path: '/start', t: 'Shop', ...VITALS, inp: expect.any(Number) })
	expect(next).toEqual({ path: '/next', t: 'Next', cls: 0 })
})

it('measures a page anew that comes back out of the back/forward cache', async () => {
	const cached = await chromium.launch({
		executablePath: ensureChromium(),
		args: ['--no-sandbox', '--disable-gpu'],
		ignoreDefaultArgs: ['--disable-back-forward-cache'],
	})
	const page = await openSlow(undefined, cached)
	await page.focus('input')
	await page.keyboard.press('b')
	await wait(400)
	await page.evaluate(() =>
		addEventListener('pageshow', (event) => Object.assign(window, { restored: event.persisted })),
	)
	const [before] = told(await leave(page, 2))
	expect(before).toEqual({ path: '/start', t: 'Shop', ...VITALS, inp: expect.any(Number) })
	await page.goBack({ waitUntil: 'commit' })
	await wait(300)
	expect(await page.evaluate('restored')).toBe(true)
	const [after] = told(await leave(page, 3))
	expect(after).toEqual({ path: '/start', t: 'Shop', cls: 0 })
	await cached.close()
})

// As the one in `pages.browser.test.ts`: only a browser that nobody drives prepares pages ahead.
it('counts the loading of a prerendered page from when it is shown', async () => {
	context = await person(browser)
	stage.html = pageOf(stage, {
		file: 'jitt.vitals.js',
		head: `<script>
			const go = (to, ms) => setTimeout(() => { location.href = to }, ms)
			if (location.pathname === '/start') go('/ahead', 4000)
			if (location.pathname === '/ahead') document.addEventListener('prerenderingchange', () => go('/end', 1500))
		</script>
		<script type="speculationrules">
			{ "prerender": [{ "source": "list", "urls": ["/ahead"], "eagerness": "immediate" }] }
		</script>`,
		body: TEXT,
	})
	stage.delayMs = 300
	const profile = mkdtempSync(join(tmpdir(), 'jitt-profile-'))
	const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0']
	const alone = spawn(
		ensureChromium(),
		[...args, `--user-data-dir=${profile}`, `--user-agent=${AGENT}`, `${stage.origin}/start`],
		{ stdio: 'ignore' },
	)
	try {
		const ahead = ({ path }: { path: string }) => path === '/ahead'
		const [vitals] = await within(
			20,
			async () => told(stage.edge.arrivals.map(({ body }) => body)).filter(ahead),
			(found) => found.length > 0,
		)
		// It was there before the person was.
		expect(vitals).toMatchObject({ ttfb: 0, lcp: expect.any(Number), fcp: expect.any(Number) })
		expect(vitals?.fcp).toBeLessThan(1500)
		expect(vitals?.lcp).toBeLessThan(1500)
	} finally {
		alone.kill()
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
	}
})

it('measures no loading that nobody waited for', async () => {
	const page = await open({}, () => {
		let hidden = true
		Object.defineProperty(document, 'hidden', { get: () => hidden })
		Object.assign(window, {
			show(shown: boolean) {
				hidden = !shown
				document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
			},
		})
	})
	expect(await bodies(stage, 0)).toEqual([])
	await page.evaluate('show(true)')
	await wait(300)
	await page.evaluate('show(false)')
	expect(told(await bodies(stage, 2))).toEqual([
		{ path: '/start', t: 'Shop', lcp: null, fcp: null, ttfb: null, cls: 0 },
	])
})

it.each([
	['gpc', () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })],
	['dnt', () => Object.defineProperty(navigator, 'doNotTrack', { value: '1' })],
])('tells under %s neither title nor width nor anything that was measured', async (reason, setup) => {
	const page = await openSlow(setup)
	await page.focus('input')
	await page.keyboard.press('b')
	await wait(400)
	await page.goto('about:blank')
	expect(await bodies(stage, 1)).toEqual([{ n: 'pageview', d: stage.domain, s: reason }])
})

it('says nothing after an opt-out', async () => {
	const page = await open()
	await bodies(stage, 1)
	await context.addCookies([{ name: 'jitt_optout', value: '1', url: stage.origin }])
	expect(await leave(page, -1)).toEqual([])
})

it('does all that the whole script does, by its attributes', async () => {
	const page = await open({
		attributes: 'data-allow-automation data-manual data-hash',
		body: '<a href="/files/list.pdf">List</a>',
	})
	expect(await bodies(stage, 0)).toEqual([])
	await page.evaluate(() => window.jitt?.('pageview'))
	await page.getByRole('link').click()
	const sent = (await bodies(stage, 2)).map(({ n, h, t }) => [n, h, t]).sort()
	expect(sent).toEqual([
		['File Download', true, 'Shop'],
		['pageview', true, 'Shop'],
	])
})
