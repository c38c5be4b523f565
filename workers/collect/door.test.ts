/** The door from end to end: long, because every answer it can give stands in this one list. */
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { dump, stubOf } from '../site/testing.ts'
import { FIREFOX, knock, newSite, said } from './testing.ts'

const BOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const count = (rows: Record<string, unknown>[]) => rows.map(({ reason, count }) => [reason, count])

test('a kept beacon is 202 ok and readable in D1 with all that describes its visit', async () => {
	const { event, rows, domain } = await newSite()
	const body = event({
		u: `https://www.${domain}/teas/?utm_source=letter&utm_medium=email&mail=a@b.example`,
		r: 'https://www.google.com/search?q=tea',
		p: { plan: 'free' },
	})
	const answer = await knock('/api/event', { body, cf: { country: 'NO', regionCode: '46', city: 'Bergen' } })
	expect(said(answer)).toEqual([202, null, null])
	expect(await answer.text()).toBe('ok')
	expect(answer.headers.get('access-control-allow-origin')).toBe('*')
	expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
	expect(answer.headers.get('tk')).toBe('N')
	expect(answer.headers.get('set-cookie')).toBeNull()
	expect(await rows('events')).toMatchObject([
		{
			...{ name: 'pageview', hostname: domain, page: '/teas/', props: '{"plan":"free"}', stable: 0 },
			...{ source: 'letter', channel: 'Email', referrer: 'google.com/search', utm_medium: 'email' },
			...{ country: 'NO', region: 'NO-46', city: 'Bergen', browser: 'Firefox', browser_version: '140.0' },
			...{ os: 'GNU/Linux', device: 'Desktop' },
		},
	])
})

test.each([
	['gpc', { 'sec-gpc': '1' }],
	['dnt', { dnt: '1' }],
	['optout', { cookie: 'x=y; jitt_optout=1' }],
	['prefetch', { 'sec-purpose': 'prefetch;prerender' }],
	['prefetch', { purpose: 'prefetch' }],
	['prefetch', { 'x-moz': 'prefetch' }],
	['bot', { 'user-agent': BOT }],
	['bot', { 'user-agent': '' }],
] as [string, Record<string, string>][])(
	'%s: refused by the header %j, and only counted',
	async (reason, headers) => {
		const { event, rows, site, trackingId, points } = await newSite()
		expect(said(await knock('/api/event', { body: event(), headers }))).toEqual([202, '1', reason])
		const payload = { website: trackingId, url: '/' }
		const umami = await knock('/api/send', { body: { type: 'event', payload }, headers })
		expect(said(umami)).toEqual([200, '1', reason])
		const picture = await knock(`/api/pixel.gif?d=${trackingId}`, { headers })
		expect([picture.status, picture.headers.get('x-jitt-reason')]).toEqual([200, reason])
		expect(await rows('events')).toEqual([])
		expect(await rows('visits')).toEqual([])
		expect(count(await rows('refusals'))).toEqual([[reason, 3]])
		expect(points()).toEqual([])
		expect(await dump(stubOf(site))).not.toContain('192.0.2.1')
	},
)

test('of language, width and network only kind and class are kept, of a page its title and vitals', async () => {
	const { event, rows, domain } = await newSite()
	const headers = { 'accept-language': 'de-AT,de;q=0.9' }
	const cf = { country: 'AT', asn: 24940, asOrganization: 'Hetzner Online GmbH' }
	await knock('/api/event', { body: event({ t: 'Teas', w: 1366 }), headers, cf })
	const engagement = { n: 'engagement', sd: 40, t: 'Teas', lcp: 1200, inp: 72, cls: 0.05, fcp: 800, ttfb: 90 }
	expect(said(await knock('/api/event', { body: event(engagement), headers, cf }))).toEqual([202, null, null])
	const facts = { language: 'de', screen_class: 'lg', asn_kind: 'hosting' }
	const none = { lcp: null, inp: null, cls: null, fcp: null, ttfb: null }
	const stored = await rows('events')
	expect(stored).toMatchObject([
		{ name: 'pageview', ...facts, title: 'Teas', ...none },
		{ name: 'engagement', ...facts, title: 'Teas', lcp: 1200, inp: 72, cls: 0.05, fcp: 800, ttfb: 90 },
	])
	const visits = await rows('visits')
	expect(visits).toMatchObject([{ ...facts, pageviews: 1 }])
	expect(JSON.stringify([stored, visits])).not.toMatch(/1366|AT,|de-|24940|Hetzner/)

	// Another visitor, by the second door: what its script says of the language counts before the headers.
	const payload = {
		website: domain,
		hostname: domain,
		url: '/b',
		language: 'nb-NO',
		screen: '390x844',
		title: 'B',
	}
	const umami = { headers: { ...headers, 'cf-connecting-ip': '192.0.2.9' }, cf: { country: 'NO', asn: 2119 } }
	await knock('/api/send', { body: { type: 'event', payload }, ...umami })
	await knock('/api/send', {
		body: { type: 'performance', payload: { ...payload, lcp: 700, cls: 0 } },
		...umami,
	})
	expect((await rows('events')).slice(2)).toMatchObject([
		{ name: 'pageview', language: 'nb', screen_class: 'xs', asn_kind: 'access', title: 'B', ...none },
		{ name: 'engagement', language: 'nb', title: 'B', ...none, lcp: 700, cls: 0 },
	])
})

