import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { Facts, Notice } from '../model/incident.ts'
import { someFacts } from '../model/testing.ts'
import { codeOf } from '../store/rolled.ts'
import { site } from '../store/schema/catalog.ts'
import { rollupDays } from '../store/schema/rollups.ts'
import { visits } from '../store/schema/traffic.ts'
import { statsDb } from '../store/shards.ts'
import { someCaller } from '../store/testing.ts'
import { changeIncident, type Incident, openIncident } from './incidents.ts'
import { BLANK } from './incidents-form.ts'
import { findConcerned } from './incidents-scope.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** A Wednesday at noon, UTC. */
export const NOON = Date.parse('2026-11-25T12:00:00Z')

/** For tests: a copy of everything was taken in the morning, and we knew at noon. */
export const someBreach = (change: Partial<Facts> = {}): Facts => ({
	...{ title: 'A copy was taken', startsAt: NOON - 6 * HOUR, endsAt: NOON - 2 * HOUR },
	...{ discoveredAt: NOON - HOUR, awareAt: NOON, systems: ['control'], nature: ['confidentiality'] },
	...{ reach: 'stored', shards: null, jurisdictions: null },
	...change,
})

/** For tests: a notice with every field. */
export const someNotice = (change: Partial<Notice> = {}): Notice => ({
	...BLANK,
	contact: { name: 'Jitt', person: 'Ada Lovelace', email: 'privacy@example.org', phone: '+49 30 1' },
	...{ what: 'Somebody read a copy <of> the database.', cause: 'A lost key.' },
	...{ personCategories: 'Holders of accounts', persons: 1200 },
	...{ recordCategories: 'Accounts', records: 1200 },
	items: [
		{ what: 'E-mail addresses', protection: 'plain', keyLost: 'no' },
		{ what: 'Passwords', protection: 'hashed', keyLost: 'unknown' },
	],
	...{ consequences: 'Unwanted mail.', taken: 'The key was changed.', planned: 'Keys change by themselves.' },
	...{ advice: 'Change your password.', ownerAdvice: 'Judge whether you must tell your authority.' },
	...{ remedies: 'Complain to your authority.', risk: 'risk', riskWhy: 'Addresses were readable.' },
	...change,
})

/** For tests: an account from some time on. */
export async function someAccount(
	env: Env,
	id: string,
	createdAt: number,
	teamId = id,
	role?: 'owner' | 'viewer',
) {
	await someCaller(env, id, { teamId, ...(role ? { role } : {}) })
	await env.DB.prepare('UPDATE user SET created_at = ? WHERE id = ?').bind(createdAt, id).run()
}

/** For tests: a site as its row alone. */
export async function someSite(
	env: Env,
	id: number,
	teamId: string,
	createdAt: number,
	shard = 0,
): Promise<void> {
	const jurisdiction = shard === 0 ? null : 'eu'
	await drizzle(env.DB, { casing: 'snake_case' })
		.insert(site)
		.values({
			...{ id, teamId, domain: `s${id}.incidents.example`, timezone: 'Etc/UTC', trackingId: `t${id}` },
			...{ mode: 'lightweight', retentionDays: 365, shard, jurisdiction },
			...{ policyVersion: 1, pushedVersion: 1, createdAt: new Date(createdAt) },
		})
}

/** For tests: the sums of a day of a site, by country. */
export async function someDay(
	env: Env,
	id: number,
	day: number,
	countries: Record<string, number>,
	shard = 0,
) {
	const none = { bounced: 0, seconds: 0, views: 0, pageviews: 0, depth: 0, depths: 0, engaged: 0, readers: 0 }
	const row = (dimension: number, value: string, n: number) => ({
		...{ site: id, dimension, day, value, rest: 0 as const, visitors: n, visits: n, events: 2 * n },
		...none,
	})
	const all = Object.values(countries).reduce((sum, n) => sum + n, 0)
	const code = codeOf('visits', 'country') ?? 0
	await drizzle(statsDb(env, shard), { casing: 'snake_case' })
		.insert(rollupDays)
		.values(
			[row(0, '', all), ...Object.entries(countries).map(([name, n]) => row(code, name, n))].slice(0, 6),
		)
}

/** For tests: one visit, of a day that has no sums yet. */
export async function someVisit(env: Env, id: number, startedAt: number, country: string): Promise<void> {
	await drizzle(env.STATS_0, { casing: 'snake_case' })
		.insert(visits)
		.values({
			...{
				site: id,
				startedAt,
				id: startedAt,
				visitor: startedAt,
				stable: 0,
				lastAt: startedAt,
				duration: 0,
			},
			...{ pageviews: 1, events: 1, bounce: 1, novelty: 0, entryPage: '/', entryHostname: '', exitPage: '/' },
			...{ exitHostname: '', ...someFacts, country },
		})
}

/** For tests: an incident that is ready to be confirmed. */
export async function readyIncident(env: Env, facts: Facts, notice = someNotice()): Promise<Incident> {
	const row = await openIncident(env, 'operator', facts, NOON)
	const change = { revision: row.revision, notice, decision: 'notify' as const }
	const changed = await changeIncident(env, 'operator', row, change, NOON + 1)
	if (!changed.ok) throw new Error(changed.error.message)
	const found = await findConcerned(env, row.id, NOON)
	if (!found) throw new Error('there is no incident')
	return found
}
