import { and, between, eq, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { trialWords, usageWords } from '../mail/words/en/billing.ts'
import { DETAIL_LEVELS, type DetailLevel, levelAt } from '../model/detail.ts'
import { FREE, TRIAL, WARNINGS } from '../model/plans.ts'
import { team } from '../store/schema/account.ts'
import { billingAccount, billingLetter } from '../store/schema/billing.ts'
import { site } from '../store/schema/catalog.ts'
import { accountOf } from './account.ts'
import { refresh } from './events.ts'
import { pageOf, tellOfGraceOver, tellOnce, WATCHERS } from './letters.ts'
import { type Standing, standingOf } from './standing.ts'
import { asked, stripeOf } from './stripe.ts'
import { monthOf, usedBy } from './usage.ts'

const DAY_MS = 86_400_000
/** Days before its end that a trial is spoken of. */
const TRIAL_NOTICE_DAYS = 7
/** An event about the end of a period that has not come after this long was missed. */
const MISSED_MS = 6 * 3_600_000
const BATCH = 200
/** What the letter about the end of a trial is noted as. */
const TRIAL_ENDS = 'trial ends'

/** Where a team is in its month. */
export interface Weighed {
	standing: Standing
	used: number
	/** How much detail is left out from now on. */
	level: DetailLevel
}

/** Compares what a team has used with what it may, and tells its people when it comes near. */
export async function weigh(env: Env, teamId: string, now: number): Promise<Weighed> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [found] = await db.select().from(team).where(eq(team.id, teamId))
	const account = await accountOf(env, teamId)
	const standing = standingOf(account, found?.createdAt.getTime() ?? 0, now)
	const used = await usedBy(env, teamId, now)
	const percent = (used * 100) / standing.events
	const { name, endsAt } = monthOf(now)
	// The highest that is reached: who jumps over one is not told of it as well.
	const reached = WARNINGS.findLast((one) => percent >= one)
	if (reached !== undefined) {
		const left = DETAIL_LEVELS.map(({ from, without }) => `From ${from} %: ${without}.`)
		const values = { percent: Math.floor(percent), used, events: standing.events, left, resetsAt: endsAt }
		const about = `usage ${name} ${reached}`
		await tellOnce(
			env,
			{ teamId, roles: WATCHERS, about },
			(team) => usageWords({ ...values, team, link: pageOf(env, teamId) }),
			now,
		)
	}
	return { standing, used, level: levelAt(percent) }
}

/** Teams whose subscription changes by the clock: reads those anew of which no event came, and ends grace. */
export async function watchAccounts(env: Env, now: number): Promise<void> {
	const stripe = stripeOf(env)
	if (!stripe) return
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const rows = await db
		.select()
		.from(billingAccount)
		.where(
			or(
				isNotNull(billingAccount.pastDueSince),
				and(
					isNotNull(billingAccount.subscriptionId),
					lt(billingAccount.periodEndsAt, new Date(now - MISSED_MS)),
				),
			),
		)
		.orderBy(billingAccount.askedAt)
		.limit(BATCH)
	for (const { customerId, teamId } of rows) {
		await asked(() => refresh(env, stripe, customerId))
		const after = await accountOf(env, teamId)
		if (after?.pastDueSince && standingOf(after, 0, now).why === 'free')
			await tellOfGraceOver(env, after, now)
	}
}

/** Speaks of trials that end soon, to teams that have a site and no plan. */
export async function watchTrials(env: Env, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const born = (days: number) => new Date(now - days * DAY_MS)
	const rows = await db
		.selectDistinct({ id: team.id, createdAt: team.createdAt })
		.from(team)
		.innerJoin(site, eq(site.teamId, team.id))
		.leftJoin(billingAccount, eq(billingAccount.teamId, team.id))
		.leftJoin(billingLetter, and(eq(billingLetter.teamId, team.id), eq(billingLetter.about, TRIAL_ENDS)))
		.where(
			and(
				between(team.createdAt, born(TRIAL.days), born(TRIAL.days - TRIAL_NOTICE_DAYS)),
				isNull(billingAccount.plan),
				isNull(billingLetter.teamId),
			),
		)
		.limit(BATCH)
	for (const { id, createdAt } of rows) {
		const endsAt = createdAt.getTime() + TRIAL.days * DAY_MS
		await tellOnce(
			env,
			{ teamId: id, roles: WATCHERS, about: TRIAL_ENDS },
			(name) => trialWords({ team: name, link: pageOf(env, id), endsAt, events: FREE.events }),
			now,
		)
	}
}
