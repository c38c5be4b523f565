import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Facts, factsOf, type Taken } from '../model/event.ts'
import { type Collect, PRIVACY } from '../model/policy.ts'
import { someFacts, somePageview } from '../model/testing.ts'
import { reduce, reduceFacts, reducePage, reduceRule } from './reduce.ts'

const but = (change: Partial<Collect>): Collect => ({ ...PRIVACY.collect, ...change })

const full: Taken = somePageview({
	page: '/user/7/edit',
	title: 'Settings',
	props: { plan: 'large' },
	vitals: { lcp: 900, inp: null, cls: 0.01, fcp: null, ttfb: 80 },
	facts: {
		...someFacts,
		osVersion: '15.4.1',
		referrer: 'news.example/story',
		utmSource: 'letter',
		utmMedium: 'email',
		utmCampaign: 'autumn',
		utmContent: 'button',
		utmTerm: 'shoes',
		clickId: 'gclid',
	},
})

test('what the rules leave alone is the same object', () => {
	expect(reduce(full, PRIVACY.collect)).toBe(full)
	expect(reduce(full, but({ redact: { email: true, uuid: true, numbers: true } }))).toBe(full)
})

test.each<[Partial<Collect>, Partial<Omit<Taken, 'facts'>> & { facts?: Partial<Facts> }]>([
	[{ place: 'region' }, { facts: { city: '' } }],
	[{ place: 'country' }, { facts: { city: '', region: '' } }],
	[{ place: 'none' }, { facts: { city: '', region: '', country: '' } }],
	[{ versions: 'major' }, { facts: { browserVersion: '140', osVersion: '15' } }],
	[{ versions: 'none' }, { facts: { browserVersion: '', osVersion: '' } }],
	[{ referrer: 'host' }, { facts: { referrer: 'news.example' } }],
	[{ referrer: 'none' }, { facts: { referrer: '' } }],
	[{ screen: false }, { facts: { screenClass: '' } }],
	[{ language: false }, { facts: { language: '' } }],
	[{ properties: false }, { props: null }],
	[{ vitals: false }, { vitals: null }],
	[{ titles: false }, { title: '' }],
	[{ paths: [{ match: '/user/*/edit', keep: '/user/:id/edit' }] }, { page: '/user/:id/edit' }],
	[{ tags: [] }, { facts: { utmSource: '', utmMedium: '', utmCampaign: '', utmContent: '', utmTerm: '' } }],
	[{ tags: ['utm_source', 'utm_term'] }, { facts: { utmMedium: '', utmCampaign: '', utmContent: '' } }],
	[{ tags: ['ref', 'utm_medium', 'utm_campaign', 'utm_content'] }, { facts: { utmTerm: '' } }],
])('under %j only what is named changes: %j', (rule, change) => {
	expect(reduce(full, but(rule))).toEqual({ ...full, ...change, facts: { ...full.facts, ...change.facts } })
})

test('a referring app has no path to lose', () => {
	const facts = { ...someFacts, referrer: 'android-app://com.example.mail' }
	expect(reduceFacts(facts, but({ referrer: 'host' }))).toBe(facts)
})

test('a source that is nothing but its tag goes with the tag, a known one stays', () => {
	const named = { ...someFacts, source: 'letter 7', utmSource: 'letter 7' }
	expect(reduceFacts(named, but({ tags: [] }))).toMatchObject({
		source: '',
		utmSource: '',
		channel: named.channel,
	})
	const known = { ...someFacts, source: 'Google', utmSource: 'google' }
	expect(reduceFacts(known, but({ tags: [] }))).toMatchObject({ source: 'Google', utmSource: '' })
	expect(reduceFacts({ ...someFacts, source: '' }, but({ tags: [] }))).toMatchObject({ source: '' })
})

test.each([
	['US-CA', 'city', 'US-CA'],
	['US-CA', 'region', 'US-CA'],
	['US-CA', 'country', 'US'],
	['FR', 'country', 'FR'],
	['*', 'country', '*'],
	['FR', 'none', ''],
	['*', 'none', ''],
] as const)('of the law’s rule %s a site that keeps %s keeps %j', (rule, place, kept) => {
	expect(reduceRule(rule, { place })).toBe(kept)
})

test('an address is blotted out of every text that a stranger makes up', () => {
	const mail = 'ada@example.org'
	const facts = { ...full.facts, source: mail, referrer: `web.example/u/${mail}` }
	for (const name of ['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'] as const)
		facts[name] = mail
	const props = { plan: 'large', to: mail, ['__proto__']: mail }
	const kept = reduce({ ...full, page: `/u/${mail}/x`, title: `Of ${mail}`, props, facts }, PRIVACY.collect)
	expect(JSON.stringify(kept)).not.toContain('ada')
	expect(kept).toMatchObject({
		page: '/u/:email/x',
		title: 'Of :email',
		facts: { referrer: 'web.example/u/:email' },
	})
	expect(Object.entries(kept.props ?? {})).toEqual([
		['plan', 'large'],
		['to', ':email'],
		['__proto__', ':email'],
	])
})

