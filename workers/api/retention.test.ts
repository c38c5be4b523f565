import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { chainFaults } from '../model/receipt.ts'
import { stubOf } from '../site/testing.ts'
import { signedIn } from './testing.ts'

const DAY = 86_400_000
const DOMAIN = 'retention.example'
const path = `/api/dashboard/sites/${DOMAIN}/retention/preview`
let ada: Awaited<ReturnType<typeof signedIn>>
let site: number

/** Midnight so many days ago, UTC. */
const midnight = (daysAgo: number) => (Math.floor(Date.now() / DAY) - daysAgo) * DAY
const iso = (daysAgo: number) => new Date(midnight(daysAgo)).toISOString()

const open = (rest: string) =>
	exports.default.fetch(`http://jitt.test/.well-known/jitt/retention/${rest}`, {
		headers: { 'sec-fetch-site': 'cross-site' },
	})
const report = async (rest = DOMAIN) => (await open(rest)).json<Record<string, unknown>>()

beforeAll(async () => {
	ada = await signedIn('ada-retention@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: DOMAIN, timezone: 'UTC' })
	const row = await env.DB.prepare('select id from site where domain = ?')
		.bind(DOMAIN)
		.first<{ id: number }>()
	site = row?.id ?? 0
	const line = (daysAgo: number) => ({
		timestamp: new Date(midnight(daysAgo) + DAY / 2).toISOString(),
		...{ name: 'pageview', url: `https://${DOMAIN}/`, visitor_id: `v${daysAgo}` },
	})
	const lines = [40, 30, 20, 10].map((daysAgo) => JSON.stringify(line(daysAgo))).join('\n')
	const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'retention-1' }
	await ada.key('POST', `/api/v1/sites/${DOMAIN}/events/import`, lines, headers)
	for (let i = 0; i < 12; i++) await runDurableObjectAlarm(stubOf(site))
})

test('before anything was deleted there is no receipt, and it is said what is held', async () => {
	const answer = await open(DOMAIN)
	expect(answer.headers.get('access-control-allow-origin')).toBe('*')
	expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
	const rule = { days: 760, oldest: iso(40) }
	expect(await answer.json()).toEqual({
		...{ domain: DOMAIN, site, policy_version: 1, checked_at: expect.any(String) },
		rules: { events: rule, visits: rule, rollups: rule },
		...{ missed: [], missed_since: null, head: null, receipts: [], next: null },
		sampled_copy: expect.stringContaining('three months'),
	})
})

test('a preview says what shorter rules would delete, and deletes nothing', async () => {
	const preview = async (body: object) => (await ada.key('POST', path, body)).json()
	expect(await preview({ retention_days: 25, rollup_days: 35 })).toEqual({
		events: { days: 25, goes: 2, more: false, oldest_left: iso(20) },
		visits: { days: 25, goes: 2, more: false, oldest_left: iso(20) },
		rollups: { days: 35, goes: 1, more: false, oldest_left: iso(30) },
	})
	expect(await preview({ retention_days: 5 })).toMatchObject({ events: { goes: 4, oldest_left: null } })
	expect(await preview({})).toMatchObject({ events: { days: 760, goes: 0, oldest_left: iso(40) } })
})

test.each<[unknown, number]>([
	[{ retention_days: 0 }, 400],
	[{ retention_days: 1.5 }, 400],
	[{ retention_days: null }, 400],
	[{ visit_days: '7' }, 400],
	[{ rollup_days: 1e9 }, 400],
	[{ days: 7 }, 400],
	[[], 400],
	['{', 400],
])('a preview of %j is refused', async (body, status) => {
	expect((await ada.key('POST', path, body)).status).toBe(status)
})

test('nobody previews the site of another', async () => {
	const bob = await signedIn('bob-retention@example.org')
	expect((await bob.key('POST', path, { retention_days: 5 })).status).toBe(404)
})

test.each<[string, number]>([
	['nobody.example', 404],
	['%00', 404],
	[`${'x'.repeat(900)}.example`, 404],
	[`${DOMAIN}?after=-1`, 400],
	[`${DOMAIN}?after=x`, 400],
	[`${DOMAIN}?after=99999999999999999999`, 400],
])('%s is answered %i', async (rest, status) => {
	const answer = await open(rest)
	expect(answer.status).toBe(status)
	expect(await answer.json()).toHaveProperty('error')
})

