/** Incidents over HTTP, by everybody who may ask. Long for the many ways in which a breach must not be told. */
import { createScheduledController } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { catchMail, sentTo } from '../mail/testing.ts'
import worker from '../worker.ts'
import { signedIn } from './testing.ts'

const mails = catchMail()
type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
let operator: Person
const BASE = '/api/operator/incidents'
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const facts = (change: object = {}) => ({
	...{
		title: 'A copy <b>was</b> taken',
		starts_at: ago(8),
		ends_at: ago(0),
		discovered_at: ago(3),
		aware_at: ago(2),
	},
	...{
		systems: ['control'],
		nature: ['confidentiality'],
		reach: 'stored',
		shards: null,
		jurisdictions: null,
	},
	...change,
})
const notice = (change: object = {}) => ({
	...{ language: 'en', what: 'Somebody read <script>alert(1)</script> it.', cause: 'A lost key.' },
	contact: { name: 'Jitt', person: 'Ada Lovelace', email: 'privacy@example.org', phone: '+49 30 1' },
	...{ person_categories: 'Holders of accounts', persons: 3, record_categories: 'Accounts', records: 3 },
	items: [{ what: 'E-mail addresses', protection: 'plain', key_lost: 'no' }],
	...{ consequences: 'Unwanted mail.', taken: 'The key was changed.', planned: 'None.', advice: 'Beware.' },
	...{ owner_advice: 'Judge for yourself.', remedies: 'Your authority.', delay: '', phases: false },
	...{ risk: 'risk', risk_why: 'Readable.', story: '', ...change },
})

interface Whole {
	id: number
	reference: string
	revision: number
	version: number
	missing: string[]
	scope: { holders: number; complete: boolean }
	clocks: { kind: string; state: string; at: string }[]
	tellings: { told: number; waiting: number }[]
}
async function jsonOf<T = Whole>(answer: Response | Promise<Response>): Promise<T> {
	const { status, ok, text } = await Promise.resolve(answer).then(async (one) => ({
		...{ status: one.status, ok: one.ok },
		text: await one.text(),
	}))
	if (!ok) throw new Error(`${status} ${text}`)
	return JSON.parse(text) as T
}
const ask = (method: string, path: string, body?: object) => operator.session(method, BASE + path, body)
const put = async (id: number, change: object) => {
	const { revision } = await jsonOf(ask('GET', `/${id}`))
	return jsonOf(ask('PUT', `/${id}`, { revision, ...change }))
}
const page = (path: string) => exports.default.fetch(`http://jitt.test${path}`)
const published = async (title: string, change: object = {}) => {
	const { id } = await jsonOf(ask('POST', '', facts({ title })))
	const ready = await put(id, { notice: notice(), decision: 'notify', ...change })
	const { reference, revision } = ready
	return jsonOf(ask('POST', `/${id}/notices`, { reference, version: 1, revision }))
}

beforeAll(async () => {
	ada = await signedIn('ada-incidents@example.org')
	operator = await signedIn('operator@example.org')
	bob = await signedIn('bob-incidents@example.org')
	await env.DB.prepare('UPDATE user SET created_at = created_at + 100000 WHERE email LIKE ?')
		.bind('bob-%')
		.run()
})

