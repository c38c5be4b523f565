import { and, desc, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { agreement, objection } from '../store/schema/agreements.ts'
import type { Document } from './documents/document.ts'
import { ACCEPTED, inForce } from './documents.ts'
import { personOf } from './person.ts'
import { type Change, pending } from './subprocessors.ts'

/** That a team accepted a version. */
export interface Accepted {
	document: Document['id']
	version: string
	/** Name of the person; blank where that account is gone. */
	by: string
	at: Date
}

/** What a team accepted of one document. */
export interface Standing {
	document: Document['id']
	title: string
	/** The version that is in force. */
	version: string
	/** That it accepted the version in force; null as long as it has not. */
	accepted: Accepted | null
	/** Everything that it ever accepted of it, newest first. */
	history: Accepted[]
}

/** What teams accepted of each document that is accepted at all. @param now ms since the epoch. */
export async function standingsOf(
	env: Env,
	teamIds: readonly string[],
	now: number,
): Promise<Map<string, Standing[]>> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(agreement)
		// An account is a member of few teams; D1 binds a hundred values.
		.where(inArray(agreement.teamId, teamIds.slice(0, 90)))
		.orderBy(desc(agreement.at))
	const of = (teamId: string) =>
		ACCEPTED.map((document): Standing => {
			const history = rows
				.filter((row) => row.teamId === teamId && row.document === document.id)
				.map(({ version, userName, at }) => ({ document: document.id, version, by: userName, at }))
			const { version } = inForce(document, now)
			const accepted = history.find((one) => one.version === version) ?? null
			return { document: document.id, title: document.title, version, accepted, history }
		})
	return new Map(teamIds.map((id) => [id, of(id)]))
}

/**
 * A team accepts a version, through one of its members who may. Repeated it changes nothing: who was first stays.
 * @param now ms since the epoch.
 */
export async function accept(
	env: Env,
	team: string,
	userId: string,
	wanted: { document: string; version: string },
	now: number,
): Promise<Result<Standing, AppError>> {
	const document = ACCEPTED.find(({ id }) => id === wanted.document)
	if (!document) {
		const message = `document: must be one of ${ACCEPTED.map(({ id }) => id).join(', ')}`
		return fail({ kind: 'invalid', message, field: 'document' })
	}
	const { version } = inForce(document, now)
	if (version !== wanted.version) {
		const message = `The version in force is that of ${version}: read it before you accept it`
		return fail({ kind: 'conflict', message, field: 'version' })
	}
	const userName = (await personOf(env, userId))?.name ?? ''
	await drizzle(env.DB, { casing: 'snake_case' })
		.insert(agreement)
		.values({ teamId: team, document: document.id, version, userId, userName, at: new Date(now) })
		.onConflictDoNothing()
	const standing = (await standingsOf(env, [team], now))
		.get(team)
		?.find((one) => one.document === document.id)
	return standing ? ok(standing) : fail({ kind: 'not_found', message: 'There is no such document' })
}

/** A change of the sub-processors with what a team said to it. */
export interface Objectable extends Change {
	objection: { reason: string; at: Date } | null
}

/** Changes to come, and whether a team objected. @param now ms since the epoch. */
export async function changesFor(
	env: Env,
	team: string,
	now: number,
	changes: readonly Change[] = pending(now),
): Promise<Objectable[]> {
	if (changes.length === 0) return []
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(objection)
		.where(eq(objection.teamId, team))
	return changes.map((change) => {
		const row = rows.find((one) => one.change === change.id)
		return { ...change, objection: row ? { reason: row.reason, at: row.at } : null }
	})
}

/** A team objects to a change; again with another reason replaces the first. @returns whether it is new. */
export async function object(
	env: Env,
	said: { teamId: string; change: string; userId: string; reason: string },
	now: number,
	changes: readonly Change[] = pending(now),
): Promise<Result<boolean, AppError>> {
	if (!changes.some(({ id }) => id === said.change)) {
		return fail({ kind: 'not_found', message: 'There is no such change to object to' })
	}
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const which = and(eq(objection.teamId, said.teamId), eq(objection.change, said.change))
	const before = await db.select({ at: objection.at }).from(objection).where(which)
	await db
		.insert(objection)
		.values({ ...said, at: new Date(now) })
		.onConflictDoUpdate({
			target: [objection.teamId, objection.change],
			set: { reason: said.reason, userId: said.userId, at: new Date(now) },
		})
	return ok(before.length === 0)
}
