import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { somePolicy } from '../model/testing.ts'
import { dayAt } from '../site/day.ts'
import { Folding } from '../site/folding.ts'
import { foldPairs } from '../store/fold-pairs.ts'
import { checkBackend } from './contract.ts'
import { question } from './contract-questions.ts'
import { D1Backend } from './d1.ts'
import { splitOf } from './rollup-split.ts'
import { type World, write } from './world.ts'

/** Folds a world's days up to `until`, as the site's object does, and says how far it is. */
async function foldWorld({ site, timezone, visits }: World, until: number) {
	const notes = new Map<string, string>()
	const folding = new Folding(
		{
			get: <T>(key: string) => JSON.parse(notes.get(key) ?? 'null') as T | null,
			set: (key, value) => void notes.set(key, JSON.stringify(value)),
			delete: (key) => void notes.delete(key),
		},
		2,
	)
	const policy = somePolicy(site, {
		timezone,
		mode: visits.some(({ stable }) => stable === 1) ? 'cookie' : 'lightweight',
	})
	let more = true
	while (more) more = await folding.fold(env.STATS_0, policy, until)
	// These worlds are small: pairs are folded for them all the same.
	const days = new Set(visits.map(({ startedAt }) => dayAt(startedAt, timezone).start))
	for (const start of days) await foldPairs(env.STATS_0, site, start, dayAt(start, timezone).end)
	const today = { day: dayAt(until, timezone), events: 5_000 }
	// The open day is the last one: no row is of a later time than the present.
	const isLast = visits.every(({ startedAt }) => startedAt <= until)
	while (isLast && (await folding.foldHours(env.STATS_0, policy, today, until))) more = true
	const told = folding.state(policy)
	const open = visits.filter(({ startedAt }) => told?.hours && startedAt >= told.to)
	const openSeconds = told?.hours ? open.reduce((sum, { duration }) => sum + duration, 0) : null
	return told && { ...told, pairsFrom: 0, sourcesFrom: 0, openSeconds }
}

/** The database, and how many statements have read a table. */
function watched(): { db: D1Database; used: (table: string) => number } {
	const texts: string[] = []
	const db = {
		prepare(text: string) {
			texts.push(text)
			return env.STATS_0.prepare(text)
		},
		batch: (statements: D1PreparedStatement[]) => env.STATS_0.batch(statements),
	}
	return { db: db as D1Database, used: (table) => texts.filter((text) => text.includes(table)).length }
}

/** Questions about one dimension under a filter on another, as the panels of an overview ask them. */
const underFilter = fc
	.tuple(
		question,
		fc.constantFrom(
			'visit:source',
			'visit:channel',
			'visit:browser',
			'visit:exit_page',
			'event:page',
			'event:name',
		),
		fc.constantFrom(
			['visit:channel', 'Organic Search'],
			['visit:country', 'DE'],
			['visit:browser', 'Firefox'],
			['visit:device', 'Mobile'],
			['visit:source', 'Google'],
			['visit:source', 'Direct / None'],
			['visit:channel', 'Direct'],
		),
		fc.constantFrom(null, 'time:day', 'time:week'),
		fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
	)
	.map(([asked, listed, [filtered, value], time, range]) => ({
		...{ ...asked, time, range, dimensions: [listed], goalFilters: [], eventFilters: [], byGoal: 1 },
		visitFilters: [['is', filtered, [value]]],
	}))

test.each([
	['random worlds', 4_000, question],
	['one dimension under a filter on another', 4_500, underFilter],
])(
	'questions about %s get the answers of the reference from rollups and raw rows',
	async (_, site, asking) => {
		const { db, used } = watched()
		let worlds = 0
		const { asked } = await checkBackend({
			...{ site, worlds: 60, questions: 40, question: asking },
			open: async (world) => {
				await write(env.STATS_0, world)
				const times = world.events.map(({ time }) => time)
				// Half of the worlds stand at their last event, the others go on for some days that no fold knows of.
				const until = worlds++ % 2 ? Math.max(...times) : Math.min(...times) + (1 + (worlds % 5)) * 86_400_000
				return new D1Backend(db, world.events.length > 0 ? await foldWorld(world, until) : null)
			},
		})
		expect(asked).toBe(2_400)
		if (asking === question) {
			expect(used('rollup_days')).toBeGreaterThan(30)
			expect(used('rollup_hours')).toBeGreaterThan(5)
		} else expect(used('rollup_pairs')).toBeGreaterThan(200)
	},
	300_000,
)

const at = (text: string): number => Date.parse(text)
const folded = {
	timezone: 'Europe/Oslo',
	to: at('2026-03-10T00:00:00+01:00'),
	hours: false,
	openSeconds: null,
	pairsFrom: null,
	sourcesFrom: null,
	stretches: null,
	from: 0,
	raw: null,
	added: null,
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
