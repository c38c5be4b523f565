import { env, exports } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { LOG_DAYS, noteAccess } from '../account/log.ts'
import { sweepTeams } from '../account/sweep-teams.ts'
import { signedIn } from './testing.ts'

const SITE = 'logged.example'
const DAY_MS = 86_400_000
let ada: Awaited<ReturnType<typeof signedIn>>
let eve: Awaited<ReturnType<typeof signedIn>>
let operator: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-log@example.org')
	eve = await signedIn('eve-log@example.org')
	operator = await signedIn('operator@example.org')
	for (const domain of [SITE, 'other-logged.example']) await ada.key('POST', '/api/v1/sites', { domain })
})
beforeEach(() => env.DB.prepare('delete from access_log').run())

interface Row {
	day: string
	site: string | null
	kind: string
	person: string | null
	user_id: string | null
	key: string | null
	minutes: number
}
async function rows(query = ''): Promise<Row[]> {
	const answer = await ada.session('GET', `/api/teams/${ada.userId}/log${query}`)
	expect(answer.status, await answer.clone().text()).toBe(200)
	return (await answer.json<{ rows: Row[] }>()).rows
}
/** Looks are noted after the answer: waits until there is one of a kind. */
async function logged(kind: string): Promise<Row | undefined> {
	for (let i = 0; i < 50; i++) {
		const [row] = await rows(`?kind=${kind}`)
		if (row) return row
		await new Promise((resolve) => setTimeout(resolve, 20))
	}
	return undefined
}
const site = () => env.DB.prepare('select id from site where domain = ?').bind(SITE).first<number>('id')
const look = async (at: number, more = {}) =>
	noteAccess(
		env,
		{
			...{ teamId: ada.userId, siteId: (await site()) ?? 0, kind: 'dashboard', credential: 's1' },
			...{ userId: ada.userId, ...more },
		},
		at,
	)

// promise: 7, 9
test('the dashboard, the API and the public page are told apart, with who looked', async () => {
	await ada.session('GET', `/api/v1/sites/${SITE}`)
	expect(await logged('dashboard')).toMatchObject({ site: SITE, person: 'Test', key: null, minutes: 1 })
	await ada.key('GET', `/api/v1/sites/${SITE}`)
	expect(await logged('api')).toMatchObject({ user_id: ada.userId, key: 'API key' })
	await ada.key('PUT', `/api/v1/sites/${SITE}`, { privacy: { shared: true } })
	await exports.default.fetch(`http://jitt.test/api/public/${SITE}`)
	expect(await logged('public')).toMatchObject({ person: null, user_id: null, key: null, minutes: 1 })
	const columns = await env.DB.prepare('select * from access_log').all()
	expect(JSON.stringify(columns.results)).not.toMatch(/Mozilla|\d+\.\d+\.\d+\.\d+|@/)
})

test('who may not look leaves no row', async () => {
	expect((await eve.session('GET', `/api/v1/sites/${SITE}`)).status).toBe(404)
	await new Promise((resolve) => setTimeout(resolve, 50))
	expect(await rows()).toEqual([])
})

test('a row is of one day, and written once a minute at most', async () => {
	const noon = Date.UTC(2026, 9, 1, 12)
	await Promise.all([look(noon), look(noon + 1), look(noon + 59_000)])
	await look(noon + 61_000)
	await look(noon + DAY_MS)
	expect(await rows()).toMatchObject([
		{ day: '2026-10-02', minutes: 1 },
		{
			day: '2026-10-01',
			minutes: 2,
			first_at: '2026-10-01T12:00:00.000Z',
			last_at: '2026-10-01T12:01:01.000Z',
		},
	])
})

