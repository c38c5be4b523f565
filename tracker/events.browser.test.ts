/** Custom events, our command and Plausible's, and the options of both. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import {
	bodies,
	byName,
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
beforeAll(async () => {
	browser = await launch()
	stage = await openStage(jitt, 'events.localhost', '198.51.100.41')
})
afterAll(async () => {
	await browser.close()
	stage.close()
})
afterEach(() => bodies(stage, 0))

async function open(parts: Parts, path = '/', setup?: () => void) {
	stage.html = pageOf(stage, parts)
	const context = await person(browser, setup)
	const page = await context.newPage()
	await page.goto(stage.origin + path)
	return { page, close: () => context.close() }
}

const JITT_STUB =
	'<script>window.jitt = window.jitt || function () { (jitt.q = jitt.q || []).push(arguments) }</script>'
const PLAUSIBLE_STUB =
	'<script>window.plausible = window.plausible || function () { (plausible.q = plausible.q || []).push(arguments) }</script>'

it('sends an event with its properties and revenue', async () => {
	const { page, close } = await open({})
	await bodies(stage, 1)
	await page.evaluate(() =>
		window.jitt?.('event', 'Order', {
			props: { plan: 'yearly', seats: 3 },
			revenue: { amount: 12.5, currency: 'EUR' },
			interactive: false,
		}),
	)
	expect(await bodies(stage, 1)).toEqual([
		{
			n: 'Order',
			d: stage.domain,
			h: false,
			u: `${stage.origin}/`,
			r: '',
			p: { plan: 'yearly', seats: 3 },
			$: { amount: 12.5, currency: 'EUR' },
			i: false,
		},
	])
	await close()
})

it('takes the calls that a page made before the script was there', async () => {
	const { close } = await open({
		head: `${JITT_STUB}<script>jitt('event', 'Early', { props: { n: 1 } }); jitt('event', 'Second')</script>`,
	})
	// What the page of the test before says as it closes may come late.
	const told = async () => (await bodies(stage, 3)).filter(({ n }) => n !== 'engagement')
	await expect
		.poll(async () => byName(await told()).map(({ n, p }) => [n, p]))
		.toEqual([
			['Early', { n: 1 }],
			['Second', {}],
			['pageview', {}],
		])
	await close()
})

it('answers to a classic Plausible snippet on which only the host was changed', async () => {
	const { page, close } = await open({
		file: 'script.outbound-links.tagged-events.js',
		head: `${PLAUSIBLE_STUB}<script>plausible('Early')</script>`,
	})
	await bodies(stage, 2)
	await page.evaluate(
		() =>
			new Promise((resolve) =>
				window.plausible?.('Signup', {
					props: { plan: 'free' },
					revenue: { currency: 'USD', amount: '9' },
					callback: (result) => resolve(Object.assign(window, { told: result?.status })),
				}),
			),
	)
	expect(await page.evaluate('told')).toBe(202)
	expect((await bodies(stage, 1)).map(({ n, p, $ }) => [n, p, $])).toEqual([
		['Signup', { plan: 'free' }, { currency: 'USD', amount: '9' }],
	])
	await close()
})

it('leaves page views to the page where the snippet says manual', async () => {
	const { page, close } = await open({ file: 'script.manual.js', head: PLAUSIBLE_STUB }, '/app?secret=1')
	await push(page, '/app/2')
	expect(await bodies(stage, 0)).toEqual([])
	await page.evaluate(() => window.plausible?.('pageview', { u: 'https://shop.example/virtual?token=1' }))
	await page.evaluate(() => window.plausible?.('Named', { url: '/other?token=1' }))
	expect(byName(await bodies(stage, 2)).map(({ n, u }) => [n, u])).toEqual([
		['Named', `${stage.origin}/other`],
		['pageview', 'https://shop.example/virtual'],
	])
	await close()
})

it("answers to Plausible's newest snippet, whose options come with init", async () => {
	stage.html = `<!doctype html><html><head><link rel="icon" href="data:,">
		<script async data-allow-automation src="${stage.edge.origin}/js/pa-A1b2-C3.js"></script>
		<script>
			window.plausible=window.plausible||function(){(plausible.q=plausible.q||[]).push(arguments)},
			plausible.init=plausible.init||function(i){plausible.o=i||{}};
			plausible.init({
				endpoint: '${stage.edge.origin}/api/event',
				hashBasedRouting: true,
				outboundLinks: false,
				customProperties: (name) => ({ of: name, plan: 'free' }),
			})
			plausible('Early', { props: { plan: 'paid' } })
		</script></head><body><a href="http://elsewhere.localhost/">out</a></body></html>`
	const context = await person(browser)
	const page = await context.newPage()
	await page.route('http://elsewhere.localhost/', (route) => route.fulfill({ body: 'there' }))
	await page.goto(`${stage.origin}/#/start`)
	expect(byName(await bodies(stage, 2)).map(({ n, d, u, p }) => [n, d, u, p])).toEqual([
		['Early', stage.domain, `${stage.origin}/#/start`, { of: 'Early', plan: 'paid' }],
		['pageview', stage.domain, `${stage.origin}/#/start`, { of: 'pageview', plan: 'free' }],
	])
	await page.evaluate(() => window.plausible?.init?.())
	await page.getByRole('link').click()
	expect((await bodies(stage, 0)).map(({ n }) => n).filter((n) => n !== 'engagement')).toEqual([])
	await context.close()
})

it('does nothing under a personal name until init is called, and nothing a second time', async () => {
	const { page, close } = await open({ file: 'pa-A1b2.js' })
	expect(await bodies(stage, 0)).toEqual([])
	await page.evaluate(() => window.plausible?.init?.({ autoCapturePageviews: false }))
	await page.evaluate(() => window.plausible?.init?.())
	expect(await bodies(stage, 0)).toEqual([])
	await page.evaluate(() => window.plausible?.('Only this'))
	expect(await visited(stage, 1)).toEqual(['Only this /'])
	await close()
})

it('counts once where a page holds the script twice', async () => {
	const { close } = await open({
		body: `<script data-domain="events.localhost" data-allow-automation src="${stage.edge.origin}/js/jitt.js"></script>`,
	})
	expect(await visited(stage, 1)).toEqual(['pageview /'])
	await close()
})

it('sends to another address where the snippet names one', async () => {
	const { close } = await open({
		attributes: `data-allow-automation data-api="${stage.edge.origin}/api/event?other"`,
		file: 'script.js',
	})
	expect(await visited(stage, 1)).toEqual(['pageview /'])
	await close()
})

it('leaves a tracker alone that the page has beside ours', async () => {
	const { page, close } = await open({
		head: '<script>window.plausible = () => "theirs"</script>',
	})
	await bodies(stage, 1)
	expect(await page.evaluate('[plausible(), typeof jitt]')).toEqual(['theirs', 'function'])
	await close()
})
