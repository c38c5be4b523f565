import { env, exports } from 'cloudflare:workers'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { receiptHash } from '../model/receipt.ts'
import type { DeletionReceipt } from '../rights/receipts.ts'
import { runDeletions } from './deletion-run.ts'
import { allStored, fillTables, rowsOfSite, tracesOf } from './erasure-testing.ts'
import { signedIn } from './testing.ts'

const DAY_MS = 86_400_000
type Someone = Awaited<ReturnType<typeof signedIn>>
let ada: Someone
beforeAll(async () => {
	Object.assign(env, { STRIPE_SECRET_KEY: 'sk_test_1' })
	ada = await signedIn('ada-leaves@example.org')
})
afterAll(() => {
	Object.assign(env, { STRIPE_SECRET_KEY: undefined })
})
afterEach(() => {
	vi.restoreAllMocks()
})

const AGENT =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
const hit = async (domain: string) => {
	const answer = await exports.default.fetch('http://jitt.test/api/event', {
		method: 'POST',
		headers: { 'user-agent': AGENT, 'cf-connecting-ip': '203.0.113.7' },
		body: JSON.stringify({ n: 'pageview', u: `https://${domain}/page`, d: domain }),
	})
	return answer.headers.get('x-jitt-reason')
}
let sites = 0
async function siteOf(who: Someone) {
	const domain = `leaving-${sites++}.example`
	expect((await who.session('POST', '/api/v1/sites', { domain })).status).toBe(200)
	const id = await env.DB.prepare('select id from site where domain = ?').bind(domain).first<number>('id')
	return { domain, id: id ?? 0 }
}
const askSite = (who: Someone, domain: string, body: object) =>
	who.session('POST', `/api/dashboard/sites/${domain}/deletion`, body)
const ask = (who: Someone, body: object) => who.session('POST', '/api/account/deletion', body)
const read = async <T>(answer: Response) => ({ status: answer.status, ...(await answer.json<T>()) })
const receiptAt = (number: string) => exports.default.fetch(`http://jitt.test/api/receipts/${number}`)

// promise: 4
test('a site that is deleted is gone at once, comes back when that is taken back, and its name stays taken', async () => {
	const { domain } = await siteOf(ada)
	expect(await hit(domain)).toBeNull()
	const asked = await read<{ id: string; due_at: string }>(await askSite(ada, domain, { confirm: domain }))
	expect(asked.status).toBe(202)
	expect(Date.parse(asked.due_at) - Date.now()).toBeGreaterThan(6.9 * DAY_MS)

	expect((await ada.session('GET', `/api/v1/sites/${domain}`)).status).toBe(404)
	expect(await hit(domain)).toBe('not_found')
	const eve = await signedIn('eve-takes@example.org')
	const taken = await read(await eve.session('POST', '/api/v1/sites', { domain }))
	expect(taken).toMatchObject({ status: 400, field: 'domain' })

	const path = `/api/teams/${ada.userId}/deletions`
	expect(await (await ada.session('GET', path)).json()).toMatchObject({
		deletions: [{ domain, id: asked.id, can_be_taken_back: true }],
	})
	expect((await eve.session('POST', `${path}/${asked.id}/undo`)).status).toBe(404)
	expect((await eve.session('POST', `/api/teams/${eve.userId}/deletions/${asked.id}/undo`)).status).toBe(404)
	expect((await ada.session('POST', `${path}/${asked.id}/undo`)).status).toBe(200)
	expect((await ada.session('POST', `${path}/${asked.id}/undo`)).status).toBe(404)
	expect((await ada.session('GET', `/api/v1/sites/${domain}`)).status).toBe(200)
	expect(await hit(domain)).toBeNull()
})

// promise: 4
test('an owner who waives the seven days has the site erased now, and a receipt that names nothing', async () => {
	const { domain, id } = await siteOf(ada)
	await hit(domain)
	await ada.session('POST', `/api/dashboard/sites/${domain}/query`, {})
	await fillTables(env.STATS_0, { userId: '', email: '', name: '', siteId: id }, [])
	const { status, receipt } = await read<{ receipt: DeletionReceipt }>(
		await askSite(ada, domain, { confirm: domain.toUpperCase(), now: true }),
	)
	expect(status).toBe(200)
	expect(receipt).toMatchObject({ kind: 'site', counts: { site: 1 }, kept: [], backups_until: null })
	expect(receipt.counts.events).toBeGreaterThan(0)
	expect(receipt.hash).toBe(receiptHash(receipt))
	expect(await (await receiptAt(receipt.number)).json()).toEqual(receipt)
	expect(JSON.stringify(receipt)).not.toContain(domain)

	expect(await rowsOfSite(env.DB, id)).toEqual([])
	expect(await rowsOfSite(env.STATS_0, id)).toEqual([])
	expect(tracesOf(await allStored(), [domain])).toEqual([])
	// The name is free again.
	expect((await ada.session('POST', '/api/v1/sites', { domain })).status).toBe(200)
})

