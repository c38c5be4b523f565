import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Knock, knock, newSite } from './testing.ts'

/** Whatever strangers send, no beacon is answered with a failure of ours, and none lands at another site. */

const STATUSES = [200, 202, 204, 304, 400, 403, 404, 429]
async function send(path: string, what: Knock): Promise<number> {
	const answer = await knock(path, what)
	if (!STATUSES.includes(answer.status)) throw new Error(`${path} → ${answer.status} ${await answer.text()}`)
	await answer.arrayBuffer()
	return answer.status
}
/** Without control characters and lone surrogates. */
const isPlain = (text: string) =>
	text.isWellFormed() && [...text].every((char) => char >= ' ' && char !== '\u007f')

const CHOICES = ['optout', 'optin', 'consent', 'status']
const DOORS = [
	...['/api/event', '/api/send', '/api/batch', '/api/me', '/_j/event'],
	...CHOICES.flatMap((path) => [`/api/${path}`, `/_j/${path}`]),
]
const DEEP = (open: string, close: string) => open.repeat(10_000) + close.repeat(10_000)

/** Any JSON, with the texts that break databases and parsers among it. */
const nasty = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.constantFrom(
		'\u0000',
		'\ud800',
		'\udfff\ud800',
		'__proto__',
		"'; drop table events; --",
		'💩'.repeat(200),
	),
	fc.constantFrom('engagement', 'pageview', 'https://a.example/%00%ff', 'a'.repeat(3000), '../../etc/passwd'),
	fc.double(),
	fc.constantFrom(1e308, -0, Number.MAX_SAFE_INTEGER, 1e21, -1),
	fc.boolean(),
	fc.constant(null),
)
const json = fc.letrec((tie) => ({
	any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, nasty, tie('list'), tie('object')),
	list: fc.array(tie('any'), { maxLength: 4 }),
	object: fc.dictionary(
		fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant('__proto__')),
		tie('any'),
		{
			maxKeys: 4,
		},
	),
})).any

const FIELDS = [
	'n',
	'name',
	'u',
	'url',
	'r',
	'referrer',
	'm',
	'p',
	'props',
	'revenue',
	'$',
	'i',
	'h',
	'sd',
	'e',
	's',
	'v',
]
const PAYLOAD = [
	'hostname',
	'language',
	'screen',
	'title',
	'url',
	'referrer',
	'name',
	'tag',
	'data',
	'id',
	'timestamp',
	'ip',
]

test('random fields of every kind are kept, dropped or refused', async () => {
	const { domain, trackingId, rows, event } = await newSite()
	const other = await newSite()
	let taken = 0
	await fc.assert(
		fc.asyncProperty(fc.dictionary(fc.constantFrom(...FIELDS), json), async (change) => {
			if ((await send('/api/event', { body: event(change) })) === 202) taken++
		}),
		{ numRuns: 300 },
	)
	await fc.assert(
		fc.asyncProperty(
			fc.dictionary(fc.constantFrom(...PAYLOAD), json),
			fc.constantFrom('event', 'identify', 'performance'),
			async (change, type) => {
				await send('/api/send', { body: { type, payload: { website: trackingId, url: '/', ...change } } })
				await send('/api/batch', { body: [{ type, payload: { website: domain, url: '/', ...change } }] })
			},
		),
		{ numRuns: 150 },
	)
	expect(taken).toBeGreaterThan(20)
	// All of it went through D1 and came back as it was taken: well formed, and nobody else's.
	const events = await rows('events')
	expect(events.length).toBeGreaterThan(20)
	for (const row of events) {
		for (const value of Object.values(row)) {
			if (typeof value === 'string') expect([value, isPlain(value)]).toEqual([value, true])
		}
	}
	for (const table of ['events', 'visits'] as const) expect(await other.rows(table)).toEqual([])
}, 120_000)

