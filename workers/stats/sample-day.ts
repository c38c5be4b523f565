import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import type { Facts } from '../model/event.ts'
import type { Goal, Segment } from '../model/goal.ts'
import { answer, type QueryResult } from './run.ts'
import { type Beat, worldOf, write } from './world.ts'

/** For tests: a day of a site that can be counted on two hands, and a way to ask about it. */

const north: Partial<Facts> = {
	...{ source: 'Google', channel: 'Organic Search', referrer: 'google.com' },
	...{ utmSource: 's', utmMedium: 'm', utmCampaign: 'c', utmContent: 'k', utmTerm: 't' },
	...{ country: 'NO', region: 'NO-46', city: 'Bergen', language: 'no' },
	...{ browser: 'Firefox', browserVersion: '140.0', os: 'Linux', osVersion: '6.1', device: 'Desktop' },
	...{ screenClass: 'xl', asnKind: 'access' },
}
const south: Partial<Facts> = {
	...{ source: 'Bing', channel: 'Organic Search', referrer: 'bing.com' },
	...{ country: 'DE', region: 'DE-BE', city: 'Berlin', language: 'de' },
	...{ browser: 'Chrome', browserVersion: '150.0', os: 'Windows', osVersion: '11', device: 'Mobile' },
	...{ screenClass: 'sm', asnKind: 'access' },
}

/** One day of four people in Bergen's time, an hour before Greenwich's: a Tuesday. */
const DAY: Beat[] = [
	// Comes from Google, looks around, reads the front page for half a minute, signs up, leaves for another site.
	{ person: 1, at: '2026-03-10T09:00:00Z', page: '/', title: 'Home', facts: north },
	{ person: 1, at: '2026-03-10T09:01:00Z', page: '/pricing', title: 'Pricing' },
	{
		...{ person: 1, at: '2026-03-10T09:01:05Z', name: 'engagement', page: '/' },
		...{ scrollDepth: 80, engagedMs: 30_000, vitals: { lcp: 1000, inp: 80, cls: 0.02, fcp: 500, ttfb: 90 } },
	},
	{ person: 1, at: '2026-03-10T09:02:00Z', name: 'Sign up', page: '/pricing', props: { plan: 'pro' } },
	{
		...{ person: 1, at: '2026-03-10T09:03:00Z', name: 'Outbound Link: Click', page: '/pricing' },
		props: { url: 'https://partner.example/x' },
	},
	// Comes from Bing, reads an article to its end, and goes.
	{ person: 2, at: '2026-03-10T10:00:00Z', page: '/blog/a', title: 'A', facts: south },
	{
		...{ person: 2, at: '2026-03-10T10:01:00Z', name: 'engagement', page: '/blog/a' },
		...{
			scrollDepth: 100,
			engagedMs: 10_000,
			vitals: { lcp: 3000, inp: 200, cls: 0.3, fcp: 900, ttfb: 400 },
		},
	},
	// Knows the address, thinks for half an hour, and buys.
	{ person: 3, at: '2026-03-10T11:00:00Z', page: '/pricing', title: 'Pricing', hostname: 'shop.example' },
	{
		...{ person: 3, at: '2026-03-10T11:30:00Z', name: 'Buy', page: '/pricing', hostname: 'shop.example' },
		revenue: { amount: 20, currency: 'USD' },
	},
	// A machine, perhaps.
	{ person: 4, at: '2026-03-10T12:00:00Z', page: '/', facts: { ...south, asnKind: 'hosting' } },
]

export const GOALS: Goal[] = [
	{ id: 1, name: 'Sign up', kind: 'event', event: 'Sign up', props: {}, currency: null },
	{ id: 2, name: 'Buy', kind: 'event', event: 'Buy', props: {}, currency: 'USD' },
	{ id: 3, name: 'Buy, in euro', kind: 'event', event: 'Buy', props: {}, currency: 'EUR' },
	{ id: 4, name: 'Visit /blog*', kind: 'page', path: '/blog*', props: {}, currency: null },
	{ id: 5, name: 'Read /blog*', kind: 'scroll', path: '/blog*', threshold: 90, props: {}, currency: null },
	{ id: 6, name: 'Sign up, free', kind: 'event', event: 'Sign up', props: { plan: 'free' }, currency: null },
]
export const SEGMENTS: Segment[] = [
	{ id: 7, name: 'Bing', filters: [['is', 'visit:source', ['Bing']]] },
	{ id: 8, name: 'Customers', filters: [['is', 'event:goal', ['Buy']]] },
	{ id: 9, name: 'Out of date', filters: [['is', 'event:goal', ['Gone']]] },
]

export const SITE = {
	id: 850,
	domain: 'named.example',
	timezone: 'Europe/Oslo',
	goals: GOALS,
	segments: SEGMENTS,
}
const OPTIONS = { now: Date.parse('2026-03-11T09:00:00Z') }

/** Writes the day. */
export const writeDay = (): Promise<void> => write(env.STATS_0, worldOf(SITE.id, SITE.timezone, DAY))

const base = { site_id: SITE.domain, metrics: ['visitors'], date_range: ['2026-03-10', '2026-03-10'] }

/** Answers a question about the day. */
export async function ask(body: object, dashboard = true): Promise<QueryResult> {
	const result = await answer(env.STATS_0, SITE, { ...base, ...body }, { ...OPTIONS, dashboard })
	if (!result.ok) throw new Error(result.error.message)
	return result.value
}

/** The text of the 400; null where the question is answered. */
export async function refusal(body: object, dashboard = true): Promise<string | null> {
	const result = await answer(env.STATS_0, SITE, { ...base, ...body }, { ...OPTIONS, dashboard })
	if (!result.ok) expect(result.error.kind).toBe('invalid')
	return result.ok ? null : result.error.message
}

/** Rows of one dimension and one metric as pairs. */
export const pairs = ({ results }: QueryResult) =>
	results.map(({ dimensions, metrics }) => [dimensions.join(' | '), metrics[0]])

/** A filter of the operator `is`. */
export const is = (dimension: string, ...clauses: unknown[]) => ['is', dimension, clauses]
