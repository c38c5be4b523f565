/**
 * A stand-in for the SQL API of Analytics Engine, for tests and for a look at local data: the same address below
 * its base, the same bearer token, the same errors, and behind it a real ClickHouse (`chdb.ts`) with a table as
 * the engine has them. What the engine's language does not know is refused (`dialect.ts`).
 *
 * A process of its own, since the library ends its process where it fails:
 * `node scripts/clickhouse.ts <port, 0 = any free one>`; prints `ready on <port>`. Environment: `ENGINE_TOKEN`;
 * `ENGINE_RATE`, requests that are taken in any five minutes (1,200 if left out).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { findChdb } from './chdb.ts'
import { unknownIn } from './dialect.ts'

interface Session {
	query(text: string): string
	cleanup(): void
}

const place = findChdb()
if (!place) throw new Error('chDB is not installed: `npm test` does it')
const { Session } = createRequire(import.meta.url)(join(place, 'index.js')) as { Session: new () => Session }
const session = new Session()
const token = process.env.ENGINE_TOKEN ?? ''
const rate = Number(process.env.ENGINE_RATE ?? 1200)
const WINDOW_MS = 300_000
const arrivals: number[] = []

const columns = (kind: string, type: string) =>
	Array.from({ length: 20 }, (_, i) => `${kind}${i + 1} ${type}`).join(', ')

session.query('CREATE DATABASE points')
const created = new Set<string>()

/** Makes a dataset's table, as the first data point of a dataset does. */
function table(dataset: string): string {
	if (!/^[a-z_][a-z0-9_]*$/.test(dataset)) throw new Error('no name of a dataset')
	if (!created.has(dataset)) {
		session.query(
			`CREATE TABLE points.${dataset} (dataset String, timestamp DateTime('UTC'), _sample_interval UInt32, index1 String, ${columns('blob', 'String')}, ${columns('double', 'Float64')}) ENGINE = MergeTree ORDER BY (index1, timestamp)`,
		)
		created.add(dataset)
	}
	return `points.${dataset}`
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = []
	for await (const chunk of request) chunks.push(chunk as Buffer)
	return Buffer.concat(chunks).toString('utf8')
}

const refused = (code: number, message: string) =>
	JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null })

type Reply = [status: number, body: string, headers?: Record<string, string>]

/** Answers a statement as the engine does: 422 and a line of text for what it does not understand. */
function answer(statement: string): Reply {
	const now = Date.now()
	while ((arrivals[0] ?? now) <= now - WINDOW_MS) arrivals.shift()
	if (arrivals.length >= rate) return [429, refused(971, 'rate limited'), { 'retry-after': '300' }]
	arrivals.push(now)
	const unknown = unknownIn(statement)
	if (unknown) return [422, `Input was invalid: unsupported: ${unknown}`]
	const [, format] = /\bFORMAT\s+(\w+)\s*$/i.exec(statement) ?? []
	if (!['JSON', 'JSONEachRow', 'TabSeparated', undefined].includes(format)) {
		return [422, `Input was invalid: unsupported format ${format}`]
	}
	try {
		session.query('USE points')
		return [200, session.query(format ? statement : `${statement} FORMAT JSON`)]
	} catch (error) {
		return [422, `Input was invalid: ${error instanceof Error ? error.message : ''}`]
	}
}

async function reply(request: IncomingMessage): Promise<Reply> {
	const { pathname } = new URL(request.url ?? '/', 'http://localhost')
	const body = await bodyOf(request)
	// Not of the engine: how tests put rows of a dataset, one JSON object a line.
	const [, dataset] = /^\/points\/([a-z0-9_]+)$/.exec(pathname) ?? []
	if (dataset && request.method === 'POST') {
		const rows = table(dataset)
		if (body !== '') session.query(`INSERT INTO ${rows} FORMAT JSONEachRow ${body}`)
		return [200, '']
	}
	if (!/^\/accounts\/[^/]+\/analytics_engine\/sql$/.test(pathname)) return [404, refused(7003, 'no route')]
	if (request.headers.authorization !== `Bearer ${token}`)
		return [401, refused(10_000, 'Authentication error')]
	return request.method === 'POST' ? answer(body) : [405, refused(10_405, 'method not allowed')]
}

const server = createServer((request, response: ServerResponse) => {
	reply(request)
		.catch((error: unknown): Reply => [500, error instanceof Error ? error.message : ''])
		.then(([status, body, headers]) => response.writeHead(status, headers).end(body))
})
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
	const address = server.address()
	process.stdout.write(`ready on ${typeof address === 'object' ? address?.port : ''}\n`)
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.on(signal, () => {
		session.cleanup()
		process.exit(0)
	})
}
// Whoever started us keeps our stdin open: when it is gone, so are we.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume()
