/** Page views: which are counted, when, and what is sent of them. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { ask, within } from '../scripts/ask.ts'
import { AGENT, launch } from '../scripts/browser.ts'
import { ensureChromium } from '../scripts/chromium.ts'
import { arrived, bodies, byName, openStage, pageOf, person, push, type Stage, visited } from './testing.ts'

const jitt = inject('jitt')
let browser: Browser
let stage: Stage
beforeAll(async () => {
	browser = await launch()
	stage = await openStage(jitt, 'pages.localhost', '198.51.100.40')
})
afterAll(async () => {
	await browser.close()
	stage.close()
})
beforeEach(() => {
	stage.html = pageOf(stage)
})
// What a page says as it goes belongs to its own test.
afterEach(() => bodies(stage, 0))

it('counts a page view with its address, its referrer and nothing else', async () => {
	const context = await person(browser)
	const page = await context.newPage()
	await page.goto(`${stage.origin}/from?token=abc`)
	await bodies(stage, 1)
	await page.evaluate(() => {
		location.href = '/to?utm_source=letter&ref=friend&utm_id=7&session=abc123&fbclid=click-of-a-person#part'
	})
	const [view, ...rest] = (await arrived(stage, 1)).filter(({ body }) => body.n === 'pageview')
	expect(rest).toEqual([])
	expect(view?.body).toEqual({
		n: 'pageview',
		d: stage.domain,
		h: false,
		u: `${stage.origin}/to?utm_source=letter&ref=friend&utm_id=7&fbclid=`,
		r: `${stage.origin}/from`,
		p: {},
	})
	expect([view?.status, view?.reason]).toEqual([202, undefined])
	expect(view?.headers['content-type']).toMatch(/^text\/plain/)
	for (const name of ['cookie', 'referer', 'authorization']) expect(view?.headers[name]).toBeUndefined()
	await context.close()
})

it('is counted by the instance', async () => {
	const context = await person(browser)
	const page = await context.newPage()
	await page.goto(`${stage.origin}/counted?utm_source=poster`)
	await bodies(stage, 1)
	await context.close()
	const counted = await within(
		5,
		() =>
			ask(jitt, stage.domain, {
				metrics: ['pageviews'],
				dimensions: ['event:page'],
				filters: [['is', 'event:page', ['/counted']]],
			}),
		(rows) => rows.length > 0,
	)
	expect(counted).toEqual([{ dimensions: ['/counted'], metrics: [1] }])
})

it('follows an application that changes the address without loading a page', async () => {
	const context = await person(browser)
	const page = await context.newPage()
	await page.goto(`${stage.origin}/one`)
	await bodies(stage, 1)
	await push(page, '/two')
	await push(page, '/two?page=2')
	await push(page, '/two#part')
	await page.evaluate(() => history.replaceState(null, '', '/replaced'))
	await push(page, '/three')
	await page.evaluate(() => history.go(-3))
	const seen = (await visited(stage, 3)).filter((line) => line.startsWith('pageview'))
	expect(seen.sort()).toEqual(['pageview /three', 'pageview /two', 'pageview /two'])
	await context.close()
})

it('counts fragments as pages only where the site asks for it, without what looks like parameters', async () => {
	const context = await person(browser)
	const page = await context.newPage()
	const go = (hash: string) =>
		page.evaluate((to) => {
			location.hash = to
		}, hash)
	await page.goto(`${stage.origin}/plain#/start`)
	await go('/ignored')
	expect(await visited(stage, 1)).toEqual(['pageview /plain'])

	stage.html = pageOf(stage, { attributes: 'data-hash data-allow-automation' })
	await page.goto(`${stage.origin}/app#/start`)
	await bodies(stage, 1)
	await go('/cart?coupon=secret')
	await go('access_token=secret')
	const views = byName(await bodies(stage, 2)).filter(({ n }) => n === 'pageview')
	expect(views.map(({ u, h }) => [u, h])).toEqual([
		[`${stage.origin}/app#/cart`, true],
		[`${stage.origin}/app#access_token`, true],
	])
	await context.close()
})

it('waits with a page in a background tab until somebody looks', async () => {
	const context = await person(browser, () => {
		let hidden = true
		Object.defineProperty(document, 'hidden', { get: () => hidden })
		Object.assign(window, {
			reveal() {
				hidden = false
				document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
			},
		})
	})
	const page = await context.newPage()
	stage.html = pageOf(stage, {
		body: `<script>addEventListener('load', () => jitt('event', 'Loaded'))</script>`,
	})
	await page.goto(`${stage.origin}/background`)
	expect(await bodies(stage, 0)).toEqual([])
	await page.evaluate('reveal()')
	expect((await visited(stage, 2)).sort()).toEqual(['Loaded /background', 'pageview /background'])
	await context.close()
})

it('counts a page that comes back out of the back/forward cache', async () => {
	const cached = await chromium.launch({
		executablePath: ensureChromium(),
		args: ['--no-sandbox', '--disable-gpu'],
		ignoreDefaultArgs: ['--disable-back-forward-cache'],
	})
	const context = await person(cached)
	const page = await context.newPage()
	await page.goto(`${stage.origin}/first`)
	await page.evaluate(() =>
		addEventListener('pageshow', (event) => Object.assign(window, { restored: event.persisted })),
	)
	await bodies(stage, 1)
	await page.goto(`${stage.origin}/second`)
	await bodies(stage, 1)
	await page.goBack({ waitUntil: 'commit' })
	const seen = (await visited(stage, 1)).filter((line) => line.startsWith('pageview'))
	expect(await page.evaluate('restored')).toBe(true)
	expect(seen).toEqual(['pageview /first'])
	await cached.close()
})

// Chromium prepares no page ahead while it is driven from outside: this one runs by itself, and site and edge
// tell what it did.
it('counts a prerendered page when it is shown, not before', async () => {
	stage.html = pageOf(stage, {
		head: `<script>
			if (location.pathname === '/ahead') {
				document.addEventListener('prerenderingchange', () => fetch('/activated'))
				if (document.prerendering) fetch('/prepared')
			} else setTimeout(() => { location.href = '/ahead' }, 4000)
		</script>
		<script type="speculationrules">
			{ "prerender": [{ "source": "list", "urls": ["/ahead"], "eagerness": "immediate" }] }
		</script>`,
	})
	stage.asked.length = 0
	const profile = mkdtempSync(join(tmpdir(), 'jitt-profile-'))
	const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0']
	const alone = spawn(
		ensureChromium(),
		[...args, `--user-data-dir=${profile}`, `--user-agent=${AGENT}`, `${stage.origin}/start`],
		{ stdio: 'ignore' },
	)
	const asked = (url: string) =>
		within(
			20,
			async () => stage.asked.find((one) => one.url === url),
			(found) => found !== undefined,
		)
	try {
		expect((await asked('/prepared'))?.purpose).toContain('prerender')
		const before = await visited(stage, 1)
		expect(before).toEqual(['pageview /start'])
		expect(await asked('/activated')).toBeDefined()
		expect(await visited(stage, 2)).toContain('pageview /ahead')
	} finally {
		alone.kill()
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
	}
})

it('has a smaller script for page views alone', async () => {
	stage.html = pageOf(stage, { file: 'core.js', body: '<a href="http://elsewhere.localhost/">out</a>' })
	const context = await person(browser)
	const page = await context.newPage()
	await page.goto(`${stage.origin}/small?utm_source=letter&session=abc`)
	await push(page, '/small/next')
	await page.evaluate(() => dispatchEvent(new Event('blur')))
	expect(byName(await bodies(stage, 2))).toEqual([
		{ n: 'pageview', d: stage.domain, u: `${stage.origin}/small/next`, r: '' },
		{ n: 'pageview', d: stage.domain, u: `${stage.origin}/small?utm_source=letter`, r: '' },
	])
	await context.close()
})
