/** Accounts in a real browser: signing up, in and out, with mouse or keys, and what is said when it fails. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { codeOf } from '../workers/account/authenticator-app.ts'
import { linkTo, newSite, signedIn, someone, unnamed, watched } from './watched.ts'

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
	await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
	const link = await linkTo(account.email)
	await page.goto(link)
	await page.getByRole('button', { name: 'Confirm the address' }).click()
	await page.getByText('No site yet').waitFor()
	expect(new URL(page.url()).pathname).toBe('/')
	await page.getByRole('main').getByRole('link', { name: 'Add a site' }).click()
	await page.getByRole('heading', { name: 'Add a site' }).waitFor()
	expect([complaints, elsewhere]).toEqual([[], []])
	// Used, the link is good for nothing, and the page says so.
	await page.goto('about:blank')
	await page.goto(link)
	await page.getByRole('button', { name: 'Confirm the address' }).click()
	await page.getByRole('alert').getByText('This link was used before or has expired.').waitFor()
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

it('sends what the challenge was answered, where one is asked, and answers anew for the next attempt', async () => {
	// The instance asks none, and its policy lets nothing in: both are played here, as is Cloudflare's script.
	const { page, context } = await watched(browser, baseUrl, { bypassCSP: true })
	await page.route('**/api/auth/challenge', (route) => route.fulfill({ json: { turnstile: 'site-key' } }))
	await page.route('https://challenges.cloudflare.com/**', (route) =>
		route.fulfill({
			contentType: 'text/javascript',
			body: `let asked = 0
				window.turnstile = {
					render: (place, { sitekey, callback }) => {
						place.textContent = 'Checked ' + ++asked
						callback(sitekey + ' ' + asked)
						return 'id'
					},
					remove() {},
				}`,
		}),
	)
	const sent: unknown[] = []
	await page.route('**/api/auth/sign-in/email', (route) => {
		sent.push(route.request().postDataJSON().challenge)
		return route.fulfill({ status: 401, json: { error: 'Wrong' } })
	})
	await page.goto('/sign-in')
	await page.getByLabel('E-mail').fill(someone().email)
	await page.getByLabel('Password').fill('whatever it is')
	for (const attempt of [1, 2]) {
		await page.getByText(`Checked ${attempt}`).waitFor()
		await page.getByRole('button', { name: 'Sign in', exact: true }).click()
	}
	await page.getByText('Checked 3').waitFor()
	expect(sent).toEqual(['site-key 1', 'site-key 2'])
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

it('signs in by a link, and chooses a forgotten password anew', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, elsewhere } = seen
	const { email } = await signedIn(seen, baseUrl)
	await context.clearCookies()
	await page.goto('/sign-in')
	await page.getByRole('button', { name: 'Send me a link' }).click()
	await page.getByText('Enter your e-mail address.').waitFor()
	await page.getByLabel('E-mail').fill(email)
	await page.getByRole('button', { name: 'Send me a link' }).click()
	await page.getByText(`A letter is on its way to ${email}.`).waitFor()
	await page.goto(await linkTo(email, /sign-in link/))
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByText('No site yet').waitFor()

	await page.goto('/forgot')
	await page.getByLabel('E-mail').fill(email)
	await page.getByRole('button', { name: 'Send the letter' }).click()
	await page.getByText('The link in it works for an hour.').waitFor()
	await page.goto(await linkTo(email, /new password/))
	await page.getByLabel('New password').fill('another horse battery')
	await page.getByRole('button', { name: 'Change the password' }).click()
	await page.getByRole('link', { name: 'Sign in' }).click()
	await page.getByLabel('E-mail').fill(email)
	await page.getByLabel('Password').fill('another horse battery')
	await page.getByRole('button', { name: 'Sign in', exact: true }).click()
	await page.getByText('No site yet').waitFor()
	expect(elsewhere).toEqual([])
	await context.close()
})

