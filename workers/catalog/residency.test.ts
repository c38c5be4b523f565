import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../env.ts'
import type { Caller } from '../model/caller.ts'
import { someHit } from '../model/testing.ts'
import { stubOf } from '../site/testing.ts'
import { someCaller } from '../store/testing.ts'
import { updateSite } from './change.ts'
import { createSite } from './create.ts'
import { parseSettings } from './settings.ts'
import { siteFor } from './sites.ts'

let owner: Caller
beforeAll(async () => {
	owner = await someCaller(env, 'ada')
})

/** Stand-in: the local runtime refuses jurisdictions, so here all objects lie in one place. */
const asked: string[] = []
const SITE = {
	getByName: (name: string) => env.SITE.getByName(name),
	jurisdiction: (name: string) => {
		asked.push(name)
		return env.SITE
	},
} as unknown as DurableObjectNamespace
const world: Env = { ...env, SITE }

const make = async (fields: object, where = world) => {
	const settings = parseSettings({ ...fields }, false)
	if (!settings.ok) return settings
	return await createSite(where, owner.userId, settings.value)
}

const countIn = async (db: D1Database, site: number) =>
	(await db.prepare('select count(*) n from events where site = ?').bind(site).first<{ n: number }>())?.n

test('a site of the EU has its object, its rows and its key halves there, and nothing elsewhere', async () => {
	const made = await make({ domain: 'stays.example', jurisdiction: 'eu' })
	if (!made.ok) throw new Error(made.error.message)
	const { id, jurisdiction } = made.value
	expect(jurisdiction).toBe('eu')
	expect(asked).toEqual(['eu'])
	const stub = stubOf(id)
	await stub.record([someHit()], [])
	expect((await env.KEYS_EU.list({ prefix: `day-key/${id}/` })).objects).toHaveLength(1)
	expect((await env.KEYS.list({ prefix: `day-key/${id}/` })).objects).toHaveLength(0)
	await stub.flush()
	expect(await countIn(env.STATS_EU_0, id)).toBe(1)
	expect(await countIn(env.STATS_0, id)).toBe(0)
	await stub.erase()
	expect(await countIn(env.STATS_EU_0, id)).toBe(0)
	expect((await env.KEYS_EU.list({ prefix: `day-key/${id}/` })).objects).toHaveLength(0)
})

test('outside of the jurisdiction lies what a beacon needs to find the site, and no more', async () => {
	const made = await make({ domain: 'entry.example', jurisdiction: 'eu' })
	if (!made.ok) throw new Error(made.error.message)
	expect(await env.DIRECTORY.get('site:entry.example', 'json')).toEqual({
		...{ site: made.value.id, domain: 'entry.example', jurisdiction: 'eu', tokenHash: null, screened: false },
	})
	await stubOf(made.value.id).record([someHit()], [])
	const names = (await env.DIRECTORY.list()).keys.map(({ name }) => name)
	expect(names.every((name) => name.startsWith('site:'))).toBe(true)
})

test('a site without a jurisdiction is where it always was', async () => {
	const made = await make({ domain: 'anywhere.example' })
	expect(made).toMatchObject({ ok: true, value: { jurisdiction: null, shard: 0 } })
})

test('where a deployment holds nothing in a jurisdiction the site is refused, not put elsewhere', async () => {
	const { STATS_EU_0: _, ...withoutDatabase } = world as Env & { STATS_EU_0: D1Database }
	const { KEYS_EU: __, ...withoutBucket } = world as Env & { KEYS_EU: R2Bucket }
	for (const [jurisdiction, where] of [
		['us', world],
		['eu', withoutDatabase],
		['eu', withoutBucket],
	] as const) {
		const made = await make({ domain: 'nowhere.example', jurisdiction }, where)
		expect(made).toMatchObject({ ok: false, error: { kind: 'invalid', field: 'jurisdiction' } })
	}
	expect(await siteFor(env, owner, 'nowhere.example')).toBeNull()
})

test('a jurisdiction is none of two, and cannot be changed', async () => {
	expect(await make({ domain: 'bad.example', jurisdiction: 'mars' })).toMatchObject({
		...{ ok: false, error: { field: 'jurisdiction' } },
	})
	await make({ domain: 'fixed.example', jurisdiction: 'eu' })
	const site = await siteFor(env, owner, 'fixed.example')
	if (!site) throw new Error('no site')
	expect(await updateSite(world, site, { jurisdiction: 'us' })).toMatchObject({
		...{ ok: false, error: { kind: 'invalid', field: 'jurisdiction' } },
	})
	expect(await updateSite(world, site, { jurisdiction: 'eu', timezone: 'Europe/Oslo' })).toMatchObject({
		...{ ok: true, value: { jurisdiction: 'eu', timezone: 'Europe/Oslo' } },
	})
})

test('an object whose bucket is not there goes on with a key in memory, and writes no half elsewhere', async () => {
	const made = await make({ domain: 'halfway.example', jurisdiction: 'eu' })
	if (!made.ok) throw new Error(made.error.message)
	const stub = stubOf(made.value.id)
	await runInDurableObject(stub, async (object) => {
		const own = object as unknown as { env: { KEYS_EU?: R2Bucket } }
		const bucket = own.env.KEYS_EU
		Reflect.deleteProperty(own.env, 'KEYS_EU')
		try {
			const [answer] = await object.record([someHit()], [])
			expect(answer).toMatchObject({ kept: true })
		} finally {
			if (bucket) own.env.KEYS_EU = bucket
		}
	})
	expect((await env.KEYS.list({ prefix: `day-key/${made.value.id}/` })).objects).toHaveLength(0)
})
