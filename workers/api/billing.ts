import type Stripe from 'stripe'
import { z } from 'zod'
import { may } from '../account/access.ts'
import type { SeenTeam } from '../account/teams.ts'
import { accountOf, buyerOf } from '../billing/account.ts'
import { changePlan, previewChange, setEnding, type Wish } from '../billing/change.ts'
import { openPortal, startCheckout } from '../billing/checkout.ts'
import { invoicesOf, nextInvoiceOf } from '../billing/invoices.ts'
import { pageOf } from '../billing/letters.ts'
import { sells, stripeOf } from '../billing/stripe.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { INTERVALS, PLANS, planOf } from '../model/plans.ts'
import type { CounterContext } from './access.ts'
import { billingJson, invoiceJson, plansJson, previewJson } from './billing-json.ts'
import { settle, settled } from './billing-watch.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { teamOf } from './site.ts'

/** What a team pays for, and how much of it is used. Only where the deployment sells plans. */

const SELLS_NONE: AppError = { kind: 'not_found', message: 'This deployment sells no plans' }

const plan = z
	.string()
	.transform((id) => planOf(id))
	.refine((found) => found !== undefined, { error: `must be one of ${PLANS.map(({ id }) => id).join(', ')}` })
const interval = z.enum(INTERVALS, { error: 'must be month or year' })
/** One press of a button: the same again is the same order. */
const attempt = z.uuid({ error: 'must be a UUID, new for each press of the button' })
/** Parts are reckoned up to an instant that the buyer has seen: not longer ago than an hour. */
const HOUR = 3600

const order = z.object({ plan, interval, attempt })
const wish = z.object({ plan, interval })
const change = z.object({
	...{ plan, interval, attempt },
	reckoned_at: z.int({ error: 'must be seconds since 1970, as the preview has them' }).optional(),
})
const ending = z.object({ ends: z.boolean({ error: 'must be true or false' }), attempt })
const portal = z.object({ attempt })

/** `GET /api/billing/plans` → the table of plans, for anybody; `sells` false where there is nothing to buy. */
export const getPlans = (c: CounterContext): Response => c.json({ sells: sells(c.env), ...plansJson() })

/** `GET /api/teams/:team/billing` → plan, usage and what is decided. Where nothing is sold: `{"sells": false}`. */
export async function getBilling(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	if (!sells(c.env)) return c.json({ sells: false })
	const weighed = await settled(c.env, team.value.id, Date.now())
	const account = await accountOf(c.env, team.value.id)
	const mayChange = may(team.value.role, 'billing.change')
	return c.json({
		sells: true,
		may_change: mayChange,
		...plansJson(),
		...billingJson(weighed, account, Date.now()),
	})
}

/** `GET /api/teams/:team/billing/invoices` → `{"invoices": […], "next": {"total", "at"} | null}`, newest first. */
export async function getInvoices(c: CounterContext): Promise<Response> {
	const asked = await opened(c)
	if (!asked.ok) return failure(c, asked.error)
	const { stripe, team } = asked.value
	const [invoices, next] = await Promise.all([
		invoicesOf(c.env, stripe, team.id),
		nextInvoiceOf(c.env, stripe, team.id),
	])
	if (!invoices.ok) return failure(c, invoices.error)
	if (!next.ok) return failure(c, next.error)
	const { value } = next
	return c.json({
		invoices: invoices.value.map(invoiceJson),
		next: value && { total: value.total, at: new Date(value.at).toISOString() },
	})
}

/** `POST /api/teams/:team/billing/checkout` `{plan, interval, attempt}` → `{"url"}` of Stripe's page. */
export async function postCheckout(c: CounterContext): Promise<Response> {
	const asked = await openedWith(c, order)
	if (!asked.ok) return failure(c, asked.error)
	const { stripe, team, fields } = asked.value
	const buyer = await buyerOf(c.env, team, c.get('caller').userId)
	const wanted = { ...wishOf(fields), attempt: fields.attempt, backTo: pageOf(c.env, team.id) }
	return told(c, await startCheckout(c.env, stripe, buyer, wanted))
}

/** `POST /api/teams/:team/billing/portal` `{attempt}` → `{"url"}` of Stripe's page for cards and addresses. */
export async function postPortal(c: CounterContext): Promise<Response> {
	const asked = await openedWith(c, portal)
	if (!asked.ok) return failure(c, asked.error)
	const { stripe, team, fields } = asked.value
	const backTo = pageOf(c.env, team.id)
	return told(c, await openPortal(c.env, stripe, team.id, { attempt: fields.attempt, backTo }))
}

/** `POST /api/teams/:team/billing/preview` `{plan, interval}` → what a change costs, and when it happens. */
export async function postPreview(c: CounterContext): Promise<Response> {
	const asked = await openedWith(c, wish)
	if (!asked.ok) return failure(c, asked.error)
	const { stripe, team, fields } = asked.value
	const preview = await previewChange(c.env, stripe, team.id, wishOf(fields), Date.now())
	return preview.ok ? c.json(previewJson(preview.value)) : failure(c, preview.error)
}

/** `POST /api/teams/:team/billing/change` `{plan, interval, attempt, reckoned_at?}` → `{"when": "now" | "later"}`. */
export async function postChange(c: CounterContext): Promise<Response> {
	const asked = await openedWith(c, change)
	if (!asked.ok) return failure(c, asked.error)
	const { stripe, team, fields } = asked.value
	const { attempt, reckoned_at: reckonedAt } = fields
	const now = Date.now()
	if (reckonedAt !== undefined && Math.abs(now / 1000 - reckonedAt) > HOUR) return failure(c, STALE)
	const changed = await changePlan(c.env, stripe, team.id, wishOf(fields), { attempt, reckonedAt })
	if (!changed.ok) return failure(c, changed.error)
	// More is had from this moment on.
	await settle(c.env, team.id, now)
	return c.json({ when: changed.value })
}

/** `POST /api/teams/:team/billing/ending` `{ends, attempt}` → `{"ends"}`: at the end of the period, or not after all. */
export async function postEnding(c: CounterContext): Promise<Response> {
	const asked = await openedWith(c, ending)
	if (!asked.ok) return failure(c, asked.error)
	const { stripe, team, fields } = asked.value
	const set = await setEnding(c.env, stripe, team.id, fields.ends, fields.attempt)
	return set.ok ? c.json({ ends: fields.ends }) : failure(c, set.error)
}

const STALE: AppError = { kind: 'conflict', message: 'The preview is too old: look at it again' }

/** The team, and Stripe. */
async function opened(c: CounterContext): Promise<Result<{ team: SeenTeam; stripe: Stripe }, AppError>> {
	const team = await teamOf(c)
	if (!team.ok) return team
	const stripe = stripeOf(c.env)
	return stripe ? ok({ team: team.value, stripe }) : fail(SELLS_NONE)
}

async function openedWith<T>(c: CounterContext, schema: z.ZodType<T>) {
	const asked = await opened(c)
	if (!asked.ok) return asked
	const fields = await parsed(c.req.raw, schema)
	return fields.ok ? ok({ ...asked.value, fields: fields.value }) : fields
}

const wishOf = ({ plan, interval }: z.infer<typeof wish>): Wish => {
	if (!plan) throw new Error('the schema lets no unknown plan through')
	return { plan, interval }
}

const told = (c: CounterContext, url: Result<string>): Response =>
	url.ok ? c.json({ url: url.value }) : failure(c, url.error)
