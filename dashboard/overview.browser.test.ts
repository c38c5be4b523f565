/**
 * An owner reads the statistics of a site: what is shown, filtered, compared and operated by keys. Longer than
 * most files, since all of it looks at one site with traffic.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { within } from '../scripts/ask.ts'
import { launch } from '../scripts/browser.ts'
import { cardOf, dateAgo, ownerAt, rowsOf, siteWith, told, type Visit, view } from './overview-testing.ts'

const jitt = inject('jitt')
let browser: Browser
let domain: string
beforeAll(async () => {
	browser = await launch()
	const visits = Array.from(
		{ length: 60 },
		(_, i): Visit => ({
			ago: 1 + ((i * 7) % 50),
			pages: i % 3 === 0 ? ['/'] : ['/', i % 2 ? '/teas/' : '/journal/iced-mint', `/p/${i % 11}`],
			country: ['DE', 'NZ', 'FR'][i % 3] ?? '',
			city: ['Berlin', 'Dunedin', 'Paris'][i % 3] ?? '',
			browser: i % 4 ? 'Firefox' : 'Chrome',
			...(i % 5 < 2 ? { referrer: 'https://www.google.com/' } : {}),
		}),
	)
	domain = await siteWith(jitt, visits)
	await view(jitt, domain, '/teas/', { address: '203.0.113.141' })
	await view(jitt, domain, '/', { address: '203.0.113.142', referrer: 'https://duckduckgo.com/' })
	await view(jitt, domain, '/', { address: '203.0.113.142', name: 'Sign-up' })
})
afterAll(() => browser.close())

const ready = (page: Page) =>
	page.getByRole('region', { name: 'Pages' }).locator('tbody tr').first().waitFor()

async function open(search = '', options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
	const page = await ownerAt(jitt, browser, `/${domain}${search}`, options)
	await ready(page)
	return page
}

/** Number of queries in every request for statistics that the page makes from here on. */
function requestsOf(page: Page): number[] {
	const sizes: number[] = []
	page.on('request', (request) => {
		if (request.url().endsWith('/query')) sizes.push(JSON.parse(request.postData() ?? '{}').queries.length)
	})
	return sizes
}

const GOOGLE = ['is', 'visit:source', ['Google']]

it('shows what the public API says', async () => {
	const page = await open()
	const totals = await told(jitt, domain, { metrics: ['visitors', 'visits', 'pageviews', 'bounce_rate'] })
	const [visitors = 0, visits = 0, pageviews = 0, bounces = 0] = totals[0]?.metrics ?? []
	expect(visitors).toBeGreaterThan(20)
	expect([await cardOf(page, 'Visitors'), await cardOf(page, 'Visits')]).toEqual([`${visitors}`, `${visits}`])
	expect([await cardOf(page, 'Page views'), await cardOf(page, 'Bounce rate')]).toEqual([
		`${pageviews}`,
		`${bounces}%`,
	])
	for (const [panel, dimension] of [
		['Sources', 'visit:source'],
		['Pages', 'event:page'],
		['Devices', 'visit:browser'],
	] as const) {
		const rows = await told(jitt, domain, {
			metrics: ['visitors'],
			dimensions: [dimension],
			pagination: { limit: 9 },
		})
		expect([panel, await rowsOf(page, panel)]).toEqual([
			panel,
			rows.map((row) => [row.dimensions[0], String(row.metrics[0])]),
		])
	}
	expect((await rowsOf(page, 'Locations')).map(([name]) => name)).toEqual(
		expect.arrayContaining(['Germany', 'New Zealand', 'France']),
	)
	expect(await rowsOf(page, 'Events')).toEqual([['Sign-up', '1']])
	await page.context().close()
})

it('draws every day, and says so to screen readers', async () => {
	const page = await open()
	const rows = await told(jitt, domain, { metrics: ['visitors'], dimensions: ['time:day'] })
	const cells = await page.getByRole('table', { name: 'Visitors over time' }).locator('tbody tr').all()
	expect(cells).toHaveLength(28)
	const shown = await Promise.all(cells.map((cell) => cell.locator('td').first().textContent()))
	const days = Array.from({ length: 28 }, (_, i) => dateAgo(27 - i))
	const known = new Map(rows.map((row) => [row.dimensions[0], row.metrics[0]]))
	expect(shown).toEqual(days.map((day) => String(known.get(day) ?? 0)))
	await page.context().close()
})

