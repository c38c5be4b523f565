/** Public pages without a script, what our own pages store, and what a team agrees to, in a real browser. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { publicPages } from './src/legal/pages.ts'
import { STORED } from './src/settings/stored.ts'
import { newSite, signedIn, watched } from './watched.ts'

const { baseUrl } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

// promise: 13, 21
it('public pages are readable without JavaScript, store nothing and fit a phone', async () => {
	const options = { javaScriptEnabled: false, viewport: { width: 360, height: 640 }, isMobile: true }
	const { page, context, complaints, elsewhere } = await watched(browser, baseUrl, options)
	for (const { path, title } of publicPages(Date.now())) {
		const answer = await page.goto(path)
		expect([path, answer?.status(), await page.getByRole('heading', { level: 1 }).textContent()]).toEqual([
			path,
			200,
			title,
		])
		expect(await page.getByRole('link', { name: /@/ }).count()).toBeGreaterThan(0)
		const box = await page.locator('main').boundingBox()
		expect([path, Math.round(box?.width ?? 0)]).toEqual([path, 360])
	}
	expect(await context.cookies()).toEqual([])
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})

// promise: 6
it('stores nothing optional until it is chosen, keeps what is chosen, and forgets what is not any more', async () => {
	const seen = await watched(browser, baseUrl, { colorScheme: 'light' })
	const { page, context, complaints, elsewhere } = seen
	const held = async () => [
		...(await context.cookies()).map(({ name }) => name.replace(/^__(Secure|Host)-/, '')),
		...(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])),
	]
	const optional = STORED.flatMap(({ name, optional }) => (optional ? [name] : []))
	await page.goto('/welcome')
	await page.goto('/cookies')
	await page.getByRole('heading', { name: 'Cookies', exact: true }).waitFor()
	expect(await held()).toEqual([])

	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	const chooseDark = async () => {
		await page.getByRole('button', { name: 'Theme' }).click()
		await page.getByRole('menuitemradio', { name: 'Dark' }).click()
	}
	const walk = async () => {
		for (const path of ['/', `/${domain}`, `/${domain}/settings`, '/account/mail', '/account/keys']) {
			await page.goto(path)
			await page.getByRole('heading').first().waitFor()
		}
		await chooseDark()
	}
	await walk()
	const before = await held()
	expect(before).toEqual(['jitt.session_token'])
	await page.reload()
	await page.getByRole('heading').first().waitFor()
	expect(await page.evaluate(() => document.documentElement.dataset.theme ?? null)).toBe(null)

	await chooseDark()
	await page.getByRole('button', { name: 'Theme' }).click()
	await page.getByRole('menuitem', { name: 'Remember it …' }).click()
	await page.getByRole('checkbox').first().waitFor()
	for (const box of await page.getByRole('checkbox').all()) await box.check()
	await walk()
	const after = await held()
	expect(STORED.map(({ name }) => name)).toEqual(expect.arrayContaining(after))
	expect(after).toEqual(expect.arrayContaining(['jitt-choices', 'jitt-theme', 'jitt-was-in']))
	await page.reload()
	expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')

	await page.goto('/cookies')
	await page.getByRole('checkbox').first().waitFor()
	for (const box of await page.getByRole('checkbox').all()) {
		expect(await box.isChecked()).toBe(true)
		await box.uncheck()
	}
	expect((await held()).filter((name) => name === 'jitt-choices' || optional.includes(name))).toEqual([])
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})

// promise: 13
it('asks once for the agreements, and gives what was accepted to keep; chooses mail', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints, elsewhere } = seen
	await signedIn(seen, baseUrl)
	await page.goto('/')
	await page.getByText('To be accepted: Terms, Data processing agreement.').waitFor()
	await page.getByRole('link', { name: 'Read and answer' }).click()
	await page.getByRole('button', { name: 'Accept Terms' }).click()
	await page.getByRole('button', { name: 'Accept Data processing agreement' }).click()
	await page.getByText('accepted by Ada Example').nth(1).waitFor()
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Download Data processing agreement' }).click(),
	])
	expect(file.suggestedFilename()).toMatch(/^jitt-dpa-\d{4}-\d\d-\d\d\.html$/)
	await page.goto('/')
	await page.getByText('No site yet').waitFor()
	expect(await page.getByText('To be accepted').count()).toBe(0)

	await page.goto('/account/mail')
	const news = page.getByLabel('What is new in Jitt')
	expect(await news.isChecked()).toBe(false)
	await Promise.all([page.waitForResponse('**/api/account/mail'), news.check()])
	await page.reload()
	await news.waitFor()
	expect(await news.isChecked()).toBe(true)
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})
