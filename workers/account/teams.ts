import { and, eq } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { Role } from '../model/caller.ts'
import { member, team, user } from '../store/schema/account.ts'

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
		.innerJoin(team, eq(team.id, member.teamId))
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
