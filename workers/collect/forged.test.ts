import { expect, test } from 'vitest'
import { privacyOf } from '../model/policy.ts'
import { dump, stubOf } from '../site/testing.ts'
import { type Knock, knock, newSite, said } from './testing.ts'

/** What strangers forge: consent, geography, cookies, choices. Nothing of it touches anybody else's data. */

const BRITAIN = { country: 'GB', regionCode: 'ENG' }
const FRANCE = { country: 'FR', regionCode: 'IDF' }
const cookieSite = () => newSite({ mode: 'cookie', privacy: privacyOf({ notice: true }) })
const decision = (answer: Response) => answer.headers.get('x-jitt-decision')
const own = (path: string, body: unknown, { headers, ...more }: Knock = {}) =>
	knock(path, { body, cf: BRITAIN, headers: { 'sec-fetch-site': 'same-origin', ...headers }, ...more })
type Site = Awaited<ReturnType<typeof cookieSite>>
const cookieOf = async (site: Site, address: string): Promise<string> => {
	const answer = await own('/_j/event', site.event(), { headers: { 'cf-connecting-ip': address } })
	return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
}
let asking = 0
/** Each question from an address of its own: they are counted. */
const heldBy = async (site: Site, cookie: string) => {
	const headers = { cookie, 'cf-connecting-ip': `203.0.113.${asking++}` }
	return (await own(`/_j/me?d=${site.domain}`, undefined, { headers })).json()
}

const NO_CONSENT: unknown[] = [
	...['GRANTED', 'granted ', ' granted', 'yes', 'true', '1', 'granted;denied', 'gränted', 'a'.repeat(60_000)],
	...[1, true, null, {}, { toString: 'granted' }, ['granted'], ['denied']],
]

test.each(NO_CONSENT.map((c) => ({ c })))('a consent that cannot be read is none, %#', async ({ c }) => {
	const site = await cookieSite()
	const answer = await own('/_j/event', site.event({ c }), { cf: FRANCE })
	expect(decision(answer)).toBe('light; reason=fallback; rule=FR; policy=1')
	expect(answer.headers.getSetCookie()).toEqual([])
	const status = await own('/_j/status', { d: site.domain, c }, { cf: FRANCE })
	expect(await status.json()).toMatchObject({ consent: 'unset', outcome: 'light' })
})

test('headers that name a country do not move a visitor', async () => {
	const site = await cookieSite()
	const forged = {
		...{ 'cf-ipcountry': 'US', 'x-country': 'US', 'x-country-code': 'US', 'cloudfront-viewer-country': 'US' },
		...{
			'cf-region-code': 'NY',
			'x-vercel-ip-country': 'US',
			'x-forwarded-for': '203.0.113.1',
			forwarded: 'for=203.0.113.1',
		},
		'cf-connecting-ip': '192.0.2.21',
	}
	const answer = await own('/_j/event', site.event(), { cf: FRANCE, headers: forged })
	expect(decision(answer)).toBe('light; reason=fallback; rule=FR; policy=1')
	const nowhere = await own('/_j/event', site.event(), {
		...{ cf: { country: 'XX' }, headers: { ...forged, 'cf-connecting-ip': '192.0.2.22' } },
	})
	expect(decision(nowhere)).toBe('light; reason=fallback; rule=ZZ; policy=1')
	const gpc = await own('/_j/event', site.event(), { cf: FRANCE, headers: { ...forged, 'sec-gpc': '1' } })
	expect(decision(gpc)).toBe('none; reason=gpc; rule=FR')
	expect((await site.rows('events')).map(({ country }) => country).sort()).toEqual(['', 'FR'])
})

test('the cookie of another site is nobody here, and nothing of it is stored', async () => {
	const [mine, other] = [await cookieSite(), await cookieSite()]
	const cookie = await cookieOf(other, '192.0.2.31')
	expect(await heldBy(mine, cookie)).toEqual({
		site: mine.domain,
		visits: [],
		events: [],
		quarantined: [],
		complete: true,
	})
	await own(`/_j/me?d=${mine.domain}`, undefined, { method: 'DELETE', headers: { cookie } })
	await own('/_j/optout', { d: mine.domain }, { headers: { cookie } })
	await own('/_j/consent', { d: mine.domain, c: 'denied' }, { headers: { cookie } })
	expect(await heldBy(other, cookie)).toMatchObject({ visits: [{ pageviews: 1 }] })
	expect(said(await own('/_j/event', other.event(), { headers: { cookie } }))).toEqual([202, null, null])
	expect(await other.rows('events')).toHaveLength(2)
	expect(await dump(stubOf(mine.site))).not.toContain(cookie.split('=')[1])
})

test('one beacon to several sites shows an id to the first alone', async () => {
	const [a, b] = [await cookieSite(), await cookieSite()]
	const body = a.event({ d: `${a.domain},${b.domain}`, ck: 1 })
	const first = await knock('/api/event', { body, cf: BRITAIN })
	expect(decision(first)).toMatch(/^cookie;/)
	const ck = first.headers.get('x-jitt-cookie')
	await knock('/api/event', { body: { ...body, ck }, cf: BRITAIN })
	expect((await a.rows('events')).map(({ stable }) => stable)).toEqual([1, 1])
	expect((await b.rows('events')).map(({ stable }) => stable)).toEqual([0, 0])
})

