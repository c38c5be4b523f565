import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { codeOf } from '../account/authenticator-app.ts'
import { catchMail, sentTo } from '../mail/testing.ts'
import { BASE, cookieOf, letterTo, PASSWORD, post, proved, signIn, tokenTo } from './auth-testing.ts'
import { signedIn } from './testing.ts'

const mails = catchMail()
const EMAIL = 'ada-security@example.org'
let cookie = ''
beforeAll(async () => {
	cookie = cookieOf(await proved(mails, EMAIL))
})

type Json = Record<string, unknown>
const ask = (method: string, path: string, body?: object, as = cookie) =>
	exports.default.fetch(`${BASE}/api/account${path}`, {
		method,
		headers: { cookie: as, origin: BASE },
		...(body ? { body: JSON.stringify(body) } : {}),
	})
const security = async (as = cookie) => (await ask('GET', '/security', undefined, as)).json<Json>()
const sessionsOf = async (as = cookie) => (await security(as)).sessions as Json[]
const age = (minutes: number, userId: string) =>
	env.DB.prepare('update session set created_at = ? where user_id = ?')
		.bind(Date.now() - minutes * 60_000, userId)
		.run()
const factor = (code: string, kind: string, as: string) =>
	post('/api/auth/sign-in/second-factor', { code, kind }, { cookie: as })

test('a second factor is set up, asked for after passwords and links, and turned off', async () => {
	expect((await ask('POST', '/second-factor', { password: 'not mine at all' })).status).toBe(400)
	expect((await ask('POST', '/second-factor', {})).status).toBe(400)
	const begun = (await (await ask('POST', '/second-factor', { password: PASSWORD })).json()) as Json
	const uri = String(begun.uri)
	const codes = begun.recovery_codes as string[]
	expect(codes).toHaveLength(10)
	expect(uri).toContain('issuer=Jitt')
	// Not on before it is known that the secret arrived.
	expect(await (await signIn(EMAIL)).json()).toEqual({ second_factor: false })
	expect((await ask('POST', '/second-factor/confirm', { code: '000000' })).status).toBe(400)
	const on = await ask('POST', '/second-factor/confirm', { code: codeOf(uri) })
	expect(on.status).toBe(200)
	cookie = cookieOf(on)
	expect(await security()).toMatchObject({ password: true, second_factor: true })
	const kept = JSON.stringify(await env.DB.prepare('select * from two_factor').all())
	expect(kept).not.toContain(new URL(uri).searchParams.get('secret'))
	expect(kept).not.toContain(codes[0])

	const first = await signIn(EMAIL)
	expect(await first.json()).toEqual({ second_factor: true })
	const half = cookieOf(first)
	expect(half).not.toContain('session_token')
	expect((await ask('GET', '/security', undefined, half)).status).toBe(401)
	expect((await factor('123456', 'app', half)).status).toBe(401)
	expect((await factor(codeOf(uri), 'app', 'jitt.two_factor=forged.x')).status).toBe(401)
	const entered = await factor(codeOf(uri), 'app', half)
	expect(cookieOf(entered)).toContain('session_token')
	// The first half is used up.
	expect((await factor(codeOf(uri), 'app', half)).status).toBe(401)

	await post('/api/auth/sign-in/link', { email: EMAIL })
	const byLink = await post('/api/auth/link', { token: await tokenTo(mails, EMAIL, /sign-in link/) })
	expect(await byLink.json()).toEqual({ second_factor: true })
	expect(cookieOf(byLink)).not.toContain('session_token')
	expect((await factor(codes[0] ?? '', 'recovery', cookieOf(byLink))).status).toBe(200)
	const again = cookieOf(await signIn(EMAIL))
	expect((await factor(codes[0] ?? '', 'recovery', again)).status).toBe(401)

	const fresh = await ask('POST', '/second-factor/codes', { password: PASSWORD })
	const { recovery_codes: newer } = (await fresh.json()) as { recovery_codes: string[] }
	expect((await factor(codes[1] ?? '', 'recovery', again)).status).toBe(401)
	expect((await factor(newer[0] ?? '', 'recovery', again)).status).toBe(200)

	expect((await ask('POST', '/second-factor', { password: PASSWORD })).status).toBe(409)
	expect((await ask('POST', '/second-factor/off', {})).status).toBe(400)
	const off = await ask('POST', '/second-factor/off', { password: PASSWORD })
	expect(off.status).toBe(200)
	cookie = cookieOf(off)
	expect((await ask('POST', '/second-factor/off', { password: PASSWORD })).status).toBe(409)
	await letterTo(mails, EMAIL, /was changed/)
	await vi.waitFor(() => expect(sentTo(mails, EMAIL)[0]?.text).toContain('turned off'))
})

