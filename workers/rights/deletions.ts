import { and, eq, exists, inArray, isNotNull, isNull, lte, notExists, notInArray, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { random } from '../kit/hash.ts'
import type { Kept } from '../model/part.ts'
import { team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { deletion } from '../store/schema/rights.ts'

/**
 * Deletions that can still be taken back. Asking for one closes what it is about in the same transaction, taking it
 * back opens it again in one: nothing is ever closed without a row here that says why.
 */

export type Deletion = typeof deletion.$inferSelect

const DAY_MS = 86_400_000
/** So long it can be taken back, unless who asked waives that. */
export const UNDO_DAYS = 7
const REMIND_MS = DAY_MS

/** What shall go: one site, or an account with the teams that nobody else owns. */
export interface Wanted {
	kind: Deletion['kind']
	userId: string
	siteId: number | null
	teamIds: readonly string[]
}

/**
 * Closes what shall go and notes when it does. Asked for twice it is noted once.
 * @returns the row, the one that was there already if one was.
 */
export async function askDeletion(env: Env, wanted: Wanted, now: number): Promise<Deletion> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const { kind, userId, siteId, teamIds } = wanted
	const same = sameAs(wanted)
	const id = Buffer.from(random(16)).toString('hex')
	const none = sql<null>`null`
	const note = db.insert(deletion).select(
		db
			.select({
				...{ id: sql<string>`${id}`.as('id'), kind: sql<typeof kind>`${kind}`.as('kind') },
				userId: sql<string>`${userId}`.as('user_id'),
				siteId: sql<number | null>`${siteId}`.as('site_id'),
				teamIds: sql<string[]>`${JSON.stringify(teamIds)}`.as('team_ids'),
				requestedAt: sql<Date>`${now}`.as('requested_at'),
				dueAt: sql<Date>`${now + UNDO_DAYS * DAY_MS}`.as('due_at'),
				remindedAt: none.as('reminded_at'),
				erasingAt: none.as('erasing_at'),
				counts: none.as('counts'),
				kept: none.as('kept'),
			})
			.from(user)
			.where(and(eq(user.id, userId), notExists(db.select({ id: deletion.id }).from(deletion).where(same)))),
	)
	const close = db
		.update(site)
		.set({ goneAt: new Date(now), policyVersion: sql`${site.policyVersion} + 1` })
		.where(and(concerned(wanted), isNull(site.goneAt)))
	const read = db.select().from(deletion).where(same)
	const closeAccount = [
		db
			.update(user)
			.set({ leavingAt: new Date(now) })
			.where(eq(user.id, userId)),
		db
			.update(team)
			.set({ goneAt: new Date(now) })
			.where(inArray(team.id, [...teamIds])),
	] as const
	const rows =
		kind === 'account'
			? (await db.batch([note, close, ...closeAccount, read])).at(-1)
			: (await db.batch([note, close, read])).at(-1)
	const [row] = rows as Deletion[]
	if (!row) throw new Error('a deletion could not be noted')
	return row
}

/**
 * Takes a deletion back: all is as it was. The catalog then tells the sites' objects and the directory.
 * @returns false where it has begun already or is not there.
 */
export async function takeBack(env: Env, row: Deletion): Promise<boolean> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const open = exists(
		db
			.select({ id: deletion.id })
			.from(deletion)
			.where(and(eq(deletion.id, row.id), isNull(deletion.erasingAt))),
	)
	// A site whose own deletion was asked for stays closed when only its account's is taken back.
	const others = db
		.select({ id: sql<number>`ifnull(${deletion.siteId}, 0)` })
		.from(deletion)
		.where(and(eq(deletion.kind, 'site'), sql`${deletion.id} <> ${row.id}`))
	const reopen = db
		.update(site)
		.set({ goneAt: null, policyVersion: sql`${site.policyVersion} + 1` })
		.where(and(concerned(row), open, notInArray(site.id, others)))
	const remove = db
		.delete(deletion)
		.where(and(eq(deletion.id, row.id), isNull(deletion.erasingAt)))
		.returning({ id: deletion.id })
	if (row.kind === 'site') return (await db.batch([reopen, remove]))[1].length > 0
	const done = await db.batch([
		reopen,
		db
			.update(user)
			.set({ leavingAt: null })
			.where(and(eq(user.id, row.userId), open)),
		db
			.update(team)
			.set({ goneAt: null })
			.where(and(inArray(team.id, row.teamIds), open)),
		remove,
	])
	return done[3].length > 0
}

/** From here on there is no way back. @returns the row; null where it was taken back in the meantime. */
export async function beginErasing(
	env: Env,
	{ id }: Deletion,
	counts: Record<string, number>,
	now: number,
): Promise<Deletion | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.update(deletion)
		.set({
			erasingAt: sql`ifnull(${deletion.erasingAt}, ${now})`,
			// What was counted before the first row went stands.
			counts: sql`ifnull(${deletion.counts}, ${JSON.stringify(counts)})`,
		})
		.where(eq(deletion.id, id))
		.returning()
	return row ?? null
}

/** Notes what must be kept by law, as soon as a room says so: asked once more it has nothing left to say it of. */
export async function noteKept(env: Env, { id }: Deletion, kept: Kept[]): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' }).update(deletion).set({ kept }).where(eq(deletion.id, id))
}

export async function deletionOfAccount(env: Env, userId: string): Promise<Deletion | null> {
	const wanted = { kind: 'account', userId, siteId: null, teamIds: [] } as const
	return await first(env, sameAs(wanted))
}

/** Deletions of a team's sites that can be taken back, with the names of the sites. */
export const deletionsOfTeam = (env: Env, teamId: string) =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select({ deletion, domain: site.domain })
		.from(deletion)
		.innerJoin(site, eq(site.id, deletion.siteId))
		.where(and(eq(deletion.kind, 'site'), eq(site.teamId, teamId), isNull(deletion.erasingAt)))
		.orderBy(deletion.requestedAt)

/** Deletions whose time has come, and those that broke off. */
export const dueDeletions = (env: Env, now: number): Promise<Deletion[]> =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(deletion)
		.where(or(lte(deletion.dueAt, new Date(now)), isNotNull(deletion.erasingAt)))
		.orderBy(deletion.dueAt)
		.limit(20)

/** Deletions of which somebody must hear that they are near. Each is answered once. */
export const nearDeletions = (env: Env, now: number): Promise<Deletion[]> =>
	drizzle(env.DB, { casing: 'snake_case' })
		.update(deletion)
		.set({ remindedAt: new Date(now) })
		.where(
			and(
				...[isNull(deletion.remindedAt), isNull(deletion.erasingAt)],
				lte(deletion.dueAt, new Date(now + REMIND_MS)),
			),
		)
		.returning()

async function first(env: Env, which: ReturnType<typeof and>): Promise<Deletion | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' }).select().from(deletion).where(which)
	return row ?? null
}

const sameAs = ({ kind, userId, siteId }: Wanted) =>
	and(
		eq(deletion.kind, kind),
		kind === 'account' ? eq(deletion.userId, userId) : eq(deletion.siteId, siteId ?? 0),
	)

/** The sites that a deletion is about. */
const concerned = ({ kind, siteId, teamIds }: Wanted) =>
	kind === 'site' ? eq(site.id, siteId ?? 0) : inArray(site.teamId, [...teamIds])
