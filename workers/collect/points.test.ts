import { expect, test } from 'vitest'
import { bitOf } from '../model/novelty.ts'
import { type DataPoint, toPoint } from '../store/engine.ts'
import { BETWEEN, BLOBS, DOUBLES, type Point } from '../store/slots.ts'
import { asked, knock, newSite, said } from './testing.ts'

/** A data point by the names of what its slots hold. */
const named = ({ indexes, blobs, doubles }: DataPoint): Record<string, unknown> => ({
	site: indexes.join(),
	...Object.fromEntries(
		BLOBS.flatMap(([first, second], i): [string, string][] => {
			const text = blobs[i] ?? ''
			if (second === undefined) return [[first, text]]
			const [head = '', ...rest] = text.split(BETWEEN)
			return [
				[first, head],
				[second, rest.join(BETWEEN)],
			]
		}),
	),
	...Object.fromEntries(DOUBLES.map((name, i) => [name, doubles[i]])),
})
const has = (mask: unknown, bit: Parameters<typeof bitOf>[0]) => (Number(mask) & bitOf(bit)) !== 0

test('every kept event is one data point, in the slots that readers know', async () => {
	const site = await newSite()
	const before = Date.now()
	const cf = { country: 'NO', regionCode: '46', city: 'Bergen' }
	const url = `https://${site.domain}/teas/?utm_source=letter&utm_medium=email&utm_campaign=c&utm_content=d&utm_term=e`
	await knock('/api/event', {
		body: site.event({ u: url, r: 'https://google.com/a', t: 'Teas' }),
		...{ cf, headers: { 'accept-language': 'nb-NO,en;q=0.5' } },
	})
	const buy = { n: 'Buy', i: false, $: { amount: 8.5, currency: 'EUR' }, p: { card: 'visa' } }
	await knock('/api/event', { body: site.event(buy), cf: { country: 'SE' } })
	await knock('/api/event', { body: site.event({ n: 'engagement', sd: 70, e: 4000 }) })
	const [view, custom, engagement, ...rest] = site.points().map(named)
	expect(rest).toEqual([])
	const facts = {
		...{
			source: 'letter',
			channel: 'Email',
			referrer: 'google.com/a',
			utmSource: 'letter',
			utmMedium: 'email',
		},
		...{ utmCampaign: 'c', utmContent: 'd', utmTerm: 'e', country: 'NO', region: 'NO-46', city: 'Bergen' },
		...{ browser: 'Firefox', browserVersion: '140.0', os: 'GNU/Linux', osVersion: '', device: 'Desktop' },
		...{ language: 'nb', screenClass: '', asnKind: '' },
	}
	expect(view).toEqual({
		...{ site: String(site.site), name: 'pageview', hostname: site.domain, page: '/teas/', ...facts },
		...{ title: 'Teas', entryPage: '/teas/', previousAt: 0, visitStartedAt: view?.time },
		...{ interactive: 1, scrollDepth: -1, engagedMs: 0, revenueAmount: 0, revenueCurrency: '' },
		...{ lcp: -1, inp: -1, cls: -1, fcp: -1, ttfb: -1 },
		...{ time: expect.any(Number), novelty: expect.any(Number), noveltyHour: expect.any(Number) },
		...{ visitor: expect.any(Number), visit: expect.any(Number) },
	})
	expect(Number(view?.time)).toBeGreaterThanOrEqual(before)
	// Later events carry the facts of their visit, as their rows do, and where in it they stand.
	const within = { visitor: view?.visitor, visit: view?.visit, visitStartedAt: view?.time }
	expect(custom).toMatchObject({
		...{ name: 'Buy', page: '/', ...facts, interactive: 0, revenueAmount: 8.5, revenueCurrency: 'EUR' },
		...{ ...within, entryPage: '/teas/', previousAt: view?.time },
	})
	expect(engagement).toMatchObject({
		...{ name: 'engagement', scrollDepth: 70, engagedMs: 4000, novelty: 0 },
		...{ ...within, previousAt: custom?.time },
	})
})

test('web vitals are in the point of the beacon that measured them', async () => {
	const site = await newSite()
	await knock('/api/event', { body: site.event() })
	const beacon = { n: 'engagement', e: 10, lcp: 1200, inp: 0, cls: 0.1 }
	await knock('/api/event', { body: site.event(beacon) })
	expect(named(site.points()[1] ?? { indexes: [], blobs: [], doubles: [] })).toMatchObject({
		...{ lcp: 1200, inp: 0, cls: 0.1, fcp: -1, ttfb: -1 },
	})
})

