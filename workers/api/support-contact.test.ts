import { env, exports } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { catchMail, linkIn, sentTo } from '../mail/testing.ts'
import { sweepSupport } from '../support/erase.ts'
import { ticketKey } from '../support/signed.ts'
import { PNG, saying, upload } from '../support/testing.ts'
import { signedIn } from './testing.ts'

/** Support for people without an account. */

const CONTACT = '/api/support/contact'
const DAY_MS = 86_400_000
const mails = catchMail()
beforeEach(() => env.DB.exec('delete from attempt'))

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
	exports.default.fetch(`http://jitt.test${path}`, {
		method,
		headers,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	})
const fields = (email: string, more: object = {}) => ({
	...{ name: 'Vera Visitor', email, subject: 'Who counts me?', text: 'On example.org.', ...more },
})
const count = async (sql: string) => (await env.DB.prepare(sql).first<number>('n')) ?? -1

/** Writes, and takes key and id out of the mail. */
async function written(email: string) {
	const answer = await ask('POST', CONTACT, fields(email), { 'cf-connecting-ip': '192.0.2.9' })
	expect([answer.status, await answer.json()]).toEqual([202, { status: 'sent' }])
	const [mail] = sentTo(mails, email)
	const link = new URL(linkIn(mail ?? { text: '' }))
	const path = `${CONTACT}/${link.pathname.split('/').at(-1)}`
	return { mail, path, key: { 'x-ticket-key': link.hash.slice(1) } }
}

// promise: 13, 21
test('anybody reaches a human without an account, once the address is confirmed', async () => {
	const { mail, path, key } = await written('vera@example.org')
	// Whoever types in the address of another has nothing to say to them.
	expect(mail?.text).not.toMatch(/Vera|counts|example\.org/)
	expect(mail?.replyTo).toBeUndefined()
	expect(sentTo(mails, 'operator@example.org')).toEqual([])
	expect((await ask('POST', `${path}/messages`, saying('And?'), key)).status).toBe(409)

	for (const _ of [1, 2]) expect((await ask('POST', `${path}/confirm`, undefined, key)).status).toBe(200)
	expect(sentTo(mails, 'operator@example.org').map(({ subject }) => subject)).toEqual([
		'New ticket: Who counts me?',
	])
	const file = await upload(`${path}/files`, key, 'a.png', PNG)
	const { id } = await file.json<{ id: string }>()
	expect((await ask('POST', `${path}/messages`, saying('And?', { files: [id] }), key)).status).toBe(201)
	const seen = await (await ask('GET', path, undefined, key)).json<{
		address: string
		status: string
		messages: { text: string; files: { link: string }[] }[]
	}>()
	expect(seen).toMatchObject({ address: '192.0.2.9', status: 'waiting_us' })
	expect(seen.messages.map(({ text }) => text)).toEqual(['On example.org.', 'And?'])
	expect((await ask('GET', seen.messages[1]?.files[0]?.link ?? '')).status).toBe(200)
	expect((await ask('PUT', `${path}/satisfaction`, { satisfaction: 'good' }, key)).status).toBe(409)
})

// promise: 5
test('it is deleted by who wrote it at any time, with everything', async () => {
	const { path, key } = await written('gone@example.org')
	await ask('POST', `${path}/confirm`, undefined, key)
	await upload(`${path}/files`, key, 'a.png', PNG)
	expect((await ask('DELETE', path, undefined, key)).status).toBe(200)
	expect((await ask('GET', path, undefined, key)).status).toBe(404)
	expect(await count(`select count(*) as n from ticket where email = 'gone@example.org'`)).toBe(0)
	expect(
		await count(`select count(*) as n from attachment where uploader like 'ticket:%' and ticket_id is null`),
	).toBe(0)
})

