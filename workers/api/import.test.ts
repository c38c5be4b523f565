/** The import from end to end: long, because all that a caller can rely on stands in this one list. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { dump, rowsOf, stubOf } from '../site/testing.ts'
import { signedIn } from './testing.ts'

const DAY_MS = 86_400_000
const START = Date.parse('2026-03-01T12:00:00Z')
/** The time of a line, seconds after the start. */
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString()

let ada: Awaited<ReturnType<typeof signedIn>>
let eve: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-import@example.org')
	eve = await signedIn('eve-import@example.org')
})

let sites = 0
async function newSite(settings: object = {}) {
	const domain = `import-${sites++}.example`
	await ada.key('POST', '/api/v1/sites', { domain, timezone: 'Europe/Oslo', ...settings })
	const row = await env.DB.prepare('select id from site where domain = ?')
		.bind(domain)
		.first<{ id: number }>()
	const site = row?.id ?? 0
	const path = `/api/v1/sites/${domain}/events/import`
	const send = (body: unknown, query = '', key?: string) =>
		ada.key('POST', path + query, body, key ? { 'idempotency-key': key } : {})
	return {
		site,
		path,
		send,
		/** Sends lines and reads the report. */
		async report(lines: unknown[], query = '', key?: string) {
			const answer = await send(lines.map((line) => JSON.stringify(line)).join('\n'), query, key)
			expect(answer.status).toBe(200)
			return await answer.json<Record<string, unknown>>()
		},
		/** A site's rows once all is in D1. */
		async rows(table: 'events' | 'visits') {
			await stubOf(site).flush()
			return rowsOf(table, site)
		},
	}
}

const line = (seconds: number, visitor: string, page: string, more: object = {}) => ({
	timestamp: at(seconds),
	visitor_id: visitor,
	url: `https://shop.example${page}`,
	...more,
})

test('makes visits of lines by the rules of live ones, whatever order they come in', async () => {
	const { report, rows } = await newSite()
	const lines = [
		line(0, 'ann', '/a?utm_source=letter&utm_medium=email', { country: 'NO', device: 'Mobile' }),
		line(30 * 60, 'ann', '/b', { country: 'SE' }),
		line(30 * 60 + 20, 'ann', '/b', { name: 'engagement', engagement_time: 20_000, scroll_depth: 70 }),
		line(61 * 60, 'ann', '/c', { referrer: 'https://google.com/' }),
		line(95 * 60, 'ann', '/d', { referrer: 'https://google.com/' }),
		line(10, 'bob', '/a'),
		line(40, 'bob', '/a', { name: 'Signup', interactive: false }),
		line(20, 'cid', '/a', { name: 'Signup', props: { plan: 'free' } }),
	]
	expect(await report(lines.toReversed())).toMatchObject({
		...{ part: 0, lines: 8, kept: 8, dropped: 0, reasons: {}, errors: [], errors_total: 0 },
	})
	const visits = await rows('visits')
	expect(visits).toMatchObject([
		{
			...{ entry_page: '/a', exit_page: '/c', pageviews: 3, events: 3, bounce: 0, duration: 61 * 60 },
			...{ source: 'letter', channel: 'Email', country: 'NO', device: 'Mobile', stable: 1 },
		},
		{ entry_page: '/a', exit_page: '/a', pageviews: 1, events: 2, bounce: 1, duration: 30 },
		{ entry_page: '', exit_page: '', pageviews: 0, events: 1, bounce: 0, duration: 0 },
		{ entry_page: '/d', pageviews: 1, bounce: 1, duration: 0, source: 'Google', country: '' },
	])
	expect(visits[3]?.visitor).toBe(visits[0]?.visitor)
	expect(new Set(visits.map((visit) => visit.visitor)).size).toBe(3)
	const events = await rows('events')
	expect(events.map((event) => event.time)).toEqual(
		lines.map((one) => Date.parse(one.timestamp)).sort((a, b) => a - b),
	)
	expect(events.find((event) => event.page === '/b')).toMatchObject({ source: 'letter', country: 'NO' })
	expect(events.find((event) => event.name === 'engagement')).toMatchObject({
		engaged_ms: 20_000,
		scroll_depth: 70,
	})
})

