import { and, eq, lt, notExists, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { apiKey, member, session, team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { part } from './part.ts'

const DAYS = 7
/** A run: the next hour has one too. */
const AT_ONCE = 100

/**
 * Removes accounts whose address nobody has proved within a week: whoever signed up with a stranger's address must
 * not leave it with us. Accounts from before addresses were proved have sites, keys or sessions: they stay.
 */
export async function removeUnproved(env: Env, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const one = sql`1`
	const people = await db
		.select({ id: user.id })
		.from(user)
		.where(
			and(
				eq(user.emailVerified, false),
				lt(user.createdAt, new Date(now - DAYS * 86_400_000)),
				notExists(db.select({ one }).from(site).where(eq(site.teamId, user.id))),
				notExists(db.select({ one }).from(apiKey).where(eq(apiKey.userId, user.id))),
				notExists(db.select({ one }).from(session).where(eq(session.userId, user.id))),
				sql`(select count(*) from ${member} where ${member.teamId} = ${user.id} or ${member.userId} = ${user.id}) = 1`,
			),
		)
		.limit(AT_ONCE)
	for (const { id } of people) {
		await db.batch([db.delete(member).where(eq(member.teamId, id)), db.delete(team).where(eq(team.id, id))])
		await part.erase(env, { userId: id, teamIds: [] }, now)
	}
}
