import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRecord } from './record.ts'

const good = { timestamp: '2026-03-01T12:00:00Z', visitor_id: 'v1', url: 'https://www.Shop.example/teas/' }
const read = (change: object) => readRecord(JSON.stringify({ ...good, ...change }), 7)
function hitOf(change: object) {
	const record = read(change)
	if (record.error !== null) throw new Error(record.error)
	return record.hit
}

test('a line with a time, a visitor and an address is a page view', () => {
	expect(hitOf({})).toEqual({
		at: Date.parse('2026-03-01T12:00:00Z'),
		line: 7,
		visitor: 'v1',
		name: 'pageview',
		hostname: 'shop.example',
		page: '/teas/',
		props: null,
		revenue: null,
		interactive: true,
		scrollDepth: null,
		engagedMs: null,
		title: '',
		vitals: null,
		facts: {
			...{ source: '', channel: 'Direct', referrer: '', utmSource: '', utmMedium: '', utmCampaign: '' },
			...{ utmContent: '', utmTerm: '', clickId: '', country: '', region: '', city: '' },
			...{ browser: '', browserVersion: '', os: '', osVersion: '', device: '' },
			...{ language: '', screenClass: '', asnKind: '' },
		},
	})
})

test('custom events, engagement and revenue are read like a beacon', () => {
	expect(
		hitOf({ name: 'Signup', props: { plan: 'free', n: 2, no: null }, interactive: false }),
	).toMatchObject({ name: 'Signup', props: { plan: 'free', n: '2' }, interactive: false })
	expect(hitOf({ name: 'Buy', revenue: { amount: '8.50', currency: 'eur' } }).revenue).toEqual({
		amount: 8.5,
		currency: 'EUR',
	})
	expect(hitOf({ name: 'engagement', scroll_depth: 120, engagement_time: 4000 })).toMatchObject({
		scrollDepth: 100,
		engagedMs: 4000,
	})
	expect(hitOf({ name: 'Form: Submission' }).props).toEqual({ path: '/teas/' })
})

test('a line may name the title of its page, and an engagement what was measured', () => {
	expect(hitOf({ title: ' Teas ' })).toMatchObject({ title: 'Teas', vitals: null })
	const measured = { lcp: 1200, inp: 72, cls: 0.05, fcp: 800, ttfb: 90 }
	expect(hitOf({ name: 'engagement', ...measured, inp: null })).toMatchObject({
		...{ scrollDepth: null, vitals: { ...measured, inp: null } },
	})
	expect(hitOf(measured).vitals).toBeNull()
})

test.each([
	['/a b/café', 'shop.example', 'shop.example', '/a b/café'],
	['/100%/a%20b', 'www.Shop.example', 'shop.example', '/100%/a%20b'],
	['/app#/inbox/7', 'shop.example', 'shop.example', '/app#/inbox/7'],
	['/search?q=secret', 'shop.example', 'shop.example', '/search'],
	['/search?q=secret#/found', 'shop.example', 'shop.example', '/search#/found'],
	['/', null, '(none)', '/'],
	['/x', '(none)', '(none)', '/x'],
])('a stored path %s on %s is read as it stands', (pathname, hostname, host, page) => {
	expect(hitOf({ url: null, hostname, pathname })).toMatchObject({ hostname: host, page })
})

test('nothing of a query string is kept but what names a campaign', () => {
	const hit = hitOf({ url: 'https://shop.example/?utm_source=FB&utm_medium=cpm&gclid=Cj0&mail=a@b.example' })
	expect(hit.facts).toMatchObject({ source: 'Facebook', channel: 'Paid Social', clickId: 'gclid' })
	expect(JSON.stringify(hit)).not.toMatch(/Cj0|a@b/)
})

test('the referrer may have lost its scheme', () => {
	const facts = { source: 'Google', channel: 'Organic Search', referrer: 'google.com/search' }
	expect(hitOf({ referrer: 'https://www.google.com/search?q=tea' }).facts).toMatchObject(facts)
	expect(hitOf({ referrer: 'google.com/search' }).facts).toMatchObject(facts)
	expect(hitOf({ referrer: 'localhost:3000/x' }).facts.source).toBe('')
	expect(hitOf({ referrer: 'android-app://com.google.android.gm' }).facts.source).toBe('Gmail')
	expect(hitOf({ referrer: 'https://shop.example/' }).facts.source).toBe('')
})

