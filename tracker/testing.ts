import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createSite, within } from '../scripts/ask.ts'
import { AGENT } from '../scripts/browser.ts'
import type { TestInstance } from '../scripts/browser-setup.ts'
import { type Arrival, type Edge, openEdge } from '../scripts/edge.ts'

/** Long enough that a beacon which must not be sent would have arrived. */
const SILENCE_MS = 400

/** A site with the tracker on its pages, on an origin of its own, and the edge that its beacons reach. */
export interface Stage {
	domain: string
	/** `http://<domain>:<port>`; the port alone serves under other names too. */
	origin: string
	port: number
	edge: Edge
	/** Answers every address of the site from now on. */
	html: string
	/** How long every page lets people wait, ms. */
	delayMs: number
	/** Addresses that the site was asked for, with the purpose that a browser names when it only prepares. */
	asked: { url: string; purpose: string | undefined }[]
	close(): void
}

/** Creates the site at the instance and starts serving it. */
export async function openStage(instance: TestInstance, domain: string, address: string): Promise<Stage> {
	const edge = await openEdge(instance.baseUrl)
	edge.from({ address, cf: { country: 'NZ', city: 'Dunedin' } })
	const server = createServer(async ({ url = '/', headers }, response) => {
		stage.asked.push({ url, purpose: headers['sec-purpose'] as string | undefined })
		if (stage.delayMs > 0) await wait(stage.delayMs)
		if (url.startsWith('/files/')) response.setHeader('content-disposition', 'attachment')
		response.setHeader('content-type', 'text/html; charset=utf-8').end(stage.html)
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	const stage: Stage = {
		domain,
		origin: `http://${domain}:${port}`,
		port,
		edge,
		html: '',
		delayMs: 0,
		asked: [],
		close() {
			edge.close()
			server.close()
			server.closeAllConnections()
		},
	}
	stage.html = pageOf(stage)
	await createSite(instance, domain)
	return stage
}

/** What a page is made of beside the tracker's element. */
export interface Parts {
	/** The script's name below `/js/`. */
	file?: string
	/** Attributes of its element. Without them a test's browser would be left alone. */
	attributes?: string
	/** Markup before it: stubs. */
	head?: string
	body?: string
}

/** A page that is taller than the window, with the tracker in its head. */
export const pageOf = ({ domain, edge }: Stage, parts: Parts = {}): string => {
	const { file = 'jitt.js', attributes = 'data-allow-automation', head = '', body = '' } = parts
	return `<!doctype html><html><head><title>Shop</title><link rel="icon" href="data:,">${head}
<script defer data-domain="${domain}" ${attributes} src="${edge.origin}/js/${file}"></script></head>
<body style="margin:0;height:3000px">${body}</body></html>`
}

/** One person's browser; `setup` runs in every page before anything else. */
export async function person(browser: Browser, setup?: () => void): Promise<BrowserContext> {
	const context = await browser.newContext({ userAgent: AGENT, viewport: { width: 1280, height: 900 } })
	if (setup) await context.addInitScript(setup)
	return context
}

/**
 * The beacons that arrived since the last call: at least so many (waited for), and all that came in a moment's
 * silence after them.
 */
export async function arrived(stage: Stage, count: number): Promise<Arrival[]> {
	await within(
		5,
		async () => stage.edge.arrivals.length,
		(have) => have >= count,
	)
	for (let have = -1; have !== stage.edge.arrivals.length; ) {
		have = stage.edge.arrivals.length
		await wait(SILENCE_MS)
	}
	return stage.edge.arrivals.splice(0)
}

/** Their bodies alone. */
export const bodies = async (stage: Stage, count: number): Promise<Record<string, unknown>[]> =>
	(await arrived(stage, count)).map(({ body }) => body)

/** What is sent in one breath arrives in any order. */
export const byName = (sent: Record<string, unknown>[]): Record<string, unknown>[] =>
	sent.sort((a, b) => (`${a.n} ${a.u}` < `${b.n} ${b.u}` ? -1 : 1))

/** Name and address of each, where the rest is not at issue. */
export const visited = async (stage: Stage, count: number): Promise<string[]> =>
	(await bodies(stage, count)).map(({ n, u }) => `${n} ${String(u).replace(stage.origin, '')}`)

/** Changes the address as single-page applications do. */
export const push = (page: Page, to: string): Promise<void> =>
	page.evaluate((url) => history.pushState(null, '', url), to)
