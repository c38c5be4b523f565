import { exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { QueryResult } from '../stats/result.ts'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
beforeAll(async () => {
	ada = await signedIn('ada-dashboard@example.org')
	bob = await signedIn('bob-dashboard@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'panel.example', timezone: 'Asia/Kolkata' })
})

const visit = (address: string, name = 'pageview', extra = {}) =>
	exports.default.fetch('http://jitt.test/api/event', {
		method: 'POST',
		headers: {
			'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
			'cf-connecting-ip': address,
		},
		body: JSON.stringify({ n: name, u: 'https://panel.example/', d: 'panel.example', ...extra }),
	})

interface Answers {
	answers: ({ result: QueryResult } | { error: string; status: number })[]
	state: { commit: number; pending: number; behind_since: string | null }
}
interface Now {
	visitors: number
	last_event_at: string | null
	state: Answers['state']
}
const ask = (who: Person['session'], queries: unknown) =>
	who('POST', '/api/dashboard/sites/panel.example/query', { queries })
const now = async (): Promise<Now> =>
	(await ada.session('GET', '/api/dashboard/sites/panel.example/now')).json()

test('a new site waits for its first visit, then sees it at once', async () => {
	const before = await now()
	expect(before).toEqual({
		visitors: 0,
		last_event_at: null,
		state: { commit: expect.any(Number), pending: 0, behind_since: null, retention_missed_since: null },
	})
	for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1']) await visit(address)
	const seen = await now()
	expect(seen).toMatchObject({ visitors: 2, state: { pending: 0, behind_since: null } })
	expect(Date.now() - Date.parse(seen.last_event_at ?? '')).toBeLessThan(60_000)
	expect(seen.state.commit).toBeGreaterThan(before.state.commit)
	expect((await now()).state).toEqual(seen.state)
})

test('each query is answered for itself, in order', async () => {
	const answer = await ask(ada.session, [
		{ metrics: ['visitors'], date_range: 'day', include: { compare: 'previous_period' } },
		{ metrics: ['nonsense'], date_range: 'day' },
		{ metrics: ['views_per_visit'], dimensions: ['visit:source'], date_range: 'day' },
		{ metrics: ['visitors', 'exit_rate'], dimensions: ['visit:exit_page'], date_range: 'day' },
		null,
	])
	expect(answer.status).toBe(200)
	const { answers, state }: Answers = await answer.json()
	expect(answers).toMatchObject([
		{ result: { results: [{ metrics: [2], dimensions: [] }], comparison: { results: [{ metrics: [0] }] } } },
		{ error: '#/metrics/0: Invalid metric "nonsense"', status: 400 },
		{ error: expect.stringContaining('views_per_visit'), status: 400 },
		{ result: { results: [{ metrics: [2, 66.7], dimensions: ['/'] }] } },
		{ error: expect.any(String), status: 400 },
	])
	expect(state).toEqual((await now()).state)
})

test('a request has 1 to 30 queries', async () => {
	for (const queries of [[], 'x', null, {}, Array.from({ length: 31 }, () => ({}))]) {
		expect((await ask(ada.session, queries)).status, JSON.stringify(queries)).toBe(400)
	}
	expect(
		(
			await ask(
				ada.session,
				Array.from({ length: 30 }, () => ({})),
			)
		).status,
	).toBe(200)
})

test("another's site is as unknown as none", async () => {
	for (const [method, what] of [
		['GET', 'now'],
		['POST', 'query'],
	] as const) {
		const answers = await Promise.all(
			['panel.example', 'nowhere.example'].map(async (domain) => {
				const answer = await bob.session(method, `/api/dashboard/sites/${domain}/${what}`)
				return [answer.status, await answer.json()]
			}),
		)
		expect(answers[0]).toEqual([404, { error: 'Site could not be found' }])
		expect(answers[1]).toEqual(answers[0])
	}
})

test('site_id in a query of the dashboard does not reach another site', async () => {
	await bob.key('POST', '/api/v1/sites', { domain: 'other.example' })
	const answer = await bob.session('POST', '/api/dashboard/sites/other.example/query', {
		queries: [{ site_id: 'panel.example', metrics: ['pageviews'], date_range: 'day' }],
	})
	const { answers }: Answers = await answer.json()
	expect(answers).toMatchObject([
		{ result: { results: [{ metrics: [0] }], query: { site_id: 'other.example' } } },
	])
})
