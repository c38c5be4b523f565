import {
	getBilling,
	getInvoices,
	getPlans,
	postChange,
	postCheckout,
	postEnding,
	postPortal,
	postPreview,
} from '../billing.ts'
import { postStripeEvent } from '../billing-events.ts'
import { getLimits } from '../limits.ts'
import { open, type Route, ruled } from '../route.ts'

/** Plans, payments and limits. Money is a matter of signed-in people: no key opens any of it. */
export const BILLING: readonly Route[] = [
	open('GET', '/api/billing/plans', getPlans),
	open('POST', '/api/stripe/events', postStripeEvent),
	ruled('GET', '/api/teams/:team/billing', 'billing.read', null, getBilling),
	ruled('GET', '/api/teams/:team/billing/invoices', 'billing.read', null, getInvoices),
	ruled('POST', '/api/teams/:team/billing/checkout', 'billing.change', null, postCheckout),
	ruled('POST', '/api/teams/:team/billing/portal', 'billing.change', null, postPortal),
	ruled('POST', '/api/teams/:team/billing/preview', 'billing.read', null, postPreview),
	ruled('POST', '/api/teams/:team/billing/change', 'billing.change', null, postChange),
	ruled('POST', '/api/teams/:team/billing/ending', 'billing.change', null, postEnding),
	ruled('GET', '/api/dashboard/sites/:domain/limits', 'stats.read', 'stats:read', getLimits),
]