test('the list is filtered, paged and downloaded', async () => {
	for (let day = 1; day <= 5; day++) await look(Date.UTC(2026, 8, day), { kind: day % 2 ? 'api' : 'export' })
	expect(await rows('?from=2026-09-02&to=2026-09-03')).toMatchObject([
		{ day: '2026-09-03' },
		{ day: '2026-09-02' },
	])
	expect(await rows('?kind=export')).toHaveLength(2)
	expect(await rows(`?site=${SITE}`)).toHaveLength(5)
	expect(await rows('?site=other-logged.example')).toEqual([])
	expect(await rows(`?user=${eve.userId}`)).toEqual([])
	const days: string[] = []
	for (let after: string | null = ''; after !== null; ) {
		const at = `/api/teams/${ada.userId}/log?limit=2&after=${encodeURIComponent(after)}`
		const page: { rows: Row[]; after: string | null } = await (await ada.session('GET', at)).json()
		days.push(...page.rows.map(({ day }) => day.slice(-2)))
		after = page.after
	}
	expect(days).toEqual(['05', '04', '03', '02', '01'])
	const file = await ada.session('GET', `/api/teams/${ada.userId}/log.csv?kind=export`)
	expect(file.headers.get('content-disposition')).toContain('attachment')
	const lines = (await file.text()).trim().split('\r\n')
	expect(lines[0]).toBe('day,site,kind,person,email,api_key,first_at,last_at,minutes')
	expect(lines.slice(1).map((line) => line.slice(0, 39))).toEqual([
		'2026-09-04,logged.example,export,Test,a',
		'2026-09-02,logged.example,export,Test,a',
	])
	for (const bad of ['kind=x', 'from=yesterday', 'limit=0', 'limit=x']) {
		expect((await ada.session('GET', `/api/teams/${ada.userId}/log?${bad}`)).status).toBe(400)
	}
	for (const after of ['x', "1~1~'~'", '~~~~~']) {
		expect((await ada.session('GET', `/api/teams/${ada.userId}/log?after=${after}`)).status).toBe(200)
	}
})

test('rows go after twelve months', async () => {
	const now = Date.UTC(2026, 10, 28)
	await look(now - LOG_DAYS * DAY_MS)
	await look(now - (LOG_DAYS + 1) * DAY_MS)
	await sweepTeams(env, now)
	expect(await rows()).toMatchObject([{ day: '2025-11-28' }])
})

const grant = async (body: object) => ada.session('POST', `/api/teams/${ada.userId}/grants`, body)
const operatorSees = async (domain: string) =>
	(await operator.session('GET', `/api/v1/sites/${domain}`)).status

// promise: 7, 9
test('an operator sees a site only by leave of its team, reads only, and each use is noted', async () => {
	expect(await operatorSees(SITE)).toBe(404)
	const made = await grant({ site: SITE, hours: 1, reason: 'Numbers are missing' })
	expect(made.status).toBe(201)
	const { id } = await made.json<{ id: string }>()
	expect([await operatorSees(SITE), await operatorSees('other-logged.example')]).toEqual([200, 404])
	expect(await logged('support')).toMatchObject({ site: SITE, user_id: operator.userId })
	expect((await operator.session('PUT', `/api/v1/sites/${SITE}`, { timezone: 'Etc/UTC' })).status).toBe(403)
	expect((await operator.session('GET', `/api/teams/${ada.userId}`)).status).toBe(404)
	// A key is no session of an operator, and none can be made for the site.
	expect((await operator.key('GET', `/api/v1/sites/${SITE}`)).status).toBe(404)
	expect((await operator.session('POST', '/api/account/keys', { site: SITE })).status).toBe(400)
	expect((await eve.session('GET', `/api/v1/sites/${SITE}`)).status).toBe(404)
	const list = await (await operator.session('GET', '/api/operator/grants')).json()
	expect(list).toMatchObject({ sites: [{ grant_id: id, site: SITE, reason: 'Numbers are missing' }] })
	expect((await eve.session('GET', '/api/operator/grants')).status).toBe(403)
	expect((await eve.session('DELETE', `/api/teams/${eve.userId}/grants/${id}`)).status).toBe(404)
	expect((await ada.session('DELETE', `/api/teams/${ada.userId}/grants/${id}`)).status).toBe(200)
	expect((await ada.session('DELETE', `/api/teams/${ada.userId}/grants/${id}`)).status).toBe(404)
	expect(await operatorSees(SITE)).toBe(404)
})

// promise: 7, 9
test('leave for all sites of a team ends by itself', async () => {
	const { id } = await (await grant({ hours: 168, reason: 'Look at all' })).json<{ id: string }>()
	expect([await operatorSees(SITE), await operatorSees('other-logged.example')]).toEqual([200, 200])
	await env.DB.prepare('update support_grant set expires_at = ? where id = ?')
		.bind(Date.now() - 1, id)
		.run()
	expect(await operatorSees(SITE)).toBe(404)
	const answer = await ada.session('GET', `/api/teams/${ada.userId}/grants`)
	const { grants } = await answer.json<{ grants: { id: string; active: boolean }[] }>()
	expect(grants.find((one) => one.id === id)).toMatchObject({ active: false, all_sites: true })
})

test.each([
	[{ hours: 0, reason: 'x' }],
	[{ hours: 169, reason: 'x' }],
	[{ hours: 1.5, reason: 'x' }],
	[{ hours: 1, reason: ' ' }],
	[{ hours: 1 }],
	[{ hours: 1, reason: 'x', site: 'nowhere.example' }],
])('%j is no leave', async (body) => expect((await grant(body)).status).toBe(400))