test('what a line says of its visit wins over what its address says', () => {
	const url = 'https://shop.example/?utm_source=FB&utm_medium=cpm&utm_campaign=may'
	expect(hitOf({ url, utm_source: 'letter', utm_medium: 'email' }).facts).toMatchObject({
		utmSource: 'letter',
		utmMedium: 'email',
		utmCampaign: 'may',
		source: 'letter',
		channel: 'Email',
	})
	expect(hitOf({ url, source: 'Google' }).facts).toMatchObject({
		source: 'Google',
		utmSource: 'FB',
		channel: 'Paid Search',
	})
	expect(hitOf({ url, utm_source: '', utm_medium: '', utm_campaign: '' }).facts.channel).toBe('Direct')
	expect(hitOf({ referrer: 'https://google.com/', source: 'Direct / None' }).facts).toMatchObject({
		source: '',
		channel: 'Direct',
		referrer: 'google.com',
	})
	expect(
		hitOf({
			...{ country: 'de', region: 'be', city: 'Berlin', browser: 'Firefox', browser_version: 140.1 },
			...{ os: 'Mac', os_version: '15.1', device: 'desktop', language: 'de-AT', screen_class: 'LG' },
		}).facts,
	).toMatchObject({
		...{ country: 'DE', region: 'DE-BE', city: 'Berlin', browser: 'Firefox', browserVersion: '140.1' },
		...{ os: 'Mac', osVersion: '15.1', device: 'Desktop', language: 'de', screenClass: 'lg' },
	})
})

test.each([
	[{ timestamp: '2026-03-01' }, /^timestamp /],
	[{ timestamp: 1772366400000 }, /^timestamp /],
	[{ visitor_id: '' }, /^visitor_id /],
	[{ visitor_id: null }, /^visitor_id /],
	[{ visitor_id: {} }, /^visitor_id /],
	[{ visitor_id: 'é'.repeat(251) }, /^visitor_id /],
	[{ name: '' }, /^name: /],
	[{ name: ['pageview'] }, /^name: /],
	[{ name: 'x'.repeat(121) }, /^name: /],
	[{ name: 'engagement' }, /^name: /],
	[{ url: 'data:text/html,x' }, /^url: /],
	[{ url: 'https://' }, /^url: /],
	[{ url: `https://a.example/${'é'.repeat(1000)}` }, /^url: /],
	[{ url: 7 }, /^url /],
	[{ url: null }, /^url is missing/],
	[{ url: null, pathname: 'x' }, /^url is missing/],
	[{ url: null, pathname: '/x', hostname: 'a.example/b@c' }, /^hostname /],
	[{ url: null, pathname: '/x', hostname: 7 }, /^hostname /],
	[{ referrer: {} }, /^referrer /],
	[{ interactive: 'yes' }, /^interactive /],
	[{ props: [1] }, /^props /],
	[{ props: 'x' }, /^props /],
	[{ props: { ['k'.repeat(301)]: 'v' } }, /^props: /],
	[{ revenue: { amount: 'x', currency: 'EUR' } }, /^revenue /],
	[{ revenue: 5 }, /^revenue /],
	[{ scroll_depth: -1 }, /^scroll_depth /],
	[{ engagement_time: '1s' }, /^engagement_time /],
	[{ utm_source: ['a'] }, /^utm_source /],
	[{ city: 'x'.repeat(501) }, /^city /],
	[{ country: 'Germany' }, /^country /],
	[{ region: 'Berlin!' }, /^region /],
	[{ device: 'Fridge' }, /^device /],
	[{ language: 'Deutsch' }, /^language /],
	[{ screen_class: '1366x768' }, /^screen_class /],
	[{ title: ['Teas'] }, /^title /],
	[{ name: 'engagement', lcp: '1200' }, /^lcp /],
	[{ name: 'engagement', cls: -0.1 }, /^cls /],
])('%j is refused by the name of its field', (change, error) => {
	expect(read(change).error).toMatch(error)
})

test.each(['', '[]', 'null', '7', '"x"', '{', '{"a":1}{"b":2}', '\u0000'])('%j is no line', (text) => {
	expect(readRecord(text, 1).error).toBe('is not a JSON object')
})

test('no text and no value throws, and what is read is well formed', () => {
	const field = fc.constantFrom(
		...['timestamp', 'visitor_id', 'name', 'url', 'hostname', 'pathname', 'referrer', 'props', 'revenue'],
		...['interactive', 'scroll_depth', 'engagement_time', 'source', 'utm_source', 'country', '__proto__'],
		...['title', 'language', 'screen_class', 'lcp', 'cls'],
	)
	const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double())
	fc.assert(
		fc.property(fc.dictionary(field, value), (change) => {
			const record = read(change)
			if (record.error === null) {
				const stored = [
					record.hit.page,
					record.hit.hostname,
					record.hit.title,
					...Object.values(record.hit.facts),
				]
				for (const text of stored) expect(text.isWellFormed()).toBe(true)
				expect(record.hit.page.length).toBeLessThanOrEqual(2000)
			}
		}),
		{ numRuns: 500 },
	)
	fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readRecord(text, 1).error !== null))
})
