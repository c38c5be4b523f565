import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { Caller, Role } from '../model/caller.ts'
import { member, team, user } from './schema/account.ts'

/** For tests: an account in D1, signed in, of a team that has the account's id unless another is given. */
export async function someCaller(
	env: Env,
	userId: string,
	{ teamId = userId, role = 'owner' as Role } = {},
): Promise<Caller> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const at = new Date()
	const person = { id: userId, name: userId, email: `${userId}@example.org`, createdAt: at, updatedAt: at }
	await db.batch([
		db.insert(user).values(person).onConflictDoNothing(),
		db.insert(team).values({ id: teamId, name: teamId, createdAt: at }).onConflictDoNothing(),
		db.insert(member).values({ teamId, userId, role, createdAt: at }).onConflictDoNothing(),
	])
	return {
		userId,
		via: 'session',
		credential: `of ${userId}`,
		scopes: null,
		onlySite: null,
		operator: false,
		leaving: false,
	}
}
