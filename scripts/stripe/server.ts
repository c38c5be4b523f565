import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import Stripe from 'stripe'
import { readJson, writeJson } from '../state.ts'
import { type Books, NEW_BOOKS } from './ledger.ts'
import { pageOf } from './pages.ts'
import { parametersOf } from './parameters.ts'
import { StandIn } from './standin.ts'

/** The stand-in for Stripe behind a port of this machine, with its books in a file. */
export interface StandInServer {
	/** Address for `STRIPE_BASE`. */
	base: string
	/** For `STRIPE_WEBHOOK_SECRET`. */
	secret: string
	close(): Promise<void>
}

const SECRET = 'whsec_of_the_stand_in'
/** An event that Jitt does not take is sent again, ms after the attempt before. */
const PAUSES = [0, 500, 2_000, 10_000]

/**
 * Starts it.
 * @param eventsTo where events are posted to.
 */
export async function startStandIn(file: string, eventsTo: string): Promise<StandInServer> {
	const server = createServer((incoming, answer) => {
		serve(incoming, answer).catch((error: unknown) => {
			console.error('stand-in for Stripe:', error)
			answer.writeHead(500).end()
		})
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	if (address === null || typeof address === 'string') throw new Error('the stand-in for Stripe has no port')
	const base = `http://127.0.0.1:${address.port}`
	const closed = new AbortController()
	const books = readJson<Books>(file) ?? structuredClone(NEW_BOOKS)
	let sent: Promise<unknown> = Promise.resolve()
	const standIn = new StandIn(books, parametersOf(), {
		base,
		clock: Date.now,
		// One after the other, as they happened.
		tell: (event) => {
			sent = sent.then(() => post(eventsTo, event, closed.signal))
		},
	})

	async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
		const chunks: Buffer[] = []
		for await (const chunk of incoming) chunks.push(chunk)
		const method = incoming.method ?? 'GET'
		const headers = new Headers()
		for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
		const body = method === 'GET' ? null : Buffer.concat(chunks)
		const request = new Request(`${base}${incoming.url}`, { method, headers, body })
		const isApi = incoming.url?.startsWith('/v1/')
		const made = isApi ? await standIn.answer(request) : await pageOf(standIn, request)
		const given = made ?? new Response('There is nothing here', { status: 404 })
		writeJson(file, books)
		answer.writeHead(given.status, Object.fromEntries(given.headers))
		answer.end(Buffer.from(await given.arrayBuffer()))
	}

	return {
		base,
		secret: SECRET,
		async close() {
			closed.abort()
			server.close()
			server.closeAllConnections()
			await sent
		},
	}
}

/** Posts an event, signed as Stripe does. */
async function post(to: string, event: Record<string, unknown>, signal: AbortSignal): Promise<void> {
	const payload = JSON.stringify(event)
	for (const pause of PAUSES) {
		try {
			await wait(pause, undefined, { signal })
			const header = await Stripe.webhooks.generateTestHeaderStringAsync({
				...{ payload, secret: SECRET, cryptoProvider: Stripe.createNodeCryptoProvider() },
			})
			const headers = { 'content-type': 'application/json', 'stripe-signature': header }
			const answer = await fetch(to, { method: 'POST', body: payload, headers, signal })
			await answer.body?.cancel()
			if (answer.ok) return
		} catch {
			if (signal.aborted) return
		}
	}
}
