/** Invitations and offers: sent, taken, stolen, replayed, too late. Long: each way in has its ways that are none. */
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, expect, test } from 'vitest'
import { sweepTeams } from '../account/sweep-teams.ts'
import { catchMail, linkIn, sentTo } from '../mail/testing.ts'
import type { Role } from '../model/caller.ts'
import { guest, member } from '../store/schema/account.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
const caught = catchMail()
const mailOf = (name: string) => `${name}-invited@example.org`
let ada: Person
let bob: Person
let cyd: Person
/** Is offered sites: an address gets ten invitations a day. */
let dan: Person
beforeAll(async () => {
	ada = await signedIn(mailOf('ada'))
	bob = await signedIn(mailOf('bob'))
	cyd = await signedIn(mailOf('cyd'))
	dan = await signedIn(mailOf('dan'))
})

async function newTeam(roles: [Person, Role][] = []): Promise<string> {
	const made = await ada.session('POST', '/api/teams', { name: 'Crew' })
	const { id } = await made.json<{ id: string }>()
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (const [{ userId }, role] of roles) {
		await db.insert(member).values({ teamId: id, userId, role, createdAt: new Date() })
	}
	return id
}
async function newSite(domain: string, team = ada.userId): Promise<number> {
	expect((await ada.session('POST', '/api/v1/sites', { domain, team_id: team })).status).toBe(200)
	const id = await env.DB.prepare('select id from site where domain = ?').bind(domain).first<number>('id')
	return id ?? 0
}
const tokenFor = (email: string): string =>
	linkIn(sentTo(caught, email)[0] ?? { text: '' }).split('#')[1] ?? ''
const invite = (who: Person, team: string, email: string, role: string) =>
	who.session('POST', `/api/teams/${team}/invitations`, { email, role })
const take = (who: Person, token: unknown, more = {}) =>
	who.session('POST', '/api/account/invitations/accept', { token, ...more })
const see = (who: Person, token: unknown) => who.session('POST', '/api/account/invitations/see', { token })
const sees = async (who: Person, team: string) => (await who.session('GET', `/api/teams/${team}`)).status

test('an invitation comes by mail, is shown, and is taken once', async () => {
	const team = await newTeam()
	const sent = await invite(ada, team, '  Bob-Invited@Example.org ', 'editor')
	expect(sent.status).toBe(201)
	const { id, ...said } = await sent.json<{ id: string }>()
	expect(said).toMatchObject({ email: mailOf('bob'), role: 'editor', sent: true })
	const [mail] = sentTo(caught, mailOf('bob'))
	expect(mail?.subject).toContain('Crew')
	expect(mail?.text).toContain(mailOf('ada'))
	const token = tokenFor(mailOf('bob'))
	expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
	expect(
		JSON.stringify(await (await ada.session('GET', `/api/teams/${team}/invitations`)).json()),
	).not.toContain(token)
	const rows = await env.DB.prepare('select * from invitation where id = ?').bind(id).all()
	expect(JSON.stringify(rows.results)).not.toContain(token)
	expect(await (await see(bob, token)).json()).toMatchObject({ kind: 'member', team: 'Crew', role: 'editor' })
	expect(await sees(bob, team)).toBe(404)
	expect((await take(bob, token, { role: 'owner', team_id: ada.userId })).status).toBe(200)
	expect(await (await bob.session('GET', `/api/teams/${team}`)).json()).toMatchObject({ role: 'editor' })
	expect((await take(bob, token)).status).toBe(404)
	expect((await see(bob, token)).status).toBe(404)
	expect((await invite(ada, team, mailOf('bob'), 'viewer')).status).toBe(409)
})

test('taken twice at once it counts once', async () => {
	const team = await newTeam()
	await invite(ada, team, mailOf('bob'), 'viewer')
	const token = tokenFor(mailOf('bob'))
	const done = await Promise.all([take(bob, token), take(bob, token)])
	expect(done.map(({ status }) => status).sort()).toEqual([200, 404])
})

// promise: 9
test('a stolen token opens nothing to another address', async () => {
	const team = await newTeam()
	await invite(ada, team, mailOf('bob'), 'admin')
	const token = tokenFor(mailOf('bob'))
	for (const call of [see, take]) expect((await call(cyd, token)).status).toBe(403)
	const declined = await cyd.session('POST', '/api/account/invitations/decline', { token })
	expect(declined.status).toBe(403)
	expect(await sees(cyd, team)).toBe(404)
	expect((await bob.session('POST', '/api/account/invitations/decline', { token })).status).toBe(200)
	expect((await take(bob, token)).status).toBe(404)
})