test('random JSON, random text and random bytes at every door', async () => {
	const { rows } = await newSite()
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...DOORS), json, async (path, body) => {
			await send(path, { body: JSON.stringify(body) })
		}),
		{ numRuns: 200 },
	)
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...DOORS), fc.uint8Array({ maxLength: 400 }), async (path, body) => {
			await send(path, { body: body as Uint8Array<ArrayBuffer> })
		}),
		{ numRuns: 200 },
	)
	expect(await rows('events')).toEqual([])
	expect(await rows('refusals')).toEqual([])
}, 120_000)

test.each(DOORS)('%s survives bodies made to hurt', async (path) => {
	const { domain, event } = await newSite()
	const bodies: Knock['body'][] = [
		'',
		' ',
		'null',
		'{}',
		'[]',
		'0',
		'"',
		'{"n":',
		DEEP('[', ']'),
		DEEP('{"a":', '').slice(0, 60_000),
		`{"d":"${domain}","n":"x","u":"https://a.example/","p":${DEEP('[', ']')}}`,
		`{"d":"${domain}","n":"x","u":"https://a.example/","p":${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}}`,
		`{"type":"event","payload":{"website":"${domain}","data":${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}}}`,
		`{"d":"${domain}","n":1e999,"u":-1e999,"e":1e999,"sd":1e999}`,
		`{"n":"x","u":"https://a.example/","d":"${`${domain},`.repeat(3000)}"}`,
		`[${'{},'.repeat(99)}{}]`,
		'x'.repeat(65_536),
		'x'.repeat(65_537),
		'x'.repeat(1_000_000),
		JSON.stringify(event({ p: Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`k${i}`, i])) })),
		JSON.stringify(event({ $: { amount: 1e308, currency: 'EUR' } })),
		JSON.stringify(event({ n: '\ud800'.repeat(60), u: `https://${domain}/\ud800?\udfff#\ud800` })),
		Uint8Array.of(0xff, 0xfe, 0x00, 0x7b),
		new Uint8Array(65_536),
		new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) }),
		new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(50_000).fill(32)) }),
	]
	for (const body of bodies) await send(path, { body })
	await send(path, { method: 'POST' })
})

test('hostile headers are survived', async () => {
	const { event } = await newSite({}, 'secret')
	const long = 'x'.repeat(16_000)
	for (const headers of [
		{ 'user-agent': long },
		{ 'user-agent': `Mozilla/5.0 ${'('.repeat(8000)}` },
		{ 'user-agent': `Mozilla/5.0 (Windows NT 10.0) Chrome/${'9'.repeat(9000)}` },
		{ 'cf-connecting-ip': long },
		{ 'cf-connecting-ip': ':'.repeat(500) },
		{ authorization: `Bearer ${long}` },
		{ authorization: 'Bearer secret', 'x-forwarded-for': long },
		{ authorization: 'Bearer secret', 'x-forwarded-for': '::::::' },
		{ authorization: 'Bearer secret', 'x-plausible-ip': '[[[[' },
		{ cookie: `jitt_optout=${long}` },
		{ 'content-type': long },
		{ 'content-length': '-1' },
		{ 'sec-purpose': long },
		{ 'x-umami-cache': long },
		{ 'if-none-match': long },
	] as Record<string, string>[]) {
		for (const path of ['/api/event', '/api/send']) await send(path, { body: event(), headers })
		await send('/js/jitt.js', { headers })
	}
	for (const cf of [{ country: '<script>' }, { country: 'NO', city: '\u0000\ud800', regionCode: '💩' }]) {
		await send('/api/event', { body: event(), cf })
	}
})

test('hostile addresses of pictures and files are survived', async () => {
	const { domain } = await newSite()
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (text) => {
			const value = encodeURIComponent(text.toWellFormed())
			await send(`/api/pixel.gif?d=${value}`, {})
			await send(`/api/pixel.gif?d=${domain}&u=${value}&r=${value}`, {})
			await send(`/js/${value.replaceAll('.', '%2e')}`, {})
		}),
		{ numRuns: 100 },
	)
	for (const query of ['%', '%ff', 'd=%00', `d=${'a'.repeat(9000)}`, `d=${domain}&u=${'a'.repeat(9000)}`]) {
		await send(`/api/pixel.gif?${query}`, {})
	}
})