test('what is not confirmed is seen by no operator and gone in two days', async () => {
	const operator = await signedIn('operator@example.org')
	const { path, key } = await written('never@example.org')
	const id = path.split('/').at(-1)
	expect((await operator.session('GET', `/api/operator/tickets/${id}`)).status).toBe(404)
	expect(await (await operator.session('GET', '/api/operator/tickets?q=never@')).json()).toMatchObject({
		tickets: [],
	})
	await sweepSupport(env, Date.now() + 1.9 * DAY_MS)
	expect((await ask('GET', path, undefined, key)).status).toBe(200)
	await sweepSupport(env, Date.now() + 2.1 * DAY_MS)
	expect((await ask('POST', `${path}/confirm`, undefined, key)).status).toBe(404)
})

test('a key opens its own ticket and no other, and no ticket of an account', async () => {
	const one = await written('one@example.org')
	const two = await written('two@example.org')
	const ada = await signedIn('ada-contact@example.org')
	const body = { subject: 'Mine', ...saying('x') }
	const { id } = await (await ada.session('POST', '/api/support/tickets', body)).json<{ id: string }>()
	const tries: [string, Record<string, string>][] = [
		[one.path, two.key],
		[one.path, {}],
		[one.path, { 'x-ticket-key': '' }],
		[one.path, { 'x-ticket-key': one.key['x-ticket-key'].toUpperCase() }],
		[`${CONTACT}/${id}`, { 'x-ticket-key': ticketKey(env, id) }],
		[`${CONTACT}/x`, one.key],
	]
	for (const [path, key] of tries) {
		for (const [method, end] of [
			['GET', ''],
			['DELETE', ''],
			['POST', '/confirm'],
			['POST', '/messages'],
			['POST', '/files'],
		] as const) {
			expect([path, method, (await ask(method, path + end, undefined, key)).status]).toEqual([
				path,
				method,
				404,
			])
		}
	}
})

test('the same answer whether the address has an account or not; floods are stopped', async () => {
	await signedIn('known@example.org')
	const answers = await Promise.all(
		['known@example.org', 'unknown@example.org'].map((email) => ask('POST', CONTACT, fields(email))),
	)
	expect(await answers[0]?.text()).toBe(await answers[1]?.text())
	const statuses = []
	for (let n = 0; n < 4; n++) statuses.push((await ask('POST', CONTACT, fields('victim@example.org'))).status)
	expect(statuses).toEqual([202, 202, 202, 429])
	for (let n = 0; n < 10; n++) {
		// One household has many addresses.
		const from = { 'cf-connecting-ip': `2001:db8::${n}` }
		await ask('POST', CONTACT, fields(`n${n}@example.org`), from)
	}
	const last = await ask('POST', CONTACT, fields('n@example.org'), { 'cf-connecting-ip': '2001:db8::ff' })
	expect([last.status, Number(last.headers.get('retry-after')) > 0]).toEqual([429, true])
})

test.each([
	{ email: 'no address' },
	{ email: 'a@example.org\r\nbcc: b@example.org' },
	{ name: '' },
	{ subject: 7 },
	{ text: ' ' },
])('the form refuses %j', async (wrong) => {
	const answer = await ask('POST', CONTACT, { ...fields('wrong@example.org'), ...wrong })
	expect([answer.status, Object.keys(wrong)]).toEqual([400, [(await answer.json<{ field: string }>()).field]])
})

test('where a challenge is asked, the form is refused without its answer', async () => {
	Object.assign(env, { TURNSTILE_SECRET: 'secret', TURNSTILE_SITE_KEY: 'key' })
	try {
		const answer = await ask('POST', CONTACT, fields('robot@example.org'))
		expect([answer.status, (await answer.json<{ field: string }>()).field]).toEqual([400, 'challenge'])
	} finally {
		Object.assign(env, { TURNSTILE_SECRET: undefined, TURNSTILE_SITE_KEY: undefined })
	}
	expect(await count(`select count(*) as n from ticket where email = 'robot@example.org'`)).toBe(0)
})
