import { and, desc, eq, gt, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { session } from '../store/schema/account.ts'

/** A session as its owner may see it: we know neither from where it is nor in which browser. */
export interface SeenSession {
	id: string
	createdAt: Date
	/** To the day: more often it is not written down. */
	lastUsedAt: Date
	expiresAt: Date
}

/** How long a sign-in counts as just now, ms. */
export const FRESH_MS = 10 * 60_000

/** The sessions of an account that still open it, newest first. */
export function sessionsOf(env: Env, userId: string, now: number): Promise<SeenSession[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select({
			id: session.id,
			createdAt: session.createdAt,
			lastUsedAt: session.updatedAt,
			expiresAt: session.expiresAt,
		})
		.from(session)
		.where(and(eq(session.userId, userId), gt(session.expiresAt, new Date(now))))
		.orderBy(desc(session.createdAt), session.id)
}

/** Whether a session began with a sign-in within the last ten minutes. */
export async function isFresh(env: Env, sessionId: string, now: number): Promise<boolean> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ createdAt: session.createdAt })
		.from(session)
		.where(eq(session.id, sessionId))
	return row !== undefined && now - row.createdAt.getTime() < FRESH_MS
}

/** Ends one of the account's own sessions; false where it has none of that id. */
export async function endSession(env: Env, userId: string, id: string): Promise<boolean> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(session)
		.where(and(eq(session.id, id), eq(session.userId, userId)))
		.returning({ id: session.id })
	return gone.length > 0
}

/** Ends every session of an account, but for one that is to stay. */
export async function endSessions(env: Env, userId: string, but: string | null): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.delete(session)
		.where(and(eq(session.userId, userId), but === null ? undefined : ne(session.id, but)))
}
