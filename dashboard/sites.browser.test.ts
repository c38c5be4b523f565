/** Sites in a real browser: from an empty list to the first visit, and to the end of a site. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { AGENT, launch } from '../scripts/browser.ts'
import { newSite, signedIn, watched } from './watched.ts'

const { baseUrl } = inject('jitt')
let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

it('adds a site with keys alone', async () => {
	const seen = await watched(browser, baseUrl, { timezoneId: 'Asia/Tokyo' })
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	await page.goto('/new')
	const domain = page.getByLabel('Domain')
	await domain.waitFor()
	const zone = page.getByRole('combobox', { name: 'Time zone' })
	expect(await zone.inputValue()).toBe('Asia/Tokyo')

	await page.keyboard.press('Tab')
	await page.keyboard.press('Enter')
	await page.keyboard.press('Tab')
	await page.keyboard.type('not a domain')
	await page.keyboard.press('Enter')
	await page.getByText('Must be a host name such as example.org.').waitFor()
	expect(await domain.evaluate((field) => field === document.activeElement)).toBe(true)
	const name = `keys-${crypto.randomUUID().slice(0, 8)}.localhost`
	await page.keyboard.press('ControlOrMeta+a')
	await page.keyboard.type(`https://www.${name}/some/page`)
	await page.keyboard.press('Tab')
	await page.keyboard.type('buenos')
	expect(await page.getByRole('option').allTextContents()).toEqual([expect.stringContaining('Buenos_Aires')])
	await page.keyboard.press('Escape')
	expect(await zone.inputValue()).toBe('Asia/Tokyo')
	await page.keyboard.type('kathm')
	await page.keyboard.press('ArrowDown')
	await page.keyboard.press('ArrowUp')
	await page.keyboard.press('Enter')
	expect(await zone.inputValue()).toBe('Asia/Kathmandu')
	await page.keyboard.press('Enter')

	await page.waitForURL(`**/${name}/install`)
	await page.getByRole('heading', { name: 'Install' }).waitFor()
	const site = await (await context.request.get(`/api/v1/sites/${name}`)).json()
	expect(site).toMatchObject({ domain: name, timezone: 'Asia/Kathmandu' })
	await context.close()
})

it('waits for the first visit, and says so as soon as it arrives', async () => {
	const seen = await watched(browser, baseUrl, { permissions: ['clipboard-read', 'clipboard-write'] })
	const { page, context, complaints, elsewhere } = seen
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await page.goto(`/${domain}/install`)
	await page.getByText('Waiting for the first visit …').waitFor()
	await page.getByRole('button', { name: 'Copy snippet' }).click()
	await page.getByRole('button', { name: 'Copied snippet' }).waitFor()
	const snippet = await page.evaluate(() => navigator.clipboard.readText())
	expect(snippet).toBe(`<script defer data-domain="${domain}" src="${baseUrl}/js/jitt.js"></script>`)

	// The site's only page: what was copied, with what a test's browser needs to be counted.
	const reader = await browser.newContext({ userAgent: AGENT })
	const server = createServer((_, response) => {
		response.setHeader('content-type', 'text/html')
		response.end(`<title>x</title>${snippet.replace('defer', 'defer data-allow-automation')}`)
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	await (await reader.newPage()).goto(`http://${domain}:${port}/`)
	await page.getByText(/It works: first visit seen at \d/).waitFor()
	await reader.close()
	server.close()
	await page.reload()
	await page.getByText(/It works: last visit seen at \d/).waitFor()
	await page.getByRole('link', { name: 'Go to the statistics' }).click()
	await page.waitForURL(`**/${domain}`)
	expect(await page.title()).toBe(`${domain} · Jitt`)
	expect([complaints, elsewhere]).toEqual([[], []])
	await context.close()
})

