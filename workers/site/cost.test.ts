import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Hit } from '../model/event.ts'
import { type Policy, privacyOf } from '../model/policy.ts'
import { someFacts, someHit, somePolicy } from '../model/testing.ts'
import type { SiteObject } from './object.ts'
import type { Kept } from './recorder.ts'
import { stubOf } from './testing.ts'

/**
 * What a realistic day costs in written rows, which is what D1 and the object's storage bill: a site of 4,000
 * visitors and 20,000 events, beacon by beacon through the object, with its alarms, and the fold of the day.
 */
const SITE = 7_000
const EVENTS = 20_000
const VISITORS = 4_000
const MINUTE = 60_000
/** In the future, or the runtime would ring the alarms by itself. */
const MIDNIGHT = Date.parse('2050-11-16T23:00:00Z')
const DAY = 24 * 60 * MINUTE

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

/** Pseudo-random numbers from 0 to 1: the same day every time (xorshift32, G. Marsaglia 2003). */
function randomOf(seed: number): () => number {
	let x = seed
	return () => {
		x ^= x << 13
		x ^= x >>> 17
		x ^= x << 5
		return (x >>> 0) / 2 ** 32
	}
}

interface Arrival {
	at: number
	hit: Hit
}

/** Visits over a day with its quiet night; each of a page view with some reading, and mostly more of them. */
function dayOf(random: () => number): Arrival[] {
	const pick = <T>(list: readonly T[], skew = 1): T => list[Math.floor(random() ** skew * list.length)] as T
	const pages = Array.from({ length: 300 }, (_, i) => `/articles/${i}`)
	const sources = [
		'',
		'Google',
		'Bing',
		'Hacker News',
		'ChatGPT',
		...Array.from({ length: 60 }, (_, i) => `blog${i}.example`),
	]
	const cities = Array.from({ length: 200 }, (_, i) => `City ${i}`)
	const arrivals: Arrival[] = []
	for (let visitor = 0; arrivals.length < EVENTS; visitor = (visitor + 1) % VISITORS) {
		const city = pick(cities, 3)
		const source = pick(sources, 4)
		const facts = {
			...someFacts,
			source,
			referrer: source && `${source.toLowerCase()}/`,
			city,
			region: `NO-${city.length}${city.at(-1)}`,
			country: pick(['NO', 'DE', 'US', 'GB', 'FR', 'SE', 'IN', 'BR', 'JP', 'PL'], 2),
			browserVersion: `${pick([141, 140, 139, 18, 143], 2)}.0`,
		}
		// More by day than by night: the sum of two draws has its top in the middle.
		let at = MIDNIGHT + 4 * 60 * MINUTE + ((random() + random()) / 2) * 19 * 60 * MINUTE
		const steps = 1 + Math.floor(random() ** 2 * 6)
		for (let step = 0; step < steps && at < MIDNIGHT + DAY; step++) {
			const page = pick(pages, 3)
			const hit = (change: Partial<Hit>): Hit =>
				someHit({ page, facts, person: `visitor ${visitor}`, ...change })
			arrivals.push({ at, hit: hit({}) })
			at += 5_000 + random() * 100_000
			arrivals.push({ at, hit: hit({ name: 'engagement', scrollDepth: 80, engagedMs: 20_000 }) })
			at += 200
		}
	}
	return arrivals.sort((a, b) => a.at - b.at).slice(0, EVENTS)
}

/** Has an object count the rows that it writes to D1 and to its own storage. */
async function meter(stub: DurableObjectStub<SiteObject>) {
	const rows = { d1: 0, object: 0, alarmAt: Number.POSITIVE_INFINITY }
	await runInDurableObject(stub, async (instance, state) => {
		const db = env.STATS_0
		const batch = async (statements: D1PreparedStatement[]) => {
			const results = await db.batch(statements)
			for (const { meta } of results) rows.d1 += meta.rows_written
			return results
		}
		const of = Reflect.get(instance, 'env') as object
		const before = Object.getOwnPropertyDescriptor(of, 'STATS_0') ?? {}
		// The environment is that of every object and test: what it was comes back.
		onTestFinished(() => void Object.defineProperty(of, 'STATS_0', before))
		const value = { prepare: (sql: string) => db.prepare(sql), batch }
		Object.defineProperty(of, 'STATS_0', { ...before, value })
		const { sql } = state.storage
		const exec = sql.exec.bind(sql)
		sql.exec = ((query: string, ...values: unknown[]) => {
			const cursor = exec(query, ...values)
			rows.object += cursor.rowsWritten
			return cursor
		}) as typeof sql.exec
		const setAlarm = state.storage.setAlarm.bind(state.storage)
		rows.alarmAt = (await state.storage.getAlarm()) ?? rows.alarmAt
		state.storage.setAlarm = (at) => {
			rows.object++
			rows.alarmAt = Number(at)
			return setAlarm(at)
		}
	})
	return rows
}

