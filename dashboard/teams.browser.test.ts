/** A team in a real browser: invited by mail, working together, looked at, and taken out again. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../scripts/browser.ts'
import { linkOf, mailTo } from '../scripts/mails.ts'
import { newSite, signedIn, unnamed, watched } from './watched.ts'

const { baseUrl, state } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

it('invites somebody to a team, who sees its site until taken out, and each look is told', async () => {
	const ada = await watched(browser, baseUrl)
	const bob = await watched(browser, baseUrl)
	await signedIn(ada, baseUrl)
	const him = await signedIn(bob, baseUrl)
	const domain = await newSite(ada, baseUrl)

	await ada.page.goto('/teams')
	await ada.page.getByRole('button', { name: 'Create team' }).click()
	await ada.page.getByText('Give the team a name.').waitFor()
	await ada.page.getByLabel('Name').fill('Crew')
	await ada.page.keyboard.press('Enter')
	await ada.page.getByRole('heading', { name: 'Crew', level: 1 }).waitFor()
	await ada.page.getByLabel('E-mail of the person').fill(him.email)
	// By keys: what is above may still load, and would move a button away under the mouse.
	await ada.page.getByLabel('E-mail of the person').press('Enter')
	await ada.page.getByText(`An invitation is on its way to ${him.email}.`).waitFor()
	await ada.page.getByRole('button', { name: `Take back the invitation of ${him.email}` }).waitFor()
	const team = new URL(ada.page.url()).pathname

	await ada.page.goto(`/${domain}/people`)
	await ada.page.getByLabel('To', { exact: true }).selectOption({ label: 'Your team Crew' })
	await ada.page.getByRole('button', { name: 'Hand over' }).press('Enter')
	await ada.page.getByRole('dialog').getByRole('button', { name: 'Hand over', exact: true }).press('Enter')
	await ada.page.getByText('It belongs to the team Crew').waitFor()

	const link = linkOf(await mailTo(state, him.email, /^Invitation to the team/))
	const stranger = await browser.newPage()
	await stranger.goto(link)
	await stranger.getByText('You are invited.').waitFor()
	await stranger.getByRole('heading', { name: 'Sign in' }).waitFor()
	await stranger.close()
	await bob.page.goto(`/${domain}`)
	await bob.page.getByRole('heading', { name: `${domain} is not one of your sites` }).waitFor()
	await bob.page.goto(link)
	await bob.page.getByRole('heading', { name: 'Join Crew' }).waitFor()
	expect(bob.page.url()).not.toContain('#')
	await bob.page.getByRole('button', { name: 'Accept' }).press('Enter')
	await bob.page.getByText('You are viewer of this team.').waitFor()
	await bob.page.getByRole('link', { name: domain }).click()
	await bob.page.waitForURL(`**/${domain}`)
	await bob.page.getByRole('button', { name: `Site ${domain}: change` }).waitFor()

	await ada.page.goto(`${team}/log`)
	await ada.page.getByLabel('Way').selectOption('Dashboard')
	await ada.page.getByRole('cell', { name: him.email }).waitFor()
	const [file] = await Promise.all([
		ada.page.waitForEvent('download'),
		ada.page.getByRole('link', { name: 'CSV' }).click(),
	])
	expect(file.suggestedFilename()).toBe('access-log.csv')

	await ada.page.goto(team)
	await ada.page.getByRole('button', { name: 'Remove Ada Example' }).press('Enter')
	await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).press('Enter')
	await ada.page.getByRole('button', { name: 'Remove Ada Example' }).waitFor({ state: 'detached' })
	await bob.page.goto(`/${domain}`)
	await bob.page.getByRole('heading', { name: `${domain} is not one of your sites` }).waitFor()
	expect([...ada.complaints, ...ada.elsewhere, ...bob.elsewhere]).toEqual([])
	await Promise.all([ada.context.close(), bob.context.close()])
})

it('gives support leave to look and takes it back; every page has names for what is operated', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints } = seen
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await page.goto('/teams')
	await page.getByRole('link', { name: 'Ada Example' }).click()
	await page.getByRole('link', { name: 'Support access' }).click()
	await page.getByText('Support has never been let in').waitFor()
	const path = new URL(page.url()).pathname
	await page.goto(`${path}?site=${domain}&reason=Ticket%207`)
	await page.getByText('Support has never been let in').waitFor()
	await page.getByLabel('Why').press('Enter')
	await page.getByRole('button', { name: 'End now (Ticket 7)' }).press('Enter')
	await page.getByText(/ · ended /).waitFor()
	for (const at of [
		'/teams',
		path.replace('/support', ''),
		path,
		path.replace('support', 'log'),
		`/${domain}/people`,
	]) {
		await page.goto(at)
		await page.getByRole('heading', { level: 1 }).waitFor()
		expect([at, await unnamed(seen)]).toEqual([at, []])
	}
	await page.goto(`/invitation#${'A'.repeat(43)}`)
	await page.getByText('This invitation is not valid').waitFor()
	// The refusal that was just shown is all that a console has to say.
	expect(complaints.filter((one) => !one.includes('404'))).toEqual([])
	await context.close()
})

it('sends what stands in a form, however soon it is sent', async () => {
	const ada = await watched(browser, baseUrl)
	await signedIn(ada, baseUrl)
	await ada.page.goto('/teams')
	await ada.page.getByLabel('Name').evaluate(async (input: HTMLInputElement) => {
		input.value = 'Swift'
		input.dispatchEvent(new Event('input', { bubbles: true }))
		// Rendered in a microtask, and not yet painted.
		for (let i = 0; i < 10; i++) await Promise.resolve()
		input.form?.requestSubmit()
	})
	await ada.page.getByRole('heading', { name: 'Swift', level: 1 }).waitFor()
	await ada.context.close()
})
