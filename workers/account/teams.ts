import { and, count, eq, isNull, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Role } from '../model/caller.ts'
import { member, team, user } from '../store/schema/account.ts'
import { accessLog, invitation, supportGrant } from '../store/schema/teams.ts'

/** Teams that one person may be a member of: nobody needs as many. */
const MAX_TEAMS = 50

/** A team as one of its members sees it. */
export interface SeenTeam {
	id: string
	name: string
	requiresTwoFactor: boolean
	createdAt: Date
	role: Role
	/** The team asks for a second factor, and this member has none. */
	lacksTwoFactor: boolean
}

/** What may be changed of a team. */
export interface TeamChange {
	name?: string | undefined
	requiresTwoFactor?: boolean | undefined
}

const NEEDS_OWN: AppError = {
	kind: 'conflict',
	message: 'requires_two_factor: set up a second factor for your own account first',
	field: 'requires_two_factor',
}

const HAS_SITES: AppError = {
	kind: 'conflict',
	message: 'The team still has sites: hand them to another team, or delete them for good, first',
}

/** A team that an account is a member of; null where it is none or not its. */
export async function teamFor(env: Env, userId: string, teamId: string): Promise<SeenTeam | null> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await seen(db).where(and(eq(member.userId, userId), eq(member.teamId, teamId)))
	return row ? seenTeam(row) : null
}

/** An account's teams, its own first. */
export async function teamsOf(env: Env, userId: string): Promise<SeenTeam[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const rows = await seen(db).where(eq(member.userId, userId)).orderBy(member.createdAt, team.id)
	return rows.map(seenTeam)
}

const seen = (db: DrizzleD1Database) =>
	db
		.select({ team, role: member.role, twoFactor: user.twoFactorEnabled })
		.from(member)
		.innerJoin(team, and(eq(team.id, member.teamId), isNull(team.goneAt)))
		.innerJoin(user, eq(user.id, member.userId))

const seenTeam = (row: {
	team: typeof team.$inferSelect
	role: Role
	twoFactor: boolean | null
}): SeenTeam => ({
	...row.team,
	role: row.role,
	lacksTwoFactor: row.team.requiresTwoFactor && row.twoFactor !== true,
})

/** The statements that give an account its own team; repeated they change nothing. */
export const ownTeam = (db: DrizzleD1Database, userId: string, name: string, now: Date) =>
	[
		db.insert(team).values({ id: userId, name, createdAt: now }).onConflictDoNothing(),
		db.insert(member).values({ teamId: userId, userId, role: 'owner', createdAt: now }).onConflictDoNothing(),
	] as const

/** Makes a further team, whose owner its maker is. */
export async function createTeam(env: Env, userId: string, name: string): Promise<Result<SeenTeam>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [of] = await db.select({ teams: count() }).from(member).where(eq(member.userId, userId))
	if ((of?.teams ?? 0) >= MAX_TEAMS) {
		return fail({ kind: 'invalid', message: `You are in ${MAX_TEAMS} teams: leave one first` })
	}
	const row = { id: crypto.randomUUID(), name, requiresTwoFactor: false, createdAt: new Date() }
	await db.batch([
		db.insert(team).values(row),
		db.insert(member).values({ teamId: row.id, userId, role: 'owner', createdAt: row.createdAt }),
	])
	return ok({ ...row, role: 'owner', lacksTwoFactor: false })
}

/**
 * Changes what is given of a team. Only who has a second factor can ask it of the others: nobody locks everybody
 * out, themselves first.
 */
export async function changeTeam(
	env: Env,
	userId: string,
	teamId: string,
	change: TeamChange,
): Promise<Result<SeenTeam>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const allowed =
		change.requiresTwoFactor === true
			? sql`exists (select 1 from ${user} where ${eq(user.id, userId)} and ${eq(user.twoFactorEnabled, true)})`
			: undefined
	if (change.name !== undefined || change.requiresTwoFactor !== undefined) {
		const done = await db
			.update(team)
			.set(change)
			.where(and(eq(team.id, teamId), allowed))
			.returning({ id: team.id })
		if (done.length === 0) return fail(NEEDS_OWN)
	}
	const changed = await teamFor(env, userId, teamId)
	return changed ? ok(changed) : fail({ kind: 'not_found', message: 'Team could not be found' })
}

/**
 * Closes a team that is about to be erased, if it has no site left, not even one whose deletion can still be taken
 * back: from here on it opens nothing.
 */
export async function closeTeam(env: Env, teamId: string, now: number): Promise<Result<null>> {
	const done = await drizzle(env.DB, { casing: 'snake_case' })
		.update(team)
		.set({ goneAt: new Date(now) })
		.where(
			and(eq(team.id, teamId), sql`not exists (select 1 from site as kept where kept.team_id = ${teamId})`),
		)
		.returning({ id: team.id })
	return done.length > 0 ? ok(null) : fail(HAS_SITES)
}

/** Opens a team again whose erasure could not be finished. */
export async function reopenTeam(env: Env, teamId: string): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.update(team)
		.set({ goneAt: null })
		.where(eq(team.id, teamId))
}

/** Removes all that is said of a team; what it had must be gone before. Repeated it changes nothing. */
export async function eraseTeam(env: Env, teamId: string): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	await db.batch([
		db.delete(invitation).where(eq(invitation.teamId, teamId)),
		db.delete(supportGrant).where(eq(supportGrant.teamId, teamId)),
		db.delete(accessLog).where(eq(accessLog.teamId, teamId)),
		db.delete(member).where(eq(member.teamId, teamId)),
		db.delete(team).where(eq(team.id, teamId)),
	])
}
