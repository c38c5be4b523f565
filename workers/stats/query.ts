import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Goal } from '../model/goal.ts'
import { type Comparison, type DateRange, parseComparison, parseDateRange } from './dates.ts'
import { type Complain, expanded, type Filter, type Known, parseFilters, quote } from './filters.ts'
import { type Dimension, dimensionOf, isMetric, type MetricName } from './registry.ts'

/** A question in the shape of the Stats API v2, parsed: names are known, ranges are in order. */
export interface Query {
	/** Null only where the address of the request names the site. */
	siteId: string | null
	metrics: MetricName[]
	dimensions: Dimension[]
	dateRange: DateRange
	filters: Filter[]
	/** All that the site has. */
	goals: readonly Goal[]
	/** Null: the default order. */
	orderBy: Order[] | null
	include: Include
	pagination: { limit: number; offset: number }
	/** What the answer repeats as it was sent, but for segments, which it shows spelt out. */
	sent: { filters: unknown; include: unknown }
}

/** A metric or dimension by its name, and the direction. */
export type Order = [string, 'asc' | 'desc']

export interface Include {
	imports: boolean
	timeLabels: boolean
	totalRows: boolean
	trim: boolean
	/** Dashboard only. */
	compare: Comparison | null
}

const MAX_LIMIT = 10_000
/** Dimensions of one query: more would only cut rows into single visits. */
const MAX_DIMENSIONS = 10
const MAX_ORDERS = 30
/** Faults told at once. */
const MAX_FAULTS = 20
const KEYS = [
	'site_id',
	'metrics',
	'date_range',
	'dimensions',
	'filters',
	'order_by',
	'include',
	'pagination',
]
const FLAGS = ['imports', 'time_labels', 'total_rows', 'trim_relative_date_range']

const NOTHING: Known = { goals: [], segments: [] }

/**
 * Parses a query. Every fault is told, one a line, each behind the JSON pointer to where it is.
 * @param known the goals and segments of the site, which filters may name.
 */
export function parseQuery(body: unknown, dashboard: boolean, known: Known = NOTHING): Result<Query> {
	const faults: string[] = []
	const complain: Complain = (pointer, text) => faults.push(`${pointer}: ${text}`)
	if (!isRecord(body)) return invalid('#: A query is a JSON object')
	for (const key of Object.keys(body)) {
		if (!KEYS.includes(key)) complain(`#/${stepOf(key)}`, `Unknown key ${quote(key)}`)
	}
	const siteId = body.site_id ?? null
	if (typeof siteId !== 'string' && !(dashboard && siteId === null)) {
		complain('#/site_id', 'The parameter site_id is required: a domain of the site')
	}
	const metrics = parseMetrics(body.metrics, dashboard, complain)
	const dimensions = parseDimensions(body.dimensions, dashboard, complain)
	const dateRange = parseDateRange(body.date_range)
	if (!dateRange) complain('#/date_range', `Invalid date range ${quote(body.date_range)}`)
	const filters = parseFilters(body.filters, dashboard, complain, known)
	const orderBy = parseOrder(body.order_by, complain)
	const include = parseInclude(body.include, dashboard, complain)
	const pagination = parsePagination(body.pagination, complain)
	if (faults.length > 0 || !dateRange) return invalid(faults.slice(0, MAX_FAULTS).join('\n'))
	const sent = { filters: expanded(body.filters ?? [], known.segments), include: body.include ?? {} }
	const site = typeof siteId === 'string' ? siteId : null
	const { goals } = known
	return ok({
		siteId: site,
		metrics,
		dimensions,
		dateRange,
		filters,
		goals,
		orderBy,
		include,
		pagination,
		sent,
	})
}

const invalid = (message: string): { ok: false; error: AppError } => fail({ kind: 'invalid', message })

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

/** A key as a step of a JSON pointer (RFC 6901). */
const stepOf = (key: string): string => key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')

