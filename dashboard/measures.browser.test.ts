/** Goals, funnels and segments in a real browser. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { newSite, signedIn, watched } from './watched.ts'

const { baseUrl } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

it('makes a goal, a funnel and a segment, looks at them, and takes them away', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints } = seen
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	const lines = ['a', 'b', 'c', 'd'].flatMap((visitor, i) =>
		['/', ...(i < 3 ? ['/pricing'] : []), ...(i < 1 ? ['/thanks'] : [])].map((path, k) =>
			JSON.stringify({
				timestamp: new Date(Date.now() - 86_400_000 + k * 1000).toISOString(),
				visitor_id: visitor,
				url: `https://${domain}${path}`,
				browser: i < 2 ? 'Firefox' : 'Safari',
			}),
		),
	)
	const imported = await context.request.post(`/api/v1/sites/${domain}/events/import`, {
		data: lines.join('\n'),
		headers: { origin: baseUrl, 'content-type': 'application/x-ndjson' },
	})
	expect(imported.ok(), await imported.text()).toBe(true)

	await page.goto(`/${domain}/goals`)
	await page.getByText('No goal yet').waitFor()
	await page.getByRole('button', { name: 'Add a goal' }).click()
	await page.getByRole('button', { name: 'Save goal' }).click()
	await page.getByText('Say which page.').waitFor()
	await page.getByLabel('Path of the page').fill('/pri*')
	await page.getByRole('button', { name: 'Save goal' }).click()
	await page.getByText('Visit of /pri*').waitFor()
	await page.getByRole('button', { name: 'Edit Visit /pri*' }).click()
	await page.getByLabel('Name', { exact: true }).fill('Prices')
	await page.getByRole('button', { name: 'Save goal' }).click()
	await page.getByText('Prices', { exact: true }).first().waitFor()

	await page.getByRole('button', { name: 'Add a funnel' }).click()
	await page.getByRole('button', { name: 'Save funnel' }).click()
	await page.getByText('Give it a name.').waitFor()
	await page.getByLabel('Name', { exact: true }).fill('To the end')
	await page.getByLabel('Path of step 1').fill('/')
	await page.getByRole('combobox', { name: 'Step 2', exact: true }).selectOption('goal')
	await page.getByRole('button', { name: 'Add a step' }).click()
	await page.getByLabel('Path of step 3').fill('/thanks')
	await page.getByRole('button', { name: 'Save funnel' }).click()
	await page.getByRole('link', { name: 'To the end' }).click()
	await page.getByText('4 visitors').waitFor()
	const steps = await page.locator('.funnel li').allInnerTexts()
	expect(steps.map((text) => text.replace(/\s+/g, ' '))).toEqual([
		'1. Visit / 4 visitors',
		'1 left (25%) 2. Prices 3 visitors · 75% of the first step',
		'2 left (66.67%) 3. Visit /thanks 1 visitor · 25% of the first step',
	])

	await page.goto(`/${domain}?f=is,browser,Firefox`)
	await page.getByRole('row', { name: /Prices 2 2 100%/ }).waitFor()
	await page.getByRole('button', { name: 'Segments' }).click()
	await page.getByRole('menuitem', { name: 'Save these filters' }).click()
	await page.getByLabel('Name', { exact: true }).fill('Foxes')
	await page.getByRole('button', { name: 'Save segment' }).click()
	await page.getByRole('button', { name: 'Remove filter: Browser is Firefox' }).click()
	await page.getByRole('row', { name: /Prices 3 3 75%/ }).waitFor()
	await page.getByRole('button', { name: 'Segments' }).click()
	await page.getByRole('menuitemradio', { name: 'Foxes' }).click()
	await page.getByRole('button', { name: 'Remove filter: Browser is Firefox' }).waitFor()

	await page.goto(`/${domain}/goals`)
	await page.getByText('Browser is Firefox · only you see it').waitFor()
	for (const [word, name] of [
		['segment', 'Foxes'],
		['goal', 'Prices'],
		['funnel', 'To the end'],
	]) {
		await page.getByRole('button', { name: `Delete ${name}` }).click()
		await page.getByRole('button', { name: `Delete ${word}` }).click()
		await page.getByRole('button', { name: `Delete ${name}` }).waitFor({ state: 'detached' })
	}
	await page.getByText('No funnel yet').waitFor()
	expect(complaints).toEqual([])
	await context.close()
})
