/**
 * Cookie visitors, through the object: who they are, what they choose, what is left of them. Longer than other
 * files: one site in cookie mode and its ways to send are what all of these lives share.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Consent, Hit } from '../model/event.ts'
import { privacyOf } from '../model/policy.ts'
import { someFacts, someHit, somePolicy } from '../model/testing.ts'
import type { Kept } from './recorder.ts'
import { dump, rowsOf, stubOf } from './testing.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const MORNING = Date.UTC(2050, 5, 1, 9)

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] })
	vi.setSystemTime(MORNING)
})
afterEach(() => vi.useRealTimers())

let sites = 8100

/** A site in cookie mode whose visitors come from where a cookie needs consent. */
async function newSite() {
	const site = sites++
	const stub = stubOf(site)
	const policy = somePolicy(site, { mode: 'cookie', privacy: privacyOf({ notice: true }) })
	await stub.configure(policy)
	const send = async (change: Partial<Hit> & { consent?: Consent } = {}): Promise<Kept> => {
		const { consent = 'granted', ...rest } = change
		const signals = { gpc: false, dnt: false, optOut: false, consent }
		const [answer] = await stub.record([someHit({ keepsCookie: true, ...rest, signals })], [])
		if (!answer) throw new Error('no answer')
		return answer
	}
	return {
		site,
		stub,
		policy,
		send,
		/** A hit that is given an id, which it returns. */
		async newId(change: Partial<Hit> = {}): Promise<string> {
			const answer = await send(change)
			if (!answer.kept || answer.newCookie === null) throw new Error('no id was given')
			return answer.newCookie
		},
		async events() {
			await stub.flush()
			return await rowsOf('events', site)
		},
		async visits() {
			await stub.flush()
			return await rowsOf('visits', site)
		},
		async everything() {
			return [await dump(stub), ...(await allOfD1())].join('\n')
		},
	}
}

async function allOfD1(): Promise<string[]> {
	const tables = await env.STATS_0.prepare("select name from sqlite_master where type = 'table'").all<{
		name: string
	}>()
	const names = tables.results.map(({ name }) => name).filter((name) => !name.startsWith('_cf'))
	return await Promise.all(
		names.map(async (name) =>
			JSON.stringify((await env.STATS_0.prepare(`select * from ${name}`).all()).results),
		),
	)
}

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)
const numbers = (rows: Record<string, unknown>[]) => [...new Set(rows.map(({ visitor }) => visitor))]
/** D1 without a table for a while. */
async function without(table: string, act: () => Promise<void>): Promise<void> {
	await env.STATS_0.prepare(`alter table ${table} rename to ${table}_away`).run()
	try {
		await act()
	} finally {
		await env.STATS_0.prepare(`alter table ${table}_away rename to ${table}`).run()
	}
}

// promise: 14
test('an id is drawn once and is the same visitor on every day; rows bear its number and never its MAC', async () => {
	const { send, newId, events, visits, stub } = await newSite()
	const id = await newId()
	expect(id).toMatch(/^[\w-]{22}$/)
	for (let day = 0; day < 3; day++) {
		pass(DAY)
		await evictDurableObject(stub)
		expect(await send({ cookie: id, person: `network ${day}` })).toMatchObject({
			kept: true,
			newCookie: null,
		})
	}
	const rows = await events()
	expect(rows).toHaveLength(4)
	expect(numbers(rows)).toHaveLength(1)
	expect(rows.every(({ stable }) => stable === 1)).toBe(true)
	expect(await dump(stub)).not.toContain(id)
	expect((await visits()).map(({ outcome, reason, rule }) => [outcome, reason, rule])).toEqual(
		Array(4).fill(['cookie', 'granted', 'NO']),
	)
})

test('the number that may leave for where nothing is deleted lives a day', async () => {
	const { send, newId, events } = await newSite()
	const id = await newId()
	const today = await send({ cookie: id })
	pass(DAY)
	const tomorrow = await send({ cookie: id })
	if (!today.kept || !tomorrow.kept) throw new Error('not kept')
	const [number] = numbers(await events())
	expect(new Set([today.visitor, tomorrow.visitor, number]).size).toBe(3)
	expect(tomorrow.previousAt).toBe(0)
	expect(await send({ cookie: id })).toMatchObject({ visitor: tomorrow.visitor })
})

