import { env, exports } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
beforeAll(async () => {
	ada = await signedIn('ada-goals@example.org')
	bob = await signedIn('bob-goals@example.org')
	for (const domain of ['goals.example', 'list.example', 'panel-goals.example', 'random.example']) {
		await ada.key('POST', '/api/v1/sites', { domain })
	}
	await bob.key('POST', '/api/v1/sites', { domain: 'bob-goals.example' })
})

interface GoalJson {
	id: number
	display_name: string
	goal_type: string
	custom_props: Record<string, string>
	currency: string | null
}
interface List {
	goals: GoalJson[]
	meta: { after: string | null; before: string | null; limit: number }
}
const put = (body: object, domain = 'goals.example') =>
	ada.key('PUT', '/api/v1/sites/goals', { site_id: domain, ...body })
const made = async (body: object, domain?: string): Promise<GoalJson> => (await put(body, domain)).json()
const list = async (query: string): Promise<List> =>
	(await ada.key('GET', `/api/v1/sites/goals?${query}`)).json()

test.each([
	[
		{ goal_type: 'event', event_name: ' Sign up ' },
		{ display_name: 'Sign up', goal_type: 'event', event_name: 'Sign up', page_path: null, currency: null },
	],
	[
		{ goal_type: 'page', page_path: '/checkout/*' },
		{ display_name: 'Visit /checkout/*', event_name: null, page_path: '/checkout/*' },
	],
	[{ goal_type: 'page', page_path: 'pricing' }, { page_path: '/pricing' }],
	[
		{ goal_type: 'scroll', page_path: '/blog', scroll_threshold: 90 },
		{ display_name: 'Scroll 90% on /blog', page_path: '/blog', scroll_threshold: 90 },
	],
	[
		{
			goal_type: 'event',
			event_name: 'Purchase',
			currency: 'eur',
			custom_props: { plan: 'pro', trial: false },
		},
		{ display_name: 'Purchase', currency: 'EUR', custom_props: { plan: 'pro', trial: 'false' } },
	],
	[{ goal_type: 'event', event_name: 'Order', display_name: 'Sold' }, { display_name: 'Sold' }],
	[{ goal_type: 'page', page_path: `/${'long/'.repeat(60)}` }, { goal_type: 'page' }],
])('%j is made once and found again', async (sent, expected) => {
	const answer = await put(sent)
	expect(answer.status).toBe(200)
	const goal: GoalJson = await answer.json()
	expect(goal).toMatchObject({ ...expected, domain: 'goals.example', id: expect.any(Number) })
	expect(await (await put(sent)).json()).toEqual(goal)
	const { domain: _, ...listed } = { domain: '', ...goal }
	expect((await list('site_id=goals.example&limit=1000')).goals).toContainEqual(listed)
})

test('the order of properties, and another name, make no other goal', async () => {
	const goal = await made({ goal_type: 'event', event_name: 'Same', custom_props: { a: '1', b: '2' } })
	const again = await made({
		goal_type: 'event',
		event_name: 'Same',
		custom_props: { b: 2, a: 1 },
		display_name: 'Another name',
	})
	expect(again).toEqual(goal)
	const other = await made({
		goal_type: 'event',
		event_name: 'Same',
		custom_props: { a: '1' },
		display_name: 'Same, less strict',
	})
	expect(other.id).not.toBe(goal.id)
})

test('of many who make one goal at once, all get the same', async () => {
	const goals = await Promise.all(
		Array.from({ length: 6 }, () => made({ goal_type: 'event', event_name: 'Rush' })),
	)
	expect(new Set(goals.map((goal) => goal.id)).size).toBe(1)
	expect(goals[0]?.id).toEqual(expect.any(Number))
})

test('forms are read as existing scripts send them', async () => {
	const form = new FormData()
	const fields = {
		site_id: 'goals.example',
		goal_type: 'event',
		event_name: 'From a form',
		currency: '',
		'custom_props[plan]': 'pro',
	}
	for (const [name, value] of Object.entries(fields)) form.set(name, value)
	const send = (method: string, path: string, body: FormData) =>
		exports.default.fetch(`http://jitt.test${path}`, {
			method,
			headers: { authorization: `Bearer ${ada.apiKey}` },
			body,
		})
	const answer = await send('PUT', '/api/v1/sites/goals', form)
	const goal: GoalJson = await answer.json()
	expect(goal).toMatchObject({ custom_props: { plan: 'pro' }, currency: null })
	form.delete('custom_props[plan]')
	form.set('custom_props', '{"plan":"pro"}')
	expect(await (await send('PUT', '/api/v1/sites/goals', form)).json()).toEqual(goal)
	const gone = await send('DELETE', `/api/v1/sites/goals/${goal.id}`, form)
	expect([gone.status, await gone.json()]).toEqual([200, { deleted: true }])
})

