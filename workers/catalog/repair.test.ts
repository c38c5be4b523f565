import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../env.ts'
import type { Caller } from '../model/caller.ts'
import { lookup } from '../store/directory.ts'
import { someCaller } from '../store/testing.ts'
import { deleteSite, setIngestToken, updateSite } from './change.ts'
import { createSite } from './create.ts'
import { repair } from './repair.ts'
import { listSites, type Site, siteFor } from './sites.ts'

/** The same environment with one binding out of order. */
const without = (name: 'DIRECTORY' | 'SITE'): Env => {
	const broken = new Proxy(env[name], {
		get: () => () => {
			throw new Error(`${name} is down`)
		},
	})
	return { ...env, [name]: broken }
}
let ada: Caller
let bob: Caller
beforeAll(async () => {
	ada = await someCaller(env, 'repair-ada')
	bob = await someCaller(env, 'repair-bob')
})
const rowOf = (domain: string) =>
	env.DB.prepare('select * from site where domain = ?').bind(domain).first<Record<string, unknown>>()
const made = async (domain: string): Promise<Site> => {
	const site = await createSite(env, ada.userId, { domain })
	if (!site.ok) throw new Error(site.error.message)
	return site.value
}

test.each(['DIRECTORY', 'SITE'] as const)('a site whose %s fails is not half made', async (name) => {
	const domain = `half-${name.toLowerCase()}.example`
	const failed = await createSite(without(name), ada.userId, { domain })
	expect(failed).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
	expect(await siteFor(env, ada, domain)).toBe(null)
	expect(
		(await listSites(env, ada, { after: 0, limit: 1000 })).sites.map((site) => site.domain),
	).not.toContain(domain)
	// The name is neither lost nor reserved: whoever comes next gets it, whole.
	const again = await createSite(env, bob.userId, { domain, timezone: 'Europe/Berlin' })
	expect(again).toMatchObject({ ok: true, value: { teamId: bob.userId, timezone: 'Europe/Berlin' } })
	expect(await siteFor(env, bob, domain)).not.toBe(null)
	expect(await siteFor(env, ada, domain)).toBe(null)
	expect(await lookup(env, domain)).not.toBe(null)
})

test('a site that was never born is cleared away', async () => {
	await createSite(without('SITE'), ada.userId, { domain: 'stillborn.example' })
	await repair(env, Date.now())
	expect(await rowOf('stillborn.example')).not.toBe(null)
	await repair(env, Date.now() + 3_600_001)
	expect(await rowOf('stillborn.example')).toBe(null)
})

test('a change that was not pushed is told, kept, and pushed by the repair', async () => {
	const site = await made('behind.example')
	const changed = await updateSite(without('DIRECTORY'), site, { domain: 'behind-new.example' })
	expect(changed).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
	expect(await rowOf('behind-new.example')).toMatchObject({ policy_version: 2, pushed_version: 1 })
	expect(await repair(env, Date.now())).toEqual({ mended: 1, broken: 0 })
	expect(await rowOf('behind-new.example')).toMatchObject({ policy_version: 2, pushed_version: 2 })
	expect(await lookup(env, 'behind-new.example')).toMatchObject({ site: site.id })
	expect(await lookup(env, 'behind.example')).toMatchObject({ domain: 'behind-new.example' })
	expect(await repair(env, Date.now())).toEqual({ mended: 0, broken: 0 })
})

test('an erasure that broke off hides the site at once and is finished by the repair', async () => {
	const site = await made('erasing.example')
	expect(await deleteSite(without('SITE'), site)).toEqual({ erased: false })
	expect(await siteFor(env, ada, 'erasing.example')).toBe(null)
	expect(await createSite(env, bob.userId, { domain: 'erasing.example' })).toMatchObject({ ok: false })
	expect(await setIngestToken(env, site, true)).toMatchObject({ ok: false, error: { kind: 'not_found' } })
	expect(await repair(without('SITE'), Date.now())).toEqual({ mended: 0, broken: 1 })
	expect(await repair(env, Date.now())).toEqual({ mended: 1, broken: 0 })
	expect(await rowOf('erasing.example')).toBe(null)
	expect(await createSite(env, bob.userId, { domain: 'erasing.example' })).toMatchObject({ ok: true })
})

test('changes in the same moment end with the directory and the row agreeing', async () => {
	const site = await made('busy.example')
	await Promise.all([
		setIngestToken(env, site, true),
		setIngestToken(env, site, false),
		setIngestToken(env, site, true),
		updateSite(env, site, { retentionDays: 30 }),
	])
	await repair(env, Date.now())
	const row = await rowOf('busy.example')
	expect(row?.pushed_version).toBe(row?.policy_version)
	const entry = await env.DIRECTORY.get<{ tokenHash: string | null }>('site:busy.example', 'json')
	expect(entry?.tokenHash).toBe(row?.ingest_token_hash)
})
