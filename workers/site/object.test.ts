import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Hit } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { someHit, somePageview, somePolicy } from '../model/testing.ts'
import type { ImportHit } from './imports.ts'
import type { SiteObject } from './object.ts'

let nextSite = 1000

const hit = (change: Partial<Hit> = {}): Hit => someHit({ person: '9:192.0.2.1', ...change })

async function newSite(change: Partial<Policy> = {}) {
	const site = nextSite++
	const policy = somePolicy(site, { timezone: 'Europe/Oslo', ...change })
	const stub = (env.SITE as DurableObjectNamespace<SiteObject>).getByName(`s:${site}`)
	await stub.configure(policy)
	return { site, stub, policy }
}

const rows = async (table: 'events' | 'visits' | 'refusals', site: number) =>
	(await env.STATS_0.prepare(`select * from ${table} where site = ?`).bind(site).all()).results

test('a kept hit is durable, reaches D1 by flush, and its visit with it', async () => {
	const { site, stub } = await newSite()
	const answers = await stub.record([hit(), hit({ page: '/a' })], [])
	expect(answers.map((a) => a.kept)).toEqual([true, true])
	expect(await rows('events', site)).toHaveLength(0)
	const before = await stub.flush()
	expect(before).toMatchObject({ pending: 0, behindSince: null })
	expect(await stub.flush()).toEqual(before)
	const events = await rows('events', site)
	expect(events.map((e) => e.page).sort()).toEqual(['/', '/a'])
	expect(events[0]).toMatchObject({ source: 'Google', city: 'Bergen', stable: 0, props: null })
	expect(await rows('visits', site)).toMatchObject([
		{ pageviews: 2, events: 2, bounce: 0, entry_page: '/', exit_page: '/a', country: 'NO' },
	])
})

test('two persons are two visitors; numbers in rows are random, not derived', async () => {
	const { site, stub } = await newSite()
	await stub.record([hit(), hit({ person: 'another' })], [])
	const twin = await newSite()
	await twin.stub.record([hit()], [])
	await Promise.all([stub.flush(), twin.stub.flush()])
	const numbers = (await rows('events', site)).map((e) => e.visitor)
	expect(new Set(numbers).size).toBe(2)
	expect(numbers).not.toContain((await rows('events', twin.site))[0]?.visitor)
})

test('an evicted object goes on where it was: same visitor, same visit, no row lost', async () => {
	const { site, stub } = await newSite()
	await stub.record([hit()], [])
	await evictDurableObject(stub)
	await stub.record([hit({ page: '/next' })], [])
	await evictDurableObject(stub)
	await stub.flush()
	await stub.flush()
	const events = await rows('events', site)
	expect(events).toHaveLength(2)
	expect(new Set(events.map((e) => e.visitor)).size).toBe(1)
	expect(await rows('visits', site)).toMatchObject([{ pageviews: 2, bounce: 0 }])
})

test('an object goes on with a day that a version before has opened', async () => {
	const { site, stub } = await newSite()
	await stub.record([hit()], [])
	await runInDurableObject(stub, (_, state) => {
		const { sql } = state.storage
		const { name } = sql.exec("select name from sqlite_master where name like 'log_%'").one()
		sql.exec(`alter table ${name} drop column written`)
	})
	await evictDurableObject(stub)
	await stub.record([hit({ page: '/next' })], [])
	await stub.flush()
	expect(await rows('events', site)).toHaveLength(2)
	expect(await rows('visits', site)).toMatchObject([{ pageviews: 2 }])
})

test('while D1 refuses commits nothing is lost and the state says so; then all arrives once', async () => {
	const { site, stub } = await newSite()
	await stub.record([hit()], [])
	await env.STATS_0.prepare('alter table events rename to events_away').run()
	try {
		const state = await stub.flush()
		expect(state.pending).toBe(1)
		expect(state.behindSince).toBeTypeOf('number')
		await stub.record([hit({ page: '/b' })], [])
		await evictDurableObject(stub)
		expect((await stub.flush()).pending).toBe(2)
	} finally {
		await env.STATS_0.prepare('alter table events_away rename to events').run()
	}
	expect(await stub.flush()).toMatchObject({ pending: 0, behindSince: null })
	expect(await rows('events', site)).toHaveLength(2)
	expect(await rows('visits', site)).toHaveLength(1)
})

test('refused beacons leave a count by reason and nothing else', async () => {
	const { site, stub } = await newSite()
	const gpc = { gpc: true, dnt: false, optOut: false, consent: 'unset' as const }
	expect(await stub.record([hit({ signals: gpc })], [['bot', 3]])).toMatchObject([
		{ kept: false, reason: 'gpc' },
	])
	await stub.flush()
	await stub.record([], [['bot', 2]])
	await stub.flush()
	expect(await rows('events', site)).toHaveLength(0)
	expect((await rows('refusals', site)).map((r) => [r.reason, r.count]).sort()).toEqual([
		['bot', 5],
		['gpc', 1],
	])
})

test('an engagement without a visit is dropped, with one it changes neither count nor bounce', async () => {
	const { site, stub } = await newSite()
	const engagement = hit({ name: 'engagement', scrollDepth: 40, engagedMs: 5000 })
	expect(await stub.record([engagement], [])).toMatchObject([
		{ kept: false, reason: 'no_session_for_engagement' },
	])
	await stub.record([hit(), engagement], [])
	await stub.flush()
	expect(await rows('visits', site)).toMatchObject([{ pageviews: 1, events: 1, bounce: 1 }])
	expect(await rows('events', site)).toHaveLength(2)
})

