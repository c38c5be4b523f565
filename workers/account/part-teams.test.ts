import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, expect, test } from 'vitest'
import type { ExportFile } from '../model/part.ts'
import { guest, member } from '../store/schema/account.ts'
import { someCaller } from '../store/testing.ts'
import { grantSupport } from './grants.ts'
import { invite } from './invitations.ts'
import { createKey } from './keys.ts'
import { noteAccess } from './log.ts'
import { part } from './part-teams.ts'

const NOW = Date.UTC(2026, 10, 1)
const db = drizzle(env.DB, { casing: 'snake_case' })

/** Ada owns her team and, with Bob, the crew; she is a guest of Bob's, and everything has her name somewhere. */
beforeAll(async () => {
	await someCaller(env, 'ada')
	await someCaller(env, 'bob')
	await someCaller(env, 'ada', { teamId: 'crew' })
	await db.insert(member).values({ teamId: 'crew', userId: 'bob', role: 'owner', createdAt: new Date(NOW) })
	await db.insert(guest).values({ siteId: 7, userId: 'ada', role: 'viewer', createdAt: new Date(NOW) })
	for (const teamId of ['ada', 'crew', 'bob']) {
		const look = { teamId, siteId: 7, kind: 'dashboard', credential: 's', userId: 'ada' } as const
		await noteAccess(env, look, NOW)
		await grantSupport(env, { teamId, siteId: 0, reason: 'Help', grantedBy: 'ada', hours: 1 }, NOW)
	}
	const offer = { siteId: 0, kind: 'member', role: 'viewer' } as const
	await invite(env, { ...offer, teamId: 'crew', email: 'cyd@example.org', invitedBy: 'ada' }, NOW)
	await invite(env, { ...offer, teamId: 'bob', email: 'ada@example.org', invitedBy: 'bob' }, NOW)
	await createKey(env, 'ada', { name: 'Report', scopes: ['stats:read'], siteId: null, expiresAt: null }, NOW)
})

const subject = { userId: 'ada', teamIds: ['ada'] }
async function taken(): Promise<ExportFile[]> {
	const files: ExportFile[] = []
	for await (const file of part.take(env, subject)) files.push(file)
	return files
}

test('everything about the person is taken along, no key and no token', async () => {
	const files = await taken()
	expect(files.map(({ path }) => path)).toEqual([
		'teams/memberships.json',
		'teams/api-keys.json',
		'teams/invitations.json',
		'teams/my-accesses.csv',
		'teams/ada/team.json',
		'teams/ada/access-log.csv',
	])
	const all = files.map(({ content }) => String(content)).join('')
	for (const text of ['crew', 'Report', 'cyd@example.org', 'dashboard', 'Help']) expect(all).toContain(text)
	expect(all).not.toMatch(/[0-9a-f]{64}|hash/i)
})

test('after the erasure no row names the person, and the teams of others stand', async () => {
	for (let i = 0; i < 2; i++) expect(await part.erase(env, subject, NOW)).toEqual([])
	for (const table of ['team', 'member', 'guest', 'api_key', 'invitation', 'access_log', 'support_grant']) {
		const { results } = await env.DB.prepare(`select * from ${table}`).all()
		expect([table, JSON.stringify(results).includes('ada')]).toEqual([table, false])
		if (table !== 'guest' && table !== 'api_key' && table !== 'invitation') expect(results).toHaveLength(2)
	}
})
