import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { someHit, somePageview, somePolicy } from '../model/testing.ts'
import { codeOf, STRETCH } from '../store/rolled.ts'
import type { ImportHit } from './imports.ts'
import { stubOf } from './testing.ts'

/** In the future, or the runtime would ring the alarms by itself. */
const NOON = Date.parse('2050-03-02T12:00:00Z')
const DAY = 86_400_000
let nextSite = 8_000

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] })
	vi.setSystemTime(NOON)
})
afterEach(() => vi.useRealTimers())

const past = (at: number, visitor: string): ImportHit => ({ ...somePageview(), at, line: 1, visitor })

async function newSite(timezone = 'UTC') {
	const site = nextSite++
	const stub = stubOf(site)
	const policy = somePolicy(site, { timezone })
	await stub.configure(policy)
	return { site, stub, policy }
}

/** Total rows of a site's rollups, oldest day first. */
const totals = async (site: number) => {
	const text =
		'select day, visitors, visits, pageviews, events from rollup_days where site = ? and dimension = 0 order by day'
	return (await env.STATS_0.prepare(text).bind(site).all()).results
}

test('a day is folded when it has closed, and the state says how far', async () => {
	const { site, stub } = await newSite()
	await stub.record([someHit(), someHit({ page: '/a' }), someHit({ person: 'another' })], [])
	await runDurableObjectAlarm(stub)
	expect(await totals(site)).toEqual([])
	vi.setSystemTime(NOON + DAY)
	await runDurableObjectAlarm(stub)
	const today = Date.parse('2050-03-03T00:00:00Z')
	expect(await totals(site)).toEqual([{ day: today - DAY, visitors: 2, visits: 2, pageviews: 3, events: 3 }])
	expect((await stub.flush()).folded).toEqual({
		timezone: 'UTC',
		to: today,
		hours: false,
		pairsFrom: null,
		sourcesFrom: null,
		from: 0,
		raw: null,
		added: null,
		stretches: null,
		openSeconds: null,
		openIsMixed: false,
		eventsADay: 3,
	})
})

test('days of an import are read from raw rows, before their rows are folded and after', async () => {
	const { site, stub } = await newSite()
	await stub.record([someHit()], [])
	vi.setSystemTime(NOON + DAY)
	await runDurableObjectAlarm(stub)
	const chunk = { key: 'k', chunk: '0', last: true, hits: [past(NOON - 3 * DAY, 'a'), past(NOON, 'a')] }
	await stub.importChunk(chunk)
	const raw = { from: Date.parse('2050-02-27T00:00:00Z'), to: Date.parse('2050-03-03T00:00:00Z') }
	expect((await stub.flush()).folded?.raw).toEqual(raw)
	expect(await totals(site)).toMatchObject([{ events: 1 }])
	await runDurableObjectAlarm(stub)
	expect(await totals(site)).toMatchObject([{ events: 1 }, { events: 2, visitors: 2 }])
	// The day before a mixed one is read with it: a visit may have begun there.
	expect((await stub.flush()).folded?.raw).toEqual({ ...raw, from: raw.from - DAY })
})

test('numbers that outlive their day are known of rows that were there before the folding began', async () => {
	const { stub } = await newSite()
	const hits = [past(NOON - 9 * DAY, 'a'), past(NOON - 1, 'a')]
	await stub.importChunk({ key: 'k', chunk: '0', last: true, hits })
	await runDurableObjectAlarm(stub)
	expect((await stub.flush()).folded).toMatchObject({ openIsMixed: true })
	await stub.rebuild()
	await runDurableObjectAlarm(stub)
	expect((await stub.flush()).folded).toMatchObject({ openIsMixed: true })
})