test('opting out refuses later hits and erases what today holds, here and in D1', async () => {
	const { site, stub } = await newSite()
	await stub.record([hit(), hit({ person: 'another' })], [])
	await stub.flush()
	await stub.record([hit({ page: '/late' })], [])
	await stub.optOut({ person: hit().person, cookie: null })
	expect(await stub.record([hit()], [])).toMatchObject([{ kept: false, reason: 'optout' }])
	await evictDurableObject(stub)
	expect(await stub.record([hit()], [])).toMatchObject([{ kept: false, reason: 'optout' }])
	await stub.flush()
	expect(await rows('events', site)).toHaveLength(1)
	expect(await rows('visits', site)).toHaveLength(1)
	await runInDurableObject(stub, (_, state) => {
		const day = state.storage.sql.exec("select name from sqlite_master where name like 'log_%'").one().name
		const log = state.storage.sql.exec(`select events from ${day}`).toArray()
		expect(JSON.stringify(log)).not.toContain('/late')
	})
	await stub.optIn({ person: hit().person, cookie: null })
	expect((await stub.record([hit()], []))[0]?.kept).toBe(true)
})

test('the day ends: tokens, log and key half are gone, unwritten rows wait without a token', async () => {
	const { site, stub } = await newSite()
	await stub.record([hit()], [])
	expect((await env.KEYS.list({ prefix: `day-key/${site}/` })).objects).toHaveLength(1)
	await runInDurableObject(stub, (_, state) => {
		const sql = state.storage.sql
		const day = JSON.parse(String(sql.exec("select value from meta where key = 'day'").one().value))
		sql.exec("update meta set value = ? where key = 'day'", JSON.stringify({ ...day, end: Date.now() - 1 }))
	})
	await evictDurableObject(stub)
	await runDurableObjectAlarm(stub)
	expect((await env.KEYS.list({ prefix: `day-key/${site}/` })).objects).toHaveLength(0)
	await runInDurableObject(stub, (_, state) => {
		const names = state.storage.sql.exec("select name from sqlite_master where type = 'table'").toArray()
		expect(names.map((n) => n.name).filter((n) => /^(log|optout)_/.test(String(n)))).toEqual([])
	})
	expect(await rows('events', site)).toHaveLength(1)
	expect(await rows('visits', site)).toHaveLength(1)
	await stub.record([hit()], [])
	await stub.flush()
	expect(new Set((await rows('events', site)).map((e) => e.visitor)).size).toBe(2)
})

test('retention deletes whole days that are too old and leaves the rest', async () => {
	const { site, stub, policy } = await newSite({ timezone: 'UTC' })
	const day = 86_400_000
	const now = Date.now()
	const past = (days: number, line: number): ImportHit => {
		const rest = somePageview()
		return { ...rest, at: now - days * day, line, visitor: `v${line}` }
	}
	await stub.importChunk({ key: 'k', chunk: '0', last: true, hits: [past(40, 1), past(31, 2), past(3, 3)] })
	await stub.flush()
	expect(await rows('events', site)).toHaveLength(3)
	await stub.configure({ ...policy, retentionDays: 30, version: 2 })
	await runInDurableObject(stub, (_, state) => {
		state.storage.sql.exec("update meta set value = '0' where key = 'retentionAt'")
	})
	await runDurableObjectAlarm(stub)
	expect(await rows('events', site)).toHaveLength(1)
	expect(await rows('visits', site)).toHaveLength(1)
})

test('an import keeps visits over midnight, repeats harmlessly and forgets its names', async () => {
	const { site, stub } = await newSite()
	const midnight = Date.parse('2026-03-02T00:00:00+01:00')
	const line = (at: number, n: number, visitor: string, page: string): ImportHit => {
		const rest = somePageview({ page })
		return { ...rest, at, line: n, visitor }
	}
	const first = {
		key: 'import-1',
		chunk: '0:0',
		last: false,
		hits: [line(midnight - 600_000, 1, '198.51.100.7', '/a'), line(midnight - 500_000, 2, 'other', '/x')],
	}
	const second = {
		key: 'import-1',
		chunk: '0:1',
		last: true,
		hits: [line(midnight + 600_000, 3, '198.51.100.7', '/b')],
	}
	expect(await stub.importChunk(first)).toMatchObject({ kept: 2, repeated: false })
	expect(await stub.importChunk(first)).toMatchObject({ kept: 2, repeated: true })
	await evictDurableObject(stub)
	expect(await stub.importChunk(second)).toMatchObject({ kept: 1, repeated: false })
	expect(await stub.importChunk(second)).toMatchObject({ kept: 1, repeated: true })
	await stub.flush()
	expect(await rows('events', site)).toHaveLength(3)
	const visits = await rows('visits', site)
	expect(visits).toHaveLength(2)
	expect(visits.find((v) => v.entry_page === '/a')).toMatchObject({
		exit_page: '/b',
		pageviews: 2,
		stable: 1,
	})
	await runInDurableObject(stub, (_, state) => {
		expect(state.storage.sql.exec('select count(*) as n from import_visitor').one().n).toBe(0)
		expect(state.storage.sql.exec('select count(*) as n from import').one().n).toBe(0)
	})
})

test('a deleted site leaves nothing behind and keeps nothing more', async () => {
	const { site, stub } = await newSite()
	await stub.record([hit()], [['bot', 1]])
	await stub.flush()
	await stub.erase()
	expect(await rows('events', site)).toHaveLength(0)
	expect(await rows('visits', site)).toHaveLength(0)
	expect(await rows('refusals', site)).toHaveLength(0)
	expect((await env.KEYS.list({ prefix: `day-key/${site}/` })).objects).toHaveLength(0)
	expect(await stub.record([hit()], [])).toMatchObject([{ kept: false, reason: 'not_found' }])
})
