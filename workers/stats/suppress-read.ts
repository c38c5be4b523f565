import { Temporal } from 'temporal-polyfill'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { resolve } from './dates.ts'
import type { QueryResult } from './result.ts'
import { answerAll, type QuerySite, UNAVAILABLE } from './run.ts'
import { type Cell, type Counts, type Release, release } from './suppress.ts'
import {
	PAGE_METRICS,
	PUBLIC_METRICS,
	type PublicDimension,
	type PublicMetric,
	type PublicQuestion,
} from './suppress-question.ts'
import { decidingMonths, type Memory, releasable, type Unit, unitsOf } from './suppress-units.ts'
import { zoned } from './zone.ts'

/** Makes releases of what a site's own statistics answer. */

/** A site whose statistics leave its account. */
export interface PublicSite extends Omit<QuerySite, 'goals' | 'segments' | 'engine'> {
	/** Fewest visitors of a cell: k. */
	threshold: number
	/** Days that the site's numbers are kept, the fewest of its rules. */
	keptDays: number
}

const MAX_DAYS = { asked: 1100, told: 400, listed: 93 } as const
/** Days of one query: an answer has 10,000 rows, and the busiest page lists have some thousand a day. */
const DAYS_AT_ONCE = 5
const MAX_ROWS = 10_000

export interface Cut {
	units: Unit[]
	/** The dates that are told of; null where there are none. */
	from: string | null
	to: string | null
}

/** The units of a question. */
export async function cutOf(
	db: D1Database,
	site: PublicSite,
	{ dateRange, dimension }: PublicQuestion,
	now: number,
): Promise<Result<Cut>> {
	const { timezone, keptDays, threshold } = site
	const range = resolve(dateRange, { now, timezone, oldest: null, trim: false })
	const date = (instant: number) => zoned(instant, timezone).toPlainDate()
	const memory: Memory = { keptDays, today: date(now) }
	const dates = releasable(date(range.from), date(range.to - 1), memory)
	if (!dates) return ok({ units: [], from: null, to: null })
	const { from, to } = dates
	if (from.until(to, { largestUnit: 'days' }).days >= MAX_DAYS.asked) return tooLong(MAX_DAYS.asked)
	const sizes = await sizesOf(db, site, decidingMonths(from, to, memory), now)
	if (!sizes.ok) return sizes
	const units = unitsOf(from, to, sizes.value, threshold)
	const most = dimension ? MAX_DAYS.listed : MAX_DAYS.told
	if (units.filter(({ kind }) => kind === 'day').length > most) return tooLong(most)
	return ok({ units, from: units[0]?.from ?? null, to: units.at(-1)?.to ?? null })
}

const tooLong = (days: number) =>
	fail<AppError>({ kind: 'invalid', message: `#/date_range: This question may be of ${days} days at most` })

/** Visitors of months. */
async function sizesOf(
	db: D1Database,
	site: PublicSite,
	months: readonly string[],
	now: number,
): Promise<Result<Map<string, number>>> {
	const [first, last] = [months[0], months.at(-1)]
	if (!first || !last) return ok(new Map())
	const to = Temporal.PlainDate.from(last).add({ months: 1 }).subtract({ days: 1 }).toString()
	const body = { metrics: ['visitors'], dimensions: ['time:month'], date_range: [first, to] }
	const answers = await ask(db, site, [body], now)
	if (!answers.ok) return answers
	const rows = answers.value.flatMap(({ results }) => results)
	return ok(
		new Map(rows.map(({ dimensions: [month = ''], metrics: [visitors] }) => [month, numberOf(visitors)])),
	)
}

