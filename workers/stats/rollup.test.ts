import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Policy } from '../model/policy.ts'
import { dayAt } from '../site/day.ts'
import { Folding } from '../site/folding.ts'
import { checkBackend } from './contract.ts'
import { D1Backend } from './d1.ts'
import { splitOf } from './rollup.ts'
import { type World, write } from './world.ts'

/** Folds a world's days up to `until`, as the site's object does, and says how far it is. */
async function foldWorld({ site, timezone, visits }: World, until: number) {
	const notes = new Map<string, string>()
	const folding = new Folding({
		get: <T>(key: string) => JSON.parse(notes.get(key) ?? 'null') as T | null,
		set: (key, value) => void notes.set(key, JSON.stringify(value)),
		delete: (key) => void notes.delete(key),
	})
	const policy: Policy = {
		site,
		domain: 'example.org',
		timezone,
		mode: visits.some(({ stable }) => stable === 1) ? 'cookie' : 'lightweight',
		retentionDays: 760,
		shard: 0,
		jurisdiction: null,
		version: 1,
	}
	let more = true
	while (more) more = await folding.fold(env.STATS_0, policy, until)
	const today = { day: dayAt(until, timezone), events: 5_000 }
	// The open day is the last one: no row is of a later time than the present.
	const isLast = visits.every(({ startedAt }) => startedAt <= until)
	while (isLast && (await folding.foldHours(env.STATS_0, policy, today, until))) more = true
	return folding.state(policy)
}

/** The database, and how many statements read rollups of days and of hours. */
function watched(): { db: D1Database; rolled: () => number; hours: () => number } {
	let [rolled, hours] = [0, 0]
	const db = {
		prepare(text: string) {
			if (text.includes('rollup_days')) rolled++
			if (text.includes('rollup_hours')) hours++
			return env.STATS_0.prepare(text)
		},
		batch: (statements: D1PreparedStatement[]) => env.STATS_0.batch(statements),
	}
	return { db: db as D1Database, rolled: () => rolled, hours: () => hours }
}

test('random questions about random worlds get the answers of the reference from rollups and raw rows', async () => {
	const { db, rolled, hours } = watched()
	let days = 0
	const { asked } = await checkBackend({
		site: 4_000,
		worlds: 60,
		questions: 40,
		open: async (world) => {
			await write(env.STATS_0, world)
			const times = world.events.map(({ time }) => time)
			// Half of the worlds stand at their last event, the others go on for some days that no fold knows of.
			const until = days++ % 2 ? Math.max(...times) : Math.min(...times) + (1 + (days % 5)) * 86_400_000
			return new D1Backend(db, world.events.length > 0 ? await foldWorld(world, until) : null)
		},
	})
	expect(asked).toBe(2_400)
	expect(rolled()).toBeGreaterThan(30)
	expect(hours()).toBeGreaterThan(5)
}, 300_000)

const at = (text: string): number => Date.parse(text)
const folded = {
	timezone: 'Europe/Oslo',
	to: at('2026-03-10T00:00:00+01:00'),
	hours: false,
	raw: null,
	openIsMixed: false,
	eventsADay: 0,
}

test('whole folded days are added up, the ends of the range and the open day are read', () => {
	const range = { from: at('2026-03-01T13:00:00+01:00'), to: at('2026-03-11T00:00:00+01:00') }
	expect(splitOf(range, folded)).toEqual({
		rolled: [{ from: at('2026-03-02T00:00:00+01:00'), to: folded.to }],
		open: null,
		raw: [
			{ from: range.from, to: at('2026-03-02T00:00:00+01:00') },
			{ from: folded.to, to: range.to },
		],
	})
	expect(splitOf({ from: range.from, to: at('2026-03-02T12:00:00+01:00') }, folded)).toBeNull()
})

test('days that cannot be added up are read between those that can, with the open day where they may be one', () => {
	const range = { from: at('2026-03-01T00:00:00+01:00'), to: at('2026-03-11T00:00:00+01:00') }
	const raw = { from: at('2026-03-04T00:00:00+01:00'), to: at('2026-03-06T00:00:00+01:00') }
	expect(splitOf(range, { ...folded, raw })).toEqual({
		rolled: [
			{ from: range.from, to: raw.from },
			{ from: raw.to, to: folded.to },
		],
		open: null,
		raw: [raw, { from: folded.to, to: range.to }],
	})
	expect(splitOf(range, { ...folded, raw, openIsMixed: true })).toEqual({
		rolled: [{ from: range.from, to: raw.from }],
		open: null,
		raw: [{ from: raw.from, to: range.to }],
	})
})
