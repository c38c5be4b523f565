import { eq } from 'drizzle-orm'
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

/** Sends nothing more to an address, until `clearSuppression`. The first reason stays. */
export async function suppress(env: Env, address: string, reason: Reason, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const row = { hash: hashOf(env, address), reason, at: new Date(now) }
	await db.insert(mailSuppression).values(row).onConflictDoNothing()
}

/** Why nothing is sent to an address; null where nothing speaks against it. */
export async function suppressionOf(env: Env, address: string): Promise<Suppression | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ reason: mailSuppression.reason, at: mailSuppression.at })
		.from(mailSuppression)
		.where(eq(mailSuppression.hash, hashOf(env, address)))
	return row ?? null
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
