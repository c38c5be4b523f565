import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { someHit } from '../model/testing.ts'
import { stubOf } from '../site/testing.ts'
import { signedIn } from './testing.ts'

const BASE = '/api/dashboard/sites/held.example/quarantine'
let owner: Awaited<ReturnType<typeof signedIn>>
let stranger: Awaited<ReturnType<typeof signedIn>>
let site = 0

beforeAll(async () => {
	owner = await signedIn('held@example.org')
	stranger = await signedIn('stranger-of-held@example.org')
	await owner.key('POST', '/api/v1/sites', { domain: 'held.example' })
	site = (await env.DB.prepare("select id from site where domain = 'held.example'").first<number>('id')) ?? 0
	await stubOf(site).record(
		[
			someHit({ suspects: ['spam_referrer'], page: '/a' }),
			someHit({ suspects: ['spam_referrer', 'suspect_agent'], page: '/b', person: 'another' }),
			someHit({ page: '/c', person: 'a third' }),
		],
		[],
	)
})

test('what is held back is told by day, reason and value, and nothing that names anybody', async () => {
	const answer = await owner.session('GET', BASE)
	const body: { days: object[]; top: object; events: object[] } = await answer.json()
	expect(answer.status).toBe(200)
	expect(body).toMatchObject({
		days: [
			{ reasons: ['spam_referrer'], events: 1 },
			{ reasons: ['spam_referrer', 'suspect_agent'], events: 1 },
		],
		top: {
			page: [
				{ value: '/a', events: 1 },
				{ value: '/b', events: 1 },
			],
			country: [{ value: 'NO', events: 2 }],
		},
	})
	expect(body.events).toHaveLength(2)
	expect(Object.keys(body.events[0] ?? {})).not.toContain('visitor')
	const some = await owner.session('GET', `${BASE}?reason=suspect_agent&limit=1`)
	expect(await some.json()).toMatchObject({ events: [{ page: '/b' }] })
})

test('a release begins at once and goes on in the background; it stands in the list and can be undone', async () => {
	const begun = await owner.key('POST', `${BASE}/release`, { reason: 'spam_referrer', to: '2020-01-01' })
	expect(begun.status).toBe(202)
	expect(await begun.json()).toMatchObject({ id: 1, kind: 'release', events: 0, done_at: null })
	expect((await owner.key('POST', `${BASE}/moves/1/undo`)).status).toBe(409)
	await runDurableObjectAlarm(stubOf(site))
	const listed = await owner.key('GET', `${BASE}/moves`)
	expect(await listed.json()).toMatchObject({
		moves: [{ id: 1, what: { reason: 'spam_referrer', to: '2020-01-01T00:00:00.000Z' }, undone_by: null }],
	})
	const undo = await owner.key('POST', `${BASE}/moves/1/undo`)
	expect([undo.status, await undo.json()]).toMatchObject([202, { kind: 'undo', undoes: 1 }])
	expect((await owner.key('POST', `${BASE}/moves/1/undo`)).status).toBe(409)
})

test.each([
	['release', { reason: 'odd' }, 'reason: must be one of hosting, spam_referrer'],
	['release', { address: '192.0.2.1' }, 'Unrecognized key: "address"'],
	['release', { from: 'yesterday' }, 'from: must be a date or an instant'],
	['release', { from: '2026-02-01', to: '2026-01-01' }, 'from: must be before to'],
	['hold', {}, 'Say which events'],
	['hold', { hosting: false }, 'Say which events'],
	['hold', { reason: 'owner' }, 'Unrecognized key: "reason"'],
	['hold', { country: 'Norway' }, 'country: must be two capital letters'],
	['hold', { page: 'x' }, 'page: must begin with a slash'],
	['hold', 'no json', 'JSON'],
])('%s of %j is refused: %s', async (kind, body, text) => {
	const answer = await owner.key('POST', `${BASE}/${kind}`, body)
	expect(answer.status).toBe(400)
	expect(await answer.text()).toContain(JSON.stringify(text).slice(1, -1))
})

test.each(['?limit=0', '?limit=x', '?from=x', '?reason=x'])('%s is refused', async (query) => {
	expect((await owner.key('GET', BASE + query)).status).toBe(400)
})

test.each(['?from=0001-01-01', '?from=2030-01-01&to=2020-01-01', '?to=9999-12-31'])(
	'%s is answered',
	async (query) => {
		expect((await owner.key('GET', BASE + query)).status).toBe(200)
	},
)

test('to others there is no such site', async () => {
	for (const [method, path] of [
		['GET', ''],
		['POST', '/release'],
		['POST', '/hold'],
		['GET', '/moves'],
		['POST', '/moves/1/undo'],
	] as const) {
		expect((await stranger.key(method, BASE + path, method === 'POST' ? {} : undefined)).status).toBe(404)
	}
})
