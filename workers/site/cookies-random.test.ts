import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { privacyOf } from '../model/policy.ts'
import { someHit, somePolicy } from '../model/testing.ts'
import { dump, rowsOf, stubOf } from './testing.ts'

/**
 * Whatever visitors do and whenever D1 fails, the object sleeps or a day ends: nobody is counted twice on a day, no
 * row bears a number of another identity, and what was erased is gone. Each person has a network and a jar for its
 * cookie; the last one's jar keeps nothing. Long: the random life and the book that is kept of it belong together.
 */
const MINUTE = 60_000
const MORNING = Date.UTC(2050, 5, 1, 22)
const PEOPLE = 3

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

const person = fc.nat({ max: PEOPLE - 1 })
const step = fc.oneof(
	{
		weight: 12,
		arbitrary: fc.record({
			do: fc.constant('hit' as const),
			person,
			consent: fc.oneof(
				{ weight: 8, arbitrary: fc.constant('granted' as const) },
				{ weight: 4, arbitrary: fc.constant('unset' as const) },
				{ weight: 1, arbitrary: fc.constant('cookieless' as const) },
			),
			name: fc.constantFrom('pageview', 'pageview', 'engagement'),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('withdraw' as const),
			person,
			consent: fc.constantFrom('cookieless' as const, 'unset' as const, 'denied' as const),
			/** A script that was tampered with keeps its cookie. */
			keeps: fc.boolean(),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constantFrom('optOut' as const, 'forget' as const), person }) },
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 20, 600, 600) }),
	},
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constantFrom('sleep' as const, 'alarm' as const, 'flush' as const) }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constantFrom('fail' as const, 'mend' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What is known here of one kept hit. */
interface Noted {
	page: string
	person: number
	day: number
	name: string
	/** The id that its row can be found by; null = by the sender's network, on its day, or not at all. */
	id: string | null
	/** Somebody can still be told that it is theirs. */
	tied: boolean
	erased: boolean
}

const isLight = ({ id, name, erased }: Noted) => id === null && name === 'pageview' && !erased

const dayOf = (at: number) => Math.floor(at / 86_400_000)
let sites = 8400

async function live(steps: readonly Step[]) {
	vi.setSystemTime(MORNING)
	const site = sites++
	const stub = stubOf(site)
	await stub.configure(somePolicy(site, { mode: 'cookie', privacy: privacyOf({ notice: true }) }))
	const jars: (string | null)[] = Array(PEOPLE).fill(null)
	const noted: Noted[] = []
	/** Persons that denied, by day: whoever comes back on that day is counted anew. */
	const denied = new Set<string>()
	/** Ids that are known no more; a jar may keep one. */
	const over = new Set<string>()
	const end = (id: string | null) => {
		if (id !== null) over.add(id)
	}
	let failing = false
	const fail = async (on: boolean) => {
		if (failing === on) return
		failing = on
		const [from, to] = on ? ['events', 'events_away'] : ['events_away', 'events']
		await env.STATS_0.prepare(`alter table ${from} rename to ${to}`).run()
	}
	const ofToday = (who: number) => noted.filter((one) => one.person === who && one.day === dayOf(Date.now()))
	const who = (n: number) => ({ person: `network ${n}`, cookie: jars[n] ?? null })
	/** Today's rows go on without an id. */
	const lighten = (n: number) => {
		for (const row of ofToday(n)) if (row.tied) row.id = null
	}
	/** Nobody can say any more whose the rows of an id are. */
	const untie = (n: number, id: string | null) => {
		for (const row of noted) if (row.person === n && row.id !== null && row.id === id) row.tied = false
	}

	const take = async (one: Step): Promise<void> => {
		switch (one.do) {
			case 'hit': {
				const page = `/n${noted.length}-`
				const { person: n, consent, name } = one
				const cookie = jars[n] ?? null
				const signals = { gpc: false, dnt: false, optOut: false, consent }
				const [answer] = await stub.record(
					[someHit({ page, name, cookie, signals, keepsCookie: true, person: `network ${n}` })],
					[],
				)
				const light = consent !== 'granted' || ofToday(n).some(isLight)
				// Whoever keeps no cookies shows no id after its first hit.
				const comesWithout =
					cookie === null && ofToday(n).some(({ id, tied, erased }) => id && tied && !erased)
				if (consent !== 'granted' || comesWithout) lighten(n)
				if (consent === 'cookieless') {
					untie(n, cookie)
					end(cookie)
				}
				if (!answer?.kept) return
				if (answer.newCookie !== null && n < PEOPLE - 1) jars[n] = answer.newCookie
				const shown = cookie !== null && !over.has(cookie) ? cookie : null
				const id = light || comesWithout ? null : (answer.newCookie ?? shown)
				noted.push({ page, person: n, day: dayOf(Date.now()), name, id, tied: true, erased: false })
				return
			}
			case 'withdraw': {
				const n = one.person
				await stub.withdraw(who(n), one.consent)
				const id = jars[n] ?? null
				if (one.consent === 'denied') denied.add(`${n} ${dayOf(Date.now())}`)
				else if (id !== null) lighten(n)
				untie(n, id)
				end(id)
				if (!one.keeps) jars[n] = null
				return
			}
			case 'optOut':
			case 'forget': {
				const n = one.person
				const { cookie } = who(n)
				for (const row of noted) {
					if (row.person === n && row.tied && row.id !== null && row.id === cookie) row.erased = true
				}
				end(cookie)
				if (one.do === 'forget') {
					if (cookie !== null) await stub.forget(cookie)
					return
				}
				await stub.optOut(who(n))
				for (const row of ofToday(n)) row.erased ||= row.tied
				await stub.optIn(who(n))
				return
			}
			case 'wait':
				vi.setSystemTime(Date.now() + one.minutes * MINUTE)
				return
			case 'sleep':
				// Only who is awake can be sent to sleep.
				await runInDurableObject(stub, () => {})
				return await evictDurableObject(stub)
			case 'alarm':
				await runDurableObjectAlarm(stub)
				return
			case 'flush':
				await stub.flush()
				return
			case 'fail':
			case 'mend':
				return await fail(one.do === 'fail')
		}
	}
	try {
		for (const one of steps) {
			await take(one)
			vi.setSystemTime(Date.now() + 1_000)
		}
		await fail(false)
		await stub.flush()
		const left = `${await dump(stub)}${JSON.stringify([await rowsOf('events', site), await rowsOf('visits', site)])}`
		vi.setSystemTime(Date.now() + 1_500 * MINUTE)
		for (let n = 0; n < 4; n++) await runDurableObjectAlarm(stub)
		const { days } = await stub.verify(0)
		const told = await Promise.all(jars.map((id) => (id === null ? null : stub.held(id))))
		return {
			told,
			noted,
			denied,
			left,
			days,
			jars,
			events: await rowsOf('events', site),
			visits: await rowsOf('visits', site),
		}
	} finally {
		await fail(false)
	}
}

test('nobody is counted twice on a day, no row bears two identities, and what was erased is gone', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 60, size: 'max' }), async (steps) => {
			const { noted, denied, left, days, jars, told, events, visits } = await live(steps)
			const rowOf = new Map(events.map((row) => [String(row.page), row]))
			expect(rowOf.size).toBe(events.length)

			// Nothing is lost, and what was erased is nowhere.
			for (const { page, name, erased } of noted) {
				if (erased) expect(left).not.toContain(page)
				else if (name === 'pageview') expect(rowOf.has(page)).toBe(true)
			}

			const numbers = new Map<number, Set<string>>()
			const counted = new Map<string, Set<unknown>>()
			const ofId = new Map<string, Set<unknown>>()
			for (const { page, person: n, day, id } of noted) {
				const row = rowOf.get(page)
				if (!row) continue
				const whose = row.stable === 1 ? `${n} by id` : `${n} on ${day}`
				add(numbers, Number(row.visitor), whose)
				if (!denied.has(`${n} ${day}`)) add(counted, `${n} on ${day}`, row.visitor)
				if (row.stable === 1) add(ofId, `${n} ${id}`, row.visitor)
			}
			// A number is one person's, of one day or of an id; an id has one number; a day counts a person once.
			for (const whose of numbers.values()) expect(whose.size).toBe(1)
			for (const one of ofId.values()) expect(one.size).toBe(1)
			for (const one of counted.values()) expect(one.size).toBe(1)

			// Whoever holds an id is told all of it and nothing else.
			told.forEach((answer, n) => {
				if (!answer?.ok) return
				const own = noted.filter((row) => row.person === n && row.id === jars[n] && row.tied && !row.erased)
				const pages = answer.value.visits.flatMap((visit) => visit.events.map(({ page }) => page))
				expect(pages.toSorted()).toEqual(own.map(({ page }) => page).toSorted())
			})

			// Visits say what their events say.
			for (const visit of visits) {
				const own = events.filter((row) => row.visit === visit.id)
				expect(own.filter(({ name }) => name !== 'engagement')).toHaveLength(Number(visit.events))
				expect(new Set(own.map(({ visitor }) => visitor))).toEqual(new Set([visit.visitor]))
				expect(visit.outcome).not.toBe('')
			}
			expect(new Set(events.map(({ visit }) => visit)).size).toBe(visits.length)
			expect(days.filter(({ differences }) => differences > 0)).toEqual([])
		}),
		{ numRuns: 40, seed: 1 },
	)
}, 240_000)

function add<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
	const set = sets.get(key) ?? new Set()
	sets.set(key, set.add(value))
}
