import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkIntegrity, findingsOf } from '../support/integrity.ts'
import { signedIn } from './testing.ts'

const HOUR = 3_600_000
const now = Date.now()
let ada: Awaited<ReturnType<typeof signedIn>>
const idOf = (domain: string) =>
	env.DB.prepare('SELECT id FROM site WHERE domain = ?').bind(domain).first<number>('id')
const run = (sql: string, ...values: unknown[]) =>
	env.DB.prepare(sql)
		.bind(...values)
		.run()
const found = async (at = now) => {
	await checkIntegrity(env, at, true)
	return Object.fromEntries((await findingsOf(env)).map((one) => [one.name, one.found]))
}

beforeAll(async () => {
	ada = await signedIn('ada-integrity@example.org')
	for (const domain of ['one', 'two']) {
		await ada.session('POST', '/api/v1/sites', { domain: `${domain}-integrity.example` })
	}
})

// promise: 9
describe('the check of what is stored', () => {
	test('finds nothing where all agrees', async () => {
		expect(await found()).toEqual({ references: [], sites: [] })
	})

	test('finds a site whose object, row and directory do not agree, and no other', async () => {
		const [one, two] = [await idOf('one-integrity.example'), await idOf('two-integrity.example')]
		await run('UPDATE site SET policy_version = 7, pushed_version = 7 WHERE id = ?', one)
		await env.DIRECTORY.put('site:three-integrity.example', JSON.stringify({ site: one }))
		await run("UPDATE site SET domain = 'three-integrity.example' WHERE id = ?", two)
		const { sites } = await found()
		expect(sites).toEqual([
			`site ${one}: its object has policy 1, its row 7`,
			`site ${two}: the directory leads elsewhere`,
		])
		await run('UPDATE site SET policy_version = 1, pushed_version = 1 WHERE id = ?', one)
		await run("UPDATE site SET domain = 'two-integrity.example' WHERE id = ?", two)
		// A change that is on its way is the repair's.
		await run('UPDATE site SET policy_version = 2 WHERE id = ?', one)
		expect((await found()).sites).toEqual([])
		await run('UPDATE site SET policy_version = 1 WHERE id = ?', one)
	})

	test('finds what refers to nothing, though no constraint watches it', async () => {
		const id = await idOf('one-integrity.example')
		await run("UPDATE site SET team_id = 'nobody' WHERE id = ?", id)
		await run('DELETE FROM policy_history WHERE site_id = ?', id)
		await run("INSERT INTO team (id, name, requires_two_factor, created_at) VALUES ('left', 'Left', 0, 0)")
		expect((await found()).references).toEqual([
			'site.team_id: 1',
			'policy_history.version: 1',
			'team without an owner: 1',
		])
	})

	test('goes through many sites some at a time, references once a day, and starts over at the end', async () => {
		await run(
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO site (id, team_id, domain, timezone, tracking_id, mode, retention_days, privacy, shard, policy_version, pushed_version, created_at) SELECT 9000 + i, 'left', i || '.integrity.example', 'Etc/UTC', 'integrity' || i, 'lightweight', 30, '{}', 0, 1, 1, 0 FROM n",
		)
		const state = async (name: string) => (await findingsOf(env)).find((one) => one.name === name)
		const before = (await state('references'))?.checkedAt
		await checkIntegrity(env, now + HOUR)
		expect((await state('references'))?.checkedAt).toEqual(before)
		expect(await state('sites')).toMatchObject({ cursor: 9048, found: [] })
		await checkIntegrity(env, now + 2 * HOUR)
		const done = await state('sites')
		expect([done?.cursor, done?.problems.length, done?.found.length]).toEqual([0, 0, 100])
		await checkIntegrity(env, now + 25 * HOUR)
		expect((await state('references'))?.checkedAt.getTime()).toBe(now + 25 * HOUR)
		expect((await state('sites'))?.cursor).toBe(9048)
	})

	test('is for operators to see', async () => {
		const operator = await signedIn('operator@example.org')
		const { checks }: { checks: { name: string }[] } = await (
			await operator.session('GET', '/api/operator/integrity')
		).json()
		expect(checks.map(({ name }) => name)).toEqual(['references', 'sites'])
		expect((await ada.session('GET', '/api/operator/integrity')).status).toBe(403)
		expect((await operator.session('POST', '/api/operator/integrity')).status).toBe(200)
	})
})
