import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Policy, privacyOf } from '../model/policy.ts'
import { chainFaults } from '../model/receipt.ts'
import { someHit, somePolicy } from '../model/testing.ts'
import { linksAfter } from '../store/receipts.ts'
import { stubOf } from './testing.ts'

/** In the future, or the runtime would ring the alarms by itself. */
const NOON = Date.parse('2050-03-02T12:00:00Z')
const DAY = 86_400_000
let nextSite = 12_000

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] })
	vi.setSystemTime(NOON)
})
afterEach(() => {
	vi.restoreAllMocks()
	vi.useRealTimers()
})

async function newSite(change: Partial<Policy> = {}) {
	const site = nextSite++
	const stub = stubOf(site)
	const policy = somePolicy(site, { retentionDays: 1, ...change })
	await stub.configure(policy)
	return { site, stub, policy }
}

const count = async (table: 'events' | 'visits' | 'rollup_days' | 'refusals', site: number) =>
	env.STATS_0.prepare(`select count(*) as n from ${table} where site = ?`).bind(site).first<number>('n')

const ring = async (site: number, at: number) => {
	vi.setSystemTime(at)
	await runDurableObjectAlarm(stubOf(site))
}

// promise: 10
test('rollups outlive the rows that they sum, and visits their events, each by its own rule', async () => {
	const privacy = privacyOf({ visitDays: 2, rollupDays: 4 })
	const { site, stub } = await newSite({ privacy })
	await stub.record([someHit(), someHit({ page: '/a' })], [['bot', 2]])
	await ring(site, NOON + 60_000)
	const held = async () => [
		await count('events', site),
		await count('visits', site),
		(await count('rollup_days', site)) !== 0,
		await count('refusals', site),
	]
	const seen = []
	for (let day = 1; day <= 5; day++) {
		await ring(site, NOON + day * DAY)
		seen.push(await held())
	}
	expect(seen).toEqual([
		[2, 1, true, 1],
		[0, 1, true, 1],
		[0, 0, true, 1],
		[0, 0, true, 1],
		[0, 0, false, 0],
	])
	const links = await linksAfter(env.STATS_0, site, 0, 10)
	expect(links.map(({ rule, rows }) => [rule, rule === 'rollups' || rows])).toEqual([
		['events', 2],
		['visits', 1],
		['rollups', true],
	])
	expect(links[0]).toMatchObject({
		seq: 1,
		from: '2050-03-02T00:00:00.000Z',
		to: '2050-03-03T00:00:00.000Z',
		oldest: null,
		policy_version: 1,
	})
	const last = links.at(-1)
	expect(chainFaults(links, last ? { seq: last.seq, hash: last.hash } : null)).toEqual([])
})

/** Copies a site's one event so often, each a millisecond after the one before. */
async function multiply(site: number, times: number, from: number): Promise<void> {
	const { results } = await env.STATS_0.prepare("select name from pragma_table_info('events')").all<{
		name: string
	}>()
	const columns = results.map(
		({ name }) => ({ time: '?2 + n.value', id: 'n.value + 1' })[name] ?? `e.${name}`,
	)
	const numbers = `with recursive n(value) as (select 0 union all select value + 1 from n where value < ${times - 1})`
	await env.STATS_0.prepare(
		`insert into events ${numbers} select ${columns} from n cross join (select * from events where site = ?1 limit 1) e`,
	)
		.bind(site, from)
		.run()
}

test('a long deletion is spread over several alarms, goes on after a restart, and has one receipt', async () => {
	const { site, stub } = await newSite({ retentionDays: 30 })
	await stub.record([someHit()], [])
	await ring(site, NOON + 60_000)
	await multiply(site, 50_000, NOON - 40 * DAY)
	await stub.configure(somePolicy(site, { retentionDays: 30, version: 2 }))
	await ring(site, NOON + 180_000)
	expect(await count('events', site)).toBe(10_001)
	const wakesAt = await runInDurableObject(stub, (_, state) => state.storage.getAlarm())
	expect(wakesAt).toBeLessThan(NOON + 190_000)
	expect(await linksAfter(env.STATS_0, site, 0, 10)).toEqual([])
	await evictDurableObject(stub)
	await ring(site, NOON + 190_000)
	expect(await count('events', site)).toBe(1)
	expect(await linksAfter(env.STATS_0, site, 0, 10)).toMatchObject([{ seq: 1, rows: 50_000, rule: 'events' }])
}, 60_000)

test('an object that was set back in time goes on after the last receipt that the database has, and says so', async () => {
	const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
	const { site, stub } = await newSite()
	const dayByDay = async (from: number, to: number) => {
		for (let day = from; day <= to; day++) {
			await ring(site, NOON + day * DAY)
			await stub.record([someHit()], [])
			await ring(site, NOON + day * DAY + 60_000)
		}
	}
	const notes = () =>
		runInDurableObject(
			stub,
			(_, state) => state.storage.sql.exec("select value from meta where key = 'retention'").one().value,
		)
	await dayByDay(0, 3)
	const before = await notes()
	await dayByDay(4, 5)
	const known = (await linksAfter(env.STATS_0, site, 0, 99)).length
	expect(errors).not.toHaveBeenCalled()
	await runInDurableObject(stub, (_, state) => {
		state.storage.sql.exec("update meta set value = ? where key = 'retention'", before)
	})
	await dayByDay(6, 7)
	expect(errors.mock.calls[0]?.[0]).toMatch(
		/^site \d+: the receipts of deletions end with \d+, and \d+ are known$/,
	)
	const report = await stub.retention(0)
	expect(report?.links.length).toBeGreaterThan(known)
	expect(chainFaults(report?.links ?? [], report?.head ?? null)).toEqual([])
}, 60_000)