test('a tracker that keeps silent for the browser’s sake is counted by its reason', async () => {
	const { domain, rows } = await newSite()
	for (const reason of ['gpc', 'dnt', 'gpc']) {
		expect(said(await knock('/api/event', { body: { n: 'pageview', d: domain, s: reason } }))).toEqual([
			...[202, '1', reason],
		])
	}
	expect(count(await rows('refusals'))).toEqual([
		['dnt', 1],
		['gpc', 2],
	])
	expect(await rows('events')).toEqual([])
})

test('an unknown site is 202 with its reason: a beacon’s sender cannot mend it', async () => {
	const body = { n: 'pageview', u: 'https://nobody.example/', d: 'nobody.example' }
	expect(said(await knock('/api/event', { body }))).toEqual([202, '1', 'not_found'])
	const headers = { 'sec-gpc': '1' }
	expect(said(await knock('/api/event', { body, headers }))).toEqual([202, '1', 'not_found'])
})

test('an engagement without a visit is dropped, with one it is kept', async () => {
	const { event, rows } = await newSite()
	const engagement = event({ n: 'engagement', sd: 40, e: 5000 })
	expect(said(await knock('/api/event', { body: engagement }))).toEqual([
		...[202, '1', 'no_session_for_engagement'],
	])
	await knock('/api/event', { body: event() })
	expect(said(await knock('/api/event', { body: engagement }))).toEqual([202, null, null])
	expect((await rows('events')).map(({ name }) => name).sort()).toEqual(['engagement', 'pageview'])
	expect(await rows('visits')).toMatchObject([{ pageviews: 1, events: 1, bounce: 1 }])
})

test('one beacon to several sites is kept by each that there is, and the others are counted', async () => {
	const [a, b] = [await newSite(), await newSite()]
	const d = ` www.${a.domain}, nobody.example ,${b.trackingId},other.nobody.example`
	const answer = await knock('/api/event', { body: a.event({ d }) })
	expect(said(answer)).toEqual([202, '2', 'not_found'])
	expect(await a.rows('events')).toHaveLength(1)
	expect(await b.rows('events')).toHaveLength(1)
	const numbers = [...(await a.rows('events')), ...(await b.rows('events'))].map(({ visitor }) => visitor)
	expect(new Set(numbers).size).toBe(2)
	const headers = { dnt: '1' }
	expect(said(await knock('/api/event', { body: a.event({ d }), headers }))).toEqual([
		...[202, '4', 'dnt;not_found'],
	])
})

test.each([
	['request', '', null],
	['request', '{"n":', null],
	['request', `{"n":"${'x'.repeat(70_000)}"}`, null],
	['request', [], null],
	['event_name', {}, null],
	['event_name', { n: 'x'.repeat(121), u: 'https://a.example/' }, null],
	['event_name', { n: 'engagement', u: 'https://a.example/' }, null],
	['url', { n: 'pageview' }, null],
	['url', { n: 'pageview', u: 'data:text/html,x' }, null],
	['domain', { n: 'pageview', u: '/x' }, null],
	['props', { n: 'a', u: 'https://a.example/', p: { x: 'y'.repeat(2001) } }, null],
] as [string, unknown, null][])('400 names the field: %s', async (field, body) => {
	for (const type of ['application/json', 'text/plain']) {
		const answer = await knock('/api/event', { body, headers: { 'content-type': type } })
		expect(answer.status).toBe(400)
		expect(answer.headers.get('access-control-allow-origin')).toBe('*')
		const { errors } = await answer.json<{ errors: Record<string, unknown> }>()
		expect(Object.keys(errors)).toEqual([field])
		const text = expect.stringMatching(/\w/)
		expect(errors[field]).toEqual(field === 'request' ? text : [text])
	}
})

