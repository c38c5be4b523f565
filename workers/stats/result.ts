import type { Answered, AnsweredPair } from './ask.ts'
import type { Row } from './backend.ts'
import { dayOf, labelOf, labelsOf } from './buckets.ts'
import { spell } from './dates.ts'
import { type Question, unitOf } from './plan.ts'
import type { Prepared } from './prepare.ts'
import { metricOf } from './registry.ts'

/** An answer in the shape of the Stats API v2; `comparison` on the dashboard only. */
export interface QueryResult {
	results: ResultRow[]
	meta: {
		imports_included?: false
		imports_skip_reason?: 'no_imported_data'
		time_labels?: string[]
		total_rows?: number
	}
	query: Record<string, unknown>
	comparison?: { results: ResultRow[]; date_range: [string, string]; time_labels?: string[] }
}

export interface ResultRow {
	metrics: (number | null)[]
	dimensions: string[]
}

/** Puts an answer together. */
export function resultOf(
	domain: string,
	{ main, comparison }: Prepared,
	answered: AnsweredPair,
): QueryResult {
	const { query, site, dimensions } = main
	const { include } = query
	const labels = include.timeLabels ? { time_labels: labelsFor(main) } : {}
	return {
		results: rowsOf(main, answered.main),
		meta: {
			// Imported events are rows like any other here; there are no imported sums that could join in.
			...(include.imports ? { imports_included: false, imports_skip_reason: 'no_imported_data' } : {}),
			...labels,
			...(include.totalRows ? { total_rows: answered.main.table.totalRows ?? 0 } : {}),
		},
		query: {
			site_id: domain,
			metrics: query.metrics,
			date_range: spell(main.asked, site.timezone),
			filters: query.sent.filters,
			dimensions: dimensions.map(({ name }) => name),
			order_by: main.order,
			include: query.sent.include,
			pagination: { offset: query.pagination.offset, limit: query.pagination.limit },
		},
		...(comparison && answered.comparison
			? {
					comparison: {
						results: rowsOf(comparison, answered.comparison),
						date_range: spell(comparison.asked, site.timezone),
						...(include.timeLabels ? { time_labels: labelsFor(comparison) } : {}),
					},
				}
			: {}),
	}
}

function labelsFor({ asked, grain, site }: Question): string[] {
	return (grain && labelsOf(asked, grain, dayOf(asked.from, site.timezone))) ?? []
}

function rowsOf(question: Question, { table, divisor }: Answered): ResultRow[] {
	const unit = unitOf(question.dimensions)
	const firstDay = dayOf(question.asked.from, question.site.timezone)
	const dimension = (value: string | number): string =>
		typeof value === 'number' && unit ? labelOf(value, unit, firstDay) : String(value)
	const shares = question.query.metrics.map((metric) => metricOf(metric).formula.is === 'share')
	return table.rows.map((row: Row) => ({
		metrics: row.metrics.map((value, i) => (shares[i] ? shareOf(value, divisor) : value)),
		dimensions: row.dimensions.map(dimension),
	}))
}

/** Per cent with one decimal, rounded half up; null where there is nothing to be a share of. */
const shareOf = (part: number | null, whole: number | null): number | null =>
	part === null || !whole ? null : Math.floor((2000 * part + whole) / (2 * whole)) / 10
