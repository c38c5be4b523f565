/**
 * A visitor's choice, from the page to what the site's object keeps: the element and the script with consent
 * against a running instance, on a site's own path and from another host.
 */
import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ask, call, within } from './ask.ts'
import { AGENT, launch } from './browser.ts'
import { type Edge, type Origin, openEdge } from './edge.ts'

const jitt = inject('jitt')
const SITE = 'choice.localhost'
const ADDRESS = '198.51.100.61'
const FRANCE: Origin = { address: ADDRESS, cf: { country: 'FR', city: 'Lyon' } }
const CALIFORNIA: Origin = {
	address: '198.51.100.62',
	cf: { country: 'US', city: 'Fresno', region: 'California', regionCode: 'CA' },
}

let browser: Browser
let edge: Edge
let origin: string
let html = ''
let close = () => {}
beforeAll(async () => {
	browser = await launch()
	edge = await openEdge(jitt.baseUrl)
	// The site's own server, that hands `/_j/` to Jitt as an owner's would.
	const server = createServer((incoming, answer) => {
		if (!incoming.url?.startsWith('/_j/')) {
			answer.setHeader('content-type', 'text/html; charset=utf-8').end(html)
			return
		}
		const { host, ...headers } = incoming.headers
		const sent = forward(edge.origin + incoming.url, { method: incoming.method ?? 'GET', headers })
		sent.on('error', () => answer.writeHead(502).end())
		sent.on('response', (response: IncomingMessage) => {
			answer.writeHead(response.statusCode ?? 502, response.headers)
			response.pipe(answer)
		})
		incoming.pipe(sent)
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	origin = `http://${SITE}:${(server.address() as AddressInfo).port}`
	close = () => {
		server.close()
		server.closeAllConnections()
	}
	const made = await call(jitt, '/api/v1/sites', { domain: SITE, timezone: 'Etc/UTC' })
	expect(made.status).toBeLessThan(300)
	const set = await fetch(`${jitt.baseUrl}/api/v1/sites/${SITE}`, {
		method: 'PUT',
		headers: { authorization: `Bearer ${jitt.apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({ mode: 'cookie' }),
	})
	expect([set.status, await set.text()]).toEqual([200, expect.stringContaining('cookie')])
})
afterAll(async () => {
	await browser.close()
	edge.close()
	close()
})

interface Seen {
	page: Page
	context: BrowserContext
	/** Method and address of everything that was asked of Jitt but scripts and manifests. */
	asked: string[]
	/** Decisions of the answers to events. */
	decisions: (string | undefined)[]
}

async function visit(from: Origin, scripts: string, headers?: Record<string, string>): Promise<Seen> {
	edge.from(from)
	html = `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">
		<script>window.jitt = function () { (jitt.q = jitt.q || []).push(arguments) }</script>${scripts}</head>
		<body><jitt-privacy></jitt-privacy></body></html>`
	const context = await browser.newContext({
		userAgent: AGENT,
		...(headers ? { extraHTTPHeaders: headers } : {}),
	})
	const page = await context.newPage()
	const asked: string[] = []
	const decisions: (string | undefined)[] = []
	const named = (request: Request) => `${request.method()} ${new URL(request.url()).pathname}`
	page.on('request', (request) => {
		const name = named(request)
		if (/ \/(api|_j)\/(?!js\/)/.test(name) && !name.endsWith('/status')) asked.push(name)
	})
	page.on('response', (response) => {
		if (named(response.request()).endsWith('/event')) decisions.push(response.headers()['x-jitt-decision'])
	})
	await page.goto(`${origin}/start`)
	return { page, context, asked, decisions }
}

const answered = ({ decisions }: Seen, count: number) =>
	within(
		5,
		async () => decisions.splice(0, decisions.length >= count ? decisions.length : 0),
		(all) => all.length >= count,
	)
const names = async ({ context }: Seen) =>
	(await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).sort()
const send = ({ page }: Seen, name: string) => page.evaluate(`jitt('event', '${name}')`)

const OWN = `<script defer data-domain="${SITE}" data-allow-automation data-path="/_j" src="/_j/js/jitt.consent.js"></script>
	<script defer src="/_j/js/jitt.privacy.js"></script>`

it('on its own path: light before a choice, an id by HTTP after it, and everything is taken back', async () => {
	const seen = await visit(FRANCE, OWN)
	const { page, context, asked } = seen
	const element = page.locator('jitt-privacy')
	await element.getByText('Your visit is counted without cookies').waitFor()
	await element.getByText('Rule for your place: France').waitFor()
	expect(await answered(seen, 1)).toEqual([
		expect.stringMatching(/^light; reason=fallback; rule=FR; policy=\d+$/),
	])
	expect(await names(seen)).toEqual([])
	expect(asked.splice(0)).toEqual(['POST /_j/event'])

	await element.getByRole('checkbox').check()
	await element.getByText('Saved.').waitFor()
	await send(seen, 'Order')
	expect(await answered(seen, 1)).toEqual([expect.stringMatching(/^cookie; reason=granted; rule=FR/)])
	const [first] = (await context.cookies(origin)).filter(({ name }) => name === 'jitt')
	expect(first).toMatchObject({
		httpOnly: true,
		sameSite: 'Lax',
		path: '/',
		value: expect.stringMatching(/^[\w-]{22}$/),
	})
	expect((first?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(33_695_000)
	expect(asked.splice(0)).toEqual(['POST /_j/event'])

	// The next page: the choice is known, the id is the same, and its end does not move.
	await page.reload()
	expect(await answered(seen, 1)).toEqual([expect.stringMatching(/^cookie; reason=granted/)])
	const [again] = (await context.cookies(origin)).filter(({ name }) => name === 'jitt')
	expect(again).toEqual(first)

	const [download] = await Promise.all([
		page.waitForEvent('download'),
		element.getByRole('button', { name: 'Download' }).click(),
	])
	expect(download.suggestedFilename()).toBe(`${SITE}.json`)
	await element.getByRole('checkbox').uncheck()
	await element.getByText('Saved.').waitFor()
	await within(
		5,
		() => names(seen),
		(have) => have.length === 1,
	)
	expect(await names(seen)).toEqual(['jitt_choice=cookieless'])
	expect(asked.filter((one) => one !== 'POST /_j/event')).toEqual(['GET /_j/me', 'POST /_j/consent'])
	asked.splice(0)
	await answered(seen, 0)

	await element.getByRole('button', { name: 'Do not count me' }).click()
	await element.getByRole('button', { name: 'Count me again' }).waitFor()
	await within(
		5,
		() => names(seen),
		(have) => have.includes('jitt_optout=1'),
	)
	await send(seen, 'Order')
	await page.reload()
	await element.getByRole('button', { name: 'Count me again' }).waitFor()
	expect(await names(seen)).toEqual(['jitt_choice=cookieless', 'jitt_optout=1'])
	expect(asked.splice(0)).toEqual(['POST /_j/optout'])
	// Another script, from another host and without the cookie: the site's object remembers today's visitor.
	const tampered = await page.evaluate(
		async ([url, domain]) => {
			const body = JSON.stringify({ n: 'pageview', d: domain, u: location.href })
			const answer = await fetch(`${url}/api/event`, { method: 'POST', body, credentials: 'omit' })
			return [answer.status, answer.headers.get('x-jitt-reason'), answer.headers.get('x-jitt-decision')]
		},
		[edge.origin, SITE],
	)
	expect(tampered).toEqual([202, 'optout', expect.stringMatching(/^none; reason=optout/)])
	const rows = () => ask(jitt, SITE, { metrics: ['visitors', 'pageviews', 'events'] })
	// What today held of the visitor is erased.
	expect(await within(10, rows, ([row]) => row?.metrics[2] === 0)).toEqual([
		{ metrics: [0, 0, 0], dimensions: [] },
	])

	asked.splice(0)
	await element.getByRole('button', { name: 'Count me again' }).click()
	await element.getByRole('button', { name: 'Do not count me' }).waitFor()
	await send(seen, 'Back')
	await within(10, rows, ([row]) => row?.metrics[2] === 1)
	expect((await rows())[0]?.metrics[2]).toBe(1)
	expect(await names(seen)).toEqual(['jitt_choice=cookieless'])
	await context.close()
})

// promise: 19
it('under a signal nothing but a number is told, nothing is kept, and the visitor sees that', async () => {
	const seen = await visit(CALIFORNIA, OWN, { 'sec-gpc': '1' })
	const { page, context, asked } = seen
	await page.locator('jitt-privacy').getByText('opt-out signal (GPC) is honoured').waitFor()
	await page.locator('jitt-privacy').getByText('Nothing of your visit is kept').waitFor()
	expect(await answered(seen, 1)).toEqual([expect.stringMatching(/^none; reason=gpc/)])
	expect(asked).toEqual(['POST /_j/event'])
	expect(await names(seen)).toEqual([])
	await context.close()
})

it('from another host the script keeps the id, once, however fast the first beacons come', async () => {
	const far = `<script>jitt('consent', 'granted'); jitt('event', 'Early')</script>
		<script defer data-domain="${SITE}" data-allow-automation src="${edge.origin}/js/jitt.consent.js"></script>
		<script defer src="${edge.origin}/js/jitt.privacy.js"></script>`
	const seen = await visit({ ...CALIFORNIA, address: '198.51.100.63' }, far)
	const { page, context, asked } = seen
	await send(seen, 'Late')
	const granted = expect.stringMatching(/^cookie; reason=granted; rule=US-CA/)
	expect(await answered(seen, 3)).toEqual([granted, granted, granted])
	const [id] = await names(seen)
	expect(id).toMatch(/^jitt=[\w-]{22}$/)
	expect(await page.evaluate(() => document.cookie)).toBe(id)
	const sent = edge.arrivals.filter(({ body }) => body.n && body.c === 'granted').slice(-3)
	expect(sent.map(({ body }) => body.ck)).toEqual([1, id?.slice(5), id?.slice(5)])
	expect(asked.splice(0)).toEqual(['POST /api/event', 'POST /api/event', 'POST /api/event'])

	await page.locator('jitt-privacy').getByText('Rule for your place: United States (CA)').waitFor()
	await page.locator('jitt-privacy').getByRole('button', { name: 'Erase' }).click()
	await page.locator('jitt-privacy').getByText('It is erased.').waitFor()
	await page.evaluate(`jitt('consent', 'denied')`)
	await send(seen, 'Order')
	expect(await names(seen)).toEqual([])
	expect(asked.filter((one) => one !== 'POST /api/consent')).toEqual(['POST /api/me'])
	await context.close()
})
