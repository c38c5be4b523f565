import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { authOf } from './auth.ts'
import { issue } from './once.ts'
import { part } from './part.ts'
import { removeUnproved } from './unproved.ts'

const DAY_MS = 86_400_000
const auth = () => authOf(env, new Request('http://jitt.test')).$context

/** An account with a session, a passkey, a second factor, a password, and a letter under way. */
async function person(email: string, emailVerified: boolean): Promise<string> {
	const { internalAdapter } = await auth()
	const { id } = await internalAdapter.createUser(
		{ name: 'Ada', email, emailVerified },
		{ method: 'email-password' },
	)
	return id
}
async function furnish(id: string, email: string): Promise<void> {
	const { internalAdapter } = await auth()
	await internalAdapter.createSession(id)
	await internalAdapter.linkAccount({
		userId: id,
		providerId: 'credential',
		accountId: id,
		password: 'hash-of-hers',
	})
	await env.DB.batch([
		env.DB.prepare(`insert into passkey values (?, ?, 'Laptop', 'public-key', 0, '[]', 1, null)`).bind(
			`key-${id}`,
			id,
		),
		env.DB.prepare(
			`insert into two_factor (id, secret, backup_codes, user_id) values (?, 'secret', 'codes', ?)`,
		).bind(id, id),
	])
	await issue(env, 'prove-address', { jwt: 'x', userId: id, isNew: true, password: null }, 60, Date.now())
	await internalAdapter.createVerificationValue({
		...{ identifier: `magic-link:${id}`, value: JSON.stringify({ type: 'magic-link', email }) },
		expiresAt: new Date(Date.now() + 60_000),
	})
}
const everything = async () => {
	const tables = ['user', 'session', 'account', 'verification', 'two_factor', 'passkey', 'team', 'member']
	const rows = await env.DB.batch(tables.map((table) => env.DB.prepare(`select * from "${table}"`)))
	return JSON.stringify(rows.map(({ results }) => results))
}

// promise: 4
test('an account takes along what is known of it, and nothing that opens it', async () => {
	const id = await person('take@example.org', true)
	await furnish(id, 'take@example.org')
	const files = new Map<string, unknown>()
	for await (const { path, content } of part.take(env, { userId: id, teamIds: [id] })) {
		files.set(path, JSON.parse(String(content)))
	}
	expect([...files.keys()]).toEqual([
		'account/profile.json',
		'account/sessions.json',
		'account/passkeys.json',
	])
	expect(files.get('account/profile.json')).toMatchObject({
		name: 'Ada',
		email: 'take@example.org',
		password: true,
	})
	expect(files.get('account/sessions.json')).toHaveLength(1)
	expect(files.get('account/passkeys.json')).toMatchObject([{ name: 'Laptop' }])
	const said = JSON.stringify([...files])
	for (const secret of ['hash-of-hers', 'public-key', '"secret"', 'codes', 'token'])
		expect(said).not.toContain(secret)
})

// promise: 4
test('an erased account leaves nothing, twice over, and others stay', async () => {
	const [id, other] = [await person('erase@example.org', true), await person('stays@example.org', true)]
	await Promise.all([furnish(id, 'erase@example.org'), furnish(other, 'stays@example.org')])
	await env.DB.batch([
		env.DB.prepare('delete from member where user_id = ?').bind(id),
		env.DB.prepare('delete from team where id = ?').bind(id),
	])
	for (let i = 0; i < 2; i++)
		expect(await part.erase(env, { userId: id, teamIds: [] }, Date.now())).toEqual([])
	const left = await everything()
	expect(left).not.toContain(id)
	expect(left).not.toContain('erase@example.org')
	expect(left).toContain('stays@example.org')
	expect(left).toContain(`key-${other}`)
})

// promise: 1
test('an account that nobody proves within a week is removed, and no other', async () => {
	const now = Date.now()
	const old = async (email: string, proved: boolean, days: number) => {
		const id = await person(email, proved)
		await env.DB.prepare('update user set created_at = ? where id = ?')
			.bind(now - days * DAY_MS, id)
			.run()
		return id
	}
	const gone = await old('gone@example.org', false, 8)
	const young = await old('young@example.org', false, 6)
	const proved = await old('proved@example.org', true, 8)
	const inUse = await old('in-use@example.org', false, 8)
	await (await auth()).internalAdapter.createSession(inUse)
	await removeUnproved(env, now)
	await removeUnproved(env, now)
	const left = await everything()
	expect(left).not.toContain(gone)
	for (const id of [young, proved, inUse]) expect(left).toContain(id)
})
