import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Hit } from '../model/event.ts'
import { type Policy, privacyOf, type Screen } from '../model/policy.ts'
import { someFacts, someHit, somePolicy } from '../model/testing.ts'
import type { What } from './moves.ts'
import { dump, rowsOf, stubOf } from './testing.ts'

/** In the future, or the runtime would ring the alarms by itself. */
const NOON = Date.parse('2050-03-02T12:00:00Z')
const DAY = 86_400_000
const MINUTE = 60_000
let nextSite = 60_000

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] })
	vi.setSystemTime(NOON)
})
afterEach(() => vi.useRealTimers())

async function newSite(screen: Partial<Screen> = {}, change: Partial<Policy> = {}) {
	const site = nextSite++
	const stub = stubOf(site)
	const policy = somePolicy(site, { privacy: privacyOf({ screen }), ...change })
	await stub.configure(policy)
	return { site, stub, policy }
}

const heldOf = async (site: number) =>
	(await env.STATS_0.prepare('select * from quarantine where site = ? order by time, id').bind(site).all())
		.results

/** Rings until no move goes on. */
async function settle(stub: ReturnType<typeof stubOf>): Promise<void> {
	for (let n = 0; n < 100; n++) {
		await runDurableObjectAlarm(stub)
		const moves = await stub.moves()
		if (moves.every(({ doneAt }) => doneAt !== null)) {
			await runDurableObjectAlarm(stub)
			return
		}
	}
	throw new Error('a move does not end')
}

const spam = (change: Partial<Hit> = {}) => someHit({ suspects: ['spam_referrer'], ...change })

test('what a rule names is held back with its reason, and counted nowhere', async () => {
	const { site, stub } = await newSite({ pages: ['/admin/**'] })
	const answers = await stub.record([someHit(), spam(), someHit({ page: '/admin/x' })], [])
	expect(answers.map((one) => one.kept || one.reason)).toEqual([true, 'quarantine', 'quarantine'])
	await stub.flush()
	expect(await rowsOf('events', site)).toHaveLength(1)
	expect(await rowsOf('visits', site)).toHaveLength(1)
	// Both of one instant: nothing says which comes first.
	expect((await heldOf(site)).map(({ reasons }) => reasons).sort()).toEqual(['page', 'spam_referrer'])
	expect(await rowsOf('refusals', site)).toMatchObject([{ reason: 'quarantine', count: 2 }])
})

test('it outlives eviction once, and its visitors are those of one day', async () => {
	const { site, stub } = await newSite()
	await stub.record([spam()], [])
	await evictDurableObject(stub)
	vi.setSystemTime(NOON + MINUTE)
	await stub.record([spam({ page: '/b' }), spam({ person: 'another' })], [])
	await stub.flush()
	await evictDurableObject(stub)
	await stub.flush()
	const cells = (await heldOf(site)).map(({ event }) => JSON.parse(String(event)) as unknown[])
	expect(cells).toHaveLength(3)
	expect(new Set(cells.map((row) => row[7])).size).toBe(2)
	expect(new Set(cells.map((row) => row[8])).size).toBe(2)
	vi.setSystemTime(NOON + DAY)
	await runDurableObjectAlarm(stub)
	expect(await dump(stub)).not.toContain('spam_referrer')
})

test('an opt-out erases what is held back of the day as well', async () => {
	const { site, stub } = await newSite()
	await stub.record([spam(), spam({ person: 'another' })], [])
	await stub.flush()
	await stub.optOut({ person: 'somebody', cookie: null })
	await stub.record([spam()], [])
	await stub.flush()
	expect(await heldOf(site)).toHaveLength(1)
})

test('no more than 10,000 of a day are kept; the rest is counted', async () => {
	const { site, stub } = await newSite()
	const many = Array.from({ length: 251 }, (_, i) => spam({ person: `person ${i}` }))
	for (let n = 0; n < 40; n++) await stub.record(many, [])
	await stub.flush()
	const count = 'select count(*) as n from quarantine where site = ?'
	expect(await env.STATS_0.prepare(count).bind(site).first('n')).toBe(10_000)
	expect(await rowsOf('refusals', site)).toMatchObject([{ reason: 'quarantine', count: 251 * 40 }])
})