test('the masks are those of the rows', async () => {
	const site = await newSite()
	for (const page of ['/a', '/b', '/a']) {
		await knock('/api/event', { body: site.event({ u: `https://${site.domain}${page}` }) })
	}
	await knock('/api/event', { body: site.event(), headers: { 'cf-connecting-ip': '192.0.2.2' } })
	const masks = site.points().map((point) => named(point).novelty)
	// Rows of one millisecond stand in the order of their random ids.
	const pairs = (all: [unknown, unknown][]) => all.map((pair) => pair.join()).sort()
	expect(pairs((await site.rows('events')).map((row) => [row.novelty, row.novelty_hour]))).toEqual(
		pairs(site.points().map((point) => [named(point).novelty, named(point).noveltyHour])),
	)
	expect(masks.map((mask) => has(mask, 'visitor'))).toEqual([true, false, false, true])
	expect(masks.map((mask) => has(mask, 'page'))).toEqual([true, true, false, true])
	expect(masks.map((mask) => has(mask, 'bounceEnded'))).toEqual([false, true, false, false])
})

test('nothing in a data point is a person’s: no address, no agent, no property, and numbers of the day', async () => {
	const site = await newSite()
	await knock('/api/event', { body: site.event({ p: { mail: 'ann@mail.example' } }) })
	const text = JSON.stringify(site.points())
	expect(text).not.toMatch(/192\.0\.2|ann@|Mozilla/)
	// The numbers are those of the rows: drawn at random, and gone from the object at the site's midnight.
	const [row] = await site.rows('events')
	const [point] = site.points().map(named)
	expect(row).toMatchObject({ stable: 0, visitor: point?.visitor, visit: point?.visit })
	expect(text).not.toContain(String(row?.id))
})

test('a point that is too long for the engine is cut where it is longest', async () => {
	const site = await newSite()
	const page = `/${'\u00e9'.repeat(900)}`
	await knock('/api/event', { body: site.event({ u: `https://${site.domain}${page}` }) })
	expect(site.points().map((point) => named(point).page)).toEqual([page])
	const [point] = site.points()
	const long = 'ü'.repeat(5_000)
	const [row] = [{ ...named(point ?? { indexes: [], blobs: [], doubles: [] }) }]
	const { blobs } = toPoint({ ...(row as unknown as Point), title: long, referrer: long, page: '/a' })
	expect(blobs.map((text) => new TextEncoder().encode(text).length).reduce((a, b) => a + b)).toBeLessThan(
		16_384,
	)
	const [, , kept, title, , , , referrer] = blobs
	expect(kept).toBe('/a')
	expect(title).toMatch(/^ü{1000,}$/)
	expect(referrer).toBe(title)
})

test('two texts in one slot stay two, whatever the first holds', () => {
	const point = { site: 1, browser: 'A|ü', browserVersion: '1|2' } as unknown as Point
	expect(named(toPoint(point))).toMatchObject({ browser: 'A??', browserVersion: '1|2' })
})

test('a site pinned to a jurisdiction has none, since the engine has no jurisdictions', async () => {
	const pinned = await newSite({ jurisdiction: 'eu' })
	expect(said(await knock('/api/event', { body: pinned.event() }))).toEqual([202, null, null])
	expect(pinned.points()).toEqual([])
	expect(new Set(asked)).toEqual(new Set(['eu']))
	expect(await pinned.rows('events')).toHaveLength(1)
	const free = await newSite()
	const both = { d: `${pinned.domain},${free.domain}` }
	expect(said(await knock('/api/event', { body: free.event(both) }))).toEqual([202, null, null])
	expect(pinned.points()).toEqual([])
	expect(free.points()).toHaveLength(1)
})

test('what is dropped is no data point', async () => {
	const site = await newSite()
	await knock('/api/event', { body: site.event(), headers: { 'sec-gpc': '1' } })
	await knock('/api/event', { body: site.event({ n: 'engagement', e: 100 }) })
	await knock('/api/event', { body: site.event({ u: 'data:x' }) })
	expect(site.points()).toEqual([])
})
