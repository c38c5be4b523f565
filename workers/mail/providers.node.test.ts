import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Env } from '../env.ts'
import { providersOf } from './providers.ts'

/** What Postmark takes, of what we send (https://postmarkapp.com/developer/api/email-api). */
const taken = z.strictObject({
	...{ From: z.string(), To: z.email(), Subject: z.string().max(2000), TextBody: z.string() },
	...{ HtmlBody: z.string(), ReplyTo: z.email().optional(), MessageStream: z.literal('outbound') },
})

/** A server that speaks the provider's API and is strict about it. */
const inbox: z.infer<typeof taken>[] = []
const headers: IncomingHttpHeaders[] = []
let mode: 'fine' | 'inactive' | 'broken' | 'elsewhere' | 'silent' = 'fine'
const server = createServer(async (request, answer) => {
	const said = await buffer(request)
	headers.push(request.headers)
	const json = (status: number, body: object) =>
		answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
	if (mode === 'silent') return
	if (mode === 'broken') return answer.writeHead(502).end('<html>')
	if (mode === 'elsewhere') return answer.writeHead(307, { location: '/other' }).end()
	if (request.headers['x-postmark-server-token'] !== 'token') return json(401, { ErrorCode: 10 })
	const parsed = taken.safeParse(JSON.parse(said.toString()))
	if (!parsed.success) return json(422, { ErrorCode: 402, Message: parsed.error.message })
	if (mode === 'inactive') return json(422, { ErrorCode: 406, Message: 'Inactive recipient' })
	inbox.push(parsed.data)
	return json(200, { ErrorCode: 0, Message: 'OK', MessageID: crypto.randomUUID() })
})
let url = ''
beforeAll(async () => {
	await once(server.listen(0, '127.0.0.1'), 'listening')
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/email`
})
afterAll(() => {
	server.closeAllConnections()
	server.close()
})
beforeEach(() => {
	mode = 'fine'
	inbox.length = 0
	headers.length = 0
})

const message = {
	...{ from: 'Jitt <hello@jitt.example>', to: 'ada@example.org', subject: 'Grüße' },
	...{ text: 'Hello.\n', html: '<p>Hello.</p>', replyTo: 'support@jitt.example' },
}
function send(token = 'token', ms = 5000) {
	const [provider] = providersOf({ MAIL_HTTP_URL: url, MAIL_HTTP_TOKEN: token } as Env)
	if (!provider) throw new Error('there is no provider')
	return provider.send(message, AbortSignal.timeout(ms))
}

test('a letter arrives whole', async () => {
	expect(await send()).toBe('sent')
	expect(inbox).toEqual([
		{
			...{ From: message.from, To: message.to, Subject: 'Grüße', TextBody: 'Hello.\n' },
			...{ HtmlBody: '<p>Hello.</p>', ReplyTo: 'support@jitt.example', MessageStream: 'outbound' },
		},
	])
})

test('an address that takes no mail of ours is told apart from a provider that does not work', async () => {
	mode = 'inactive'
	expect(await send()).toBe('refused')
	mode = 'broken'
	expect(await send()).toBe('failed')
	mode = 'fine'
	expect(await send('another')).toBe('failed')
})

test('the token follows no redirect, and nobody waits for ever', async () => {
	mode = 'elsewhere'
	expect(await send()).toBe('failed')
	expect(headers).toHaveLength(1)
	mode = 'silent'
	await expect(send('token', 50)).rejects.toThrow()
})

test('without an address or a token there is no such provider', () => {
	expect(providersOf({ MAIL_HTTP_URL: url } as Env)).toEqual([])
	expect(providersOf({ MAIL_HTTP_TOKEN: 'token' } as Env)).toEqual([])
})
