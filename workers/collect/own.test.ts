/** What visitors choose and keep, through the door: longer than other files, because each answer stands in full. */
import { expect, test } from 'vitest'
import { privacyOf } from '../model/policy.ts'
import { dump, stubOf } from '../site/testing.ts'
import { type Knock, knock, newSite, said } from './testing.ts'

const BRITAIN = { country: 'GB', regionCode: 'ENG' }
const FRANCE = { country: 'FR', regionCode: 'IDF' }
const ID = /^[\w-]{22}$/
const GIVEN = /^__Host-jitt=([\w-]{22}); Path=\/; Max-Age=33696000; HttpOnly; SameSite=Lax; Secure$/
const TAKEN = '__Host-jitt=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure'
const OPTED_OUT = 'jitt_optout=1; Path=/; Max-Age=33696000; SameSite=Lax; Secure'

/** A site in cookie mode; in Britain its cookie needs no consent, in France it does. */
const cookieSite = () => newSite({ mode: 'cookie', privacy: privacyOf({ notice: true }) })
const cookies = (answer: Response) => answer.headers.getSetCookie()
const numbers = (rows: Record<string, unknown>[]) => rows.map(({ visitor }) => visitor)
const from = (path: string, body: unknown, { headers, ...more }: Knock = {}) =>
	knock(path, { body, cf: BRITAIN, headers: { 'sec-fetch-site': 'same-origin', ...headers }, ...more })

/** A visitor of the site's own path who was given an id. */
async function visitorOf(site: Awaited<ReturnType<typeof cookieSite>>): Promise<string> {
	const answer = await from('/_j/event', site.event())
	const id = GIVEN.exec(cookies(answer)[0] ?? '')?.[1]
	if (id === undefined) throw new Error('no id was given')
	return id
}
const shows = (id: string) => ({ headers: { cookie: `a=b; __Host-jitt=${id}` } })

test('a script that keeps cookies is given an id once, and is the same visitor with it', async () => {
	const site = await cookieSite()
	const first = await knock('/api/event', { body: site.event({ ck: 1 }), cf: BRITAIN })
	const id = first.headers.get('x-jitt-cookie') ?? ''
	expect(id).toMatch(ID)
	expect(first.headers.get('x-jitt-decision')).toBe('cookie; reason=opt-out; rule=GB; policy=1')
	expect(first.headers.get('tk')).toBeNull()
	expect(cookies(first)).toEqual([])
	for (const name of ['x-jitt-decision', 'x-jitt-cookie']) {
		expect(first.headers.get('access-control-expose-headers')).toContain(name)
	}
	const elsewhere = { 'cf-connecting-ip': '198.51.100.7' }
	const second = await knock('/api/event', { body: site.event({ ck: id }), cf: BRITAIN, headers: elsewhere })
	expect([said(second), second.headers.get('x-jitt-cookie')]).toEqual([[202, null, null], null])
	const rows = await site.rows('events')
	expect(rows.map(({ stable }) => stable)).toEqual([1, 1])
	expect(new Set(numbers(rows)).size).toBe(1)
	expect(await dump(stubOf(site.site))).not.toContain(id)
})

test('a script that keeps none is given none, and is counted without', async () => {
	const site = await cookieSite()
	for (const ck of [undefined, 0, '1', true, null, 'x', 'a'.repeat(23), 'a'.repeat(60_000), {}, [1]]) {
		const answer = await knock('/api/event', { body: site.event({ ck }), cf: BRITAIN })
		expect(answer.headers.get('x-jitt-decision')).toBe('light; reason=no-cookie-path; rule=GB; policy=1')
		expect([answer.headers.get('x-jitt-cookie'), cookies(answer)]).toEqual([null, []])
	}
	expect(new Set((await site.rows('events')).map(({ stable }) => stable))).toEqual(new Set([0]))
})

// promise: 14
test('a site without cookies gives none on any path, whatever is sent', async () => {
	const site = await newSite({ privacy: privacyOf({ notice: true }) })
	for (const path of ['/api/event', '/_j/event']) {
		const answer = await from(path, site.event({ ck: 1, c: 'granted' }), shows('x'.repeat(22)))
		expect(answer.headers.get('x-jitt-decision')).toBe('light; reason=lightweight; rule=GB; policy=1')
		expect([answer.headers.get('tk'), answer.headers.get('x-jitt-cookie'), cookies(answer)]).toEqual([
			...['N', null, []],
		])
	}
	expect((await site.rows('events')).map(({ stable }) => stable)).toEqual([0, 0])
})

