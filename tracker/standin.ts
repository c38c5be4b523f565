import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { within } from '../scripts/ask.ts'
import { bundle, type Entry, FILES } from './bundle.ts'
import { TEXTS } from './texts/texts.ts'

/** Long enough that a message which must not be sent would have arrived. */
const SILENCE_MS = 200

/** A message as it came over the wire. */
export interface Message {
	/** `event`, `consent`, `optout`, … */
	to: string
	/** `api` or `_j`. */
	by: string
	method: string
	body: Record<string, unknown>
	headers: IncomingHttpHeaders
}

/**
 * A door that says what a test wants: pages, scripts and endpoints on one port under every name. What the browser
 * does with each answer is tested against it; that the real door gives them, in `scripts/privacy.browser.test.ts`.
 */
export interface StandIn {
	/** Of the site's pages. */
	origin: string
	/** Of the door, another site than theirs. */
	door: string
	messages: Message[]
	/** Answers every address that is no script and no endpoint, … */
	html: string
	/** … unless the address has a page of its own, by path. */
	pages: Record<string, string>
	/** The decision on an event, as in `x-jitt-decision`, where it is not the default one. */
	decide: ((message: Message) => string) | null
	/** How long the next event waits for its answer, ms. */
	delayMs: number
	/** Instead of an answer to the next messages: a status, or 0 = the connection is cut. */
	fail: number[]
	/** What else the site answers, by path. */
	json: Record<string, unknown>
	/** All that came since the last call: at least so many, and what comes in a moment's silence after them. */
	arrived(count: number): Promise<Message[]>
	close(): void
}

/** The n-th id that is given out. */
export const idOf = (n: number): string => `id-${String(n).padStart(19, '0')}`

/** A law for tests: an id after consent, no id before, nothing after a refusal or under a signal. */
const lawOf = ({ body: { c, s }, headers }: Message): string =>
	s || headers['sec-gpc'] === '1'
		? 'none; reason=gpc; rule=FR; policy=1'
		: c === 'granted'
			? 'cookie; reason=granted; rule=FR; policy=1'
			: 'light; reason=fallback; rule=FR; policy=1'

export async function openStandIn(name: string): Promise<StandIn> {
	const scripts = new Map<string, string>()
	for (const entry of Object.keys(FILES) as Entry[]) scripts.set(FILES[entry], (await bundle(entry)).body)
	for (const code in TEXTS) scripts.set(`jitt.privacy.${code}.json`, JSON.stringify(TEXTS[code]))
	let given = 0
	const server = createServer(async (request, response) => {
		const [path = ''] = (request.url ?? '').split('?')
		const script = scripts.get(path.replace(/^(\/_j)?\/js\//, ''))
		const [, by = '', to] = /^\/(api|_j)\/(\w+)$/.exec(path) ?? []
		if (script)
			response
				.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' })
				.end(script)
		else if (to) await answer(by, to, request, response)
		else if (stand.json[path])
			response
				.setHeader('access-control-allow-origin', '*')
				.setHeader('content-type', 'application/json')
				.end(JSON.stringify(stand.json[path]))
		else response.setHeader('content-type', 'text/html; charset=utf-8').end(stand.pages[path] ?? stand.html)
	}).listen(0, '127.0.0.1')

	async function answer(by: string, to: string, request: IncomingMessage, response: ServerResponse) {
		const { method = '', headers: sent } = request
		const message = { to, by, method, body: JSON.parse((await text(request)) || '{}'), headers: sent }
		stand.messages.push(message)
		const failure = stand.fail.shift()
		if (failure === 0) return request.socket.destroy()
		if (failure) return response.writeHead(failure, { 'access-control-allow-origin': '*' }).end()
		const headers: Record<string, string | string[]> = {
			'access-control-allow-origin': '*',
			'access-control-expose-headers': 'x-jitt-decision, x-jitt-cookie',
		}
		const had = /(?:^|; )jitt=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
		if (to === 'event') {
			const decision = (stand.decide ?? lawOf)(message)
			headers['x-jitt-decision'] = decision
			if (decision.startsWith('cookie')) {
				const { ck } = message.body
				if (by === '_j' && !had)
					headers['set-cookie'] = `jitt=${idOf(++given)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=33696000`
				else if (by === 'api' && ck === 1) headers['x-jitt-cookie'] = idOf(++given)
			}
			// Not first-party: only a browser that lets strangers keep cookies keeps this one.
			if (by === 'api') headers['set-cookie'] = 'stranger=1; Path=/; Secure; SameSite=None'
			await wait(stand.delayMs)
			stand.delayMs = 0
		} else if (by === '_j' && to === 'optout') {
			headers['set-cookie'] = [
				'jitt=; Path=/; HttpOnly; Max-Age=0',
				'jitt_optout=1; Path=/; SameSite=Lax; Max-Age=33696000',
			]
		} else if (by === '_j' && (method === 'DELETE' || (to === 'consent' && message.body.c !== 'granted'))) {
			headers['set-cookie'] = 'jitt=; Path=/; HttpOnly; Max-Age=0'
		}
		response.writeHead(to === 'event' ? 202 : 200, headers).end(JSON.stringify(stand.json[to] ?? {}))
	}

	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	const stand: StandIn = {
		origin: `http://${name}.localhost:${port}`,
		door: `http://door.localhost:${port}`,
		messages: [],
		html: '',
		pages: {},
		decide: null,
		delayMs: 0,
		fail: [],
		json: {},
		async arrived(count) {
			await within(
				5,
				async () => stand.messages.length,
				(have) => have >= count,
			)
			for (let have = -1; have !== stand.messages.length; ) {
				have = stand.messages.length
				await wait(SILENCE_MS)
			}
			return stand.messages.splice(0)
		},
		close() {
			server.close()
			server.closeAllConnections()
		},
	}
	return stand
}

/** A page with the script with consent in its head. */
export const consentPage = (stand: StandIn, attributes = '', parts = { head: '', body: '' }): string =>
	`<!doctype html><html><head><title>Shop</title><link rel="icon" href="data:,">${parts.head}
<script defer data-domain="shop.example" data-allow-automation ${attributes}
src="${attributes.includes('data-path') ? '/_j' : stand.door}/js/jitt.consent.js"></script></head>
<body style="margin:0">${parts.body}</body></html>`
