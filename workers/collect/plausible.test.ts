import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseEvent } from './plausible.ts'

const good = {
	n: 'pageview',
	u: 'https://www.Example.org/caf%C3%A9/?utm_source=a&q=secret#part',
	d: 'example.org',
}

const beaconOf = (body: unknown) => {
	const parsed = parseEvent(body)
	if (!parsed.ok || !('beacon' in parsed.value)) throw new Error(JSON.stringify(parsed))
	return parsed.value.beacon
}
const errorOf = (change: object) => {
	const parsed = parseEvent({ ...good, ...change })
	return parsed.ok ? null : parsed.error.field
}

test('reads a page view', () => {
	const { search, ...beacon } = beaconOf(good)
	expect(search.get('utm_source')).toBe('a')
	expect(beacon).toEqual({
		domains: ['example.org'],
		name: 'pageview',
		hostname: 'example.org',
		page: '/café/',
		referrer: null,
		props: null,
		revenue: null,
		interactive: true,
		scrollDepth: null,
		engagedMs: null,
		title: '',
		screenClass: '',
		language: null,
		vitals: null,
		choice: { consent: 'unset', cookie: null, keepsCookie: false },
	})
})

test('takes long keys for short ones, the short ones first', () => {
	const beacon = beaconOf({
		name: 7,
		url: 'app://localhost/x',
		domain: ' www.a.example , b.example',
		referrer: 'https://c.example/',
		props: '{"a":1,"b":true,"c":null,"d":[1],"e":{},"f":" ","":"x"}',
		revenue: { amount: '8.50', currency: 'eur' },
		interactive: false,
	})
	expect(beacon).toMatchObject({
		name: '7',
		hostname: 'localhost',
		page: '/x',
		domains: ['a.example', 'b.example'],
		referrer: 'https://c.example/',
		props: { a: '1', b: 'true' },
		revenue: { amount: 8.5, currency: 'EUR' },
		interactive: false,
	})
	expect(beaconOf({ ...good, name: 'other', p: { x: 'p' }, m: { x: 'm' } })).toMatchObject({
		name: 'pageview',
		props: { x: 'm' },
	})
})

test('names the site by the page where none is named, and a relative page by no host', () => {
	expect(beaconOf({ n: 'a', u: 'https://www.a.example/' }).domains).toEqual(['a.example'])
	expect(beaconOf({ ...good, u: '/x?y=1' })).toMatchObject({ hostname: '(none)', page: '/x' })
	expect(errorOf({ u: '/x', d: '' })).toBe('domain')
})

test('keeps the fragment in hash mode only', () => {
	expect(beaconOf({ ...good, u: 'https://a.example/app#/inbox', h: 1 }).page).toBe('/app#/inbox')
	expect(beaconOf({ ...good, u: 'https://a.example/app#/inbox' }).page).toBe('/app')
})

test('reads engagement, and refuses one that says nothing', () => {
	const engagement = { ...good, n: 'engagement' }
	expect(beaconOf({ ...engagement, sd: 250, e: 1500 })).toMatchObject({ scrollDepth: 100, engagedMs: 1500 })
	expect(beaconOf({ ...engagement, sd: '40', e: -1 })).toMatchObject({ scrollDepth: 40, engagedMs: null })
	expect(beaconOf({ ...engagement, e: '900' })).toMatchObject({ scrollDepth: null, engagedMs: 900 })
	for (const nothing of [{}, { sd: 'x' }, { e: 0 }, { e: 31 * 86_400_000 }, { sd: 1.5, e: null }]) {
		expect(parseEvent({ ...engagement, ...nothing })).toMatchObject({
			ok: false,
			error: { field: 'event_name' },
		})
	}
	expect(beaconOf({ ...good, sd: 10, e: 10 })).toMatchObject({ scrollDepth: null, engagedMs: null })
})

test('reads the title, and of a width its class', () => {
	expect(beaconOf({ ...good, t: ' Teas\n\tof the hills ', w: 1366 })).toMatchObject({
		...{ title: 'Teas of the hills', screenClass: 'lg' },
	})
	expect(beaconOf({ ...good, title: 'Long', screen_width: 390 })).toMatchObject({
		title: 'Long',
		screenClass: 'xs',
	})
	expect(beaconOf({ ...good, t: 'é'.repeat(500) }).title).toBe('é'.repeat(200))
	// The cut falls into a character of two units.
	expect(beaconOf({ ...good, t: `${'a'.repeat(199)}😀` }).title).not.toMatch(/\p{Surrogate}/u)
	for (const odd of [7, {}, [], true]) expect(beaconOf({ ...good, t: odd, w: odd }).title).toBe('')
	for (const odd of ['', 'wide', {}, 0, -5, Number.NaN])
		expect(beaconOf({ ...good, w: odd }).screenClass).toBe('')
})

