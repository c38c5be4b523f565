import { and, asc, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { Env } from '../env.ts'
import type { Facts, System } from '../model/incident.ts'
import { site } from '../store/schema/catalog.ts'
import { incident } from '../store/schema/incidents.ts'
import { statsDb } from '../store/shards.ts'
import { type Db, dbOf, type Incident, incidentOf } from './incidents.ts'
import { type Touched, touchedOf } from './incidents-reach.ts'

/** Whom an incident concerns: found from its window and systems, slice by slice, so that it may break off. */

/** Sites of one slice, and slices of one run: together far below what a request may ask of D1. */
const SLICE = 50
const SLICES = 60

/** Accounts whose data lies in a system, as SQL over `u`, the accounts that existed; null = of nobody by itself. */
const HOLDERS: Readonly<Record<System, string | null>> = {
	control: 'true',
	mail: 'true',
	files:
		'EXISTS (SELECT 1 FROM attachment a LEFT JOIN ticket t ON t.id = a.ticket_id WHERE (a.uploader = u.id OR t.user_id = u.id) AND a.created_at <= ?2) OR EXISTS (SELECT 1 FROM data_export e WHERE e.user_id = u.id AND e.requested_at <= ?2)',
	payment:
		"EXISTS (SELECT 1 FROM member m JOIN billing_account b ON b.team_id = m.team_id WHERE m.user_id = u.id AND m.role IN ('owner', 'billing') AND b.created_at <= ?2)",
	traffic: null,
	objects: null,
}

/** Those who answer for a site: its team's owners and admins of today. */
const OWNERS =
	"INSERT INTO incident_account (incident_id, user_id, holder, owner) SELECT ?1, m.user_id, 0, 1 FROM incident_site s JOIN member m ON m.team_id = s.team_id WHERE s.incident_id = ?1 AND m.role IN ('owner', 'admin') AND EXISTS (SELECT 1 FROM incident i WHERE i.id = ?1 AND i.revision = ?2) GROUP BY m.user_id ON CONFLICT DO UPDATE SET owner = 1"

/** A change of the incident in between makes the rest of a slice void: it is found anew. */
const UNCHANGED = 'EXISTS (SELECT 1 FROM incident i WHERE i.id = ?1 AND i.revision = ?3)'

const hasAny = ({ systems }: Facts, some: readonly System[]): boolean =>
	systems.some((one) => some.includes(one))

/**
 * Goes on finding whom an incident concerns. Repeated it changes nothing.
 * @returns the incident as it then is; `scopeAfter` is null once all were found.
 * @throws whatever D1 throws: go on again.
 */
export async function findConcerned(env: Env, id: number, now: number): Promise<Incident | null> {
	for (let slice = 0; slice < SLICES; slice++) {
		const row = await incidentOf(env, id)
		if (!row || row.scopeAfter === null) return row
		await findSlice(env, row, row.scopeAfter, now)
	}
	return await incidentOf(env, id)
}

async function findSlice(env: Env, row: Incident, after: number, now: number): Promise<void> {
	const db = dbOf(env)
	const { facts, id, revision } = row
	const until = facts.endsAt ?? now
	const sites = hasAny(facts, ['traffic', 'objects']) ? await sitesOf(db, facts, after, until) : []
	const rows: unknown[] = []
	for (const shard of new Set(sites.map((one) => one.shard))) {
		const here = sites.filter((one) => one.shard === shard)
		const ids = here.map((one) => one.id)
		const touched = await touchedOf(statsDb(env, shard), ids, facts, now)
		rows.push(...here.flatMap((one) => rowOf(one, touched.get(one.id))))
	}
	const last = sites.length < SLICE
	const next = last ? null : (sites.at(-1)?.id ?? null)
	const { DB } = env
	await DB.batch([
		...(after === 0 ? holders(DB, row, until) : []),
		DB.prepare(
			`INSERT OR REPLACE INTO incident_site (incident_id, site_id, team_id, visitors, visits, events, countries) SELECT ?1, ${[0, 1, 2, 3, 4, 5].map((i) => `value ->> ${i}`).join(', ')} FROM json_each(?2) WHERE ${UNCHANGED}`,
		).bind(id, JSON.stringify(rows), revision),
		...(last ? [DB.prepare(OWNERS).bind(id, revision)] : []),
		DB.prepare(
			'UPDATE incident SET scope_after = ?2, scoped_at = ?3 WHERE id = ?1 AND revision = ?4 AND scope_after = ?5',
		).bind(id, next, last ? now : null, revision, after),
	])
}

const rowOf = (one: { id: number; teamId: string }, touched: Touched | undefined): unknown[] =>
	touched
		? [
				[
					one.id,
					one.teamId,
					touched.visitors,
					touched.visits,
					touched.events,
					JSON.stringify(touched.countries),
				],
			]
		: []

/** Sites that were there, of the databases and jurisdictions in question; those being erased are no less touched. */
const sitesOf = (db: Db, { shards, jurisdictions }: Facts, after: number, until: number) =>
	db
		.select({ id: site.id, teamId: site.teamId, shard: site.shard })
		.from(site)
		.where(
			and(
				gt(site.id, after),
				gt(site.pushedVersion, 0),
				lte(site.createdAt, new Date(until)),
				shards ? inArray(site.shard, shards) : undefined,
				jurisdictions
					? or(
							inArray(
								site.jurisdiction,
								jurisdictions.filter((one) => one !== 'none'),
							),
							jurisdictions.includes('none') ? isNull(site.jurisdiction) : undefined,
						)
					: undefined,
			),
		)
		.orderBy(asc(site.id))
		.limit(SLICE)

/** The statement that takes in the accounts whose own data lay there. */
function holders(DB: D1Database, { id, facts, revision }: Incident, until: number): D1PreparedStatement[] {
	const conditions = facts.systems.flatMap((system) => HOLDERS[system] ?? [])
	if (conditions.length === 0) return []
	return [
		DB.prepare(
			`INSERT INTO incident_account (incident_id, user_id, holder, owner) SELECT ?1, u.id, 1, 0 FROM user u WHERE u.created_at <= ?2 AND (${conditions.join(' OR ')}) AND ${UNCHANGED} ON CONFLICT DO UPDATE SET holder = 1`,
		).bind(id, until, revision),
	]
}

/** Finds on for every open incident; a job, which may run twice or late. */
export async function findAllConcerned(env: Env, now: number): Promise<void> {
	const db = dbOf(env)
	const open = await db
		.select({ id: incident.id })
		.from(incident)
		.where(and(isNull(incident.closedAt), sql`${incident.scopeAfter} IS NOT NULL`))
	for (const { id } of open) await findConcerned(env, id, now)
}

/** Whom an incident concerns, in numbers. */
export interface Scope {
	/** Accounts by their own data, those who answer for sites, and both together. */
	holders: number
	owners: number
	accounts: number
	sites: number
	/** Sums of days: at most so many persons, so many visits and events. */
	visitors: number
	visits: number
	events: number
	/** Countries of visitors with their visits, the most first. */
	countries: { country: string; visits: number }[]
}

/** What was found so far. */
export async function scopeOf(env: Env, id: number): Promise<Scope> {
	const { DB } = env
	const [accounts, sites, countries] = await DB.batch<Record<string, unknown>>([
		DB.prepare(
			'SELECT coalesce(sum(holder), 0) AS holders, coalesce(sum(owner), 0) AS owners, count(*) AS accounts FROM incident_account WHERE incident_id = ?1',
		).bind(id),
		DB.prepare(
			'SELECT count(*) AS sites, coalesce(sum(visitors), 0) AS visitors, coalesce(sum(visits), 0) AS visits, coalesce(sum(events), 0) AS events FROM incident_site WHERE incident_id = ?1',
		).bind(id),
		DB.prepare(
			'SELECT key AS country, sum(j.value) AS visits FROM incident_site s, json_each(s.countries) j WHERE s.incident_id = ?1 GROUP BY 1 ORDER BY 2 DESC, 1',
		).bind(id),
	])
	return {
		...(accounts?.results[0] as Pick<Scope, 'holders' | 'owners' | 'accounts'>),
		...(sites?.results[0] as Pick<Scope, 'sites' | 'visitors' | 'visits' | 'events'>),
		countries: (countries?.results ?? []) as unknown as Scope['countries'],
	}
}
