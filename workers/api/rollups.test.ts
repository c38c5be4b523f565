import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { stubOf } from '../site/testing.ts'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
let site: number
const path = '/api/dashboard/sites/rollups.example/rollups'

beforeAll(async () => {
	ada = await signedIn('ada-rollups@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'rollups.example', timezone: 'UTC' })
	const row = await env.DB.prepare('select id from site where domain = ?')
		.bind('rollups.example')
		.first<{ id: number }>()
	site = row?.id ?? 0
	const line = (day: number) =>
		JSON.stringify({
			timestamp: `2026-03-0${day}T12:00:00Z`,
			name: 'pageview',
			url: 'https://rollups.example/',
			visitor_id: `v${day}`,
		})
	const lines = [1, 2, 3].map(line).join('\n')
	const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'rollups-1' }
	const imported = await ada.key('POST', '/api/v1/sites/rollups.example/events/import', lines, headers)
	expect(imported.status).toBe(200)
	await ada.key('POST', `${path}/verify`, {})
	for (let i = 0; i < 40; i++) await runDurableObjectAlarm(stubOf(site))
})

const verify = async () => (await ada.key('POST', `${path}/verify`, { from: '2026-03-01' })).json()

test('rollups are compared with their rows, those that differ are named and folded anew', async () => {
	expect(await verify()).toMatchObject({
		days: [{ day: '2026-03-01', differences: 0 }, { differences: 0 }, { differences: 0 }],
		next: null,
	})
	await env.STATS_0.prepare('update rollup_days set events = 9 where site = ? and dimension = 0')
		.bind(site)
		.run()
	expect(await verify()).toMatchObject({
		days: [{ day: '2026-03-01', differences: 2 }, { differences: 2 }, { differences: 2 }],
	})
	await runDurableObjectAlarm(stubOf(site))
	expect(await verify()).toMatchObject({ days: Array(3).fill({ differences: 0 }) })
})

test('a rebuilding begins at once and ends with the same rollups', async () => {
	const rows = async () =>
		(await env.STATS_0.prepare('select * from rollup_days where site = ?').bind(site).all()).results
	const before = await rows()
	expect(before.length).toBeGreaterThan(50)
	expect((await ada.key('POST', `${path}/rebuild`, {})).status).toBe(202)
	for (let i = 0; i < 40; i++) await runDurableObjectAlarm(stubOf(site))
	expect(await rows()).toEqual(before)
})

test.each([
	[{ from: 'yesterday' }, '#/from: a date or an instant in ISO 8601 is needed'],
	[{ from: 7 }, '#/from: a date or an instant in ISO 8601 is needed'],
	[{ to: '2026-03-01' }, '#/: Unknown key to'],
])('a comparison of %j is refused', async (body, error) => {
	const answer = await ada.key('POST', `${path}/verify`, body)
	expect(answer.status).toBe(400)
	expect(await answer.json()).toEqual({ error })
})