test('a browser that asks first may send', async () => {
	for (const path of ['event', 'send', 'batch', 'optout', 'optin']) {
		const answer = await knock(`/api/${path}`, { method: 'OPTIONS' })
		expect(answer.status).toBe(204)
		expect(answer.headers.get('access-control-allow-origin')).toBe('*')
		expect(answer.headers.get('access-control-allow-methods')).toMatch(/\bPOST\b/)
		expect(answer.headers.get('access-control-allow-headers')).toMatch(/\bcontent-type\b/)
		expect(answer.headers.get('access-control-expose-headers')).toMatch(/x-plausible-dropped/)
		expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
	}
})

test('the debug header tells the address that would be used, and records nothing', async () => {
	const { event, rows } = await newSite({}, 'secret')
	const headers = { 'x-debug-request': 'true', 'x-forwarded-for': '203.0.113.9' }
	const stranger = await knock('/api/event', { body: event(), headers })
	expect([stranger.status, await stranger.text()]).toEqual([200, '192.0.2.1'])
	const server = await knock('/api/event', {
		...{ body: event(), headers: { ...headers, authorization: 'Bearer secret' } },
	})
	expect([server.status, await server.text()]).toEqual([200, '203.0.113.9'])
	expect(await (await knock('/api/event', { body: '{', headers })).text()).toBe('192.0.2.1')
	expect(await rows('events')).toEqual([])
})

test('forged addresses make no visitors; those named with the site’s token do', async () => {
	const { event, rows } = await newSite({}, 'secret')
	const from = (address: string, more: Record<string, string> = {}) =>
		knock('/api/event', { body: event(), headers: { 'x-forwarded-for': address, ...more } })
	for (let i = 1; i <= 5; i++) await from(`203.0.113.${i}`)
	await from('203.0.113.6', { authorization: 'Bearer wrong' })
	const visitors = async () => new Set((await rows('events')).map(({ visitor }) => visitor)).size
	expect(await visitors()).toBe(1)
	for (let i = 1; i <= 5; i++) await from(`203.0.113.${i}`, { authorization: 'Bearer secret' })
	expect(await visitors()).toBe(6)
	// The token is one site's, not another's.
	const other = await newSite({}, 'other')
	for (let i = 1; i <= 3; i++) {
		const headers = { 'x-plausible-ip': `203.0.113.${i}`, authorization: 'Bearer secret' }
		await knock('/api/event', { body: other.event(), headers })
	}
	expect(new Set((await other.rows('events')).map(({ visitor }) => visitor)).size).toBe(1)
})

test('the pixel counts a page by its address or by the page that shows it, and is always a picture', async () => {
	const { domain, rows } = await newSite()
	const shown = await knock(`/api/pixel.gif?d=${domain}`, {
		headers: { referer: `https://${domain}/amp/?q=1` },
	})
	expect(shown.headers.get('content-type')).toBe('image/gif')
	expect(shown.headers.get('cache-control')).toBe('no-store')
	expect(shown.headers.get('x-jitt-reason')).toBeNull()
	const bytes = new Uint8Array(await shown.arrayBuffer())
	expect([bytes.length, new TextDecoder().decode(bytes.slice(0, 6))]).toEqual([42, 'GIF89a'])
	const headers = { 'cf-connecting-ip': '192.0.2.2' }
	await knock(`/api/pixel.gif?d=${domain}&u=https://${domain}/letter&r=https://news.example/a`, { headers })
	expect((await rows('events')).map(({ page, source }) => [page, source]).sort()).toEqual([
		['/amp/', ''],
		['/letter', 'news.example'],
	])
	for (const query of ['', '?d=', '?d=nobody.example', `?d=${domain}&u=data:x`, '?d=%00&u=%ff']) {
		const answer = await knock(`/api/pixel.gif${query}`)
		expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 42])
		expect(answer.headers.get('x-jitt-reason')).toMatch(/^(invalid|not_found)$/)
	}
	expect(await rows('events')).toHaveLength(2)
})

