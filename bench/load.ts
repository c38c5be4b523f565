import { connect, type Socket } from 'node:net'

/**
 * Load for one address of this machine over raw keep-alive sockets: cheap enough to leave the second core to
 * what is measured. Closed loop: every connection sends its next request when the last is answered. Open loop:
 * requests leave at fixed times, and latency counts from then, so a slow answer is not hidden by waiting
 * (no coordinated omission).
 */

export interface Load {
	host: string
	port: number
	/** Whole HTTP/1.1 requests; sent in turn. */
	requests: Buffer[]
	connections: number
	seconds: number
	/** Requests a second for the open loop; left out = closed loop. */
	rate?: number
}

export interface Outcome {
	/** Answers a second with status 2xx and nothing dropped. */
	perSecond: number
	kept: number
	/** 2xx answers that say the event was dropped. */
	dropped: number
	/** Other statuses and broken connections. */
	failed: number
	p50: number
	p90: number
	p99: number
	max: number
}

/** Runs a load to its end. */
export async function run(load: Load): Promise<Outcome> {
	const times: number[] = []
	const count = { kept: 0, dropped: 0, failed: 0 }
	let turn = 0
	const next = (): Buffer => load.requests[turn++ % load.requests.length] ?? Buffer.alloc(0)
	const clients = await Promise.all(
		Array.from({ length: load.connections }, () => Client.open(load.host, load.port)),
	)
	const note = (answer: Answer, since: number): void => {
		times.push(performance.now() - since)
		if (answer.status < 200 || answer.status > 299) count.failed++
		else if (answer.dropped) count.dropped++
		else count.kept++
	}
	const start = performance.now()
	const end = start + load.seconds * 1000
	if (load.rate === undefined) {
		await Promise.all(
			clients.map(async (client) => {
				while (performance.now() < end) {
					const since = performance.now()
					note(await client.send(next()), since)
				}
			}),
		)
	} else await openLoop(load.rate, end, clients, next, note)
	const took = (performance.now() - start) / 1000
	for (const client of clients) client.close()
	times.sort((a, b) => a - b)
	const at = (q: number): number => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0
	const last = times[times.length - 1] ?? 0
	return { perSecond: count.kept / took, ...count, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: last }
}

async function openLoop(
	rate: number,
	end: number,
	clients: Client[],
	next: () => Buffer,
	note: (answer: Answer, since: number) => void,
): Promise<void> {
	const free = [...clients]
	const late: number[] = []
	const running = new Set<Promise<void>>()
	const launch = (client: Client, due: number): void => {
		const work = client.send(next()).then((answer) => {
			note(answer, due)
			running.delete(work)
			const waiting = late.shift()
			if (waiting === undefined) free.push(client)
			else launch(client, waiting)
		})
		running.add(work)
	}
	const start = performance.now()
	let sent = 0
	while (performance.now() < end) {
		const due = start + (sent * 1000) / rate
		const wait = due - performance.now()
		if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait - 1))
		else if (wait > 0) await new Promise((resolve) => setImmediate(resolve))
		else {
			sent++
			const client = free.pop()
			if (client) launch(client, due)
			else late.push(due)
		}
	}
	while (running.size > 0) await Promise.all(running)
}

interface Answer {
	status: number
	dropped: boolean
}

/** One keep-alive connection with one request under way. */
class Client {
	readonly #host: string
	readonly #port: number
	#socket: Socket
	#text = ''
	#settle: ((answer: Answer) => void) | null = null

	private constructor(host: string, port: number, socket: Socket) {
		this.#host = host
		this.#port = port
		this.#socket = socket
		this.#listen(socket)
	}

	static async open(host: string, port: number): Promise<Client> {
		return new Client(host, port, await Client.#connect(host, port))
	}

	static #connect(host: string, port: number): Promise<Socket> {
		return new Promise((resolve, reject) => {
			const socket = connect(port, host, () => resolve(socket))
			socket.once('error', reject)
		})
	}

	#listen(socket: Socket): void {
		this.#socket = socket
		this.#text = ''
		socket.setNoDelay(true)
		socket.setEncoding('latin1')
		socket.on('data', (data: string) => this.#read(data))
		socket.on('close', () => this.#answer({ status: 0, dropped: false }))
		socket.on('error', () => socket.destroy())
	}

	/** Sends on the open connection; one that the server closed while nothing was asked is opened anew. */
	async send(request: Buffer): Promise<Answer> {
		if (this.#socket.destroyed || this.#socket.readableEnded) {
			try {
				this.#listen(await Client.#connect(this.#host, this.#port))
			} catch {
				return { status: 0, dropped: false }
			}
		}
		return new Promise((resolve) => {
			this.#settle = resolve
			this.#socket.write(request)
		})
	}

	close(): void {
		this.#socket.destroy()
	}

	#read(data: string): void {
		this.#text += data
		const head = this.#text.indexOf('\r\n\r\n')
		if (head < 0) return
		const headers = this.#text.slice(0, head).toLowerCase()
		const length = /\r\ncontent-length: *(\d+)/.exec(headers)?.[1]
		const whole =
			length === undefined ? this.#text.endsWith('0\r\n\r\n') : this.#text.length >= head + 4 + Number(length)
		if (!whole) return
		this.#text = ''
		this.#answer({
			status: Number(headers.slice(9, 12)),
			dropped: headers.includes('\r\nx-plausible-dropped'),
		})
	}

	#answer(answer: Answer): void {
		const settle = this.#settle
		this.#settle = null
		settle?.(answer)
	}
}

/** A whole POST request as it goes over the wire. */
export function post(path: string, headers: Record<string, string>, body: string): Buffer {
	const lines = Object.entries({
		host: 'jitt.test',
		'content-length': String(Buffer.byteLength(body)),
		...headers,
	})
	return Buffer.from(
		`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
	)
}
