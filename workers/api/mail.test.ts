import { env, exports } from 'cloudflare:workers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { suppress, suppressionOf } from '../mail/suppression.ts'
import { signedIn } from './testing.ts'

const SECRET = 'a secret of the provider'
const EMAIL = 'ada-mail@example.org'
let ada: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	Object.assign(env, { MAIL_WEBHOOK_SECRET: SECRET })
	ada = await signedIn(EMAIL)
})
afterAll(() => {
	Object.assign(env, { MAIL_WEBHOOK_SECRET: undefined })
})

const basic = (password: string) => ({ authorization: `Basic ${btoa(`jitt:${password}`)}` })
const tell = (body: unknown, headers: Record<string, string> = basic(SECRET)) =>
	exports.default.fetch('http://jitt.test/api/mail/events', {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	})
const bounce = (Email: string, Type = 'HardBounce') => ({ RecordType: 'Bounce', Type, Email })

test.each([
	['no credentials', {}],
	['a wrong password', basic('guess')],
	['an empty password', basic('')],
	['a bearer', { authorization: `Bearer ${SECRET}` }],
	['what is no base64', { authorization: 'Basic %%%' }],
] as const)('an event with %s is forged', async (_, headers) => {
	const answer = await tell(bounce('forged@example.org'), headers)
	expect(answer.status).toBe(401)
	expect(await suppressionOf(env, 'forged@example.org')).toBeNull()
})

test('without a secret there is no such door', async () => {
	Object.assign(env, { MAIL_WEBHOOK_SECRET: undefined })
	const answer = await tell(bounce('forged@example.org'), basic('undefined'))
	Object.assign(env, { MAIL_WEBHOOK_SECRET: SECRET })
	expect(answer.status).toBe(404)
})

test.each([
	['a hard bounce', bounce('x1@example.org'), 'x1@example.org', 'bounce'],
	['a full mailbox', bounce('x2@example.org', 'SoftBounce'), 'x2@example.org', null],
	['a complaint', { RecordType: 'SpamComplaint', Email: 'x3@example.org' }, 'x3@example.org', 'complaint'],
	[
		'a suppression',
		{ RecordType: 'SubscriptionChange', Recipient: 'x4@example.org', SuppressSending: true },
		'x4@example.org',
		'bounce',
	],
	['a delivery', { RecordType: 'Delivery', Recipient: 'x5@example.org' }, 'x5@example.org', null],
])('%s means what it means, also when it is told twice', async (_, event, address, reason) => {
	for (const answer of await Promise.all([tell(event), tell(event)])) expect(answer.status).toBe(200)
	expect((await suppressionOf(env, address))?.reason ?? null).toBe(reason)
})

test.each([
	['no JSON', 'x'],
	['a list', []],
	['nothing', {}],
	['a bounce of nobody', { RecordType: 'Bounce', Type: 'HardBounce' }],
	['an endless address', bounce('x'.repeat(1000))],
])('%s is no event', async (_, body) => expect((await tell(body)).status).toBe(400))

test('an account sees that its mail comes back, and says when the address works again', async () => {
	const at = Date.now()
	await suppress(env, EMAIL, 'bounce', at)
	expect(await (await ada.session('GET', '/api/account/mail')).json()).toEqual({
		address: EMAIL,
		suppression: { reason: 'bounce', at: new Date(at).toISOString() },
		choices: { news: false },
	})
	const answers = []
	for (let i = 0; i < 4; i++) answers.push(await ada.session('POST', '/api/account/mail/retry'))
	expect(await answers[0]?.json()).toMatchObject({ suppression: null })
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
	expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0)
})

// promise: 7
test('nothing but what the service needs is sent until it is chosen', async () => {
	const bea = await signedIn('bea-mail@example.org')
	const put = (body: unknown) => bea.session('PUT', '/api/account/mail', body)
	for (const body of [{}, { news: 'yes' }, { news: true, userId: 'other' }, { news: true, all: true }]) {
		expect((await put(body)).status).toBe(400)
	}
	expect(await (await bea.session('GET', '/api/account/mail')).json()).toMatchObject({
		choices: { news: false },
	})
	expect(await (await put({ news: true })).json()).toMatchObject({ choices: { news: true } })
	expect(await (await put({ news: false })).json()).toMatchObject({ choices: { news: false } })
	expect(await (await ada.session('GET', '/api/account/mail')).json()).toMatchObject({
		choices: { news: false },
	})
})
