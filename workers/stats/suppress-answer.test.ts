import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Event } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import { commit, eventJson, visitJson } from '../store/commit.ts'
import { answerPublicly, type PublicResult } from './suppress-answer.ts'
import type { PublicSite } from './suppress-read.ts'
import { type Beat, type World, worldOf } from './world.ts'

/**
 * The release, attacked from outside: random worlds in a real database, and every way of asking. Two promises are
 * kept: no answer tells more than the days (or months) it is made of, so that differences of answers are differences
 * of releases; and a world in which one person has another folded value has the same answers.
 *
 * What a planted bug looks like: return `true` from `isSafe` in `suppress.ts`, and the second test ends with a day
 * whose total less its shown cells is a cell under k.
 */
const ZONE = 'Etc/UTC'
const K = 5
const DIMENSIONS = ['visit:country', 'visit:source', 'visit:device', 'event:page'] as const
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']
const NOW = Date.parse('2026-03-05T12:00:00Z')
const OPTIONS = { seed: 20261124, numRuns: 12 }

const person = fc.record({
	day: fc.nat(DAYS.length - 1),
	country: fc.constantFrom('DE', 'DE', 'DE', 'NO', 'FR', 'MT', ''),
	source: fc.constantFrom('Google', 'Google', 'Bing', 'News', ''),
	device: fc.constantFrom('Desktop', 'Desktop', 'Mobile', 'Tablet'),
	pages: fc.array(fc.constantFrom('/', '/', '/a', '/b', '/c'), { minLength: 1, maxLength: 3 }),
})
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never
const people = fc.array(person, { minLength: 30, maxLength: 110 })

const beatsOf = (all: readonly Person[]): Beat[] =>
	all.flatMap(({ day, pages, ...facts }, i) =>
		pages.map((page, n): Beat => {
			const at = `${DAYS[day]}T10:${String(n).padStart(2, '0')}:00Z`
			return { person: i, at, page, facts }
		}),
	)

let lastSite = 9_100
/** Puts a world into the database. */
async function opened(all: readonly Person[]): Promise<PublicSite> {
	const id = ++lastSite
	const world: World = worldOf(id, ZONE, beatsOf(all))
	const json = <T extends Event | Visit>(rows: T[], text: (row: T) => string) =>
		rows.length > 0 ? [rows.map(text).join(',')] : []
	await commit(env.STATS_0, {
		...{ site: id, number: 1, at: 0, refusals: [] },
		events: json(world.events, eventJson),
		visits: json(world.visits, visitJson),
	})
	return { id, domain: 'attacked.example', timezone: ZONE, folded: null, threshold: K, keptDays: 100 }
}

async function ask(site: PublicSite, body: object): Promise<PublicResult> {
	const result = await answerPublicly(
		env.STATS_0,
		site,
		{ site_id: site.domain, metrics: ['visitors', 'pageviews'], ...body },
		NOW,
	)
	if (!result.ok) throw new Error(result.error.message)
	return result.value
}

/** Every range of days. */
const RANGES = DAYS.flatMap((from, i) => DAYS.slice(i).map((to): [string, string] => [from, to]))

/** Answers as numbers by row; what is withheld counts for nothing. */
const table = ({ results }: PublicResult) =>
	new Map(results.map(({ dimensions, metrics }) => [dimensions.join(), metrics.map((one) => one ?? 0)]))

const added = (tables: Map<string, number[]>[]) => {
	const sum = new Map<string, number[]>()
	for (const [name, metrics] of tables.flatMap((one) => [...one])) {
		sum.set(
			name,
			metrics.map((value, i) => value + (sum.get(name)?.[i] ?? 0)),
		)
	}
	return sum
}

test('an answer about a range is the sum of the answers about its days, whatever is asked', async () => {
	await fc.assert(
		fc.asyncProperty(people, fc.constantFrom(...RANGES), async (all, range) => {
			const site = await opened(all)
			const within = DAYS.filter((day) => day >= range[0] && day <= range[1])
			const questions = [
				{},
				...DIMENSIONS.map((dimension) => ({ dimensions: [dimension] })),
				{ filters: [['is', 'visit:country', ['DE']]] },
				{ filters: [['is', 'event:page', ['/', '/a']]] },
			]
			for (const question of questions) {
				const days = await Promise.all(
					within.map(async (day) => table(await ask(site, { ...question, date_range: [day, day] }))),
				)
				const whole = table(await ask(site, { ...question, date_range: range }))
				const told = [...whole].filter(([, metrics]) => metrics.some((value) => value > 0))
				const sum = [...added(days)].filter(([, metrics]) => metrics.some((value) => value > 0))
				expect(Object.fromEntries(told)).toEqual(Object.fromEntries(sum))
			}
		}),
		{ ...OPTIONS, numRuns: 5 },
	)
}, 60_000)

