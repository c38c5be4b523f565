import type { Env } from '../env.ts'
import { incidentAuthority } from '../store/schema/incidents.ts'
import { dbOf, step } from './incidents.ts'

/** What was done about the authority of one rule of the law table. */
export interface AuthorityNote {
	rule: string
	outcome: 'told' | 'not-needed'
	/** ms since the epoch. */
	at: number
	/** Its file number, or the reason. */
	note: string
}

/** Notes it; what was noted before of the same rule is replaced, and stays among the steps. */
export async function noteAuthority(
	env: Env,
	by: string,
	id: number,
	{ rule, outcome, at, note }: AuthorityNote,
	now: number,
): Promise<void> {
	const db = dbOf(env)
	const row = { outcome, at: new Date(at), note }
	await db.batch([
		db
			.insert(incidentAuthority)
			.values({ incidentId: id, rule, ...row })
			.onConflictDoUpdate({ target: [incidentAuthority.incidentId, incidentAuthority.rule], set: row }),
		step(db, id, by, `authority ${rule}: ${outcome} (${new Date(at).toISOString()}) ${note}`, now),
	])
}