test('a deletion asks for the name, a fresh session and the right', async () => {
	const { domain } = await siteOf(ada)
	expect(await read(await askSite(ada, domain, {}))).toMatchObject({ status: 400, field: 'confirm' })
	expect(await read(await askSite(ada, domain, { confirm: 'other.example', now: true }))).toMatchObject({
		...{ status: 400, field: 'confirm' },
	})
	expect(await read(await ask(ada, { confirm: 'eve-takes@example.org' }))).toMatchObject({ status: 400 })
	expect(await read(await ask(ada, { confirm: 'ada-leaves@example.org', now: 'yes' }))).toMatchObject({
		...{ status: 400, field: 'now' },
	})
	expect((await ada.key('POST', `/api/dashboard/sites/${domain}/deletion`, { confirm: domain })).status).toBe(
		403,
	)
	await env.DB.prepare('update session set created_at = ? where user_id = ?')
		.bind(Date.now() - 11 * 60_000, ada.userId)
		.run()
	expect((await askSite(ada, domain, { confirm: domain })).status).toBe(403)
	expect((await ask(ada, { confirm: 'ada-leaves@example.org' })).status).toBe(403)
	expect((await ada.session('DELETE', `/api/v1/sites/${domain}`)).status).toBe(403)
	await env.DB.prepare('update session set created_at = ?').bind(Date.now()).run()
	expect((await ada.session('GET', `/api/v1/sites/${domain}`)).status).toBe(200)
})

// promise: 4
test('an account that is being deleted is closed but for the way back', async () => {
	const bob = await signedIn('bob-leaves@example.org')
	const { domain } = await siteOf(bob)
	const asked = await read<{ id: string }>(await ask(bob, { confirm: 'bob-leaves@example.org' }))
	expect(asked.status).toBe(202)
	// Asked for again, or by two tabs at once, it is the same one.
	const again = await bob.session('GET', '/api/account/deletion')
	expect(await again.json()).toMatchObject({ pending: { id: asked.id, can_be_taken_back: true } })

	expect((await bob.session('GET', '/api/v1/sites')).status).toBe(403)
	expect((await bob.session('POST', '/api/account/exports')).status).toBe(403)
	expect((await bob.key('GET', '/api/v1/sites')).status).toBe(401)
	expect(await hit(domain)).toBe('not_found')
	expect((await bob.session('DELETE', '/api/account/deletion')).status).toBe(200)
	expect((await bob.session('DELETE', '/api/account/deletion')).status).toBe(404)
	expect((await bob.session('GET', `/api/v1/sites/${domain}`)).status).toBe(200)
	expect((await bob.key('GET', '/api/v1/sites')).status).toBe(200)
	expect(await hit(domain)).toBeNull()
})

test('two requests at once are one deletion', async () => {
	const { domain, id } = await siteOf(ada)
	const both = await Promise.all([1, 2].map(() => askSite(ada, domain, { confirm: domain })))
	expect(both.map(({ status }) => status).sort()[0]).toBe(202)
	const { results } = await env.DB.prepare('select id from deletion where site_id = ?').bind(id).all()
	expect(results).toHaveLength(1)
})

test('a site that was deleted by itself stays so when its account comes back', async () => {
	const cat = await signedIn('cat-leaves@example.org')
	const [one, two] = [await siteOf(cat), await siteOf(cat)]
	await askSite(cat, one.domain, { confirm: one.domain })
	await ask(cat, { confirm: 'cat-leaves@example.org' })
	await cat.session('DELETE', '/api/account/deletion')
	expect((await cat.session('GET', `/api/v1/sites/${one.domain}`)).status).toBe(404)
	expect((await cat.session('GET', `/api/v1/sites/${two.domain}`)).status).toBe(200)
})

/** A stand-in that plays Stripe: a customer with an invoice, who can be deleted. */
function asStripe(): void {
	vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
		const { url, method } = new Request(input, init)
		return Response.json(
			method === 'GET' && url.includes('/v1/invoices')
				? { object: 'list', data: [{ id: 'in_1', object: 'invoice' }], has_more: false, url: '/v1/invoices' }
				: { id: 'cus_1', object: 'customer', deleted: true },
		)
	})
}

/** The register of breaches stays, with the number of a site that nobody knows any more (Art. 33(5) GDPR). */
const REGISTER = ['incident_site']

