/** How long and how far a page was looked at. Times are a person's, so bounds are all that can be said of them. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { arrived, bodies, openStage, pageOf, person, push, type Stage } from './testing.ts'

const jitt = inject('jitt')
let browser: Browser
let stage: Stage
let context: BrowserContext
let page: Page
beforeAll(async () => {
	browser = await launch()
	stage = await openStage(jitt, 'engagement.localhost', '198.51.100.43')
	stage.html = pageOf(stage)
})
afterAll(async () => {
	await browser.close()
	stage.close()
})
beforeEach(async () => {
	context = await person(browser)
	page = await context.newPage()
	await page.goto(`${stage.origin}/long?token=abc`)
	// Otherwise a driven browser says of every page that it has the focus. Holds for the page that is open.
	const session = await context.newCDPSession(page)
	await session.send('Emulation.setFocusEmulationEnabled', { enabled: false })
	await bodies(stage, 1)
})
afterEach(async () => {
	await context.close()
	await bodies(stage, 0)
})

const engagements = async (count: number) =>
	(await bodies(stage, count)).filter(({ n }) => n === 'engagement')

/** The person turns to another tab. */
async function turnAway(): Promise<Page> {
	const other = await context.newPage()
	await other.bringToFront()
	// By the clock: nothing is drawn in a tab that nobody looks at.
	await page.waitForFunction(() => !document.hasFocus(), null, { polling: 50 })
	return other
}

it('tells time and depth when the person turns away, once, with the address of the page view', async () => {
	await turnAway()
	const [arrival, ...more] = await arrived(stage, 1)
	expect(more).toEqual([])
	expect(arrival?.body).toEqual({
		n: 'engagement',
		d: stage.domain,
		h: false,
		u: `${stage.origin}/long`,
		p: {},
		// 900 of 3000 pixels.
		sd: 30,
		e: expect.any(Number),
	})
	expect(arrival?.body.e).toBeGreaterThan(300)
	expect(arrival?.body.e).toBeLessThan(10_000)
	expect([arrival?.status, arrival?.reason]).toEqual([202, undefined])
})

it('tells nothing again until the person has been there longer or read further', async () => {
	const other = await turnAway()
	await engagements(1)
	await page.bringToFront()
	await other.bringToFront()
	expect(await engagements(0)).toEqual([])

	await page.bringToFront()
	await page.evaluate(() => scrollTo(0, 1500))
	await wait(300)
	await other.bringToFront()
	const [deeper] = await engagements(1)
	expect(deeper?.sd).toBe(80)

	await page.bringToFront()
	await page.evaluate(() => scrollTo(0, 0))
	await wait(3200)
	await other.bringToFront()
	const [longer] = await engagements(1)
	expect(longer?.sd).toBe(80)
	expect(longer?.e).toBeGreaterThanOrEqual(3000)
})

it('does not count the time in which another tab has the focus', async () => {
	const other = await turnAway()
	await engagements(1)
	await wait(3500)
	await page.bringToFront()
	await page.evaluate(() => scrollTo(0, 600))
	await wait(300)
	await other.bringToFront()
	const [beacon] = await engagements(1)
	expect(beacon?.sd).toBe(50)
	expect(beacon?.e).toBeLessThan(3000)
})

it('tells of the page that an application leaves, and begins anew with the next', async () => {
	await page.evaluate(() => scrollTo(0, 2100))
	await wait(300)
	await push(page, '/next')
	expect((await engagements(2)).map(({ u, sd }) => [u, sd])).toEqual([[`${stage.origin}/long`, 100]])
	await page.evaluate(() => scrollTo(0, 0))
	await wait(300)
	await push(page, '/last')
	const [next] = await engagements(2)
	expect(next?.u).toBe(`${stage.origin}/next`)
})

it('tells when the page is left and when the tab is closed', async () => {
	await page.goto(`${stage.origin}/other`)
	expect((await engagements(2)).map(({ u }) => u)).toEqual([`${stage.origin}/long`])
	await wait(300)
	await page.close()
	expect((await engagements(1)).map(({ u }) => u)).toEqual([`${stage.origin}/other`])
})

it('measures a page that grows while it loads', async () => {
	await page.evaluate(() => {
		document.body.style.height = '9000px'
	})
	await wait(500)
	await turnAway()
	const [beacon] = await engagements(1)
	expect(beacon?.sd).toBe(10)
})
