import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { RULES } from '../account/attempts.ts'
import { catchMail, linkIn, sentTo } from '../mail/testing.ts'
import { SIGN_UP, SIGN_UP_BY_LINK } from './auth-fields.ts'
import { BASE, cookieOf, letterTo, post, proved, signIn, signUp, tokenTo } from './auth-testing.ts'
import { counter } from './routes.ts'

const mails = catchMail()
const confirm = (token: string) => post('/api/auth/confirm', { token })
const useLink = (token: string) => post('/api/auth/link', { token })
const statuses = async (...answers: Promise<Response>[]) =>
	(await Promise.all(answers)).map(({ status }) => status).sort()
const expire = () =>
	env.DB.prepare('update verification set expires_at = ?')
		.bind(Date.now() - 1)
		.run()

// promise: 1
test('signing up asks for name and e-mail, for a way to sign in again, and for nothing else', async () => {
	expect(Object.keys(SIGN_UP.shape)).toEqual(['name', 'email', 'password', 'challenge'])
	expect(Object.keys(SIGN_UP_BY_LINK.shape)).toEqual(['name', 'email', 'challenge'])
	const more = { image: 'https://x.example/i.png', emailVerified: true, twoFactorEnabled: true, id: 'mine' }
	const fields = { name: 'Ada', email: 'more@example.org', password: 'correct horse battery' }
	expect((await post('/api/auth/sign-up/email', { ...fields, ...more })).status).toBe(200)
	const row = await env.DB.prepare('select * from user where email = ?').bind('more@example.org').first()
	expect(row).toMatchObject({ name: 'Ada', image: null, email_verified: 0, two_factor_enabled: 0 })
	expect(row?.id).not.toBe('mine')
})

test('a link that proves an address works once, for one of two at once, and not too late', async () => {
	await signUp('once@example.org')
	const token = await tokenTo(mails, 'once@example.org')
	const { results } = await env.DB.prepare('select * from verification').all()
	expect(results.length).toBeGreaterThan(0)
	expect(JSON.stringify(results)).not.toContain(token)
	expect(await statuses(confirm(token), confirm(token))).toEqual([200, 400])
	const again = await confirm(token)
	expect(await again.json()).toEqual({
		error: 'token: this link was used before or has expired: ask for a new one',
		field: 'token',
	})
	await signUp('late@example.org')
	const late = await tokenTo(mails, 'late@example.org')
	await expire()
	expect((await confirm(late)).status).toBe(400)
	// The right password has another one sent.
	const before = sentTo(mails, 'late@example.org').length
	expect((await signIn('late@example.org')).status).toBe(403)
	await vi.waitFor(() => expect(sentTo(mails, 'late@example.org').length).toBe(before + 1))
	expect((await confirm(await tokenTo(mails, 'late@example.org'))).status).toBe(200)
})

test('who signs up with a stranger’s address has no way in once its owner signs up', async () => {
	await signUp('victim@example.org', 'known to mallory', 'Mallory')
	const asked = await tokenTo(mails, 'victim@example.org')
	await signUp('victim@example.org', 'known to victim', 'Victor')
	await vi.waitFor(() => expect(sentTo(mails, 'victim@example.org')).toHaveLength(2))
	expect((await confirm(asked)).status).toBe(400)
	expect((await confirm(await tokenTo(mails, 'victim@example.org'))).status).toBe(200)
	expect((await signIn('victim@example.org', 'known to mallory')).status).toBe(401)
	const own = await signIn('victim@example.org', 'known to victim')
	expect(own.status).toBe(200)
	const name = await env.DB.prepare('select name from user where email = ?')
		.bind('victim@example.org')
		.first('name')
	expect(name).toBe('Victor')
})

test('a sign-in link signs in once; an address without an account only gets a letter that says so', async () => {
	await proved(mails, 'link@example.org')
	const answers = await Promise.all(
		['link@example.org', 'nobody@example.org'].map((email) => post('/api/auth/sign-in/link', { email })),
	)
	for (const answer of answers)
		expect([answer.status, await answer.json()]).toEqual([200, { status: 'sent' }])
	const token = await tokenTo(mails, 'link@example.org', /sign-in link/)
	expect(await statuses(useLink(token), useLink(token))).toEqual([200, 400])
	expect((await useLink(token)).status).toBe(400)
	const letter = await letterTo(mails, 'nobody@example.org', /There is no account/)
	expect(letter.text).not.toContain('#')
	expect(
		await env.DB.prepare('select count(*) n from user where email like ?').bind('nobody%').first('n'),
	).toBe(0)
})

test('an account can be made without a password, and a link of another kind opens nothing', async () => {
	await post('/api/auth/sign-up/link', { name: 'Bea', email: 'bea@example.org' })
	const token = await tokenTo(mails, 'bea@example.org', /Finish creating/)
	expect((await confirm(token)).status).toBe(400)
	expect((await post('/api/auth/reset/confirm', { token, password: 'a new password' })).status).toBe(400)
	const entered = await useLink(token)
	expect(cookieOf(entered)).toMatch(/^jitt\.session_token=/)
	const row = await env.DB.prepare('select * from user where email = ?').bind('bea@example.org').first()
	expect(row).toMatchObject({ name: 'Bea', email_verified: 1 })
})

test('a link that outlives its account makes no new one', async () => {
	await post('/api/auth/sign-up/link', { name: 'Gone', email: 'gone@example.org' })
	await useLink(await tokenTo(mails, 'gone@example.org', /Finish creating/))
	await post('/api/auth/sign-in/link', { email: 'gone@example.org' })
	const token = await tokenTo(mails, 'gone@example.org', /sign-in link/)
	await env.DB.prepare(
		`update user set email = 'elsewhere@example.org' where email = 'gone@example.org'`,
	).run()
	expect((await useLink(token)).status).toBe(400)
	expect(await env.DB.prepare(`select count(*) n from user where email like 'gone%'`).first('n')).toBe(0)
})

