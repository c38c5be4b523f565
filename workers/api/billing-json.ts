import type { Preview } from '../billing/change.ts'
import type { Invoice } from '../billing/invoices.ts'
import type { Account } from '../billing/standing.ts'
import { monthOf } from '../billing/usage.ts'
import type { Weighed } from '../billing/watch.ts'
import { DETAIL_LEVELS } from '../model/detail.ts'
import { CURRENCY, FREE, NO_REFUND, PLANS, TRIAL } from '../model/plans.ts'

/** What billing says, as the API has it. Amounts are in cents of `currency`, instants in ISO 8601. */

const iso = (at: Date | number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** The table of plans; prices without tax. */
export const plansJson = () => ({
	currency: CURRENCY,
	plans: PLANS.map(({ id, name, events, price }) => ({
		id,
		name,
		events,
		month: price.month,
		year: price.year,
	})),
	trial: { days: TRIAL.days, events: TRIAL.events },
	free: { events: FREE.events },
	no_refund: NO_REFUND,
	/** What is left out far over a plan, from how many per cent on. */
	detail: DETAIL_LEVELS.map(({ level, from, without }) => ({ level, from, without })),
})

export function billingJson({ standing, used, level }: Weighed, account: Account | null, now: number) {
	const { name, endsAt } = monthOf(now)
	return {
		standing: { ...standing, until: iso(standing.until) },
		usage: {
			...{ month: name, used, events: standing.events, detail_level: level },
			percent: Math.floor((used * 100) / standing.events),
			resets_at: iso(endsAt),
		},
		has_customer: account !== null,
		subscription: account?.subscriptionId
			? {
					...{ plan: account.plan, interval: account.interval, status: account.status },
					period_ends_at: iso(account.periodEndsAt),
					ends_at: iso(account.endsAt),
					next: account.nextPlan && { plan: account.nextPlan, interval: account.nextInterval },
					past_due_since: iso(account.pastDueSince),
				}
			: null,
	}
}

export const invoiceJson = ({ createdAt, ...invoice }: Invoice) => ({
	...invoice,
	created_at: iso(createdAt),
})

export const previewJson = ({ at, reckonedAt, ...preview }: Preview) => ({
	...preview,
	at: iso(at),
	reckoned_at: reckonedAt,
})
