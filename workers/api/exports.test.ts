import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { sha256Hex } from '../kit/hash.ts'
import type { Manifest } from '../rights/archive.ts'
import { makeExport } from '../rights/exports.ts'
import { unzipped } from '../rights/testing.ts'
import { stubOf } from '../site/testing.ts'
import { readRecord } from '../transfer/record.ts'
import { runExports } from './exports.ts'
import { signedIn } from './testing.ts'

const DOMAIN = 'export.example'
const HOUR = 3_600_000
let ada: Awaited<ReturnType<typeof signedIn>>
let eve: Awaited<ReturnType<typeof signedIn>>

const line = (minutes: number, visitor: string, page: string, more: object = {}) => ({
	timestamp: new Date(Date.parse('2026-03-01T12:00:00Z') + minutes * 60_000).toISOString(),
	...{ visitor_id: visitor, url: `https://${DOMAIN}${page}`, ...more },
})
const LINES = [
	line(0, 'ann', '/a?utm_source=letter', { country: 'NO', props: { plan: 'pro', note: '=1+1' } }),
	line(1, 'ann', '/b'),
	line(2, 'bob', '/a', { country: 'SE', referrer: 'https://news.example/x' }),
	line(3, 'bob', '/a', { name: 'Buy', revenue: { amount: '29.00', currency: 'EUR' } }),
	line(60 * 24 * 40, 'cat', '/=cmd'),
]

beforeAll(async () => {
	ada = await signedIn('ada-export@example.org')
	eve = await signedIn('eve-export@example.org')
	await ada.session('POST', '/api/v1/sites', { domain: DOMAIN, timezone: 'Europe/Oslo' })
	await ada.session('POST', `/api/dashboard/sites/${DOMAIN}/goals`, { goal_type: 'event', event_name: 'Buy' })
	const body = LINES.map((one) => JSON.stringify(one)).join('\n')
	await ada.key('POST', `/api/v1/sites/${DOMAIN}/events/import`, body)
	await stubOf(await siteId()).flush()
})

const siteId = async () =>
	(await env.DB.prepare('select id from site where domain = ?').bind(DOMAIN).first<number>('id')) ?? 0

interface Shown {
	id: string
	site: string | null
	ready: boolean
	expires_at: string | null
	files: number
}
const ask = async (who: typeof ada, path = '/api/account/exports') => {
	const answer = await who.session('POST', path)
	return { status: answer.status, ...(await answer.json<Shown>()) }
}
const fetched = (who: typeof ada, id: string) => who.session('GET', `/api/account/exports/${id}/archive`)

// promise: 4, 11
test('everything about an account is in one archive, asked for and fetched by its holder alone', async () => {
	const asked = await ask(ada)
	expect(asked).toMatchObject({ status: 201, ready: true, site: null })
	const zip = await fetched(ada, asked.id)
	expect(zip.headers.get('content-type')).toBe('application/zip')
	expect(zip.headers.get('content-disposition')).toMatch(/^attachment; filename="jitt-[\d-]+\.zip"$/)
	const files = await unzipped(zip)

	const manifest: Manifest = JSON.parse(files.get('manifest.json') ?? '')
	expect(manifest.format).toBe('jitt-export/1')
	expect(new Set(manifest.files.map(({ path }) => path))).toEqual(
		new Set([...files.keys()].filter((path) => path !== 'manifest.json')),
	)
	for (const { path, bytes, sha256 } of manifest.files) {
		const text = files.get(path) ?? ''
		expect([path, bytes, sha256]).toEqual([path, Buffer.byteLength(text), sha256Hex(text)])
	}

	const folder = `sites/${DOMAIN}`
	expect(JSON.parse(files.get(`${folder}/site.json`) ?? '')).toMatchObject({
		...{ domain: DOMAIN, timezone: 'Europe/Oslo', goals: [{ kind: 'event', event: 'Buy' }] },
		policies: [{ version: 1, mode: 'lightweight' }],
	})
	const march = (files.get(`${folder}/events/2026-03.ndjson`) ?? '').trim().split('\n')
	expect(march.map((one) => JSON.parse(one).pathname)).toEqual(['/a', '/b', '/a', '/a'])
	expect(JSON.parse(march[0] ?? '')).toMatchObject({
		...{ timestamp: '2026-03-01T12:00:00.000Z', name: 'pageview', hostname: DOMAIN, country: 'NO' },
		...{ utm_source: 'letter', props: { plan: 'pro', note: '=1+1' } },
	})
	expect(files.get(`${folder}/events/2026-04.ndjson`)?.trim().split('\n')).toHaveLength(1)
	expect(files.get(`${folder}/visits/2026-03.ndjson`)?.trim().split('\n')).toHaveLength(2)
	// The secrets of an account are not among what is taken along.
	const all = [...files.values()].join('\n')
	expect(all).not.toContain(ada.apiKey)
	expect(all).not.toContain(sha256Hex(ada.apiKey))
	expect(all).toContain('ada-export@example.org')
	// Who took it along is told to every owner of the team.
	const noted = await env.DB.prepare(
		`select count(*) as n from access_log where team_id = ? and kind = 'export'`,
	)
		.bind(ada.userId)
		.first('n')
	expect(noted).toBe(1)
})

