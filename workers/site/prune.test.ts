import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision, Event, Taken } from '../model/event.ts'
import { bitOf } from '../model/novelty.ts'
import { type Collect, PRIVACY } from '../model/policy.ts'
import { someFacts, somePageview, somePolicy } from '../model/testing.ts'
import { reduce, reduceRule } from '../privacy/reduce.ts'
import { commit, eventJson, visitJson } from '../store/commit.ts'
import { foldDay, verifyDay } from '../store/fold.ts'
import { dayAt } from './day.ts'
import { Folding } from './folding.ts'
import { join } from './outbox.ts'
import { Pruning } from './prune.ts'
import { previewPrune } from './prune-preview.ts'
import { rowsOf } from './testing.ts'
import { Today } from './today.ts'
import type { OpenVisit } from './visits.ts'

const decision: Decision = { outcome: 'light', reason: 'lightweight', rule: 'US-CA', policyVersion: 1 }
const DAY = Date.UTC(2026, 2, 3)
const but = (change: Partial<Collect>): Collect => ({ ...PRIVACY.collect, ...change })
/** Nothing is reduced: as rows were before there were rules. */
const NO_RULE = but({ redact: { email: false, uuid: false, numbers: false } })

let nextSite = 63_000
const newSite = (collect: Collect, timezone = 'Etc/UTC') => {
	const site = nextSite++
	return somePolicy(site, { timezone, privacy: { ...PRIVACY, collect } })
}

interface Step {
	who: number
	after: number
	hit: Taken
}

/** What a site's object would have written of the same beacons under a rule, straight into D1. */
async function collected(site: number, collect: Collect, steps: readonly Step[], timezone = 'Etc/UTC') {
	let number = 1
	const draw = () => number++
	let at = DAY
	let today = new Today(dayAt(at, timezone))
	const [rows, visits]: [string[], OpenVisit[]] = [[], []]
	for (const { who, after, hit } of steps) {
		at += after
		if (at >= today.day.end) {
			visits.push(...today.changed)
			today = new Today(dayAt(at, timezone))
		}
		const noted = { ...decision, rule: reduceRule(decision.rule, collect) }
		const taking = { token: `t${who}`, number: null, awaits: null, decision: noted, site, seq: 1, draw }
		const event = today.take(reduce(hit, collect), at, taking)
		if (event) rows.push(eventJson(event))
	}
	visits.push(...today.changed)
	await commit(env.STATS_0, {
		...{ site, number: 1, at: 0, refusals: [] },
		...{ events: join(rows), visits: join(visits.map(visitJson)) },
	})
	return at
}

/** A site's rows as they are but for its number. */
const plain = async (table: 'events' | 'visits', site: number) =>
	(await rowsOf(table, site)).map(({ site: _, ...row }) => row)

function notes() {
	const held = new Map<string, string>()
	return {
		get: <T>(key: string): T | null => JSON.parse(held.get(key) ?? 'null') as T | null,
		set: (key: string, value: unknown) => void held.set(key, JSON.stringify(value)),
		delete: (key: string) => void held.delete(key),
	}
}

const mail = (name: string) => `/of/${name}@example.org`
const step = fc.record<Step>({
	who: fc.integer({ min: 1, max: 3 }),
	after: fc.oneof(fc.integer({ min: 1, max: 600_000 }), fc.constantFrom(1, 40 * 60_000, 7 * 3_600_000)),
	hit: fc
		.record({
			name: fc.constantFrom('pageview', 'pageview', 'pageview', 'engagement', 'Signup'),
			page: fc.constantFrom('/', '/user/1', '/user/2', mail('ada'), mail('bob'), '/of/:email', '(not set)'),
			city: fc.constantFrom('Bergen', 'Oslo', '', '(not set)'),
			region: fc.constantFrom('NO-46', 'NO-03', ''),
			referrer: fc.constantFrom('news.example/a', 'news.example/b', 'news.example', ''),
			tag: fc.constantFrom('letter', 'poster', ''),
			version: fc.constantFrom('140.1', '140.2', '141.0'),
			title: fc.constantFrom('', 'Of ada@example.org'),
			lcp: fc.constantFrom(null, 900),
		})
		.map(({ name, page, title, lcp, city, region, referrer, tag, version }) =>
			somePageview({
				...{ name, page, title, props: name === 'Signup' ? { to: 'ada@example.org' } : null },
				vitals: lcp === null ? null : { lcp, inp: null, cls: null, fcp: null, ttfb: null },
				facts: {
					...{ ...someFacts, city, region, referrer, browserVersion: version },
					...{ source: tag || 'Google', utmSource: tag },
				},
			}),
		),
})
const rule = fc.record<Partial<Collect>>(
	{
		place: fc.constantFrom('city', 'region', 'country', 'none'),
		versions: fc.constantFrom('full', 'major', 'none'),
		referrer: fc.constantFrom('path', 'host', 'none'),
		properties: fc.boolean(),
		vitals: fc.boolean(),
		titles: fc.boolean(),
		paths: fc.constantFrom([], [{ match: '/user/*', keep: '/user/:id' }], [{ match: '**', keep: '/' }]),
		tags: fc.constantFrom(null, [], ['utm_medium']),
	},
	{ requiredKeys: [] },
)