test('reports lines that cannot be read by number, counts those that are dropped, and keeps the rest', async () => {
	const { send, rows } = await newSite({ retention_days: 365 })
	const now = Date.now()
	const far = (ms: number) => line((now + ms - START) / 1000, 'v', '/far')
	const body = [
		JSON.stringify(line(0, 'v', '/ok')),
		'',
		'{"timestamp":',
		JSON.stringify({ ...line(1, 'v', '/no'), timestamp: 'yesterday' }),
		JSON.stringify(far(3_600_000)),
		JSON.stringify(far(-364 * DAY_MS)),
		JSON.stringify(far(-367 * DAY_MS)),
		JSON.stringify(line(2, 'w', '/', { name: 'engagement', engagement_time: 5 })),
		JSON.stringify(line(3, 'v', '/ok-too')),
	].join('\r\n')
	expect(await (await send(body)).json()).toEqual({
		import: expect.stringMatching(/^[0-9a-f-]{36}$/),
		part: 0,
		lines: 8,
		kept: 3,
		dropped: 3,
		reasons: { in_the_future: 1, older_than_retention: 1, no_session_for_engagement: 1 },
		errors: [
			{ line: 3, error: 'is not a JSON object' },
			{ line: 4, error: expect.stringMatching(/^timestamp /) },
		],
		errors_total: 2,
	})
	expect((await rows('events')).map((event) => event.page)).toEqual(['/far', '/ok', '/ok-too'])
})

test('the same part under the same key keeps nothing twice and is answered alike', async () => {
	const { report, rows } = await newSite()
	const lines = [
		line(0, 'v', '/a'),
		line(5, 'v', '/b'),
		line(9, 'w', '/', { name: 'engagement', scroll_depth: 1 }),
	]
	const first = await report(lines, '', 'once')
	expect(first).toMatchObject({ import: 'once', kept: 2, dropped: 1 })
	expect(await report(lines, '', 'once')).toEqual(first)
	expect(await rows('events')).toHaveLength(2)
	expect(await rows('visits')).toHaveLength(1)
	await report(lines, '', 'another')
	expect(await rows('events')).toHaveLength(4)
})

test('a part that was sent before with other lines is refused, not taken for the same', async () => {
	const { report, send, rows } = await newSite()
	const first = [line(0, 'v', '/a'), line(1, 'v', '/b')]
	await report(first, '?last=false', 'mixed')
	for (const other of [
		[line(0, 'v', '/a')],
		[...first, line(2, 'v', '/c')],
		[line(0, 'v', '/a'), line(1, 'v', '/x')],
		[],
	]) {
		const answer = await send(other.map((one) => JSON.stringify(one)).join('\n'), '?last=true', 'mixed')
		expect(answer.status).toBe(409)
	}
	// Nothing of it was kept, and the import did not end: it goes on.
	await report([line(3, 'v', '/d')], '?part=1&last=true', 'mixed')
	expect((await rows('events')).map((event) => event.page)).toEqual(['/a', '/b', '/d'])
	expect(await rows('visits')).toMatchObject([{ pageviews: 3 }])
})

