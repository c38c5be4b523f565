import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type Stripe from 'stripe'
import type { Env } from '../env.ts'
import { sha256Hex } from '../kit/hash.ts'
import { user } from '../store/schema/account.ts'
import { billingAccount } from '../store/schema/billing.ts'
import type { Account } from './standing.ts'

/** What a team is to Stripe, as far as we know; null where it is nothing yet. */
export async function accountOf(env: Env, teamId: string): Promise<Account | null> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db.select().from(billingAccount).where(eq(billingAccount.teamId, teamId))
	return row ?? null
}

/** Whose customer that is; null where it is none of ours: others may use the same Stripe account. */
export async function accountOfCustomer(env: Env, customerId: string): Promise<Account | null> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db.select().from(billingAccount).where(eq(billingAccount.customerId, customerId))
	return row ?? null
}

/** Who takes out a subscription for a team. */
export interface Buyer {
	teamId: string
	teamName: string
	email: string
}

/** The buyer that a member of a team is. */
export async function buyerOf(env: Env, team: { id: string; name: string }, userId: string): Promise<Buyer> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db.select({ email: user.email }).from(user).where(eq(user.id, userId))
	return { teamId: team.id, teamName: team.name, email: row?.email ?? '' }
}

/**
 * A team's customer at Stripe, made when it is needed first. Of two requests at the same time one makes it.
 * @throws whatever the requests throw.
 */
export async function customerOf(env: Env, stripe: Stripe, buyer: Buyer): Promise<string> {
	const known = await accountOf(env, buyer.teamId)
	if (known) return known.customerId
	const params = { name: buyer.teamName, email: buyer.email, metadata: { team: buyer.teamId } }
	const customer = await stripe.customers.create(params, {
		// Another name or address is another request.
		idempotencyKey: `customer ${sha256Hex(JSON.stringify(params))}`,
	})
	const now = new Date()
	await drizzle(env.DB, { casing: 'snake_case' })
		.insert(billingAccount)
		.values({ teamId: buyer.teamId, customerId: customer.id, askedAt: new Date(0), createdAt: now })
		.onConflictDoNothing()
	const row = await accountOf(env, buyer.teamId)
	return row?.customerId ?? customer.id
}
