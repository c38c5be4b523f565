import { accountOf } from '../billing/account.ts'
import { refresh, sweepEvents } from '../billing/events.ts'
import { asked, sells, stripeOf } from '../billing/stripe.ts'
import { countUsage, sweepUsage, teamsOver } from '../billing/usage.ts'
import { type Weighed, watchAccounts, watchTrials, weigh } from '../billing/watch.ts'
import { setDetail, teamsWithLess } from '../catalog/detail.ts'
import type { Env } from '../env.ts'
import { FREE, WARNINGS } from '../model/plans.ts'

/** Where billing and the catalog meet: what a team has used decides how much detail its sites are written with. */

/** Weighs a team and has its sites follow. */
export async function settle(env: Env, teamId: string, now: number): Promise<Weighed> {
	const weighed = await weigh(env, teamId, now)
	await setDetail(env, teamId, weighed.level, now)
	return weighed
}

/** The same with what was counted up to now, and with a subscription of which no event has come yet. */
export async function settled(env: Env, teamId: string, now: number): Promise<Weighed> {
	const stripe = stripeOf(env)
	const account = await accountOf(env, teamId)
	// Out of reach, what was known holds.
	if (stripe && account && !account.subscriptionId)
		await asked(() => refresh(env, stripe, account.customerId))
	await countUsage(env, now, teamId)
	return settle(env, teamId, now)
}

/** By the clock: counts, warns, and lets detail follow. Where nothing is sold, nothing is limited. */
export async function watchBilling(env: Env, now: number): Promise<void> {
	const less = await teamsWithLess(env)
	if (!sells(env)) {
		for (const teamId of less) await setDetail(env, teamId, 0, now)
		return
	}
	await countUsage(env, now)
	await watchAccounts(env, now)
	// No plan has fewer events than what is free: below its first warning nobody is near anything.
	const near = await teamsOver(env, (FREE.events * WARNINGS[0]) / 100, now)
	for (const teamId of new Set([...near, ...less])) await settle(env, teamId, now)
	await watchTrials(env, now)
	await sweepEvents(env, now)
	await sweepUsage(env, now)
}
