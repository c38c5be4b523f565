import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { rowsOf, stubOf } from '../site/testing.ts'
import { signedIn } from './testing.ts'

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
let ada: Awaited<ReturnType<typeof signedIn>>
let eve: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-trust@example.org')
	eve = await signedIn('eve-trust@example.org')
})

const DOORS = {
	'/api/event': {
		taken: 202,
		body: (domain: string) => ({ n: 'pageview', u: `https://${domain}/`, d: domain }),
	},
	'/api/send': {
		taken: 200,
		body: (domain: string) => ({ type: 'event', payload: { website: domain, url: '/' } }),
	},
}

/** How many visitors a site counts when one server names five addresses. */
async function visitorsOf(
	domain: string,
	authorization: string,
	door: keyof typeof DOORS = '/api/event',
): Promise<number> {
	await ada.key('POST', '/api/v1/sites', { domain })
	const row = await env.DB.prepare('select id from site where domain = ?')
		.bind(domain)
		.first<{ id: number }>()
	for (let i = 1; i <= 5; i++) {
		const headers = { authorization, 'x-forwarded-for': `203.0.113.${i}`, 'cf-connecting-ip': '192.0.2.1' }
		const answer = await exports.default.fetch(`http://jitt.test${door}`, {
			method: 'POST',
			headers: { 'user-agent': AGENT, ...headers },
			body: JSON.stringify(DOORS[door].body(domain)),
		})
		expect([answer.status, answer.headers.get('x-jitt-reason')]).toEqual([DOORS[door].taken, null])
	}
	await stubOf(row?.id ?? 0).flush()
	const events = await rowsOf('events', row?.id ?? 0)
	expect(events).toHaveLength(5)
	return new Set(events.map(({ visitor }) => visitor)).size
}

test('an owner’s API key may name the addresses of the owner’s visitors', async () => {
	expect(await visitorsOf('key.example', `Bearer ${ada.apiKey}`)).toBe(5)
})

test('so at the second door', async () => {
	expect(await visitorsOf('send-key.example', `Bearer ${ada.apiKey}`, '/api/send')).toBe(5)
	expect(await visitorsOf('send-eve.example', `Bearer ${eve.apiKey}`, '/api/send')).toBe(1)
})

test('a key of somebody else, a wrong one and a session are strangers’', async () => {
	expect(await visitorsOf('eve.example', `Bearer ${eve.apiKey}`)).toBe(1)
	expect(await visitorsOf('wrong.example', 'Bearer jitt_wrong')).toBe(1)
	expect(await visitorsOf('basic.example', `Basic ${ada.apiKey}`)).toBe(1)
})

test('a site’s ingest token may, and for no other site', async () => {
	const domain = 'token.example'
	await ada.key('POST', '/api/v1/sites', { domain })
	const made = await ada.key('POST', `/api/v1/sites/${domain}/ingest-token`)
	const { token } = await made.json<{ token: string }>()
	expect(await visitorsOf(domain, `Bearer ${token}`)).toBe(5)
	expect(await visitorsOf('not-its.example', `Bearer ${token}`)).toBe(1)
})
