import { env, exports } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { RULES, spend } from '../account/attempts.ts'
import { catchMail, sentTo } from '../mail/testing.ts'
import { BASE, cookieOf, PASSWORD, post, proved as prove, signIn, signUp, tokenTo } from './auth-testing.ts'

const mails = catchMail()
const confirm = async (email: string) => post('/api/auth/confirm', { token: await tokenTo(mails, email) })
const proved = (email: string) => prove(mails, email)

test('an account is made, signed in, seen and signed out', async () => {
	expect((await signUp('ada@example.org')).status).toBe(200)
	const early = await signIn('ada@example.org')
	expect([early.status, early.headers.get('set-cookie')]).toEqual([403, null])
	expect((await confirm('ada@example.org')).status).toBe(200)
	const signedIn = await signIn('Ada@Example.org')
	expect(signedIn.status).toBe(200)
	const cookie = cookieOf(signedIn)
	const keys = () => exports.default.fetch(`${BASE}/api/account/keys`, { headers: { cookie } })
	expect((await keys()).status).toBe(200)
	const seen = await exports.default.fetch(`${BASE}/api/auth/get-session`, { headers: { cookie } })
	const { user }: { user: object } = await seen.json()
	expect(user).toMatchObject({ email: 'ada@example.org', name: 'Ada', operator: false })
	// What scripts can read opens nothing.
	expect(Object.keys(user)).toEqual(['id', 'name', 'email', 'second_factor', 'operator', 'leaving'])
	expect(await signedIn.json()).toEqual({ second_factor: false })
	expect((await post('/api/auth/sign-out', {}, { cookie })).status).toBe(200)
	expect((await keys()).status).toBe(401)
})

test('the session cookie is out of reach for scripts and other sites', async () => {
	await proved('cookie@example.org')
	const cookie = (await signIn('cookie@example.org')).headers.get('set-cookie') ?? ''
	expect(cookie).toMatch(/^jitt\.session_token=/)
	expect(cookie).toMatch(/HttpOnly/i)
	expect(cookie).toMatch(/SameSite=Lax/i)
})

test('a forged session cookie is nobody', async () => {
	const row = await env.DB.prepare('select token from session limit 1').first<{ token: string }>()
	const cookie = `jitt.session_token=${row?.token}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D`
	const answer = await exports.default.fetch(`${BASE}/api/account/keys`, { headers: { cookie } })
	expect(answer.status).toBe(401)
})

// promise: 1
test('a session knows neither the address nor the browser it came from', async () => {
	await proved('quiet@example.org')
	await signIn('quiet@example.org', PASSWORD, {
		'user-agent': 'TellTaleBrowser/9.9',
		'cf-connecting-ip': '203.0.113.77',
		'x-forwarded-for': '203.0.113.77',
	})
	const tables = ['user', 'session', 'account', 'verification', 'attempt']
	const dump = await Promise.all(tables.map((name) => env.DB.prepare(`select * from "${name}"`).all()))
	const text = JSON.stringify(dump)
	expect(text).toContain('quiet@example.org')
	expect(text).not.toContain('203.0.113')
	expect(text).not.toContain('TellTaleBrowser')
	const columns = await env.DB.prepare('select name from pragma_table_info(?)').bind('session').all()
	expect(columns.results.map((row) => row.name)).not.toContain('ip_address')
})

test('sign-up answers alike for a free, a taken and an unproved address; the mailbox learns which', async () => {
	await proved('taken@example.org')
	await signUp('unproved@example.org')
	for (const email of ['taken@example.org', 'unproved@example.org', 'free@example.org']) {
		const answer = await signUp(email, 'another password')
		expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null])
		expect(await answer.json()).toEqual({ status: 'sent' })
	}
	await vi.waitFor(() => expect(sentTo(mails, 'free@example.org')).toHaveLength(1))
	await vi.waitFor(() => expect(sentTo(mails, 'taken@example.org')).toHaveLength(2))
	expect(sentTo(mails, 'taken@example.org')[0]?.subject).toBe('You have an account already')
	expect((await signIn('taken@example.org', 'another password')).status).toBe(401)
	expect((await signIn('taken@example.org')).status).toBe(200)
})

