import { env, exports } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, describe, expect, test } from 'vitest'
import { may } from '../account/access.ts'
import type { Role } from '../model/caller.ts'
import { guest, member, user } from '../store/schema/account.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'
import { signedIn } from './testing.ts'

/**
 * Every route, asked by everybody there is: what the table of rights says is what happens. A route that is about
 * neither a site nor a team says so by `own`; every other one is found here, or the first test fails.
 */

const ROLES = ['owner', 'admin', 'editor', 'viewer', 'billing'] as const satisfies readonly Role[]
const SITE = 'matrix.example'
type Who = Role | 'guest editor' | 'guest viewer' | 'stranger'
const people = new Map<Who, Awaited<ReturnType<typeof signedIn>>>()
let team = ''

beforeAll(async () => {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (const who of [...ROLES, 'guest editor', 'guest viewer', 'stranger'] as const) {
		people.set(who, await signedIn(`${who.replace(' ', '-')}-matrix@example.org`))
	}
	const idOf = new Map(
		(await db.select({ id: user.id, email: user.email }).from(user)).map((one) => [one.email, one.id]),
	)
	const id = (who: Who) => idOf.get(`${who.replace(' ', '-')}-matrix@example.org`) ?? ''
	team = id('owner')
	await people.get('owner')?.session('POST', '/api/v1/sites', { domain: SITE })
	const site = await env.DB.prepare('select id from site where domain = ?').bind(SITE).first<number>('id')
	const createdAt = new Date()
	for (const role of ROLES.slice(1)) {
		await db.insert(member).values({ teamId: team, userId: id(role), role, createdAt })
	}
	for (const role of ['editor', 'viewer'] as const) {
		await db.insert(guest).values({ siteId: site ?? 0, userId: id(`guest ${role}`), role, createdAt })
	}
})

/** Where a route is told which site or team it is about. */
const isOfSite = ({ path }: Route): boolean =>
	path.includes(':domain') || /\/api\/(v1\/stats|v2|v1\/sites\/(goals|custom-props))/.test(path)
const isOfTeam = ({ path, method }: Route): boolean =>
	path.includes(':team') || (path === '/api/v1/sites' && method === 'POST')

const ruled = ROUTES.flatMap((route) =>
	(route.who === 'caller' || route.who === 'session') && route.right !== 'own'
		? [{ route, name: `${route.method} ${route.path}`, right: route.right }]
		: [],
)

function ask(who: Who, { method, path }: Route): Promise<Response> {
	const person = people.get(who)
	if (!person) throw new Error(`nobody is ${who}`)
	const at = path
		.replace(':domain', SITE)
		.replace(':team', team)
		.replace(/:property\{\.\+\}|:\w+/g, '999999')
	const about = { site_id: SITE, team_id: team }
	const query = method === 'GET' ? `?site_id=${SITE}&property=visit:source` : ''
	return person.session(method, at + query, method === 'GET' ? undefined : about)
}

// promise: 9
test('every route that asks for a right is about a site or a team', () => {
	for (const { route, name } of ruled)
		expect([name, isOfSite(route) || isOfTeam(route)]).toEqual([name, true])
	expect(ruled.length).toBeGreaterThan(40)
})

describe.each(ruled)('$name', ({ route, right }) => {
	/** Deleting for good, and leaving, is not tried here by who may: only that it is refused to everybody else. */
	const ends = /^DELETE .*\/:(domain|team)$|\/leave$/.test(`${route.method} ${route.path}`)

	test.each(ROLES)('%s', async (role) => {
		if (ends && may(role, right)) return
		const answer = await ask(role, route)
		if (may(role, right)) {
			expect(answer.status).not.toBe(401)
			expect(answer.status).not.toBe(403)
			expect(answer.status).toBeLessThan(500)
			expect(await answer.text()).not.toMatch(/(Site|Team) could not be found/)
		} else expect(answer.status).toBe(403)
	})

	test.each(['viewer', 'editor'] as const)('a guest who is %s', async (role) => {
		if (ends && isOfSite(route) && may(role, right)) return
		const answer = await ask(`guest ${role}`, route)
		// A guest is nobody to the team.
		if (!isOfSite(route)) expect(answer.status).toBe(404)
		else if (may(role, right)) expect([401, 403, 404]).not.toContain(await unlessMissing(answer))
		else expect(answer.status).toBe(403)
	})

	test('a stranger cannot tell that there is anything', async () => {
		expect([401, 404]).toContain((await ask('stranger', route)).status)
	})
})

/** The status; 0 where what is missing lies within the site. */
async function unlessMissing(answer: Response): Promise<number> {
	return answer.status === 404 && !/Site could/.test(await answer.text()) ? 0 : answer.status
}

test('an owner takes a site away at last', async () => {
	const owner = people.get('owner')
	expect((await owner?.session('DELETE', `/api/v1/sites/${SITE}`))?.status).toBe(200)
})

// promise: 9
test('a key opens what its scopes say and no more', async () => {
	const key = people.get('owner')?.apiKey ?? ''
	await env.DB.prepare(`update api_key set scopes = '["stats:read"]' where prefix = ?`)
		.bind(key.slice(0, 13))
		.run()
	for (const { method, path, ...route } of ROUTES) {
		if (route.who !== 'caller' || route.scope === 'stats:read') continue
		const at = `http://jitt.test${path.replace(/:\w+/g, 'x')}`
		const answer = await exports.default.fetch(at, { method, headers: { authorization: `Bearer ${key}` } })
		expect([path, answer.status]).toEqual([path, 403])
	}
})

// Last, since some of these end a session.
const EVERYBODY = [...ROLES, 'guest editor', 'guest viewer', 'stranger'] as const
const asOperator = ROUTES.filter(({ who }) => who === 'operator')
const own = ROUTES.filter((route) => 'right' in route && route.right === 'own')
const openToAll = ROUTES.filter(({ who }) => who === 'anyone')

test('no route is missing: each asks for a right, is about oneself, for operators, or open to anybody', () => {
	const walked = [...ruled.map(({ route }) => route), ...asOperator, ...own, ...openToAll]
	expect(walked.length).toBe(ROUTES.length)
	expect(new Set(walked)).toEqual(new Set(ROUTES))
})

test.each(asOperator)(
	'$method $path is refused to everybody who does not run this deployment',
	async (route) => {
		for (const who of EVERYBODY) expect([who, (await ask(who, route)).status]).toEqual([who, 403])
	},
)

test.each(own)('$method $path is refused to nobody for a role', async (route) => {
	for (const who of EVERYBODY) {
		const { status } = await ask(who, route)
		expect([who, status < 500 && ![401, 403].includes(status)]).toEqual([who, true])
	}
})

test.each(openToAll)('$method $path asks nobody for a role', async (route) => {
	const answers = await Promise.all(EVERYBODY.map(async (who) => (await ask(who, route)).status))
	expect(answers.filter((status) => status === 403 || status >= 500)).toEqual([])
})