test('a pruned history is what would have been collected under the rule from the start', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), rule, async (steps, change) => {
			const collect = but(change)
			const [policy, twin] = [newSite(collect), newSite(collect)]
			const end = await collected(policy.site, NO_RULE, steps)
			await collected(twin.site, collect, steps)
			const pruning = new Pruning(notes(), new Folding(notes()))
			pruning.start(policy, end)
			while ((await pruning.step(env.STATS_0, policy)).more);
			expect(await plain('events', policy.site)).toEqual(await plain('events', twin.site))
			expect(await plain('visits', policy.site)).toEqual(await plain('visits', twin.site))
		}),
		{ numRuns: 60 },
	)
}, 60_000)

const view = (who: number, after: number, city: string, page = '/'): Step => ({
	...{ who, after },
	hit: somePageview({ page, facts: { ...someFacts, city } }),
})

test('a visitor of two cities of one region is one visitor of what they become, in its hours too', async () => {
	const policy = newSite(but({ place: 'region' }))
	const { site } = policy
	const steps = [view(1, 1, 'Bergen'), view(1, 40 * 60_000, 'Voss'), view(2, 1, 'Bergen')]
	const end = await collected(site, NO_RULE, [...steps, view(1, 31 * 60_000, 'Odda')])
	const bits = async (column: 'novelty' | 'novelty_hour') =>
		(await rowsOf('events', site)).map((row) => (Number(row[column]) & bitOf('city')) !== 0)
	expect(await bits('novelty')).toEqual([true, true, true, true])
	const pruning = new Pruning(notes(), new Folding(notes()))
	pruning.start(policy, end)
	while ((await pruning.step(env.STATS_0, policy)).more);
	expect(await bits('novelty')).toEqual([true, false, true, false])
	expect(await bits('novelty_hour')).toEqual([true, false, true, true])
	const visits = await rowsOf('visits', site)
	expect(visits.map((row) => (Number(row.novelty) & bitOf('city')) !== 0)).toEqual([true, false, true, false])
})

/** D1 that fails now and then, before or after it has done what it was asked. */
function failing(random: () => number): D1Database {
	const some = env.STATS_0
	return {
		prepare: (text: string) => {
			if (random() < 0.1) throw new Error('D1 is away')
			return some.prepare(text)
		},
		batch: async (statements: D1PreparedStatement[]) => {
			if (random() < 0.2) throw new Error('D1 fails before')
			const results = await some.batch(statements)
			if (random() < 0.2) throw new Error('D1 fails after')
			return results
		},
	} as unknown as D1Database
}

test('it goes on where it was after failures of D1 and evictions, and sums are folded anew', async () => {
	const collect = but({ place: 'country', paths: [{ match: '/user/*', keep: '/user/:id' }] })
	const [policy, twin] = [newSite(collect, 'Europe/Oslo'), newSite(collect, 'Europe/Oslo')]
	const steps = Array.from({ length: 1_700 }, (_, i) =>
		view(i % 7, 150_000, ['Bergen', 'Oslo', ''][i % 3] ?? '', `/user/${i % 11}`),
	)
	const end = await collected(policy.site, NO_RULE, steps, 'Europe/Oslo')
	await collected(twin.site, collect, steps, 'Europe/Oslo')
	const tables = notes()
	const folding = new Folding(tables)
	while (await folding.fold(env.STATS_0, policy, end + 2 * 86_400_000));
	let seed = 7
	const random = () => {
		seed = (seed * 16_807) % 2_147_483_647
		return seed / 2_147_483_647
	}
	new Pruning(tables, folding).start(policy, end)
	let failures = 0
	let pruning = new Pruning(tables, folding)
	for (let more = true; more; ) {
		if (random() < 0.3) pruning = new Pruning(tables, folding)
		try {
			more = (await pruning.step(failing(random), policy)).more
		} catch {
			failures++
		}
	}
	expect(failures).toBeGreaterThan(5)
	expect(pruning.state).toMatchObject({
		finishedAt: expect.any(Number),
		policyVersion: 1,
		from: DAY + 150_000,
	})
	expect(await plain('events', policy.site)).toEqual(await plain('events', twin.site))
	expect(await plain('visits', policy.site)).toEqual(await plain('visits', twin.site))
	expect(folding.state(policy)?.raw).not.toBeNull()
	while (await folding.fold(env.STATS_0, policy, end + 2 * 86_400_000));
	expect(folding.state(policy)?.raw).toBeNull()
	const folded = (site: number) =>
		env.STATS_0.prepare('select * from rollup_days where site = ? and dimension < 1000')
			.bind(site)
			.all()
			.then(({ results }) => results.map(({ site: _, ...row }) => row))
	for (let { start, end: dayEnd } = dayAt(DAY, 'Europe/Oslo'); start < end; ) {
		const day = { site: policy.site, start, end: dayEnd }
		expect(await verifyDay(env.STATS_0, day)).toEqual([])
		await foldDay(env.STATS_0, { ...day, site: twin.site })
		;({ start, end: dayEnd } = dayAt(dayEnd, 'Europe/Oslo'))
	}
	expect(await folded(policy.site)).toEqual(await folded(twin.site))
	expect(JSON.stringify(await folded(policy.site))).not.toContain('Bergen')
}, 60_000)