const event = { goal_type: 'event', event_name: 'Fault' }
const scroll = { goal_type: 'scroll', page_path: '/fault', scroll_threshold: 50 }
test.each([
	['site_id', { site_id: undefined }],
	['site_id', { site_id: 7 }],
	['goal_type', { ...event, goal_type: undefined }],
	['goal_type', { ...event, goal_type: 'click' }],
	['event_name', { goal_type: 'event' }],
	['event_name', { ...event, event_name: ' ' }],
	['event_name', { ...event, event_name: 'x'.repeat(121) }],
	['event_name', { ...event, event_name: 'engagement' }],
	['page_path', { goal_type: 'page' }],
	['page_path', { goal_type: 'page', page_path: 5 }],
	['page_path', { goal_type: 'page', page_path: '\u0000' }],
	['page_path', { goal_type: 'page', page_path: `/${'é'.repeat(1000)}` }],
	['scroll_threshold', { ...scroll, scroll_threshold: undefined }],
	['scroll_threshold', { ...scroll, scroll_threshold: 0 }],
	['scroll_threshold', { ...scroll, scroll_threshold: 101 }],
	['scroll_threshold', { ...scroll, scroll_threshold: 50.5 }],
	['scroll_threshold', { ...scroll, scroll_threshold: '5e1' }],
	['display_name', { ...event, display_name: 'x'.repeat(121) }],
	['display_name', { ...event, display_name: ['x'] }],
	['currency', { ...event, currency: 'EURO' }],
	['currency', { ...event, currency: 978 }],
	['currency', { ...scroll, currency: 'EUR' }],
	['custom_props', { ...event, custom_props: ['plan'] }],
	['custom_props', { ...event, custom_props: 'plan=pro' }],
	['custom_props', { ...event, custom_props: { plan: null } }],
	['custom_props', { ...event, custom_props: { plan: { is: 'pro' } } }],
	['custom_props', { ...event, custom_props: { '': 'pro' } }],
	['custom_props', { ...event, custom_props: { ['x'.repeat(301)]: 'pro' } }],
	['custom_props', { ...event, custom_props: { plan: 'x'.repeat(2001) } }],
	['custom_props', { ...event, custom_props: { plan: 'a', ' plan': 'b' } }],
	['custom_props', { ...event, custom_props: { a: '1', b: '2', c: '3', d: '4' } }],
])('a wrong %s is named', async (field, body) => {
	const answer = await put(body)
	expect(answer.status).toBe(400)
	expect(await answer.json()).toMatchObject({ field, error: expect.stringMatching(`^${field}: `) })
})

test('one name is for one goal, and one goal has one currency', async () => {
	await put({ goal_type: 'event', event_name: 'Bought', currency: 'EUR' })
	const named = await put({ goal_type: 'page', page_path: '/thanks', display_name: 'Bought' })
	expect([named.status, await named.json()]).toMatchObject([400, { field: 'display_name' }])
	const dollars = await put({ goal_type: 'event', event_name: 'Bought', currency: 'USD' })
	expect([dollars.status, await dollars.json()]).toMatchObject([400, { field: 'currency' }])
	expect(await made({ goal_type: 'event', event_name: 'Bought' })).toMatchObject({ currency: 'EUR' })
})

test('a list comes in pages, newest first, forwards and backwards', async () => {
	for (let i = 0; i < 5; i++) await put({ goal_type: 'event', event_name: `Goal ${i}` }, 'list.example')
	const page = async (query: string) => {
		const { goals, meta } = await list(`site_id=list.example&limit=2&${query}`)
		return { names: goals.map((goal) => goal.display_name), ...meta }
	}
	const first = await page('')
	expect(first).toMatchObject({ names: ['Goal 4', 'Goal 3'], before: null, limit: 2 })
	const second = await page(`after=${first.after}`)
	expect(second.names).toEqual(['Goal 2', 'Goal 1'])
	const third = await page(`after=${second.after}`)
	expect(third).toMatchObject({ names: ['Goal 0'], after: null })
	expect(await page(`before=${third.before}`)).toEqual(second)
	expect(await page(`before=${second.before}`)).toEqual(first)
	expect(await list('site_id=list.example')).toMatchObject({
		meta: { after: null, before: null, limit: 100 },
	})
	for (const query of ['limit=0', 'limit=1001', 'limit=x', 'after=-1', 'before=x', 'after=1&before=2']) {
		const answer = await ada.key('GET', `/api/v1/sites/goals?site_id=list.example&${query}`)
		expect(answer.status, query).toBe(400)
	}
})

