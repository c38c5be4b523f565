import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eraseEverywhere } from '../catalog/push.ts'
import { someHit } from '../model/testing.ts'
import { rowsOf, stubOf } from '../site/testing.ts'
import { site as siteTable } from '../store/schema/catalog.ts'
import { shop } from './billing-testing.ts'
import { watchBilling } from './billing-watch.ts'
import { signedIn } from './testing.ts'

/** What happens as a team comes near the end of its month's events, passes it, and goes far beyond. */

const DAY = 86_400_000
const SITE = 'limits.example'
let ada: Awaited<ReturnType<typeof signedIn>>
let jitt: ReturnType<typeof shop>
let site = 0
const today = () => new Date().toISOString().slice(0, 10)

beforeAll(async () => {
	ada = await signedIn('ada-limits@example.org')
	jitt = shop()
	await ada.key('POST', '/api/v1/sites', { domain: SITE })
	site = (await env.DB.prepare('select id from site where domain = ?').bind(SITE).first<number>('id')) ?? 0
	// Its trial is long over.
	await env.DB.prepare('update team set created_at = ? where id = ?')
		.bind(Date.now() - 40 * DAY, ada.userId)
		.run()
})
afterAll(() => vi.unstubAllGlobals())

/** Has another site of the team come to so many events today. */
const use = (events: number) =>
	env.DB.prepare(
		'insert into usage (team_id, day, site_id, events) values (?, ?, 999999, ?) on conflict do update set events = excluded.events',
	)
		.bind(ada.userId, today(), events)
		.run()
const watch = () => watchBilling(jitt.world, Date.now())
const hit = async (person: string) => {
	await stubOf(site).record([someHit({ person, props: { plan: 'gold' }, title: 'A title' })], [])
	await stubOf(site).flush()
	const rows: Record<string, unknown>[] = await rowsOf('events', site)
	return rows.at(-1)
}
const spans = async () => {
	const answer = await ada.session('GET', `/api/dashboard/sites/${SITE}/limits`)
	const { spans }: { spans: { until: string | null; level: number }[] } = await answer.json()
	return spans.map(({ until, level }) => [level, until === null])
}
const letters = () => jitt.mails.map(({ subject }) => subject)

test('events are counted as the dashboard counts them, engagement for nothing, and never twice', async () => {
	const record = (changes: object[]) =>
		stubOf(site).record(
			changes.map((one) => someHit(one)),
			[],
		)
	await record([
		{ person: 'a' },
		{ person: 'a', name: 'Signup' },
		{ person: 'a', name: 'engagement' },
		{ person: 'b' },
	])
	await stubOf(site).flush()
	const used = async () => {
		const answer = await jitt.as(ada)('GET', `/api/teams/${ada.userId}/billing`)
		const { usage }: { usage: { used: number } } = await answer.json()
		return usage.used
	}
	expect(await used()).toBe(3)
	expect(await used()).toBe(3)
	const asked = { site_id: SITE, metrics: ['events'], date_range: 'day' }
	const { results }: { results: { metrics: number[] }[] } = await (
		await ada.key('POST', '/api/v2/query', asked)
	).json()
	expect(results[0]?.metrics).toEqual([3])
	// Handed to another team it is not counted there again, and stays counted here.
	await env.DB.prepare("update site set team_id = 'others' where id = ?").bind(site).run()
	await watch()
	expect(await used()).toBe(3)
	const others = env.DB.prepare("select coalesce(sum(events), 0) as n from usage where team_id = 'others'")
	expect(await others.first('n')).toBe(0)
	await env.DB.prepare('update site set team_id = ? where id = ?').bind(ada.userId, site).run()
})

test('letters go at 80, 100 and 120 per cent, once each, also when two runs come at once', async () => {
	for (const events of [7_000, 8_100, 8_200, 10_500, 11_900]) {
		await use(events)
		await Promise.all([watch(), watch()])
	}
	expect(letters()).toEqual(['Test: 81 % of this month’s events', 'Test: 105 % of this month’s events'])
	expect(jitt.mails[1]?.text).toContain('Everything is still counted, and your dashboards stay open.')
	// Over the limit nothing is left out as yet.
	expect(await hit('c')).toMatchObject({ city: 'Bergen' })
	expect(await spans()).toEqual([])
})

