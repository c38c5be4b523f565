/** What the browser tests of the overview share: sites with traffic, and an owner who looks at them. */
import type { Browser, Page } from 'playwright-core'
import { call, createSite, type Row } from '../scripts/ask.ts'
import { AGENT } from '../scripts/browser.ts'
import type { TestInstance } from '../scripts/browser-setup.ts'

const DAY = 86_400_000

/** The date some days ago, in UTC: the zone of the sites that tests make. */
export const dateAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString().slice(0, 10)

/** The days that the overview shows at first. */
export const usualDays = (): [string, string] => [dateAgo(27), dateAgo(0)]

export interface Visit {
	/** Days ago. */
	ago: number
	/** Paths, in order. */
	pages: string[]
	referrer?: string
	country?: string
	city?: string
	browser?: string
}

let sites = 0

/** A new site of the owner's, with visits of days that are over. */
export async function siteWith(jitt: TestInstance, visits: readonly Visit[]): Promise<string> {
	const domain = `overview-${sites++}-${Date.now().toString(36)}.example`
	await createSite(jitt, domain)
	if (visits.length === 0) return domain
	const lines = visits.flatMap(({ ago, pages, ...facts }, visitor) =>
		pages.map((page, i) => ({
			timestamp: `${dateAgo(ago)}T${String(8 + (visitor % 12)).padStart(2, '0')}:0${i % 10}:00Z`,
			visitor_id: `visitor-${visitor}`,
			url: `https://${domain}${page}`,
			...facts,
		})),
	)
	const answer = await fetch(`${jitt.baseUrl}/api/v1/sites/${domain}/events/import`, {
		method: 'POST',
		headers: { authorization: `Bearer ${jitt.apiKey}`, 'content-type': 'application/x-ndjson' },
		body: lines.map((line) => JSON.stringify(line)).join('\n'),
	})
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
	return domain
}

/** Sends a beacon as a page does that somebody looks at, from an address of their own. */
export async function view(
	jitt: TestInstance,
	domain: string,
	path: string,
	{ address = '203.0.113.140', name = 'pageview', referrer = '' } = {},
): Promise<void> {
	const answer = await fetch(`${jitt.baseUrl}/api/event`, {
		method: 'POST',
		headers: { 'CF-Connecting-IP': address, 'user-agent': AGENT, 'content-type': 'text/plain' },
		body: JSON.stringify({ n: name, d: domain, u: `https://${domain}${path}`, r: referrer || null }),
	})
	const dropped = answer.headers.get('x-jitt-reason')
	if (answer.status !== 202 || dropped) throw new Error(`${answer.status} ${dropped} ${await answer.text()}`)
}

/** What the public API says of the days that the overview shows at first. */
export async function told(jitt: TestInstance, domain: string, question: object): Promise<Row[]> {
	const answer = await call(jitt, '/api/v2/query', {
		site_id: domain,
		date_range: usualDays(),
		...question,
	})
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
	return ((await answer.json()) as { results: Row[] }).results
}

/** The owner's browser, signed in, at an address of the dashboard. */
export async function ownerAt(
	jitt: TestInstance,
	browser: Browser,
	path: string,
	options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
	const page = await context.newPage()
	await page.goto(jitt.baseUrl + path)
	await page.getByLabel('E-mail').fill(jitt.email)
	await page.getByLabel('Password', { exact: true }).fill(jitt.password)
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByRole('heading', { level: 1, name: path.split(/[/?]/)[1] ?? '' }).waitFor()
	return page
}

/** A total as its card shows it: the value alone. */
export async function cardOf(page: Page, label: string): Promise<string> {
	return (await page.locator('.metric', { hasText: label }).locator('.metric-value').textContent()) ?? ''
}

/** Rows of a panel: name and first number. */
export async function rowsOf(page: Page, panel: string): Promise<[string, string][]> {
	const rows = page.getByRole('region', { name: panel, exact: true }).locator('tbody tr')
	return rows.evaluateAll((all) =>
		all.map((row): [string, string] => [
			row.querySelector('.list-text')?.textContent ?? '',
			row.querySelector('td')?.textContent ?? '',
		]),
	)
}
