/** Teams and their people, as they ask for it themselves; long, because every rule has its refusal beside it. */
import { env, exports } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, expect, test } from 'vitest'
import type { Role } from '../model/caller.ts'
import { guest, member, user } from '../store/schema/account.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
const db = drizzle(env.DB, { casing: 'snake_case' })
const names = ['ada', 'bob', 'cyd', 'dan', 'eve'] as const
const people = {} as Record<(typeof names)[number], Person>
beforeAll(async () => {
	for (const name of names) people[name] = await signedIn(`${name}-members@example.org`)
})

/** A team of Ada's, with others in the roles that are named. */
async function teamWith(roles: Partial<Record<(typeof names)[number], Role>>): Promise<string> {
	const made = await people.ada.session('POST', '/api/teams', { name: 'Crew' })
	const { id } = await made.json<{ id: string }>()
	for (const [name, role] of Object.entries(roles)) {
		const { userId } = people[name as (typeof names)[number]]
		await db.insert(member).values({ teamId: id, userId, role, createdAt: new Date() })
	}
	return id
}

const setRole = async (who: Person, team: string, whom: Person, role: string) =>
	(await who.session('PUT', `/api/teams/${team}/members/${whom.userId}`, { role })).status
const remove = async (who: Person, team: string, whom: Person) =>
	(await who.session('DELETE', `/api/teams/${team}/members/${whom.userId}`)).status
const leave = async (who: Person, team: string) =>
	(await who.session('POST', `/api/teams/${team}/leave`)).status
async function rolesOf(team: string): Promise<Record<string, string>> {
	const answer = await people.ada.session('GET', `/api/teams/${team}/members`)
	const { members } = await answer.json<{ members: { email: string; role: string }[] }>()
	return Object.fromEntries(members.map(({ email, role }) => [email.slice(0, 3), role]))
}

test('a team is made, named and listed; its maker owns it', async () => {
	const { ada, bob } = people
	const made = await ada.session('POST', '/api/teams', { name: '  Crew  ', role: 'viewer', id: 'mine' })
	expect(made.status).toBe(201)
	const team = await made.json<{ id: string; name: string; role: string; own: boolean }>()
	expect(team).toMatchObject({ name: 'Crew', role: 'owner', own: false })
	expect(team.id).not.toBe('mine')
	const renamed = await ada.session('PUT', `/api/teams/${team.id}`, { name: 'Fleet' })
	expect(await renamed.json()).toMatchObject({ name: 'Fleet' })
	const list = await (await ada.session('GET', '/api/teams')).json<{ teams: { name: string }[] }>()
	expect(list.teams.map(({ name }) => name)).toEqual(expect.arrayContaining(['Test', 'Fleet']))
	expect(await (await bob.session('GET', '/api/teams')).text()).not.toContain(team.id)
	for (const [method, path] of [
		['GET', ''],
		['PUT', ''],
		['DELETE', ''],
		['GET', '/members'],
		['POST', '/leave'],
	] as const) {
		const answer = await bob.session(
			method,
			`/api/teams/${team.id}${path}`,
			method === 'GET' ? undefined : {},
		)
		expect([path, answer.status]).toEqual([path, 404])
	}
})

test.each([[''], [' '], ['x'.repeat(101)], ['two\nlines'], ['bell\u0007'], [7], [null]])(
	'a team called %j is refused',
	async (name) => expect((await people.ada.session('POST', '/api/teams', { name })).status).toBe(400),
)

test('an admin changes those below; makes no owner, and nobody who is one', async () => {
	const { ada, bob, cyd, dan } = people
	const team = await teamWith({ bob: 'admin', cyd: 'viewer', dan: 'admin' })
	expect(await setRole(bob, team, cyd, 'editor')).toBe(200)
	expect(await setRole(bob, team, dan, 'viewer')).toBe(200)
	expect(await setRole(bob, team, cyd, 'owner')).toBe(403)
	expect(await setRole(bob, team, bob, 'owner')).toBe(403)
	expect(await setRole(bob, team, ada, 'viewer')).toBe(403)
	expect(await remove(bob, team, ada)).toBe(403)
	expect(await setRole(bob, team, cyd, 'king')).toBe(400)
	expect(await setRole(cyd, team, cyd, 'admin')).toBe(403)
	expect(await rolesOf(team)).toEqual({ ada: 'owner', bob: 'admin', cyd: 'editor', dan: 'viewer' })
	expect(await setRole(bob, team, bob, 'viewer')).toBe(200)
	expect(await setRole(bob, team, bob, 'admin')).toBe(403)
})

