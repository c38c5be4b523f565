/** What holds on every page: keys, themes, small screens, lost connections, addresses that lead nowhere. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { newSite, signedIn, unnamed, watched } from './watched.ts'

const { baseUrl } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

it('creates an API key, shows it once, and deletes it when asked twice', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints, elsewhere } = seen
	await signedIn(seen, baseUrl)
	await page.goto('/')
	await page.getByRole('button', { name: /^Account of/ }).click()
	await page.getByRole('menuitem', { name: 'API keys' }).click()
	await page.getByText('No key yet').waitFor()
	await page.getByRole('button', { name: 'Create key' }).click()
	await page.getByText('Say what the key is for.').waitFor()
	await page.getByLabel('What is it for?').fill('Weekly report')
	await page.keyboard.press('Enter')
	const key = (await page.getByRole('figure', { name: 'API key' }).locator('code').textContent()) ?? ''
	const asked = () => fetch(`${baseUrl}/api/v1/sites`, { headers: { authorization: `Bearer ${key}` } })
	expect((await asked()).status).toBe(200)

	await page.reload()
	await page.getByRole('listitem').getByText('Weekly report').first().waitFor()
	expect(await page.content()).not.toContain(key)
	await page.getByRole('button', { name: 'Delete Weekly report' }).click()
	await page.getByRole('button', { name: 'Keep it' }).click()
	expect((await asked()).status).toBe(200)
	await page.getByRole('button', { name: 'Delete Weekly report' }).click()
	await page.getByRole('button', { name: 'Delete key' }).click()
	await page.getByText('No key yet').waitFor()
	expect((await asked()).status).toBe(401)
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})

it('remembers a theme where that is chosen, and follows the system without one', async () => {
	const { page, context } = await watched(browser, baseUrl, { colorScheme: 'dark' })
	const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
	await page.goto('/cookies')
	await page.getByLabel('Remember light or dark').check()
	await page.goto('/sign-in')
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()
	const dark = await ground()
	await page.getByRole('button', { name: 'Theme' }).press('ArrowDown')
	await page.keyboard.press('l')
	await page.keyboard.press('Enter')
	const light = await ground()
	expect(light).not.toBe(dark)
	await page.reload()
	expect(await ground()).toBe(light)
	await page.getByRole('button', { name: 'Theme' }).click()
	await page.getByRole('menuitemradio', { name: 'As the system' }).click()
	expect(await ground()).toBe(dark)
	await context.close()
})

it('fits a small phone, page by page, names all that can be operated, and moves the focus to what is new', async () => {
	const seen = await watched(browser, baseUrl, {
		viewport: { width: 360, height: 640 },
		isMobile: true,
		hasTouch: true,
	})
	const { page, context, complaints, elsewhere } = seen
	const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
	for (const path of ['/sign-in', '/sign-up', '/ui']) {
		await page.goto(path)
		await page.getByRole('heading', { level: 1 }).waitFor()
		expect([path, await overflow(), await unnamed(seen)]).toEqual([path, 0, []])
	}
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	for (const path of [
		'/',
		'/new',
		'/account/keys',
		`/${domain}/install`,
		`/${domain}/settings`,
		'/nowhere',
	]) {
		await page.goto(path)
		await page.getByRole('heading', { level: 1 }).waitFor()
		expect([path, await overflow(), await unnamed(seen)]).toEqual([path, 0, []])
	}
	await page.goto(`/${domain}/install`)
	await page.getByRole('link', { name: 'Settings' }).click()
	await page.getByLabel('Time zone').waitFor()
	expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
	expect(await page.title()).toBe(`Settings · ${domain} · Jitt`)
	await page.getByRole('button', { name: `Site ${domain}: change` }).click()
	expect(await unnamed(seen)).toEqual([])
	const list = await page.getByRole('menu').boundingBox()
	expect(list?.x).toBeGreaterThanOrEqual(0)
	expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual(360)
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})

it('closes a menu with Escape and gives the focus back', async () => {
	const { page, context } = await watched(browser, baseUrl)
	await page.goto('/sign-in')
	const theme = page.getByRole('button', { name: 'Theme' })
	await theme.click()
	await page.getByRole('menu', { name: 'Theme' }).waitFor()
	await page.keyboard.press('Escape')
	expect(await page.getByRole('menu').count()).toBe(0)
	expect(await theme.evaluate((button) => button === document.activeElement)).toBe(true)
	await theme.click()
	await page.getByRole('heading', { name: 'Sign in' }).click()
	expect(await page.getByRole('menu').count()).toBe(0)
	await context.close()
})

it('says that the server cannot be reached or is at fault, and goes on when it can', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await page.route('**/api/v1/sites?**', (route) => route.abort())
	await page.goto('/')
	await page.getByText('The server cannot be reached.').waitFor()
	await page.unroute('**/api/v1/sites?**')
	await page.route('**/api/v1/sites?**', (route) =>
		route.fulfill({ status: 503, headers: { 'retry-after': '5' }, json: { error: 'D1_ERROR' } }),
	)
	await page.getByRole('button', { name: 'Try again' }).click()
	await page.getByText('The server could not answer. Try again in 5 seconds.').waitFor()
	await page.unroute('**/api/v1/sites?**')
	await page.getByRole('button', { name: 'Try again' }).click()
	await page.getByRole('link', { name: domain }).waitFor()
	await context.close()
})

it('offers to reload when a page of an older version is gone', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	await page.route('**/assets/keys-*.js', (route) => route.fulfill({ contentType: 'text/html', body: '<p>' }))
	await page.goto('/account/keys')
	await page.getByText('This page could not be loaded.').waitFor()
	await page.unroute('**/assets/keys-*.js')
	await page.getByRole('button', { name: 'Reload' }).click()
	await page.getByText('No key yet').waitFor()
	await context.close()
})

it('says so at addresses that lead nowhere', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	for (const path of ['/nowhere', '/account', '/example.org/nowhere']) {
		await page.goto(path)
		await page.getByRole('heading', { name: /^There is no such page$|is not one of your sites$/ }).waitFor()
	}
	await page.getByRole('link', { name: 'To your sites' }).click()
	await page.getByRole('heading', { name: 'Sites' }).waitFor()
	await context.close()
})

it('may load nothing but its own, as its policy says', async () => {
	const policy = (await fetch(`${baseUrl}/`)).headers.get('content-security-policy')
	expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/)
	expect(policy).not.toMatch(/unsafe|https?:|\*/)
})
