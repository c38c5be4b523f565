import { env, exports } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { signedIn } from '../api/testing.ts'
import { catchMail, sentTo } from '../mail/testing.ts'
import { ANSWER_ABOVE } from '../mail/words/en/support.ts'
import worker from '../worker.ts'
import { replyAddress } from './signed.ts'
import { PNG, saying } from './testing.ts'

/** Answers by mail, as Email Routing hands them to the Worker. */

const ADA = 'ada-mail@example.org'
const PROVED =
	'Authentication-Results: mx.cloudflare.net; dkim=pass header.d=example.org; dmarc=pass header.from=example.org; spf=pass smtp.mailfrom=ada-mail@example.org'
const mails = catchMail()
let ada: Awaited<ReturnType<typeof signedIn>>
let ticket = ''
let to = ''

beforeAll(async () => {
	ada = await signedIn(ADA)
	const answer = await ada.session('POST', '/api/support/tickets', { subject: 'Hello', ...saying('First.') })
	ticket = (await answer.json<{ id: string }>()).id
	to = replyAddress(env, ticket) ?? ''
})

interface Sent {
	from?: string
	to?: string
	/** Header lines instead of those of a good answer. */
	headers?: string[]
	more?: string[]
	body?: string
	rawSize?: number
}
let counter = 0

/** Sends a mail; the reason with which it was refused, if it was. */
async function arrive({ from = ADA, headers, more = [], body = 'Second.', rawSize, ...rest }: Sent = {}) {
	const lines = headers ?? [PROVED, `From: Ada <${from}>`, `Message-ID: <${++counter}@example.org>`]
	const text = [...lines, ...more, 'Subject: Re: Hello', '', body].join('\r\n')
	let refused = ''
	const setReject = (reason: string) => {
		refused = reason
	}
	const raw = new Response(text).body ?? new ReadableStream<Uint8Array>()
	const mail = {
		...{ from, to: rest.to ?? to, raw, rawSize: rawSize ?? text.length, headers: new Headers() },
		...{ canBeForwarded: false, setReject },
		...{ forward: async () => ({ messageId: '' }), reply: async () => ({ messageId: '' }) },
	}
	await worker.email(mail, env)
	return refused
}
const messages = async () => {
	const seen = await ada.session('GET', `/api/support/tickets/${ticket}`)
	return (await seen.json<{ messages: { text: string; files: { name: string; link: string }[] }[] }>())
		.messages
}
const last = async () => (await messages()).at(-1)

test('an answer goes into its ticket without what it quotes, once however often it comes, and we are told', async () => {
	const body = `Second.\r\n\r\nOn Monday, Grace <support@jitt.test> wrote:\r\n> ${ANSWER_ABOVE}\r\n> Hello Ada`
	const headers = [PROVED, `From: Ada <${ADA}>`, 'Message-ID: <same@example.org>']
	for (const _ of [1, 2]) expect(await arrive({ headers, body })).toBe('')
	expect((await messages()).map(({ text }) => text)).toEqual(['First.', 'Second.'])
	const toUs = sentTo(mails, 'operator@example.org').map(({ subject }) => subject)
	expect(toUs).toEqual(['Answer from the customer: Hello', 'New ticket: Hello'])
	// Mail programs change upper and lower case of addresses as they like.
	expect(await arrive({ to: to.toUpperCase(), from: 'Ada-Mail@Example.org' })).toBe('')
})

test('files come along under the same rules as everywhere', async () => {
	const part = (name: string, content: string) =>
		[
			'--b',
			`Content-Type: application/octet-stream; name="${name}"`,
			`Content-Disposition: attachment; filename="${name}"`,
			'Content-Transfer-Encoding: base64',
			'',
			content,
		].join('\r\n')
	const png = Buffer.from(PNG).toString('base64')
	const body = [
		'--b\r\nContent-Type: text/plain\r\n\r\nWith files.',
		part('../shot.png', png),
		part('evil.png', Buffer.from('MZ').toString('base64')),
		part('run.exe', png),
		'--b--',
	].join('\r\n')
	expect(await arrive({ more: ['Content-Type: multipart/mixed; boundary=b'], body })).toBe('')
	const message = await last()
	expect(message?.text).toBe('With files.\n[Not taken: evil.png]\n[Not taken: run.exe]')
	expect(message?.files.map(({ name }) => name)).toEqual(['shot.png'])
	const got = await ada.session('GET', message?.files[0]?.link ?? '')
	expect(new Uint8Array(await got.arrayBuffer())).toEqual(PNG)
})

