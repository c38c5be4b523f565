import type Stripe from 'stripe'
import type { Env } from '../env.ts'
import { ok, type Result } from '../kit/result.ts'
import { accountOf } from './account.ts'
import { asked } from './stripe.ts'

/** An invoice; amounts in cents, with tax. */
export interface Invoice {
	number: string | null
	/** ms since the epoch. */
	createdAt: number
	total: number
	/** Of it. */
	tax: number
	currency: string
	/** `open` is one that waits to be paid. */
	status: string
	/** Stripe's page of it, on which it can be paid; its addresses let in whoever has them. */
	page: string | null
	pdf: string | null
}

const MOST = 24

/** A team's latest invoices, newest first. Drafts are not told: they may still change. */
export async function invoicesOf(env: Env, stripe: Stripe, teamId: string): Promise<Result<Invoice[]>> {
	const account = await accountOf(env, teamId)
	if (!account) return ok([])
	return asked(async () => {
		const { data } = await stripe.invoices.list({ customer: account.customerId, limit: MOST })
		return data.filter(({ status }) => status !== 'draft').map(toldOf)
	})
}

const toldOf = (one: Stripe.Invoice): Invoice => ({
	number: one.number,
	createdAt: one.created * 1000,
	total: one.total,
	tax: (one.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0),
	currency: one.currency,
	status: one.status ?? 'open',
	page: one.hosted_invoice_url ?? null,
	pdf: one.invoice_pdf ?? null,
})

/** What the next invoice comes to, and when; null where none is to come. */
export async function nextInvoiceOf(
	env: Env,
	stripe: Stripe,
	teamId: string,
): Promise<Result<{ total: number; at: number } | null>> {
	const account = await accountOf(env, teamId)
	if (!account?.subscriptionId || account.endsAt || account.status !== 'active') return ok(null)
	const { customerId, subscriptionId, periodEndsAt } = account
	return asked(async () => {
		const preview = await stripe.invoices.createPreview({
			customer: customerId,
			subscription: subscriptionId,
		})
		return { total: preview.amount_due, at: periodEndsAt?.getTime() ?? preview.created * 1000 }
	})
}