test('who opts out is refused from then on, and today’s rows of theirs are erased', async () => {
	const { event, rows, site, domain } = await newSite()
	const other = { 'cf-connecting-ip': '192.0.2.77' }
	await knock('/api/event', { body: event({ u: `https://${domain}/early` }) })
	await knock('/api/event', { body: event(), headers: other })
	expect(await rows('events')).toHaveLength(2)
	await knock('/api/event', { body: event({ u: `https://${domain}/late` }) })
	const out = await knock('/api/optout', { body: { d: domain } })
	expect([out.status, await out.json()]).toEqual([200, { optedOut: true }])
	expect(out.headers.get('tk')).toBe('U')
	expect(out.headers.get('set-cookie')).toMatch(
		/^jitt_optout=1; Path=\/; Max-Age=\d{8}; SameSite=Lax; Secure$/,
	)
	expect(said(await knock('/api/event', { body: event() }))).toEqual([202, '1', 'optout'])
	expect(said(await knock('/api/event', { body: event(), headers: other }))).toEqual([202, null, null])
	expect((await rows('events')).map(({ page }) => page)).toEqual(['/', '/'])
	expect(await rows('visits')).toHaveLength(1)
	expect(await dump(stubOf(site))).not.toMatch(/early|late/)

	const back = await knock('/api/optin', { body: { d: domain }, headers: { cookie: 'jitt_optout=1' } })
	expect(await back.json()).toEqual({ optedOut: false })
	expect(back.headers.get('set-cookie')).toMatch(/^jitt_optout=1; Path=\/; Max-Age=0;/)
	expect(said(await knock('/api/event', { body: event() }))).toEqual([202, null, null])
	const nothing = await knock('/api/optin', { body: { d: domain } })
	expect(nothing.headers.get('set-cookie')).toBeNull()
})

test('an opt-out names a site that there is', async () => {
	for (const body of [{}, { d: 'nobody.example' }, { d: 7 }, [], '{', null, 'x']) {
		for (const path of ['/api/optout', '/api/optin']) {
			expect((await knock(path, { body })).status).toBe(400)
		}
	}
})

test('Umami’s tracker gets the answers it knows, with nothing in them that follows a person', async () => {
	const { trackingId, domain, rows } = await newSite()
	const payload = {
		website: trackingId,
		hostname: domain,
		url: '/a?utm_source=x',
		referrer: '',
		language: 'en',
	}
	const send = (more: object, headers: Record<string, string> = {}) =>
		knock('/api/send', { body: { type: 'event', payload: { ...payload, ...more } }, headers })
	const stored = { cache: '', sessionId: '', visitId: '' }
	const first = await send({})
	expect([first.status, await first.json()]).toEqual([200, stored])
	const named = await send({ name: 'Signup', data: { plan: { kind: 'free' } } })
	expect(await named.json()).toEqual(stored)
	expect(await (await send({}, { 'sec-gpc': '1' })).json()).toEqual(stored)
	const bot = await send({}, { 'user-agent': BOT })
	expect([bot.status, await bot.json()]).toEqual([200, { beep: 'boop' }])
	// Another address or agent inside the payload is not believed.
	await send({ ip: '203.0.113.9', userAgent: BOT })
	const unknown = await send({ website: crypto.randomUUID() })
	expect([unknown.status, await unknown.json()]).toEqual([
		400,
		{ error: { message: 'Website not found.', code: 'bad-request', status: 400 } },
	])
	for (const type of ['identify', 'performance']) {
		const answer = await knock('/api/send', { body: { type, payload: { ...payload, id: 'ann' } } })
		expect([answer.status, await answer.json()]).toEqual([200, stored])
	}
	for (const body of [{}, [], null, '{', { type: 'event' }, { type: 'x', payload }]) {
		const answer = await knock('/api/send', { body })
		expect(answer.status).toBe(400)
		expect(answer.headers.get('retry-after')).toBeNull()
		expect(await answer.json()).toMatchObject({ error: { code: 'bad-request', status: 400 } })
	}
	const events = await rows('events')
	expect(events.map(({ name, page, props }) => [name, page, props])).toEqual([
		['pageview', '/a', null],
		['Signup', '/a', '{"plan.kind":"free"}'],
		['pageview', '/a', null],
	])
	expect(new Set(events.map(({ visitor }) => visitor)).size).toBe(1)
	expect(events[0]).toMatchObject({ source: 'Twitter', utm_source: 'x' })
})