it('sets up a second factor and a passkey, and signs in with each', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints, elsewhere } = seen
	const { email, password } = await signedIn(seen, baseUrl)
	const factor = page.getByRole('region', { name: 'Second factor' })
	const passkeys = page.getByRole('region', { name: 'Passkeys' })
	await page.goto('/account/security')
	await factor.getByRole('button', { name: 'Set up' }).click()
	await factor.getByLabel('Your password').fill(password)
	await factor.getByRole('button', { name: 'Go on' }).click()
	await factor.getByRole('img', { name: 'QR code of the key' }).waitFor()
	const secret = await factor.getByRole('figure', { name: 'Key' }).locator('code').textContent()
	const code = () => codeOf(`otpauth://totp/Jitt?secret=${secret}`)
	await factor.getByLabel('The code that the app shows').fill(code())
	await factor.getByRole('button', { name: 'Turn on' }).click()
	const codes = await factor.getByRole('figure', { name: 'Recovery codes' }).locator('code').textContent()
	await factor.getByRole('button', { name: 'Turn off' }).waitFor()
	expect(await unnamed(seen)).toEqual([])

	// A device that has its owner's finger on it.
	const devices = await context.newCDPSession(page)
	await devices.send('WebAuthn.enable')
	await devices.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
			...{ isUserVerified: true, automaticPresenceSimulation: true },
		},
	})
	await passkeys.getByLabel('Name of the new passkey').fill('Laptop')
	await passkeys.getByRole('button', { name: 'Add a passkey' }).click()
	await passkeys.getByText('never used').waitFor()

	await context.clearCookies()
	await page.goto('/account/security')
	await page.getByLabel('E-mail').fill(email)
	await page.getByLabel('Password').fill(password)
	await page.getByRole('button', { name: 'Sign in', exact: true }).click()
	await page.getByLabel('Code of your authenticator app').fill('000000')
	await page.getByRole('button', { name: 'Go on' }).click()
	await page.getByRole('alert').getByText('This code is not right').waitFor()
	await page.getByRole('button', { name: 'Use a recovery code' }).click()
	await page.getByLabel('Recovery code').fill(codes?.split('\n')[0] ?? '')
	await page.getByRole('button', { name: 'Go on' }).click()
	await passkeys.getByText('never used').waitFor()

	await context.clearCookies()
	await page.goto('/account/security')
	await page.getByRole('button', { name: 'Use a passkey' }).click()
	await passkeys.getByText('last used').waitFor()
	await passkeys.getByRole('button', { name: 'Rename Laptop' }).click()
	await page.getByLabel('Name', { exact: true }).fill('Old laptop')
	await page.getByRole('button', { name: 'Save' }).click()
	await passkeys.getByRole('button', { name: 'Remove Old laptop' }).click()
	await page.getByRole('button', { name: 'Remove passkey' }).click()
	await passkeys.getByText('No passkey yet').waitFor()
	await factor.getByRole('button', { name: 'Turn off' }).click()
	await factor.getByLabel('Your password').fill(password)
	await factor.getByRole('button', { name: 'Turn off' }).click()
	await factor.getByRole('button', { name: 'Set up' }).waitFor()
	// The wrong code is the only thing that the browser has to complain of.
	expect(complaints.filter((one) => !one.includes('401'))).toEqual([])
	expect(elsewhere).toEqual([])
	await context.close()
})

it('changes name and address, signs out elsewhere, and asks to sign in again where that is too long ago', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	const { email, password } = await signedIn(seen, baseUrl)
	const next = someone().email
	await page.goto('/account/profile')
	await page.getByLabel('Full name').fill('Augusta Example')
	await page.getByRole('button', { name: 'Save the name' }).click()
	await page.getByRole('button', { name: 'Account of Augusta Example' }).waitFor()
	await page.getByLabel('New address').fill(next)
	await page.getByRole('button', { name: 'Change the address' }).click()
	await page.getByText(`A letter is on its way to ${email}.`).waitFor()
	for (const [to, subject, says] of [
		[email, /^Confirm the change/, 'Now a letter goes to the new address.'],
		[next, /^Confirm your new/, 'Your account has its new address.'],
	] as const) {
		await page.goto(await linkTo(to, subject))
		await page.getByRole('button', { name: 'Confirm the address' }).click()
		await page.getByText(says).waitFor()
	}
	await page.getByRole('link', { name: 'Go on' }).click()
	await page.getByText(`You sign in with ${next}.`).waitFor()

	const elsewhere = await browser.newContext({ baseURL: baseUrl })
	const fields = { email: next, password }
	await elsewhere.request.post('/api/auth/sign-in/email', { data: fields, headers: { origin: baseUrl } })
	await page.goto('/account/security')
	const sessions = page.getByRole('region', { name: 'Sessions' })
	await sessions.getByRole('listitem').nth(1).waitFor()
	await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
	await page.getByRole('button', { name: 'Everywhere else' }).click()
	await sessions.getByRole('listitem').nth(1).waitFor({ state: 'detached' })
	expect(await sessions.getByText('this one').count()).toBe(1)
	await elsewhere.close()
	const passkeys = page.getByRole('region', { name: 'Passkeys' })
	await page.route('**/api/account/passkeys/options', (route) =>
		route.fulfill({ status: 403, json: { error: 'Sign in again', code: 'session_not_fresh' } }),
	)
	await passkeys.getByRole('button', { name: 'Add a passkey' }).click()
	await passkeys.getByRole('button', { name: 'Sign in again' }).click()
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()
	expect(new URL(page.url()).pathname).toBe('/account/security')
	await context.close()
})