// promise: 8
test('an operator opens an incident, writes its notice and confirms it; those concerned are told and see it', async () => {
	const opened = await ask('POST', '', facts())
	expect(opened.status).toBe(201)
	const row = await jsonOf(opened)
	expect(row).toMatchObject({ scope: { holders: 2, complete: true }, version: 0 })
	expect(row.clocks).toMatchObject([{ kind: 'accounts', state: 'running', at: expect.stringMatching(/Z$/) }])
	expect(row.missing).toContain('contact.person')

	const refused = await ask('POST', `/${row.id}/notices`, {
		reference: row.reference,
		version: 1,
		revision: 1,
	})
	expect([refused.status, await refused.json()]).toEqual([
		400,
		expect.objectContaining({ field: 'decision' }),
	])
	const ready = await put(row.id, { notice: notice(), decision: 'notify' })
	expect(ready.missing).toEqual([])
	const drafts = await jsonOf<
		Record<string, { number: number; text: string }[]> & { letter: { text: string } }
	>(ask('GET', `/${row.id}/drafts`))
	expect(drafts.authority?.map(({ number }) => number)).toEqual([
		1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	])
	expect(drafts.letter.text).toContain('Somebody read <script>')

	const typed = { reference: row.reference, version: 1, revision: ready.revision }
	const wrong = await ask('POST', `/${row.id}/notices`, { ...typed, reference: 'yes' })
	expect([wrong.status, await wrong.json()]).toEqual([400, expect.objectContaining({ field: 'reference' })])
	const both = await Promise.all([1, 2].map(() => ask('POST', `/${row.id}/notices`, typed)))
	expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
	expect((await ask('POST', `/${row.id}/notices`, typed)).status).toBe(409)
	const told = await jsonOf(ask('GET', `/${row.id}`))
	expect(told.tellings).toMatchObject([{ told: 2, waiting: 0 }])
	expect(told.clocks).toMatchObject([{ state: 'met' }])
	expect(sentTo(mails, 'ada-incidents@example.org').length).toBe(1)
	expect(sentTo(mails, 'bob-incidents@example.org').length).toBe(0)

	const mine = async (who: Person) =>
		(
			await jsonOf<{ incidents: { id: number; banner: boolean }[] }>(
				who.session('GET', '/api/account/incidents'),
			)
		).incidents
	expect(await mine(ada)).toMatchObject([{ id: row.id, banner: true, holder: true }])
	expect(await mine(bob)).toEqual([])
	const read = (who: Person, body: object) =>
		who.session('POST', `/api/account/incidents/${row.id}/read`, body)
	expect((await read(bob, { version: 1 })).status).toBe(404)
	expect((await read(ada, { version: 9 })).status).toBe(404)
	expect((await read(ada, {})).status).toBe(400)
	expect((await read(ada, { version: 1 })).status).toBe(200)
	expect(await mine(ada)).toMatchObject([{ banner: false, read: true }])
})

test.each([
	['no body', undefined, 'title'],
	['an instant without its zone', { aware_at: '2026-11-28T09:00:00' }, 'aware_at'],
	['what is still to come', { aware_at: '2099-01-01T00:00:00Z' }, 'aware_at'],
	['an end before the beginning', { ends_at: ago(9) }, 'ends_at'],
	['knowing before discovering', { discovered_at: ago(1) }, 'discovered_at'],
	['a beginning after the discovery', { starts_at: ago(2.5), discovered_at: ago(2.7) }, 'starts_at'],
	['no system', { systems: [] }, 'systems'],
	['a system that there is none', { systems: ['moon'] }, 'systems.0'],
	['fields that nobody asked for', { id: 7, version: 3 }, undefined],
	['characters that no feed can hold', { title: 'a\u0000b' }, 'title'],
])('%s opens no incident', async (_, change, field) => {
	const answer = await ask('POST', '', change === undefined ? {} : facts(change))
	const body: { field?: string } = await answer.json()
	expect([answer.status, body.field]).toEqual([400, field])
})

test('there is none under a wrong number, and nothing of it is said', async () => {
	for (const id of ['999999', '0', '-1', 'x', '1e3', '1.5', '99999999999999999999']) {
		expect([id, (await ask('GET', `/${id}`)).status]).toEqual([id, 404])
		expect([
			id,
			(await ada.session('POST', `/api/account/incidents/${id}/read`, { version: 1 })).status,
		]).toEqual([id, 404])
	}
})

test('of an authority it is noted what was done, of those of the incident alone', async () => {
	const { id } = await jsonOf(ask('POST', '', facts({ title: 'authorities' })))
	const note = { rule: 'DE', outcome: 'told', at: ago(1), note: 'File 7' }
	const none = await ask('PUT', `/${id}/authorities`, note)
	expect([none.status, await none.json()]).toEqual([400, expect.objectContaining({ field: 'rule' })])
	await env.DB.prepare(
		`INSERT INTO incident_site (incident_id, site_id, team_id, visitors, visits, events, countries) VALUES (?, 1, 'x', 1, 1, 1, '{"DE":1}')`,
	)
		.bind(id)
		.run()
	const late = await ask('PUT', `/${id}/authorities`, { ...note, at: '2099-01-01T00:00:00Z' })
	expect(late.status).toBe(400)
	const noted = await jsonOf<Whole & { authorities: object[] }>(ask('PUT', `/${id}/authorities`, note))
	expect(noted.authorities).toMatchObject([{ rule: 'DE', outcome: 'told', note: 'File 7' }])
	expect(noted.clocks.at(-1)).toMatchObject({ kind: 'authority', state: 'met' })
})

