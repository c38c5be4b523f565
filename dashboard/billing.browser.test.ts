/** Billing in a real browser: choosing a plan, paying at the stand-in for Stripe, changing, cancelling. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { signedIn, watched } from './watched.ts'

const { baseUrl } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

// promise: 2, 3
it('subscribes with a bank that asks, upgrades with a preview, cancels and resumes', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints } = seen
	await signedIn(seen, baseUrl)
	await page.goto('/billing')
	await page.getByRole('heading', { name: 'Billing' }).waitFor()
	await page.getByText('Trial').first().waitFor()
	expect(new URL(page.url()).pathname).toMatch(/^\/teams\/[^/]+\/billing$/)
	expect(await page.getByRole('meter').evaluate((meter: HTMLMeterElement) => meter.value)).toBe(0)

	// What leaving means is said before anybody pays: here, and again where one pays.
	await page.getByRole('button', { name: 'Choose 100k events, by the month' }).click()
	const order = page.getByRole('dialog')
	await order.getByText('gives no refund').waitFor()
	await order.getByRole('button', { name: 'Go to payment' }).click()
	await page.getByText('No money moves').waitFor()
	await page.getByText('gives no refund').waitFor()
	expect(await page.locator('input[name*="number" i], input[autocomplete^="cc-"]').count()).toBe(0)
	await page.getByLabel('A card that is declined').check()
	await page.getByRole('button', { name: 'Subscribe' }).click()
	await page.getByRole('alert').getByText('Your card was declined.').waitFor()
	await page.getByLabel('A card whose bank asks').check()
	await page.getByRole('button', { name: 'Subscribe' }).click()
	await page.getByRole('button', { name: 'Confirm' }).click()

	await page.getByText('Thank you: your subscription has begun.').waitFor()
	await page.getByText('100k events, paid by the month').first().waitFor()
	const invoices = page.getByRole('region', { name: 'Invoices' })
	await invoices.getByText('€10.71').first().waitFor()
	const pdf = page.waitForEvent('download')
	await invoices.getByRole('link', { name: /^PDF/ }).click()
	expect((await pdf).suggestedFilename()).toMatch(/\.pdf$/)

	await page.getByRole('button', { name: 'Change 1M events, by the month' }).click()
	const change = page.getByRole('dialog')
	await change.getByText('The change happens at once.').waitFor()
	await change.getByText('€23.80').first().waitFor()
	await change.getByRole('button', { name: 'Change the plan' }).click()
	await change.waitFor({ state: 'detached' })
	await page.getByText('1,000,000 events this month').waitFor()
	await invoices.getByText('€23.80').waitFor()

	await page.getByRole('tab', { name: 'Yearly' }).click()
	await page.getByRole('button', { name: 'Change 100k events, by the year' }).click()
	await change.getByText('when what is paid for has ended').waitFor()
	await page.keyboard.press('Escape')

	await page.getByRole('button', { name: 'Cancel subscription' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Cancel at the end' }).click()
	await page.getByRole('heading', { name: 'Your subscription ends' }).waitFor()
	await page.getByRole('button', { name: 'Keep the subscription' }).click()
	await page.getByRole('heading', { name: 'Cancel the subscription' }).waitFor()
	expect(complaints).toEqual([])
	await context.close()
})

it('says where a plan cannot be had, and that nothing was changed', async () => {
	const seen = await watched(browser, baseUrl, { viewport: { width: 390, height: 844 } })
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	await page.goto('/billing')
	await page.route('**/billing/checkout', (route) =>
		route.fulfill({
			status: 503,
			headers: { 'retry-after': '30' },
			json: { error: 'Our payment provider cannot be reached' },
		}),
	)
	await page.getByRole('button', { name: 'Choose 500k events, by the month' }).click()
	await page.getByRole('button', { name: 'Go to payment' }).click()
	await page.getByRole('dialog').getByRole('alert').waitFor()
	await page.getByRole('button', { name: 'Not now' }).click()
	// No wider than a phone.
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

	await page.goto('/teams/somebody-elses/billing')
	await page.getByText('Team could not be found').waitFor()
	await context.close()
})
