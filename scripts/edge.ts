import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Where the edge says that its visitors come from. */
export interface Origin {
	address: string
	/** Fields of `request.cf`. */
	cf?: { country: string; city: string; region?: string; regionCode?: string }
}

/** A beacon as it went over the wire, and what became of it. */
export interface Arrival {
	headers: IncomingHttpHeaders
	body: Record<string, unknown>
	/** Of the answer; 0 where the connection was cut instead. */
	status: number
	/** Of the instance's answer: why it kept nothing. */
	reason: string | undefined
}

export interface Edge {
	/** `http://localhost:<port>`, another origin than the instance's and every site's. */
	origin: string
	/** Every POST so far, whatever page or tab it came from and whether that still lives. */
	arrivals: Arrival[]
	/** From now on visitors come from here. */
	from(origin: Origin): void
	/** Answers just the next beacons itself: with a status each, or by cutting the connection (0). */
	fail(...statuses: number[]): void
	close(): void
}

/**
 * Stands before an instance as Cloudflare does and adds to each request what Cloudflare knows of its sender. A
 * browser that added the headers itself would ask for permission first, and what we test is that no page need.
 */
export async function openEdge(baseUrl: string): Promise<Edge> {
	const arrivals: Arrival[] = []
	const failures: number[] = []
	let headers: Record<string, string> = {}
	const server = createServer(async (incoming, answer) => {
		const body = await buffer(incoming).catch(() => null)
		if (body === null) return
		const failure = incoming.method === 'POST' ? failures.shift() : undefined
		const note = (status: number, reason?: string) => {
			if (incoming.method !== 'POST') return
			arrivals.push({ headers: incoming.headers, body: JSON.parse(body.toString() || '{}'), status, reason })
		}
		if (failure !== undefined) {
			note(failure)
			if (failure === 0) incoming.socket.destroy()
			else answer.writeHead(failure, { 'access-control-allow-origin': '*' }).end()
			return
		}
		const { host, ...sent } = incoming.headers
		const forwarded = request(baseUrl + incoming.url, {
			method: incoming.method ?? 'GET',
			headers: { ...sent, ...headers },
		})
		forwarded.on('error', () => answer.writeHead(502).end())
		forwarded.end(body)
		const [response] = (await once(forwarded, 'response')) as [IncomingMessage]
		note(response.statusCode ?? 0, response.headers['x-jitt-reason'] as string | undefined)
		answer.writeHead(response.statusCode ?? 502, response.headers)
		response.pipe(answer)
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	return {
		origin: `http://localhost:${(server.address() as AddressInfo).port}`,
		arrivals,
		from({ address, cf }) {
			headers = { 'cf-connecting-ip': address }
			// Undocumented, used nowhere else: the local runtime takes `request.cf` from this header. Without the
			// encoding it would send compressed bodies that it labels as plain.
			if (cf) headers['mf-cf-blob'] = JSON.stringify({ ...cf, clientAcceptEncoding: 'identity' })
		},
		fail: (...statuses) => failures.splice(0, failures.length, ...statuses),
		close: () => {
			server.close()
			server.closeAllConnections()
		},
	}
}
