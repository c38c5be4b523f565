import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Gone } from '../stats/explore.ts'
import { present } from '../stats/now.ts'
import { dimensionOf, type MetricName, metricOf } from '../stats/registry.ts'
import { answer, type QueryResult, UNAVAILABLE } from '../stats/run.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { inParameters, paramsOf, queryOf } from './legacy-params.ts'
import { askedSite } from './query.ts'
import { aggregateParams, breakdownParams, realtimeParams, timeseriesParams } from './schemas/stats-v1.ts'

/**
 * The older statistics API, `/api/v1/stats`, for people's scripts and badges. Every question is made into one of
 * the Stats API v2, so that both always say the same.
 */

type Metrics = QueryResult['results'][number]['metrics']

/** `GET /api/v1/stats/realtime/visitors?site_id` → a bare number. */
export async function getRealtimeVisitors(c: CounterContext): Promise<Response> {
	const params = paramsOf(realtimeParams, c.req.query())
	if (!params.ok) return failure(c, params.error)
	const now = Date.now()
	const asked = await askedSite(c, params.value.site_id, now)
	if (!asked.ok) return failure(c, asked.error)
	const { db, site } = asked.value
	try {
		return c.json((await present(db, site.id, now)).visitors)
	} catch (error) {
		console.warn(`site ${site.id}: D1 gave no answer`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

/** `GET /api/v1/stats/aggregate` → `{"results": {"visitors": {"value", "change"}}}`. */
export async function getAggregate(c: CounterContext): Promise<Response> {
	const params = paramsOf(aggregateParams, c.req.query())
	if (!params.ok) return failure(c, params.error)
	const { compare } = params.value
	const result = await ask(c, params.value, () => ok(compare ? { include: { compare } } : {}))
	if (!result.ok) return failure(c, result.error)
	const { metrics, rows, before, gone } = result.value
	const results = metrics.map((metric, i) => {
		const value = rows[0]?.metrics[i] ?? null
		return [metric, { value, ...(compare ? { change: changeOf(metric, before?.[i], value) } : {}) }]
	})
	return c.json({ results: Object.fromEntries(results), ...gone })
}

/** `GET /api/v1/stats/timeseries` → `{"results": [{"date", "visitors"}]}`, with every date of the period. */
export async function getTimeseries(c: CounterContext): Promise<Response> {
	const params = paramsOf(timeseriesParams, c.req.query())
	if (!params.ok) return failure(c, params.error)
	const { period, interval } = params.value
	const byDefault = { day: 'hour', '6mo': 'month', '12mo': 'month' } as const
	const usual = period in byDefault ? byDefault[period as keyof typeof byDefault] : 'day'
	const unit = interval === 'date' ? 'day' : (interval ?? usual)
	const result = await ask(c, params.value, ({ metrics }) =>
		ok({
			dimensions: [`time:${unit}`],
			include: { time_labels: true },
			// Of each date for itself.
			metrics: metrics.map((one) => (one === 'conversion_rate' ? 'group_conversion_rate' : one)),
		}),
	)
	if (!result.ok) return failure(c, result.error)
	const { metrics, rows, labels, asked, gone } = result.value
	const known = new Map(rows.map((row) => [row.dimensions[0], row.metrics]))
	const none = asked.map(emptyOf)
	return c.json({
		results: labels.map((date) => ({ date, ...named(metrics, known.get(date) ?? none) })),
		...gone,
	})
}

/** `GET /api/v1/stats/breakdown` → `{"results": [{"source", "visitors"}]}`, named by the property. */
export async function getBreakdown(c: CounterContext): Promise<Response> {
	const params = paramsOf(breakdownParams, c.req.query())
	if (!params.ok) return failure(c, params.error)
	const { property, limit, page } = params.value
	const key = property.replace(/^(event:props|event|visit):/, '')
	const result = await ask(c, params.value, ({ metrics }) => {
		if (dimensionOf(property, false)?.of === 'time') return refused(property, 'it is a time')
		if (metrics.includes(key)) return refused(property, 'it is called like a metric')
		return ok({ dimensions: [property], pagination: { limit, offset: (page - 1) * limit } })
	})
	if (!result.ok) return failure(c, result.error)
	const { metrics, rows, gone } = result.value
	return c.json({
		results: rows.map((row) => ({ [key]: row.dimensions[0] ?? '', ...named(metrics, row.metrics) })),
		...gone,
	})
}

const refused = (property: string, why: string) =>
	fail<AppError>({
		kind: 'invalid',
		message: `property: Invalid property "${property.slice(0, 200)}": ${why}`,
	})

interface Told {
	/** By the names that the caller gave them, and by those that were asked for. */
	metrics: string[]
	asked: string[]
	rows: QueryResult['results']
	labels: string[]
	/** Of the period before, where it was asked for. */
	before: Metrics | undefined
	/** Where retention has deleted rows of a range: what was counted instead. */
	gone: Gone
}

/** Asks the query that the parameters describe, changed and completed by `more`. */
async function ask(
	c: CounterContext,
	params: Parameters<typeof queryOf>[0] & { compare?: string | undefined },
	more: (query: { metrics: string[] }) => Result<Record<string, unknown>, AppError>,
): Promise<Result<Told, AppError>> {
	const now = Date.now()
	const asked = await askedSite(c, params.site_id, now)
	if (!asked.ok) return asked
	const { db, site } = asked.value
	const query = queryOf(params, site.timezone, now)
	if (!query.ok) return query
	const rest = more(query.value)
	if (!rest.ok) return rest
	const body = { ...query.value, ...rest.value }
	// The public language has no comparisons.
	const dashboard = params.compare !== undefined
	const result = await answer(db, site, body, { now, dashboard })
	if (!result.ok) return fail(inParameters(result.error))
	const { results, meta, comparison } = result.value
	const warnings = [...(meta.retention_warnings ?? []), ...(comparison?.retention_warnings ?? [])]
	return ok({
		gone: warnings.length > 0 ? { retention_warnings: warnings } : {},
		metrics: query.value.metrics,
		asked: body.metrics,
		rows: results,
		labels: meta.time_labels ?? [],
		before: comparison?.results[0]?.metrics,
	})
}

const named = (metrics: readonly string[], values: Metrics): Record<string, Metrics[number]> =>
	Object.fromEntries(metrics.map((metric, i) => [metric, values[i] ?? null]))

/** What a date without anything shows: what its metric is where there is nothing to count. */
function emptyOf(metric: string): number | null {
	const { formula } = metricOf(metric as MetricName)
	if (formula.is === 'count') return 0
	return 'none' in formula ? formula.none : null
}

/**
 * Change in whole per cent, 100 where there was nothing before; of the bounce rate in points, since it is a per
 * cent itself. Null where there is nothing to compare.
 */
function changeOf(metric: string, before: unknown, now: unknown): number | null {
	if (typeof before !== 'number' || typeof now !== 'number') return null
	if (metric === 'bounce_rate') return before > 0 ? now - before : null
	if (before === 0) return now > 0 ? 100 : 0
	const change = ((now - before) / before) * 100
	return Math.sign(change) * Math.round(Math.abs(change)) || 0
}