it('filters by a row; the address holds the view, and back undoes it', async () => {
	const page = await open()
	const all = await cardOf(page, 'Visitors')
	await page.getByRole('button', { name: 'Google' }).click()
	const [row] = await told(jitt, domain, { metrics: ['visitors'], filters: [GOOGLE] })
	const filtered = String(row?.metrics[0])
	expect(filtered).not.toBe(all)
	const card = () => cardOf(page, 'Visitors')
	expect(await within(5, card, (value) => value === filtered)).toBe(filtered)
	expect(new URL(page.url()).search).toBe('?f=is,source,Google')
	await page.getByText('Source is Google').waitFor()

	// A second filter combines with the first; a shared link shows the same.
	await page.getByRole('region', { name: 'Pages' }).getByRole('button', { name: '/teas/' }).click()
	const both = [GOOGLE, ['is', 'event:page', ['/teas/']]]
	const [narrow] = await told(jitt, domain, { metrics: ['visitors'], filters: both })
	const narrowed = String(narrow?.metrics[0])
	expect(await within(5, card, (value) => value === narrowed)).toBe(narrowed)
	const shared = await open(new URL(page.url()).search)
	expect(
		await within(
			5,
			() => cardOf(shared, 'Visitors'),
			(value) => value === narrowed,
		),
	).toBe(narrowed)
	await shared.context().close()

	await page.goBack()
	expect(await within(5, card, (value) => value === filtered)).toBe(filtered)
	await page.getByRole('button', { name: 'Remove filter: Source is Google' }).click()
	expect(await within(5, card, (value) => value === all)).toBe(all)
	expect(new URL(page.url()).search).toBe('')
	await page.context().close()
})

it('filters by what the dialog says', async () => {
	const page = await open()
	await page.getByRole('button', { name: 'Filter', exact: true }).click()
	const dialog = page.getByRole('dialog', { name: 'Filter' })
	await dialog.getByLabel('What').selectOption('Page')
	await dialog.getByLabel('How').selectOption('does not contain')
	await dialog.getByLabel('Value').fill('TEAS')
	await dialog.getByRole('button', { name: 'Add filter' }).click()
	await page.getByText('Page does not contain TEAS').waitFor()
	const filters = [['contains_not', 'event:page', ['teas']]]
	const [row] = await told(jitt, domain, { metrics: ['visitors'], filters })
	const expected = String(row?.metrics[0])
	expect(
		await within(
			5,
			() => cardOf(page, 'Visitors'),
			(value) => value === expected,
		),
	).toBe(expected)
	expect((await rowsOf(page, 'Pages')).map(([name]) => name)).not.toContain('/teas/')
	await page.context().close()
})

it('asks everything in one request, and a tab alone', async () => {
	const page = await open()
	const requests = requestsOf(page)
	await page.reload()
	await ready(page)
	expect(requests.splice(0)).toEqual([7])
	await page.getByRole('tab', { name: 'Entry pages' }).click()
	const entries = await told(jitt, domain, { metrics: ['visitors'], dimensions: ['visit:entry_page'] })
	const first = String(entries[0]?.metrics[0])
	expect(
		await within(
			5,
			() => rowsOf(page, 'Pages'),
			([row]) => row?.[1] === first,
		),
	).toContainEqual([entries[0]?.dimensions[0], first])
	expect(requests).toEqual([1])
	expect(new URL(page.url()).search).toBe('?pages=entry_page')
	await page.context().close()
})

it('compares with the period before, unless told not to', async () => {
	const page = await open()
	const card = page.locator('.metric', { hasText: 'Visitors' })
	await card.getByText(/ from \d+/).waitFor()
	const legend = page.locator('.graph-legend li')
	expect(await legend.count()).toBe(2)
	await page.keyboard.press('x')
	await within(
		5,
		() => legend.count(),
		(count) => count === 1,
	)
	expect([await legend.count(), await card.getByText(/ from \d+/).count()]).toEqual([1, 0])
	expect(new URL(page.url()).search).toBe('?compare=off')
	await page.context().close()
})

it('shows all rows of a list, searched and sorted', async () => {
	const page = await open()
	await page.getByRole('button', { name: 'Show all: Pages' }).click()
	const dialog = page.getByRole('dialog', { name: 'Pages' })
	const pages = await told(jitt, domain, { metrics: ['visitors'], dimensions: ['event:page'] })
	await dialog.getByText(`1–${pages.length} of ${pages.length}`).waitFor()
	expect(await dialog.locator('tbody tr').count()).toBe(pages.length)
	await dialog.getByLabel('Search pages').fill('MINT')
	await dialog.getByText('1–1 of 1').waitFor()
	expect(await dialog.locator('.list-text').allTextContents()).toEqual(['/journal/iced-mint'])
	await dialog.getByLabel('Search pages').fill('')
	await dialog.getByRole('button', { name: 'Sort by visitors, lowest first' }).click()
	const least = String(Math.min(...pages.map((row) => row.metrics[0] ?? 0)))
	const first = dialog.locator('tbody td').first()
	expect(
		await within(
			5,
			() => first.textContent(),
			(text) => text === least,
		),
	).toBe(least)
	await page.keyboard.press('Escape')
	await dialog.waitFor({ state: 'detached' })
	await page.context().close()
})

