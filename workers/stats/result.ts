import type { Answered, AnsweredPair, Conversions } from './ask.ts'
import type { Row, Sampling } from './backend.ts'
import { dayOf, labelOf, labelsOf } from './buckets.ts'
import { spell } from './dates.ts'
import type { RetentionWarning } from './extent.ts'
import { asksForMoney, MONEY_WARNINGS, type Money, moneyOf, revenueOf } from './money.ts'
import { type Question, unitOf } from './plan.ts'
import type { Prepared } from './prepare.ts'
import { ratesOf } from './rates.ts'
import { type Formula, metricOf } from './registry.ts'

/** An answer in the shape of the Stats API v2; `comparison` on the dashboard only. */
export interface QueryResult {
	results: ResultRow[]
	meta: {
		imports_included?: false
		imports_skip_reason?: 'no_imported_data'
		time_labels?: string[]
		total_rows?: number
		/** Said where there are rows behind these and `total_rows` was not asked for. */
		has_more?: true
		/** Where rows come from a sample, or near: how far they may be off. */
		sampling?: Sampling
		/** Why a metric is null, by its name. */
		metric_warnings?: Record<string, { code: string; warning: string }>
		/** Where retention has deleted rows of the range: what was counted instead. */
		retention_warnings?: readonly RetentionWarning[]
		/** Where amounts in other currencies than the goal's are among those asked for. */
		revenue_conversion?: RevenueConversion
	}
	query: Record<string, unknown>
	comparison?: {
		results: ResultRow[]
		date_range: [string, string]
		time_labels?: string[]
		retention_warnings?: readonly RetentionWarning[]
	}
}

/** How amounts in other currencies came to the goal's. */
export interface RevenueConversion {
	source: 'European Central Bank, euro foreign exchange reference rates'
	/** Amounts that were converted. */
	converted: number
	/** Amounts that are left out: their currency has no rate. */
	unconverted: number
	/** Publication of the first and of the last rates used, ISO 8601. An amount has the last ones before it. */
	rates: [string, string]
}

export interface ResultRow {
	metrics: (number | null | Money)[]
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
			...(answered.main.more ? { has_more: true } : {}),
			...(answered.main.table.sampling ? { sampling: answered.main.table.sampling } : {}),
			...warningsOf(main),
			...goneOf(main),
			...conversionOf(main, answered.main.conversions),
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
						...goneOf(comparison),
					},
				}
			: {}),
	}
}

function labelsFor({ asked, grain, site }: Question): string[] {
	return (grain && labelsOf(asked, grain, dayOf(asked.from, site.timezone))) ?? []
}

const goneOf = ({ warnings }: Question) => (warnings.length > 0 ? { retention_warnings: warnings } : {})

function warningsOf({ query, range }: Question): Pick<QueryResult['meta'], 'metric_warnings'> {
	const code = asksForMoney(query) ? revenueOf(query, range) : null
	if (typeof code !== 'string') return {}
	const money = query.metrics.filter((metric) => metricOf(metric).formula.is === 'money')
	const warning = { code, warning: MONEY_WARNINGS[code] }
	return { metric_warnings: Object.fromEntries(money.map((metric) => [metric, warning])) }
}

function conversionOf(
	{ range }: Question,
	found: Conversions | null,
): Pick<QueryResult['meta'], 'revenue_conversion'> {
	const dates = ratesOf(range).map(({ date }) => date)
	const [first, last] = [dates[0], dates.at(-1)]
	if (!found || !first || !last || found.converted + found.unconverted === 0) return {}
	const source = 'European Central Bank, euro foreign exchange reference rates'
	return { revenue_conversion: { source, ...found, rates: [first, last] } }
}

function rowsOf(question: Question, answered: Answered): ResultRow[] {
	const { query, dimensions } = question
	const unit = unitOf(dimensions)
	const firstDay = dayOf(question.asked.from, question.site.timezone)
	const dimension = (value: string | number): string =>
		typeof value === 'number' && unit ? labelOf(value, unit, firstDay) : String(value)
	const formulas = query.metrics.map((metric): Formula => metricOf(metric).formula)
	const currency = currencyOf(question)
	return answered.table.rows.map((row: Row) => ({
		metrics: row.metrics.map((value, i) => {
			const formula = formulas[i]
			if (formula?.is === 'share') return shareOf(value, answered[formula.by], formula)
			if (formula?.is !== 'money' || value === null) return value
			const unit = currency(row)
			return unit === null ? null : moneyOf(value, unit)
		}),
		dimensions: row.dimensions.map(dimension),
	}))
}

/** The currency of a row's money: the one of all that was asked for, or that of the row's goal. */
function currencyOf({ query, dimensions, range }: Question): (row: Row) => string | null {
	const revenue = asksForMoney(query) ? revenueOf(query, range) : null
	if (revenue === null || typeof revenue === 'string') return () => null
	const place = dimensions.findIndex(({ of }) => of === 'goal')
	const byName = new Map(query.goals.map(({ name, currency }) => [name, currency]))
	return ({ dimensions: values }) => revenue.currency ?? byName.get(String(values[place])) ?? null
}

/** Per cent, rounded half up; where there is nothing to be a share of, as the metric says. */
function shareOf(
	part: number | null,
	whole: number | null,
	{ decimals, none }: Formula & { is: 'share' },
): number | null {
	if (part === null || !whole) return none
	const scale = 10 ** decimals
	return Math.floor((200 * scale * part + whole) / (2 * whole)) / scale
}
