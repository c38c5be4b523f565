/** What leaves the account, in a real browser: the public page of a site, and the counts of honoured wishes. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { AGENT, launch } from '../scripts/browser.ts'
import { newSite, signedIn, unnamed, watched } from './watched.ts'

const { baseUrl } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

const DAY = 86_400_000
/** Yesterday: 30 from Germany, 12 from Norway, 2 from Malta. */
const COUNTRIES = Array.from({ length: 44 }, (_, i) => (i < 30 ? 'DE' : i < 42 ? 'NO' : 'MT'))

it('anybody reads the statistics of a shared site, without its small cells', async () => {
	const owner = await watched(browser, baseUrl)
	await signedIn(owner, baseUrl)
	const domain = await newSite(owner, baseUrl)
	const headers = { origin: baseUrl }
	const date = new Date(Date.now() - DAY).toISOString().slice(0, 10)
	const lines = COUNTRIES.map((country, i) =>
		JSON.stringify({
			...{ timestamp: `${date}T10:00:00Z`, visitor_id: `v${i}`, country },
			url: `https://${domain}/${i % 2 ? '' : 'teas'}`,
		}),
	)
	const imported = await owner.context.request.post(`/api/v1/sites/${domain}/events/import`, {
		data: lines.join('\n'),
		headers: { ...headers, 'content-type': 'application/x-ndjson' },
	})
	expect(await imported.json()).toMatchObject({ kept: 44 })

	const seen = await watched(browser, baseUrl)
	const { page, complaints, elsewhere } = seen
	await page.goto(`/public/${domain}`)
	await page.getByRole('heading', { name: 'There are no public statistics here' }).waitFor()
	expect(complaints.splice(0)).toEqual([expect.stringContaining('404')])

	const privacy = { shared: true }
	// A short memory: told by days, whatever day of the month it is.
	const data = { privacy, retention_days: 100 }
	const shared = await owner.context.request.put(`/api/v1/sites/${domain}`, { data, headers })
	expect(shared.status(), await shared.text()).toBe(200)
	await page.reload()
	const countries = page.getByRole('region', { name: 'Countries' })
	await countries.getByText('Germany').waitFor()
	expect(await countries.locator('tbody tr').allTextContents()).toEqual(['DEGermany30', 'Other15'])
	// Totals and lists are asked for one by one, and come in any order.
	await page.locator('.public-totals .metric').filter({ hasText: 'Visitors45' }).waitFor()
	const said = (await page.locator('main').textContent()) ?? ''
	for (const hidden of ['Norway', 'Malta']) expect(said).not.toContain(hidden)
	expect(said).toContain('Fewer than 10 visitors now')
	expect(await page.title()).toBe(`${domain} · Jitt`)
	expect(await unnamed(seen)).toEqual([])

	await page.setViewportSize({ width: 360, height: 740 })
	await page.getByLabel('Period').selectOption('12mo')
	await page.getByLabel('Period').selectOption('7d')
	await countries.getByText('Germany').waitFor()
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
	expect([complaints, elsewhere]).toEqual([[], []])
	await Promise.all([seen.context.close(), owner.context.close()])
})

it('counts the wishes that were honoured, for the owner', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints } = seen
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await page.goto(`/${domain}/privacy`)
	await page.getByRole('link', { name: 'Wishes honoured' }).click()
	await page.getByText('No wish had to be honoured in this time').waitFor()

	for (const signal of ['sec-gpc', 'sec-gpc', 'dnt']) {
		const answer = await fetch(`${baseUrl}/api/event`, {
			method: 'POST',
			headers: { [signal]: '1', 'user-agent': AGENT, 'cf-connecting-ip': '192.0.2.90' },
			body: JSON.stringify({ n: 'pageview', u: `https://${domain}/`, d: domain }),
		})
		expect(answer.headers.get('x-jitt-reason')).toBe(signal === 'dnt' ? 'dnt' : 'gpc')
	}
	await page.reload()
	const wishes = page.getByRole('region', { name: 'By wish' })
	await wishes.getByText('3 in all').waitFor()
	expect(await wishes.locator('tbody tr').allTextContents()).toEqual([
		'Global Privacy Control2',
		'Do Not Track1',
	])
	expect(await page.getByRole('region', { name: 'By day' }).locator('tbody tr').count()).toBe(1)
	await page.getByLabel('Period').selectOption('7')
	await wishes.getByText('3 in all').waitFor()
	expect(await unnamed(seen)).toEqual([])
	expect(complaints).toEqual([])
	await context.close()
})