/** What is released of each unit; null where it is too small. */
export async function releasesOf(
	db: D1Database,
	site: PublicSite,
	dimension: PublicDimension | null,
	units: readonly Unit[],
	now: number,
): Promise<Result<Map<Unit, Release | null>>> {
	if (units.length === 0) return ok(new Map())
	const metrics = Object.keys(PUBLIC_METRICS) as PublicMetric[]
	const perCell = dimension === 'event:page' ? PAGE_METRICS : metrics
	const whole = spansOf(units, MAX_DAYS.told).map((span) => bodyOf(span, metrics, null))
	const split = dimension ? spansOf(units, DAYS_AT_ONCE).map((span) => bodyOf(span, perCell, dimension)) : []
	const answers = await ask(db, site, [...whole, ...split], now)
	if (!answers.ok) return answers
	const totals = answers.value.slice(0, whole.length).flatMap(({ results }) => results)
	const lists = answers.value.slice(whole.length)
	const cut = lists.find(
		({ meta, results }) => meta.has_more && numberOf(results.at(-1)?.metrics[0]) >= site.threshold,
	)
	if (cut) {
		const message = `#/date_range: There are too many values of ${dimension}: ask for fewer days`
		return fail<AppError>({ kind: 'invalid', message })
	}
	const totalOf = new Map(totals.map((row) => [row.dimensions[0], countsOf(metrics, row.metrics)]))
	const cellsOf = new Map<string, Cell[]>()
	for (const { dimensions, metrics } of lists.flatMap(({ results }) => results)) {
		const [label = '', value = ''] = dimensions
		const cells = cellsOf.get(label) ?? []
		cells.push({ value, counts: countsOf(perCell, metrics) })
		cellsOf.set(label, cells)
	}
	return ok(
		new Map(
			units.map((unit) => {
				const total = totalOf.get(unit.from)
				return [unit, total ? release(total, cellsOf.get(unit.from) ?? [], site.threshold) : null]
			}),
		),
	)
}

/** Units that can be asked for at once: months one by one, days in runs. */
function spansOf(units: readonly Unit[], most: number): Unit[][] {
	const spans: Unit[][] = []
	for (const unit of units) {
		const span = spans.at(-1)
		const last = span?.at(-1)
		const follows =
			span !== undefined &&
			last?.kind === 'day' &&
			unit.kind === 'day' &&
			span.length < most &&
			Temporal.PlainDate.from(last.to).add({ days: 1 }).toString() === unit.from
		if (follows) span.push(unit)
		else spans.push([unit])
	}
	return spans
}

const bodyOf = (span: readonly Unit[], metrics: readonly PublicMetric[], dimension: string | null) => ({
	metrics,
	dimensions: [`time:${span[0]?.kind}`, ...(dimension ? [dimension] : [])],
	date_range: [span[0]?.from, span.at(-1)?.to],
	// The largest first: what an answer has no room for is small.
	order_by: [['visitors', 'desc']],
	pagination: { limit: MAX_ROWS },
})

/** Asks the account's own statistics: there is no other truth. From D1 alone, which is exact. */
async function ask(
	db: D1Database,
	{ threshold: _, keptDays: __, ...site }: PublicSite,
	bodies: readonly unknown[],
	now: number,
): Promise<Result<QueryResult[]>> {
	const answers = await answerAll(db, site, bodies, { now, dashboard: true })
	const results: QueryResult[] = []
	for (const one of answers) {
		// No question of ours is out of order: what is not answered cannot be answered now.
		if (!one.ok) return fail(UNAVAILABLE)
		results.push(one.value)
	}
	return ok(results)
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

function countsOf(metrics: readonly PublicMetric[], values: readonly unknown[]): Counts {
	const value = (metric: PublicMetric): number | null => {
		const found = metrics.includes(metric) ? values[metrics.indexOf(metric)] : null
		return typeof found === 'number' ? found : null
	}
	return {
		visitors: value('visitors') ?? 0,
		visits: value('visits') ?? 0,
		pageviews: value('pageviews') ?? 0,
		bounceRate: value('bounce_rate'),
		visitDuration: value('visit_duration'),
	}
}
