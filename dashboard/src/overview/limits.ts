import { useQuery } from '@tanstack/preact-query'
import { call } from '../api.ts'

/** A time in which the site was written with less detail, because its team was far over its plan. */
export interface LimitSpan {
	/** ISO 8601; `until` is null while it lasts. */
	from: string
	until: string | null
	/** What was left out. */
	without: string[]
}

/** Those of the last year. A chart that cannot have them is drawn without: nothing that it counts is missing. */
export const useLimits = (domain: string): readonly LimitSpan[] =>
	useQuery({
		queryKey: ['limits', domain],
		queryFn: () =>
			call<{ spans: LimitSpan[] }>('GET', `/api/dashboard/sites/${encodeURIComponent(domain)}/limits`),
		staleTime: 300_000,
		retry: false,
	}).data?.spans ?? []

/** A stretch of buckets, first and last. */
export interface Stretch {
	first: number
	last: number
}

/** The buckets that spans reach into; those that touch are one. Labels are local times of the zone. */
export function stretchesOf(
	spans: readonly Pick<LimitSpan, 'from' | 'until'>[],
	labels: readonly string[],
	timezone: string,
): Stretch[] {
	const starts = labels.map((label) => (label.length === 10 ? `${label} 00:00:00` : label))
	const within = starts.map((start, i) =>
		spans.some(({ from, until }) => {
			const next = starts[i + 1]
			const begins = next === undefined || localTime(from, timezone) < next
			return begins && (until === null || localTime(until, timezone) > start)
		}),
	)
	const found: Stretch[] = []
	for (const [i, isIn] of within.entries()) {
		const open = found.at(-1)
		if (isIn && open?.last === i - 1) open.last = i
		else if (isIn) found.push({ first: i, last: i })
	}
	return found
}

/** An instant as labels are written: `2026-11-24 14:00:00`. */
const localTime = (iso: string, timeZone: string): string =>
	new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(
		new Date(iso),
	)