test('sums by day are CSV, and no value in them is a formula', async () => {
	await env.STATS_0.prepare(
		`insert into rollup_days values (?1, 21, ?2, '=cmd', 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0), (?1, 0, ?2, '', 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0)`,
	)
		.bind(await siteId(), Date.parse('2026-04-09T22:00:00Z'))
		.run()
	const { id, status } = await ask(ada, `/api/dashboard/sites/${DOMAIN}/exports`)
	expect(status).toBe(201)
	const files = await unzipped(await fetched(ada, id))
	const [head, row] = (files.get(`sites/${DOMAIN}/daily/page.csv`) ?? '').split('\n')
	expect(head).toMatch(/^date,value,visitors,visits,bounces,/)
	expect(row).toMatch(/^2026-04-10,'=cmd,1,1,/)
	expect(files.get(`sites/${DOMAIN}/daily/total.csv`)).toContain('2026-04-10,,1,1,1')
	expect([...files.keys()].some((path) => path.startsWith('account/'))).toBe(false)
})

test('its events can be imported as they are', async () => {
	const { id } = await ask(ada, `/api/dashboard/sites/${DOMAIN}/exports`)
	const files = await unzipped(await fetched(ada, id))
	const lines = (files.get(`sites/${DOMAIN}/events/2026-03.ndjson`) ?? '').trim().split('\n')
	const read = lines.map((one, i) => readRecord(one, i + 1))
	expect(read.map(({ error }) => error)).toEqual([null, null, null, null])
	const again = 'export-again.example'
	await ada.session('POST', '/api/v1/sites', { domain: again, timezone: 'Europe/Oslo' })
	await ada.key('POST', `/api/v1/sites/${again}/events/import`, lines.join('\n'))
	const ask2 = async (site: string) => {
		const answer = await ada.key('POST', '/api/v2/query', {
			...{ site_id: site, date_range: ['2026-03-01', '2026-03-31'] },
			...{
				metrics: ['visitors', 'visits', 'pageviews', 'events', 'bounce_rate'],
				dimensions: ['visit:source'],
			},
		})
		return (await answer.json<{ results: unknown }>()).results
	}
	expect(await ask2(again)).toEqual(await ask2(DOMAIN))
})

test('nobody else can fetch an archive, nor tell that there is one, nor can a key', async () => {
	const { id } = await ask(ada)
	expect((await fetched(eve, id)).status).toBe(404)
	expect((await fetched(eve, 'no-such-export')).status).toBe(404)
	expect((await ada.key('GET', `/api/account/exports/${id}/archive`)).status).toBe(403)
	const hers = await eve.session('GET', '/api/account/exports')
	expect(await hers.json()).toEqual({ exports: [] })
})

test('an archive is gone after a day, with all its files', async () => {
	const { id, expires_at } = await ask(ada)
	const end = Date.parse(expires_at ?? '')
	expect(end - Date.now()).toBeLessThanOrEqual(24 * HOUR)
	expect((await env.FILES.list({ prefix: `exports/${id}/` })).objects.length).toBeGreaterThan(0)
	await runExports(env, end)
	expect((await env.FILES.list({ prefix: `exports/${id}/` })).objects).toEqual([])
	expect((await fetched(ada, id)).status).toBe(404)
})

test('whoever is no owner any more cannot fetch what was exported as one', async () => {
	const bob = await signedIn('bob-export@example.org')
	await env.DB.prepare(`insert into member values (?, ?, 'owner', 0)`).bind(ada.userId, bob.userId).run()
	const { id } = await ask(bob)
	expect((await unzipped(await fetched(bob, id))).has(`sites/${DOMAIN}/site.json`)).toBe(true)
	await env.DB.prepare('delete from member where user_id = ? and team_id = ?')
		.bind(bob.userId, ada.userId)
		.run()
	expect((await fetched(bob, id)).status).toBe(404)
})

test('one that broke off goes on by the clock where it was, and is made once', async () => {
	const dan = await signedIn('dan-export@example.org')
	vi.spyOn(env.FILES, 'put').mockRejectedValueOnce(new Error('the bucket is away'))
	const asked = await ask(dan)
	expect(asked).toMatchObject({ status: 202, ready: false, expires_at: null })
	vi.restoreAllMocks()
	expect((await fetched(dan, asked.id)).status).toBe(503)
	// Asked again, it is the same one; two runs at once do each other no harm.
	const [again] = await Promise.all([ask(dan), runExports(env, Date.now()), runExports(env, Date.now())])
	expect(again?.id).toBe(asked.id)
	const stored = await env.FILES.list({ prefix: `exports/${asked.id}/` })
	const noted = await env.DB.prepare('select count(*) as n from data_export_file where export_id = ?')
		.bind(asked.id)
		.first<number>('n')
	expect(stored.objects.length).toBe(noted)
	expect((await unzipped(await fetched(dan, asked.id))).has('manifest.json')).toBe(true)
})

test('what is made is not made again, and time that is up ends a run', async () => {
	const made: string[] = []
	async function* files() {
		for (const path of ['a', 'b', 'c']) {
			const content = new ReadableStream<Uint8Array>(
				{
					pull(controller) {
						made.push(path)
						controller.close()
					},
				},
				{ highWaterMark: 0 },
			)
			yield { path, content }
		}
	}
	const one = {
		...{ id: 'stepwise', userId: 'nobody', siteId: null, teamIds: [], readyAt: null },
		...{ requestedAt: new Date(), expiresAt: new Date() },
	}
	let left = 2
	expect(await makeExport(env, one, files(), () => left-- > 0)).toBeNull()
	expect(made).toEqual(['a', 'b'])
	await makeExport(env, one, files(), () => true)
	expect(made).toEqual(['a', 'b', 'c'])
})

test('there are no more than ten a day', async () => {
	const fay = await signedIn('fay-export@example.org')
	for (let i = 0; i < 9; i++) {
		await env.DB.prepare(`insert into data_export values (?, ?, 0, '[]', 0, 1, ?)`)
			.bind(`of fay ${i}`, fay.userId, Date.now() + HOUR)
			.run()
	}
	expect((await ask(fay)).status).toBe(201)
	const answer = await fay.session('POST', '/api/account/exports')
	expect(answer.status).toBe(429)
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
})
