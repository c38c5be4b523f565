/** Support in a real browser: a conversation from both sides, and one without an account. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { linkOf, mailTo } from '../scripts/mails.ts'
import { asOperator, signedIn, unnamed, watched } from './watched.ts'

const { baseUrl, state } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
)

// promise: 5
it('a person writes with files, an operator answers, and the person deletes it all', async () => {
	const hers = await watched(browser, baseUrl)
	const { page } = hers
	await signedIn(hers, baseUrl)
	const subject = `No numbers ${crypto.randomUUID().slice(0, 8)}`
	await page.goto('/support')
	await page.getByText('No conversation yet').waitFor()
	await page.getByRole('main').getByRole('link', { name: 'Write to us' }).click()
	await page.getByRole('button', { name: 'Send' }).click()
	expect(await page.getByLabel('Subject').evaluate((field) => field === document.activeElement)).toBe(true)
	await page.getByLabel('Subject').fill(subject)
	await page.getByLabel('Message').fill('Since Monday.\nWhy?')
	// As when files are let go above the form.
	const dropped = await page.evaluateHandle((png) => {
		const files = new DataTransfer()
		const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0))
		files.items.add(new File([bytes], 'shot.png', { type: 'image/png' }))
		files.items.add(new File(['MZ'], 'evil.txt.exe'))
		return files
	}, PNG.toString('base64'))
	await page.getByRole('group', { name: 'Files' }).dispatchEvent('drop', { dataTransfer: dropped })
	await page.getByRole('alert').getByText('The content does not agree with the name').waitFor()
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByText('Remove the files that cannot be sent.').waitFor()
	await page.getByRole('button', { name: 'Remove evil.txt.exe' }).click()
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByRole('heading', { name: subject }).waitFor()
	const picture = page.getByRole('img', { name: 'shot.png' })
	await picture.waitFor()
	await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1)
	expect(await unnamed(hers)).toEqual([])

	const theirs = await watched(browser, baseUrl)
	await asOperator(theirs, baseUrl)
	await theirs.page.goto('/operator')
	await theirs.page.getByLabel('Search').fill(subject)
	await theirs.page.getByRole('link', { name: subject }).click()
	await theirs.page.getByRole('button', { name: 'Ask for access' }).click()
	expect(await theirs.page.getByLabel('Message').inputValue()).toMatch(/\/teams\/[\w-]+\/support\?reason=No/)
	await theirs.page.getByLabel('Message').fill('Reload the page.')
	await theirs.page.getByLabel('After that').selectOption('solved')
	await theirs.page.getByRole('button', { name: 'Send' }).click()
	await theirs.page.getByLabel('Conversation').getByText('Reload the page.').waitFor()
	expect(await unnamed(theirs)).toEqual([])
	expect([theirs.complaints, theirs.elsewhere]).toEqual([[], []])

	await page.reload()
	await page.getByText('Reload the page.').waitFor()
	await page.getByText('What support did').click()
	await page.getByText('Grace Operator answered').waitFor()
	await page.getByLabel('It did not help').check()
	await page.getByRole('button', { name: 'Send my answer' }).click()
	await page.getByText('Thank you: we have your answer.').waitFor()
	await page.getByRole('button', { name: 'Delete' }).click()
	await page.getByRole('button', { name: 'Delete for good' }).click()
	await page.getByText('No conversation yet').waitFor()
	await theirs.page.reload()
	await theirs.page.getByRole('heading', { name: 'There is no such page' }).waitFor()
	// One complaint: the browser's own, of the file that was refused.
	expect(hers.complaints.filter((one) => !/status of 400/.test(one))).toEqual([])
	expect(hers.elsewhere).toEqual([])
	await Promise.all([hers.context.close(), theirs.context.close()])
})

// promise: 13, 21
it('somebody without an account writes, confirms by the mail, and reads the answer', async () => {
	const { page, context, complaints, elsewhere } = await watched(browser, baseUrl)
	const email = `vera-${crypto.randomUUID()}@example.org`
	await page.goto('/contact')
	await page.getByLabel('Name').fill('Vera Visitor')
	await page.getByLabel('E-mail').fill(email)
	await page.getByLabel('Subject').fill('Who counts me?')
	await page.getByLabel('Message').fill('On example.org.')
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByText(`We sent a mail to ${email}.`).waitFor()
	await page.goto(linkOf(await mailTo(state, email, /^Confirm your message/)))
	await page.getByText('On example.org.').waitFor()
	await page.getByLabel('Message', { exact: true }).fill('And where?')
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByText('And where?').waitFor()
	await page.getByText('Waiting for us').waitFor()
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})

it('the console is not there for others', async () => {
	const seen = await watched(browser, baseUrl)
	await signedIn(seen, baseUrl)
	await seen.page.goto('/operator')
	await seen.page.getByRole('heading', { name: 'There is no such page' }).waitFor()
	await seen.page.getByRole('button', { name: /^Account of/ }).click()
	expect(await seen.page.getByRole('menuitem', { name: 'Operator console' }).count()).toBe(0)
	await seen.context.close()
})