// promise: 4
test('after the seven days no byte of an account is left anywhere', async () => {
	const email = 'dora-vanishes@example.org'
	const dora = await signedIn(email)
	await env.DB.prepare(`update user set name = 'Dora Vanishing' where id = ?`).bind(dora.userId).run()
	const { domain, id: siteId } = await siteOf(dora)
	await hit(domain)
	await dora.session('POST', '/api/account/exports')
	await dora.session('GET', `/api/v1/sites/${domain}`)
	const person = { userId: dora.userId, email, name: 'Dora Vanishing', siteId }
	const filled = await fillTables(env.DB, person, [
		'user',
		'site',
		'deletion',
		'data_export',
		'data_export_file',
	])
	expect(filled).toEqual(expect.arrayContaining(['session', 'account', 'member', 'access_log', 'ticket']))
	await fillTables(env.STATS_0, person, [])
	const marks = [dora.userId, email, 'Dora Vanishing', domain]
	expect(tracesOf(await allStored(), marks).length).toBeGreaterThan(filled.length)

	asStripe()
	const asked = await read<{ id: string; due_at: string }>(await ask(dora, { confirm: email }))
	const due = Date.parse(asked.due_at)
	await runDeletions(env, due - 1)
	expect(tracesOf(await allStored(), [dora.userId])).toContain('DB.user')
	// A room that fails on the way: the rest goes on by the clock until all is done.
	const forget = vi.spyOn(env.FILES, 'delete').mockRejectedValue(new Error('the bucket is away'))
	await runDeletions(env, due)
	forget.mockRestore()
	expect((await receiptAt(asked.id)).status).toBe(404)
	await runDeletions(env, due + 3_600_000)

	const receipt = await (await receiptAt(asked.id)).json<DeletionReceipt>()
	expect(receipt).toMatchObject({ kind: 'account', counts: { site: 1, session: 2 } })
	expect(receipt.kept).toEqual([expect.objectContaining({ what: expect.stringContaining('Invoices') })])
	expect(receipt.counts.events).toBeGreaterThan(0)
	const stored = await allStored()
	expect(tracesOf(stored, marks)).toEqual([])
	expect(await rowsOfSite(env.DB, siteId)).toEqual(REGISTER)
	expect(await rowsOfSite(env.STATS_0, siteId)).toEqual([])
	expect((await dora.session('GET', '/api/account/deletion')).status).toBe(401)
	// Done is done: the clock finds nothing more, and the receipt stays as it is.
	await runDeletions(env, due + DAY_MS)
	expect(await (await receiptAt(asked.id)).json()).toEqual(receipt)
})

// promise: 3, 4
test('who alone owns a team with others says who shall own it, or that it goes', async () => {
	const [fay, gil] = [await signedIn('fay-leaves@example.org'), await signedIn('gil-stays@example.org')]
	const { id: team } = await (await fay.session('POST', '/api/teams', { name: 'Two' })).json<{ id: string }>()
	await env.DB.prepare(`insert into member values (?, ?, 'editor', 0)`).bind(team, gil.userId).run()
	const domain = 'two-of-us.example'
	await fay.session('POST', '/api/v1/sites', { domain, team_id: team })
	const confirm = 'fay-leaves@example.org'
	expect(await read(await ask(fay, { confirm }))).toMatchObject({ status: 409, field: 'teams' })
	const stranger = { confirm, teams: { [team]: ada.userId } }
	expect(await read(await ask(fay, stranger))).toMatchObject({ status: 409, field: 'teams' })
	expect(await (await fay.session('GET', '/api/account/deletion')).json()).toMatchObject({
		teams: [{ is_own: true }, { id: team, others: [{ id: gil.userId }], sites: [domain] }],
	})

	const done = await ask(fay, { confirm, now: true, teams: { [team]: gil.userId } })
	expect(done.status).toBe(200)
	const site = await (await gil.session('GET', `/api/v1/sites/${domain}`)).json()
	expect(site).toMatchObject({ domain, role: 'owner' })
	expect(tracesOf(await allStored(), [fay.userId, confirm])).toEqual([])
})

test('receipts are a chain, and a number that is none tells nothing', async () => {
	const { results } = await env.DB.prepare('select * from deletion_receipt order by seq').all<{
		seq: number
		previous: string
		hash: string
	}>()
	expect(results.length).toBeGreaterThan(2)
	results.forEach(({ seq, previous }, i) => {
		expect(seq).toBe(i + 1)
		expect(previous).toBe(results[i - 1]?.hash ?? '0'.repeat(64))
	})
	for (const number of ['0'.repeat(32), 'x', '%00', "' or 1=1"]) {
		expect((await receiptAt(encodeURIComponent(number))).status).toBe(404)
	}
})