test('ids of another site, forged ones, outlived ones and texts that are none are as if none had come', async () => {
	const [site, other] = [await newSite(), await newSite()]
	const theirs = await other.newId()
	await site.newId()
	const cookies = [theirs, 'A'.repeat(22), 'x'.repeat(60_000), '', "' or 1=1 --", '￿'.repeat(22)]
	const given = new Set<string>()
	for (const [i, cookie] of cookies.entries()) given.add(await site.newId({ cookie, person: `p${i}` }))
	expect(given.size).toBe(cookies.length)
	const id = await site.newId({ person: 'late' })
	pass(391 * DAY)
	expect(await site.newId({ cookie: id, person: 'late' })).not.toBe(id)
})

test('mappings and refusals go when their cookies have outlived them', async () => {
	const { newId, stub, site } = await newSite()
	const id = await newId()
	await stub.optOut({ person: 'q', cookie: await newId({ person: 'q' }) })
	const count = () =>
		runInDurableObject(stub, (_, { storage }) => [
			storage.sql.exec('select * from mapping').toArray().length,
			storage.sql.exec('select * from refused').toArray().length,
		])
	expect(await count()).toEqual([1, 1])
	pass(389 * DAY)
	await runDurableObjectAlarm(stub)
	expect(await count()).toEqual([1, 1])
	pass(2 * DAY)
	await evictDurableObject(stub)
	await runDurableObjectAlarm(stub)
	expect(await count()).toEqual([0, 0])
	expect(await stub.held(id)).toMatchObject({ ok: true, value: { visits: [] } })
	expect(site).toBeGreaterThan(0)
})

test('a sender that is given an id and comes again without it is a visitor of today, and one', async () => {
	const { send, events, newId, stub } = await newSite()
	const id = await newId()
	for (let i = 0; i < 3; i++) expect(await send({ page: `/${i}` })).toMatchObject({ newCookie: null })
	const rows = await events()
	expect(rows).toHaveLength(4)
	expect(numbers(rows)).toHaveLength(1)
	expect(rows.every(({ stable }) => stable === 0)).toBe(true)
	await runInDurableObject(stub, (_, { storage }) => {
		expect(storage.sql.exec('select * from mapping').toArray()).toHaveLength(1)
	})
	pass(DAY)
	await send({ cookie: id })
	const [later] = (await events()).slice(-1)
	expect(later).toMatchObject({ stable: 1 })
	expect(numbers(rows)).not.toContain(later?.visitor)
})

test('consent in the middle of a day: today goes on as one visitor without an id, which counts from tomorrow', async () => {
	const { send, events, newId, stub } = await newSite()
	await send({ consent: 'unset', keepsCookie: false })
	pass(MINUTE)
	const id = await newId({ page: '/granted' })
	await evictDurableObject(stub)
	pass(MINUTE)
	await send({ cookie: id, page: '/more' })
	const today = await events()
	expect(numbers(today)).toHaveLength(1)
	expect(today.map(({ stable }) => stable)).toEqual([0, 0, 0])
	pass(DAY)
	await send({ cookie: id })
	pass(DAY)
	await send({ cookie: id })
	const all = await events()
	expect(numbers(all)).toHaveLength(2)
	expect(all.map(({ stable }) => stable)).toEqual([0, 0, 0, 1, 1])
})

test('an id from before that comes after a hit without consent goes on as that visitor until midnight', async () => {
	const { send, events, newId, stub } = await newSite()
	const id = await newId()
	pass(DAY)
	await send({ cookie: id, consent: 'unset', page: '/before-the-banner' })
	await evictDurableObject(stub)
	pass(MINUTE)
	await send({ cookie: id, page: '/behind-it' })
	const [, ...today] = await events()
	expect(today.map(({ stable }) => stable)).toEqual([0, 0])
	expect(numbers(today)).toHaveLength(1)
})

test('a withdrawal in the middle of a day: today is one visitor without an id, days before keep a number nobody knows', async () => {
	const { send, events, visits, newId, stub } = await newSite()
	const id = await newId({ page: '/yesterday' })
	await events()
	pass(DAY)
	await send({ cookie: id, page: '/a' })
	await stub.flush()
	pass(MINUTE)
	await send({ cookie: id, page: '/b' })
	const before = numbers(await events())
	expect(before).toHaveLength(1)
	await stub.withdraw({ person: 'somebody', cookie: id }, 'cookieless')
	await evictDurableObject(stub)
	pass(MINUTE)
	await send({ cookie: id, consent: 'cookieless', page: '/c' })
	const rows = await events()
	expect(rows.map(({ page, stable }) => [page, stable])).toEqual([
		['/yesterday', 1],
		['/a', 0],
		['/b', 0],
		['/c', 0],
	])
	expect(numbers(rows.slice(1))).toHaveLength(1)
	expect(numbers(rows)).toHaveLength(2)
	const [, today] = await visits()
	expect(today).toMatchObject({
		stable: 0,
		pageviews: 3,
		bounce: 0,
		entry_page: '/a',
		exit_page: '/c',
		outcome: 'cookie',
	})
	expect(await visits()).toHaveLength(2)
	expect(await send({ cookie: id })).toMatchObject({ kept: true })
	expect((await events()).at(-1)).toMatchObject({ stable: 0 })
})

