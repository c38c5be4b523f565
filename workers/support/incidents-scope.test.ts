import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Facts } from '../model/incident.ts'
import { changeIncident, incidentOf, openIncident } from './incidents.ts'
import { findAllConcerned, findConcerned, scopeOf } from './incidents-scope.ts'
import {
	DAY,
	HOUR,
	NOON,
	someAccount,
	someBreach,
	someDay,
	someSite,
	someVisit,
} from './incidents-testing.ts'

const LONG_AGO = NOON - 300 * DAY
const TODAY = Date.parse('2026-11-25T00:00:00Z')

beforeAll(async () => {
	// ada owns sites, bob is a viewer in her team, eve came after the window, eu owns a site of the EU.
	await someAccount(env, 'ada', LONG_AGO)
	await someAccount(env, 'bob', LONG_AGO)
	await someAccount(env, 'bob', LONG_AGO, 'ada', 'viewer')
	await someAccount(env, 'eve', NOON - HOUR)
	await someAccount(env, 'eu', LONG_AGO)
	await someSite(env, 1, 'ada', LONG_AGO)
	await someDay(env, 1, TODAY - 40 * DAY, { DE: 5, CN: 1 })
	await someDay(env, 1, TODAY - DAY, { DE: 3, '': 2 })
	await someVisit(env, 1, NOON - 3 * HOUR, 'FR')
	await someVisit(env, 1, NOON, 'IN')
	// Nothing was ever counted; only afterwards; only long before.
	await someSite(env, 2, 'ada', LONG_AGO)
	await someSite(env, 3, 'eve', NOON - HOUR)
	await someVisit(env, 3, NOON, 'US')
	await someSite(env, 4, 'bob', LONG_AGO)
	await someDay(env, 4, TODAY - 40 * DAY, { JP: 7 })
	await someSite(env, 1000, 'eu', LONG_AGO, 1000)
	await someDay(env, 1000, TODAY - DAY, { AT: 4 }, 1000)
})

async function concerned(facts: Partial<Facts>) {
	const { id } = await openIncident(env, 'op', someBreach(facts), NOON)
	const row = await findConcerned(env, id, NOON)
	expect(row?.scopeAfter).toBe(null)
	const accounts = await env.DB.prepare(
		'SELECT user_id AS id, holder, owner FROM incident_account WHERE incident_id = ? ORDER BY 1',
	)
		.bind(id)
		.all<{ id: string; holder: number; owner: number }>()
	const sites = await env.DB.prepare(
		'SELECT site_id AS id FROM incident_site WHERE incident_id = ? ORDER BY 1',
	)
		.bind(id)
		.all<{ id: number }>()
	return {
		id,
		holders: accounts.results.filter((one) => one.holder).map((one) => one.id),
		owners: accounts.results.filter((one) => one.owner).map((one) => one.id),
		sites: sites.results.map((one) => one.id),
		scope: await scopeOf(env, id),
	}
}

