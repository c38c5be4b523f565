import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { parseAgent } from '../collect/agent.ts'
import { FIREFOX } from '../collect/testing.ts'
import { LAW } from '../privacy/rows.ts'
import { personOf } from '../privacy/visitor.ts'
import { LANGUAGES } from '../rights/languages.ts'
import { dump, stubOf } from '../site/testing.ts'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
let bob: Awaited<ReturnType<typeof signedIn>>
const DOMAIN = 'rights.example'
beforeAll(async () => {
	ada = await signedIn('ada-rights@example.org')
	bob = await signedIn('bob-rights@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: DOMAIN, timezone: 'Europe/Berlin' })
	for (const change of [
		{ mode: 'cookie', privacy: { notice: true } },
		{
			retention_days: 100,
			privacy: {
				visit_days: 30,
				collect: { place: 'country', language: false },
				screen: { addresses: ['203.0.113.9'], agents: ['secret-agent'], pages: ['/hidden/**'] },
			},
		},
	]) {
		const answer = await ada.key('PUT', `/api/v1/sites/${DOMAIN}`, change)
		expect(answer.status).toBe(200)
	}
})

const get = (path: string, headers: Record<string, string> = {}, cf?: object) =>
	exports.default.fetch(`http://jitt.test${path}`, {
		headers,
		...(cf ? { cf: cf as IncomingRequestCfProperties } : {}),
	})

interface Manifest {
	[key: string]: unknown
	policy: { version: number; since: string; history: { version: number; changes: object[] }[] }
	fields: { field: string; kept: boolean; level: string | null }[]
	outcomes: { outcome: string; reason: string; rules: { rule: string; law: string; sources: string[] }[] }[]
}
const manifest = async (domain = DOMAIN) =>
	(await get(`/.well-known/jitt/manifest/${domain}`)).json<Manifest>()

test('the manifest says what is in force: mode, days, fields, processors, versions', async () => {
	const found = await manifest()
	expect(found).toMatchObject({
		site: { domain: DOMAIN, timezone: 'Europe/Berlin' },
		mode: 'cookie',
		consent: { notice: true, profile: 'default', rule: 'geo' },
		retention: {
			...{ events_days: 100, visits_days: 30, rollups_days: 100, analytics_engine_days: 92 },
			receipts: `http://jitt.test/.well-known/jitt/retention/${DOMAIN}`,
		},
		jurisdiction: null,
		identity: { cookie: { names: ['__Host-jitt', 'jitt'], seconds: 33_696_000, prolonged: false } },
	})
	const levels = Object.fromEntries(found.fields.map(({ field, level }) => [field, level]))
	expect(levels).toMatchObject({ page: 'full', place: 'country', language: null })
	expect(JSON.stringify(found.processors)).toContain('Cloudflare')
})

test('what follows for each place is told with law and sources, and is what is decided there', async () => {
	const { outcomes } = await manifest()
	const of = (rule: string) => outcomes.find((one) => one.rules.some((row) => row.rule === rule))
	expect(of('GB')).toMatchObject({ outcome: 'cookie', reason: 'opt-out' })
	expect(of('DE')).toMatchObject({ outcome: 'light', reason: 'fallback' })
	const rules = outcomes.flatMap((one) => one.rules)
	expect(rules).toHaveLength(LAW.size)
	expect(new Set(rules.map(({ rule }) => rule)).size).toBe(LAW.size)
	expect(rules.find(({ rule }) => rule === 'GB')?.law).toContain('PECR')
	expect(rules.find(({ rule }) => rule === 'GB')?.sources[0]).toMatch(/^https:/)
	await ada.key('POST', '/api/v1/sites', { domain: 'strict.example' })
	await ada.key('PUT', '/api/v1/sites/strict.example', { privacy: { profile: 'strict' } })
	const strict = await manifest('strict.example')
	expect(strict.outcomes.map(({ outcome, reason }) => `${outcome} ${reason}`).sort()).toEqual([
		...['light lightweight', 'none lightweight-needs-consent'],
	])
})

test.each([
	['DE', {}, 'fallback', 'TDDDG'],
	['GB', {}, 'opt-out', 'PECR'],
	['GB', { 'sec-gpc': '1' }, 'gpc', 'PECR'],
	['FR', { dnt: '1' }, 'dnt', 'LIL'],
	['XX', {}, 'fallback', 'ZZ'],
	['T1', {}, 'fallback', 'ZZ'],
	['GB', { cookie: 'jitt_optout=1' }, 'optout', 'PECR'],
] as const)('from %s with %j the page says: %s, under %s', async (country, headers, reason, law) => {
	const text = await (await get(`/privacy/${DOMAIN}`, headers, { country })).text()
	const said = LANGUAGES.get('en')?.page.reasons[reason] ?? '?'
	expect(text).toContain(`<p class="outcome">${said}</p>`)
	expect(text).toContain(law)
	expect(text.includes('sends neither')).toBe(!('sec-gpc' in headers || 'dnt' in headers))
	// The honest answer, where something is counted without a cookie.
	expect(text.includes('tied to you by nobody after midnight')).toBe(reason === 'fallback')
})

test('whoever opted out today is told so, and nobody else; the page leaves no trace in the object', async () => {
	const site = await env.DB.prepare('select id from site where domain = ?')
		.bind(DOMAIN)
		.first<{ id: number }>()
	const stub = stubOf(site?.id ?? 0)
	const headers = { 'cf-connecting-ip': '192.0.2.50', 'user-agent': FIREFOX }
	const person = personOf('192.0.2.50', parseAgent(FIREFOX))
	await stub.optOut({ person, cookie: null })
	const before = await dump(stub)
	const said = async (address: string) =>
		(await get(`/privacy/${DOMAIN}`, { ...headers, 'cf-connecting-ip': address }, { country: 'DE' })).text()
	expect(await said('192.0.2.50')).toContain(LANGUAGES.get('en')?.page.reasons.optout)
	expect(await said('192.0.2.51')).toContain(LANGUAGES.get('en')?.page.reasons.fallback)
	expect(await dump(stub)).toBe(before)
})

test('every version is told with what it changed; an owner’s lists are told by their length only', async () => {
	const { policy } = await manifest()
	expect(policy.version).toBe(3)
	expect(policy.history.map(({ version }) => version)).toEqual([1, 2, 3])
	expect(policy.history[1]?.changes).toEqual([
		{ what: 'mode', from: 'lightweight', to: 'cookie' },
		{ what: 'privacy.notice', from: false, to: true },
	])
	expect(policy.history[2]?.changes).toContainEqual({ what: 'retention_days', from: 760, to: 100 })
	expect(policy.history[2]?.changes).toContainEqual({
		...{ what: 'privacy.collect.place', from: 'city', to: 'country' },
	})
	expect(policy.history[2]?.changes).toContainEqual({
		...{ what: 'privacy.screen.addresses', from: '0 rules', to: '1 rules' },
	})
	const text = JSON.stringify(await manifest())
	for (const secret of ['203.0.113.9', 'secret-agent', '/hidden']) expect(text).not.toContain(secret)
	const owner = await env.DB.prepare('select team_id, tracking_id from site where domain = ?')
		.bind(DOMAIN)
		.first<{ team_id: string; tracking_id: string }>()
	expect(text).not.toContain(owner?.team_id)
	expect(text).not.toContain('ada-rights')
})

test('anybody may read it from anywhere, and keep it for minutes; a site that is not is a plain 404', async () => {
	const found = await get(`/.well-known/jitt/manifest/WWW.${DOMAIN}`)
	expect(found.status).toBe(200)
	expect(Object.fromEntries(found.headers)).toMatchObject({
		'cache-control': 'public, max-age=300',
		'access-control-allow-origin': '*',
	})
	for (const path of ['/.well-known/jitt/manifest/', '/.well-known/dnt/', '/privacy/']) {
		for (const name of [
			'nowhere.example',
			'x'.repeat(5000),
			"'%3B--",
			'%00',
			'..%2F',
			'%F0%9F%92%A9.example',
		]) {
			const answer = await get(path + name)
			expect([path, name.slice(0, 20), answer.status]).toEqual([path, name.slice(0, 20), 404])
			expect(await answer.json()).toEqual({ error: expect.any(String) })
		}
	}
})

test('a former name of a site leads to it as well, a deleted site leads nowhere', async () => {
	await ada.key('POST', '/api/v1/sites', { domain: 'before.example' })
	await ada.key('PUT', '/api/v1/sites/before.example', { domain: 'after.example' })
	expect((await manifest('before.example')).site).toMatchObject({ domain: 'after.example' })
	await ada.key('DELETE', '/api/v1/sites/after.example')
	for (const name of ['before.example', 'after.example']) {
		expect((await get(`/.well-known/jitt/manifest/${name}`)).status).toBe(404)
	}
})

test('a name in letters of another script is found as its owner writes it', async () => {
	await ada.key('POST', '/api/v1/sites', { domain: 'bücher-rights.example' })
	for (const name of ['bücher-rights.example', 'BÜCHER-rights.example', 'xn--bcher-rights-dlb.example']) {
		expect((await manifest(name)).site).toMatchObject({ domain: 'xn--bcher-rights-dlb.example' })
	}
})

test('the signals’ own questions are answered in their own types', async () => {
	const gpc = await get('/.well-known/gpc.json')
	expect(gpc.headers.get('content-type')).toBe('application/json')
	expect(await gpc.json()).toEqual({ gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
	for (const [path, policy] of [
		['/.well-known/dnt/', undefined],
		[`/.well-known/dnt/${DOMAIN}`, `http://jitt.test/privacy/${DOMAIN}`],
	] as const) {
		const answer = await get(path)
		expect(answer.headers.get('content-type')).toBe('application/tracking-status+json')
		const status = await answer.json<{ tracking: string; policy?: string }>()
		expect(status).toMatchObject({ tracking: 'N', compliance: [expect.stringMatching(/^https:/)] })
		expect(status.policy).toBe(policy)
	}
})

test('the page explains the site in the visitor’s language, without a script', async () => {
	for (const [code, words] of LANGUAGES) {
		const answer = await get(`/privacy/${DOMAIN}`, { 'accept-language': `${code}-XX,en;q=0.1` })
		expect(answer.status).toBe(200)
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			...{
				'content-type': 'text/html; charset=utf-8',
				'content-language': code,
				'cache-control': 'no-store',
			},
			'content-security-policy': expect.stringContaining("default-src 'none'"),
			'strict-transport-security': 'max-age=31536000; includeSubDomains',
			'x-frame-options': 'DENY',
		})
		const text = await answer.text()
		expect(text).toContain(`<html lang="${code}">`)
		for (const heading of words.notice.headings) expect(text).toContain(`<h3>${heading}</h3>`)
		expect(text).not.toMatch(/<script|javascript:| on\w+=|\{\w+\}(?![.:])/)
	}
	expect(await (await get(`/privacy/${DOMAIN}?lang=pl`)).text()).toContain('<html lang="pl">')
	expect(await (await get(`/privacy/${DOMAIN}?lang=%22%3E`)).text()).toContain('<html lang="en">')
})

test('the notice is its owner’s, in every language and form, and nobody else’s', async () => {
	const path = `/api/dashboard/sites/${DOMAIN}/notice`
	for (const lang of LANGUAGES.keys()) {
		for (const [format, type] of [
			['text', 'text/plain; charset=utf-8'],
			['html', 'text/html; charset=utf-8'],
			['markdown', 'text/markdown; charset=utf-8'],
		] as const) {
			const answer = await ada.session('GET', `${path}?lang=${lang}&format=${format}`)
			expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
			expect(await answer.text()).toContain(LANGUAGES.get(lang)?.notice.title)
		}
	}
	expect((await ada.key('GET', path)).headers.get('content-language')).toBe('en')
	expect((await bob.key('GET', path)).status).toBe(404)
	expect((await get(path)).status).toBe(401)
	for (const query of ['lang=xx', 'format=pdf', 'lang=', 'format=']) {
		const answer = await ada.key('GET', `${path}?${query}`)
		expect([query, answer.status]).toEqual([query, 400])
		expect(await answer.json()).toMatchObject({ field: query.split('=')[0] })
	}
})
