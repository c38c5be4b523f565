import { inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { ExportFile, Kept, Part, Subject } from '../model/part.ts'
import { billingAccount, billingLetter, usage } from '../store/schema/billing.ts'
import { invoicesOf } from './invoices.ts'
import type { Account } from './standing.ts'
import { isMissing, stripeOf } from './stripe.ts'

/**
 * Records of sales to consumers in the EU are kept for ten years from the end of the year
 * (Directive 2006/112/EC, article 369k; https://eur-lex.europa.eu/eli/dir/2006/112).
 */
const INVOICE_YEARS = 10

/** What billing holds: who pays for what, and how much was used. */
export const part: Part = { name: 'billing', take, erase }

async function* take(env: Env, { teamIds }: Subject): AsyncIterable<ExportFile> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const ids = [...teamIds]
	const accounts = await db.select().from(billingAccount).where(inArray(billingAccount.teamId, ids))
	yield file(
		'subscriptions',
		accounts.map(({ askedAt: _, ...account }) => account),
	)
	yield file('usage', await db.select().from(usage).where(inArray(usage.teamId, ids)))
	yield file('letters', await db.select().from(billingLetter).where(inArray(billingLetter.teamId, ids)))
	const stripe = stripeOf(env)
	if (!stripe) return
	for (const { teamId } of accounts) {
		const invoices = await invoicesOf(env, stripe, teamId)
		if (!invoices.ok) throw new Error('invoices could not be read')
		yield file(`invoices-${teamId}`, invoices.value)
	}
}

const file = (name: string, rows: unknown): ExportFile => ({
	path: `billing/${name}.json`,
	content: JSON.stringify(rows, null, '\t'),
})

/** Ends subscriptions at once and has Stripe delete the customer; what it must keep for taxes is told. */
async function erase(env: Env, { teamIds }: Subject, now: number): Promise<Kept[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const ids = [...teamIds]
	const accounts = await db.select().from(billingAccount).where(inArray(billingAccount.teamId, ids))
	const kept: Kept[] = []
	for (const account of accounts) kept.push(...(await endAt(env, account, now)))
	await db.batch([
		db.delete(billingAccount).where(inArray(billingAccount.teamId, ids)),
		db.delete(billingLetter).where(inArray(billingLetter.teamId, ids)),
		db.delete(usage).where(inArray(usage.teamId, ids)),
	])
	return kept
}

/** @throws when Stripe is out of reach: a subscription must not outlive its account. */
async function endAt(env: Env, { customerId, subscriptionId }: Account, now: number): Promise<Kept[]> {
	const stripe = stripeOf(env)
	if (!stripe) throw new Error('an account has a customer at Stripe, but there is no key')
	try {
		const { data } = await stripe.invoices.list({ customer: customerId, limit: 1 })
		if (subscriptionId) await unlessMissing(() => stripe.subscriptions.cancel(subscriptionId))
		// Ends whatever subscription there may still be.
		await stripe.customers.del(customerId)
		if (data.length === 0) return []
	} catch (error) {
		if (!isMissing(error)) throw error
	}
	return [
		{
			what: 'Invoices that were paid, with the name, address and tax number given for them, at Stripe',
			why: 'Tax law has records of sales kept for ten years (Directive 2006/112/EC, article 369k)',
			until: Date.UTC(new Date(now).getUTCFullYear() + INVOICE_YEARS + 1, 0, 1),
		},
	]
}

async function unlessMissing(work: () => Promise<unknown>): Promise<void> {
	try {
		await work()
	} catch (error) {
		if (!isMissing(error)) throw error
	}
}
