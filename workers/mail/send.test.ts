import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Env } from '../env.ts'
import { deliver, sendMail } from './send.ts'
import { clearSuppression, suppress, suppressionOf, sweepSuppressions } from './suppression.ts'

const letter = { subject: 'Hello', text: 'Hello.\n', html: '<p>Hello.</p>' }
const HTTP = { MAIL_HTTP_URL: 'https://mail.example/email', MAIL_HTTP_TOKEN: 'token' }

/** An environment whose binding answers as told. */
const withBinding = (send: (mail: { to: string }) => Promise<unknown>, more: Partial<Env> = {}): Env =>
	({ ...env, MAIL: { send }, ...more }) as Env
const ok = async () => ({ messageId: 'x' })
const broken = async () => {
	throw new Error('down')
}
const suppressed = async () => {
	throw Object.assign(new Error('no'), { code: 'E_RECIPIENT_SUPPRESSED' })
}
/** Stands in for the HTTP provider: what it is sent, and its answer. */
function provider(answer: () => Response | Promise<Response>) {
	const asked: { url: string; headers: Headers; body: Record<string, unknown> }[] = []
	vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
		asked.push({ url, headers: new Headers(init.headers), body: JSON.parse(String(init.body)) })
		return answer()
	})
	return asked
}
beforeEach(() => {
	vi.spyOn(console, 'warn').mockReturnValue()
})
afterEach(() => vi.unstubAllGlobals())

test('the binding of a local instance takes a letter', async () => {
	expect(await sendMail(env, 'someone@example.org', letter)).toBe(true)
})

test('the second provider is asked only when the first fails, and says the same', async () => {
	const asked = provider(() => Response.json({ ErrorCode: 0, Message: 'OK' }))
	expect(await deliver(withBinding(ok, HTTP), 'a@example.org', letter)).toBe('sent')
	expect(asked).toEqual([])
	const replying = { ...letter, replyTo: 'support@example.org' }
	expect(await deliver(withBinding(broken, HTTP), 'a@example.org', replying)).toBe('sent')
	expect(asked).toMatchObject([
		{
			url: HTTP.MAIL_HTTP_URL,
			body: {
				...{ From: env.MAIL_FROM, To: 'a@example.org', Subject: 'Hello', TextBody: 'Hello.\n' },
				...{ HtmlBody: '<p>Hello.</p>', ReplyTo: 'support@example.org' },
			},
		},
	])
	expect(asked[0]?.headers.get('x-postmark-server-token')).toBe('token')
})

test('it is enough alone, without a binding', async () => {
	const asked = provider(() => Response.json({ ErrorCode: 0 }))
	const { MAIL: _, ...rest } = env
	expect(await deliver({ ...rest, ...HTTP }, 'a@example.org', letter)).toBe('sent')
	expect(asked).toHaveLength(1)
})

test.each([
	['an error', () => Response.json({ ErrorCode: 100 }, { status: 503 })],
	['an error that calls itself fine', () => Response.json({ ErrorCode: 10 })],
	['something else', () => new Response('<html>')],
	[
		'a way to somewhere else',
		() => new Response(null, { status: 302, headers: { location: 'https://x.example' } }),
	],
	['nothing', broken],
] as const)('where both fail the letter is not sent, and nothing is thrown: %s', async (_, answer) => {
	provider(answer as () => Response)
	expect(await deliver(withBinding(broken, HTTP), 'a@example.org', letter)).toBe('failed')
	expect(await suppressionOf(env, 'a@example.org')).toBeNull()
})

test('a provider that never answers holds nobody up', async () => {
	const asked = provider(() => Response.json({ ErrorCode: 0 }))
	const stuck = () => new Promise(() => {})
	expect(await deliver(withBinding(stuck, HTTP), 'a@example.org', letter, 20)).toBe('sent')
	expect(await deliver(withBinding(stuck), 'a@example.org', letter, 20)).toBe('failed')
	expect(asked).toHaveLength(1)
})

test('what is not set up sends nothing', async () => {
	const { MAIL_FROM: _, ...rest } = env
	expect(await sendMail(rest, 'a@example.org', letter)).toBe(false)
})

test.each([
	['a second header in the address', 'a@example.org\r\nBcc: b@example.org', letter],
	['a second address', 'a@example.org, b@example.org', letter],
	['a name', 'A <a@example.org>', letter],
	['no address', 'nobody', letter],
	['a second header in the subject', 'a@example.org', { ...letter, subject: 'Hi\r\nBcc: b@example.org' }],
	[
		'a second header in the answer’s address',
		'a@example.org',
		{ ...letter, replyTo: 'x@example.org\nBcc: y@z.example' },
	],
])('%s is refused before anybody is asked', async (_, to, sent) => {
	const send = vi.fn(ok)
	expect(await deliver(withBinding(send), to, sent)).toBe('refused')
	expect(send).not.toHaveBeenCalled()
})

test('nothing goes to a suppressed address until that is cleared, in whatever case it is written', async () => {
	const send = vi.fn(ok)
	const now = Date.now()
	await suppress(env, 'Gone@Example.org', 'complaint', now - 1000)
	await suppress(env, 'gone@example.org', 'bounce', now)
	expect(await suppressionOf(env, 'gone@example.org')).toEqual({ reason: 'complaint', at: new Date(now) })
	expect(await deliver(withBinding(send), 'gone@example.org', letter)).toBe('refused')
	expect(send).not.toHaveBeenCalled()
	await clearSuppression(env, 'GONE@example.org')
	expect(await deliver(withBinding(send), 'gone@example.org', letter)).toBe('sent')
	const { results } = await env.DB.prepare('select * from mail_suppression').all()
	expect(JSON.stringify(results)).not.toContain('example.org')
})

test.each([
	['the binding', withBinding(suppressed, HTTP), null],
	['the HTTP provider', withBinding(broken, HTTP), 406],
])('an address that %s refuses is suppressed', async (who, own, code) => {
	const asked = provider(() => Response.json({ ErrorCode: code ?? 0 }, { status: 422 }))
	const address = `refused-${code}@example.org`
	expect([who, await deliver(own, address, letter)]).toEqual([who, 'refused'])
	expect(await suppressionOf(env, address)).toMatchObject({ reason: 'bounce' })
	expect(asked).toHaveLength(code === null ? 0 : 1)
})

test('a bounce is no longer held against an address after a month, a complaint after a year', async () => {
	const day = 86_400_000
	const at = Date.UTC(2026, 10, 28)
	await suppress(env, 'old-bounce@example.org', 'bounce', at)
	await suppress(env, 'old-complaint@example.org', 'complaint', at)
	const held = async (days: number) => [
		await suppressionOf(env, 'old-bounce@example.org', at + days * day),
		await suppressionOf(env, 'old-complaint@example.org', at + days * day),
	]
	expect(await held(29)).toMatchObject([{ reason: 'bounce' }, { reason: 'complaint' }])
	expect(await held(31)).toMatchObject([null, { reason: 'complaint' }])
	expect(await held(366)).toEqual([null, null])
	await sweepSuppressions(env, at + 366 * day)
	const { results } = await env.DB.prepare('select at from mail_suppression where at = ?').bind(at).all()
	expect(results).toEqual([])
})