/** A site whose written rows are counted, and whose alarms ring when they are set to. */
async function newSite(site: number, change: Partial<Policy>) {
	vi.setSystemTime(MIDNIGHT)
	const stub = stubOf(site)
	await stub.configure(somePolicy(site, { timezone: 'Europe/Oslo', ...change }))
	await runDurableObjectAlarm(stub)
	const rows = await meter(stub)
	const ring = async (until: number): Promise<void> => {
		while (rows.alarmAt <= until) {
			vi.setSystemTime(rows.alarmAt)
			rows.alarmAt = Number.POSITIVE_INFINITY
			await runDurableObjectAlarm(stub)
		}
	}
	/** Sends a day's hits; how many of them were kept. */
	const send = async (dress: (hit: Hit) => Hit, took: (hit: Hit, answer: Kept) => void): Promise<number> => {
		let kept = 0
		for (const { at, hit } of dayOf(randomOf(20_261_117))) {
			await ring(at)
			vi.setSystemTime(at)
			const [answer] = await stub.record([dress(hit)], [])
			if (answer?.kept) kept++
			if (answer) took(hit, answer)
		}
		return kept
	}
	return { stub, rows, ring, send }
}

const say = (mode: string, kept: number, d1: number, object: number) =>
	console.log(
		`${mode}, ${kept} events: ${d1.toFixed(3)} rows an event in D1, ${object.toFixed(3)} in the object`,
	)

test('a realistic day costs at most 2.2 rows in D1 and 1.1 in the object for each event', async () => {
	const { stub, rows, ring, send } = await newSite(SITE, {})
	const kept = await send(
		(hit) => hit,
		() => {},
	)
	const hours = () =>
		env.STATS_0.prepare('select (max(until) - day) / 3600000 as n from rollup_hours where site = ?')
			.bind(SITE)
			.first('n')
	expect(await hours()).toBeGreaterThan(15)
	const inRows = 'select sum(duration) as s from visits where site = ? and started_at >= ?'
	expect((await stub.flush()).folded?.openSeconds).toBe(
		await env.STATS_0.prepare(inRows).bind(SITE, MIDNIGHT).first('s'),
	)
	await ring(MIDNIGHT + DAY + 60 * MINUTE)
	const [d1, object] = [rows.d1 / kept, rows.object / kept]
	say('lightweight', kept, d1, object)
	const folded = await env.STATS_0.prepare(
		'select sum(events) as n from rollup_days where site = ? and dimension = 0',
	)
		.bind(SITE)
		.first<{ n: number }>()
	expect(folded?.n).toBe(kept / 2)
	expect(await hours()).toBeNull()
	expect(d1).toBeLessThanOrEqual(2.2)
	expect(object).toBeLessThanOrEqual(1.1)
}, 240_000)

test('with cookies it costs a row in the object more for each new visitor, and for each visit that midnight finds open', async () => {
	const privacy = privacyOf({ notice: true })
	const { rows, ring, send } = await newSite(SITE + 1, { mode: 'cookie', privacy })
	const jars = new Map<string, string>()
	const signals = { gpc: false, dnt: false, optOut: false, consent: 'granted' as const }
	const kept = await send(
		(hit) => ({ ...hit, signals, keepsCookie: true, cookie: jars.get(hit.person) ?? null }),
		({ person }, answer) => {
			if (answer.kept && answer.newCookie !== null) jars.set(person, answer.newCookie)
		},
	)
	await ring(MIDNIGHT + DAY + 60 * MINUTE)
	const [d1, object] = [rows.d1 / kept, rows.object / kept]
	say('cookies', kept, d1, object)
	expect(jars.size).toBeGreaterThan(2_000)
	expect(d1).toBeLessThanOrEqual(2.2)
	expect(object).toBeLessThanOrEqual(1.1 + (jars.size + 100) / kept)
}, 240_000)
