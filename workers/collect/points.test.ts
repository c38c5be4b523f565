import { expect, test } from 'vitest'
import { bitOf } from '../model/novelty.ts'
import type { DataPoint } from '../store/engine.ts'
import { BLOBS, DOUBLES } from '../store/slots.ts'
import { asked, knock, newSite, said } from './testing.ts'

/** A data point by the names of its slots. */
const named = ({ indexes, blobs, doubles }: DataPoint): Record<string, unknown> => ({
	site: indexes.join(),
	...Object.fromEntries(BLOBS.map((name, i) => [name, blobs[i]])),
	...Object.fromEntries(DOUBLES.map((name, i) => [name, doubles[i]])),
})
const has = (mask: unknown, bit: Parameters<typeof bitOf>[0]) => (Number(mask) & bitOf(bit)) !== 0

test('every kept event is one data point, in the slots that readers know', async () => {
	const site = await newSite()
	const before = Date.now()
	const cf = { country: 'NO', regionCode: '46', city: 'Bergen' }
	const url = `https://${site.domain}/teas/?utm_source=letter&utm_medium=email&utm_campaign=c&utm_content=d&utm_term=e`
	await knock('/api/event', { body: site.event({ u: url, r: 'https://google.com/a' }), cf })
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
	}
	expect(view).toEqual({
		...{ site: String(site.site), name: 'pageview', hostname: site.domain, page: '/teas/', ...facts },
		...{ interactive: 1, scrollDepth: -1, engagedMs: 0, revenueAmount: 0, revenueCurrency: '' },
		...{ time: expect.any(Number), novelty: expect.any(Number), noveltyHour: expect.any(Number) },
	})
	expect(Number(view?.time)).toBeGreaterThanOrEqual(before)
	// Later events carry the facts of their visit, as their rows do.
	expect(custom).toMatchObject({
		...{ name: 'Buy', page: '/', ...facts, interactive: 0, revenueAmount: 8.5, revenueCurrency: 'EUR' },
	})
	expect(engagement).toMatchObject({ name: 'engagement', scrollDepth: 70, engagedMs: 4000, novelty: 0 })
})

test('the masks are those of the rows', async () => {
	const site = await newSite()
	for (const page of ['/a', '/b', '/a']) {
		await knock('/api/event', { body: site.event({ u: `https://${site.domain}${page}` }) })
	}
	await knock('/api/event', { body: site.event(), headers: { 'cf-connecting-ip': '192.0.2.2' } })
	const masks = site.points().map((point) => named(point).novelty)
	expect((await site.rows('events')).map((row) => row.novelty)).toEqual(masks)
	expect((await site.rows('events')).map((row) => row.novelty_hour)).toEqual(
		site.points().map((point) => named(point).noveltyHour),
	)
	expect(masks.map((mask) => has(mask, 'visitor'))).toEqual([true, false, false, true])
	expect(masks.map((mask) => has(mask, 'page'))).toEqual([true, true, false, true])
	expect(masks.map((mask) => has(mask, 'bounceEnded'))).toEqual([false, true, false, false])
})

test('nothing in a data point is a person’s: no number, no property, no address', async () => {
	const site = await newSite()
	await knock('/api/event', { body: site.event({ p: { mail: 'ann@mail.example' } }) })
	const [row] = await site.rows('events')
	const text = JSON.stringify(site.points())
	expect(text).not.toMatch(/192\.0\.2|ann@|Mozilla/)
	for (const number of [row?.visitor, row?.visit, row?.id]) expect(text).not.toContain(String(number))
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
