import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { isMetric } from '../stats/registry.ts'
import { zoned } from '../stats/zone.ts'
import { filtersOf } from './legacy-filters.ts'
import type { Period } from './schemas/stats-v1.ts'

/** Reads the parameters of the older statistics API into parts of a query of the present one. */

/** First and last day, both included. */
export type Days = [string, string]

const invalid = (message: string) => fail<AppError>({ kind: 'invalid', message })

/** Reads a request's parameters; a blank one counts as left out. The first fault is told with its name. */
export function paramsOf<T>(fields: z.ZodType<T>, sent: Record<string, string>): Result<T, AppError> {
	const given = Object.entries(sent).filter(([, value]) => value.trim() !== '')
	const parsed = fields.safeParse(Object.fromEntries(given))
	if (parsed.success) return ok(parsed.data)
	const issue = parsed.error.issues[0]
	return invalid(`${String(issue?.path[0])}: ${issue?.message}`)
}

/** What `period` and `date` mean in a site's time zone. The older API's periods end with the day itself. */
export function daysOf(
	{ period, date }: { period: Period; date?: string | undefined },
	timezone: string,
	now: number,
): Result<Days, AppError> {
	if (period === 'custom') return customDays(date)
	const day = date === undefined ? zoned(now, timezone).toPlainDate() : dateOf(date)
	if (!day) return invalid(`date: "${date?.slice(0, 50)}" is no date such as 2026-11-24`)
	const firstOfMonth = day.with({ day: 1 })
	const lastOfMonth = firstOfMonth.add({ months: 1 }).subtract({ days: 1 })
	const first = {
		day,
		'7d': day.subtract({ days: 6 }),
		// 31 days, as the older API has always counted them.
		'30d': day.subtract({ days: 30 }),
		month: firstOfMonth,
		'6mo': firstOfMonth.subtract({ months: 5 }),
		'12mo': firstOfMonth.subtract({ months: 11 }),
	}[period]
	const byMonth = period === 'month' || period === '6mo' || period === '12mo'
	return ok([first.toString(), (byMonth ? lastOfMonth : day).toString()])
}

function customDays(date: string | undefined): Result<Days, AppError> {
	const [from, to, ...more] = (date ?? '').split(',').map((one) => dateOf(one.trim()))
	if (!from || !to || more.length > 0 || Temporal.PlainDate.compare(from, to) > 0) {
		return invalid('date: the period custom needs the first and the last day, as in 2026-11-01,2026-11-24')
	}
	return ok([from.toString(), to.toString()])
}

/** A date of the years 1000 to 9999, so that no period leaves what can be written in four digits. */
function dateOf(text: string): Temporal.PlainDate | null {
	try {
		return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) ? Temporal.PlainDate.from(text) : null
	} catch {
		return null
	}
}

/** A query of the Stats API v2 with the metrics, days and filters that the parameters ask for. */
export function queryOf(
	params: { site_id: string; metrics: string; filters: string; period: Period; date?: string | undefined },
	timezone: string,
	now: number,
): Result<{ site_id: string; metrics: string[]; date_range: Days; filters: unknown[] }, AppError> {
	const metrics = params.metrics.split(',').map((one) => one.trim())
	// Comparisons are asked the way the dashboard asks them, and it knows more metrics.
	const inside = metrics.find((one) => isMetric(one, true) && !isMetric(one, false))
	if (inside) return invalid(`metrics: Invalid metric "${inside}"`)
	const days = daysOf(params, timezone, now)
	if (!days.ok) return days
	const filters = filtersOf(params.filters)
	if (!filters.ok) return filters
	return ok({ site_id: params.site_id, metrics, date_range: days.value, filters: filters.value })
}

const PARAMETERS = { site_id: 'site_id', metrics: 'metrics', dimensions: 'property', date_range: 'date' }

/** A failure of the query, in the words of the parameters it was made from. */
export function inParameters(error: AppError): AppError {
	if (error.kind !== 'invalid') return error
	const message = error.message
		.replace(/^#\/filters[^:]*: /gm, 'filters: ')
		.replace(/^#\/(site_id|metrics|dimensions|date_range)[^:]*: /gm, (_, key: keyof typeof PARAMETERS) => {
			return `${PARAMETERS[key]}: `
		})
		.replace(/^Invalid include\.time_labels: /, 'interval: ')
	return { ...error, message }
}
