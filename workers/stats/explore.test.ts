import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ok } from '../kit/result.ts'
import type { Event } from '../model/event.ts'
import type { Goal } from '../model/goal.ts'
import { guarded, rowsOf, subjectOf, TOO_MUCH } from './explore.ts'
import { funnelReference, journeyReference, retentionReference } from './explore-reference.ts'
import { funnel } from './funnel.ts'
import { journey } from './journey.ts'
import { type Pages, pagesOf } from './journey-d1.ts'
import { retention } from './retention.ts'
import { UNAVAILABLE } from './run.ts'
import { type Fragment, sql } from './sql.ts'
import { type Beat, type World, worldOf, write } from './world.ts'

/** Random worlds and random questions about them: D1 has to say what the slow references say. */
const WORLDS = 40
const MINUTE = 60_000
const NOW = Date.parse('2026-12-20T12:00:00Z')
const TIMEZONE = 'Europe/Berlin'
/** The clocks are put back on 25 October 2026. */
const START = Date.parse('2026-10-20T09:00:00Z')

const beat = fc.record({
	/** Minutes since the person's beacon before: often none, so that several share a millisecond. */
	gap: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(35), fc.integer({ min: 60, max: 20_000 })),
	name: fc.constantFrom('pageview', 'pageview', 'pageview', 'engagement', 'Sign up'),
	page: fc.constantFrom('/', '/a', '/a/b', '/c'),
	props: fc.constantFrom({ plan: 'pro' }, {}),
	scrollDepth: fc.constantFrom(10, 60, 100, 255),
	facts: fc.record({ browser: fc.constantFrom('Firefox', 'Chrome') }),
})
const people = fc.array(
	fc.record({ stable: fc.boolean(), beats: fc.array(beat, { minLength: 1, maxLength: 14 }) }),
	{ minLength: 1, maxLength: 5 },
)

const made = (of: object, i: number): Goal =>
	({ id: i, name: `Step ${i}`, props: {}, currency: null, ...of }) as Goal
const step = fc.constantFrom<object>(
	{ kind: 'page', path: '/' },
	{ kind: 'page', path: '/a*' },
	{ kind: 'page', path: '/*' },
	{ kind: 'page', path: '*b', props: { plan: 'pro' } },
	{ kind: 'event', event: 'Sign up' },
	{ kind: 'scroll', path: '/a*', threshold: 50 },
)
const dates = fc.constantFrom<[string, string]>(
	['2026-10-01', '2026-12-19'],
	['2026-10-20', '2026-10-26'],
	['2026-10-21', '2026-11-03'],
)
const filter = fc.constantFrom<[unknown[], (one: { browser: string }) => boolean]>(
	[[], () => true],
	[[['is', 'visit:browser', ['Chrome']]], ({ browser }) => browser === 'Chrome'],
	[[['matches', 'visit:browser', ['^F']]], ({ browser }) => browser === 'Firefox'],
)
const eventFilter = fc.oneof(
	{ weight: 3, arbitrary: filter },
	{
		weight: 1,
		arbitrary: fc.constant<[unknown[], (one: { browser: string }) => boolean]>([
			[['is_not', 'event:page', ['/c']]],
			(one) => (one as Event).page !== '/c',
		]),
	},
)
const asked = fc.record({
	dates,
	filter: eventFilter,
	visitFilter: filter,
	steps: fc.array(step, { minLength: 2, maxLength: 4 }),
	order: fc.constantFrom<'open' | 'strict'>('open', 'strict'),
	windowMinutes: fc.constantFrom(null, 1, 40, 3_000, 40_000),
	page: fc.constantFrom('/', '/a', null),
	direction: fc.constantFrom<'next' | 'previous'>('next', 'previous'),
	depth: fc.integer({ min: 1, max: 10 }),
	limit: fc.integer({ min: 1, max: 4 }),
	period: fc.constantFrom<'week' | 'month'>('week', 'month'),
})
type Question = typeof asked extends fc.Arbitrary<infer Q> ? Q : never
type People = typeof people extends fc.Arbitrary<infer P> ? P : never

function beatsOf(list: People): Beat[] {
	return list.flatMap(({ stable, beats }, person) => {
		let at = START + person * 7 * MINUTE
		return beats.map(({ gap, scrollDepth, ...rest }) => {
			at += gap * MINUTE
			return { ...rest, person, stable, at, ...(rest.name === 'engagement' ? { scrollDepth } : {}) }
		})
	})
}

async function checkFunnel(world: World, question: Question): Promise<void> {
	const { order, windowMinutes } = question
	const [filters, keep] = question.filter
	const steps = question.steps.map(made)
	const course = { steps, order, windowMinutes }
	const sent = { date_range: question.dates, filters, ...course }
	const answer = await funnel(env.STATS_0, siteOf(world), sent, NOW)
	const visitors = funnelReference(world, question.dates, keep, course)
	expect(answer).toMatchObject({ ok: true, value: { steps: visitors.map((count) => ({ visitors: count })) } })
}