test('a team keeps one owner, and nobody changes the members of another team', async () => {
	const { ada, bob, cyd, eve } = people
	const team = await teamWith({ bob: 'admin', cyd: 'owner' })
	const other = await teamWith({})
	expect(await setRole(ada, other, bob, 'owner')).toBe(404)
	expect(await remove(ada, other, bob)).toBe(404)
	expect(await setRole(eve, team, bob, 'viewer')).toBe(404)
	expect(await setRole(cyd, team, ada, 'editor')).toBe(200)
	expect(await setRole(cyd, team, cyd, 'admin')).toBe(409)
	expect(await leave(cyd, team)).toBe(409)
	expect(await setRole(cyd, team, bob, 'owner')).toBe(200)
	expect(await leave(cyd, team)).toBe(200)
	expect((await cyd.session('GET', `/api/teams/${team}`)).status).toBe(404)
	expect(await leave(cyd, team)).toBe(404)
})

test('of two owners who demote each other at once, one stays', async () => {
	const { ada, bob } = people
	for (let i = 0; i < 3; i++) {
		const team = await teamWith({ bob: 'owner' })
		const done = await Promise.all([setRole(ada, team, bob, 'viewer'), setRole(bob, team, ada, 'viewer')])
		expect(done.filter((status) => status === 200)).toHaveLength(1)
		const rows = await db.select().from(member).where(eq(member.teamId, team))
		expect(rows.filter(({ role }) => role === 'owner')).toHaveLength(1)
		const both = await teamWith({ bob: 'owner' })
		const left = await Promise.all([leave(ada, both), leave(bob, both)])
		expect(left.sort()).toEqual([200, 409])
	}
})

test('everybody stays owner of the team that came with their account', async () => {
	const { ada, bob } = people
	const values = { teamId: ada.userId, userId: bob.userId, role: 'owner' as const, createdAt: new Date() }
	await db.insert(member).values(values)
	expect(await setRole(bob, ada.userId, ada, 'viewer')).toBe(409)
	expect(await remove(bob, ada.userId, ada)).toBe(409)
	expect(await leave(ada, ada.userId)).toBe(409)
	expect((await ada.session('DELETE', `/api/teams/${ada.userId}`, { confirm: 'Test' })).status).toBe(409)
	expect(await leave(bob, ada.userId)).toBe(200)
})

// promise: 9
test('who is taken out sees nothing with the next request; keys and unshared segments end', async () => {
	const { ada, bob } = people
	const team = await teamWith({ bob: 'editor' })
	const domain = 'left.example'
	await ada.session('POST', '/api/v1/sites', { domain, team_id: team })
	const filters = [['is', 'visit:country', ['NO']]]
	for (const shared of [true, false]) {
		const at = `/api/dashboard/sites/${domain}/segments`
		expect((await bob.session('POST', at, { name: `s-${shared}`, shared, filters })).status).toBe(201)
	}
	const pinned = await bob.session('POST', '/api/account/keys', { site: domain, scopes: ['stats:read'] })
	const { key } = await pinned.json<{ key: string }>()
	const read = async (who: (typeof people)['bob']['key'], more = {}) =>
		(await who('GET', `/api/v1/sites/${domain}`, undefined, more)).status
	const withPinned = { authorization: `Bearer ${key}` }
	expect([await read(bob.key), await read(bob.key, withPinned)]).toEqual([200, 200])
	expect(await remove(ada, team, bob)).toBe(200)
	expect([await read(bob.session), await read(bob.key), await read(bob.key, withPinned)]).toEqual([
		404, 404, 404,
	])
	const left = await ada.session('GET', `/api/dashboard/sites/${domain}/segments`)
	expect(await left.text()).toContain('s-true')
	const rows = await env.DB.prepare(`select name from segment where name like 's-%'`).all()
	expect(rows.results).toEqual([{ name: 's-true' }])
	expect(await remove(ada, team, bob)).toBe(404)
})

test('addresses are shown to those who may change members', async () => {
	const { ada, bob } = people
	const team = await teamWith({ bob: 'viewer' })
	const seen = async (who: Person) => (await who.session('GET', `/api/teams/${team}/members`)).text()
	expect(await seen(ada)).toContain('bob-members@')
	expect(await seen(bob)).not.toContain('ada-members@')
})

// promise: 9
test('a second factor can be asked for by those who have one; members without see nothing, but may leave', async () => {
	const { ada, bob } = people
	const team = await teamWith({ bob: 'viewer' })
	const domain = 'factor.example'
	await ada.session('POST', '/api/v1/sites', { domain, team_id: team })
	const ask = () => ada.session('PUT', `/api/teams/${team}`, { requires_two_factor: true })
	expect((await ask()).status).toBe(409)
	await db.update(user).set({ twoFactorEnabled: true }).where(eq(user.id, ada.userId))
	expect(await (await ask()).json()).toMatchObject({ requires_two_factor: true, lacks_two_factor: false })
	expect((await ada.session('GET', `/api/v1/sites/${domain}`)).status).toBe(200)
	for (const path of [`/api/v1/sites/${domain}`, `/api/teams/${team}`, `/api/teams/${team}/members`]) {
		const answer = await bob.session('GET', path)
		expect([path, answer.status]).toEqual([path, 403])
		expect(await answer.text()).toContain('second factor')
	}
	expect((await bob.key('GET', `/api/v1/sites/${domain}`)).status).toBe(403)
	const list = await (await bob.session('GET', '/api/teams')).json<{ teams: { id: string }[] }>()
	expect(list.teams.find(({ id }) => id === team)).toMatchObject({ lacks_two_factor: true })
	expect(await leave(bob, team)).toBe(200)
})

