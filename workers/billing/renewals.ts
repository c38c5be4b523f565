import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { billingAccount, billingLetter } from '../store/schema/billing.ts'
import { setEnding } from './change.ts'
import { stripeOf } from './stripe.ts'

/**
 * An account that is about to be deleted is charged nothing more: its subscriptions are not renewed, whatever becomes
 * of the days in which the deletion can be taken back. The deletion itself ends them at once (`part.ts`).
 */

/** Notes that it was us who stopped a renewal: what its owner has cancelled stays cancelled. */
const STOPPED = 'renewal stopped'

/** Lets the subscriptions of teams run out. Where Stripe is out of reach the deletion ends them all the same. */
export async function stopRenewals(env: Env, teamIds: readonly string[], now: number): Promise<void> {
	const stripe = stripeOf(env)
	if (!stripe) return
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const rows = await db
		.select({ teamId: billingAccount.teamId })
		.from(billingAccount)
		.where(
			and(
				inArray(billingAccount.teamId, [...teamIds]),
				isNotNull(billingAccount.subscriptionId),
				isNull(billingAccount.endsAt),
			),
		)
	for (const { teamId } of rows) {
		const stopped = await setEnding(env, stripe, teamId, true, crypto.randomUUID())
		if (!stopped.ok) continue
		const note = { teamId, about: STOPPED, sentAt: new Date(now) }
		await db.insert(billingLetter).values(note).onConflictDoNothing()
	}
}

/** Takes that back, for those whose renewal was stopped for that reason. */
export async function resumeRenewals(env: Env, teamIds: readonly string[]): Promise<void> {
	const stripe = stripeOf(env)
	if (!stripe) return
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(billingLetter)
		.where(and(inArray(billingLetter.teamId, [...teamIds]), eq(billingLetter.about, STOPPED)))
		.returning()
	for (const { teamId } of rows) await setEnding(env, stripe, teamId, false, crypto.randomUUID())
}
