import { useQuery } from '@tanstack/preact-query'
import { call } from '../api.ts'

/** What may be asked of a site that shows its statistics to anybody. */

export interface Row {
	dimensions: string[]
	metrics: (number | null)[]
	other?: true
}
interface Answer {
	results: Row[]
	meta: { units: { days: number; months: number } }
	query: { date_range: [string, string] | string }
}
export const PERIODS = { '7d': '7 days', '30d': '30 days', '3mo': '3 months', '12mo': '12 months' } as const
export type Period = keyof typeof PERIODS
export const isPeriod = (text: string): text is Period => Object.hasOwn(PERIODS, text)

export const LISTS = [
	['event:page', 'Pages'],
	['visit:source', 'Sources'],
	['visit:country', 'Countries'],
	['visit:device', 'Devices'],
	['visit:browser', 'Browsers'],
	['visit:os', 'Systems'],
] as const

export const pathOf = (domain: string) => `/api/public/${encodeURIComponent(domain)}`

/** Asks a public question; the largest rows first. */
export const useAnswer = (domain: string, period: Period, body: object) =>
	useQuery({
		queryKey: ['public', domain, period, body],
		queryFn: () => call<Answer>('POST', `${pathOf(domain)}/query`, { ...body, date_range: period }),
		staleTime: 60_000,
	})
