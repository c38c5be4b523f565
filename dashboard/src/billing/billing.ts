import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { useRef } from 'preact/hooks'
import { call } from '../api.ts'
import { useMutation } from '../mutation.ts'

/** What a team pays and uses, as the API describes it. Amounts are in cents of `currency`, instants in ISO 8601. */

export type Interval = 'month' | 'year'

export interface Plan {
	id: string
	name: string
	/** In a calendar month. */
	events: number
	/** Without tax. */
	month: number
	year: number
}

export interface Subscription {
	plan: string | null
	interval: Interval | null
	status: string
	period_ends_at: string | null
	/** Where its end is decided. */
	ends_at: string | null
	/** Where a change is decided for the end of the period. */
	next: { plan: string; interval: Interval } | null
	past_due_since: string | null
}

export interface Billing {
	sells: true
	may_change: boolean
	currency: string
	plans: Plan[]
	trial: { days: number; events: number }
	free: { events: number }
	no_refund: string
	detail: { level: number; from: number; without: string }[]
	standing: {
		why: 'plan' | 'grace' | 'trial' | 'free'
		plan: string | null
		events: number
		until: string | null
	}
	usage: { used: number; events: number; percent: number; resets_at: string; detail_level: number }
	has_customer: boolean
	subscription: Subscription | null
}

export interface Invoice {
	number: string | null
	created_at: string
	total: number
	currency: string
	status: string
	page: string | null
	pdf: string | null
}

export interface Preview {
	when: 'now' | 'later'
	at: string
	due: number
	tax: number
	lines: { text: string; amount: number }[]
	reckoned_at: number
}

export interface Wish {
	plan: string
	interval: Interval
}

const pathOf = (team: string, end = '') => `/api/teams/${encodeURIComponent(team)}/billing${end}`

/** Plan and usage; asked again and again while a payment that was just made is on its way. */
export const useBilling = (team: string, awaited: boolean) =>
	useQuery({
		queryKey: ['billing', team],
		queryFn: () => call<Billing | { sells: false }>('GET', pathOf(team)),
		refetchInterval: ({ state: { data, dataUpdateCount } }) =>
			awaited && dataUpdateCount < 10 && data?.sells === true && !data.subscription && 2000,
	})

export const useInvoices = (team: string) =>
	useQuery({
		queryKey: ['billing', team, 'invoices'],
		queryFn: () =>
			call<{ invoices: Invoice[]; next: { total: number; at: string } | null }>(
				'GET',
				pathOf(team, '/invoices'),
			),
	})

/** What a change would cost, for as long as the question stands on the screen. */
export const usePreview = (team: string, wish: Wish) =>
	useQuery({
		queryKey: ['billing', team, 'preview', wish.plan, wish.interval],
		queryFn: () => call<Preview>('POST', pathOf(team, '/preview'), wish),
		staleTime: 0,
		retry: false,
	})

/** Asks for one of the changes; what is shown follows. Sent twice it is done once, until it has succeeded. */
export function useChange<T extends object, A>(team: string, what: 'change' | 'ending', onDone?: () => void) {
	const queries = useQueryClient()
	const attempt = useRef(crypto.randomUUID())
	return useMutation({
		mutationFn: (fields: T) =>
			call<A>('POST', pathOf(team, `/${what}`), { ...fields, attempt: attempt.current }),
		onSettled: () => {
			attempt.current = crypto.randomUUID()
			return queries.invalidateQueries({ queryKey: ['billing', team] })
		},
		...(onDone && { onSuccess: onDone }),
	})
}

/** Goes to one of Stripe's pages. */
export function useStripe<T extends object>(team: string, page: 'checkout' | 'portal') {
	const attempt = useRef(crypto.randomUUID())
	return useMutation({
		mutationFn: (fields: T) =>
			call<{ url: string }>('POST', pathOf(team, `/${page}`), { ...fields, attempt: attempt.current }),
		onSuccess: ({ url }) => location.assign(url),
		onError: () => {
			attempt.current = crypto.randomUUID()
		},
	})
}

/** `€9`, `€1,190.50`. */
export const money = (cents: number, currency: string): string =>
	new Intl.NumberFormat('en-GB', {
		...{ style: 'currency', currency },
		minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
	}).format(cents / 100)

/** How a plan is called: `100k events, monthly`. */
export function planLabel(plans: readonly Plan[], id: string | null, interval: Interval | null): string {
	const plan = plans.find((one) => one.id === id)
	return `${plan?.name ?? id} events${interval ? `, paid by the ${interval}` : ''}`
}
