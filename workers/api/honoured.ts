import { and, asc, eq, gte, lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { Temporal } from 'temporal-polyfill'
import type { Site } from '../catalog/sites.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { UNAVAILABLE } from '../stats/run.ts'
import { refusals } from '../store/schema/traffic.ts'
import { statsDb } from '../store/shards.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { stateOf } from './query.ts'
import { WISHES } from './schemas/honoured.ts'
import { siteOf } from './site.ts'

/**
 * What was refused, by day and reason: beacons whose sender asked not to be measured, and those that tell of no
 * visitor. Nothing else is known of them, and nothing of it is under k: these are counts of beacons, not of people.
 */

const DEFAULT_DAYS = 30
/** A year and its day. */
const MAX_DAYS = 366
const DATE = /^\d{4}-\d\d-\d\d$/

/**
 * `GET …/sites/:domain/honoured?from&to`, dates of the site's zone, both included; the last 30 days where they are
 * left out → `{"from", "to", "wishes", "totals": {reason: count}, "days": [{"date", "counts"}]}`.
 */
export async function getHonoured(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const range = rangeOf(c.req.query(), site.value.timezone)
	if (!range.ok) return failure(c, range.error)
	// Counts wait in the site's object like everything else.
	const state = await stateOf(c.env, site.value)
	if (!state.ok) return failure(c, state.error)
	const { from, to } = range.value
	try {
		const rows = await rowsOf(statsDb(c.env, site.value.shard), site.value, from, to)
		return c.json({ from, to, ...summed(rows) })
	} catch (error) {
		console.warn(`site ${site.value.id}: D1 gave no answer`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

function rangeOf(
	query: Record<string, string>,
	timezone: string,
): Result<{ from: string; to: string }, AppError> {
	const stranger = Object.keys(query).find((key) => key !== 'from' && key !== 'to')
	if (stranger !== undefined) return invalid('Only from and to can be given')
	const today = Temporal.Now.plainDateISO(timezone)
	const to = query.to === undefined ? today : dateOf(query.to)
	const from = query.from === undefined ? to?.subtract({ days: DEFAULT_DAYS - 1 }) : dateOf(query.from)
	if (!from || !to) return invalid('from and to are dates, such as 2026-03-31')
	const days = from.until(to, { largestUnit: 'days' }).days + 1
	if (days < 1 || days > MAX_DAYS) return invalid(`from to to is 1 to ${MAX_DAYS} days`)
	return ok({ from: from.toString(), to: to.toString() })
}

const invalid = (message: string) => fail<AppError>({ kind: 'invalid', message })

function dateOf(text: string): Temporal.PlainDate | null {
	try {
		return DATE.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : null
	} catch {
		// The 30th of February.
		return null
	}
}

type Row = Pick<typeof refusals.$inferSelect, 'day' | 'reason' | 'count'>

const rowsOf = (db: D1Database, { id }: Site, from: string, to: string): Promise<Row[]> =>
	drizzle(db, { casing: 'snake_case' })
		.select({ day: refusals.day, reason: refusals.reason, count: refusals.count })
		.from(refusals)
		.where(and(eq(refusals.site, id), gte(refusals.day, from), lte(refusals.day, to)))
		.orderBy(asc(refusals.day), asc(refusals.reason))

function summed(rows: readonly Row[]) {
	const totals: Record<string, number> = {}
	const days = new Map<string, Record<string, number>>()
	for (const { day, reason, count } of rows) {
		totals[reason] = (totals[reason] ?? 0) + count
		days.set(day, { ...days.get(day), [reason]: count })
	}
	return {
		wishes: WISHES.reduce((sum, reason) => sum + (totals[reason] ?? 0), 0),
		totals,
		days: [...days].map(([date, counts]) => ({ date, counts })),
	}
}