test('reads vitals of an engagement; a bad one is dropped and takes nothing along', () => {
	const engagement = { ...good, n: 'engagement', sd: 40 }
	const all = { lcp: 1234.5, inp: 72, cls: 0.123_456, fcp: 800, ttfb: 90.2 }
	expect(beaconOf({ ...engagement, ...all }).vitals).toEqual({
		...{ lcp: 1235, inp: 72, cls: 0.1235, fcp: 800, ttfb: 90 },
	})
	expect(beaconOf({ ...engagement, lcp: 60_001, inp: -1, cls: 101, fcp: '800', ttfb: 0 })).toMatchObject({
		...{ scrollDepth: 40, vitals: { lcp: null, inp: null, cls: null, fcp: null, ttfb: 0 } },
	})
	expect(beaconOf({ ...engagement, lcp: null, cls: Number.NaN }).vitals).toBeNull()
	// They alone make an engagement, and no other event carries them.
	expect(beaconOf({ ...good, n: 'engagement', cls: 0 })).toMatchObject({
		scrollDepth: null,
		vitals: { cls: 0 },
	})
	expect(beaconOf({ ...good, ...all }).vitals).toBeNull()
})

test('names the field that cannot be used', () => {
	expect(errorOf({ n: undefined })).toBe('event_name')
	expect(errorOf({ n: '' })).toBe('event_name')
	expect(errorOf({ n: 1.5 })).toBe('event_name')
	expect(errorOf({ n: 'x'.repeat(121) })).toBe('event_name')
	expect(errorOf({ u: undefined })).toBe('url')
	expect(errorOf({ u: 7 })).toBe('url')
	expect(errorOf({ u: 'data:text/html,x' })).toBe('url')
	expect(errorOf({ u: 'https://' })).toBe('url')
	expect(errorOf({ u: `https://a.example/${'é'.repeat(1000)}` })).toBe('url')
	expect(errorOf({ d: ' , ' })).toBe('domain')
	expect(errorOf({ d: 'a.example,'.repeat(21) })).toBe('domain')
	expect(errorOf({ p: { ['k'.repeat(301)]: 'v' } })).toBe('props')
	expect(errorOf({ p: { k: 'é'.repeat(1001) } })).toBe('props')
	expect(parseEvent([])).toMatchObject({ ok: false, error: { field: 'request' } })
})

test('ignores what it cannot read in fields that are not needed', () => {
	const beacon = beaconOf({
		...good,
		r: 7,
		p: 'no json',
		$: { amount: 'x', currency: 'EUR' },
		i: 'no',
		h: {},
	})
	expect(beacon).toMatchObject({
		referrer: null,
		props: null,
		revenue: null,
		interactive: true,
		page: '/café/',
	})
	expect(beaconOf({ ...good, $: { amount: 1, currency: 'EURO' } }).revenue).toBeNull()
})

test('keeps thirty properties', () => {
	const props = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, i]))
	expect(Object.keys(beaconOf({ ...good, p: props }).props ?? {}).length).toBe(30)
})

test('fills in the page of a form', () => {
	expect(beaconOf({ ...good, n: 'Form: Submission' }).props).toEqual({ path: '/café/' })
	expect(beaconOf({ ...good, n: 'Form: Submission', p: { path: '/y' } }).props).toEqual({ path: '/y' })
})

test('takes out what no database survives', () => {
	const beacon = beaconOf({ ...good, n: 'a\u0000b\ud800', p: { 'k\u0007': 'v\u0000', ['__proto__']: 'x' } })
	expect(beacon.name).toBe('ab\ufffd')
	expect(beacon.props?.k).toBe('v')
	expect(Object.getPrototypeOf(beacon.props)).toBe(Object.prototype)
	expect(beaconOf({ ...good, u: 'https://a.example/x%00%0Ay%ff' }).page).toBe('/x%00%0Ay%ff')
})

test('reads a request for privacy as a site and a reason, whatever else is in it', () => {
	expect(parseEvent({ n: 'pageview', d: 'a.example', s: 'gpc' })).toEqual({
		ok: true,
		value: { silence: { domains: ['a.example'], reason: 'gpc' } },
	})
})

test('never throws', () => {
	fc.assert(
		fc.property(fc.anything(), fc.anything({ withBigInt: false }), (a, b) => {
			parseEvent(a)
			parseEvent({ ...good, p: b, n: a, $: b, r: a, sd: b })
			parseEvent({ n: 'engagement', u: b, d: a, e: a })
		}),
	)
})