it('has a snippet for those who come from elsewhere', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await page.goto(`/${domain}/install`)
	await page.getByRole('tab', { name: 'HTML' }).focus()
	const panel = page.getByRole('tabpanel')
	for (const [key, text] of [
		['ArrowRight', `${baseUrl}/js/script.js`],
		['ArrowRight', `${baseUrl}/script.js`],
		['End', `curl ${baseUrl}/api/event`],
		['ArrowRight', `${baseUrl}/js/jitt.js`],
	] as const) {
		await page.keyboard.press(key)
		await panel.getByText(text).first().waitFor()
	}
	await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
	await page.getByRole('button', { name: 'Copy snippet' }).click()
	await page.getByText('Selected: copy it with your keys.').waitFor()
	expect(await page.evaluate(() => getSelection()?.toString())).toMatch(/^<script .*<\/script>$/)
	for (const script of ['/js/script.js', '/script.js', '/js/jitt.js']) {
		const answer = await context.request.get(script)
		expect([answer.status(), answer.headers()['content-type']]).toEqual([
			200,
			expect.stringContaining('javascript'),
		])
	}
	await context.close()
})

it('changes the rules of a site, and ends it only for who types its name', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context, complaints } = seen
	await signedIn(seen, baseUrl)
	const domain = await newSite(seen, baseUrl)
	await page.goto(`/${domain}/privacy`)
	const keeping = page.getByRole('region', { name: 'For how long' })
	const days = keeping.getByLabel('Days to keep events')
	const save = keeping.getByRole('button', { name: 'Save' })
	await days.fill('9999')
	await keeping.getByText('Enter a whole number from 1 to 7300.').waitFor()
	await days.fill('7300')
	await save.click()
	await keeping.getByText('Saved.').waitFor()
	// What would go is said first, and stays where somebody thinks better of it.
	const old = { url: `https://${domain}/old`, timestamp: '2021-03-04T12:00:00Z', visitor_id: 'a' }
	const imported = await context.request.post(`/api/v1/sites/${domain}/events/import`, {
		data: JSON.stringify(old),
		headers: { 'content-type': 'application/x-ndjson', origin: baseUrl, 'idempotency-key': domain },
	})
	expect(imported.status()).toBe(200)
	await days.fill('90')
	await save.click()
	const less = page.getByRole('dialog', { name: 'Delete what is older?' })
	await less.getByText('1 events').waitFor()
	await less.getByRole('button', { name: 'Keep it' }).click()
	await keeping.getByText('Not saved yet.').waitFor()
	await save.click()
	await less.getByRole('button', { name: 'Save and delete' }).click()
	await keeping.getByText('Saved.').waitFor()
	await page.reload()
	expect(await days.inputValue()).toBe('90')
	await page.getByRole('radio', { name: 'With a cookie' }).check()
	await page.getByText('What you have seen to').waitFor()
	const telling = page.getByRole('region', { name: 'What visitors are told' })
	await telling.getByLabel('Language').selectOption('de')
	await telling.getByText('90 Tage').first().waitFor()
	await page.goto(`/${domain}/held`)
	await page.getByText('Nothing is held back').waitFor()

	await page.goto(`/${domain}/settings`)
	await page.getByRole('button', { name: 'Delete site' }).click()
	const sure = page.getByRole('dialog', { name: `Delete ${domain}?` })
	const end = sure.getByRole('button', { name: 'Delete in seven days' })
	expect(await end.isDisabled()).toBe(true)
	await page.keyboard.press('Escape')
	expect(await sure.isVisible()).toBe(false)
	await page.getByRole('button', { name: 'Delete site' }).click()
	await sure.getByLabel(`Type ${domain} to confirm`).fill(domain)
	await end.click()
	await page.getByRole('list', { name: 'Sites being deleted' }).getByText(domain, { exact: true }).waitFor()
	expect(complaints).toEqual([])
	await page.goto(`/${domain}`)
	await page.getByRole('heading', { name: `${domain} is not one of your sites` }).waitFor()
	await context.close()
})

it('finds a site among many, and switches between them', async () => {
	const seen = await watched(browser, baseUrl)
	const { page, context } = seen
	await signedIn(seen, baseUrl)
	const domains = await Promise.all(Array.from({ length: 8 }, () => newSite(seen, baseUrl)))
	const [first = '', second = ''] = domains
	await page.goto('/')
	await page.getByLabel('Search sites').fill(first.slice(5, 12).toUpperCase())
	await page.getByText('1 of 8 sites').waitFor()
	await page.getByRole('link', { name: first }).click()
	await page.getByRole('button', { name: `Site ${first}: change` }).click()
	await page.getByRole('menuitemradio', { name: second }).click()
	await page.waitForURL(`**/${second}`)
	await page.getByRole('button', { name: `Site ${second}: change` }).waitFor()
	await context.close()
})