test('an id that left today counts from tomorrow on every network, and what D1 is still to lose of today is not more', async () => {
	const { send, events, newId, stub } = await newSite()
	const id = await newId({ page: '/first' })
	await events()
	pass(DAY)
	await without('events', async () => {
		await send({ cookie: id, page: '/home' })
		await send({ cookie: id, page: '/home', consent: 'unset' })
		await send({ cookie: id, page: '/away', person: 'another network' })
		pass(DAY)
		await runDurableObjectAlarm(stub)
		await send({ cookie: id, page: '/later' })
	})
	const rows = await events()
	expect(rows.map(({ page, stable }) => [page, stable]).toSorted()).toEqual([
		['/away', 0],
		['/first', 1],
		['/home', 0],
		['/home', 0],
		['/later', 1],
	])
	expect(numbers(rows)).toHaveLength(3)
	// What it left behind on one day does not hide what it has on others.
	expect(await stub.held(id)).toMatchObject({
		value: { visits: [{ entry_page: '/first' }, { entry_page: '/later' }] },
	})
	await stub.forget(id)
	expect((await events()).map(({ page }) => page).toSorted()).toEqual(['/away', '/home', '/home'])
})

test('a hit that asks for less ends the id as well, also behind one that used it in the same group', async () => {
	const { site, stub, events, newId } = await newSite()
	const id = await newId()
	const hits = (['granted', 'cookieless', 'cookieless'] as const).map((consent, i) =>
		someHit({
			...{ page: `/${i}`, cookie: id, keepsCookie: true },
			signals: { gpc: false, dnt: false, optOut: false, consent },
		}),
	)
	expect((await stub.record(hits, [])).map(({ kept }) => kept)).toEqual([true, true, true])
	const rows = await events()
	expect(rows).toHaveLength(4)
	expect(numbers(rows)).toHaveLength(1)
	expect(rows.every(({ stable }) => stable === 0)).toBe(true)
	expect(await rowsOf('visits', site)).toMatchObject([{ pageviews: 4, stable: 0 }])
	expect(await dump(stub)).not.toContain('c:')
})

test('a denial moves nothing, and nothing says any more whose rows they are', async () => {
	const { events, newId, stub, send } = await newSite()
	const id = await newId()
	await send({ cookie: id })
	const [number] = numbers(await events())
	await stub.withdraw({ person: 'somebody', cookie: id }, 'denied')
	expect(numbers(await events())).toEqual([number])
	await evictDurableObject(stub)
	expect(numbers(await events())).toEqual([number])
	expect(await dump(stub)).not.toContain('c:')
	expect(await stub.held(id)).toMatchObject({ value: { visits: [] } })
})

test('a visit goes on over midnight, asleep or not, and its day is folded again', async () => {
	vi.setSystemTime(Date.UTC(2050, 5, 1, 23, 50))
	const { send, visits, events, newId, stub } = await newSite()
	const id = await newId({ page: '/late' })
	await send({ page: '/other', person: 'lightweight', consent: 'unset' })
	vi.setSystemTime(Date.UTC(2050, 5, 2, 0, 1))
	await runDurableObjectAlarm(stub)
	await runDurableObjectAlarm(stub)
	await evictDurableObject(stub)
	vi.setSystemTime(Date.UTC(2050, 5, 2, 0, 10))
	const kept = await send({ cookie: id, page: '/early' })
	await send({ page: '/other', person: 'lightweight', consent: 'unset' })
	expect(kept).toMatchObject({
		visitStartedAt: Date.UTC(2050, 5, 1, 23, 50),
		previousAt: Date.UTC(2050, 5, 1, 23, 50),
	})
	await evictDurableObject(stub)
	vi.setSystemTime(Date.UTC(2050, 5, 2, 0, 20))
	await send({ cookie: id, page: '/end' })
	const long = (await visits()).filter(({ stable }) => stable === 1)
	expect(long).toMatchObject([
		{ pageviews: 3, entry_page: '/late', exit_page: '/end', duration: 1800, outcome: 'cookie' },
	])
	expect(await visits()).toHaveLength(3)
	expect(numbers(await events())).toHaveLength(3)
	await runDurableObjectAlarm(stub)
	await runDurableObjectAlarm(stub)
	expect(await stub.verify(0)).toMatchObject({ days: [{ day: '2050-06-01', differences: 0 }] })
	expect(
		await env.STATS_0.prepare('select seconds as s from rollup_days where site = ? and dimension = 0')
			.bind(sites - 1)
			.first('s'),
	).toBe(1800)
})

