import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GENESIS, type Sealed, sealed } from '../workers/model/receipt.ts'
import { root } from './state.ts'

/** A host that tells what it is given, two receipts a page, in the shape of `GET /.well-known/jitt/retention/…`. */
let links: Sealed[] = []
let head: { seq: number; hash: string } | null = null
let missed: string[] = []
const server = createServer((request, response) => {
	const url = new URL(request.url ?? '/', 'http://host')
	if (url.pathname !== '/.well-known/jitt/retention/x.example') {
		response.writeHead(404).end('{"error":"No site of this name is measured here"}')
		return
	}
	const after = Number(url.searchParams.get('after'))
	const rest = links.filter(({ seq }) => seq > after)
	const receipts = rest.slice(0, 2)
	const rule = { days: 9, oldest: '2050-01-05T00:00:00.000Z' }
	const body = {
		...{ domain: 'x.example', head, receipts, missed, missed_since: missed.length > 0 ? 'today' : null },
		...{ rules: { events: rule, visits: rule, rollups: { days: 9, oldest: null } }, checked_at: null },
		next: rest.length > 2 ? receipts.at(-1)?.seq : null,
	}
	response.setHeader('content-type', 'application/json')
	response.end(JSON.stringify(body))
})
let base = ''

beforeAll(async () => {
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
	const address = server.address()
	base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => void server.close())

const run = (...args: string[]) =>
	new Promise<{ code: number; text: string }>((done) => {
		execFile(process.execPath, [join(root, 'scripts/receipts.ts'), ...args], (error, text) => {
			done({ code: typeof error?.code === 'number' ? error.code : 0, text })
		})
	})

function tell(length: number): void {
	links = []
	for (let seq = 1; seq <= length; seq++) {
		const at = `2050-01-0${seq}T00:00:00.000Z`
		const range = { from: '2050-01-01T00:00:00.000Z', to: at, at, oldest: null }
		const previous = links.at(-1)?.hash ?? GENESIS
		links.push(sealed({ site: 7, seq, rule: 'events', rows: 10, policy_version: 1, previous, ...range }))
	}
	const last = links.at(-1)
	head = last ? { seq: last.seq, hash: last.hash } : null
	missed = []
}

test('it reads all pages, checks the chain, and says what to keep for the next time', async () => {
	tell(5)
	const { code, text } = await run(base, 'x.example')
	expect(text).toBe(
		`events: 9 days, oldest of 2050-01-05T00:00:00.000Z\nvisits: 9 days, oldest of 2050-01-05T00:00:00.000Z\nrollups: 9 days, nothing held\nlast looked after never yet\n5 receipts of 50 deleted rows checked, 0 faults\nkeep for the next time: --known 5:${head?.hash}\n`,
	)
	expect(code).toBe(0)
	const known = `5:${head?.hash}`
	tell(3)
	expect(await run(base, 'x.example', '--known', known)).toMatchObject({
		code: 1,
		text: expect.stringContaining('BROKEN: receipt 5 was there and is no more'),
	})
})

test.each<[string, () => void]>([
	['a receipt that is gone', () => links.splice(1, 1)],
	['a receipt that was altered', () => Object.assign(links[2] ?? {}, { rows: 9 })],
	['a chain that was cut off', () => links.splice(3)],
	['a rule that is missed', () => missed.push('events')],
])('%s makes it fail', async (_, spoil) => {
	tell(5)
	spoil()
	const { code, text } = await run(base, 'x.example')
	expect(text).toContain('BROKEN: ')
	expect(code).toBe(1)
})

test.each([[[]], [['http://127.0.0.1:1', 'x.example']], [['x']], [['http://x', 'y', '--known', 'z']]])(
	'%j ends with a sentence and 1',
	async (args) => {
		const { code, text } = await run(...args)
		expect(code).toBe(1)
		expect(text).toMatch(/\w/)
	},
)

test('a site that is not there ends with what the host says', async () => {
	const { code, text } = await run(base, 'y.example')
	expect([code, text]).toEqual([1, expect.stringContaining('answers 404')])
})