test("another's site is as unknown as none, for every method", async () => {
	const goal = await made({ goal_type: 'event', event_name: 'Hers' })
	const calls: [string, string][] = [
		['GET', '/api/v1/sites/goals?site_id=DOMAIN'],
		['PUT', '/api/v1/sites/goals'],
		['DELETE', `/api/v1/sites/goals/${goal.id}`],
		['GET', '/api/dashboard/sites/DOMAIN/goals'],
		['POST', '/api/dashboard/sites/DOMAIN/goals'],
		['PUT', `/api/dashboard/sites/DOMAIN/goals/${goal.id}`],
		['DELETE', `/api/dashboard/sites/DOMAIN/goals/${goal.id}`],
	]
	for (const [method, path] of calls) {
		const texts = await Promise.all(
			['goals.example', 'never-was.example'].map(async (domain) => {
				const body = method === 'GET' ? undefined : { site_id: domain, goal_type: 'event', event_name: 'His' }
				const answer = await bob.key(method, path.replace('DOMAIN', domain), body)
				return `${answer.status} ${await answer.text()}`
			}),
		)
		expect(texts[0]).toMatch(path.includes('/v1/') ? /^401 / : /^404 /)
		expect(texts[1]).toBe(texts[0])
	}
	// Nor does a number of hers reach it through a site of his.
	const paths = [`/api/v1/sites/goals/${goal.id}`, `/api/dashboard/sites/bob-goals.example/goals/${goal.id}`]
	for (const path of paths) {
		const answer = await bob.key('DELETE', path, { site_id: 'bob-goals.example' })
		expect([answer.status, await answer.json()]).toEqual([404, { error: 'Goal could not be found' }])
	}
	expect((await list('site_id=goals.example&limit=1000')).goals.map(({ id }) => id)).toContain(goal.id)
})

test('a goal is edited in place on the dashboard', async () => {
	const path = '/api/dashboard/sites/panel-goals.example/goals'
	const post = (body: object) => ada.session('POST', path, body)
	const answer = await post({ goal_type: 'event', event_name: 'Sign up' })
	expect(answer.status).toBe(201)
	const goal: GoalJson = await answer.json()
	const other: GoalJson = await (await post({ goal_type: 'page', page_path: '/' })).json()
	expect((await post({ goal_type: 'event', event_name: 'Sign up', display_name: 'Twin' })).status).toBe(400)

	const edit = (body: object) => ada.session('PUT', `${path}/${goal.id}`, body)
	const changed = { goal_type: 'page', page_path: '/welcome', display_name: 'Signed up' }
	const edited = await edit(changed)
	expect(await edited.json()).toMatchObject({ id: goal.id, event_name: null, ...changed })
	expect((await edit(changed)).status).toBe(200)
	expect(await (await edit({ goal_type: 'page', page_path: '/' })).json()).toMatchObject({
		error: expect.stringContaining('Visit /'),
	})
	expect(await (await edit({ ...changed, display_name: 'Visit /' })).json()).toMatchObject({
		field: 'display_name',
	})
	expect((await edit({ goal_type: 'event' })).status).toBe(400)

	const all: List = await (await ada.session('GET', path)).json()
	expect(all.goals).toMatchObject([other, { id: goal.id, ...changed }])
	expect((await ada.session('DELETE', `${path}/${goal.id}`)).status).toBe(200)
	for (const id of [goal.id, 0, -1, 'x', '1e1', '9'.repeat(30)]) {
		expect((await ada.session('DELETE', `${path}/${id}`)).status, String(id)).toBe(404)
		expect((await ada.session('PUT', `${path}/${id}`, changed)).status, String(id)).toBe(404)
	}
})

test('random fields never break the goals of a site', async () => {
	const text = fc.string({ unit: 'binary' })
	const goal = fc.oneof(
		fc.record({
			goal_type: fc.constant('event'),
			event_name: text,
			custom_props: fc.dictionary(text, text, { maxKeys: 4 }),
		}),
		fc.record({ goal_type: fc.constant('page'), page_path: text, display_name: text }),
		fc.record({ goal_type: fc.constant('scroll'), page_path: text, scroll_threshold: fc.integer() }),
	)
	const name = fc.constantFrom('goal_type', 'event_name', 'page_path', 'display_name', 'currency')
	const junk = fc.dictionary(fc.oneof(name, fc.constantFrom('custom_props', '__proto__')), fc.jsonValue(), {
		maxKeys: 1,
	})
	await fc.assert(
		fc.asyncProperty(goal, junk, async (base, body) => {
			const sent = JSON.stringify({ ...base, ...body, site_id: 'random.example' })
			const first = await ada.key('PUT', '/api/v1/sites/goals', sent)
			expect([200, 400]).toContain(first.status)
			const text = await first.text()
			// What was taken is found again, and nothing is made twice.
			const second = await ada.key('PUT', '/api/v1/sites/goals', sent)
			expect(await second.text()).toBe(text)
		}),
		{ numRuns: 150 },
	)
	const { goals } = await list('site_id=random.example&limit=1000')
	const rows = await env.DB.prepare(
		"select count(*) as n from goal where site_id = (select id from site where domain = 'random.example')",
	).first<{ n: number }>()
	expect(goals).toHaveLength(rows?.n ?? -1)
	expect(goals.length).toBeGreaterThan(10)
}, 60_000)