// promise: 10
test('shorter rules delete, and leave a chain of receipts that is told page by page', async () => {
	const privacy = { visit_days: 15, rollup_days: 35 }
	await ada.key('PUT', `/api/v1/sites/${DOMAIN}`, { retention_days: 25, privacy })
	await runInDurableObject(stubOf(site), (_, state) => {
		state.storage.sql.exec("delete from meta where key = 'retentionAt'")
	})
	for (let i = 0; i < 3; i++) await runDurableObjectAlarm(stubOf(site))
	const told = await report()
	const receipts = told.receipts as { rule: string; rows: number; seq: number }[]
	expect(receipts.map(({ rule, rows }) => [rule, rule === 'rollups' ? rows > 20 : rows])).toEqual([
		['events', 2],
		['visits', 3],
		['rollups', true],
	])
	// Of rollups it is a week's sum, of which the first days have gone by.
	expect(told).toMatchObject({
		policy_version: 2,
		rules: {
			events: { days: 25, oldest: iso(20) },
			visits: { oldest: iso(10) },
			rollups: { oldest: iso(33) },
		},
	})
	expect(chainFaults(receipts, told.head as { seq: number; hash: string })).toEqual([])
	const rest = await report(`${DOMAIN}?after=2`)
	expect(rest.receipts).toEqual(receipts.slice(2))
	expect((await report(`${DOMAIN}?after=3`)).receipts).toEqual([])
	// What the owner's questions say of it.
	const query = { site_id: DOMAIN, metrics: ['pageviews'], dimensions: ['time:hour'], date_range: '91d' }
	const { meta } = await (await ada.key('POST', '/api/v2/query', query)).json<{ meta: object }>()
	expect(meta).toMatchObject({ retention_warnings: [{ code: 'rows_deleted' }] })
	const v1 = `/api/v1/stats/aggregate?site_id=${DOMAIN}&period=6mo&filters=${encodeURIComponent('event:page==/')}`
	expect(await (await ada.key('GET', v1)).json()).toHaveProperty('retention_warnings')
	const funnel = { date_range: '91d', steps: [{ page: '/' }, { page: '/a' }] }
	const explored = await ada.key('POST', `/api/dashboard/sites/${DOMAIN}/funnel`, funnel)
	expect(await explored.json()).toMatchObject({ result: { retention_warnings: [{ code: 'rows_deleted' }] } })
})

test('a rule that is missed is told, here and to the owner, and rings once for each', async () => {
	const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
	vi.spyOn(console, 'warn').mockImplementation(() => {})
	// The database refuses to delete, for as long as rows get too old.
	await env.STATS_0.prepare(
		"create trigger kept_for_ever before delete on events begin select raise(abort, 'no'); end",
	).run()
	vi.useFakeTimers({ toFake: ['Date'] })
	try {
		for (const later of [6, 7, 8]) {
			vi.setSystemTime(midnight(0) + later * DAY + 60_000)
			await runDurableObjectAlarm(stubOf(site))
			vi.useRealTimers()
			vi.useFakeTimers({ toFake: ['Date'] })
		}
		expect(await stubOf(site).flush()).toMatchObject({ missedSince: expect.any(Number) })
	} finally {
		vi.useRealTimers()
		await env.STATS_0.prepare('drop trigger kept_for_ever').run()
	}
	const rung = errors.mock.calls.map(([text]) => String(text)).filter((text) => text.includes('missed'))
	// One deletion at a time: while the first one cannot be completed the others wait.
	const missed = (rule: string, day: string) =>
		`site ${site}: retention is missed: ${rule} of ${day} should be gone`
	expect(rung.sort()).toEqual([
		missed('events', iso(20)),
		missed('rollups', iso(33)),
		missed('visits', iso(10)),
	])
	expect(await report()).toMatchObject({
		missed: ['events', 'visits', 'rollups'],
		missed_since: expect.any(String),
	})
	const now = await ada.key('GET', `/api/dashboard/sites/${DOMAIN}/now`)
	expect(await now.json()).toMatchObject({ state: { retention_missed_since: expect.any(String) } })
	vi.restoreAllMocks()
})

test('a site that is erased takes its receipts with it', async () => {
	await ada.key('DELETE', `/api/v1/sites/${DOMAIN}`)
	expect((await open(DOMAIN)).status).toBe(404)
	const left = env.STATS_0.prepare('select count(*) as n from receipts where site = ?').bind(site)
	expect(await left.first('n')).toBe(0)
})