test('rollups that differ from their rows are found and folded again', async () => {
	const { site, stub } = await newSite()
	const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
	await stub.record([someHit()], [])
	vi.setSystemTime(NOON + DAY)
	await runDurableObjectAlarm(stub)
	await env.STATS_0.prepare('update rollup_days set visitors = 7 where site = ?').bind(site).run()
	await stub.record([someHit()], [])
	vi.setSystemTime(NOON + 2 * DAY)
	// The alarm checks a day that it draws: often enough it is the wrong one.
	vi.spyOn(Math, 'random').mockReturnValue(0.1)
	await runDurableObjectAlarm(stub)
	expect(logged).toHaveBeenCalledOnce()
	await stub.record([someHit()], [])
	await runDurableObjectAlarm(stub)
	expect(await totals(site)).toMatchObject([{ visitors: 1 }, { visitors: 1 }])
	vi.restoreAllMocks()
})

test('after a change of time zone days before it are read from raw rows, until all is folded anew', async () => {
	const { site, stub, policy } = await newSite()
	await stub.record([someHit()], [])
	vi.setSystemTime(NOON + DAY)
	await stub.record([someHit()], [])
	await runDurableObjectAlarm(stub)
	await stub.configure({ ...policy, timezone: 'Asia/Tokyo', version: 2 })
	vi.setSystemTime(NOON + 2 * DAY)
	await stub.record([someHit()], [])
	await runDurableObjectAlarm(stub)
	const { folded } = await stub.flush()
	expect(folded).toMatchObject({ timezone: 'Asia/Tokyo', raw: { from: 0 } })
	await stub.rebuild()
	await runDurableObjectAlarm(stub)
	const rebuilt = (await stub.flush()).folded
	expect(rebuilt).toMatchObject({ timezone: 'Asia/Tokyo', to: Date.parse('2050-03-04T00:00:00+09:00') })
	expect((await totals(site)).map((one) => one.day)).toEqual([
		Date.parse('2050-03-02T00:00:00+09:00'),
		Date.parse('2050-03-03T00:00:00+09:00'),
	])
})

test('rollups go with the rows they sum: by retention, and with the site', async () => {
	const { site, stub, policy } = await newSite()
	await stub.record([someHit()], [])
	vi.setSystemTime(NOON + DAY)
	await stub.record([someHit()], [])
	vi.setSystemTime(NOON + 2 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await totals(site)).toHaveLength(2)
	await stub.configure({ ...policy, retentionDays: 1, version: 2 })
	await runInDurableObject(stub, (_, state) => {
		state.storage.sql.exec("update meta set value = '0' where key = 'retentionAt'")
	})
	await runDurableObjectAlarm(stub)
	expect(await totals(site)).toHaveLength(1)
	await stub.erase()
	expect(await totals(site)).toEqual([])
})

test('seven folded days have their sums beside them, which follow a day that changes and go before their rows', async () => {
	const { site, stub, policy } = await newSite()
	const page = STRETCH + (codeOf('events', 'page') ?? 0)
	const sums = async () =>
		(
			await env.STATS_0.prepare(
				'select day, pageviews from rollup_days where site = ? and dimension = ? order by day',
			)
				.bind(site, page)
				.all()
		).results
	for (let day = 0; day <= 8; day++) {
		vi.setSystemTime(NOON + day * DAY)
		await stub.record([someHit()], [])
	}
	const first = NOON - DAY / 2
	while ((await sums()).length === 0) await runDurableObjectAlarm(stub)
	expect(await sums()).toEqual([{ day: first, pageviews: 7 }])
	expect((await stub.flush()).folded?.stretches).toEqual({ from: first, to: first + 7 * DAY, days: 7 })
	await stub.importChunk({ key: 'i', chunk: '1', last: true, hits: [past(NOON + DAY, 'late')] })
	await runDurableObjectAlarm(stub)
	expect(await sums()).toEqual([{ day: first, pageviews: 8 }])
	expect((await stub.verify(0)).days.every(({ differences }) => differences === 0)).toBe(true)
	await env.STATS_0.prepare('update rollup_days set visits = 9 where site = ? and dimension = ?')
		.bind(site, page)
		.run()
	expect((await stub.verify(0)).days[0]).toMatchObject({ differences: 2 })
	await stub.configure({ ...policy, retentionDays: 3, version: 2 })
	vi.setSystemTime(NOON + 9 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await sums()).toEqual([])
	expect((await stub.flush()).folded?.stretches).toBeNull()
})
