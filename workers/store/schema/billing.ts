import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Interval } from '../../model/plans.ts'

/**
 * Who pays for what, in `DB`. Stripe knows it first: here stands what it said last. No table has a column for anything
 * about a card. All of them `WITHOUT ROWID`, by hand in the migration.
 */

/** A team's customer at Stripe with its subscription, as it was read last. */
export const billingAccount = sqliteTable(
	'billing_account',
	{
		teamId: text().primaryKey(),
		customerId: text().notNull().unique(),
		/** Null where there is none, or none any more. */
		subscriptionId: text(),
		/** Stripe's word; null without a subscription. */
		status: text().$type<SubscriptionStatus>(),
		/** Of `model/plans.ts`. */
		plan: text(),
		interval: text().$type<Interval>(),
		/** End of what is paid for. */
		periodEndsAt: integer({ mode: 'timestamp_ms' }),
		/** When it ends for good, where that is decided. */
		endsAt: integer({ mode: 'timestamp_ms' }),
		/** What it changes to at the end of the period, where that is decided. */
		nextPlan: text(),
		nextInterval: text().$type<Interval>(),
		/** Since when a payment has failed. */
		pastDueSince: integer({ mode: 'timestamp_ms' }),
		/** When the question was put to Stripe whose answer this is: an older one does not take its place. */
		askedAt: integer({ mode: 'timestamp_ms' }).notNull(),
		createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [index('billing_account_past_due').on(t.pastDueSince)],
)

/** https://docs.stripe.com/api/subscriptions/object#subscription_object-status */
export type SubscriptionStatus =
	| 'active'
	| 'canceled'
	| 'incomplete'
	| 'incomplete_expired'
	| 'past_due'
	| 'paused'
	| 'trialing'
	| 'unpaid'

/** Events of Stripe that were dealt with: one that comes again changes nothing. Swept after 30 days. */
export const stripeEvent = sqliteTable('stripe_event', {
	id: text().primaryKey(),
	receivedAt: integer({ mode: 'timestamp_ms' }).notNull(),
})

/**
 * Events counted, by day of the site (`2026-11-28`). A count never falls, and stays when a site goes or changes teams:
 * what was counted is counted once. Swept after 13 months.
 */
export const usage = sqliteTable(
	'usage',
	{
		teamId: text().notNull(),
		day: text().notNull(),
		siteId: integer().notNull(),
		events: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.teamId, t.day, t.siteId] }), index('usage_site').on(t.siteId, t.day)],
)

/** Letters of this room that were sent, so that none is sent twice: `usage 2026-11 80`, `failed in_… 1`. */
export const billingLetter = sqliteTable(
	'billing_letter',
	{
		teamId: text().notNull(),
		about: text().notNull(),
		sentAt: integer({ mode: 'timestamp_ms' }).notNull(),
	},
	(t) => [primaryKey({ columns: [t.teamId, t.about] })],
)

/** When a site's hits were written with less detail, and with how much less (`model/detail.ts`). */
export const detailSpan = sqliteTable(
	'detail_span',
	{
		siteId: integer().notNull(),
		from: integer({ mode: 'timestamp_ms' }).notNull(),
		/** Null while it lasts. */
		until: integer({ mode: 'timestamp_ms' }),
		level: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.siteId, t.from] })],
)