test('codes cannot be tried one after the other', async () => {
	const bob = await signedIn('bob-security@example.org')
	const begun = (await (await bob.session('POST', '/api/account/second-factor', {})).json()) as Json
	const uri = String(begun.uri)
	expect(
		(await bob.session('POST', '/api/account/second-factor/confirm', { code: codeOf(uri) })).status,
	).toBe(200)
	const half = async () => {
		mails.length = 0
		await post('/api/auth/sign-in/link', { email: 'bob-security@example.org' })
		const token = await tokenTo(mails, 'bob-security@example.org', /sign-in link/)
		return cookieOf(await post('/api/auth/link', { token }))
	}
	const one = await half()
	for (let i = 0; i < 5; i++) expect((await factor(`00000${i}`, 'app', one)).status).toBe(401)
	// Five wrong ones end the sign-in, ten lock the account for a while.
	expect((await factor(codeOf(uri), 'app', one)).status).toBe(400)
	expect((await factor(codeOf(uri), 'app', one)).status).toBe(401)
	await env.DB.prepare('delete from attempt').run()
	const two = await half()
	expect(two).not.toBe(one)
	for (let i = 0; i < 5; i++) await factor(`00000${i}`, 'app', two)
	const three = await half()
	const locked = await factor(codeOf(uri), 'app', three)
	expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '900'])
})

test('sessions are listed without where they are from, and end one by one or all at once', async () => {
	const there = cookieOf(await signIn(EMAIL))
	const list = await sessionsOf()
	expect(list.filter(({ current }) => current)).toHaveLength(1)
	const keys = ['id', 'current', 'created_at', 'last_used_at', 'expires_at']
	for (const one of list) expect(Object.keys(one)).toEqual(keys)
	const other = (await sessionsOf(there)).find(({ current }) => current)
	const eve = await signedIn('eve-security@example.org')
	expect((await eve.session('DELETE', `/api/account/sessions/${other?.id}`)).status).toBe(404)
	expect((await ask('DELETE', `/sessions/${other?.id}`)).status).toBe(200)
	expect((await ask('GET', '/security', undefined, there)).status).toBe(401)
	expect((await ask('DELETE', `/sessions/${other?.id}`)).status).toBe(404)

	const third = cookieOf(await signIn(EMAIL))
	expect((await ask('POST', '/sessions/end', { which: 'others' })).status).toBe(200)
	expect((await ask('GET', '/security', undefined, third)).status).toBe(401)
	expect(await sessionsOf()).toHaveLength(1)
	expect((await ask('POST', '/sessions/end', { which: 'none' })).status).toBe(400)
	expect((await ask('POST', '/sessions/end', { which: 'all' })).status).toBe(200)
	expect((await ask('GET', '/security')).status).toBe(401)
	expect((await eve.session('GET', '/api/account/security')).status).toBe(200)
	cookie = cookieOf(await signIn(EMAIL))
})

test('a password is changed by whoever knows it, which ends every other session', async () => {
	const there = cookieOf(await signIn(EMAIL))
	const change = (current: string, password: string) => ask('PUT', '/password', { current, password })
	expect((await change('not the password', 'a newer password')).status).toBe(400)
	expect((await change(PASSWORD, 'short')).status).toBe(400)
	const changed = await change(PASSWORD, 'a newer password')
	expect(changed.status).toBe(200)
	cookie = cookieOf(changed)
	expect((await ask('GET', '/security', undefined, there)).status).toBe(401)
	expect((await ask('GET', '/security')).status).toBe(200)
	expect((await signIn(EMAIL)).status).toBe(401)
})