test('what is put back stands as if it had come through the door, and can be taken back', async () => {
	const { site, stub } = await newSite()
	await stub.record([spam({ page: '/in' })], [])
	vi.setSystemTime(NOON + MINUTE)
	await stub.record([spam({ page: '/out' })], [])
	vi.setSystemTime(NOON + 2 * MINUTE)
	await stub.record([spam({ name: 'engagement', engagedMs: 5_000, scrollDepth: 50, page: '/out' })], [])
	vi.setSystemTime(NOON + DAY)
	await runDurableObjectAlarm(stub)
	const before = await heldOf(site)
	const move = await stub.beginMove('release', { from: 0, to: NOON + DAY / 2, reason: 'spam_referrer' })
	await settle(stub)
	expect(await heldOf(site)).toEqual([])
	expect(await rowsOf('visits', site)).toMatchObject([
		{ pageviews: 2, bounce: 0, duration: 60, entry_page: '/in', exit_page: '/out', outcome: 'light' },
	])
	expect(await rowsOf('events', site)).toHaveLength(3)
	const total = await env.STATS_0.prepare(
		'select visitors, pageviews from rollup_days where site = ? and dimension = 0',
	)
		.bind(site)
		.all()
	expect(total.results).toEqual([{ visitors: 1, pageviews: 2 }])
	await stub.undoMove(move?.id ?? 0)
	await settle(stub)
	expect(await heldOf(site)).toEqual(before)
	expect(await rowsOf('events', site)).toEqual([])
	expect(await rowsOf('visits', site)).toEqual([])
	expect((await stub.verify(0)).days.every(({ differences }) => differences === 0)).toBe(true)
	expect(await stub.undoMove(move?.id ?? 0)).toBeNull()
})

test('a part of a visit that is taken out and put back leaves every row as it was', async () => {
	const { site, stub } = await newSite()
	for (const [i, page] of ['/a', '/b', '/a', '/c'].entries()) {
		vi.setSystemTime(NOON + i * MINUTE)
		await stub.record([someHit({ page }), someHit({ page, person: 'another' })], [])
	}
	vi.setSystemTime(NOON + DAY)
	await runDurableObjectAlarm(stub)
	const [events, visits] = [await rowsOf('events', site), await rowsOf('visits', site)]
	const move = await stub.beginMove('hold', { from: 0, to: NOON + DAY / 2, page: '/a' })
	await settle(stub)
	expect(await rowsOf('events', site)).toHaveLength(4)
	expect(await rowsOf('visits', site)).toMatchObject([
		{ started_at: NOON + MINUTE, entry_page: '/b', pageviews: 2, duration: 120 },
		{ started_at: NOON + MINUTE, entry_page: '/b', pageviews: 2, duration: 120 },
	])
	expect((await stub.verify(0)).days.every(({ differences }) => differences === 0)).toBe(true)
	await stub.undoMove(move?.id ?? 0)
	await settle(stub)
	expect(await rowsOf('events', site)).toEqual(events)
	expect(await rowsOf('visits', site)).toEqual(visits)
	expect(await heldOf(site)).toEqual([])
})

test('the open day follows when it is over', async () => {
	const { site, stub } = await newSite()
	await stub.record([someHit({ page: '/a' })], [])
	await stub.beginMove('hold', { from: 0, to: NOON + DAY / 2, page: '/a' })
	await runDurableObjectAlarm(stub)
	expect(await rowsOf('events', site)).toHaveLength(1)
	expect((await stub.moves())[0]).toMatchObject({ events: 0, doneAt: null })
	vi.setSystemTime(NOON + DAY)
	await settle(stub)
	expect(await rowsOf('events', site)).toEqual([])
	expect(await heldOf(site)).toMatchObject([{ reasons: 'owner' }])
})

test('while D1 fails a move waits, and is done once', async () => {
	const { site, stub } = await newSite()
	await stub.record([someHit({ page: '/a' }), someHit()], [])
	vi.setSystemTime(NOON + DAY)
	await runDurableObjectAlarm(stub)
	await stub.beginMove('hold', { from: 0, to: NOON + DAY / 2, page: '/a' })
	await env.STATS_0.prepare('alter table quarantine rename to away').run()
	await runDurableObjectAlarm(stub)
	await env.STATS_0.prepare('alter table away rename to quarantine').run()
	expect(await rowsOf('events', site)).toHaveLength(2)
	await settle(stub)
	expect(await rowsOf('events', site)).toHaveLength(1)
	expect((await stub.moves())[0]).toMatchObject({ events: 1 })
})

test('what is held back goes after 30 days, or with the site', async () => {
	const { site, stub } = await newSite()
	await stub.record([spam()], [])
	await runDurableObjectAlarm(stub)
	vi.setSystemTime(NOON + 29 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await heldOf(site)).toHaveLength(1)
	vi.setSystemTime(NOON + 31 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await heldOf(site)).toEqual([])
	const other = await newSite()
	await other.stub.record([spam()], [])
	await other.stub.flush()
	await other.stub.erase()
	expect(await heldOf(other.site)).toEqual([])
})

