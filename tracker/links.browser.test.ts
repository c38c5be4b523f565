/** Links, downloads, forms and tagged elements: what a click is called, and what is not a click. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { bodies, byName, openStage, type Parts, pageOf, person, type Stage } from './testing.ts'

const jitt = inject('jitt')
let browser: Browser
let stage: Stage
let context: BrowserContext
beforeAll(async () => {
	browser = await launch()
	stage = await openStage(jitt, 'links.localhost', '198.51.100.42')
})
afterAll(async () => {
	await browser.close()
	stage.close()
})
afterEach(async () => {
	await context.close()
	await bodies(stage, 0)
})

const BODY = `
	<a id="out" href="http://user:word@elsewhere.localhost/there?token=abc&utm_source=shop#part">Out</a>
	<a id="in" href="/inside?token=abc">In</a>
	<a id="mail" href="mailto:someone@example.org">Mail</a>
	<a id="file" href="/files/List.PDF?token=abc"><b>List</b></a>
	<a id="data" href="/files/table.parquet">Table</a>
	<button id="ours" data-jitt-event="Add to basket" data-jitt-tea="Hill + dale"><i>Add</i></button>
	<a id="theirs" href="/inside" class="big plausible-event-name=Sign+Up plausible-event-plan--free plausible-revenue-amount=9.50 plausible-revenue-currency=EUR">Sign up</a>
	<div data-jitt-event="Card" data-jitt-place="top"><button id="inner" data-jitt-event="Inner">Inner</button></div>
	<form id="plain"><input name="email" value="someone@example.org"><button id="send">Send</button></form>
	<form id="tagged" class="plausible-event-name=Join"><input required id="needed"><button id="join">Join</button></form>`

/** Opens the page; every way out of it is held up, so that all clicks are on one page. */
async function open(parts: Parts = {}, setup?: string): Promise<Page> {
	stage.html = pageOf(stage, { body: BODY, ...parts })
	context = await person(browser)
	const page = await context.newPage()
	await page.addInitScript(() => {
		const onLink = (event: Event) => event.target instanceof Element && event.target.closest('a')
		for (const type of ['click', 'auxclick']) addEventListener(type, (e) => onLink(e) && e.preventDefault())
		addEventListener('submit', (event) => event.preventDefault())
	})
	await page.goto(`${stage.origin}/shop`)
	if (setup) await page.evaluate(setup)
	await bodies(stage, 1)
	return page
}

const heard = async (count: number) =>
	byName(await bodies(stage, count)).map(({ n, p, $ }) => ($ ? [n, p, $] : [n, p]))

it('reports links to elsewhere without what only their parameters say', async () => {
	const page = await open()
	await page.click('#out')
	await page.click('#out', { button: 'middle' })
	const out = ['Outbound Link: Click', { url: 'http://elsewhere.localhost/there?utm_source=shop' }]
	expect(await heard(2)).toEqual([out, out])
})

it('says nothing of other clicks', async () => {
	const page = await open()
	await page.click('#in')
	await page.click('#mail')
	await page.click('#data')
	await page.click('#out', { button: 'right' })
	await page.click('body', { position: { x: 5, y: 500 } })
	expect(await heard(0)).toEqual([])
})

it('reports downloads, by the usual extensions or those that the site names', async () => {
	const page = await open()
	await page.click('#file b')
	expect(await heard(1)).toEqual([['File Download', { url: `${stage.origin}/files/List.PDF` }]])
	await context.close()
	// What a page says as it closes must not be taken for the next one's page view.
	await bodies(stage, 0)

	const other = await open(
		{ file: 'pa-x.js' },
		`plausible.init({ fileDownloads: { fileExtensions: ['parquet'] } })`,
	)
	await other.click('#file')
	await other.click('#data')
	expect(await heard(1)).toEqual([['File Download', { url: `${stage.origin}/files/table.parquet` }]])
})

it('reports a submitted form by its page alone, never by what was typed', async () => {
	const page = await open()
	await page.click('#send')
	const sent = await bodies(stage, 1)
	expect(sent.map(({ n, u, p }) => [n, u, p])).toEqual([['Form: Submission', `${stage.origin}/shop`, {}]])
	expect(JSON.stringify(sent)).not.toContain('someone')
})

it('reports a tagged form once, when it is valid', async () => {
	const page = await open()
	await page.click('#join')
	expect(await heard(0)).toEqual([])
	await page.fill('#needed', 'x')
	await page.click('#join')
	expect(await heard(1)).toEqual([['Join', {}]])
})

it('reports tagged elements, ours and those of Plausible', async () => {
	const page = await open()
	await page.click('#ours i')
	await page.click('#theirs')
	await page.click('#inner')
	expect(await heard(3)).toEqual([
		['Add to basket', { tea: 'Hill + dale' }],
		['Inner', { place: 'top' }],
		['Sign Up', { url: `${stage.origin}/inside`, plan: 'free' }, { amount: '9.50', currency: 'EUR' }],
	])
})

it("does under Plausible's older names only what the name says", async () => {
	const page = await open({ file: 'script.file-downloads.js' })
	await page.click('#out')
	await page.click('#send')
	await page.click('#file')
	expect(await heard(1)).toEqual([['File Download', { url: `${stage.origin}/files/List.PDF` }]])
})
