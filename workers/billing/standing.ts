import { FREE, GRACE_DAYS, planOf, TRIAL } from '../model/plans.ts'
import type { billingAccount } from '../store/schema/billing.ts'

const DAY_MS = 86_400_000

/** A team's customer and subscription, as they were read last. */
export type Account = typeof billingAccount.$inferSelect

/** What a team may use, and why. */
export interface Standing {
	why: 'plan' | 'grace' | 'trial' | 'free'
	/** Of `model/plans.ts`; null where none is paid for. */
	plan: string | null
	/** In a calendar month. */
	events: number
	/** When trial or grace ends, ms since the epoch; null where nothing ends by itself. */
	until: number | null
}

/** What a team may use now. Pure. */
export function standingOf(account: Account | null, teamCreatedAt: number, now: number): Standing {
	const plan = account?.plan ? planOf(account.plan) : undefined
	if (account && plan) {
		if (account.status === 'active' || account.status === 'trialing') {
			return { why: 'plan', plan: plan.id, events: plan.events, until: null }
		}
		const until = (account.pastDueSince?.getTime() ?? 0) + GRACE_DAYS * DAY_MS
		if (account.pastDueSince && now < until) {
			return { why: 'grace', plan: plan.id, events: plan.events, until }
		}
	}
	const until = teamCreatedAt + TRIAL.days * DAY_MS
	return now < until
		? { why: 'trial', plan: null, events: TRIAL.events, until }
		: { why: 'free', plan: null, events: FREE.events, until: null }
}
