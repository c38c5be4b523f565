/**
 * Forty days of a site whose database fails again and again, at every step, before it has done what it was asked
 * for and after. Long, because it is one story: after each day every promise of retention is kept and proven.
 */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { type Policy, privacyOf } from '../model/policy.ts'
import { chainFaults } from '../model/receipt.ts'
import { someHit, somePolicy } from '../model/testing.ts'
import { stubOf } from './testing.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
/** In the future, or the runtime would ring the alarms by itself. */
const START = Date.parse('2050-02-20T00:00:00Z')
const DAYS = 40
const SITE = 14_000
const TABLES = { events: 'time', visits: 'started_at', rollups: 'day' } as const
const RULES = ['events', 'visits', 'rollups'] as const

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] })
	vi.setSystemTime(START)
})
afterEach(() => {
	vi.restoreAllMocks()
	vi.useRealTimers()
})

/** Mulberry32: the same days every time. */
function randomOf(seed: number): () => number {
	let state = seed
	return () => {
		state = (state + 0x6d2b79f5) | 0
		let t = Math.imul(state ^ (state >>> 15), 1 | state)
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
	}
}

/** A database that fails as often as `odds` say: half of the time after it has done what it was asked for. */
function failing(db: D1Database, odds: () => number, random: () => number) {
	const failures = { before: 0, after: 0 }
	const real = new WeakMap<object, D1PreparedStatement>()
	async function risky<T>(work: () => Promise<T>): Promise<T> {
		const fate = random()
		if (fate < odds() / 2) {
			failures.before++
			throw new Error('D1_ERROR: the database is overloaded')
		}
		const result = await work()
		if (fate >= odds()) return result
		failures.after++
		throw new Error('D1_ERROR: network connection lost')
	}
	const wrapped = (statement: D1PreparedStatement): D1PreparedStatement => {
		const stand = {
			bind: (...values: unknown[]) => wrapped(statement.bind(...values)),
			run: () => risky(() => statement.run()),
			all: () => risky(() => statement.all()),
			raw: () => risky(() => statement.raw()),
			first: (column?: string) =>
				risky(() => (column === undefined ? statement.first() : statement.first(column))),
		} as unknown as D1PreparedStatement
		real.set(stand, statement)
		return stand
	}
	const value = {
		prepare: (text: string) => wrapped(db.prepare(text)),
		batch: (statements: D1PreparedStatement[]) =>
			risky(() => db.batch(statements.map((one) => real.get(one) ?? one))),
	}
	return { value, failures }
}

/** Has an object (and all others here) use another database; what it was comes back. */
const replaceDb = (site: number, value: object) =>
	runInDurableObject(stubOf(site), (instance) => {
		const of = Reflect.get(instance, 'env') as object
		const before = Object.getOwnPropertyDescriptor(of, 'STATS_0') ?? {}
		onTestFinished(() => void Object.defineProperty(of, 'STATS_0', before))
		Object.defineProperty(of, 'STATS_0', { ...before, value })
	})

/** Rings the object's alarm whenever it is due until an instant. */
async function ringUntil(site: number, until: number): Promise<void> {
	for (;;) {
		const at = await runInDurableObject(stubOf(site), (_, state) => state.storage.getAlarm())
		if (at === null || at > until) break
		vi.setSystemTime(Math.max(at, Date.now()))
		await runDurableObjectAlarm(stubOf(site))
	}
	vi.setSystemTime(until)
}

/** Days of the calendar between two instants in a zone; told by another clock than the one that deletes. */
function daysBetween(from: number, to: number, timeZone: string): number {
	const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
	return (Date.parse(format.format(to)) - Date.parse(format.format(from))) / DAY
}

const oldestOf = (db: D1Database, site: number, rule: (typeof RULES)[number]) =>
	db
		.prepare(
			`select min(${TABLES[rule]}) as at from ${rule === 'rollups' ? 'rollup_days' : rule} where site = ?`,
		)
		.bind(site)
		.first<number>('at')

const countOf = (db: D1Database, site: number, table: string) =>
	db.prepare(`select count(*) as n from ${table} where site = ?`).bind(site).first<number>('n')

/** All that the public answer tells, and the faults of its chain. */
async function checked(site: number) {
	const report = await stubOf(site).retention(0)
	if (!report) throw new Error('the site is gone')
	return { ...report, faults: chainFaults(report.links, report.head) }
}

