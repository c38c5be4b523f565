import { exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { QueryResult } from '../stats/result.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
beforeAll(async () => {
	ada = await signedIn('ada-segments@example.org')
	bob = await signedIn('bob-segments@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'segments.example' })
	await bob.key('POST', '/api/v1/sites', { domain: 'bob-segments.example' })
})

interface SegmentJson {
	id: number
	name: string
	filters: unknown[]
	shared: boolean
	own: boolean
	created_at: string
	updated_at: string
}
const path = '/api/dashboard/sites/segments.example/segments'
const post = (body: unknown) => ada.session('POST', path, body)
const made = async (body: object): Promise<SegmentJson> => (await post(body)).json()
const listed = async (): Promise<SegmentJson[]> => {
	const { segments }: { segments: SegmentJson[] } = await (await ada.session('GET', path)).json()
	return segments
}
const norway = [['is', 'visit:country', ['NO']]]

test('a segment is saved, listed, changed in place and deleted', async () => {
	const answer = await post({ name: ' Norway ', filters: norway })
	expect(answer.status).toBe(201)
	const segment: SegmentJson = await answer.json()
	expect(segment).toMatchObject({ name: 'Norway', filters: norway, shared: false, own: true })
	expect(Math.abs(Date.now() - Date.parse(segment.created_at))).toBeLessThan(60_000)
	const second = await made({ name: 'Norway', filters: norway, shared: true })
	expect(await listed()).toEqual([second, segment])

	const nested = [['or', [['contains', 'event:page', ['/a'], { case_sensitive: false }], norway[0]]]]
	const change = { name: 'Norway or A', filters: nested, shared: true }
	const changed: SegmentJson = await (await ada.session('PUT', `${path}/${segment.id}`, change)).json()
	expect(changed).toMatchObject({ ...change, id: segment.id, created_at: segment.created_at })
	expect(await listed()).toEqual([second, changed])

	const gone = await ada.session('DELETE', `${path}/${segment.id}`)
	expect([gone.status, await gone.json()]).toEqual([200, { deleted: true }])
	expect(await listed()).toEqual([second])
	for (const id of [segment.id, 0, -1, 'x', '9'.repeat(30)]) {
		for (const method of ['PUT', 'DELETE']) {
			const answer = await ada.session(method, `${path}/${id}`, change)
			expect([answer.status, await answer.json()]).toEqual([404, { error: 'Segment could not be found' }])
		}
	}
})

test.each([
	['name', { filters: norway }, /^name: /],
	['name', { name: '', filters: norway }, /^name: /],
	['name', { name: 'x'.repeat(121), filters: norway }, /^name: /],
	['shared', { name: 'x', filters: norway, shared: 'yes' }, /^shared: /],
	['filters', { name: 'x' }, /^filters: /],
	['filters', { name: 'x', filters: [] }, /^filters: /],
	['filters', { name: 'x', filters: { is: 1 } }, /^filters: /],
	['filters', { name: 'x', filters: [...norway, ['is', 'visit:moon', ['x']]] }, /^#\/filters\/1: Invalid/],
	['filters', { name: 'x', filters: [['is', 'segment', [1]]] }, /^#\/filters\/0: Invalid/],
	['filters', { name: 'x', filters: [['not', ['is', 'segment', [1]]]] }, /^#\/filters\/0\/1: Invalid/],
	['filters', { name: 'x', filters: ['a', 'b'] }, /^#\/filters\/0: .*\n#\/filters\/1: /],
	[
		'filters',
		{ name: 'x', filters: [['is', 'event:page', ['x'.repeat(1900), 'y'.repeat(1900), 'z'.repeat(1900)]]] },
		/^#\/filters: must have at most 5120 bytes/,
	],
])('a wrong %s is named', async (field, body, text) => {
	const answer = await post(body)
	expect(answer.status).toBe(400)
	expect(await answer.json()).toMatchObject({ field, error: expect.stringMatching(text) })
	const segment = await made({ name: 'To be changed', filters: norway })
	expect((await ada.session('PUT', `${path}/${segment.id}`, body)).status).toBe(400)
	expect((await listed()).find(({ id }) => id === segment.id)).toEqual(segment)
	await ada.session('DELETE', `${path}/${segment.id}`)
})

test("another's site is as unknown as none, and so is a segment of another site", async () => {
	const { id } = await made({ name: 'Hers', filters: norway, shared: true })
	const calls: [string, string][] = [
		['GET', ''],
		['POST', ''],
		['PUT', `/${id}`],
		['DELETE', `/${id}`],
	]
	const call = async (domain: string, method: string, rest: string) => {
		const body = method === 'GET' ? undefined : { name: 'His', filters: norway }
		const answer = await bob.session(method, `/api/dashboard/sites/${domain}/segments${rest}`, body)
		return [answer.status, await answer.json()]
	}
	for (const [method, rest] of calls) {
		const hers = await call('segments.example', method, rest)
		expect(hers).toEqual([404, { error: 'Site could not be found' }])
		expect(await call('never-was.example', method, rest)).toEqual(hers)
	}
	for (const method of ['PUT', 'DELETE']) {
		const answer = await call('bob-segments.example', method, `/${id}`)
		expect(answer).toEqual([404, { error: 'Segment could not be found' }])
	}
	expect((await listed()).map((segment) => segment.id)).toContain(id)
})

test('goals and segments made here are answered, also of the past', async () => {
	const site = '/api/dashboard/sites/segments.example'
	const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
	const send = (address: string, page: string, n = 'pageview') =>
		exports.default.fetch('http://jitt.test/api/event', {
			method: 'POST',
			headers: { 'user-agent': agent, 'cf-connecting-ip': address },
			body: JSON.stringify({ n, u: `https://segments.example${page}`, d: 'segments.example' }),
		})
	for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']) await send(address, '/')
	await send('192.0.2.1', '/pricing/pro')
	await send('192.0.2.2', '/pricing/pro')
	await send('192.0.2.2', '/pricing/pro', 'Sign up')

	const unmade = await post({ name: 'Bought', filters: [['is', 'event:goal', ['Sign up']]] })
	expect([unmade.status, await unmade.json()]).toMatchObject([400, { field: 'filters' }])
	for (const goal of [
		{ goal_type: 'event', event_name: 'Sign up' },
		{ goal_type: 'page', page_path: '/pricing/*' },
	]) {
		expect((await ada.session('POST', `${site}/goals`, goal)).status).toBe(201)
	}
	const bought = await made({ name: 'Bought', filters: [['is', 'event:goal', ['Sign up']]] })
	const priced = await made({ name: 'Priced', filters: [['contains', 'event:page', ['/pricing']]] })

	const query = { date_range: 'day', metrics: ['visitors', 'conversion_rate'], dimensions: ['event:goal'] }
	const filtered = (id: number) => ({
		metrics: ['visitors'],
		date_range: 'day',
		filters: [['is', 'segment', [id]]],
	})
	const queries = [query, filtered(bought.id), filtered(priced.id)]
	const answer = await ada.session('POST', `${site}/query`, { queries })
	const { answers }: { answers: { result: QueryResult }[] } = await answer.json()
	expect(answers[0]?.result.results).toEqual([
		{ dimensions: ['Visit /pricing/*'], metrics: [2, 50] },
		{ dimensions: ['Sign up'], metrics: [1, 25] },
	])
	expect(answers[1]?.result.results).toEqual([{ dimensions: [], metrics: [1] }])
	expect(answers[2]?.result.results).toEqual([{ dimensions: [], metrics: [2] }])

	const api = async (body: object): Promise<QueryResult> =>
		(await ada.key('POST', '/api/v2/query', { site_id: 'segments.example', ...body })).json()
	expect((await api(query)).results).toEqual(answers[0]?.result.results)
	expect((await api(filtered(priced.id))).query).toMatchObject({ filters: priced.filters })

	await ada.session('DELETE', `${path}/${priced.id}`)
	const gone = await ada.key('POST', '/api/v2/query', { site_id: 'segments.example', ...filtered(priced.id) })
	expect(gone.status).toBe(400)
})