test('a new password is chosen by letter, once; it ends every session', async () => {
	const cookie = cookieOf(await proved(mails, 'forgot@example.org'))
	const answers = await Promise.all(
		['forgot@example.org', 'unknown@example.org'].map((email) => post('/api/auth/reset', { email })),
	)
	for (const answer of answers)
		expect([answer.status, await answer.json()]).toEqual([200, { status: 'sent' }])
	await letterTo(mails, 'unknown@example.org', /There is no account/)
	const token = await tokenTo(mails, 'forgot@example.org', /new password/)
	const choose = (password: string) => post('/api/auth/reset/confirm', { token, password })
	expect((await choose('short')).status).toBe(400)
	expect((await choose('a new password')).status).toBe(200)
	expect((await choose('another password')).status).toBe(400)
	const keys = await post('/api/account/keys', {}, { cookie })
	expect(keys.status).toBe(401)
	expect((await signIn('forgot@example.org')).status).toBe(401)
	expect((await signIn('forgot@example.org', 'a new password')).status).toBe(200)
	await letterTo(mails, 'forgot@example.org', /was changed/)
})

test('links lead to our own address, whatever host a request names and wherever it wants to go on', async () => {
	const fields = { name: 'Ada', email: 'host@example.org', password: 'correct horse battery' }
	const evil = {
		callbackURL: 'https://evil.example/',
		redirectTo: '//evil.example',
		errorCallbackURL: '/\\evil',
	}
	const forwarded = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
	await post('/api/auth/sign-up/email', { ...fields, ...evil }, forwarded, 'http://evil.test')
	await post('/api/auth/reset', { email: fields.email, ...evil }, forwarded, 'http://evil.test')
	await post('/api/auth/sign-in/link', { email: fields.email, ...evil }, forwarded, 'http://evil.test')
	await vi.waitFor(() => expect(sentTo(mails, fields.email)).toHaveLength(3))
	for (const mail of sentTo(mails, fields.email)) {
		expect(linkIn(mail)).toMatch(/^http:\/\/jitt\.test\/[a-z-]+#[\w-]+$/)
		expect(mail.text + mail.html).not.toContain('evil')
	}
})

test('a page of another origin cannot sign anybody in, nor have letters sent', async () => {
	const origin = 'https://evil.example'
	for (const path of [
		'sign-in/email',
		'sign-in/link',
		'sign-up/link',
		'link',
		'confirm',
		'reset',
		'sign-out',
	]) {
		const body = { token: 'x', name: 'Eve', email: 'e@example.org', password: 'x' }
		expect((await post(`/api/auth/${path}`, body, { origin })).status).toBe(403)
	}
})

test('letters to one address are limited, whether it has an account or not', async () => {
	const ask = (email: string) => post('/api/auth/sign-in/link', { email })
	await proved(mails, 'flood@example.org')
	for (let i = 1; i < RULES.mailEmail.limit; i++) await ask('flood@example.org')
	for (let i = 0; i < RULES.mailEmail.limit; i++) await ask('flood-nobody@example.org')
	for (const email of ['flood@example.org', 'flood-nobody@example.org']) {
		const refused = await ask(email)
		expect(refused.status).toBe(429)
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
	}
})

test('where Turnstile is set up, its answer is asked for and checked, and nothing of the caller is passed on', async () => {
	const asked: [string, string][] = []
	// A stand-in for Cloudflare's service.
	vi.stubGlobal('fetch', async (url: string, init: { body: URLSearchParams }) => {
		asked.push([url, init.body.toString()])
		if (init.body.get('response') === 'down') throw new Error('down')
		return Response.json({ success: init.body.get('response') === 'right' })
	})
	const set = {
		TURNSTILE_SECRET: 'secret',
		TURNSTILE_SITE_KEY: 'key',
		TURNSTILE_BASE: 'https://fake.example',
	}
	const call = (path: string, body: object) =>
		counter.request(
			`${BASE}/api/auth/${path}`,
			{
				method: 'POST',
				headers: { origin: BASE, 'cf-connecting-ip': '203.0.113.9' },
				body: JSON.stringify(body),
			},
			{ ...env, ...set },
		)
	const human = (email: string) => ({ name: 'Ada', email, password: 'correct horse battery' })
	for (const path of ['sign-up/email', 'sign-up/link', 'sign-in/email', 'sign-in/link', 'reset']) {
		const fields = human(`${path.replace('/', '-')}@example.org`)
		const refused = await call(path, fields)
		expect([refused.status, await refused.json()]).toMatchObject([400, { field: 'challenge' }])
		expect((await call(path, { ...fields, challenge: 'wrong' })).status).toBe(400)
	}
	const down = await call('sign-up/email', { ...human('down@example.org'), challenge: 'down' })
	expect([down.status, down.headers.get('retry-after')]).toEqual([503, '30'])
	expect((await call('sign-up/email', { ...human('human@example.org'), challenge: 'right' })).status).toBe(
		200,
	)
	expect(asked.at(-1)).toEqual(['https://fake.example/siteverify', 'secret=secret&response=right'])
	const key = await counter.request(`${BASE}/api/auth/challenge`, {}, { ...env, ...set })
	expect(await key.json()).toEqual({ turnstile: 'key' })
	vi.unstubAllGlobals()
})