test('of a mail in HTML the text is kept', async () => {
	const body = `<p>Bold &amp; <b>words</b></p><script>alert(1)</script><div>${ANSWER_ABOVE}</div><p>Hello`
	expect(await arrive({ more: ['Content-Type: text/html; charset=utf-8'], body })).toBe('')
	expect((await last())?.text).toBe('Bold & words')
})

describe('refused, with one text for all, is', () => {
	const from = `From: Ada <${ADA}>`
	const cases: [string, () => Sent][] = [
		['a sender other than the customer', () => ({ from: 'eve@example.org' })],
		['the customer within the mail alone', () => ({ from: 'eve@example.org', headers: [PROVED, from] })],
		['the customer on the envelope alone', () => ({ headers: [PROVED, 'From: Eve <eve@example.org>'] })],
		['two senders', () => ({ headers: [PROVED, from, 'From: Eve <eve@example.org>'] })],
		['no proof', () => ({ headers: [from] })],
		[
			'a proof by somebody else',
			() => ({ headers: [PROVED.replace('mx.cloudflare.net', 'mx.eve.example'), from] }),
		],
		[
			'a proof that the sender put below the true one',
			() => ({ headers: ['Authentication-Results: mx.cloudflare.net; dmarc=fail; spf=none', PROVED, from] }),
		],
		['a forged address', () => ({ to: to.replace(/\.[a-z2-7]{16}@/, `.${'a'.repeat(16)}@`) })],
		['the address of another ticket', () => ({ to: to.replace(ticket, 'a'.repeat(16)) })],
		['no ticket at all', () => ({ to: 'support@jitt.test' })],
	]
	test.each(cases)('%s', async (_, sent) => {
		const before = (await messages()).length
		expect(await arrive(sent())).toMatch(/^This address takes answers to our mails only/)
		expect((await messages()).length).toBe(before)
	})
})

test.each([
	['Auto-Submitted: auto-replied'],
	['Precedence: bulk'],
	['X-Autoreply: yes'],
	['X-Auto-Response-Suppress: All'],
	['List-Id: <list.example.org>'],
])('what programs send is taken without a word and not kept: %s', async (header) => {
	const before = (await messages()).length
	expect(await arrive({ more: [header], body: 'I am away.' })).toBe('')
	expect((await messages()).length).toBe(before)
})

test('a bounce and an answer of a machine start no circle', async () => {
	const sent = mails.length
	for (const from of ['', 'mailer-daemon@example.org', 'no-reply@example.org'])
		expect(await arrive({ from })).toBe('')
	expect(mails.length).toBe(sent)
})

test('empty, oversized and broken mails are refused', async () => {
	expect(await arrive({ body: `> ${ANSWER_ABOVE}` })).toBe('The mail says nothing')
	expect(await arrive({ rawSize: 26 * 1024 * 1024 })).toBe('The mail is too large')
	const nested = Array.from(
		{ length: 40 },
		(_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
	)
	expect(await arrive({ more: [nested.join('\r\n')] })).toBe('The mail could not be read')
})

test('once the account has another address, answers come from that one and go there', async () => {
	const set = (email: string) =>
		env.DB.prepare('update user set email = ? where id = ?').bind(email, ada.userId).run()
	await set('lovelace@example.org')
	expect(await arrive({ body: 'From the old one.' })).toMatch(/^This address takes answers/)
	const proved = PROVED.replaceAll(ADA, 'lovelace@example.org')
	const headers = [proved, 'From: lovelace@example.org', 'Message-ID: <new@example.org>']
	expect(await arrive({ from: 'lovelace@example.org', headers, body: 'From the new one.' })).toBe('')
	expect((await last())?.text).toBe('From the new one.')
	await set(ADA)
})

test('a flood of mails is stopped', async () => {
	const refused = []
	for (let n = 0; n < 20; n++) refused.push(await arrive({ body: `Again ${n}` }))
	expect(refused.at(-1)).toBe('Too many mails: try again later')
})

test('a deleted ticket takes no mail', async () => {
	await ada.session('DELETE', `/api/support/tickets/${ticket}`)
	expect(await arrive()).toMatch(/^This address takes answers/)
	expect((await exports.default.fetch('http://jitt.test/api/support/tickets')).status).toBe(401)
})
