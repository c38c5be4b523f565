import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSend } from './umami.ts'

const payload = { website: 'shop.example', hostname: 'www.Shop.example', url: '/teas/?utm_source=a&q=secret' }
const send = (change: object = {}, type: unknown = 'event') =>
	parseSend({ type, payload: { ...payload, ...change } })
const beaconOf = (change: object = {}) => {
	const sent = send(change)
	if (!sent.ok || !('beacon' in sent.value)) throw new Error(JSON.stringify(sent))
	return sent.value.beacon
}
const errorOf = (change: object, type?: unknown) => {
	const sent = send(change, type)
	return sent.ok ? null : sent.error
}

test('a payload without a name is a page view, with one a custom event', () => {
	const { search, ...beacon } = beaconOf({ referrer: 'https://www.google.com/' })
	expect(search.get('utm_source')).toBe('a')
	expect(beacon).toEqual({
		domains: ['shop.example'],
		name: 'pageview',
		hostname: 'shop.example',
		page: '/teas/',
		referrer: 'https://www.google.com/',
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
	expect(beaconOf({ name: 'Signup' }).name).toBe('Signup')
	expect(beaconOf({ name: 'x'.repeat(80) }).name).toBe('x'.repeat(50))
})

test('path and host come apart or as one address; the fragment belongs to the page', () => {
	expect(beaconOf({ url: '/app#/inbox' }).page).toBe('/app#/inbox')
	expect(beaconOf({ url: 'teas' }).page).toBe('/teas')
	expect(beaconOf({ url: '/undefined' }).page).toBe('/')
	expect(beaconOf({ url: undefined })).toMatchObject({ page: '/', hostname: 'shop.example' })
	expect(beaconOf({ url: '/x', hostname: undefined })).toMatchObject({ page: '/x', hostname: '(none)' })
	expect(beaconOf({ url: 'https://www.other.example/y' })).toMatchObject({
		page: '/y',
		hostname: 'other.example',
	})
	expect(beaconOf({ url: `/${'a'.repeat(700)}` }).page.length).toBe(500)
})

test('data become flat properties, and a revenue if they hold one', () => {
	expect(
		beaconOf({ name: 'Buy', data: { a: { b: { c: 1 } }, list: [1, 'x', { y: 2 }], yes: true, no: null } })
			.props,
	).toEqual({ 'a.b.c': '1', list: '[1,"x"]', yes: 'true' })
	expect(beaconOf({ name: 'Buy', data: { revenue: 8.5, currency: 'eur' } }).revenue).toEqual({
		amount: 8.5,
		currency: 'EUR',
	})
	let deep: object = { leaf: 1 }
	for (let i = 0; i < 5000; i++) deep = { d: deep }
	expect(beaconOf({ data: { deep, kept: 1 } }).props).toEqual({ kept: '1' })
})

test('ids, addresses and agents inside the payload are not read', () => {
	const sent = send({ id: 'ann@mail.example', ip: '203.0.113.9', userAgent: 'Spy/1', screen: '1920x1080' })
	expect(JSON.stringify(sent)).not.toMatch(/ann@|203\.0\.113|Spy|1920/)
	expect(send({ id: 'ann@mail.example', data: { name: 'Ann' } }, 'identify')).toEqual({
		ok: true,
		value: { ignored: 'identify' },
	})
})

test('title, language and screen are read; of the last two only the class is kept', () => {
	expect(beaconOf({ title: '  Teas \n of the hills ', language: 'de-AT', screen: '1366x768' })).toMatchObject(
		{
			...{ title: 'Teas of the hills', language: 'de', screenClass: 'lg' },
		},
	)
	// Null leaves the language to the request's own headers; blank says that it is none.
	for (const language of [undefined, null, 7, {}]) expect(beaconOf({ language }).language).toBeNull()
	for (const language of ['', 'x', 'C', 'deutsch', '../..']) expect(beaconOf({ language }).language).toBe('')
	for (const screen of [undefined, 7, '', 'x', '0x0', '-1x5', '1e3x7', '9999999x1']) {
		expect(beaconOf({ screen }).screenClass).toBe('')
	}
})

test('what the performance option sends is an engagement with its vitals', () => {
	const sent = send({ lcp: 1200.4, inp: 40, cls: 0.0312, fcp: 800, ttfb: 90, title: 'Teas' }, 'performance')
	expect(sent).toMatchObject({
		value: {
			beacon: {
				...{ name: 'engagement', page: '/teas/', scrollDepth: null, engagedMs: null, title: 'Teas' },
				vitals: { lcp: 1200, inp: 40, cls: 0.0312, fcp: 800, ttfb: 90 },
			},
		},
	})
	expect(send({ lcp: 61_000, cls: 'x' }, 'performance')).toEqual({
		ok: true,
		value: { ignored: 'performance' },
	})
	expect(beaconOf({ lcp: 1200 }).vitals).toBeNull()
})

test('errors name the field', () => {
	for (const body of [null, 7, 'x', []]) expect(parseSend(body)).toMatchObject({ ok: false })
	expect(parseSend({ type: 'event' })).toMatchObject({ error: expect.stringMatching(/^payload: /) })
	for (const type of [undefined, 'record', 7, {}]) {
		expect(parseSend({ type, payload })).toMatchObject({ error: expect.stringMatching(/^type: /) })
	}
	for (const website of [undefined, '', ' ', 7, {}])
		expect(errorOf({ website })).toMatch(/^payload.website: /)
	expect(errorOf({ website: null }, 'identify')).toMatch(/^payload.website: /)
	expect(errorOf({ url: 'data:text/html,x' })).toMatch(/^payload.url: /)
	expect(errorOf({ hostname: 'a b' })).toMatch(/^payload.url: /)
	expect(errorOf({ data: { ['k'.repeat(301)]: 1 } })).toMatch(/^payload.data: /)
	expect(errorOf({ name: 'engagement' })).toMatch(/^payload.name: /)
})

test('never throws', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.jsonValue(), fc.string({ unit: 'binary' }), (a, b, text) => {
			parseSend(a)
			send({ url: a, hostname: b, name: a, data: b, referrer: a, website: text })
			send({ url: text, hostname: text, name: text, data: { [text]: text } })
			send({ title: text, language: text, screen: text, lcp: a, cls: b })
			send({ title: a, language: b, screen: a, lcp: text, cls: a, inp: b }, 'performance')
		}),
		{ numRuns: 150 },
	)
})
