/**
 * A customer's whole life in a real browser, from signing up to the day after leaving. What each room can do in all
 * its corners is in its own tests; here they follow each other, with one account, as they do for a person.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { APIRequestContext, Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { asOperator, linkTo, signedIn, someone, watched } from '../dashboard/watched.ts'
import { codeOf } from '../workers/account/authenticator-app.ts'
import { launch } from './browser.ts'
import { leftOf } from './left.ts'
import { linkOf, mailTo } from './mails.ts'

const { baseUrl, state } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

/** The pages of the stand-in for Stripe are elsewhere, as Stripe's are. */
const isStandIn = (url: string): boolean =>
	url.startsWith('http://127.0.0.1:') || url.startsWith('http://localhost:')

/** Opens an incident about what arrived at a site just now, decides that people are told, and confirms it. */
async function breachOf(request: APIRequestContext, since: number): Promise<string> {
	const send = async (method: 'POST' | 'PUT', path: string, data: object): Promise<Incident> => {
		const answer = await request.fetch(`/api/operator/incidents${path}`, {
			...{ method, data, headers: { origin: baseUrl } },
		})
		expect(answer.ok(), await answer.text()).toBe(true)
		return await answer.json()
	}
	const at = (instant: number) => new Date(instant).toISOString()
	const opened = await send('POST', '', {
		...{ title: 'Traffic was read', starts_at: at(since), ends_at: at(Date.now()) },
		...{ discovered_at: at(Date.now()), aware_at: at(Date.now()) },
		...{
			systems: ['traffic'],
			nature: ['confidentiality'],
			reach: 'arrived',
			shards: null,
			jurisdictions: null,
		},
	})
	const { id, reference } = opened
	const { contact } = opened.notice
	const told = await send('PUT', `/${id}`, {
		revision: opened.revision,
		notice: {
			...opened.notice,
			contact: { ...contact, person: 'Grace Operator', email: 'privacy@example.org' },
			...{ what: 'Somebody read it.', consequences: 'None.', taken: 'Closed.', advice: 'Nothing.' },
			...{ phases: true, risk: 'risk' },
		},
		...{ decision: 'notify', banner: 'affected' },
	})
	await send('POST', `/${id}/notices`, { reference, version: 1, revision: told.revision, closing: false })
	return reference
}

interface Incident {
	id: number
	reference: string
	revision: number
	notice: { contact: object }
}

/** Events of today, as another product would hand them over: more than the smallest plan has room for. */
function events(domain: string, count: number): string {
	const from = Date.now() - 60_000
	return Array.from({ length: count }, (_, i) =>
		JSON.stringify({
			timestamp: new Date(from + Math.floor(i / 10)).toISOString(),
			visitor_id: `v${i % 5000}`,
			url: `https://${domain}/page-${i % 20}`,
		}),
	).join('\n')
}