/** Exact visitors of a day's values, which nobody outside knows. */
function truth(all: readonly Person[], day: number, dimension: (typeof DIMENSIONS)[number]) {
	const counts = new Map<string, number>()
	const here = all.filter((one) => one.day === day)
	for (const one of here) {
		const blank = dimension === 'visit:source' ? 'Direct / None' : '(not set)'
		const values =
			dimension === 'event:page'
				? one.pages
				: [
						{ 'visit:country': one.country, 'visit:source': one.source, 'visit:device': one.device }[
							dimension
						],
					]
		for (const value of new Set(values)) {
			counts.set(value || blank, (counts.get(value || blank) ?? 0) + 1)
		}
	}
	return { counts, total: here.length, here }
}

test('no sum or difference of two or three answers is a group of fewer than k, however exact it were', async () => {
	let folded = 0
	await fc.assert(
		fc.asyncProperty(people, async (all) => {
			const site = await opened(all)
			for (const [i, day] of DAYS.entries()) {
				for (const dimension of DIMENSIONS) {
					const { results } = await ask(site, { dimensions: [dimension], date_range: [day, day] })
					const { counts, total, here } = truth(all, i, dimension)
					const shown = results.filter(({ other }) => !other).map(({ dimensions: [value = ''] }) => value)
					for (const value of shown) expect(counts.get(value) ?? 0).toBeGreaterThanOrEqual(K)
					if (total < K) expect(results).toEqual([])
					if (total < K || shown.length === counts.size) continue
					folded++
					// Who is in a folded cell, told by the total less any shown cells: nobody, or k people.
					const values = new Set(shown)
					const hidden = here.filter((one) => behind(one, dimension).some((value) => !values.has(value)))
					expect(hidden.length).toBeGreaterThanOrEqual(K)
					const left = total - shown.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0)
					if (dimension !== 'event:page') expect(left).toBeGreaterThanOrEqual(K)
				}
			}
		}),
		OPTIONS,
	)
	expect(folded).toBeGreaterThan(20)
}, 60_000)

function behind(one: Person, dimension: (typeof DIMENSIONS)[number]): string[] {
	if (dimension === 'event:page') return one.pages
	if (dimension === 'visit:source') return [one.source || 'Direct / None']
	return [(dimension === 'visit:country' ? one.country : one.device) || '(not set)']
}

test('two worlds in which one person has another small value cannot be told apart', async () => {
	let compared = 0
	await fc.assert(
		fc.asyncProperty(people, async (all) => {
			const moved = swapped(all)
			if (!moved) return
			compared++
			const [one, other] = [await opened(all), await opened(moved)]
			for (const date_range of RANGES) {
				for (const question of [
					{},
					{ dimensions: ['time:day'] },
					...DIMENSIONS.map((dimension) => ({ dimensions: [dimension] })),
					...['DE', 'NO', 'FR', 'MT'].map((country) => ({ filters: [['is', 'visit:country', [country]]] })),
				]) {
					const [a, b] = await Promise.all([
						ask(one, { ...question, date_range }),
						ask(other, { ...question, date_range }),
					])
					expect(a).toEqual(b)
				}
			}
		}),
		{ ...OPTIONS, numRuns: 6 },
	)
	expect(compared).toBeGreaterThan(2)
}, 120_000)

/** The same people, one of them from another country that is as small: both stay small, and neither is empty. */
function swapped(all: readonly Person[]): Person[] | null {
	for (const [i, one] of all.entries()) {
		const { counts } = truth(all, one.day, 'visit:country')
		const size = (country: string) => counts.get(country || '(not set)') ?? 0
		const other = (['NO', 'FR', 'MT', ''] as const).find(
			(country) => country !== one.country && size(country) >= 1 && size(country) < K - 1,
		)
		if (size(one.country) < K && size(one.country) > 1 && other !== undefined) {
			return all.map((person, n) => (n === i ? { ...person, country: other } : person))
		}
	}
	return null
}