test('a withdrawal cuts a visit that came over midnight: before it stays as it was, after it is another', async () => {
	vi.setSystemTime(Date.UTC(2050, 5, 1, 23, 50))
	const { send, visits, newId, stub, everything } = await newSite()
	const id = await newId({ page: '/late' })
	vi.setSystemTime(Date.UTC(2050, 5, 2, 0, 10))
	await send({ cookie: id, name: 'engagement', engagedMs: 1000 })
	await send({ cookie: id, page: '/early' })
	await stub.flush()
	pass(MINUTE)
	await stub.withdraw({ person: 'somebody', cookie: id }, 'unset')
	pass(MINUTE)
	await send({ consent: 'unset', page: '/end' })
	await evictDurableObject(stub)
	const [before, after, ...more] = await visits()
	expect(more).toEqual([])
	expect(before).toMatchObject({ stable: 1, pageviews: 1, exit_page: '/late', duration: 0 })
	expect(after).toMatchObject({
		stable: 0,
		pageviews: 2,
		entry_page: '/early',
		exit_page: '/end',
		outcome: 'cookie',
	})
	expect(after?.visitor).not.toBe(before?.visitor)
	expect(await everything()).not.toContain('c:')
})

// promise: 18
test('opting out erases every row of the id at once, and refuses it whoever sends it', async () => {
	const { send, newId, events, stub, everything, visits } = await newSite()
	const other = await newId({ person: 'other' })
	pass(1)
	const id = await newId()
	for (let day = 0; day < 3; day++) {
		await stub.flush()
		pass(DAY)
		await runDurableObjectAlarm(stub)
		await send({ cookie: id })
		await send({ cookie: other, person: 'other' })
	}
	const [number] = numbers((await events()).filter(({ visitor }, _, rows) => visitor !== rows[0]?.visitor))
	expect(await everything()).toContain(String(number))
	await stub.optOut({ person: 'somebody', cookie: id })
	expect(await everything()).not.toContain(String(number))
	expect(await events()).toHaveLength(4)
	expect(await visits()).toHaveLength(4)
	await evictDurableObject(stub)
	pass(40 * DAY)
	expect(await send({ cookie: id, person: 'elsewhere' })).toMatchObject({ kept: false, reason: 'optout' })
	expect(await send({ cookie: other, person: 'other' })).toMatchObject({ kept: true })
	await runDurableObjectAlarm(stub)
	await runDurableObjectAlarm(stub)
	const { days } = await stub.verify(0)
	expect(days.length).toBeGreaterThan(0)
	expect(days.every(({ differences }) => differences === 0)).toBe(true)
	await stub.optIn({ person: 'elsewhere', cookie: id })
	const again = await send({ cookie: id, person: 'elsewhere' })
	expect(again).toMatchObject({ kept: true, newCookie: expect.stringMatching(/^[\w-]{22}$/) })
})

test('an opt-out is kept where D1 fails, over midnight and sleep: what waits is scrubbed at once, the rest follows', async () => {
	const { send, newId, events, stub, everything } = await newSite()
	const id = await newId({ page: '/in-d1' })
	const [number] = numbers(await events())
	await without('events', async () => {
		pass(DAY)
		await send({ cookie: id, page: '/in-outbox' })
		pass(DAY)
		await runDurableObjectAlarm(stub)
		await send({ cookie: id, page: '/in-log' })
		await stub.optOut({ person: 'somebody', cookie: id })
		const held = await dump(stub)
		for (const page of ['/in-outbox', '/in-log']) expect(held).not.toContain(page)
		await evictDurableObject(stub)
		pass(DAY)
		await runDurableObjectAlarm(stub)
	})
	await runDurableObjectAlarm(stub)
	expect(await events()).toEqual([])
	expect(await everything()).not.toContain(String(number))
})

test('opting out with an id that is not ours has no effect on any id, nor on the registry', async () => {
	const { send, newId, events, stub } = await newSite()
	const id = await newId({ person: 'other' })
	await stub.optOut({ person: 'stranger', cookie: 'B'.repeat(22) })
	await stub.withdraw({ person: 'stranger', cookie: 'B'.repeat(22) }, 'denied')
	await stub.forget('B'.repeat(22))
	await runInDurableObject(stub, (_, { storage }) => {
		expect(storage.sql.exec('select * from refused').toArray()).toEqual([])
	})
	expect(await events()).toHaveLength(1)
	expect(await send({ cookie: id, person: 'other' })).toMatchObject({ kept: true, newCookie: null })
})

