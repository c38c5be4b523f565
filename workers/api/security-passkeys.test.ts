import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { authenticator } from '../account/authenticator.ts'
import { catchMail, sentTo } from '../mail/testing.ts'
import { signedIn } from './testing.ts'

const BASE = 'http://jitt.test'
const mails = catchMail()
let ada: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-passkeys@example.org')
})

type Json = Record<string, unknown>
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
	exports.default.fetch(BASE + path, {
		method: 'POST',
		headers: { origin: BASE, ...headers },
		body: JSON.stringify(body),
	})
const challengeOf = async (answer: Response) => String(((await answer.json()) as Json).challenge)
const toAdd = async (who = ada) => challengeOf(await who.session('POST', '/api/account/passkeys/options', {}))
const toUse = async () => challengeOf(await post('/api/auth/sign-in/passkey/options', {}))
const use = (response: object) => post('/api/auth/sign-in/passkey', { response })

/** A device whose passkey is Ada's. */
async function adas() {
	const device = authenticator(BASE)
	const body = { name: 'Laptop', response: device.make(await toAdd()) }
	expect((await ada.session('POST', '/api/account/passkeys', body)).status).toBe(201)
	return device
}

test('a passkey is made, named, seen, used and removed, and the owner is told', async () => {
	const device = await adas()
	await vi.waitFor(() => expect(sentTo(mails, 'ada-passkeys@example.org')[0]?.text).toContain('was added'))
	const path = `/api/account/passkeys/${device.id}`
	expect((await ada.session('PUT', path, { name: 'Old laptop' })).status).toBe(200)

	const signedIn = await use(device.answer(await toUse()))
	expect([signedIn.status, await signedIn.json()]).toEqual([200, { second_factor: false }])
	const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
	const seen = await exports.default.fetch(`${BASE}/api/account/security`, { headers: { cookie } })
	const { passkeys }: { passkeys: Json[] } = await seen.json()
	expect(passkeys).toMatchObject([{ id: device.id, name: 'Old laptop' }])
	expect(passkeys[0]?.last_used_at).not.toBe(null)

	expect((await ada.session('DELETE', path)).status).toBe(200)
	expect((await use(device.answer(await toUse(), { signatures: 2 }))).status).toBe(400)
})

test('a challenge is answered once, also by two at once', async () => {
	const device = await adas()
	const challenge = await toUse()
	const both = await Promise.all([
		use(device.answer(challenge, { signatures: 1 })),
		use(device.answer(challenge, { signatures: 2 })),
	])
	expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
	expect((await use(device.answer(challenge, { signatures: 3 }))).status).toBe(400)
})

test('what another page asked, what asked for nobody, and what a copy signed is refused', async () => {
	const device = await adas()
	expect((await use(device.answer(await toUse(), { from: 'https://evil.example' }))).status).toBe(400)
	expect((await use(device.answer(await toUse(), { verified: false }))).status).toBe(400)
	expect((await use(device.answer('AAAA'))).status).toBe(400)
	// Asked for making one, not for signing in.
	expect((await use(device.answer(await toAdd()))).status).toBe(400)
	expect((await use(device.answer(await toUse(), { signatures: 5 }))).status).toBe(200)
	expect((await use(device.answer(await toUse(), { signatures: 5 }))).status).toBe(400)
	const stranger = authenticator(BASE)
	expect((await use(stranger.answer(await toUse()))).status).toBe(400)
	expect((await use({ ...stranger.answer(await toUse()), id: device.id })).status).toBe(400)
})

test('nobody adds, names or removes a passkey of another account', async () => {
	const eve = await signedIn('eve-passkeys@example.org')
	const device = await adas()
	// Ada's offer, answered in Eve's session.
	const other = authenticator(BASE)
	const stolen = { name: 'Mine', response: other.make(await toAdd()) }
	expect((await eve.session('POST', '/api/account/passkeys', stolen)).status).toBe(400)
	// Ada's own passkey, made again for Eve.
	const taken = { name: 'Mine', response: device.make(await toAdd(eve)) }
	expect((await eve.session('POST', '/api/account/passkeys', taken)).status).toBe(409)
	const path = `/api/account/passkeys/${device.id}`
	expect((await eve.session('PUT', path, { name: 'Mine' })).status).toBe(404)
	expect((await eve.session('DELETE', path)).status).toBe(404)
	expect((await use(device.answer(await toUse()))).status).toBe(200)
})

test('a session that is not fresh adds and removes none', async () => {
	const old = await signedIn('old-passkeys@example.org')
	await env.DB.prepare('update session set created_at = ? where user_id = ?')
		.bind(Date.now() - 11 * 60_000, old.userId)
		.run()
	const answer = await old.session('POST', '/api/account/passkeys/options', {})
	expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'session_not_fresh' }])
	expect((await old.session('DELETE', '/api/account/passkeys/x')).status).toBe(403)
})

test.each([
	['nothing', {}],
	['a text', { response: 'x' }],
	['another type', { response: { ...authenticator(BASE).answer('x'), type: 'password' } }],
	[
		'no base64',
		{
			response: {
				...authenticator(BASE).answer('x'),
				response: { clientDataJSON: '{', authenticatorData: '!', signature: '?' },
			},
		},
	],
	['a long id', { response: { ...authenticator(BASE).answer('x'), id: 'x'.repeat(2000) } }],
])('%s is no answer', async (_name, body) => {
	expect((await post('/api/auth/sign-in/passkey', body)).status).toBe(400)
})
