import type { Env } from '../env.ts'
import type { Part, Subject } from '../model/part.ts'
import { incidentsOf } from './incidents-mine.ts'

/**
 * What incidents hold of an account: that it was concerned, told, and has read it. The register has to show that
 * somebody was told (Art. 33(5) GDPR), not who: of an erased account a random text stays in its place.
 */
export const part: Part = {
	name: 'incidents',
	async *take(env: Env, { userId }: Subject) {
		const { results } = await env.DB.prepare(
			'SELECT incident_id, version, state, at FROM incident_told WHERE user_id = ? ORDER BY 1, 2',
		)
			.bind(userId)
			.all<{ at: number }>()
		const incidents = await incidentsOf(env, userId, Date.now())
		if (incidents.length === 0 && results.length === 0) return
		const told = results.map((row) => ({ ...row, at: new Date(row.at).toISOString() }))
		yield { path: 'incidents.json', content: JSON.stringify({ incidents, told }, null, '\t') }
	},
	async erase(env: Env, { userId, teamIds }: Subject) {
		const { DB } = env
		const anybody = crypto.randomUUID()
		await DB.batch([
			DB.prepare(
				'UPDATE incident SET erased = erased + 1 WHERE id IN (SELECT incident_id FROM incident_account WHERE user_id = ?1)',
			).bind(userId),
			DB.prepare('DELETE FROM incident_account WHERE user_id = ?1').bind(userId),
			DB.prepare('DELETE FROM incident_read WHERE user_id = ?1').bind(userId),
			// Nobody is there any more to be told: who waits is not waited for.
			DB.prepare("DELETE FROM incident_told WHERE user_id = ?1 AND state IN ('waiting', 'failed')").bind(
				userId,
			),
			DB.prepare('UPDATE incident_told SET user_id = ?2 WHERE user_id = ?1').bind(userId, anybody),
			DB.prepare("UPDATE incident_notice SET confirmed_by = '' WHERE confirmed_by = ?1").bind(userId),
			DB.prepare('UPDATE incident_step SET "by" = \'\' WHERE "by" = ?1').bind(userId),
			DB.prepare(
				"UPDATE incident_site SET team_id = '' WHERE team_id IN (SELECT value FROM json_each(?1))",
			).bind(JSON.stringify(teamIds)),
		])
		return []
	},
}
