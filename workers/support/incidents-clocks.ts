import { isNull } from 'drizzle-orm'
import type { Env } from '../env.ts'
import { letterOf } from '../mail/letter.ts'
import { queueMail } from '../mail/queue.ts'
import { operatorsOf } from '../model/operators.ts'
import { type Deadline, deadlines, stageOf } from '../privacy/deadlines.ts'
import { incident, incidentReminder } from '../store/schema/incidents.ts'
import { dbOf, type Incident, referenceOf } from './incidents.ts'
import { authoritiesOf } from './incidents-register.ts'
import { type Scope, scopeOf } from './incidents-scope.ts'
import { instantIn, wordsOf } from './incidents-words.ts'

/** The clocks of an incident: what has to be done by when, and what was. */

export interface Clock extends Deadline {
	/** `late` = done, but not in time; `idle` = it was decided that nobody need be told. */
	state: 'running' | 'met' | 'late' | 'missed' | 'idle'
	/** When it was done, ms since the epoch. */
	doneAt: number | null
}

/** Deadlines with what became of them. @param now ms since the epoch. */
export async function clocksOf(env: Env, row: Incident, scope: Scope, now: number): Promise<Clock[]> {
	const [reached, authorities] = await Promise.all([reachedOf(env, row.id), authoritiesOf(env, row.id)])
	const done = new Map(authorities.map(({ rule, at }) => [rule, at.getTime()]))
	const all = deadlines({
		awareAt: row.facts.awareAt,
		accounts: scope.holders > 0,
		owners: scope.owners > 0,
		countries: scope.countries.map(({ country }) => country),
	})
	return all.map((deadline) => {
		const doneAt =
			deadline.kind === 'authority' ? (done.get(deadline.rule ?? '') ?? null) : reached[deadline.kind]
		return { ...deadline, doneAt, state: stateOf(row, deadline.at, doneAt, now) }
	})
}

function stateOf(row: Incident, at: number | null, doneAt: number | null, now: number): Clock['state'] {
	if (doneAt !== null) return at === null || doneAt <= at ? 'met' : 'late'
	if (row.decision === 'not') return 'idle'
	return at !== null && now >= at ? 'missed' : 'running'
}

/**
 * When the last of those concerned had been told, ms since the epoch; null while somebody was not. Whom no mail
 * reaches counts as told: the banner and the public page are there for them.
 */
async function reachedOf(env: Env, id: number): Promise<{ accounts: number | null; owners: number | null }> {
	const row = await env.DB.prepare(
		"SELECT max(CASE WHEN a.holder THEN coalesce(t.at, 9e15) END) AS accounts, max(CASE WHEN a.owner THEN coalesce(t.at, 9e15) END) AS owners FROM incident_account a LEFT JOIN (SELECT user_id, min(at) AS at FROM incident_told WHERE incident_id = ?1 AND state IN ('told', 'failed') GROUP BY user_id) t ON t.user_id = a.user_id WHERE a.incident_id = ?1",
	)
		.bind(id)
		.first<{ accounts: number | null; owners: number | null }>()
	const known = (at: number | null | undefined) => (at === null || at === undefined || at >= 9e15 ? null : at)
	return { accounts: known(row?.accounts), owners: known(row?.owners) }
}

/** Reminds the operators of deadlines that near, and raises the alarm once one is missed: each once. A job. */
export async function remindOperators(env: Env, now: number): Promise<void> {
	const open = await dbOf(env).select().from(incident).where(isNull(incident.closedAt))
	for (const row of open) {
		const clocks = await clocksOf(env, row, await scopeOf(env, row.id), now)
		const undone = clocks.filter(({ state }) => state === 'running' || state === 'missed')
		const near = undone.flatMap((clock) => {
			const stage = clock.at === null ? null : stageOf(clock.at, now)
			return stage === null ? [] : [{ clock, stage, key: `${clock.at}:${stage}` }]
		})
		for (const [key, some] of Map.groupBy(near, (one) => one.key)) {
			const stage = some[0]?.stage
			if (stage)
				await remind(
					env,
					row,
					key,
					stage,
					some.map(({ clock }) => clock),
					now,
				)
		}
	}
}

async function remind(
	env: Env,
	row: Incident,
	key: string,
	stage: '24' | '6' | '1' | 'missed',
	clocks: readonly Clock[],
	now: number,
): Promise<void> {
	const { id, facts, notice } = row
	const db = dbOf(env)
	const known = await env.DB.prepare('SELECT 1 FROM incident_reminder WHERE incident_id = ? AND key = ?')
		.bind(id, key)
		.first()
	if (known) return
	const reference = referenceOf(row)
	const letter = letterOf(
		wordsOf(notice.language).reminder({
			...{ reference, title: facts.title, hours: stage === 'missed' ? null : Number(stage) },
			deadlines: clocks.map(({ kind, rule, at }) => {
				return `${rule === null ? kind : `${kind} ${rule}`}: ${instantIn(notice.language, at ?? now)}`
			}),
			link: `${env.APP_URL}/operator/incidents/${id}`,
		}),
	)
	if (stage === 'missed') console.error('a deadline of an incident was missed:', reference, key)
	// Asked for twice it goes once: it is noted only afterwards, so that none is lost.
	for (const address of operatorsOf(env)) await queueMail(env, address, letter, `incident ${id}, ${key}`, now)
	await db
		.insert(incidentReminder)
		.values({ incidentId: id, key, at: new Date(now) })
		.onConflictDoNothing()
}