test('of two who sign up with one address at once, both are told the same, and one account is made', async () => {
	const answers = await Promise.all([signUp('twins@example.org'), signUp('twins@example.org')])
	for (const answer of answers)
		expect([answer.status, await answer.json()]).toEqual([200, { status: 'sent' }])
	const count = env.DB.prepare('select count(*) n from user where email = ?').bind('twins@example.org')
	expect(await count.first('n')).toBe(1)
})

test('sign-in answers alike for an unknown address and a wrong password', async () => {
	await proved('known@example.org')
	const wrong = await signIn('known@example.org', 'not the password')
	const unknown = await signIn('unknown@example.org', 'not the password')
	expect([wrong.status, await wrong.text()]).toEqual([unknown.status, await unknown.text()])
	expect(wrong.status).toBe(401)
})

test.each([
	['short', 'abc', 'password: must have 10 to 128 characters'],
	['long', 'x'.repeat(129), 'password: must have 10 to 128 characters'],
])('a password that is too %s is refused in words', async (_name, password, error) => {
	const answer = await signUp('length@example.org', password)
	expect(answer.status).toBe(400)
	expect(await answer.json()).toEqual({ error, field: 'password' })
})

test('guessing one account is slowed down, and the right password forgives the misses', async () => {
	const { limit } = RULES.signInEmail
	await proved('guess@example.org')
	for (let i = 0; i < limit - 1; i++)
		expect((await signIn('guess@example.org', `wrong ${i}`)).status).toBe(401)
	expect((await signIn('guess@example.org')).status).toBe(200)
	const miss = (subject: string) => spend(env, [{ rule: RULES.signInEmail, subject }], Date.now())
	for (let i = 0; i < limit; i++) await miss('guess@example.org')
	const refused = await signIn('guess@example.org')
	expect(refused.status).toBe(429)
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
	// An account that does not exist is guarded alike.
	for (let i = 0; i < limit - 1; i++) await miss('nobody@example.org')
	expect((await signIn('nobody@example.org')).status).toBe(401)
	expect((await signIn('nobody@example.org')).status).toBe(429)
}, 60_000)

test('one network may make few accounts an hour; an IPv6 network counts as one', async () => {
	const from = (address: string, n: number) =>
		post(
			'/api/auth/sign-up/link',
			{ name: 'Eve', email: `eve${n}@example.org` },
			{ 'cf-connecting-ip': address },
		)
	for (let i = 0; i < RULES.signUpAddress.limit; i++) {
		expect((await from(`2001:db8:0:7::${i + 1}`, i)).status).toBe(200)
	}
	expect((await from('2001:db8:0:7:1:2:3:4', 98)).status).toBe(429)
	expect((await from('2001:db8:0:8::1', 99)).status).toBe(200)
}, 60_000)

test('a page of another origin cannot act with the cookie', async () => {
	await proved('csrf@example.org')
	const cookie = cookieOf(await signIn('csrf@example.org'))
	const make = (headers: Record<string, string>) =>
		exports.default.fetch(`${BASE}/api/account/keys`, {
			method: 'POST',
			headers: { cookie, ...headers },
			body: '{}',
		})
	expect((await make({ origin: 'https://evil.example' })).status).toBe(401)
	expect((await make({ origin: 'null' })).status).toBe(401)
	expect((await make({})).status).toBe(401)
	expect((await make({ origin: BASE })).status).toBe(201)
	const out = await post('/api/auth/sign-out', {}, { cookie, origin: 'https://evil.example' })
	expect(out.status).toBe(403)
})

test('no other door of the auth library is open', async () => {
	for (const path of [
		'sign-in/social',
		'sign-in/magic-link',
		'magic-link/verify',
		'verify-email',
		'send-verification-email',
		'two-factor/enable',
		'two-factor/disable',
		'two-factor/verify-totp',
		'list-sessions',
		'revoke-sessions',
		'change-email',
		'update-user',
		'delete-user',
		'request-password-reset',
		'ok',
		'error',
	]) {
		expect((await post(`/api/auth/${path}`, {})).status).toBe(404)
		expect((await exports.default.fetch(`${BASE}/api/auth/${path}`)).status).toBe(404)
	}
})
