import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { EngineApi, EngineError } from './engine-api.ts'

/** An address that answers what each test says, in turn (the last again and again), and keeps what it was asked. */
async function far(...replies: [status: number, body: string, headers?: Record<string, string>][]) {
	const asked: { at: number; text: string; authorization: string | undefined; path: string | undefined }[] =
		[]
	const server = createServer(async (request, response) => {
		let text = ''
		for await (const chunk of request) text += chunk
		const { authorization } = request.headers
		asked.push({ at: Date.now(), text, authorization, path: request.url })
		const [status, body, headers] = replies[Math.min(asked.length, replies.length) - 1] ?? [500, '']
		response.writeHead(status, headers).end(body)
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	close = () => server.close()
	const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	return { asked, base }
}

let close = () => {}
afterEach(() => close())

const ROWS: [number, string] = [200, '{"meta":[],"data":[{"n":"3"}],"rows":1}']
const api = (base: string, paceMs?: number) =>
	new EngineApi({ base, account: 'acc', token: 'secret', ...(paceMs === undefined ? {} : { paceMs }) })
const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => 'no failure',
		(error) => error,
	)

test('a statement goes to the account’s address with the token, and comes back as rows', async () => {
	const { asked, base } = await far(ROWS)
	expect(await api(base).query('SELECT 1 FORMAT JSON')).toEqual([{ n: '3' }])
	expect(asked).toMatchObject([
		{
			...{ text: 'SELECT 1 FORMAT JSON', authorization: 'Bearer secret' },
			path: '/accounts/acc/analytics_engine/sql',
		},
	])
})

test('the same statement is asked once in a while, another one at once', async () => {
	const { asked, base } = await far(ROWS)
	const one = api(base, 0)
	await one.query('a')
	await one.query('a')
	await one.query('b')
	expect(asked.map(({ text }) => text)).toEqual(['a', 'b'])
})

test('what was answered cannot be changed for the next who asks', async () => {
	const { base } = await far(ROWS)
	const one = api(base, 0)
	const [row] = await one.query('a')
	if (row) row.n = 'mine'
	expect(await one.query('a')).toEqual([{ n: '3' }])
})

test('no more than four statements a second go out', async () => {
	const { asked, base } = await far(ROWS)
	const one = api(base)
	await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => one.query(text)))
	const [first, ...rest] = asked.map(({ at }) => at)
	expect(rest.map((at, i) => at - (first ?? 0) >= (i + 1) * 250 - 20)).toEqual([true, true, true, true])
})

test('a queue of more than ten seconds sends nobody into it', async () => {
	const { base } = await far(ROWS)
	const one = api(base, 4_000)
	const waiting = [one.query('a')]
	for (const text of ['b', 'c']) failure(one.query(text))
	expect(await failure(one.query('d'))).toMatchObject({ reason: 'busy', retryAfterSeconds: 10 })
	await Promise.all(waiting)
})

test('what passes is tried again: too many requests, and failures of theirs', async () => {
	const { asked, base } = await far([429, 'slow down'], [503, 'down'], ROWS)
	expect(await api(base, 0).query('a')).toEqual([{ n: '3' }])
	expect(asked).toHaveLength(3)
	const [first, second, third] = asked.map(({ at }) => at)
	expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(240)
	expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(490)
})

test('after three tries it says that the engine is down', async () => {
	const { asked, base } = await far([500, 'oops'])
	const error = await failure(api(base, 0).query('a'))
	expect(error).toBeInstanceOf(EngineError)
	expect(error).toMatchObject({ reason: 'down', message: 'Analytics Engine down: 500 oops' })
	expect(asked).toHaveLength(3)
})

test('a refusal for minutes is not waited for: it says when to come back', async () => {
	const { asked, base } = await far([429, 'limit', { 'retry-after': '300' }])
	expect(await failure(api(base, 0).query('a'))).toMatchObject({ reason: 'busy', retryAfterSeconds: 300 })
	expect(asked).toHaveLength(1)
})

test.each([
	[401, 'Authentication error'],
	[422, 'Input was invalid'],
])('%i is not tried again', async (status, text) => {
	const { asked, base } = await far([status, text])
	expect(await failure(api(base, 0).query('a'))).toMatchObject({ reason: 'refused' })
	expect(asked).toHaveLength(1)
})

test('an address out of reach and an answer that is no table are failures with a name', async () => {
	expect(await failure(api('http://127.0.0.1:1', 0).query('a'))).toMatchObject({ reason: 'down' })
	const { base } = await far([200, '<html>'])
	expect(await failure(api(base, 0).query('a'))).toMatchObject({ reason: 'down' })
})