test('the first path rule that fits wins, and what it names is not taken further', () => {
	const collect = but({
		redact: { email: true, uuid: true, numbers: true },
		paths: [
			{ match: '/a/*', keep: '/b/one' },
			{ match: '/a/**', keep: '/b/more' },
			{ match: '/b/**', keep: '/order/123456' },
		],
	})
	expect(reducePage('/a/x', collect)).toBe('/b/one')
	expect(reducePage('/a/x/y', collect)).toBe('/b/more')
	expect(reducePage('/b/one', collect)).toBe('/b/one')
	expect(reducePage('/b/two', collect)).toBe('/order/123456')
	expect(reducePage('/order/123456', collect)).toBe('/order/123456')
	expect(reducePage('/order/1234567', collect)).toBe('/order/:number')
	expect(reducePage('', but({ paths: [{ match: '**', keep: '/' }] }))).toBe('')
})

const text = fc
	.array(
		fc.constantFrom(
			...['/', 'a', '.', 'ada@example.org', '%40', '1234567', '2026-11-24', ' ', 'letter', ':', 'x.example'],
			...['550e8400-e29b-41d4-a716-446655440000', '://', 'android-app', '140.0'],
		),
		{ maxLength: 6 },
	)
	.map((parts) => parts.join(''))
const facts = fc.record(
	Object.fromEntries(Object.keys(someFacts).map((name) => [name, text])) as Record<keyof Facts, typeof text>,
)
const rule = fc.record<Collect>({
	place: fc.constantFrom('city', 'region', 'country', 'none'),
	versions: fc.constantFrom('full', 'major', 'none'),
	referrer: fc.constantFrom('path', 'host', 'none'),
	screen: fc.boolean(),
	language: fc.boolean(),
	properties: fc.boolean(),
	vitals: fc.boolean(),
	titles: fc.boolean(),
	redact: fc.record({ email: fc.boolean(), uuid: fc.boolean(), numbers: fc.boolean() }),
	paths: fc.array(fc.record({ match: text.map((one) => `/${one}*`), keep: text.map((one) => `/${one}`) }), {
		maxLength: 3,
	}),
	tags: fc.option(
		fc.subarray(['utm_source', 'ref', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term']),
	),
})
const hit = fc
	.record({ page: text, title: text, props: fc.option(fc.dictionary(text, text, { maxKeys: 3 })), facts })
	.map((change) => somePageview({ ...change, vitals: full.vitals }))

test('reducing twice changes nothing', () => {
	fc.assert(
		fc.property(hit, rule, (one, collect) => {
			const once = reduce(one, collect)
			expect(reduce(once, collect)).toBe(once)
		}),
		{ numRuns: 5_000 },
	)
})

/** Whether a text holds only what was in another, in its order, and the words for what was taken out. */
function isLess(kept: string, whole: string): boolean {
	let from = 0
	for (const part of kept.split(/:(?:email|uuid|number)/)) {
		const at = whole.indexOf(part, from)
		if (at < 0) return false
		from = at + part.length
	}
	return true
}

test('reducing adds nothing that was not there or in the rules', () => {
	fc.assert(
		fc.property(hit, rule, (one, collect) => {
			const kept = reduce(one, collect)
			for (const name of Object.keys(factsOf(one.facts)) as (keyof Facts)[]) {
				expect(isLess(kept.facts[name], one.facts[name])).toBe(true)
			}
			expect(isLess(kept.title, one.title)).toBe(true)
			const named = collect.paths.some(({ keep }) => keep === kept.page)
			expect(named || isLess(kept.page, one.page)).toBe(true)
			expect(Object.keys(kept.props ?? {}).every((key) => key in (one.props ?? {}))).toBe(true)
			const { facts: _, page: __, title: ___, props: ____, vitals: _____, ...rest } = kept
			expect(one).toMatchObject(rest)
		}),
		{ numRuns: 3_000 },
	)
})

test('a hit costs next to nothing', () => {
	const all = but({
		place: 'country',
		versions: 'major',
		referrer: 'host',
		redact: { email: true, uuid: true, numbers: true },
		paths: Array.from({ length: 20 }, (_, i) => ({ match: `/${i}/*/edit`, keep: `/${i}/:id/edit` })),
	})
	const cost = (collect: Collect) => {
		for (let i = 0; i < 5_000; i++) reduce(full, collect)
		const started = performance.now()
		for (let i = 0; i < 20_000; i++) reduce(full, collect)
		return ((performance.now() - started) / 20_000) * 1000
	}
	const [byDefault, everything] = [cost(PRIVACY.collect), cost(all)]
	console.info(
		`reduce: ${byDefault.toFixed(2)} µs a hit by default, ${everything.toFixed(1)} µs with every rule`,
	)
	expect(byDefault).toBeLessThan(20)
	expect(everything).toBeLessThan(200)
})
