/** Accounts in a real browser: signing up, in and out, with mouse or keys, and what is said when it fails. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { newSite, signedIn, someone, watched } from './watched.ts'

const { baseUrl } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

it('creates an account, says next to the fields what is wrong, and signs in', async () => {
	const { page, context, complaints, elsewhere } = await watched(browser, baseUrl)
	const account = someone()
	await page.goto('/')
	await page.getByRole('link', { name: 'Create one' }).click()
	await page.waitForURL('**/sign-up')
	expect(await page.title()).toBe('Create an account · Jitt')

	await page.getByRole('button', { name: 'Create account' }).click()
	const name = page.getByLabel('Name')
	expect(await name.getAttribute('aria-invalid')).toBe('true')
	expect(await name.evaluate((field) => field === document.activeElement)).toBe(true)
	await name.fill(account.name)
	await page.getByLabel('E-mail').fill('ada')
	await page.getByLabel('Password').fill('short')
	await page.getByRole('button', { name: 'Create account' }).click()
	await page.getByText('Enter a whole address, such as name@example.org.').waitFor()
	await page.getByText('Use at least 10 characters: 5 more.').waitFor()

	await page.getByLabel('E-mail').fill(account.email)
	await page.getByLabel('Password').fill(account.password)
	await page.getByRole('button', { name: 'Create account' }).click()
	await page.getByText('No site yet').waitFor()
	expect(new URL(page.url()).pathname).toBe('/')
	await page.getByRole('main').getByRole('link', { name: 'Add a site' }).click()
	await page.getByRole('heading', { name: 'Add a site' }).waitFor()
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})

it('shows the form at any address, refuses a wrong password, and goes on at the same address', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	const account = await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await context.clearCookies()

	await page.goto(`/${domain}/settings`)
	await page.getByLabel('E-mail').fill(account.email)
	await page.getByLabel('Password').fill('a wrong one')
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor()
	await page.getByLabel('Password').fill(account.password)
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByRole('heading', { name: 'Settings' }).waitFor()
	expect(new URL(page.url()).pathname).toBe(`/${domain}/settings`)
	// The form is gone, and the focus with it: it goes to the page that took its place.
	expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
	await context.close()
})

it('says how long to wait after too many attempts', async () => {
	const { page, context } = await watched(browser, baseUrl)
	const { email } = someone()
	await page.goto('/sign-in')
	await page.getByLabel('E-mail').fill(email)
	await page.getByLabel('Password').fill('whatever it is')
	await page.route('**/api/auth/sign-in/email', (route) =>
		route.fulfill({ status: 429, headers: { 'retry-after': '300' }, json: { error: 'Too many attempts' } }),
	)
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByRole('alert').getByText('Try again in 5 minutes.').waitFor()
	await context.close()
})

it('closes every page when signing out, in other tabs too', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	const { name } = await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	const other = await context.newPage()
	await other.goto(`/${domain}/privacy`)
	await other.getByLabel('Days to keep events').fill('100')

	await page.goto('/account/keys')
	await page.getByRole('button', { name: `Account of ${name}` }).click()
	await page.getByRole('menuitem', { name: 'Sign out' }).click()
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()
	await page.goBack()
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()

	await other.getByRole('region', { name: 'For how long' }).getByRole('button', { name: 'Save' }).click()
	await other.getByText('Your session has ended.').waitFor()
	expect(await other.getByRole('heading').allTextContents()).toEqual(['Sign in'])
	await context.close()
})

it('shows nothing of one person to the next who signs in, in another tab', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	const hers = await newSite(seen, baseUrl)
	await page.clock.install()
	await page.goto('/')
	await page.getByRole('link', { name: hers }).waitFor()

	await signedIn(seen, baseUrl)
	const his = await newSite(seen, baseUrl)
	await page.clock.fastForward(15_000)
	// What a browser says when the person comes back to the tab.
	await page.evaluate(() => dispatchEvent(new Event('visibilitychange')))
	await page.getByRole('link', { name: his }).waitFor()
	expect(await page.getByRole('link', { name: hers }).count()).toBe(0)
	await context.close()
})

it('signs in with keys alone', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	const account = await signedIn(seen, baseUrl)
	await context.clearCookies()
	await page.goto('/')
	await page.getByLabel('E-mail').waitFor()
	await page.keyboard.press('Tab')
	expect(await focused()).toBe('Skip to the content')
	await page.keyboard.press('Enter')
	await page.keyboard.press('Tab')
	await page.keyboard.type(account.email)
	await page.keyboard.press('Tab')
	await page.keyboard.type(account.password)
	await page.keyboard.press('Enter')
	await page.getByText('No site yet').waitFor()
	await context.close()

	function focused(): Promise<string> {
		return page.evaluate(() => document.activeElement?.textContent ?? '')
	}
})