// promise: 10
test('forty days with a database that fails: every promise is kept, and proven by one chain', async () => {
	vi.spyOn(console, 'warn').mockImplementation(() => {})
	const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
	const random = randomOf(20_500_220)
	const db = env.STATS_0
	const stub = stubOf(SITE)
	let policy: Policy = somePolicy(SITE, {
		retentionDays: 9,
		privacy: privacyOf({ visitDays: 5, rollupDays: 14 }),
	})
	await stub.configure(policy)
	let odds = 0
	const { value, failures } = failing(db, () => odds, random)
	await replaceDb(SITE, value)
	const kept = { events: 0, visits: 0 }
	for (let day = 0; day < DAYS; day++) {
		const midnight = START + day * DAY
		// Half of the days go without a failure at the end, others fail to their last hour.
		odds = day % 7 === 3 ? 0.5 : 0.15
		if (random() < 0.25) {
			const days = () => 1 + Math.floor(random() * 14)
			const timezone = random() < 0.3 ? 'America/St_Johns' : policy.timezone
			const privacy = privacyOf({ visitDays: random() < 0.3 ? null : days(), rollupDays: days() })
			policy = { ...policy, retentionDays: days(), privacy, timezone, version: policy.version + 1 }
			await stub.configure(policy)
		}
		for (const hour of [2, 9, 17]) {
			await ringUntil(SITE, midnight + hour * HOUR)
			const hits = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, i) =>
				someHit({ person: `${day} ${hour} ${i}`, page: `/${hour}` }),
			)
			await stub.record(hits, [['bot', 1]])
			kept.events += hits.length
			kept.visits += hits.length
		}
		await ringUntil(SITE, midnight + 23 * HOUR)
		const now = Date.now()
		const days = {
			events: policy.retentionDays,
			visits: policy.privacy.visitDays ?? policy.retentionDays,
			rollups: policy.privacy.rollupDays ?? policy.retentionDays,
		}
		odds = 0
		for (const rule of RULES) {
			const oldest = await oldestOf(db, SITE, rule)
			const age = oldest === null ? 0 : daysBetween(oldest, now, policy.timezone)
			expect(age, `${rule} on day ${day}`).toBeLessThanOrEqual(days[rule])
		}
		const { faults, links, missed } = await checked(SITE)
		expect(faults, `day ${day}`).toEqual([])
		expect(missed).toEqual([])
		for (const rule of ['events', 'visits'] as const) {
			const gone = links.filter((one) => one.rule === rule).reduce((sum, { rows }) => sum + rows, 0)
			const { pending } = await stub.flush()
			expect(pending).toBe(0)
			expect(gone + ((await countOf(db, SITE, rule)) ?? 0), `${rule} on day ${day}`).toBe(kept[rule])
		}
	}
	expect(errors.mock.calls.filter(([text]) => String(text).includes('retention is missed'))).toEqual([])
	// The days were hard, or they prove nothing.
	expect(failures.before).toBeGreaterThan(50)
	expect(failures.after).toBeGreaterThan(50)
	const { links } = await checked(SITE)
	expect(new Set(links.map(({ rule }) => rule))).toEqual(new Set(RULES))
	expect(links.length).toBeGreaterThan(40)

	// Now somebody takes a hand to the proofs.
	const rows = (await db.prepare('select * from receipts where site = ?').bind(SITE).all()).results
	const middle = Math.floor(links.length / 2)
	const run = (text: string, ...values: unknown[]) =>
		db
			.prepare(text)
			.bind(SITE, ...values)
			.run()
	const restore = async () => {
		await run('delete from receipts where site = ?')
		const marks = Object.keys(rows[0] ?? {}).map(() => '?')
		await db.batch(
			rows.map((row) => db.prepare(`insert into receipts values (${marks})`).bind(...Object.values(row))),
		)
	}
	for (const [hand, ...values] of [
		['delete from receipts where site = ? and seq = ?', middle],
		['update receipts set rows = rows + 1 where site = ? and seq = ?', middle],
		['update receipts set at = at + 1000 where site = ? and seq = ?', links.length],
		['delete from receipts where site = ? and seq > ?', middle],
		['delete from receipts where site = ?'],
	] as [string, ...number[]][]) {
		await run(hand, ...values)
		expect((await checked(SITE)).faults, hand).not.toEqual([])
		await restore()
		expect((await checked(SITE)).faults).toEqual([])
	}
}, 600_000)
