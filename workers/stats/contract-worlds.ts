import fc from 'fast-check'
import type { Revenue } from '../model/event.ts'
import type { Goal, Segment } from '../model/goal.ts'
import { type Beat, type World, worldOf } from './world.ts'

/** Random small worlds of traffic, on days around which something happens to the clocks, and on quiet ones. */

export const MINUTE = 60_000

const PLACES = [
	// The site's days were kept in another time zone than the one that is asked for now.
	{ timezone: 'Europe/Berlin', keptIn: 'America/Los_Angeles', start: '2026-06-01T20:00:00Z' },
	{ timezone: 'America/New_York', keptIn: 'Pacific/Auckland', start: '2026-06-01T20:00:00Z' },
	{ timezone: 'Europe/Berlin', start: '2026-10-23T20:00:00Z' },
	{ timezone: 'Europe/Berlin', start: '2026-03-27T20:00:00Z' },
	{ timezone: 'America/New_York', start: '2026-10-30T20:00:00Z' },
	{ timezone: 'Asia/Kolkata', start: '2026-02-27T12:00:00Z' },
	{ timezone: 'America/Santiago', start: '2026-09-04T20:00:00Z' },
	// Rates of currencies change on these days.
	{ timezone: 'UTC', start: '2024-02-28T12:00:00Z' },
	{ timezone: 'UTC', start: '2026-12-30T20:00:00Z' },
] satisfies { timezone: string; keptIn?: string; start: string }[]

export const PAGES = ['/', '/a', '/b', '/blog/x', '/blog/a/x']

/** More goals than a statement spells out one by one. */
export const GOALS: readonly Goal[] = [
	{ id: 1, name: 'Sign up', kind: 'event', event: 'Sign up', props: {}, currency: null },
	{ id: 2, name: 'Sign up, pro', kind: 'event', event: 'Sign up', props: { plan: 'pro' }, currency: 'EUR' },
	{ id: 3, name: 'Buy', kind: 'event', event: 'Buy', props: {}, currency: 'USD' },
	{ id: 4, name: 'Buy, x', kind: 'event', event: 'Buy', props: { 'a "b" $.c': 'x' }, currency: 'JPY' },
	{ id: 5, name: 'Visit /', kind: 'page', path: '/', props: {}, currency: null },
	{ id: 6, name: 'Visit /blog*', kind: 'page', path: '/blog*', props: {}, currency: 'EUR' },
	{ id: 7, name: 'Visit *a*', kind: 'page', path: '*a*', props: { plan: 'free' }, currency: null },
	{ id: 8, name: 'Visit /*l*/*x', kind: 'page', path: '/*l*/*x', props: {}, currency: null },
	{ id: 12, name: 'Visit *b*o*a*', kind: 'page', path: '*b*o*a*', props: {}, currency: null },
	{ id: 9, name: 'Scroll /b', kind: 'scroll', path: '/b*', threshold: 50, props: {}, currency: null },
	{ id: 10, name: 'Scroll all', kind: 'scroll', path: '*', threshold: 100, props: {}, currency: 'EUR' },
	{ id: 11, name: 'Never', kind: 'event', event: 'engagement', props: {}, currency: null },
]

export const SEGMENTS: readonly Segment[] = [
	{ id: 1, name: 'Northern', filters: [['is', 'visit:country', ['DE', 'NO']]] },
	{
		id: 2,
		name: 'Readers',
		filters: [
			['contains', 'event:page', ['/b']],
			['is_not', 'visit:device', ['Mobile']],
		],
	},
	{ id: 3, name: 'Customers', filters: [['is', 'event:goal', ['Buy', 'Sign up']]] },
	{ id: 4, name: 'Everybody', filters: [] },
]

const revenue = fc.constantFrom<Revenue>(
	{ amount: 9.99, currency: 'EUR' },
	{ amount: 20, currency: 'USD' },
	{ amount: 1500.5, currency: 'JPY' },
	{ amount: -3.3335, currency: 'GBP' },
	{ amount: 0.0005, currency: 'EUR' },
	// No rate, and no amount that anybody paid.
	{ amount: 5, currency: 'XXX' },
	{ amount: 2e12, currency: 'EUR' },
)

const facts = fc.record({
	source: fc.constantFrom('', 'Google', 'Bing'),
	channel: fc.constantFrom('Direct', 'Organic Search', ''),
	country: fc.constantFrom('', 'DE', 'NO'),
	browser: fc.constantFrom('Firefox', 'Chrome'),
	device: fc.constantFrom('Desktop', 'Mobile', ''),
	language: fc.constantFrom('', 'de', 'no'),
	screenClass: fc.constantFrom('', 'sm', 'xl'),
	asnKind: fc.constantFrom('access', 'hosting', ''),
})

const ms = fc.constantFrom(null, 0, 120, 2_500, 60_000)

const beat = fc.record({
	/** Minutes since the person's beacon before. */
	gap: fc.oneof(
		fc.integer({ min: 0, max: 29 }),
		fc.integer({ min: 25, max: 40 }),
		fc.integer({ min: 40, max: 1500 }),
	),
	seconds: fc.integer({ min: 0, max: 59 }),
	name: fc.constantFrom('pageview', 'pageview', 'pageview', 'engagement', 'engagement', 'Sign up', 'Buy'),
	page: fc.constantFrom(...PAGES),
	title: fc.constantFrom('', 'Home', 'Blog'),
	interactive: fc.boolean(),
	props: fc.constantFrom<Record<string, string>>(
		{ plan: 'pro' },
		{ plan: 'free' },
		{ 'a "b" $.c': 'x' },
		{ plan: 'pro', 'a "b" $.c': 'x' },
		{},
	),
	facts,
	scrollDepth: fc.constantFrom(10, 55, 100, 255),
	engagedMs: fc.constantFrom(0, 900, 61_234),
	vitals: fc.record({ lcp: ms, inp: ms, fcp: ms, ttfb: ms, cls: fc.constantFrom(null, 0, 0.1, 0.25, 3.5) }),
	revenue: fc.option(revenue, { nil: null }),
})

const person = fc.record({ stable: fc.boolean(), beats: fc.array(beat, { minLength: 1, maxLength: 14 }) })

/** A world before it has rows. */
export const draft = fc.record({
	/** Whether numbers may outlive their day at all: where none does, days add up. */
	stable: fc.boolean(),
	place: fc.constantFrom<(typeof PLACES)[number]>(...PLACES),
	people: fc.array(person, { minLength: 1, maxLength: 5 }),
})

export type Draft = typeof draft extends fc.Arbitrary<infer D> ? D : never

/** The rows of a world, and when it begins (ms since the epoch). */
export function madeOf({ place, people, stable: any }: Draft, site: number): { world: World; start: number } {
	const start = Date.parse(place.start)
	const beats = people.flatMap(({ stable, beats }, i) => {
		let at = start + i * 37 * MINUTE
		return beats.map(({ gap, seconds, scrollDepth, engagedMs, vitals, revenue, ...rest }): Beat => {
			at += gap * MINUTE + seconds * 1000
			const told =
				rest.name === 'engagement' ? { scrollDepth, engagedMs, vitals } : revenue ? { revenue } : {}
			return { ...rest, ...told, person: i, stable: any && stable, at }
		})
	})
	return { world: worldOf(site, place.timezone, beats, place.keptIn), start }
}