test('of a profile only the name can be changed', async () => {
	const bea = await signedIn('bea-security@example.org')
	const more = { email: 'else@example.org', emailVerified: false, twoFactorEnabled: true, id: 'x' }
	const put = await bea.session('PUT', '/api/account/profile', { name: ' Beatrice ', ...more })
	expect(await put.json()).toEqual({ name: 'Beatrice' })
	const row = await env.DB.prepare('select * from user where id = ?').bind(bea.userId).first()
	expect(row).toMatchObject({ name: 'Beatrice', email: 'bea-security@example.org', two_factor_enabled: 0 })
	for (const name of ['', ' ', 'x'.repeat(201), 7, null]) {
		expect((await bea.session('PUT', '/api/account/profile', { name })).status).toBe(400)
	}
})

test('an address is changed once both mailboxes agree', async () => {
	const cem = await signedIn('cem-security@example.org')
	const change = (email: string) => cem.session('POST', '/api/account/email', { email })
	const confirm = (token: string) => post('/api/auth/confirm', { token })
	const address = () => env.DB.prepare('select email from user where id = ?').bind(cem.userId).first('email')
	expect((await change('cem-security@example.org')).status).toBe(400)
	expect((await change('not an address')).status).toBe(400)
	// Taken: the same answer and the same letters; nothing is changed by them.
	expect(await (await change(EMAIL)).json()).toEqual({ status: 'sent' })
	const first = await confirm(await tokenTo(mails, 'cem-security@example.org', /Confirm the change/))
	expect([first.status, await first.json()]).toEqual([200, { outcome: 'asked' }])
	expect((await confirm(await tokenTo(mails, EMAIL, /Confirm your new/))).status).toBe(400)
	expect(await address()).toBe('cem-security@example.org')
	mails.length = 0
	expect(await (await change('Cem-New@example.org')).json()).toEqual({ status: 'sent' })
	const leave = await tokenTo(mails, 'cem-security@example.org', /Confirm the change/)
	expect(sentTo(mails, 'cem-new@example.org')).toEqual([])
	expect(await (await confirm(leave)).json()).toEqual({ outcome: 'asked' })
	expect(await address()).toBe('cem-security@example.org')
	const enter = await tokenTo(mails, 'cem-new@example.org', /Confirm your new/)
	// A link for a new password that lies in the old mailbox is void with the change.
	await post('/api/auth/reset', { email: 'cem-security@example.org' })
	const token = await tokenTo(mails, 'cem-security@example.org', /new password/)
	expect((await confirm(enter)).status).toBe(200)
	expect(await address()).toBe('cem-new@example.org')
	expect((await confirm(enter)).status).toBe(400)
	expect((await confirm(leave)).status).toBe(400)
	expect((await post('/api/auth/reset/confirm', { token, password: 'a stranger’s now' })).status).toBe(400)
	const last = await letterTo(mails, 'cem-security@example.org', /was changed/)
	expect(last.text).toContain('The e-mail address was changed')
	expect(
		sentTo(mails, 'cem-security@example.org').filter((one) => /Confirm the change/.test(one.subject)),
	).toHaveLength(1)
})

test('an address that was taken while the letters were under way stays whose it is', async () => {
	const dan = await signedIn('dan-security@example.org')
	await dan.session('POST', '/api/account/email', { email: 'wanted@example.org' })
	await post('/api/auth/confirm', {
		token: await tokenTo(mails, 'dan-security@example.org', /Confirm the change/),
	})
	const enter = await tokenTo(mails, 'wanted@example.org', /Confirm your new/)
	await signedIn('wanted@example.org')
	const late = await post('/api/auth/confirm', { token: enter })
	expect([late.status, await late.json()]).toMatchObject([400, { field: 'token' }])
})

test('what must not be done by whoever finds a browser signed in needs a fresh sign-in', async () => {
	const old = await signedIn('old-security@example.org')
	await age(9, old.userId)
	expect((await old.session('POST', '/api/account/second-factor', {})).status).toBe(200)
	await age(11, old.userId)
	for (const [path, body] of [
		['/api/account/email', { email: 'new-old@example.org' }],
		['/api/account/second-factor', {}],
	] as const) {
		const refused = await old.session('POST', path, body)
		expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'session_not_fresh' }])
	}
})