test('a visit goes on from one part to the next, and names are forgotten with the last', async () => {
	const { report, rows, site } = await newSite()
	const name = 'ann@mail.example 203.0.113.77'
	await report([line(0, name, '/a'), line(1, 'ben', '/a')], '?part=0&last=false', 'parts')
	const between = await dump(stubOf(site))
	expect(between).not.toMatch(/mail\.example|203\.0\.113/)
	expect(between).toMatch(/"import_visitor",\[\{/)
	await report([line(60, name, '/b')], '?part=1&last=false', 'parts')
	await report([line(60, name, '/b')], '?part=1&last=false', 'parts')
	await report([], '?part=2&last=true', 'parts')
	expect(await rows('visits')).toMatchObject([
		{ entry_page: '/a', exit_page: '/b', pageviews: 2 },
		{ entry_page: '/a', pageviews: 1 },
	])
	const after = await dump(stubOf(site))
	expect(after).toContain('["import_visitor",[]]')
	expect(after).toContain('["import",[]]')
	expect(after).not.toMatch(/mail\.example|203\.0\.113/)
	// What is in D1 names nobody either.
	expect(JSON.stringify([await rows('events'), await rows('visits')])).not.toMatch(
		/mail\.example|203\.0\.113|ben/,
	)
})

test('an import that broke off in the middle is sent again and keeps nothing twice', async () => {
	const { path, site, rows, send } = await newSite()
	const lines = Array.from(
		{ length: 20_600 },
		(_, i) => `${JSON.stringify(line(i, `v${i % 50}`, `/${i % 7}`))}\n`,
	)
	const headers = { authorization: `Bearer ${ada.apiKey}`, 'idempotency-key': 'broken' }
	const { readable, writable } = new FixedLengthStream(lines.join('').length)
	const request = new Request(`http://jitt.test${path}`, { method: 'POST', headers, body: readable })
	const first = exports.default.fetch(request)
	const writer = writable.getWriter()
	for (let i = 0; i < 20_500; i += 500) {
		await writer.write(new TextEncoder().encode(lines.slice(i, i + 500).join('')))
	}
	await writer.abort(new Error('the sender went away')).catch(() => {})
	const told = await first
	expect([told.status, told.headers.get('idempotency-key')]).toEqual([503, 'broken'])
	await stubOf(site).flush()
	expect((await rowsOf('events', site)).length).toBe(5000)
	const answer = await send(lines.join(''), '', 'broken')
	expect(await answer.json()).toMatchObject({ lines: 20_600, kept: 20_600, dropped: 0, errors_total: 0 })
	const events = await rows('events')
	expect(events.length).toBe(20_600)
	expect(new Set(events.map((event) => event.visitor)).size).toBe(50)
	expect((await rows('visits')).length).toBe(50)
}, 60_000)

test('an import that nobody ends is forgotten after a week', async () => {
	const { report, site } = await newSite()
	await report([line(0, 'ann', '/a')], '?part=0&last=false', 'left')
	await runInDurableObject(stubOf(site), (_, state) => {
		expect(state.storage.sql.exec('select * from import_visitor').toArray()).toHaveLength(1)
		state.storage.sql.exec('update import_chunk set at = ?', Date.now() - 8 * DAY_MS)
	})
	await runDurableObjectAlarm(stubOf(site))
	const after = await dump(stubOf(site))
	expect(after).toContain('["import_visitor",[]]')
	expect(after).toContain('["import",[]]')
})

test('only the owner imports, and nobody learns whether a site is another’s', async () => {
	const { path, site } = await newSite()
	const body = JSON.stringify(line(0, 'v', '/a'))
	const foreign = await eve.key('POST', path, body)
	const unknown = await eve.key('POST', '/api/v1/sites/none.example/events/import', body)
	expect(foreign.status).toBe(404)
	expect([unknown.status, await unknown.json()]).toEqual([404, await foreign.json()])
	expect((await eve.session('POST', path, body)).status).toBe(404)
	expect((await eve.key('POST', path, body, { authorization: 'Bearer wrong' })).status).toBe(401)
	await stubOf(site).flush()
	expect(await rowsOf('events', site)).toEqual([])
})

test('parameters that cannot be used are refused', async () => {
	const { send } = await newSite()
	for (const query of ['?part=-1', '?part=1.5', '?part=x', '?part=9999999', '?last=yes', '?last=']) {
		expect((await send('', query)).status).toBe(400)
	}
	for (const key of ['two words', 'x'.repeat(201)]) expect((await send('', '', key)).status).toBe(400)
})

test('an empty import is none', async () => {
	const { report } = await newSite()
	expect(await report([])).toMatchObject({ lines: 0, kept: 0, dropped: 0, errors_total: 0 })
})

test('hostile bodies are reported line by line and break nothing', async () => {
	const { path, rows } = await newSite()
	const deep = `{"timestamp":"${at(0)}","visitor_id":"v","url":"https://a.example/","props":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`
	const bodies = [
		deep,
		Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
		'\u0000'.repeat(100),
		'['.repeat(60_000),
		'x'.repeat(200_000),
		`{"props":${'['.repeat(30_000)}`,
		'{"__proto__":{"timestamp":"x"},"constructor":1}',
		'{"timestamp":{},"visitor_id":[],"url":{},"props":7,"revenue":"x","source":{}}',
		'[{"timestamp":"2026-03-01T12:00:00Z"}]',
		'null\n1\n"x"\ntrue\n',
		'\ufeff\n\r\n\r\n',
	]
	for (const body of bodies) {
		const answer = await exports.default.fetch(`http://jitt.test${path}`, {
			...{ method: 'POST', headers: { authorization: `Bearer ${ada.apiKey}` }, body },
		})
		expect(answer.status).toBe(200)
		const { lines, kept, dropped, errors_total } = await answer.json<Record<string, number>>()
		expect((kept ?? 0) + (dropped ?? 0) + (errors_total ?? 0)).toBe(lines)
	}
	// Of all that, one line was one: what lay too deep in its properties is left out.
	expect(await rows('events')).toMatchObject([{ hostname: 'a.example', props: null }])
})

test('a body over the limit is refused before anything of it is kept', async () => {
	const { path, rows } = await newSite()
	const start = `${JSON.stringify(line(0, 'v', '/a'))}\n`
	const { readable, writable } = new FixedLengthStream(100_000_001)
	const headers = { authorization: `Bearer ${ada.apiKey}`, 'idempotency-key': 'large' }
	const answer = exports.default.fetch(
		new Request(`http://jitt.test${path}`, { method: 'POST', headers, body: readable }),
	)
	const writer = writable.getWriter()
	await writer.write(new TextEncoder().encode(start)).catch(() => {})
	expect((await answer).status).toBe(413)
	expect(await rows('events')).toEqual([])
	const again = await ada.key('POST', path, start, { 'idempotency-key': 'large' })
	expect(await again.json()).toMatchObject({ kept: 1 })
})