test('a guest is changed and taken out by the team, or goes; nobody is a guest where they are not', async () => {
	const { ada, bob, eve } = people
	const domain = 'guests.example'
	await ada.session('POST', '/api/v1/sites', { domain })
	const siteId = await env.DB.prepare('select id from site where domain = ?').bind(domain).first<number>('id')
	const come = () =>
		db
			.insert(guest)
			.values({ siteId: siteId ?? 0, userId: bob.userId, role: 'viewer', createdAt: new Date() })
	const at = `/api/dashboard/sites/${domain}`
	await come()
	expect((await bob.session('PUT', `${at}/guests/${bob.userId}`, { role: 'editor' })).status).toBe(403)
	expect((await ada.session('PUT', `${at}/guests/${bob.userId}`, { role: 'admin' })).status).toBe(400)
	expect((await ada.session('PUT', `${at}/guests/${eve.userId}`, { role: 'editor' })).status).toBe(404)
	expect((await ada.session('PUT', `${at}/guests/${bob.userId}`, { role: 'editor' })).status).toBe(200)
	expect(await (await ada.session('GET', `${at}/guests`)).json()).toMatchObject({
		guests: [{ id: bob.userId, role: 'editor' }],
		invitations: [],
	})
	expect((await ada.session('POST', `${at}/leave`)).status).toBe(409)
	expect((await bob.session('POST', `${at}/leave`)).status).toBe(200)
	expect((await bob.session('GET', `/api/v1/sites/${domain}`)).status).toBe(404)
	await come()
	expect((await ada.session('DELETE', `${at}/guests/${bob.userId}`)).status).toBe(200)
	expect((await ada.session('DELETE', `${at}/guests/${bob.userId}`)).status).toBe(404)
	expect((await bob.session('GET', `/api/v1/sites/${domain}`)).status).toBe(404)
})

test('a team is deleted by its name, once it has no site; then nothing is left of it', async () => {
	const { ada, bob } = people
	const team = await teamWith({ bob: 'admin' })
	await ada.session('POST', '/api/v1/sites', { domain: 'in-team.example', team_id: team })
	const end = async (who: Person, confirm: unknown) =>
		(await who.session('DELETE', `/api/teams/${team}`, { confirm })).status
	expect(await end(bob, 'Crew')).toBe(403)
	expect(await end(ada, 'crew')).toBe(400)
	expect(await end(ada, undefined)).toBe(400)
	expect(await end(ada, 'Crew')).toBe(409)
	const at = '/api/dashboard/sites/in-team.example/transfer'
	expect((await ada.session('POST', at, { team_id: ada.userId })).status).toBe(200)
	expect(await end(ada, 'Crew')).toBe(200)
	expect(await end(ada, 'Crew')).toBe(404)
	for (const table of ['team', 'member', 'invitation', 'access_log', 'support_grant']) {
		const key = table === 'team' ? 'id' : 'team_id'
		const rows = await env.DB.prepare(`select * from ${table} where ${key} = ?`).bind(team).all()
		expect([table, rows.results]).toEqual([table, []])
	}
})

// promise: 11
test('no setting of a team or an account, no key and no hand-over changes what holds for visitors', async () => {
	const { ada, bob } = people
	const [team, other] = [await teamWith({ bob: 'admin' }), await teamWith({})]
	const domain = 'settled.example'
	await ada.session('POST', '/api/v1/sites', { domain, team_id: team })
	const promised = async () => {
		const row = await env.DB.prepare(
			'select mode, retention_days, privacy, policy_version, tracking_id from site where domain = ?',
		)
			.bind(domain)
			.first()
		const manifest = await exports.default.fetch(`http://jitt.test/.well-known/jitt/manifest/${domain}`)
		return [row, await manifest.json()]
	}
	const before = await promised()
	await db.update(user).set({ twoFactorEnabled: true }).where(eq(user.id, ada.userId))
	const done = [
		await ada.session('PUT', `/api/teams/${team}`, { name: 'Fleet', requires_two_factor: true }),
		await ada.session('PUT', `/api/teams/${team}/members/${bob.userId}`, { role: 'owner' }),
		await ada.session('POST', `/api/teams/${team}/grants`, { site: domain, hours: 1, reason: 'Help' }),
		await ada.session('POST', '/api/account/keys', { site: domain }),
		await ada.session('POST', `/api/dashboard/sites/${domain}/transfer`, { team_id: other }),
	]
	expect(done.map(({ ok }) => ok)).toEqual(done.map(() => true))
	expect(await promised()).toEqual(before)
})
