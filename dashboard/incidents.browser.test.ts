/** A breach in a real browser: an operator opens it, confirms it, and the one it concerns is told and reads it. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { mailTo } from '../scripts/mails.ts'
import { asOperator, newSite, signedIn, unnamed, watched } from './watched.ts'

const { baseUrl, state } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

// promise: 8
// Three people in turn, on a machine that may be busy.
it('tells of a breach the owner of the site that it touched, by letter, banner and public page, until the end', async () => {
	const ada = await watched(browser, baseUrl)
	const grace = await watched(browser, baseUrl, { viewport: { width: 1280, height: 900 } })
	const owner = await signedIn(ada, baseUrl)
	await asOperator(grace, baseUrl)
	const domain = await newSite(ada, baseUrl)
	// Only what arrived in this second is concerned: nobody else's site, whatever else runs on this instance.
	const second = Math.floor(Date.now() / 1000) * 1000
	const sent = await fetch(`${baseUrl}/api/event`, {
		method: 'POST',
		headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
		body: JSON.stringify({ n: 'pageview', u: `https://${domain}/`, d: domain }),
	})
	expect(sent.headers.get('x-jitt-reason')).toBe(null)
	await ada.page.goto(`/${domain}`)
	await ada.page.getByRole('heading', { name: 'Pages' }).waitFor()

	const { page } = grace
	await page.goto('/operator/incidents')
	await page.getByRole('button', { name: 'Open an incident' }).click()
	await page.getByRole('button', { name: 'Open it' }).click()
	await page.getByText('Choose at least one system.').waitFor()
	const title = `Lost hits ${domain}`
	await page.getByLabel('Title').fill(title)
	// As browsers write it: without seconds where there are none.
	const field = (at: number) =>
		new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace(/:00$/, '')
	await page.getByLabel('Began').fill(field(second))
	await page.getByLabel('Ended').fill(field(Date.now()))
	await page.getByLabel('Discovered').fill(field(second))
	await page.getByLabel('Aware').fill(field(second))
	await page.getByLabel('Traffic of sites').check()
	await page.getByLabel('Confidentiality').check()
	await page.getByLabel('What arrived in that time').check()
	await page.getByRole('button', { name: 'Open it' }).click()
	await page.getByRole('heading', { name: title, level: 1 }).waitFor()
	await page.getByText('23 h left').waitFor()
	expect(await unnamed(grace)).toEqual([])
	const reference = /JITT-\d+-\d+/.exec((await page.getByRole('main').textContent()) ?? '')?.[0] ?? ''

	expect(await page.getByRole('button', { name: 'Send the notice' }).isDisabled()).toBe(true)
	const texts = {
		'1 Contact person': 'Ada Lovelace',
		'1 E-mail': 'privacy@example.org',
		'3 What happened': 'Somebody could listen for a second.',
		'8 Likely consequences': 'None that we know of.',
		'9 Measures taken': 'The line is closed.',
		'10 What holders of accounts can do': 'Nothing.',
	}
	for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text)
	await page.getByLabel('13 Risk').selectOption('risk')
	await page.getByLabel('Information follows in phases').check()
	await page.getByRole('button', { name: 'Save notice' }).click()
	await page.getByText('Missing before it can be sent:').waitFor({ state: 'detached' })
	await page.getByLabel('They are told').check()
	await page.getByRole('button', { name: 'Save decision' }).click()
	await page.getByRole('button', { name: 'Send the notice' }).click()
	const dialog = page.getByRole('dialog')
	await dialog.getByText('1 account is told by mail').waitFor()
	await dialog.getByLabel(`Type ${reference} to confirm`).fill('yes')
	await dialog.getByRole('button', { name: 'Send it' }).click()
	await dialog.getByText(`Type ${reference}.`).waitFor()
	await dialog.getByLabel(`Type ${reference} to confirm`).fill(reference)
	await page.keyboard.press('Enter')
	await page.getByText('1 told').waitFor()
	await page.getByText('Done in time').first().waitFor()

	const letter = await mailTo(state, owner.email, /^Breach of security/)
	expect(letter.text).toContain(domain)
	await ada.page.goto('/')
	await ada.page.getByRole('link', { name: 'Read what to do' }).click()
	await ada.page.getByRole('heading', { name: title }).waitFor()
	await ada.page.getByText(`It concerns statistics of your sites: ${domain}.`).waitFor()
	expect(await unnamed(ada)).toEqual([])
	await ada.page.getByRole('button', { name: 'I have read this' }).click()
	await ada.page.getByRole('button', { name: 'I have read this' }).waitFor({ state: 'detached' })
	await ada.page.goto('/')
	await ada.page.getByText(domain).first().waitFor()
	expect(await ada.page.getByText('Breach of security').count()).toBe(0)
	// Nobody else sees the console, and everybody the public page, without a script.
	await ada.page.goto('/operator/incidents')
	await ada.page.getByRole('heading', { name: 'There is no such page' }).waitFor()
	const anyone = await watched(browser, baseUrl, { javaScriptEnabled: false })
	await anyone.page.goto(`/incidents/${reference}`)
	await anyone.page.getByRole('heading', { name: title }).waitFor()
	expect(await anyone.page.getByText('Somebody could listen for a second.').isVisible()).toBe(true)

	await page.getByLabel('The full story, for the end').fill('It was one second, and nobody listened.')
	await page.getByRole('button', { name: 'Save notice' }).click()
	await page.getByText('changed: notice').nth(1).waitFor()
	await page.getByRole('button', { name: 'Close with the full story' }).click()
	await dialog.getByLabel(`Type ${reference} to confirm`).fill(reference)
	await dialog.getByRole('button', { name: 'Send and close' }).click()
	await page.getByText(`${reference}, closed`).waitFor()
	expect((await mailTo(state, owner.email, /the full story/)).text).toContain('nobody listened')
	await ada.page.goto('/account/incidents')
	await ada.page.getByText('It was one second, and nobody listened.').waitFor()
	expect([...grace.complaints, ...anyone.complaints, ...grace.elsewhere, ...anyone.elsewhere]).toEqual([])
	for (const { context } of [ada, grace, anyone]) await context.close()
}, 120_000)