it('is operated by keys: tabs, menus, the chart', async () => {
	const page = await open()
	await page.getByRole('tab', { name: 'Browsers' }).focus()
	await page.keyboard.press('ArrowRight')
	await page.waitForURL(/devices=os/)

	await page.getByRole('button', { name: /^Period:/ }).focus()
	await page.keyboard.press('Enter')
	await page.keyboard.press('Home')
	await page.keyboard.press('ArrowDown')
	await page.keyboard.press('ArrowDown')
	await page.keyboard.press('Enter')
	await page.waitForURL(/period=yesterday/)
	expect(await page.getByRole('button', { name: 'Period: Yesterday' }).count()).toBe(1)
	await page.getByText('hours add up to more than the day').waitFor()

	await page.locator('h1').click()
	await page.keyboard.press('w')
	await page.waitForURL(/period=7d/)
	const chart = page.getByRole('slider', { name: 'Visitors over time' })
	await chart.focus()
	await page.keyboard.press('Home')
	await page.keyboard.press('ArrowRight')
	const [day] = await told(jitt, domain, { metrics: ['visitors'], date_range: [dateAgo(5), dateAgo(5)] })
	const words = await chart.getAttribute('aria-valuetext')
	expect(words).toMatch(new RegExp(`: ${day?.metrics[0]} visitors; compared with \\d+ on `))
	await page.keyboard.press('Enter')
	await page.waitForURL(new RegExp(`period=day&date=${dateAgo(5)}`))
	await page.context().close()
})

it('shows the days that are asked for, and those before and after', async () => {
	const page = await open()
	await page.keyboard.press('c')
	const dialog = page.getByRole('dialog', { name: 'Custom range' })
	await dialog.getByLabel('First day').fill(dateAgo(10))
	await dialog.getByLabel('Last day').fill(dateAgo(12))
	await dialog.getByRole('button', { name: 'Show' }).click()
	await dialog.getByText('The last day comes before the first').waitFor()
	await dialog.getByLabel('First day').fill(dateAgo(14))
	await dialog.getByRole('button', { name: 'Show' }).click()
	await page.waitForURL(`**/${domain}?period=custom&from=${dateAgo(14)}&to=${dateAgo(12)}`)
	const shows = async (first: number, last: number) => {
		const days = [dateAgo(first), dateAgo(last)]
		const [row] = await told(jitt, domain, { metrics: ['pageviews'], date_range: days })
		const wanted = String(row?.metrics[0])
		const card = () => cardOf(page, 'Page views')
		expect([days, await within(5, card, (value) => value === wanted)]).toEqual([days, wanted])
	}
	await shows(14, 12)
	await page.getByRole('button', { name: 'Previous period', exact: true }).click()
	await shows(17, 15)
	await page.locator('h1').click()
	await page.keyboard.press('ArrowRight')
	await page.keyboard.press('ArrowRight')
	await shows(11, 9)
	await page.context().close()
})

it('is as good in the dark', async () => {
	const page = await open()
	const look = () =>
		page.evaluate(() => [
			getComputedStyle(document.body.parentElement ?? document.body).backgroundColor,
			document.querySelector('canvas')?.toDataURL() ?? '',
		])
	await page.locator('canvas').waitFor()
	const light = await look()
	await page.emulateMedia({ colorScheme: 'dark' })
	const dark = await within(5, look, ([background, canvas]) => background !== light[0] && canvas !== light[1])
	expect(dark[0]).not.toBe(light[0])
	expect(dark[1]).not.toBe(light[1])
	await page.context().close()
})

it.each([360, 390])('fits a phone of %d pixels', async (width) => {
	const page = await open('', { viewport: { width, height: 780 }, hasTouch: true, isMobile: true })
	await page.locator('canvas').waitFor()
	const widths = () => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
	expect(await widths()).toEqual([width, width])
	await page.getByRole('button', { name: 'Show all: Pages' }).click()
	await page.getByRole('dialog', { name: 'Pages' }).locator('tbody tr').first().waitFor()
	expect(await widths()).toEqual([width, width])
	await page.context().close()
})