// promise: 16
test('where consent is asked for, an id comes with the grant and goes when it is taken back', async () => {
	const site = await cookieSite()
	const visit = (c: string | undefined, headers: Record<string, string> = {}) =>
		from('/_j/event', site.event({ c }), { cf: FRANCE, headers })
	expect(cookies(await visit(undefined))).toEqual([])
	const other = { 'cf-connecting-ip': '192.0.2.40' }
	const granted = await visit('granted', other)
	const id = GIVEN.exec(cookies(granted)[0] ?? '')?.[1] ?? ''
	expect(id).toMatch(ID)
	const cookie = `__Host-jitt=${id}`
	expect(cookies(await visit('granted', { ...other, cookie }))).toEqual([])
	const refused = await visit('cookieless', { ...other, cookie })
	expect(refused.headers.get('x-jitt-decision')).toBe('light; reason=fallback; rule=FR; policy=1')
	expect(cookies(refused)).toEqual([TAKEN])
	// What was ended is nobody's: shown again it is as if none had come.
	expect(cookies(await visit(undefined, { ...other, cookie }))).toEqual([])
	expect((await site.rows('events')).map(({ stable }) => stable)).not.toContain(1)
})

test('a denied beacon is refused, and the id that it shows ends', async () => {
	const site = await cookieSite()
	const id = await visitorOf(site)
	const denied = await from('/_j/event', site.event({ c: 'denied' }), shows(id))
	expect(said(denied)).toEqual([202, '1', 'denied'])
	expect(denied.headers.get('x-jitt-decision')).toBe('none; reason=denied; rule=GB')
	expect(cookies(denied)).toEqual([TAKEN])
	const me = await from(`/_j/me?d=${site.domain}`, undefined, shows(id))
	expect(await me.json()).toMatchObject({ visits: [], events: [] })
})

test('over plain http the cookie has a name that browsers take there', async () => {
	const site = await cookieSite()
	const at = 'http://localhost:8787'
	const first = await from('/_j/event', site.event(), { at })
	const given = /^jitt=([\w-]{22}); Path=\/; Max-Age=33696000; HttpOnly; SameSite=Lax$/.exec(
		cookies(first)[0] ?? '',
	)
	expect(given).not.toBeNull()
	const again = await from('/_j/event', site.event(), { at, headers: { cookie: `jitt=${given?.[1]}` } })
	expect([said(again), cookies(again)]).toEqual([[202, null, null], []])
})

test('status tells what would be kept and why, and records nothing', async () => {
	const site = await cookieSite()
	const status = async (more: object, headers: Record<string, string> = {}) =>
		(await from('/_j/status', { d: site.domain, ...more }, { headers })).json()
	const usual = {
		mode: 'cookie',
		rule: 'GB',
		policyVersion: 1,
		consent: 'unset',
		optedOut: false,
		signal: null,
	}
	expect(await status({})).toEqual({ ...usual, outcome: 'cookie', reason: 'opt-out' })
	expect(await status({ c: 'cookieless' })).toEqual({
		...{ ...usual, consent: 'cookieless', outcome: 'light', reason: 'fallback' },
	})
	expect(await status({}, { 'sec-gpc': '1', dnt: '1' })).toEqual({
		...{ ...usual, signal: 'gpc', outcome: 'none', reason: 'gpc' },
	})
	expect(await status({}, { dnt: '1' })).toMatchObject({ signal: 'dnt', outcome: 'none', reason: 'dnt' })
	expect(await status({}, { cookie: 'jitt_optout=1' })).toMatchObject({ optedOut: true, reason: 'optout' })
	expect(await site.rows('events')).toEqual([])
	expect(await site.rows('refusals')).toEqual([])
	await from('/_j/optout', { d: site.domain })
	expect(await status({})).toMatchObject({ optedOut: true, outcome: 'none', reason: 'optout' })
})

