import { runDurableObjectAlarm } from 'cloudflare:test'
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
