import { and, eq, inArray, lte, ne, sql } from 'drizzle-orm'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { incidentNotice, incidentTold } from '../store/schema/incidents.ts'
import { dbOf, type Incident, incidentOf, referenceOf, step } from './incidents.ts'
import { missing } from './incidents-form.ts'

/** A person confirms that a notice goes out. From then on it goes by itself (`incidents-tell.ts`). */

/** What the person typed and saw. */
export interface Confirmation {
	/** The incident's reference, typed: nobody does that by mistake. */
	reference: string
	/** The version that this makes, and the revision that was seen. */
	version: number
	revision: number
	/** The full story is in it, and the incident ends. */
	closing: boolean
}

/** Who was given to the mail longer ago than this, and nobody knows what became of it: something broke off. */
export const UNSURE_MS = 10 * 60_000

const conflict = (message: string): Result<never, AppError> => fail({ kind: 'conflict', message })

/**
 * Confirms the next version of a notice: everybody whom the incident concerns is written down to be told. Of two
 * confirmations at once, or one sent twice, only one counts.
 */
export async function confirmNotice(
	env: Env,
	by: string,
	row: Incident,
	typed: Confirmation,
	now: number,
): Promise<Result<Incident, AppError>> {
	const wrong = refusal(row, typed, now)
	if (wrong) return fail(wrong)
	const { id, facts, notice } = row
	const { version, revision, closing } = typed
	const kind = closing ? 'closing' : version === 1 ? 'first' : 'update'
	const unchanged =
		'EXISTS (SELECT 1 FROM incident i WHERE i.id = ?1 AND i.version = ?2 - 1 AND i.revision = ?3 AND i.closed_at IS NULL)'
	const { DB } = env
	const results = await DB.batch([
		DB.prepare(
			`INSERT INTO incident_notice (incident_id, version, kind, facts, notice, confirmed_by, confirmed_at) SELECT ?1, ?2, ?4, ?5, ?6, ?7, ?8 WHERE ${unchanged} ON CONFLICT DO NOTHING`,
		).bind(id, version, revision, kind, JSON.stringify(facts), JSON.stringify(notice), by, now),
		DB.prepare(
			`INSERT INTO incident_told (incident_id, version, user_id, holder, owner, state, at) SELECT ?1, ?2, a.user_id, a.holder, a.owner, 'waiting', ?4 FROM incident_account a WHERE a.incident_id = ?1 AND ${unchanged} ON CONFLICT DO NOTHING`,
		).bind(id, version, revision, now),
		DB.prepare(
			'UPDATE incident SET version = ?2, revision = ?3 + 1, published = CASE WHEN ?2 = 1 THEN 1 ELSE published END, closed_at = ?4 WHERE id = ?1 AND version = ?2 - 1 AND revision = ?3 AND closed_at IS NULL',
		).bind(id, version, revision, closing ? now : null),
	])
	if (results.at(-1)?.meta.changes !== 1)
		return conflict('It was confirmed or changed meanwhile: load it again')
	await step(dbOf(env), id, by, `confirmed version ${version} (${kind})`, now)
	const changed = await incidentOf(env, id)
	return changed ? ok(changed) : conflict('The incident is gone')
}

function refusal(row: Incident, typed: Confirmation, now: number): AppError | null {
	const invalid = (field: string, message: string): AppError => ({ kind: 'invalid', field, message })
	if (typed.reference !== referenceOf(row)) return invalid('reference', `Type ${referenceOf(row)} to confirm`)
	if (row.closedAt !== null) return { kind: 'conflict', message: 'The incident is closed' }
	if (typed.version !== row.version + 1 || typed.revision !== row.revision) {
		return { kind: 'conflict', message: 'It was confirmed or changed meanwhile: load it again' }
	}
	if (row.decision !== 'notify') return invalid('decision', 'Decide first that people are told')
	if (row.scopeAfter !== null) {
		return { kind: 'conflict', message: 'Whom it concerns is still being found: wait for it' }
	}
	const blank = missing(row.facts, row.notice, now)
	if (blank.length > 0) return invalid(`notice.${blank[0]}`, `Missing: ${blank.join(', ')}`)
	if (typed.closing && row.notice.story === '') return invalid('notice.story', 'Write the full story first')
	if (typed.closing && row.version === 0) {
		return { kind: 'conflict', message: 'Nobody was told yet: tell them before the end' }
	}
	return null
}

/** Closes an incident of which nobody is told, for the reasons that are written down (Art. 33(5)). */
export async function closeUntold(
	env: Env,
	by: string,
	row: Incident,
	typed: Pick<Confirmation, 'reference' | 'revision'>,
	now: number,
): Promise<Result<Incident, AppError>> {
	if (typed.reference !== referenceOf(row)) {
		return fail({ kind: 'invalid', field: 'reference', message: `Type ${referenceOf(row)} to confirm` })
	}
	if (row.decision !== 'not') return conflict('Decide first that nobody is told, and why')
	const { DB } = env
	const { meta } = await DB.prepare(
		"UPDATE incident SET closed_at = ?2, revision = revision + 1 WHERE id = ?1 AND revision = ?3 AND closed_at IS NULL AND version = 0 AND decision = 'not'",
	)
		.bind(row.id, now, typed.revision)
		.run()
	if (meta.changes !== 1) return conflict('It was changed or closed meanwhile: load it again')
	await step(dbOf(env), row.id, by, 'closed without telling anybody', now)
	const changed = await incidentOf(env, row.id)
	return changed ? ok(changed) : conflict('The incident is gone')
}

/**
 * Has those told again whom the last version did not reach, or of whom that is not known: by a person's wish alone,
 * since some of the latter may have it already. Returns how many.
 */
export async function tellAgain(env: Env, by: string, row: Incident, now: number): Promise<number> {
	const db = dbOf(env)
	const lost = await db
		.update(incidentTold)
		.set({ state: 'waiting', at: new Date(now) })
		.where(
			and(
				eq(incidentTold.incidentId, row.id),
				eq(incidentTold.version, row.version),
				inArray(incidentTold.state, ['failed', 'sending']),
				sql`(${ne(incidentTold.state, 'sending')} OR ${lte(incidentTold.at, new Date(now - UNSURE_MS))})`,
			),
		)
		.returning({ userId: incidentTold.userId })
	if (lost.length === 0) return 0
	await db.batch([
		db
			.update(incidentNotice)
			.set({ finishedAt: null })
			.where(and(eq(incidentNotice.incidentId, row.id), eq(incidentNotice.version, row.version))),
		step(db, row.id, by, `told ${lost.length} again`, now),
	])
	return lost.length
}