test('whoever opts out with an id is refused by it from any network, and all of it is erased', async () => {
	const site = await cookieSite()
	const id = await visitorOf(site)
	const out = await from('/_j/optout', { d: site.domain }, shows(id))
	expect([await out.json(), out.headers.get('tk'), cookies(out)]).toEqual([
		...[{ optedOut: true }, 'U', [OPTED_OUT, TAKEN]],
	])
	expect(await site.rows('events')).toEqual([])
	expect(await site.rows('visits')).toEqual([])
	// A script that was tampered with goes on showing the id.
	const tampered = await knock('/api/event', {
		...{ body: site.event({ ck: id }), cf: BRITAIN, headers: { 'cf-connecting-ip': '198.51.100.9' } },
	})
	expect(said(tampered)).toEqual([202, '1', 'optout'])
	// Replayed it changes nothing for anybody else.
	for (let i = 0; i < 3; i++) await from('/_j/optout', { d: site.domain }, shows(id))
	const neighbour = { headers: { 'cf-connecting-ip': '198.51.100.10' } }
	expect(said(await from('/_j/event', site.event(), neighbour))).toEqual([202, null, null])
	const back = await from('/_j/optin', { d: site.domain }, { headers: { cookie: 'jitt_optout=1' } })
	expect(cookies(back)).toEqual(['jitt_optout=1; Path=/; Max-Age=0; SameSite=Lax; Secure'])
	expect(said(await from('/_j/event', site.event()))).toEqual([202, null, null])
})

test('a choice ends the id that is shown; a grant ends nothing', async () => {
	const site = await cookieSite()
	for (const c of ['granted', 'cookieless', 'denied', undefined]) {
		const headers = {
			'cf-connecting-ip': `192.0.2.${['granted', 'cookieless', 'denied'].indexOf(c ?? '') + 60}`,
		}
		const first = await from('/_j/event', site.event(), { headers })
		const cookie = cookies(first)[0]?.split(';', 1)[0] ?? ''
		const told = await from('/_j/consent', { d: site.domain, c }, { headers: { ...headers, cookie } })
		expect(await told.json()).toEqual({ consent: c ?? 'unset' })
		const ends = c !== 'granted'
		expect([told.headers.get('tk'), cookies(told)]).toEqual(ends ? ['U', [TAKEN]] : [null, []])
		const me = await from(`/_j/me?d=${site.domain}`, undefined, { headers: { ...headers, cookie } })
		expect((await me.json<{ visits: unknown[] }>()).visits).toHaveLength(ends ? 0 : 1)
	}
})

// promise: 21
test('a visitor sees, takes and erases what is held, and then nothing is', async () => {
	const site = await cookieSite()
	const id = await visitorOf(site)
	await from('/_j/event', site.event({ u: `https://${site.domain}/teas` }), shows(id))
	const path = `/_j/me?d=${site.domain}`
	const before = await from(path, undefined, shows(id))
	expect(before.status).toBe(200)
	expect(before.headers.get('content-disposition')).toBe(`attachment; filename="jitt-${site.domain}.json"`)
	expect(before.headers.get('cache-control')).toBe('no-store')
	expect(before.headers.get('access-control-allow-origin')).toBeNull()
	const text = await before.text()
	expect(JSON.parse(text)).toMatchObject({ site: site.domain, visits: [{ pageviews: 2, rule: 'GB' }] })
	expect(text).toContain('/teas')
	const erased = await from(path, undefined, { ...shows(id), method: 'DELETE' })
	expect([await erased.json(), erased.headers.get('tk'), cookies(erased)]).toEqual([
		...[{ erased: true }, 'U', [TAKEN]],
	])
	const after = await from(path, undefined, shows(id))
	expect(await after.json()).toEqual({
		site: site.domain,
		visits: [],
		events: [],
		quarantined: [],
		complete: true,
	})
	expect([...(await site.rows('events')), ...(await site.rows('visits'))]).toEqual([])
})

test('the same where a script keeps the id', async () => {
	const site = await cookieSite()
	const first = await knock('/api/event', { body: site.event({ ck: 1 }), cf: BRITAIN })
	const ck = first.headers.get('x-jitt-cookie')
	const ask = async (more: object) =>
		(await knock('/api/me', { body: { d: site.domain, ck, ...more } })).json()
	expect(await ask({})).toMatchObject({ site: site.domain, visits: [{ pageviews: 1 }] })
	expect(await ask({ erase: true })).toEqual({ erased: true })
	expect(await ask({})).toEqual({
		site: site.domain,
		visits: [],
		events: [],
		quarantined: [],
		complete: true,
	})
})

test('the site’s own path has the scripts, and answers a browser that asks first', async () => {
	const script = await knock('/_j/js/jitt.js')
	expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
	expect((await knock('/_j/js/nothing.js')).status).toBe(404)
	for (const path of ['event', 'optout', 'optin', 'consent', 'status']) {
		for (const base of ['/_j', '/api']) {
			const answer = await knock(`${base}/${path}`, { method: 'OPTIONS' })
			expect([answer.status, answer.headers.get('access-control-allow-credentials')]).toEqual([204, null])
		}
	}
})