test.each([['A'.repeat(43)], ['short'], [7], [null], ["' or 1=1 --"]])(
	'the token %j is none',
	async (token) => {
		for (const call of [see, take]) expect([400, 404]).toContain((await call(bob, token)).status)
	},
)

test('the answer is the same whether there is an account or not', async () => {
	const team = await newTeam()
	const answers = []
	for (const email of [mailOf('bob'), 'nobody-invited@example.org']) {
		const answer = await invite(ada, team, email, 'viewer')
		const {
			id: _,
			email: __,
			created_at: ___,
			expires_at: ____,
			...rest
		} = await answer.json<Record<string, unknown>>()
		answers.push([answer.status, rest])
	}
	expect(answers[0]).toEqual(answers[1])
	expect(sentTo(caught, 'nobody-invited@example.org')).toHaveLength(1)
})

test('sent again the link before ends; revoked, expired or swept there is none', async () => {
	const team = await newTeam()
	const { id } = await (await invite(ada, team, mailOf('bob'), 'viewer')).json<{ id: string }>()
	const first = tokenFor(mailOf('bob'))
	const at = `/api/teams/${team}/invitations/${id}`
	expect((await ada.session('POST', `${at}/resend`)).status).toBe(200)
	const second = tokenFor(mailOf('bob'))
	expect([(await see(bob, first)).status, (await see(bob, second)).status]).toEqual([404, 200])
	const other = await newTeam()
	for (const [method, path] of [
		['POST', '/resend'],
		['DELETE', ''],
	] as const) {
		const wrong = at.replace(team, other)
		expect((await ada.session(method, wrong + path)).status).toBe(404)
		expect((await cyd.session(method, at + path)).status).toBe(404)
	}
	await env.DB.prepare('update invitation set expires_at = ? where id = ?')
		.bind(Date.now() - 1, id)
		.run()
	expect((await take(bob, second)).status).toBe(404)
	await sweepTeams(env, Date.now())
	expect(await env.DB.prepare('select id from invitation where id = ?').bind(id).first()).toBe(null)
	const again = await (await invite(ada, team, mailOf('bob'), 'viewer')).json<{ id: string }>()
	expect((await ada.session('DELETE', `/api/teams/${team}/invitations/${again.id}`)).status).toBe(200)
	expect((await take(bob, tokenFor(mailOf('bob')))).status).toBe(404)
})

test('an invitation counts only while its sender may still give it', async () => {
	const team = await newTeam([[cyd, 'admin']])
	expect((await invite(cyd, team, mailOf('bob'), 'owner')).status).toBe(403)
	await invite(cyd, team, mailOf('bob'), 'admin')
	const token = tokenFor(mailOf('bob'))
	const demote = (role: string) => ada.session('PUT', `/api/teams/${team}/members/${cyd.userId}`, { role })
	await demote('viewer')
	expect((await take(bob, token)).status).toBe(404)
	await demote('owner')
	await invite(cyd, team, mailOf('bob'), 'owner')
	const asOwner = tokenFor(mailOf('bob'))
	await demote('admin')
	expect((await take(bob, asOwner)).status).toBe(404)
	await ada.session('DELETE', `/api/teams/${team}/members/${cyd.userId}`)
	expect((await take(bob, asOwner)).status).toBe(404)
})

test.each([
	[{ email: 'x', role: 'viewer' }],
	[{ email: 'a@example.org\nBcc: b@example.org', role: 'viewer' }],
	[{ role: 'viewer' }],
	[{ email: 'a@example.org' }],
	[{ email: 'a@example.org', role: 'god' }],
	[{ email: ['a@example.org'], role: 'viewer' }],
])('%j is no invitation', async (body) => {
	const answer = await ada.session('POST', `/api/teams/${ada.userId}/invitations`, body)
	expect(answer.status).toBe(400)
})

