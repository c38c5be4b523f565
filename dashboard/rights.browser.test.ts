/** Taking data along and having it deleted, in a real browser: without asking anybody, and with a way back. */
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { mailTo } from '../scripts/mails.ts'
import { newSite, signedIn, unnamed, watched } from './watched.ts'

const { baseUrl, state } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

// promise: 4
it('makes an archive of everything, which the browser saves', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints } = seen
	const { email } = await signedIn(seen, baseUrl)
	await newSite(seen, baseUrl)
	await page.goto('/account/data')
	await page.getByText('No archive yet').waitFor()
	await page.getByRole('button', { name: 'Make an archive' }).click()
	const saving = page.waitForEvent('download')
	await page.getByRole('link', { name: 'Download the archive of everything' }).click()
	const download = await saving
	expect(download.suggestedFilename()).toMatch(/^jitt-\d{4}-\d\d-\d\d\.zip$/)
	expect(
		readFileSync(await download.path())
			.subarray(0, 4)
			.toString('latin1'),
	).toBe('PK\u0003\u0004')
	expect(JSON.stringify(await mailTo(state, email, /^Your export of your account is ready/))).toContain(
		'/account/data',
	)
	expect(await unnamed(seen)).toEqual([])
	expect(complaints).toEqual([])
	await context.close()
})

// promise: 4
it('deletes an account, takes that back, and then erases it now with a receipt that anybody may see', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	const { email } = await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await page.goto('/account/data')
	await page.getByRole('button', { name: 'Delete account' }).click()
	const sure = page.getByRole('dialog', { name: 'Delete your account?' })
	await sure.getByText(domain).waitFor()
	const end = sure.getByRole('button', { name: 'Delete in seven days' })
	await sure.getByLabel(`Type ${email} to confirm`).fill('somebody@example.org')
	expect(await end.isDisabled()).toBe(true)
	await sure.getByLabel(`Type ${email} to confirm`).fill(email.toUpperCase())
	await end.click()

	// Whatever page is opened, there is the way back and nothing else.
	await page.getByRole('heading', { name: 'Your account is being deleted' }).waitFor()
	await page.goto(`/${domain}`)
	await page.getByRole('heading', { name: 'Your account is being deleted' }).waitFor()
	await mailTo(state, email, /^Deletion of your account was asked for/)
	expect(await unnamed(seen)).toEqual([])
	await page.getByRole('button', { name: 'Take it back' }).click()
	await page.getByRole('navigation', { name: `Pages of ${domain}` }).waitFor()

	await page.goto('/account/data')
	await page.getByRole('button', { name: 'Delete account' }).click()
	await sure.getByLabel(`Type ${email} to confirm`).fill(email)
	await sure.getByLabel('Erase everything now').check()
	await sure.getByRole('button', { name: 'Erase now' }).click()
	await page.getByRole('heading', { name: 'Receipt of a deletion' }).waitFor()
	await page.getByRole('heading', { name: 'An account with all that belonged to it' }).waitFor()
	const receipt = page.url()
	await mailTo(state, email, /^your account is erased/i)
	await page.goto('/')
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()
	await page.goto(receipt)
	await page.getByRole('heading', { name: 'An account with all that belonged to it' }).waitFor()
	expect(await page.getByRole('main').textContent()).not.toContain(email)
	await context.close()
})
