/** What the overview says when there is nothing to show, when something is wrong, and when somebody arrives. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { within } from '../scripts/ask.ts'
import { launch } from '../scripts/browser.ts'
import { cardOf, ownerAt, rowsOf, siteWith, view } from './overview-testing.ts'

const jitt = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

const open = (domain: string, search = ''): Promise<Page> => ownerAt(jitt, browser, `/${domain}${search}`)
const visitors = (page: Page) => () => cardOf(page, 'Visitors')

it('leads to the snippet while nothing has arrived, and shows the first visit by itself', async () => {
	const domain = await siteWith(jitt, [])
	const page = await open(domain)
	await page.getByText('No visit has arrived yet').waitFor()
	const install = page.getByRole('link', { name: 'Install the snippet' })
	expect(await install.getAttribute('href')).toBe(`/${domain}/install`)
	expect(await cardOf(page, 'Visitors')).toBe('0')

	await view(jitt, domain, '/first', { address: '203.0.113.151' })
	const sent = Date.now()
	await page.getByText('/first', { exact: true }).waitFor({ timeout: 5_000 })
	expect(Date.now() - sent).toBeLessThan(5_000)
	expect(await within(2, visitors(page), (value) => value === '1')).toBe('1')
	await page.getByText('1 current visitor', { exact: true }).waitFor({ timeout: 5_000 })
	await page.context().close()
})

it('adds a visit that arrives within five seconds, without a reload', async () => {
	const domain = await siteWith(jitt, [{ ago: 2, pages: ['/'] }])
	const page = await open(domain)
	expect(await within(5, visitors(page), (value) => value === '1')).toBe('1')
	await page.evaluate(() => document.body.setAttribute('data-same-page', ''))
	// Who reads a point of the chart goes on reading it.
	const chart = page.getByRole('slider')
	await chart.focus()
	await page.keyboard.press('Home')
	await page.keyboard.press('ArrowRight')
	const pointed = async () => [
		await chart.getAttribute('aria-valuenow'),
		await page.locator('.line-chart-tip').count(),
	]
	expect(await pointed()).toEqual(['1', 1])

	// Twice, so that it is no matter of the moment at which the page happens to ask.
	for (const [path, address, count] of [
		['/live-a', '203.0.113.152', '2'],
		['/live-b', '203.0.113.153', '3'],
	] as const) {
		await view(jitt, domain, path, { address })
		await page.getByText(path, { exact: true }).waitFor({ timeout: 5_000 })
		expect(await within(1, visitors(page), (value) => value === count)).toBe(count)
	}
	expect(await page.locator('body[data-same-page]').count()).toBe(1)
	expect(await pointed()).toEqual(['1', 1])
	await page.context().close()
})

it('tells an empty period from filters that nothing matches', async () => {
	const domain = await siteWith(jitt, [{ ago: 20, pages: ['/old'] }])
	const page = await open(domain, '?period=7d')
	await page.getByText('No visits in this period').waitFor()
	await page.getByRole('button', { name: 'Show all time' }).click()
	await page.getByText('/old', { exact: true }).waitFor()
	expect(new URL(page.url()).search).toBe('?period=all')

	await page.goto(`${jitt.baseUrl}/${domain}?f=is,page,/nowhere`)
	await page.getByText('Nothing matches these filters').waitFor()
	await page.getByRole('button', { name: 'Clear the filters' }).click()
	await page.getByText('/old', { exact: true }).waitFor()
	expect(new URL(page.url()).search).toBe('')
	await page.context().close()
})

it('keeps the last numbers when the server does not answer, and gets new ones when it does', async () => {
	const domain = await siteWith(jitt, [{ ago: 2, pages: ['/kept'] }])
	const page = await open(domain)
	await page.getByText('/kept', { exact: true }).waitFor()
	await page.context().route('**/api/dashboard/**', (route) => route.abort())
	await page.getByRole('button', { name: 'Page views' }).click()
	await page.getByText('The server cannot be reached.').waitFor({ timeout: 15_000 })
	expect([await cardOf(page, 'Visitors'), await rowsOf(page, 'Pages')]).toEqual(['1', [['/kept', '1']]])
	await page.context().unroute('**/api/dashboard/**')
	await page.getByRole('button', { name: 'Try again' }).click()
	await page.getByText('The server cannot be reached.').waitFor({ state: 'detached' })
	await page.getByRole('slider', { name: 'Page views over time' }).waitFor()
	await page.context().close()
})

it('says when statistics are behind, since when, and how much waits', async () => {
	const domain = await siteWith(jitt, [{ ago: 2, pages: ['/before'] }])
	const page = await open(domain)
	await page.getByText('/before', { exact: true }).waitFor()
	// A database that does not answer cannot be had from an instance that other tests use at the same time (there
	// is scripts/outage.browser.test.ts for the real thing): the answers are those that the API gives then.
	const behindSince = new Date(Date.now() - 12 * 60_000).toISOString()
	await page.context().route('**/api/dashboard/**', async (route) => {
		const state = { commit: 1_000_000, pending: 1234, behind_since: behindSince }
		if (route.request().url().endsWith('/now')) {
			return route.fulfill({ status: 503, json: { error: 'The statistics cannot be read at the moment' } })
		}
		const { queries } = JSON.parse(route.request().postData() ?? '{}')
		// What else the page shows does not hang on the database of traffic.
		if (!queries) return route.fallback()
		const answers = queries.map(() => ({
			error: 'The statistics cannot be read at the moment',
			status: 503,
		}))
		return route.fulfill({ json: { answers, state } })
	})
	await page.getByRole('button', { name: 'Page views' }).click()
	const notice = page.getByRole('status').filter({ hasText: 'Statistics are behind' })
	await notice.waitFor({ timeout: 15_000 })
	expect(await notice.textContent()).toContain('(12 minutes)')
	expect(await notice.textContent()).toContain('1,234 events wait safely')
	expect([await cardOf(page, 'Visitors'), await rowsOf(page, 'Pages')]).toEqual(['1', [['/before', '1']]])
	await page.context().unroute('**/api/dashboard/**')
	await notice.waitFor({ state: 'detached', timeout: 20_000 })
	await page.context().close()
})
