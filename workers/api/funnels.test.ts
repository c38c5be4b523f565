import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { MAX_FUNNELS } from '../catalog/funnels.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
let goal: number
beforeAll(async () => {
	ada = await signedIn('ada-funnels@example.org')
	bob = await signedIn('bob-funnels@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'funnels.example' })
	await bob.key('POST', '/api/v1/sites', { domain: 'bob-funnels.example' })
	const body = { goal_type: 'event', event_name: 'Sign up' }
	const made = await ada.session('POST', '/api/dashboard/sites/funnels.example/goals', body)
	goal = ((await made.json()) as { id: number }).id
})

interface FunnelJson {
	id: number
	name: string
	steps: object[]
	order: string
	window_minutes: number | null
}
const path = '/api/dashboard/sites/funnels.example/funnels'
const post = (body: unknown) => ada.session('POST', path, body)
const steps = [{ page: '/pricing*' }, { event: 'Trial' }]
const listed = async (): Promise<FunnelJson[]> => {
	const { funnels }: { funnels: FunnelJson[] } = await (await ada.session('GET', path)).json()
	return funnels
}

test('a funnel is saved, listed, changed in place and deleted', async () => {
	const answer = await post({ name: ' To the trial ', steps })
	expect(answer.status).toBe(201)
	const funnel: FunnelJson = await answer.json()
	expect(funnel).toMatchObject({ name: 'To the trial', steps, order: 'open', window_minutes: null })
	const change = { name: 'All', steps: [...steps, { goal }], order: 'strict', window_minutes: 60 }
	const changed = await ada.session('PUT', `${path}/${funnel.id}`, change)
	expect(await changed.json()).toMatchObject({ ...change, id: funnel.id })
	expect(await listed()).toEqual([expect.objectContaining({ ...change, id: funnel.id })])
	const asked = { date_range: 'day', ...change, name: undefined }
	expect((await ada.session('POST', '/api/dashboard/sites/funnels.example/funnel', asked)).status).toBe(200)
	expect(await (await ada.session('DELETE', `${path}/${funnel.id}`)).json()).toEqual({ deleted: true })
	expect(await listed()).toEqual([])
	for (const id of [funnel.id, 0, 'x']) {
		for (const method of ['PUT', 'DELETE']) {
			const gone = await ada.session(method, `${path}/${id}`, change)
			expect([gone.status, await gone.json()]).toEqual([404, { error: 'Funnel could not be found' }])
		}
	}
})

test.each([
	[{ steps }, '#/name: '],
	[{ name: '  ', steps }, '#/name: '],
	[{ name: 'x'.repeat(121), steps }, '#/name: '],
	[{ name: 'x' }, '#/steps: '],
	[{ name: 'x', steps: [steps[0]] }, '#/steps: '],
	[{ name: 'x', steps: Array(9).fill(steps[0]) }, '#/steps: '],
	[{ name: 'x', steps: [...steps, { goal: 999_999 }] }, '#/steps/2/goal: The site has no goal'],
	[{ name: 'x', steps: [...steps, { page: '*'.repeat(12) }] }, '#/steps/2/page: '],
	[{ name: 'x', steps, order: 'any' }, '#/order: '],
	[{ name: 'x', steps, window_minutes: 0 }, '#/window_minutes: '],
	[{ name: 'x', steps, site_id: 1 }, '#/site_id: Unknown key'],
])('%j is refused: %s', async (body, text) => {
	const answer = await post(body)
	expect([answer.status, await answer.json()]).toEqual([400, { error: expect.stringContaining(text) }])
	expect(await listed()).toEqual([])
})

test('of two at once with one name one is refused, and a rename to a taken name is', async () => {
	const answers = await Promise.all([post({ name: 'Twin', steps }), post({ name: 'Twin', steps })])
	expect(answers.map(({ status }) => status).sort()).toEqual([201, 400])
	const other: FunnelJson = await (await post({ name: 'Other', steps })).json()
	const renamed = await ada.session('PUT', `${path}/${other.id}`, { name: 'Twin', steps })
	expect([renamed.status, await renamed.json()]).toMatchObject([400, { field: 'name' }])
	for (const { id } of await listed()) await ada.session('DELETE', `${path}/${id}`)
})

test("another's site is as unknown as none, and so is a funnel of another site", async () => {
	const { id }: FunnelJson = await (await post({ name: 'Hers', steps })).json()
	const body = { name: 'His', steps }
	for (const [method, rest] of [
		['GET', ''],
		['POST', ''],
		['PUT', `/${id}`],
		['DELETE', `/${id}`],
	] as const) {
		const answer = await bob.session(method, `${path}${rest}`, method === 'GET' ? undefined : body)
		expect([answer.status, await answer.json()]).toEqual([404, { error: 'Site could not be found' }])
		if (rest === '') continue
		const his = await bob.session(method, `/api/dashboard/sites/bob-funnels.example/funnels${rest}`, body)
		expect([his.status, await his.json()]).toEqual([404, { error: 'Funnel could not be found' }])
	}
	expect(await listed()).toMatchObject([{ id, name: 'Hers' }])
})

test('a site has so many funnels and no more; with the site they are erased', async () => {
	const site = await env.DB.prepare("SELECT id FROM site WHERE domain = 'bob-funnels.example'").first<number>(
		'id',
	)
	const rows = JSON.stringify(Array.from({ length: MAX_FUNNELS }, (_, i) => i + 1))
	const text =
		"INSERT INTO funnel SELECT ?1, value + 1000000, 'F' || value, '[]', 0, NULL, 0, 0 FROM json_each(?2)"
	await env.DB.prepare(text).bind(site, rows).run()
	const his = '/api/dashboard/sites/bob-funnels.example/funnels'
	const full = await bob.session('POST', his, { name: 'One more', steps })
	expect([full.status, await full.json()]).toMatchObject([
		400,
		{ error: expect.stringContaining('at most 200') },
	])
	await bob.session('DELETE', '/api/v1/sites/bob-funnels.example')
	const left = await env.DB.prepare('SELECT count(*) AS n FROM funnel WHERE site_id = ?')
		.bind(site)
		.first('n')
	expect(left).toBe(0)
})