test('a chunk reads its own rows and no others', async () => {
	const policy = newSite(but({ place: 'none' }))
	const steps = Array.from({ length: 2_000 }, (_, i) => view(i % 50, 1, 'Oslo'))
	const end = await collected(policy.site, NO_RULE, steps)
	let read = 0
	const counting = {
		prepare: (text: string) => env.STATS_0.prepare(text),
		batch: async (statements: D1PreparedStatement[]) => {
			const results = await env.STATS_0.batch(statements)
			read += results.reduce((sum, { meta }) => sum + meta.rows_read, 0)
			return results
		},
	} as unknown as D1Database
	const pruning = new Pruning(notes(), new Folding(notes()))
	pruning.start(policy, end)
	while ((await pruning.step(counting, policy)).more);
	expect(pruning.state).toMatchObject({ events: 2_000 })
	expect(read).toBeLessThan(20_000)
})

test('a second pruning changes nothing, and one by another rule begins anew', async () => {
	const policy = newSite(but({ place: 'region' }))
	const end = await collected(policy.site, NO_RULE, [view(1, 1, 'Bergen'), view(2, 1, 'Oslo')])
	const pruning = new Pruning(notes(), new Folding(notes()))
	expect(pruning.state).toBeNull()
	pruning.start(policy, end)
	expect(await pruning.step(env.STATS_0, policy)).toEqual({ more: false, changed: true })
	expect(pruning.state).toMatchObject({ events: 2, visits: 2 })
	pruning.start(policy, end)
	expect(pruning.state).toMatchObject({ events: 0, finishedAt: null })
	expect(await pruning.step(env.STATS_0, policy)).toEqual({ more: false, changed: false })
	expect(pruning.state).toMatchObject({ events: 0, visits: 0 })
})

test('rows after the start, of other sites and those that were erased meanwhile stay as they are', async () => {
	const [policy, other] = [newSite(but({ place: 'none' })), newSite(NO_RULE)]
	const steps = [view(1, 1, 'Bergen'), view(2, 1, 'Oslo'), view(3, 10_000, 'Voss')]
	await collected(policy.site, NO_RULE, steps)
	await collected(other.site, NO_RULE, steps)
	const before = await plain('events', other.site)
	const pruning = new Pruning(notes(), new Folding(notes()))
	pruning.start(policy, DAY + 5_000)
	await pruning.step(env.STATS_0, policy)
	const rows = (await rowsOf('events', policy.site)) as unknown as Event[]
	expect(rows.map(({ city }) => city)).toEqual(['', '', 'Voss'])
	expect(await plain('events', other.site)).toEqual(before)
})

test('a preview counts what would change, shows examples, changes nothing and goes on where it ended', async () => {
	const { site } = newSite(NO_RULE)
	await collected(site, NO_RULE, [
		...[view(1, 1, 'Bergen', mail('ada')), view(1, 1, 'Bergen', '/a'), view(2, 1, '', '/b')],
	])
	const before = await plain('events', site)
	expect(await previewPrune(env.STATS_0, site, but({ place: 'region' }), 0)).toEqual({
		events: { read: 3, changed: 2 },
		visits: { read: 2, changed: 1 },
		examples: [
			{ field: 'page', before: '/of/ada@example.org', after: '/of/:email' },
			{ field: 'entryPage', before: '/of/ada@example.org', after: '/of/:email' },
			{ field: 'city', before: 'Bergen', after: '' },
		],
		next: null,
	})
	expect(await plain('events', site)).toEqual(before)
	const many = newSite(NO_RULE).site
	await collected(
		many,
		NO_RULE,
		Array.from({ length: 12_345 }, (_, i) => view(i % 50, i % 3, 'Oslo')),
	)
	const sums = [0, 0]
	let from: number | null = 0
	for (let calls = 0; from !== null; calls++) {
		const part = await previewPrune(env.STATS_0, many, but({ place: 'none' }), from)
		expect(calls).toBeLessThan(3)
		sums[0] = (sums[0] ?? 0) + part.events.changed
		sums[1] = (sums[1] ?? 0) + part.visits.read
		from = part.next
	}
	expect(sums).toEqual([12_345, (await rowsOf('visits', many)).length])
}, 60_000)