// promise: 1, 2, 4, 5, 8, 15
it('signs up, works, pays, asks, is told of a breach, takes everything along and is gone', async () => {
	const hers = await watched(browser, baseUrl)
	const operator = await watched(browser, baseUrl)
	await asOperator(operator, baseUrl)
	const { page, context } = hers
	const ada = { ...someone(), name: `Ada ${crypto.randomUUID().slice(0, 8)}` }
	const domain = `life-${crypto.randomUUID().slice(0, 8)}.localhost`

	// Signs up, proves the address.
	await page.goto('/sign-up')
	await page.getByLabel('Full name').fill(ada.name)
	await page.getByLabel('E-mail').fill(ada.email)
	await page.getByLabel('Password').fill(ada.password)
	await page.getByRole('button', { name: 'Create account' }).click()
	await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
	await page.goto(await linkTo(ada.email))
	await page.getByRole('button', { name: 'Confirm the address' }).click()
	await page.getByText('No site yet').waitFor()

	// A second factor, and the next sign-in asks for it.
	await page.goto('/account/security')
	const factor = page.getByRole('region', { name: 'Second factor' })
	await factor.getByRole('button', { name: 'Set up' }).click()
	await factor.getByLabel('Your password').fill(ada.password)
	await factor.getByRole('button', { name: 'Go on' }).click()
	const secret = await factor.getByRole('figure', { name: 'Key' }).locator('code').textContent()
	const code = () => codeOf(`otpauth://totp/Jitt?secret=${secret}`)
	await factor.getByLabel('The code that the app shows').fill(code())
	await factor.getByRole('button', { name: 'Turn on' }).click()
	const codes = await factor.getByRole('figure', { name: 'Recovery codes' }).locator('code').textContent()
	await context.clearCookies()
	await page.goto('/sign-in')
	await page.getByLabel('E-mail').fill(ada.email)
	await page.getByLabel('Password').fill(ada.password)
	await page.getByRole('button', { name: 'Sign in', exact: true }).click()
	await page.getByRole('button', { name: 'Use a recovery code' }).click()
	await page.getByLabel('Recovery code').fill(codes?.split('\n')[0] ?? '')
	await page.getByRole('button', { name: 'Go on' }).click()

	// A site, and somebody to share it with.
	await page.getByRole('main').getByRole('link', { name: 'Add a site' }).click()
	await page.getByLabel('Domain').fill(domain)
	await page.getByRole('button', { name: 'Add site' }).click()
	await page.waitForURL(`**/${domain}/**`)
	const team = await teamOf()
	const his = await watched(browser, baseUrl)
	const bob = await signedIn(his, baseUrl)
	await page.goto(`/teams/${team}`)
	await page.getByLabel('E-mail of the person').fill(bob.email)
	await page.getByRole('button', { name: 'Invite', exact: true }).click()
	await page.getByText(`An invitation is on its way to ${bob.email}.`).waitFor()
	await his.page.goto(linkOf(await mailTo(state, bob.email, /^Invitation to the team/)))
	await his.page.getByRole('button', { name: 'Accept' }).click()
	await his.page.getByRole('link', { name: domain }).click()
	await his.page.getByRole('button', { name: `Site ${domain}: change` }).waitFor()

	// The smallest plan, and more events than it has.
	await page.goto(`/teams/${team}/billing`)
	await page.getByRole('button', { name: 'Choose 100k events, by the month' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Go to payment' }).click()
	await page.getByText('No money moves').waitFor()
	await page.getByRole('button', { name: 'Subscribe' }).click()
	await page.getByText('Thank you: your subscription has begun.').waitFor()
	const began = Date.now()
	for (let part = 0; part < 11; part++) {
		const answer = await context.request.post(
			`/api/v1/sites/${domain}/events/import?part=${part}&last=${part === 10}`,
			{
				data: events(domain, 10_000),
				headers: { origin: baseUrl, 'content-type': 'application/x-ndjson', 'idempotency-key': 'life' },
				timeout: 60_000,
			},
		)
		expect(answer.status(), await answer.text()).toBe(200)
	}
	// Who looks has everything written that waits. Nothing is locked, and no count is lost.
	await page.goto(`/${domain}`)
	await page.getByText('110k').first().waitFor()
	await ring()
	const warning = await mailTo(state, ada.email, /110 %/, { since: began })
	expect(warning.text).toContain('100,000')
	await page.goto(`/teams/${team}/billing`)
	await page.getByText('110,000').first().waitFor()
	await page.getByRole('button', { name: 'Change 500k events, by the month' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Change the plan' }).click()
	await page.getByText('500,000 events this month').waitFor()

	// A question with a picture of the trouble.
	await page.goto('/support/new')
	const subject = `Numbers ${domain}`
	await page.getByLabel('Subject').fill(subject)
	await page.getByLabel('Message').fill(`What counts on ${domain}?`)
	await page
		.getByLabel('Files to add')
		.setInputFiles({ name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from(`${domain}\n`) })
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByRole('heading', { name: subject }).waitFor()
	await page.getByRole('link', { name: 'log.txt' }).waitFor()

	// A breach of the traffic database in this minute.
	const reference = await breachOf(operator.context.request, began - 120_000)
	await ring()
	expect((await mailTo(state, ada.email, /^Breach of security/)).text).toContain(domain)
	await page.goto('/')
	await page.getByRole('link', { name: 'Read what to do' }).first().click()
	await page.getByText(reference).first().waitFor()

	// Takes everything along.
	await page.goto('/account/data')
	await page.getByRole('button', { name: 'Make an archive' }).click()
	await page
		.getByText('being made')
		.or(page.getByText(/\d+ files,/))
		.first()
		.waitFor()
	await ring()
	await page.reload()
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: /^Download/ }).click(),
	])
	expect(file.suggestedFilename()).toMatch(/\.zip$/)

	// Before: found in more than one place. After: nowhere.
	const folder = mkdtempSync(join(tmpdir(), 'jitt-left-'))
	const texts = [ada.email, ada.name, domain, team]
	expect(new Set(leftOf(state, folder, texts).map(({ text }) => text))).toEqual(new Set(texts))
	await page.getByRole('button', { name: 'Delete account' }).click()
	const sure = page.getByRole('dialog')
	await sure.getByLabel('Erase everything now').check()
	const fate = sure.getByRole('combobox')
	if ((await fate.count()) > 0) await fate.selectOption('delete')
	await sure.getByLabel(/^Type .* to confirm$/).fill(ada.email)
	await sure.getByRole('button', { name: 'Erase now' }).click()
	await page
		.getByText(/receipt/i)
		.first()
		.waitFor({ timeout: 60_000 })
	await ring()
	expect(leftOf(state, folder, texts)).toEqual([])
	rmSync(folder, { recursive: true })

	// For those who stay there is no such site, and for nobody such an account.
	await his.page.goto(`/${domain}`)
	await his.page.getByRole('heading', { name: `${domain} is not one of your sites` }).waitFor()
	const again = await context.request.post('/api/auth/sign-in/email', {
		data: { email: ada.email, password: ada.password },
		headers: { origin: baseUrl },
	})
	expect(again.status()).toBe(401)
	expect([hers.elsewhere.filter((url) => !isStandIn(url)), his.elsewhere]).toEqual([[], []])
	for (const one of [hers, his, operator]) await one.context.close()

	/** What rings by the clock, rung by hand: a local run has no clock. */
	async function ring(): Promise<void> {
		const answer = await operator.context.request.post('/api/operator/jobs', {
			...{ headers: { origin: baseUrl }, timeout: 60_000 },
		})
		const { jobs }: { jobs: Record<string, string> } = await answer.json()
		expect(Object.entries(jobs).filter(([, outcome]) => outcome !== 'done')).toEqual([])
	}

	async function teamOf(): Promise<string> {
		const answer = await context.request.get(`/api/v1/sites/${domain}`)
		const { team_id: id }: { team_id: string } = await answer.json()
		return id
	}
}, 240_000)
