import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Policy, privacyOf } from '../model/policy.ts'
import { someFacts, someHit, somePageview, somePolicy } from '../model/testing.ts'
import { stubOf } from '../site/testing.ts'
import { answer, type QueryResult } from './run.ts'

const DAY = 86_400_000
/** Ten days take an object some seconds. */
vi.setConfig({ testTimeout: 60_000 })
/** In the future, or the runtime would ring the alarms by itself. */
const FIRST = Date.parse('2050-03-01T00:00:00Z')
const DAYS = 10
let nextSite = 16_000

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] })
	vi.setSystemTime(FIRST)
})
afterEach(() => vi.useRealTimers())

async function ring(site: number, at: number): Promise<void> {
	vi.setSystemTime(at)
	for (let i = 0; i < 4; i++) await runDurableObjectAlarm(stubOf(site))
}

/** Ten days with two visitors each: one from Norway who sees `/` and `/a`, one from Malta who sees `/`. */
async function tenDays(change: Partial<Policy>) {
	const site = nextSite++
	const stub = stubOf(site)
	await stub.configure(somePolicy(site, change))
	for (let day = 0; day < DAYS; day++) {
		await ring(site, FIRST + day * DAY + 60_000)
		vi.setSystemTime(FIRST + day * DAY + DAY / 2)
		const malta = { ...someFacts, country: 'MT', region: '', city: '' }
		await stub.record(
			[
				someHit({ person: 'a' }),
				someHit({ person: 'a', page: '/a' }),
				// The first days alone know this one.
				someHit({ person: 'b', facts: day < 2 ? malta : someFacts }),
			],
			[],
		)
		await ring(site, FIRST + day * DAY + DAY / 2 + 60_000)
	}
	return site
}

async function ask(site: number, body: object): Promise<QueryResult> {
	const { folded, reach } = await stubOf(site).flush()
	const known = { id: site, domain: 'x.example', timezone: 'Etc/UTC', folded, reach }
	const options = { now: Date.now(), dashboard: true }
	const result = await answer(
		env.STATS_0,
		known,
		{ date_range: ['2050-03-01', '2050-03-10'], ...body },
		options,
	)
	if (!result.ok) throw new Error(result.error.message)
	return result.value
}

const rows = ({ results }: QueryResult) => results.map((row) => [...row.dimensions, ...row.metrics])
/** Three days are kept, and the open one. */
const SINCE = '2050-03-07T00:00:00+00:00'
const gone = [{ code: 'rows_deleted', from: SINCE, warning: expect.stringContaining(SINCE) }]
const kept = { retentionDays: 3, privacy: privacyOf({ rollupDays: 30 }) }

test('days whose rows are gone are answered from their sums, and say nothing where that is all', async () => {
	const site = await tenDays(kept)
	const left = env.STATS_0.prepare('select count(*) as n from events where site = ?').bind(site)
	expect(await left.first('n')).toBe(12)
	const total = await ask(site, { metrics: ['visitors', 'visits', 'pageviews', 'bounce_rate'] })
	expect(rows(total)).toEqual([[20, 20, 30, 50]])
	expect(total.meta.retention_warnings).toBeUndefined()
	const countries = await ask(site, { metrics: ['visitors'], dimensions: ['visit:country'] })
	expect(rows(countries)).toEqual([
		['NO', 18],
		['MT', 2],
	])
	const days = await ask(site, { metrics: ['visitors'], dimensions: ['time:day'] })
	expect(days.results.map(({ metrics }) => metrics)).toEqual(Array(DAYS).fill([2]))
	const all = await ask(site, { metrics: ['visitors'], date_range: 'all' })
	expect(rows(all)).toEqual([[20]])
	expect(all.query.date_range).toEqual(['2050-03-01T00:00:00+00:00', '2050-03-10T23:59:59+00:00'])
})