// promise: 11
test('far beyond, detail is left out in its order, and everything is counted all the same', async () => {
	const before = (await rowsOf('events', site)).length
	await use(12_000)
	await watch()
	expect(letters().at(-1)).toBe('Test: 120 % of this month’s events')
	const first = await hit('d')
	expect(first).toMatchObject({ city: '', browser_version: '', os_version: '', props: '{"plan":"gold"}' })
	expect(first?.region).not.toBe('')
	await use(15_000)
	await watch()
	expect(await hit('e')).toMatchObject({ city: '', props: null, title: 'A title' })
	await use(20_000)
	await watch()
	await watch()
	const last = await hit('f')
	expect(last).toMatchObject({ title: '', language: '', screen_class: '' })
	expect(last).toMatchObject({ name: 'pageview', country: 'NO' })
	expect(last?.page).not.toBe('')
	expect((await rowsOf('events', site)).length).toBe(before + 3)
	expect(await spans()).toEqual([
		[1, false],
		[2, false],
		[3, true],
	])
	// Whoever may see the site sees its dashboard as before.
	const asked = await ada.session('POST', '/api/v2/query', {
		site_id: SITE,
		metrics: ['visitors'],
		date_range: 'day',
	})
	expect(asked.status).toBe(200)
})

// promise: 11
test('an owner who collects less is not made to collect more', async () => {
	const collect = { place: 'country', titles: false }
	expect((await ada.key('PUT', `/api/v1/sites/${SITE}`, { privacy: { collect } })).status).toBe(200)
	expect(await hit('g')).toMatchObject({ region: '', title: '' })
	const site: { privacy: { collect: object } } = await (await ada.key('GET', `/api/v1/sites/${SITE}`)).json()
	// What the owner chose is what is shown and kept.
	expect(site.privacy.collect).toMatchObject({ ...collect, properties: true })
})

test('with more to use, all of it is kept again at once', async () => {
	await env.DB.prepare(
		"insert into billing_account (team_id, customer_id, subscription_id, status, plan, interval, asked_at, created_at) values (?, 'cus_l', 'sub_l', 'active', 'p100k', 'month', 0, 0)",
	)
		.bind(ada.userId)
		.run()
	await jitt.as(ada)('GET', `/api/teams/${ada.userId}/billing`)
	expect(await hit('h')).toMatchObject({ props: '{"plan":"gold"}' })
	expect((await spans()).map(([, open]) => open)).toEqual([false, false, false])
})

// promise: 11
test('a deployment that sells nothing any more limits nothing', async () => {
	await use(300_000)
	await watch()
	expect(await hit('i')).toMatchObject({ props: null })
	await watchBilling({ ...jitt.world, STRIPE_SECRET_KEY: '' }, Date.now())
	expect(await hit('j')).toMatchObject({ props: '{"plan":"gold"}' })
})

test('the new month begins with everything', async () => {
	await watch()
	expect(await hit('k')).toMatchObject({ props: null })
	const date = new Date()
	await watchBilling(jitt.world, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
	expect(await hit('l')).toMatchObject({ props: '{"plan":"gold"}' })
})

test('a trial that ends is spoken of a week before, once, to a team that has a site and no plan', async () => {
	const eve = await signedIn('eve-limits@example.org')
	const idle = await signedIn('idle-limits@example.org')
	await eve.key('POST', '/api/v1/sites', { domain: 'trial.example' })
	const born = env.DB.prepare('update team set created_at = ? where id = ?')
	for (const [days, told] of [
		[20, 0],
		[24, 1],
		[25, 1],
	] as const) {
		for (const { userId } of [eve, idle]) await born.bind(Date.now() - days * DAY, userId).run()
		await watch()
		expect(letters().filter((subject) => subject.includes('trial ends'))).toHaveLength(told)
	}
	expect(jitt.mails.at(-1)?.to).toBe('eve-limits@example.org')
})

test('spans go with the site', async () => {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db.select().from(siteTable).where(eq(siteTable.id, site))
	const left = env.DB.prepare('select count(*) as n from detail_span where site_id = ?').bind(site)
	expect(await left.first('n')).toBeGreaterThan(3)
	if (row) await eraseEverywhere(env, row)
	expect(await left.first('n')).toBe(0)
})
