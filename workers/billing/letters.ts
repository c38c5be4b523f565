import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type Stripe from 'stripe'
import type { Env } from '../env.ts'
import { letterOf, type Wording } from '../mail/letter.ts'
import { sendMail } from '../mail/send.ts'
import { endedWords, failedWords, graceOverWords, recoveredWords } from '../mail/words/en/billing.ts'
import type { Role } from '../model/caller.ts'
import { FREE, GRACE_DAYS } from '../model/plans.ts'
import { member, team, user } from '../store/schema/account.ts'
import { billingLetter } from '../store/schema/billing.ts'
import type { Account } from './standing.ts'
import { isMissing } from './stripe.ts'

const DAY_MS = 86_400_000

/** Who hears of money, and who also hears of limits. */
const PAYERS: readonly Role[] = ['owner', 'billing']
export const WATCHERS: readonly Role[] = ['owner', 'admin', 'billing']

/**
 * Sends a letter to a team's members of some roles, once: what it is about is noted first, and two runs at the same
 * time send one. If nobody could be reached the note is taken back, and the next run tries again.
 */
export async function tellOnce(
	env: Env,
	to: { teamId: string; roles: readonly Role[]; about: string },
	words: (team: string) => Wording,
	now: number,
): Promise<boolean> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const { teamId, about } = to
	const [mine] = await db
		.insert(billingLetter)
		.values({ teamId, about, sentAt: new Date(now) })
		.onConflictDoNothing()
		.returning()
	if (!mine) return false
	const people = await db
		.select({ email: user.email, team: team.name })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.innerJoin(team, eq(team.id, member.teamId))
		.where(and(eq(member.teamId, teamId), inArray(member.role, [...to.roles])))
	let reached = 0
	for (const { email, team } of people) if (await sendMail(env, email, letterOf(words(team)))) reached++
	if (reached > 0 || people.length === 0) return reached > 0
	await db.delete(billingLetter).where(and(eq(billingLetter.teamId, teamId), eq(billingLetter.about, about)))
	return false
}

/** Address of a team's billing page. */
export const pageOf = (env: Env, teamId: string): string =>
	`${env.APP_URL}/teams/${encodeURIComponent(teamId)}/billing`

/** A payment failed, unless it has gone through meanwhile. */
export async function tellOfFailure(
	env: Env,
	stripe: Stripe,
	{ teamId, pastDueSince }: Account,
	invoiceId: string,
	now: number,
): Promise<void> {
	// While somebody pays for the first time the bank may ask as well: they are at it.
	if (!pastDueSince) return
	const invoice = await stripe.invoices.retrieve(invoiceId).catch((error: unknown) => {
		if (isMissing(error)) return null
		throw error
	})
	if (invoice?.status !== 'open') return
	const values = {
		link: invoice.hosted_invoice_url ?? pageOf(env, teamId),
		amount: invoice.amount_remaining,
		currency: invoice.currency,
		nextAttemptAt: invoice.next_payment_attempt === null ? null : invoice.next_payment_attempt * 1000,
		graceEndsAt: pastDueSince.getTime() + GRACE_DAYS * DAY_MS,
	}
	const about = `failed ${invoiceId} ${invoice.attempt_count}`
	await tellOnce(env, { teamId, roles: PAYERS, about }, (team) => failedWords({ ...values, team }), now)
}

/** What was owed is paid. */
export async function tellOfRecovery(env: Env, { teamId }: Account, since: Date, now: number): Promise<void> {
	const about = `recovered ${since.getTime()}`
	const link = pageOf(env, teamId)
	await tellOnce(env, { teamId, roles: PAYERS, about }, (team) => recoveredWords({ team, link }), now)
}

/** Nothing was paid until grace ended. */
export async function tellOfGraceOver(
	env: Env,
	{ teamId, pastDueSince }: Account,
	now: number,
): Promise<void> {
	const about = `grace over ${pastDueSince?.getTime()}`
	const values = { link: pageOf(env, teamId), events: FREE.events }
	await tellOnce(env, { teamId, roles: PAYERS, about }, (team) => graceOverWords({ ...values, team }), now)
}

/** A subscription is over. */
export async function tellOfEnd(env: Env, { teamId }: Account, id: string, now: number): Promise<void> {
	const values = { link: pageOf(env, teamId), events: FREE.events }
	const to = { teamId, roles: PAYERS, about: `ended ${id}` }
	await tellOnce(env, to, (team) => endedWords({ ...values, team }), now)
}
