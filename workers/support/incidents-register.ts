import { stringify } from 'csv-stringify/browser/esm/sync'
import { asc, eq } from 'drizzle-orm'
import type { Env } from '../env.ts'
import { incidentAuthority, incidentStep } from '../store/schema/incidents.ts'
import { dbOf, type Incident, listIncidents, referenceOf } from './incidents.ts'
import { UNSURE_MS } from './incidents-confirm.ts'
import { fieldsFor, type Told } from './incidents-notices.ts'
import { type Scope, scopeOf } from './incidents-scope.ts'

/** The register of incidents (Art. 33(5) GDPR): facts, effects, measures, who was told and when, also where nobody was. */

/** How far the telling of a version is. */
export interface Telling {
	version: number
	kind: 'first' | 'update' | 'closing'
	/** ms since the epoch. */
	at: number
	finishedAt: number | null
	waiting: number
	told: number
	failed: number
	/** Given to the mail, and nobody knows what became of it. */
	unsure: number
	/** The first and the last that were told, ms since the epoch. */
	firstAt: number | null
	lastAt: number | null
}

/** The versions of an incident's notice, the first one first. @param now ms since the epoch. */
export async function tellingsOf(env: Env, id: number, now: number): Promise<Telling[]> {
	const { results } = await env.DB.prepare(
		"SELECT n.version, n.kind, n.confirmed_at AS at, n.finished_at AS finishedAt, coalesce(sum(t.state = 'waiting' OR (t.state = 'sending' AND t.at > ?2)), 0) AS waiting, coalesce(sum(t.state = 'told'), 0) AS told, coalesce(sum(t.state = 'failed'), 0) AS failed, coalesce(sum(t.state = 'sending' AND t.at <= ?2), 0) AS unsure, min(CASE WHEN t.state = 'told' THEN t.at END) AS firstAt, max(CASE WHEN t.state = 'told' THEN t.at END) AS lastAt FROM incident_notice n LEFT JOIN incident_told t ON t.incident_id = n.incident_id AND t.version = n.version WHERE n.incident_id = ?1 GROUP BY n.version ORDER BY n.version",
	)
		.bind(id, now - UNSURE_MS)
		.all<Telling>()
	return results
}

export const authoritiesOf = (env: Env, id: number) =>
	dbOf(env)
		.select()
		.from(incidentAuthority)
		.where(eq(incidentAuthority.incidentId, id))
		.orderBy(asc(incidentAuthority.at), asc(incidentAuthority.rule))
		.all()

export const stepsOf = (env: Env, id: number) =>
	dbOf(env)
		.select()
		.from(incidentStep)
		.where(eq(incidentStep.incidentId, id))
		.orderBy(asc(incidentStep.at), asc(incidentStep.id))
		.limit(1000)
		.all()

/** What the notices of an incident are made of, as it stands. @param now ms since the epoch. */
export async function toldOf(env: Env, row: Incident, now: number): Promise<Told & { scope: Scope }> {
	const [scope, versions, authorities] = await Promise.all([
		scopeOf(env, row.id),
		tellingsOf(env, row.id, now),
		authoritiesOf(env, row.id),
	])
	return {
		...{ reference: referenceOf(row), version: row.version, facts: row.facts, notice: row.notice },
		...{ scope, versions },
		authorities: authorities.map(({ rule, outcome, at, note }) => ({
			rule,
			outcome,
			at: at.getTime(),
			note,
		})),
	}
}

/** One incident as the register has it. */
async function entryOf(env: Env, row: Incident, now: number) {
	const [told, tellings, steps] = await Promise.all([
		toldOf(env, row, now),
		tellingsOf(env, row.id, now),
		stepsOf(env, row.id),
	])
	const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
	const { scope } = told
	return {
		reference: told.reference,
		title: row.facts.title,
		opened_at: row.openedAt.toISOString(),
		closed_at: row.closedAt?.toISOString() ?? null,
		starts_at: iso(row.facts.startsAt),
		ends_at: iso(row.facts.endsAt),
		discovered_at: iso(row.facts.discoveredAt),
		aware_at: iso(row.facts.awareAt),
		systems: row.facts.systems,
		nature: row.facts.nature,
		decision: row.decision,
		reasons: row.reasons,
		accounts: scope.accounts,
		accounts_erased_since: row.erased,
		sites: scope.sites,
		visitors: scope.visitors,
		countries: scope.countries,
		fields: fieldsFor('authority', told).map(({ number, label, text }) => ({ number, label, text })),
		story: row.notice.story,
		told: tellings.map((one) => ({
			...{ version: one.version, kind: one.kind, confirmed_at: iso(one.at) },
			...{ told: one.told, failed: one.failed, unsure: one.unsure, waiting: one.waiting },
			...{ first_at: iso(one.firstAt), last_at: iso(one.lastAt) },
		})),
		authorities: told.authorities.map(({ at, ...one }) => ({ ...one, at: iso(at) })),
		steps: steps.map(({ at, by, what }) => ({ at: at.toISOString(), by, what })),
	}
}

export type Entry = Awaited<ReturnType<typeof entryOf>>

/** The whole register, the newest incident first. @param now ms since the epoch. */
export async function registerOf(env: Env, now: number): Promise<Entry[]> {
	const entries: Entry[] = []
	for (const row of await listIncidents(env)) entries.push(await entryOf(env, row, now))
	return entries
}

/** The register as CSV, one incident a row. What a spreadsheet would take for a formula is kept from being one. */
export const registerCsv = (entries: readonly Entry[]): string =>
	stringify(
		entries.map(({ fields, told, authorities, steps, countries, systems, nature, ...flat }) => ({
			...flat,
			systems: systems.join(' '),
			nature: nature.join(' '),
			countries: countries.map(({ country, visits }) => `${country || '?'}:${visits}`).join(' '),
			...Object.fromEntries(fields.map(({ number, text }) => [`field_${number}`, text])),
			told: told.map((one) => `v${one.version} ${one.last_at ?? ''} ${one.told}/${one.failed}`).join('; '),
			authorities: authorities.map((one) => `${one.rule} ${one.outcome} ${one.at ?? ''}`).join('; '),
			steps: steps.length,
		})),
		{ header: true, escape_formulas: true },
	)