test('whatever is moved, nothing is lost or doubled, and taking all of it back gives every row as it was', async () => {
	const pages = ['/a', '/b', '/c']
	const countries = ['NO', 'DE']
	const beat = fc.record({
		gap: fc.integer({ min: 1, max: 50 }),
		person: fc.constantFrom('p', 'q', 'r'),
		page: fc.constantFrom(...pages),
		country: fc.constantFrom(...countries),
		odd: fc.boolean(),
		name: fc.constantFrom('pageview', 'pageview', 'Buy', 'engagement'),
	})
	const step = fc.oneof(
		fc.record({ kind: fc.constant('hold' as const), page: fc.constantFrom(...pages) }),
		fc.record({ kind: fc.constant('hold' as const), country: fc.constantFrom(...countries) }),
		fc.record({ kind: fc.constant('release' as const), reason: fc.constantFrom('spam_referrer', 'owner') }),
		fc.record({ kind: fc.constant('undo' as const), which: fc.nat(5) }),
	)
	await fc.assert(
		fc.asyncProperty(
			fc.array(beat, { minLength: 1, maxLength: 14 }),
			fc.array(step, { minLength: 1, maxLength: 5 }),
			async (beats, steps) => {
				vi.setSystemTime(NOON)
				const { site, stub } = await newSite()
				let at = NOON - 11 * 3_600_000
				for (const { gap, person, page, country, odd, name } of beats) {
					at += gap * MINUTE
					vi.setSystemTime(at)
					const facts = { ...someFacts, country }
					const engagement = name === 'engagement' ? { engagedMs: 1_000 } : {}
					await stub.record(
						[someHit({ person, page, name, facts, suspects: odd ? ['spam_referrer'] : [], ...engagement })],
						[],
					)
				}
				vi.setSystemTime(NOON + DAY)
				await runDurableObjectAlarm(stub)
				const rows = async () => [
					await rowsOf('events', site),
					await rowsOf('visits', site),
					await heldOf(site),
				]
				const before = await rows()
				const all = (before[0]?.length ?? 0) + (before[2]?.length ?? 0)
				for (const one of steps) {
					if (one.kind === 'undo') {
						const moves = await stub.moves()
						await stub.undoMove(moves[one.which % Math.max(1, moves.length)]?.id ?? 0)
					} else {
						const { kind, ...match } = one
						await stub.beginMove(kind, { from: 0, to: NOON + DAY / 2, ...match } as What)
					}
					await settle(stub)
					const [events = [], , held = []] = await rows()
					expect(events.length + held.length).toBe(all)
					expect(new Set([...events, ...held].map(({ id }) => id)).size).toBe(all)
				}
				expect((await stub.verify(0)).days.every(({ differences }) => differences === 0)).toBe(true)
				// The latest first: an earlier one may have lost events to it.
				for (const move of await stub.moves()) {
					if (move.undoneBy === null && move.kind !== 'undo') {
						expect(await stub.undoMove(move.id)).not.toBeNull()
						await settle(stub)
					}
				}
				const after = await rows()
				expect(after[2]?.map(({ id, reasons }) => [id, reasons])).toEqual(
					before[2]?.map(({ id, reasons }) => [id, reasons]),
				)
				expect(after[0]).toEqual(before[0])
				expect(after[1]).toEqual(before[1])
			},
		),
		{ numRuns: 25 },
	)
}, 120_000)

test('what was taken out of a distant past stays for 30 days from then on, to be put back', async () => {
	const { site, stub } = await newSite()
	await stub.record([someHit({ page: '/a' }), someHit({ page: '/b', person: 'another' })], [])
	vi.setSystemTime(NOON + 100 * DAY)
	await runDurableObjectAlarm(stub)
	const before = await rowsOf('events', site)
	const first = await stub.beginMove('hold', { from: 0, to: NOON + DAY / 2, page: '/a' })
	await settle(stub)
	vi.setSystemTime(NOON + 129 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await heldOf(site)).toHaveLength(1)
	await stub.undoMove(first?.id ?? 0)
	await settle(stub)
	expect(await rowsOf('events', site)).toEqual(before)
	const second = await stub.beginMove('hold', { from: 0, to: NOON + DAY / 2, page: '/a' })
	await settle(stub)
	// The first move is too old now, and has taken the same event: the second one holds it.
	vi.setSystemTime(NOON + 140 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await heldOf(site)).toHaveLength(1)
	vi.setSystemTime(NOON + 160 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await heldOf(site)).toEqual([])
	expect(await stub.undoMove(second?.id ?? 0)).toBeNull()
	const noted = 'select count(*) as n from moved where site = ?'
	expect(await env.STATS_0.prepare(noted).bind(site).first('n')).toBe(0)
	expect(await rowsOf('events', site)).toHaveLength(1)
})