test('a batch says what became of each of its events', async () => {
	const { domain, rows } = await newSite()
	const one = (url: string, website = domain) => ({ type: 'event', payload: { website, url } })
	const body = [one('/a'), one('/b', 'nobody.example'), 7, one('/c')]
	const answer = await knock('/api/batch', { body })
	expect(answer.status).toBe(200)
	expect(await answer.json()).toEqual({
		size: 4,
		processed: 2,
		errors: 2,
		cache: '',
		details: [
			{ index: 1, response: { error: expect.objectContaining({ message: 'Website not found.' }) } },
			{ index: 2, response: { error: expect.objectContaining({ code: 'bad-request' }) } },
		],
	})
	expect((await rows('events')).map(({ page }) => page)).toEqual(['/a', '/c'])
	for (const bad of [{}, '{', null, Array.from({ length: 101 }, () => one('/a'))]) {
		expect((await knock('/api/batch', { body: bad })).status).toBe(400)
	}
})

test('the neighbours that monitors call are there', async () => {
	for (const path of ['/api/health', '/api/system/health/live', '/api/system/health/ready']) {
		const answer = await knock(path)
		expect([answer.status, await answer.json()]).toEqual([200, { ok: true }])
		expect(answer.headers.get('cache-control')).toBe('no-store')
	}
	expect((await knock('/js/script.outbound-links.js')).headers.get('content-type')).toMatch(/javascript/)
	expect((await knock('/script.js')).status).toBe(200)
	expect((await knock('/js/nothing.js')).status).toBe(404)
})

test('nothing of an address or an agent reaches storage', async () => {
	const { event, rows, site, trackingId, domain } = await newSite({}, 'secret')
	const agent = 'Mozilla/5.0 (X11; Zanzibarix 77.12; rv:140.0) Gecko/20100101 Quokkafox/77.12'
	const v6 = '2001:db8:7717:77aa::1f2e'
	for (const address of ['198.51.100.233', v6]) {
		const headers = { 'cf-connecting-ip': address, 'user-agent': agent }
		const forwarded = { 'x-forwarded-for': '203.0.113.211', authorization: 'Bearer secret' }
		await knock('/api/event', { body: event(), headers })
		await knock('/api/event', { body: event(), headers: { ...headers, ...forwarded } })
		await knock('/api/event', { body: event(), headers: { ...headers, dnt: '1' } })
		await knock('/api/event', { body: '{', headers })
		const payload = { website: trackingId, url: '/', ip: address, userAgent: agent, id: 'ann@mail.example' }
		await knock('/api/send', { body: { type: 'event', payload }, headers })
		await knock(`/api/pixel.gif?d=${trackingId}`, { headers })
		await knock('/api/optout', {
			body: { d: domain },
			headers: { ...headers, 'cf-connecting-ip': '198.51.100.9' },
		})
	}
	const traces = /198\.51\.100|203\.0\.113|2001:db8|7717:|Zanzibar|Quokka|Mozilla|ann@|Bearer|secret/
	const trace = (text: string | null) => traces.exec(text ?? '')?.[0]
	// Once while all still waits in the object, once when it is in D1.
	const waiting = await dump(stubOf(site))
	expect(waiting).toContain(domain)
	expect(trace(waiting)).toBeUndefined()
	expect(await rows('events')).toHaveLength(8)
	expect(trace(await dump(stubOf(site)))).toBeUndefined()
	for (const db of [env.DB, env.STATS_0]) {
		const tables = await db
			.prepare("select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\'")
			.all<{ name: string }>()
		for (const { name } of tables.results) {
			const all = JSON.stringify((await db.prepare(`select * from "${name}"`).all()).results)
			expect(trace(all)).toBeUndefined()
		}
	}
	for (const { name } of (await env.DIRECTORY.list()).keys) {
		expect(trace(await env.DIRECTORY.get(name))).toBeUndefined()
	}
	const keys = await env.KEYS.list({ prefix: `day-key/${site}/` })
	expect(keys.objects.map(({ size }) => size)).toEqual([32])
	expect(trace(FIREFOX)).toBe('Mozilla')
})