test('take, erase, take again: all of it, then nothing; an id that is not ours looks the same', async () => {
	const { send, newId, events, stub, everything } = await newSite()
	const id = await newId({ page: '/first', props: { plan: 'pro' } })
	await newId({ person: 'other', page: '/theirs' })
	pass(DAY)
	await send({ cookie: id, page: '/second' })
	pass(1)
	await send({ cookie: id, page: '/second', name: 'engagement', engagedMs: 5000, scrollDepth: 70 })
	const taken = await stub.held(id)
	if (!taken.ok) throw new Error('refused')
	expect(taken.value).toMatchObject({
		complete: true,
		events: [],
		visits: [
			{
				entry_page: '/first',
				outcome: 'cookie',
				started_at: '2050-06-01T09:00:00.000Z',
				events: [{ page: '/first', props: '{"plan":"pro"}' }],
			},
			{ entry_page: '/second', events: [{ name: 'pageview' }, { name: 'engagement', engaged_ms: 5000 }] },
		],
	})
	const number = String(taken.value.visits[0]?.visitor)
	await stub.forget(id)
	const nothing = { ok: true, value: { complete: true, events: [], quarantined: [], visits: [] } }
	expect(await stub.held(id)).toEqual(nothing)
	expect(await stub.held('C'.repeat(22))).toEqual(nothing)
	expect(await stub.held('no id')).toEqual(nothing)
	expect(await everything()).not.toContain(number)
	expect((await events()).map(({ page }) => page)).toEqual(['/theirs'])
	expect(await send({ cookie: id })).toMatchObject({ kept: true, newCookie: expect.any(String) })
})

test('erasing takes a visit along that waits at midnight for the next day', async () => {
	vi.setSystemTime(Date.UTC(2050, 5, 1, 23, 50))
	const { newId, stub, everything, visits } = await newSite()
	const id = await newId({ page: '/late' })
	vi.setSystemTime(Date.UTC(2050, 5, 2, 0, 1))
	await runDurableObjectAlarm(stub)
	const [visit] = await visits()
	expect(await dump(stub)).toContain(String(visit?.visitor))
	await evictDurableObject(stub)
	await stub.forget(id)
	expect(await everything()).not.toContain(String(visit?.visitor))
})

test('an id may be asked about ten times an hour, known or not; erasing is never refused', async () => {
	const { newId, stub, events } = await newSite()
	const id = await newId()
	for (const cookie of [id, 'D'.repeat(22)]) {
		for (let n = 0; n < 10; n++) expect(await stub.held(cookie)).toMatchObject({ ok: true })
		expect(await stub.held(cookie)).toMatchObject({
			ok: false,
			error: { kind: 'rate_limited', retryAfterSeconds: 3600 },
		})
	}
	await stub.forget(id)
	expect(await events()).toEqual([])
	pass(61 * MINUTE)
	expect(await stub.held(id)).toMatchObject({ ok: true })
})

test('status tells what would be kept, and neither records nor opens a day', async () => {
	const { stub, newId } = await newSite()
	const signals = { gpc: false, dnt: false, optOut: false, consent: 'granted' as const }
	const asking = { signals, place: someFacts, who: { person: 'somebody', cookie: null } }
	const before = await dump(stub)
	expect(await stub.statusOf(asking)).toEqual({
		...{
			mode: 'cookie',
			optedOut: false,
			outcome: 'cookie',
			reason: 'granted',
			rule: 'NO',
			policyVersion: 1,
		},
	})
	expect(await dump(stub)).toBe(before)
	const id = await newId()
	await stub.optOut({ person: 'somebody', cookie: id })
	expect(await stub.statusOf(asking)).toMatchObject({ optedOut: true, outcome: 'none', reason: 'optout' })
	pass(DAY)
	expect(await stub.statusOf(asking)).toMatchObject({ optedOut: false, outcome: 'cookie' })
	const elsewhere = { ...asking, who: { person: 'elsewhere', cookie: id } }
	expect(await stub.statusOf(elsewhere)).toMatchObject({ optedOut: true, outcome: 'none', reason: 'optout' })
})

test('a deleted site takes its key along: no id is known any more', async () => {
	const { newId, stub, policy, send } = await newSite()
	const id = await newId()
	await stub.erase()
	expect(await dump(stub)).not.toContain('siteKey')
	await stub.configure(policy)
	expect(await send({ cookie: id })).toMatchObject({ newCookie: expect.any(String) })
})
