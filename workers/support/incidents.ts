import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Facts } from '../model/incident.ts'
import { incident, incidentAccount, incidentSite, incidentStep } from '../store/schema/incidents.ts'
import { BLANK, type Change } from './incidents-form.ts'

/** Incidents as operators keep them: opened, changed, decided. Every step is written down with who took it. */

export type Incident = typeof incident.$inferSelect
export type Db = DrizzleD1Database
export const dbOf = (env: Env): Db => drizzle(env.DB, { casing: 'snake_case' })

/** How an incident is called in public: `JITT-2026-7`. */
export const referenceOf = ({ id, openedAt }: Pick<Incident, 'id' | 'openedAt'>): string =>
	`JITT-${openedAt.getUTCFullYear()}-${id}`

export const UNKNOWN: AppError = { kind: 'not_found', message: 'Incident could not be found' }
const CLOSED: AppError = { kind: 'conflict', message: 'The incident is closed' }
const OVERTAKEN: AppError = {
	kind: 'conflict',
	message: 'Somebody else has changed the incident meanwhile: load it again',
}

/** The statement that writes a step down. @param by an operator's account; blank = Jitt itself. */
export const step = (db: Db, id: number, by: string, what: string, now: number) =>
	db.insert(incidentStep).values({ incidentId: id, id: crypto.randomUUID(), at: new Date(now), by, what })

/** Opens an incident. The same facts sent twice open one. */
export async function openIncident(env: Env, by: string, facts: Facts, now: number): Promise<Incident> {
	const db = dbOf(env)
	const same = and(eq(incident.facts, facts), isNull(incident.closedAt))
	// One statement, so that two at once cannot both find nothing.
	await db.run(
		sql`INSERT INTO incident (opened_at, facts, notice) SELECT ${now}, ${JSON.stringify(facts)}, ${JSON.stringify(BLANK)} WHERE NOT EXISTS (SELECT 1 FROM incident WHERE facts = ${JSON.stringify(facts)} AND closed_at IS NULL)`,
	)
	const [row] = await db.select().from(incident).where(same).orderBy(desc(incident.id)).limit(1)
	if (!row) throw new Error('the incident that was opened is not there')
	if (row.openedAt.getTime() === now) await step(db, row.id, by, 'opened', now)
	return row
}

/** An incident by its number; null where there is none. */
export async function incidentOf(env: Env, id: number): Promise<Incident | null> {
	if (!Number.isSafeInteger(id)) return null
	const [row] = await dbOf(env).select().from(incident).where(eq(incident.id, id))
	return row ?? null
}

/** The newest incidents first. */
export const listIncidents = (env: Env): Promise<Incident[]> =>
	dbOf(env).select().from(incident).orderBy(desc(incident.id)).limit(500).all()

/**
 * Changes an incident, unless somebody else was faster. Other facts concern other people: whom, is found anew, but
 * who was told stays concerned.
 */
export async function changeIncident(
	env: Env,
	by: string,
	row: Incident,
	{ revision, ...change }: Change,
	now: number,
): Promise<Result<Incident, AppError>> {
	if (row.closedAt !== null) return fail(CLOSED)
	const wrong = undecided(row, change)
	if (wrong) return fail(wrong)
	const db = dbOf(env)
	const anew = change.facts && JSON.stringify(change.facts) !== JSON.stringify(row.facts)
	const [changed] = await db
		.update(incident)
		.set({
			...change,
			...{ revision: revision + 1 },
			...(anew ? { scopeAfter: 0, scopedAt: null } : {}),
		})
		.where(and(eq(incident.id, row.id), eq(incident.revision, revision), isNull(incident.closedAt)))
		.returning()
	if (!changed) return fail(OVERTAKEN)
	await db.batch([
		step(db, row.id, by, `changed: ${Object.keys(change).join(', ')}`, now),
		...(anew ? forgotten(db, row.id) : []),
	])
	return ok(changed)
}

/** Not to tell anybody is a decision that needs its reasons (Art. 33(5)), and cannot be taken once people know. */
function undecided(row: Incident, { decision, reasons }: Omit<Change, 'revision'>): AppError | null {
	if (decision !== 'not') return null
	if (row.version > 0) return { kind: 'conflict', message: 'People have been told already' }
	if ((reasons ?? row.reasons) !== '') return null
	return { kind: 'invalid', field: 'reasons', message: 'Say why nobody is told' }
}

/** The statements that forget whom an incident concerns, but for those who were told. */
const forgotten = (db: Db, id: number) => [
	db.delete(incidentSite).where(eq(incidentSite.incidentId, id)),
	db
		.delete(incidentAccount)
		.where(
			and(
				eq(incidentAccount.incidentId, id),
				sql`NOT EXISTS (SELECT 1 FROM incident_told t WHERE t.incident_id = ${id} AND t.user_id = ${incidentAccount.userId})`,
			),
		),
]