const NOT_OURS = [
	...['x'.repeat(22), 'x'.repeat(21), 'x'.repeat(23), 'A'.repeat(40_000), '', '../../../etc/passwd', '%00'],
	...["' or 1=1; --", '{"$ne":null}', '__proto__', 'xxxxxxxxxxxxxxxxxxxxxx; __Host-jitt=y'],
]

test.each(NOT_OURS)('an id that is not ours tells nothing and changes nothing, %#', async (id) => {
	const site = await cookieSite()
	const somebody = await cookieOf(site, '192.0.2.41')
	const cookie = `__Host-jitt=${id}`
	const empty = { site: site.domain, visits: [], events: [], quarantined: [], complete: true }
	const headers = { cookie, 'cf-connecting-ip': `198.51.100.${asking++}` }
	const none = { 'cf-connecting-ip': `198.51.100.${asking++}` }
	const known = await own(`/_j/me?d=${site.domain}`, undefined, { headers: none })
	const unknown = await own(`/_j/me?d=${site.domain}`, undefined, { headers })
	expect([...unknown.headers]).toEqual([...known.headers])
	expect([await unknown.json(), await known.json()]).toEqual([empty, empty])
	const asked = await knock('/api/me', { body: { d: site.domain, ck: id }, headers })
	expect(await asked.json()).toEqual(empty)
	for (const erase of [
		await own(`/_j/me?d=${site.domain}`, undefined, { method: 'DELETE', headers }),
		await knock('/api/me', { body: { d: site.domain, ck: id, erase: true } }),
	]) {
		expect([erase.status, await erase.json()]).toEqual([200, { erased: true }])
	}
	for (const path of ['optout', 'consent', 'optin']) {
		expect((await own(`/_j/${path}`, { d: site.domain, ck: id }, { headers })).status).toBe(200)
	}
	expect(await heldBy(site, somebody)).toMatchObject({ visits: [{ pageviews: 1 }] })
	expect(await site.rows('events')).toHaveLength(1)
})

test('a page of another site can neither choose for a visitor nor read what is held', async () => {
	const site = await cookieSite()
	const cookie = await cookieOf(site, '192.0.2.51')
	const body = { d: site.domain, c: 'denied', ck: cookie.split('=')[1] }
	for (const origin of [
		...[
			'https://evil.example',
			`https://evil-${site.domain}`,
			`https://${site.domain}.evil.example`,
			'null',
			'',
			'x',
		],
	]) {
		const headers = { origin, cookie, 'sec-fetch-site': 'cross-site' }
		for (const path of ['optout', 'optin', 'consent', 'status']) {
			for (const base of ['/_j', '/api']) {
				const answer = await own(`${base}/${path}`, body, { headers })
				expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []])
			}
		}
		expect((await own('/api/me', { ...body, erase: true }, { headers })).status).toBe(403)
		for (const method of ['GET', 'DELETE']) {
			const answer = await own(`/_j/me?d=${site.domain}`, undefined, { method, headers })
			expect(answer.status).toBe(403)
		}
	}
	// Without an origin the browser still says where a request comes from.
	for (const place of ['cross-site', 'same-site']) {
		const headers = { cookie, 'sec-fetch-site': place }
		expect((await own(`/_j/me?d=${site.domain}`, undefined, { headers })).status).toBe(403)
		const beacon = await own('/_j/event', site.event({ c: 'cookieless' }), {
			headers: { ...headers, 'cf-connecting-ip': '198.51.100.51' },
		})
		expect([decision(beacon), beacon.headers.getSetCookie()]).toEqual([
			...['light; reason=fallback; rule=GB; policy=1', []],
		])
	}
	expect(await heldBy(site, cookie)).toMatchObject({ visits: [{ pageviews: 1 }] })
})

test('the site’s own pages, those below it, and the door’s own may choose', async () => {
	const site = await newSite()
	for (const host of [site.domain, `www.${site.domain}`, `shop.${site.domain}:8443`, 'jitt.test']) {
		const headers = { origin: `https://${host}` }
		expect((await knock('/api/optout', { body: { d: site.domain }, headers })).status).toBe(200)
	}
})

test('what is held can be asked for some times, then later; erasing is never refused', async () => {
	const site = await cookieSite()
	const headers = { cookie: await cookieOf(site, '192.0.2.61'), 'cf-connecting-ip': '192.0.2.62' }
	const path = `/_j/me?d=${site.domain}`
	const statuses: number[] = []
	for (let i = 0; i < 40; i++) statuses.push((await own(path, undefined, { headers })).status)
	expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200))
	expect(new Set(statuses.slice(10))).toEqual(new Set([429]))
	const refused = await own(path, undefined, { headers })
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
	// Guessing ids is slowed down by the address.
	const guesses = { ...headers, cookie: `__Host-jitt=${'g'.repeat(22)}` }
	expect((await own(path, undefined, { headers: guesses })).status).toBe(429)
	expect((await own(path, undefined, { headers, method: 'DELETE' })).status).toBe(200)
})
