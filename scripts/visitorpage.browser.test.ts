/** The page that explains a site to its visitors, as they meet it: on a phone, at night, without scripts. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createSite } from './ask.ts'
import { launch, visitor } from './browser.ts'

const jitt = inject('jitt')
const SITE = 'explained.localhost'
const LANGUAGES = ['da', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv']
const address = `${jitt.baseUrl}/privacy/${SITE}`
const FROM_BERLIN = { address: '192.0.2.61', cf: { country: 'DE', city: 'Berlin', regionCode: 'BE' } }

let browser: Browser
let context: BrowserContext
let page: Page
beforeAll(async () => {
	await createSite(jitt, SITE)
	browser = await launch()
	context = await visitor(browser, FROM_BERLIN)
	page = await context.newPage()
})
afterAll(() => browser.close())

it('fits on a phone in every language, sets nothing and fetches nothing but itself', async () => {
	const requests: string[] = []
	page.on('request', (request) => requests.push(request.url()))
	await page.setViewportSize({ width: 320, height: 700 })
	for (const lang of LANGUAGES) {
		await page.goto(`${address}?lang=${lang}`)
		expect(await page.locator('html').getAttribute('lang')).toBe(lang)
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
		expect(await page.locator('h1').count()).toBe(1)
		expect(await page.locator('h3').count()).toBe(11)
	}
	expect(requests.filter((url) => !url.startsWith(address))).toEqual([])
	expect(await context.cookies()).toEqual([])
	expect(await page.evaluate(() => localStorage.length)).toBe(0)
})

it('can be read by day and by night, and its language chosen with the keyboard', async () => {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme })
		await page.goto(`${address}?lang=en`)
		const colours = await page.evaluate(() => {
			const of = (selector: string, what: 'color' | 'backgroundColor') => {
				const element = document.querySelector(selector)
				return element ? getComputedStyle(element)[what] : ''
			}
			return {
				pairs: [
					[of('p', 'color'), of('body', 'backgroundColor')],
					[of('footer', 'color'), of('body', 'backgroundColor')],
					[of('main a', 'color'), of('body', 'backgroundColor')],
					[of('.outcome', 'color'), of('.here', 'backgroundColor')],
					[of('.here a', 'color'), of('.here', 'backgroundColor')],
				] as const,
			}
		})
		for (const [ink, paper] of colours.pairs) {
			expect([colorScheme, ink, paper, contrast(ink, paper) >= 4.5]).toEqual([colorScheme, ink, paper, true])
		}
	}
	await page.getByRole('link', { name: 'Svenska' }).focus()
	await page.keyboard.press('Enter')
	await page.waitForURL(/lang=sv/)
	expect(await page.getByRole('navigation').getAttribute('aria-label')).toBe('Språk')
})

// promise: 16, 21
it('speaks of this visitor: the place, its law, and a signal that is honoured', async () => {
	await page.goto(`${address}?lang=en`)
	const here = await page.locator('.here').textContent()
	for (const part of ['Germany', 'Rule DE: TDDDG', 'nobody after midnight']) expect(here).toContain(part)
	const other = await visitor(browser, {
		address: '192.0.2.62',
		cf: { country: 'US', city: 'Austin', regionCode: 'TX' },
	})
	const texan = await other.newPage()
	await texan.setExtraHTTPHeaders({ 'sec-gpc': '1' })
	await texan.goto(`${address}?lang=en`)
	const there = await texan.locator('.here').textContent()
	for (const part of ['Global Privacy Control. It is honoured', 'US-TX']) expect(there).toContain(part)
	expect(there).not.toContain('nobody after midnight')
	await other.close()
})

/** Ratio of contrast of two `rgb(…)` colours (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
function contrast(one: string, other: string): number {
	const luminance = (colour: string): number => {
		const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
			const share = Number(part) / 255
			return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
		})
		return 0.2126 * r + 0.7152 * g + 0.0722 * b
	}
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
	return (light + 0.05) / (dark + 0.05)
}
