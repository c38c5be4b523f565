import { and, eq, inArray, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { member, team, user } from '../store/schema/account.ts'

/** What becomes of an account's teams when it goes. */

/** A team that has no other owner. */
export interface OnlyOwned {
	id: string
	name: string
	/** It came with the account and goes with it: nobody else can have it. */
	isOwn: boolean
	/** Who could have it. */
	others: { userId: string; name: string; email: string }[]
}

/** What the leaver says of each: that it goes too, or who shall own it. */
export type Fate = Readonly<Record<string, string>>
export const GOES = 'delete'

/** The teams that an account alone owns. */
export async function onlyOwned(env: Env, userId: string): Promise<OnlyOwned[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const mine = db
		.select({ id: member.teamId })
		.from(member)
		.where(and(eq(member.userId, userId), eq(member.role, 'owner')))
	const rows = await db
		.select({
			id: team.id,
			name: team.name,
			role: member.role,
			userId: user.id,
			email: user.email,
			person: user.name,
		})
		.from(member)
		.innerJoin(team, eq(team.id, member.teamId))
		.innerJoin(user, eq(user.id, member.userId))
		.where(inArray(member.teamId, mine))
		.orderBy(team.createdAt, member.createdAt)
	const teams = new Map<string, OnlyOwned>()
	for (const { id, name } of rows) teams.set(id, { id, name, isOwn: id === userId, others: [] })
	for (const row of rows) {
		if (row.userId === userId) continue
		if (row.role === 'owner') teams.delete(row.id)
		teams.get(row.id)?.others.push({ userId: row.userId, name: row.person, email: row.email })
	}
	return [...teams.values()]
}

/**
 * Checks what was said of each team. One without anybody else goes; of every other one it must be said.
 * @returns the teams that go, and those that get an owner.
 */
export function decided(
	teams: readonly OnlyOwned[],
	fate: Fate,
): Result<{ go: string[]; stay: { teamId: string; userId: string }[] }> {
	const go: string[] = []
	const stay: { teamId: string; userId: string }[] = []
	for (const { id, name, isOwn, others } of teams) {
		const said = fate[id] ?? (others.length === 0 ? GOES : null)
		if (said === GOES) go.push(id)
		else if (!isOwn && others.some(({ userId }) => userId === said))
			stay.push({ teamId: id, userId: said ?? '' })
		else return fail(undecided(name, isOwn))
	}
	return ok({ go, stay })
}

const undecided = (name: string, isOwn: boolean): AppError => ({
	kind: 'conflict',
	message: isOwn
		? `teams: others are in your own team, ${name}: hand its sites over first, or say that it goes`
		: `teams: say of ${name} who shall own it, or that it goes`,
	field: 'teams',
})

/** Makes successors owners; the leaver stays one until the end, so that taking it back leaves two. */
export async function appoint(env: Env, stay: readonly { teamId: string; userId: string }[]): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (const { teamId, userId } of stay) {
		await db
			.update(member)
			.set({ role: 'owner' })
			.where(and(eq(member.teamId, teamId), eq(member.userId, userId), ne(member.role, 'owner')))
	}
}