// promise: 8
describe('an incident concerns', () => {
	test('of the control database, the accounts that there were, and no site', async () => {
		const found = await concerned({ systems: ['control'] })
		expect(found).toMatchObject({ holders: ['ada', 'bob', 'eu'], owners: [], sites: [] })
	})

	test('of an incident that goes on, whoever is there by now', async () => {
		expect((await concerned({ endsAt: null })).holders).toEqual(['ada', 'bob', 'eu', 'eve'])
	})

	test('of traffic, sites that held something then, and who answers for them', async () => {
		const found = await concerned({ systems: ['traffic'] })
		expect(found).toMatchObject({ holders: [], owners: ['ada', 'bob', 'eu'], sites: [1, 4, 1000] })
		expect(found.scope).toMatchObject({ accounts: 3, sites: 3, visitors: 23, visits: 23, events: 45 })
		expect(found.scope.countries).toEqual([
			{ country: 'DE', visits: 8 },
			{ country: 'JP', visits: 7 },
			{ country: 'AT', visits: 4 },
			{ country: '', visits: 2 },
			{ country: 'CN', visits: 1 },
			{ country: 'FR', visits: 1 },
		])
	})

	test('of what arrived in the window, those days alone', async () => {
		const arrived = await concerned({ systems: ['traffic'], reach: 'arrived' })
		expect(arrived.sites).toEqual([1])
		expect(arrived.scope.countries).toEqual([{ country: 'FR', visits: 1 }])
		const wide = { systems: ['traffic'], reach: 'arrived', startsAt: TODAY - DAY } satisfies Partial<Facts>
		expect((await concerned(wide)).scope.countries.map((one) => one.country)).toEqual(['AT', 'DE', '', 'FR'])
	})

	test('of one database or jurisdiction, its sites alone', async () => {
		const systems: Facts['systems'] = ['traffic']
		expect((await concerned({ systems, shards: [1000] })).sites).toEqual([1000])
		expect((await concerned({ systems, shards: [7] })).sites).toEqual([])
		expect((await concerned({ systems, jurisdictions: ['eu'] })).owners).toEqual(['eu'])
		expect((await concerned({ systems, jurisdictions: ['none'] })).sites).toEqual([1, 4])
		expect((await concerned({ systems, jurisdictions: ['us'] })).sites).toEqual([])
	})

	test('of the payment provider, who pays; of files, who has some', async () => {
		await env.DB.prepare(
			"INSERT INTO billing_account (team_id, customer_id, asked_at, created_at) VALUES ('eu', 'cus_1', 0, ?)",
		)
			.bind(LONG_AGO)
			.run()
		await env.DB.prepare(
			"INSERT INTO attachment (id, uploader, name, type, bytes, created_at) VALUES ('f1', 'bob', 'a', 'b', 1, ?), ('f2', 'ada', 'a', 'b', 1, ?)",
		)
			.bind(LONG_AGO, NOON)
			.run()
		expect((await concerned({ systems: ['payment'] })).holders).toEqual(['eu'])
		expect((await concerned({ systems: ['files'] })).holders).toEqual(['bob'])
		expect((await concerned({ systems: ['files', 'payment', 'traffic'] })).holders).toEqual(['bob', 'eu'])
	})
})

test('who is concerned is found anew when the facts change, but for those who were told', async () => {
	const { id } = await concerned({ title: 'changing' })
	await env.DB.prepare(
		"INSERT INTO incident_told (incident_id, version, user_id, holder, owner, state, at) VALUES (?, 1, 'bob', 1, 0, 'told', 0)",
	)
		.bind(id)
		.run()
	const row = await incidentOf(env, id)
	if (!row) throw new Error('there is no incident')
	const facts = someBreach({ title: 'changing', systems: ['traffic'], jurisdictions: ['eu'] })
	await changeIncident(env, 'op', row, { revision: row.revision, facts }, NOON)
	await findAllConcerned(env, NOON)
	const { results } = await env.DB.prepare(
		'SELECT user_id AS id FROM incident_account WHERE incident_id = ? ORDER BY 1',
	)
		.bind(id)
		.all()
	expect(results.map((one) => one.id)).toEqual(['bob', 'eu'])
})

test('many sites are found slice by slice, by two at once, and each counts once', async () => {
	const rows = Array.from({ length: 130 }, (_, i) => 5000 + i)
	await env.DB.prepare(
		"INSERT INTO site (id, team_id, domain, timezone, tracking_id, mode, retention_days, privacy, shard, policy_version, pushed_version, created_at) SELECT value, 'ada', value || '.many.example', 'Etc/UTC', 'many' || value, 'lightweight', 30, '{}', 0, 1, 1, 0 FROM json_each(?)",
	)
		.bind(JSON.stringify(rows))
		.run()
	for (const id of [5000, 5064, 5129]) await someDay(env, id, TODAY - DAY, { SE: 1 })
	const { id } = await openIncident(env, 'op', someBreach({ title: 'many', systems: ['traffic'] }), NOON)
	await Promise.all([findConcerned(env, id, NOON), findConcerned(env, id, NOON)])
	const scope = await scopeOf(env, id)
	expect([scope.sites, scope.owners]).toEqual([6, 3])
	expect(scope.countries.find((one) => one.country === 'SE')?.visits).toBe(3)
})

test('the same facts sent twice, or at once, open one incident', async () => {
	const facts = someBreach({ title: 'once' })
	const [a, b] = await Promise.all([
		openIncident(env, 'op', facts, NOON),
		openIncident(env, 'op', facts, NOON),
	])
	const c = await openIncident(env, 'op', facts, NOON + HOUR)
	expect([a.id, a.id]).toEqual([b.id, c.id])
})

test('of two changes at once one is told that it came too late', async () => {
	const row = await openIncident(env, 'op', someBreach({ title: 'races' }), NOON)
	const change = (reasons: string) =>
		changeIncident(env, 'op', row, { revision: row.revision, reasons }, NOON)
	const both = await Promise.all([change('a'), change('b')])
	expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
	expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { kind: 'conflict' } })
})
