import { fail, ok, type Result } from '../kit/result.ts'
import type { DateRange } from './dates.ts'
import type { Filter } from './filters.ts'
import { parseQuery } from './query.ts'
import type { MetricName } from './registry.ts'
import type { Counts } from './suppress.ts'

/**
 * What may be asked in public: the Stats API v2, less what would cut the same people in two ways. The lists are here
 * and nowhere else.
 */

/** Metrics, and where a release has them. */
export const PUBLIC_METRICS = {
	visitors: 'visitors',
	visits: 'visits',
	pageviews: 'pageviews',
	bounce_rate: 'bounceRate',
	visit_duration: 'visitDuration',
} as const satisfies Partial<Record<MetricName, keyof Counts>>
export type PublicMetric = keyof typeof PUBLIC_METRICS

/**
 * None of them lies within another. Left out for that: region and city (in country), channel, referrer and tags
 * (beside source), versions (in browser and system), entry and exit pages, host names and titles (beside page). Left
 * out as well: properties and names of events, which are the owner's own words about single people.
 */
export const PUBLIC_DIMENSIONS = [
	'event:page',
	'visit:source',
	'visit:country',
	'visit:device',
	'visit:browser',
	'visit:os',
] as const
export type PublicDimension = (typeof PUBLIC_DIMENSIONS)[number]

export const PUBLIC_TIMES = ['time:day', 'time:month'] as const
export type PublicTime = (typeof PUBLIC_TIMES)[number]

/** Visits of a page are told by where they began: another count than the page's visitors, of other people. */
export const PAGE_METRICS: readonly PublicMetric[] = ['visitors', 'pageviews']

const MAX_FILTERS = 2

export interface PublicQuestion {
	metrics: PublicMetric[]
	/** What the rows are cut by or filtered by. */
	dimension: PublicDimension | null
	rows: 'total' | 'values' | PublicTime
	/** Values that are asked for; null = all. */
	values: string[] | null
	dateRange: DateRange
	pagination: { limit: number; offset: number }
	/** As it was sent, for the answer to repeat. */
	sent: { metrics: string[]; dimensions: string[]; filters: unknown; date_range: unknown }
}

/** Reads a public question; what is not on the lists is refused with a sentence. */
export function parsePublic(body: unknown): Result<PublicQuestion> {
	const asked = parseQuery(body, true)
	if (!asked.ok) return asked
	const { metrics, dimensions, filters, dateRange, include, orderBy, pagination } = asked.value
	const told = metrics.filter((one): one is PublicMetric => Object.hasOwn(PUBLIC_METRICS, one))
	const strange = metrics.find((one) => !Object.hasOwn(PUBLIC_METRICS, one))
	if (strange) return refused(`#/metrics: ${strange} is not public`)
	if (Object.values(include).some((one) => one !== false && one !== null)) {
		return refused('#/include: Public statistics have nothing to include')
	}
	if (orderBy) return refused('#/order_by: Public statistics have the largest first, or are in order of time')
	if (!['dates', 'days', 'months'].includes(dateRange.kind)) {
		return refused('#/date_range: Public statistics are of whole days: two dates, or like "7d" and "6mo"')
	}
	const names = dimensions.map(({ name }) => name)
	const [name, more] = names
	const time = PUBLIC_TIMES.find((one) => one === name) ?? null
	const dimension = PUBLIC_DIMENSIONS.find((one) => one === name) ?? null
	if (more !== undefined) return refused('#/dimensions: Public statistics have one dimension')
	if (name !== undefined && !time && !dimension) return refused(`#/dimensions/0: ${name} is not public`)
	const filtered = filteredBy(filters)
	if (!filtered.ok) return filtered
	const by = filtered.value
	if (by && dimension && by.dimension !== dimension) {
		return refused(
			`#/filters: Public statistics by ${dimension} can be filtered by ${dimension} alone: two dimensions crossed make small cells`,
		)
	}
	const of = dimension ?? by?.dimension ?? null
	const wrong = of === 'event:page' ? told.find((one) => !PAGE_METRICS.includes(one)) : undefined
	if (wrong) return refused(`#/metrics: ${wrong} is not public by page`)
	return ok({
		metrics: told,
		dimension: of,
		rows: time ?? (dimension ? 'values' : 'total'),
		values: by?.values ?? null,
		dateRange,
		pagination,
		sent: {
			metrics: told,
			dimensions: names,
			filters: asked.value.sent.filters,
			date_range: typeof body === 'object' && body !== null && 'date_range' in body ? body.date_range : null,
		},
	})
}

const refused = (message: string) => fail({ kind: 'invalid' as const, message })

/** The values that all filters leave. */
function filteredBy(
	filters: readonly Filter[],
): Result<{ dimension: PublicDimension; values: string[] } | null> {
	if (filters.length > MAX_FILTERS) {
		return refused(`#/filters: Public statistics may have ${MAX_FILTERS} filters at most`)
	}
	let found: { dimension: PublicDimension; values: string[] } | null = null
	for (const [i, filter] of filters.entries()) {
		if (filter.kind !== 'test' || filter.operator !== 'is' || !filter.caseSensitive) {
			return refused(`#/filters/${i}: Public statistics are filtered with "is" alone`)
		}
		const dimension = PUBLIC_DIMENSIONS.find((one) => one === filter.dimension.name)
		if (!dimension) return refused(`#/filters/${i}: ${filter.dimension.name} is not public`)
		if (found && found.dimension !== dimension) {
			return refused(`#/filters/${i}: Public statistics are filtered by one dimension at a time`)
		}
		// A blank value is told by its name.
		const named = filter.clauses.map((one) => (one === '' ? filter.dimension.blank : one))
		const values: string[] = found?.values.filter((one) => named.includes(one)) ?? [...new Set(named)]
		found = { dimension, values }
	}
	return ok(found)
}