test('the register comes as JSON and as CSV', async () => {
	const json = await jsonOf<{ incidents: { reference: string }[] }>(ask('GET', '/register.json'))
	expect(json.incidents.length).toBeGreaterThan(1)
	const csv = await ask('GET', '/register.csv')
	expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
	expect(csv.headers.get('content-disposition')).toContain('incidents.csv')
	expect(await csv.text()).toContain(json.incidents[0]?.reference)
})

// promise: 8
test('who could not be told at once is told by the clock, within minutes', async () => {
	const { MAIL } = env
	Object.assign(env, { MAIL: { send: () => Promise.reject(new Error('down')) } })
	const { id } = await published('By the clock')
	Object.assign(env, { MAIL })
	const tellings = async () => (await jsonOf(ask('GET', `/${id}`))).tellings
	expect(await tellings()).toMatchObject([{ told: 0, waiting: 2 }])
	const run = (minutes: number) => {
		const scheduledTime = new Date(Date.now() + minutes * 60_000)
		const controller = createScheduledController({ cron: '*/5 * * * *', scheduledTime })
		return worker.scheduled(controller, env)
	}
	await run(5)
	expect(await tellings()).toMatchObject([{ told: 0 }])
	await run(11)
	expect(await tellings()).toMatchObject([{ told: 2, waiting: 0 }])
})

// promise: 8
describe('in public', () => {
	test('an incident is read without a script, is what was typed and no more, and gone when withdrawn', async () => {
		const { id, reference } = await published('In <public>')
		const all = await page('/incidents')
		const text = await all.text()
		expect(all.headers.get('content-type')).toBe('text/html; charset=utf-8')
		for (const said of [reference, 'In &lt;public&gt;', '&lt;script&gt;alert(1)&lt;/script&gt;', 'Beware.']) {
			expect(text).toContain(said)
		}
		expect(text).not.toMatch(/<script|ada-incidents|Judge for yourself|2 accounts/)
		expect(await (await page(`/incidents/${reference}`)).text()).toContain(`<h1>In &lt;public&gt;</h1>`)
		await put(id, { published: false })
		expect(await (await page('/incidents')).text()).not.toContain(reference)
		expect((await page(`/incidents/${reference}`)).status).toBe(404)
	})

	test('nothing that was not confirmed is shown, not even by its reference', async () => {
		const { id, reference } = await jsonOf(ask('POST', '', facts({ title: 'A secret draft' })))
		await put(id, { published: true, notice: notice() })
		expect(await (await page('/incidents')).text()).not.toContain('A secret draft')
		for (const path of [reference, '1', '%3Cscript%3E', `${reference}'--`]) {
			const answer = await page(`/incidents/${path}`)
			expect([answer.status, (await answer.text()).includes('script')]).toEqual([404, false])
		}
	})

	test('the feed is well-formed and names each version by its time', async () => {
		const { reference } = await published('In the <feed> & more')
		const answer = await page('/incidents/feed.atom')
		expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
		const feed = await answer.text()
		expect(feed).toContain(`<title>${reference}: In the &lt;feed&gt; &amp; more</title>`)
		expect(feed).toContain(`<id>http://jitt.test/incidents/${reference}</id>`)
		expect(feed.match(/<updated>[^<]+Z<\/updated>/g)?.length).toBe(1 + (feed.match(/<entry /g)?.length ?? 0))
		// Every tag that opens closes, in order.
		const open: string[] = []
		for (const [, close, name = '', self] of feed.matchAll(/<(\/?)([a-z]+)[^>?]*?(\/?)>/g)) {
			if (close) expect(open.pop()).toBe(name)
			else if (!self) open.push(name)
		}
		expect(open).toEqual([])
	})

	// promise: 9
	test.each(['/incidents', '/incidents/feed.atom'])('%s is kept from being misused', async (path) => {
		const { headers } = await page(path)
		expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/)
		expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000/)
		expect(headers.get('x-content-type-options')).toBe('nosniff')
		expect(headers.get('x-frame-options')).toBe('DENY')
		expect(headers.get('set-cookie')).toBe(null)
	})
})
