import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiError, poster } from './api.ts'

/** A server whose answer changes when `edition` does, and which remembers what it was asked. */
let edition = 1
const asked: { tag: string | undefined; body: string }[] = []
const server = createServer(async (request, answer) => {
	const body = await bodyOf(request)
	asked.push({ tag: request.headers['if-none-match'], body })
	if (body === '"refused"') return answer.writeHead(400).end('{"error":"No"}')
	if (body === '"untagged"') return answer.end('{"edition":0}')
	const tag = `"${edition}"`
	if (request.headers['if-none-match'] === tag) return answer.writeHead(304, { etag: tag }).end()
	return answer.writeHead(200, { etag: tag }).end(JSON.stringify({ edition, body }))
})

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = []
	for await (const chunk of request) chunks.push(chunk)
	return Buffer.concat(chunks).toString()
}

let url = ''
beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

test('the same question brings the tag of its last answer, and is answered with it while nothing changes', async () => {
	const post = poster<{ edition: number }>(url)
	const first = await post('a')
	const second = await post('a')
	expect(asked.splice(0)).toEqual([
		{ tag: undefined, body: '"a"' },
		{ tag: '"1"', body: '"a"' },
	])
	expect(second).toBe(first)
	edition = 2
	expect(await post('a')).toEqual({ edition: 2, body: '"a"' })
	expect(await post('b')).toEqual({ edition: 2, body: '"b"' })
	expect(asked.splice(0).map(({ tag }) => tag)).toEqual(['"1"', undefined])
})

test('answers without a tag and refusals are not kept', async () => {
	const post = poster<{ edition: number }>(url)
	expect([await post('untagged'), await post('untagged')]).toEqual([{ edition: 0 }, { edition: 0 }])
	for (let i = 0; i < 2; i++) {
		await expect(post('refused')).rejects.toEqual(new ApiError('No', 400))
	}
	expect(asked.splice(0).every(({ tag }) => tag === undefined)).toBe(true)
})

test('only the latest answers are kept', async () => {
	const post = poster<{ edition: number }>(url)
	for (let i = 0; i <= 20; i++) await post(i)
	asked.splice(0)
	await post(20)
	await post(0)
	expect(asked.splice(0).map(({ tag }) => tag)).toEqual(['"2"', undefined])
})
