/**
 * The trackers that Plausible publishes on npm, unchanged, in a page of another origin: pointing them at Jitt is
 * all that a site has to do.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ask, createSite, within } from './ask.ts'
import { AGENT, launch } from './browser.ts'
import { type Edge, openEdge } from './edge.ts'
import { root } from './state.ts'

const jitt = inject('jitt')
const NEW_SITE = 'new-tracker.localhost'
const OLD_SITE = 'old-tracker.localhost'
const scripts = (instance: string): Record<string, string> => ({
	'/new.js': `import { init, track } from '@plausible-analytics/tracker'
		init({ domain: '${NEW_SITE}', endpoint: '${instance}/api/event', captureOnLocalhost: true, outboundLinks: true })
		document.querySelector('button').onclick = () => track('Signup', { props: { plan: 'free' } })`,
	'/old.js': `import Plausible from 'plausible-tracker'
		const plausible = Plausible({ domain: '${OLD_SITE}', apiHost: '${instance}', trackLocalhost: true })
		plausible.enableAutoPageviews()
		document.querySelector('button').onclick = () => plausible.trackEvent('Signup', { props: { plan: 'free' } })`,
})
const html = (script: string) =>
	`<!doctype html><title>x</title><button type="button">Sign up</button><script type="module" src="${script}"></script>`

let browser: Browser
let server: Server
let edge: Edge
let origin: string
beforeAll(async () => {
	edge = await openEdge(jitt.baseUrl)
	const bundles = new Map<string, string>()
	for (const [path, contents] of Object.entries(scripts(edge.origin))) {
		const stdin = { contents, resolveDir: root }
		const { outputFiles } = await build({
			stdin,
			bundle: true,
			format: 'esm',
			write: false,
			logLevel: 'error',
		})
		bundles.set(path, outputFiles[0]?.text ?? '')
	}
	server = createServer(({ url = '/' }, response) => {
		const script = bundles.get(url)
		response.setHeader('content-type', script ? 'text/javascript' : 'text/html')
		response.end(script ?? html(url.startsWith('/new') ? '/new.js' : '/old.js'))
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	origin = `http://localhost:${(server.address() as AddressInfo).port}`
	await createSite(jitt, NEW_SITE)
	await createSite(jitt, OLD_SITE)
	browser = await launch()
})
afterAll(async () => {
	await browser.close()
	server.close()
	edge.close()
})

/** Loads a page, goes on without loading one, and presses the button. */
async function visit(page: Page, path: string): Promise<void> {
	const before = edge.arrivals.length
	const counted = (count: number) =>
		within(
			5,
			async () => edge.arrivals.slice(before).filter(({ body }) => body.n !== 'engagement').length,
			(have) => have >= count,
		)
	await page.goto(`${origin}${path}/first?utm_source=letter`)
	await counted(1)
	await page.evaluate((to) => history.pushState(null, '', to), `${path}/second`)
	await counted(2)
	await page.getByRole('button').click()
	await counted(3)
}

it.each([
	['@plausible-analytics/tracker', NEW_SITE, '/new'],
	['plausible-tracker', OLD_SITE, '/old'],
])('%s is counted right', async (_name, site, path) => {
	for (const address of ['198.51.100.21', '198.51.100.22']) {
		edge.from({ address, cf: { country: 'NZ', city: 'Dunedin' } })
		const context = await browser.newContext({ userAgent: AGENT })
		await visit(await context.newPage(), path)
		await context.close()
	}
	const metrics = ['visitors', 'visits', 'pageviews', 'events']
	const total = () => ask(jitt, site, { metrics })
	const [sum] = await within(5, total, ([row]) => row?.metrics[3] === 6)
	expect(sum?.metrics).toEqual([2, 2, 4, 6])

	const pages = await ask(jitt, site, {
		metrics: ['pageviews', 'visitors'],
		dimensions: ['event:page'],
		order_by: [['event:page', 'asc']],
		filters: [['is', 'event:name', ['pageview']]],
	})
	expect(pages).toEqual([
		{ dimensions: [`${path}/first`], metrics: [2, 2] },
		{ dimensions: [`${path}/second`], metrics: [2, 2] },
	])
	const plans = await ask(jitt, site, {
		metrics: ['events'],
		dimensions: ['event:props:plan'],
		filters: [['is', 'event:name', ['Signup']]],
	})
	expect(plans).toEqual([{ dimensions: ['free'], metrics: [2] }])
	const sources = await ask(jitt, site, { metrics: ['visits'], dimensions: ['visit:utm_source'] })
	expect(sources).toEqual([{ dimensions: ['letter'], metrics: [2] }])
})