async function checkJourney(world: World, question: Question): Promise<void> {
	const { page, depth, limit } = question
	const direction = page === null ? 'next' : question.direction
	const [filters, keep] = question.filter
	const course = { page, direction, depth, limit }
	const sent = { date_range: question.dates, filters, ...course }
	const answer = await journey(env.STATS_0, siteOf(world), sent, NOW)
	if (!answer.ok) throw new Error(answer.error.message)
	const walks = journeyReference(world, question.dates, keep, course)
	const countOf = (those: typeof walks) => ({
		visits: those.length,
		visitors: new Set(those.map((one) => one.visitor)).size,
	})
	expect(answer.value.start).toEqual({ page, ...countOf(walks) })
	const far = Math.max(0, ...walks.map((one) => one.walk.length))
	expect(answer.value.steps).toHaveLength(far)
	for (const [i, told] of answer.value.steps.entries()) {
		const there = walks.filter((one) => one.walk.length > i)
		const at = (wanted: string | null) => there.filter((one) => one.walk[i] === wanted)
		const pages = [...new Set(there.flatMap((one) => one.walk[i] ?? []))]
		const sorted = pages.sort((a, b) => at(b).length - at(a).length || (a < b ? -1 : 1))
		const named = (list: string[]) => list.map((one) => ({ page: one, ...countOf(at(one)) }))
		expect(told.pages.map(({ percentage: _, ...rest }) => rest)).toEqual(named(sorted.slice(0, limit)))
		const others = sorted.slice(limit)
		const rest = there.filter((one) => others.includes(one.walk[i] ?? ''))
		expect(told.others).toMatchObject({ pages: others.length, ...countOf(rest) })
		expect(told.left).toMatchObject(countOf(at(null)))
		const linked = told.links.reduce((sum, one) => sum + one.visits, 0)
		expect(linked).toBe(i === 0 ? 0 : there.length - at(null).length)
	}
}

async function checkRetention(world: World, question: Question): Promise<void> {
	const { period } = question
	const [filters, keep] = question.visitFilter
	const sent = { date_range: question.dates, filters, period }
	const answer = await retention(env.STATS_0, siteOf(world), sent, NOW)
	if (!answer.ok) throw new Error(answer.error.message)
	const { cohorts, days } = retentionReference(world, question.dates, keep, period)
	const { value } = answer
	const labels = value.periods.map(({ date }) => date)
	const [firstDay] = question.dates
	const labelOf = (date: string) => (date < firstDay && period === 'week' ? firstDay : date)
	const told = value.cohorts.map(({ date, periods }) => [
		date,
		periods.flatMap(({ visitors }, i) =>
			visitors > 0 ? [[labels[labels.indexOf(date) + i], visitors] as const] : [],
		),
	])
	const wanted = Object.entries(cohorts)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([date, came]) => [
			labelOf(date),
			Object.entries(came)
				.sort(([a], [b]) => (a < b ? -1 : 1))
				.map(([label, count]) => [labelOf(label), count]),
		])
	expect(told).toEqual(wanted)
	expect(Object.fromEntries(value.days.map((one) => [one.date, [one.visitors, one.returning]]))).toEqual(days)
}

const siteOf = ({ site, timezone }: World) => ({ id: site, domain: 'explore.example', timezone })

test('funnels, journeys and retention of random worlds are those of the references', async () => {
	let site = 40_000
	await fc.assert(
		fc.asyncProperty(people, fc.array(asked, { minLength: 8, maxLength: 8 }), async (list, questions) => {
			site += 2
			const world = worldOf(site, TIMEZONE, beatsOf(list))
			await write(env.STATS_0, world)
			// Another site's visitors must count nowhere.
			await write(env.STATS_0, worldOf(site + 1, TIMEZONE, beatsOf(list)))
			for (const question of questions) {
				await checkFunnel(world, question)
				await checkJourney(world, question)
				await checkRetention(world, question)
			}
		}),
		{ numRuns: WORLDS, seed: 20_261_124 },
	)
}, 120_000)

test('more than a text of D1 can hold is told as too much, all else as unavailable', async () => {
	const site = { id: 39_999, domain: 'explore.example', timezone: TIMEZONE }
	const huge = sql`SELECT length(hex(zeroblob(20000000)))`
	const asked = (what: Fragment) => guarded(site, async () => ok(await rowsOf(env.STATS_0, [what])))
	expect(await asked(huge)).toEqual({ ok: false, error: TOO_MUCH })
	expect(await asked(sql`SELECT nothing`)).toEqual({ ok: false, error: UNAVAILABLE })
})

test('of more visits than are followed, one of so many visitors is, with all of their visits', async () => {
	const beats = Array.from({ length: 20 }, (_, i) => ({
		person: i % 10,
		at: START + i * 40 * MINUTE,
		page: '/',
	}))
	const site = siteOf(worldOf(39_998, TIMEZONE, beats))
	await write(env.STATS_0, worldOf(39_998, TIMEZONE, beats))
	const subject = await subjectOf(env.STATS_0, site, { date_range: ['2026-10-01', '2026-12-19'] }, NOW)
	if (!subject.ok) throw new Error(subject.error.message)
	for (const page of [null, '/']) {
		// Here visitors are numbered one after the other: a third of them is every third.
		const [all = [], some = []] = await rowsOf<Pages>(env.STATS_0, [
			pagesOf(subject.value, page, 'next', 100, 20),
			pagesOf(subject.value, page, 'next', 100, 7),
		])
		const visitors = (rows: Pages[]) => rows.reduce((sum, one) => sum + one.visitors, 0)
		expect([all[0]?.every, some[0]?.every]).toEqual([1, 3])
		expect(visitors(some)).toBe(Math.floor(visitors(all) / 3))
	}
})
