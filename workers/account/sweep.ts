import { lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { attempt, session, verification } from '../store/schema/account.ts'

/** Removes what has expired: sessions, one-time codes, counts of attempts. */
export async function sweep(env: Env, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const at = new Date(now)
	await db.batch([
		db.delete(session).where(lt(session.expiresAt, at)),
		db.delete(verification).where(lt(verification.expiresAt, at)),
		db.delete(attempt).where(lt(attempt.expiresAt, at)),
	])
}
