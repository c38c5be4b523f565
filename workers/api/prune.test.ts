import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { rowsOf, stubOf } from '../site/testing.ts'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
let site: number
const path = '/api/dashboard/sites/prune.example/prune'
const put = (collect: object) =>
	ada.key('PUT', '/api/v1/sites/prune.example', { privacy: { collect } }).then(({ status }) => status)
const ask = async (body: object) => {
	const answer = await ada.key('POST', path, body)
	return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) }
}

beforeAll(async () => {
	ada = await signedIn('ada-prune@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'prune.example', timezone: 'UTC' })
	const row = await env.DB.prepare('select id from site where domain = ?')
		.bind('prune.example')
		.first<{ id: number }>()
	site = row?.id ?? 0
	const line = (day: number, page: string) =>
		JSON.stringify({
			timestamp: `2026-03-0${day}T12:00:00Z`,
			name: 'pageview',
			url: `https://prune.example${page}`,
			visitor_id: `v${day}`,
		})
	const lines = [line(1, '/user/1'), line(2, '/user/2'), line(3, '/')].join('\n')
	const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'prune-1' }
	await ada.key('POST', '/api/v1/sites/prune.example/events/import', lines, headers)
})

test('a preview tells what the rule in force would change, and changes nothing', async () => {
	expect(await ask({ apply: false })).toMatchObject({
		status: 200,
		events: { read: 3, changed: 0 },
		next: null,
	})
	expect(await put({ paths: [{ match: '/user/*', keep: '/user/:id' }] })).toBe(200)
	expect(await ask({ apply: false })).toEqual({
		status: 200,
		events: { read: 3, changed: 2 },
		visits: { read: 3, changed: 2 },
		examples: [
			{ field: 'page', before: '/user/1', after: '/user/:id' },
			{ field: 'entry_page', before: '/user/1', after: '/user/:id' },
			{ field: 'page', before: '/user/2', after: '/user/:id' },
			{ field: 'entry_page', before: '/user/2', after: '/user/:id' },
			{ field: 'exit_page', before: '/user/1', after: '/user/:id' },
			{ field: 'exit_page', before: '/user/2', after: '/user/:id' },
		],
		next: null,
		note: expect.stringContaining('cannot come back'),
	})
	expect(await ask({ apply: false, from: '2026-03-02' })).toMatchObject({ events: { read: 2, changed: 1 } })
	expect((await rowsOf('events', site)).map(({ page }) => page)).toEqual(['/user/1', '/user/2', '/'])
	expect(await (await ada.key('GET', path)).json()).toMatchObject({ state: 'none' })
})

test('an applied rule goes through all rows in the background, and questions see it', async () => {
	expect(await ask({ apply: true })).toMatchObject({ status: 202, state: 'running', events: 0 })
	const state = async () => (await ada.key('GET', path)).json()
	for (let i = 0; i < 5; i++) await runDurableObjectAlarm(stubOf(site))
	expect(await state()).toMatchObject({
		...{ state: 'done', progress: 1, events: 2, visits: 2, from: '2026-03-01T12:00:00.000Z' },
		note: expect.stringContaining('Analytics Engine'),
	})
	const answer = await ada.key('POST', '/api/v2/query', {
		site_id: 'prune.example',
		metrics: ['pageviews'],
		date_range: ['2026-03-01', '2026-03-05'],
		dimensions: ['event:page'],
	})
	const { results } = (await answer.json()) as { results: { dimensions: string[]; metrics: number[] }[] }
	expect(results.map(({ dimensions, metrics }) => [...dimensions, ...metrics])).toEqual([
		['/user/:id', 2],
		['/', 1],
	])
})

test.each([
	[{}, '#/apply: must be true or false'],
	[{ apply: 'yes' }, '#/apply: must be true or false'],
	[{ apply: false, from: 'then' }, '#/from: a date or an instant in ISO 8601 is needed'],
	[{ apply: true, from: '2026-03-01' }, '#/from: only a preview goes on from an instant'],
	[{ apply: true, all: true }, '#/: Unknown key all'],
])('%j is refused', async (body, error) => {
	expect(await ask(body)).toEqual({ status: 400, error })
})

test('another’s site is as unknown as none', async () => {
	const eve = await signedIn('eve-prune@example.org')
	for (const call of [eve.key('GET', path), eve.key('POST', path, { apply: true })]) {
		expect((await call).status).toBe(404)
	}
})
