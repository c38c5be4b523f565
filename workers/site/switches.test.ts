import { expect, test } from 'vitest'
import type { Hit } from '../model/event.ts'
import { type Collect, privacyOf } from '../model/policy.ts'
import { someFacts, someHit, somePolicy } from '../model/testing.ts'
import { dump, rowsOf, stubOf } from './testing.ts'

let nextSite = 61_000

const rich = someHit({
	page: '/user/ada-77/edit',
	title: 'Ada’s settings',
	props: { plan: 'large-plan' },
	facts: {
		...someFacts,
		browserVersion: '140.77',
		osVersion: '15.66.1',
		referrer: 'news.example/a-story',
		utmSource: 'letter-55',
		utmMedium: 'medium-55',
		utmCampaign: 'campaign-55',
		utmContent: 'content-55',
		utmTerm: 'term-55',
		language: 'tlh',
		screenClass: 'xxl',
	},
})
const measured: Partial<Hit> = {
	name: 'engagement',
	scrollDepth: 80,
	engagedMs: 4_000,
	vitals: { lcp: 98_765, inp: null, cls: 0.125, fcp: null, ttfb: null },
}
const UUID = '550e8400-e29b-41d4-a716-446655440000'

/** A rule, what it must keep out, and what stands there instead. */
const CASES: [name: string, Partial<Collect>, gone: string[], event: object, hit?: Partial<Hit>][] = [
	['city', { place: 'region' }, ['Bergen'], { city: '', region: 'NO-46', country: 'NO' }],
	['region', { place: 'country' }, ['Bergen', 'NO-46'], { city: '', region: '', country: 'NO' }],
	['country', { place: 'none' }, ['Bergen', 'NO-46', '"NO'], { city: '', region: '', country: '' }],
	[
		'minor versions',
		{ versions: 'major' },
		['140.77', '15.66'],
		{ browser_version: '140', os_version: '15' },
	],
	[
		'versions',
		{ versions: 'none' },
		['140.77', '15.66'],
		{ browser: 'Firefox', browser_version: '', os_version: '' },
	],
	[
		'the path of a referrer',
		{ referrer: 'host' },
		['a-story'],
		{ referrer: 'news.example', source: 'Google' },
	],
	['a referrer', { referrer: 'none' }, ['news.example'], { referrer: '', source: 'Google' }],
	['screen', { screen: false }, ['xxl'], { screen_class: '', device: 'Desktop' }],
	['language', { language: false }, ['tlh'], { language: '' }],
	['properties', { properties: false }, ['large-plan'], { props: null }],
	['vitals', { vitals: false }, ['98765', '0.125'], { lcp: null, cls: null }],
	['titles', { titles: false }, ['settings'], { title: '' }],
	[
		'a path',
		{ paths: [{ match: '/user/*/edit', keep: '/user/:id/edit' }] },
		['ada-77'],
		{ page: '/user/:id/edit', entry_page: '/user/:id/edit' },
	],
	[
		'tags',
		{ tags: ['utm_campaign'] },
		['letter-55', 'medium-55', 'content-55', 'term-55'],
		{ utm_source: '', utm_medium: '', utm_campaign: 'campaign-55', utm_content: '', utm_term: '' },
	],
	[
		'e-mail addresses',
		{},
		['ada@', 'ada%40'],
		{
			page: '/of/:email',
			title: 'Of :email',
			props: '{"to":":email"}',
			referrer: 'web.example/:email',
			utm_term: ':email',
		},
		{
			page: '/of/ada@example.org',
			title: 'Of ada@example.org',
			props: { to: 'ada@example.org' },
			facts: { ...rich.facts, referrer: 'web.example/ada%40example.org', utmTerm: 'ada@example.org' },
		},
	],
	[
		'UUIDs',
		{ redact: { email: true, uuid: true, numbers: false } },
		[UUID],
		{ page: '/of/:uuid', entry_page: '/of/:uuid' },
		{ page: `/of/${UUID}` },
	],
	[
		'long numbers',
		{ redact: { email: true, uuid: false, numbers: true } },
		['7654321'],
		{ page: '/of/:number', entry_page: '/of/:number' },
		{ page: '/of/7654321' },
	],
]

test.each(CASES)(
	'without %s nothing of it reaches the object’s storage or D1',
	async (_, rule, gone, kept, change) => {
		const site = nextSite++
		const stub = stubOf(site)
		const { collect } = privacyOf({ collect: rule })
		await stub.configure(somePolicy(site, { privacy: privacyOf({ collect }) }))
		const one = { ...rich, ...change }
		await stub.record([one, { ...one, ...measured, props: null }], [])
		const before = await dump(stub)
		await stub.flush()
		const [events, visits] = [await rowsOf('events', site), await rowsOf('visits', site)]
		const everything = [before, await dump(stub), JSON.stringify([events, visits])]
			// The rule itself is there, and it may name what it keeps out.
			.map((text) => text.replaceAll(JSON.stringify(JSON.stringify(rule.paths ?? null)).slice(1, -1), ''))
		for (const text of gone) {
			expect(JSON.stringify([one, measured])).toContain(text)
			for (const stored of everything) expect(stored).not.toContain(text)
		}
		expect(events.find(({ name }) => name === 'pageview')).toMatchObject(kept)
		expect(events.map(({ lcp }) => lcp)).toContain(rule.vitals === false ? null : 98_765)
	},
)

test('a visit that began under a looser rule goes on by the new one', async () => {
	const site = nextSite++
	const stub = stubOf(site)
	await stub.configure(somePolicy(site))
	await stub.record([rich], [])
	const collect: Partial<Collect> = { place: 'country', paths: [{ match: '/user/**', keep: '/user' }] }
	await stub.configure(somePolicy(site, { version: 2, privacy: privacyOf({ collect }) }))
	const [answer] = await stub.record([{ ...rich, page: '/next' }], [])
	expect(answer).toMatchObject({ facts: { city: '', region: '', country: 'NO' }, entryPage: '/user' })
	await stub.flush()
	const events = await rowsOf('events', site)
	expect(events.find(({ page }) => page === '/next')).toMatchObject({ city: '', entry_page: '/user' })
	expect(await rowsOf('visits', site)).toHaveLength(1)
})

test('imported events go by the same rules, and no hash of what was refused is left', async () => {
	const site = nextSite++
	const stub = stubOf(site)
	await stub.configure(
		somePolicy(site, { privacy: privacyOf({ collect: { place: 'country', titles: false } }) }),
	)
	const { signals, person, cookie, keepsCookie, origin, ...event } = { ...rich, page: '/of/ada@example.org' }
	const hits = [{ ...event, at: Date.now() - 86_400_000, line: 1, visitor: 'somebody' }]
	expect(await stub.importChunk({ key: 'k', chunk: '1', last: false, hits })).toMatchObject({ kept: 1 })
	const before = await dump(stub)
	await stub.flush()
	const [events, visits] = [await rowsOf('events', site), await rowsOf('visits', site)]
	expect(events).toMatchObject([{ page: '/of/:email', title: '', city: '', country: 'NO' }])
	expect(visits).toMatchObject([{ entry_page: '/of/:email', region: '' }])
	for (const text of [before, await dump(stub), JSON.stringify([events, visits])]) {
		for (const gone of ['Bergen', 'ada@', 'settings']) expect(text).not.toContain(gone)
	}
	const again = await stub.importChunk({ key: 'k', chunk: '1', last: false, hits })
	expect(again).toMatchObject({ repeated: true, conflict: false })
})