test('a guest comes to one site and sees no other', async () => {
	const team = await newTeam()
	await newSite('visited.example', team)
	await newSite('not-visited.example', team)
	const at = '/api/dashboard/sites/visited.example/guests'
	expect((await ada.session('POST', at, { email: mailOf('bob'), role: 'admin' })).status).toBe(400)
	expect((await ada.session('POST', at, { email: mailOf('bob'), role: 'viewer' })).status).toBe(201)
	const token = tokenFor(mailOf('bob'))
	expect(await (await see(bob, token)).json()).toMatchObject({ kind: 'guest', domain: 'visited.example' })
	expect((await take(bob, token)).status).toBe(200)
	const read = async (domain: string) => (await bob.session('GET', `/api/v1/sites/${domain}`)).status
	expect([await read('visited.example'), await read('not-visited.example')]).toEqual([200, 404])
	expect(await sees(bob, team)).toBe(404)
	const sites = await (await bob.session('GET', '/api/v1/sites')).text()
	expect(sites).toContain('visited.example')
	expect(sites).not.toContain('not-visited')
})

test('a site goes to another team of the owner; its former people stay behind', async () => {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [from, to] = [await newTeam([[bob, 'editor']]), await newTeam()]
	const site = await newSite('moving.example', from)
	await db.insert(guest).values({ siteId: site, userId: cyd.userId, role: 'viewer', createdAt: new Date() })
	const filters = [['is', 'visit:country', ['NO']]]
	for (const [who, shared] of [
		[ada, false],
		[bob, false],
		[bob, true],
	] as const) {
		const name = `${who === ada ? 'ada' : 'bob'}-${shared}`
		await who.session('POST', '/api/dashboard/sites/moving.example/segments', { name, shared, filters })
	}
	const at = '/api/dashboard/sites/moving.example/transfer'
	const move = async (who: Person, body: object) => (await who.session('POST', at, body)).status
	expect(await move(bob, { team_id: bob.userId })).toBe(403)
	expect(await move(ada, { team_id: bob.userId })).toBe(404)
	expect(await move(ada, { team_id: from })).toBe(409)
	expect(await move(ada, {})).toBe(400)
	expect(await move(ada, { team_id: to, email: mailOf('bob') })).toBe(400)
	expect(await move(ada, { team_id: to })).toBe(200)
	const seen = await (await ada.session('GET', '/api/v1/sites/moving.example')).json()
	expect(seen).toMatchObject({ team_id: to, role: 'owner' })
	for (const who of [bob, cyd])
		expect((await who.session('GET', '/api/v1/sites/moving.example')).status).toBe(404)
	const left = await env.DB.prepare('select name from segment where site_id = ? order by name')
		.bind(site)
		.all()
	expect(left.results).toEqual([{ name: 'ada-false' }, { name: 'bob-true' }])
})

test('a site is offered to another account, which takes it into a team of its own', async () => {
	const site = await newSite('offered.example')
	const at = '/api/dashboard/sites/offered.example/transfer'
	const offer = await ada.session('POST', at, { email: mailOf('dan') })
	expect(offer.status).toBe(201)
	const token = tokenFor(mailOf('dan'))
	expect(await (await see(dan, token)).json()).toMatchObject({ kind: 'transfer', domain: 'offered.example' })
	expect((await take(cyd, token)).status).toBe(403)
	expect((await take(dan, token, { team_id: ada.userId })).status).toBe(404)
	const taken = await Promise.all([take(dan, token), take(dan, token)])
	expect(taken.map(({ status }) => status).sort()).toEqual([200, 404])
	expect((await ada.session('GET', '/api/v1/sites/offered.example')).status).toBe(404)
	const row = await env.DB.prepare('select team_id from site where id = ?').bind(site).first('team_id')
	expect(row).toBe(dan.userId)
})

test('an offer that is taken back, or whose site went elsewhere, hands nothing over', async () => {
	await newSite('kept.example')
	const at = '/api/dashboard/sites/kept.example/transfer'
	const offer = async () => (await ada.session('POST', at, { email: mailOf('dan') })).json<{ id: string }>()
	const { id } = await offer()
	expect(await (await ada.session('GET', at)).json()).toMatchObject({ offers: [{ id }] })
	expect((await ada.session('DELETE', `${at}/${id}`)).status).toBe(200)
	expect((await take(dan, tokenFor(mailOf('dan')))).status).toBe(404)
	await offer()
	await ada.session('POST', at, { team_id: await newTeam() })
	expect((await take(dan, tokenFor(mailOf('dan')))).status).toBe(404)
})

test('an address gets no more than ten invitations a day', async () => {
	const team = await newTeam()
	const sent = Array.from({ length: 21 }, () => invite(ada, team, 'often-invited@example.org', 'viewer'))
	const statuses = (await Promise.all(sent)).map(({ status }) => status)
	// Of two days, if this is midnight.
	expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(10)
	expect(statuses).toContain(429)
})