test('what only rows can tell is counted from the first whole day on, and says so', async () => {
	const site = await tenDays(kept)
	const hours = await ask(site, { metrics: ['visitors'], dimensions: ['time:hour'] })
	expect(hours.results.map(({ metrics }) => metrics)).toEqual(Array(4).fill([2]))
	expect(hours.meta.retention_warnings).toEqual(gone)
	expect(hours.query.date_range).toEqual(['2050-03-01T00:00:00+00:00', '2050-03-10T23:59:59+00:00'])
	const filters = [['is', 'event:page', ['/a']]]
	const filtered = await ask(site, {
		metrics: ['visitors', 'percentage'],
		dimensions: ['visit:city'],
		filters,
	})
	// The share is one of the same days.
	expect(rows(filtered)).toEqual([['Bergen', 4, 100]])
	expect(filtered.meta.retention_warnings).toEqual(gone)
	const recent = await ask(site, { metrics: ['visitors'], filters, date_range: ['2050-03-07', '2050-03-10'] })
	expect(rows(recent)).toEqual([[4]])
	expect(recent.meta.retention_warnings).toBeUndefined()
	const past = await ask(site, { metrics: ['visitors'], filters, date_range: ['2050-03-01', '2050-03-03'] })
	expect(rows(past)).toEqual([[0]])
	expect(past.meta.retention_warnings).toEqual(gone)
})

test('a pattern is tried on values that only sums remember', async () => {
	const site = await tenDays(kept)
	const filters = [['contains', 'visit:country_name', ['alt']]]
	const found = await ask(site, { metrics: ['visitors'], filters })
	expect(rows(found)).toEqual([[2]])
	expect(found.meta.retention_warnings).toBeUndefined()
})

test('visits that outlive their events answer what visits can', async () => {
	const site = await tenDays({ retentionDays: 3, privacy: privacyOf({ visitDays: 6, rollupDays: 1 }) })
	const asked = { dimensions: ['time:hour'] }
	const visits = await ask(site, { metrics: ['visitors', 'visits'], ...asked })
	expect(visits.results).toHaveLength(7)
	expect(visits.meta.retention_warnings).toMatchObject([{ from: '2050-03-04T00:00:00+00:00' }])
	const views = await ask(site, { metrics: ['pageviews'], ...asked })
	expect(views.results).toHaveLength(4)
	expect(views.meta.retention_warnings).toEqual(gone)
})

test('visitors of days of which only sums are left are counted together by sketches, and it is said', async () => {
	const site = await tenDays({ retentionDays: 30 })
	const stub = stubOf(site)
	const past = (day: number) => ({ ...somePageview(), at: FIRST + day * DAY + 1, line: day, visitor: 'v' })
	await stub.importChunk({ key: 'k', chunk: '0', last: true, hits: [0, 1, 2, 8].map(past) })
	await ring(site, Date.now() + 60_000)
	const asked = { metrics: ['visitors'] }
	expect(rows(await ask(site, asked))).toEqual([[21]])
	await stub.configure(somePolicy(site, { ...kept, version: 2 }))
	await ring(site, Date.now() + 120_000)
	const added = await ask(site, asked)
	expect(rows(added)).toEqual([[21]])
	const said = { code: 'sums_left', from: SINCE, warning: expect.stringContaining('by sketches') }
	expect(added.meta.retention_warnings).toMatchObject([said])
	expect(added.meta.sampling).toEqual({ interval: 1, margins: [[1]], approximate: [] })
	// By day, and by country, sums are all there is: who came on several days is counted on each.
	const byCountry = await ask(site, { ...asked, dimensions: ['visit:country'] })
	expect(byCountry.results.reduce((sum, { metrics }) => sum + Number(metrics[0]), 0)).toBe(24)
	expect(byCountry.meta.retention_warnings).toMatchObject([
		{ code: 'sums_left', warning: expect.stringContaining('on each of them') },
	])
	expect(byCountry.meta.sampling).toBeUndefined()
	// Where all rows are there it is exact.
	const recent = await ask(site, { ...asked, date_range: ['2050-03-08', '2050-03-10'] })
	expect(recent.meta.sampling).toBeUndefined()
	// Nothing that goes on in the background takes what only sums remember.
	await stub.rebuild()
	await ring(site, Date.now() + 60_000)
	expect(await stub.verify(0)).toMatchObject({ days: [{ day: '2050-03-07', differences: 0 }, {}, {}] })
	expect(rows(await ask(site, asked))).toEqual([[21]])
	// Nor does an import into those days.
	const again = await stub.importChunk({ key: 'l', chunk: '0', last: true, hits: [past(1)] })
	expect(again.dropped).toEqual([{ line: 1, reason: 'older_than_retention' }])
})