function parseMetrics(sent: unknown, dashboard: boolean, complain: Complain): MetricName[] {
	if (!Array.isArray(sent) || sent.length === 0) {
		complain('#/metrics', `Invalid metrics ${quote(sent)}: a list of at least one metric is needed`)
		return []
	}
	const known = sent.filter((one: unknown, i): one is MetricName => {
		if (typeof one === 'string' && isMetric(one, dashboard)) return true
		complain(`#/metrics/${i}`, `Invalid metric ${quote(one)}`)
		return false
	})
	if (new Set(known).size < known.length) complain('#/metrics', 'Metrics must be unique')
	return known
}

function parseDimensions(sent: unknown, dashboard: boolean, complain: Complain): Dimension[] {
	if (sent === undefined) return []
	if (!Array.isArray(sent)) {
		complain('#/dimensions', `Invalid dimensions ${quote(sent)}: a list is needed`)
		return []
	}
	const known = sent.flatMap((one: unknown, i) => {
		const dimension = typeof one === 'string' ? dimensionOf(one, dashboard) : null
		if (dimension) return [dimension]
		complain(`#/dimensions/${i}`, `Invalid dimension ${quote(one)}`)
		return []
	})
	if (new Set(known.map((one) => one.name)).size < known.length) {
		complain('#/dimensions', 'Dimensions must be unique')
	}
	if (known.length > MAX_DIMENSIONS) complain('#/dimensions', `A query may have ${MAX_DIMENSIONS} dimensions`)
	return known
}

function parseOrder(sent: unknown, complain: Complain): Order[] | null {
	if (sent === undefined) return null
	if (!Array.isArray(sent) || sent.length > MAX_ORDERS) {
		complain('#/order_by', `Invalid order ${quote(sent)}: a list of at most ${MAX_ORDERS} pairs is needed`)
		return null
	}
	const orders = sent.flatMap((one: unknown, i): Order[] => {
		const [name, direction]: unknown[] = Array.isArray(one) && one.length === 2 ? one : []
		if (typeof name === 'string' && (direction === 'asc' || direction === 'desc')) return [[name, direction]]
		complain(`#/order_by/${i}`, `Invalid order ${quote(one)}: a pair of a name and "asc" or "desc" is needed`)
		return []
	})
	return orders.length > 0 ? orders : null
}

function parseInclude(sent: unknown, dashboard: boolean, complain: Complain): Include {
	if (sent !== undefined && !isRecord(sent)) {
		complain('#/include', `Invalid include ${quote(sent)}: an object is needed`)
	}
	const given = isRecord(sent) ? sent : {}
	const compare = given.compare === undefined ? null : parseComparison(given.compare)
	for (const [key, value] of Object.entries(given)) {
		const pointer = `#/include/${stepOf(key)}`
		if (dashboard && key === 'compare') {
			if (!compare) complain(pointer, `Invalid comparison ${quote(value)}`)
		} else if (!FLAGS.includes(key)) complain(pointer, `Unknown key ${quote(key)}`)
		else if (typeof value !== 'boolean') complain(pointer, `${quote(value)} is neither true nor false`)
	}
	return {
		imports: given.imports === true,
		timeLabels: given.time_labels === true,
		totalRows: given.total_rows === true,
		trim: given.trim_relative_date_range === true,
		compare: dashboard ? compare : null,
	}
}

function parsePagination(sent: unknown, complain: Complain): Query['pagination'] {
	if (sent !== undefined && !isRecord(sent)) {
		complain('#/pagination', `Invalid pagination ${quote(sent)}: an object is needed`)
	}
	const { limit = MAX_LIMIT, offset = 0, ...others } = isRecord(sent) ? sent : {}
	for (const key of Object.keys(others)) complain(`#/pagination/${stepOf(key)}`, `Unknown key ${quote(key)}`)
	const whole = (value: unknown, name: string, least: number, most: number): number => {
		if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
		complain(
			`#/pagination/${name}`,
			`Invalid ${name} ${quote(value)}: a whole number from ${least} to ${most}`,
		)
		return least
	}
	return {
		limit: whole(limit, 'limit', 1, MAX_LIMIT),
		offset: whole(offset, 'offset', 0, 1_000_000_000),
	}
}
