import { and, eq, lt, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { macOf } from '../kit/hash.ts'
import { mailSuppression } from './schema.ts'

/** Why nothing is sent to an address. */
export type Reason = typeof mailSuppression.$inferSelect.reason
export interface Suppression {
	reason: Reason
	at: Date
}

/** Sends nothing more to an address, until `clearSuppression` or as long as the reason holds. */
export async function suppress(env: Env, address: string, reason: Reason, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const row = { hash: hashOf(env, address), reason, at: new Date(now) }
	await db
		.insert(mailSuppression)
		.values(row)
		.onConflictDoUpdate({
			target: mailSuppression.hash,
			// A complaint is no bounce, whatever comes after it.
			set: { at: row.at, reason: sql`iif(${mailSuppression.reason} = 'complaint', 'complaint', ${reason})` },
		})
}

/** Removes reasons that hold no longer. */
export async function sweepSuppressions(env: Env, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (const reason of ['bounce', 'complaint'] as const) {
		const ended = lt(mailSuppression.at, new Date(now - HOLDS_MS[reason]))
		await db.delete(mailSuppression).where(and(eq(mailSuppression.reason, reason), ended))
	}
}

const DAY_MS = 86_400_000
/**
 * How long a reason holds. Mailboxes come back, and addresses get other owners, who could otherwise never prove
 * that they have them: no letter would reach them to do it by.
 */
const HOLDS_MS: Readonly<Record<Reason, number>> = { bounce: 30 * DAY_MS, complaint: 365 * DAY_MS }

/** Why nothing is sent to an address; null where nothing speaks against it. @param now ms since the epoch. */
export async function suppressionOf(
	env: Env,
	address: string,
	now: number = Date.now(),
): Promise<Suppression | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ reason: mailSuppression.reason, at: mailSuppression.at })
		.from(mailSuppression)
		.where(eq(mailSuppression.hash, hashOf(env, address)))
	return row && now - row.at.getTime() < HOLDS_MS[row.reason] ? row : null
}

/** Forgets why an address was suppressed: its owner says that it works again, or nobody has it any more. */
export async function clearSuppression(env: Env, address: string): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.delete(mailSuppression)
		.where(eq(mailSuppression.hash, hashOf(env, address)))
}

/** Keyed: addresses are few enough to try them all against a plain hash. */
function hashOf({ AUTH_SECRET }: Env, address: string): string {
	const mac = macOf(new TextEncoder().encode(AUTH_SECRET))
	return Buffer.from(mac(`mail suppression:${address.trim().toLowerCase()}`)).toString('hex')
}
