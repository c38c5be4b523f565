import { fail, ok, type Result } from '../kit/result.ts'
import { bucketOf, dayOf, grainOf, labelOf } from './buckets.ts'
import { type Asked, type Gone, guarded, rowsOf, shareOf, subjectOf } from './explore.ts'
import {
	type Covers,
	type DayCount,
	type Grains,
	lookBack,
	type Return,
	retentionStatements,
} from './retention-d1.ts'
import type { QuerySite } from './run.ts'

/**
 * Retention: who came back. Told of visitors whose numbers outlive the day alone (cookie mode and imports that
 * name their visitors): `covers` says how many of all visitors they are. Filters select visits, and nothing else
 * is looked at; a visit belongs to the day, week or month in which it began.
 */
export interface RetentionAsked extends Asked {
	period: 'week' | 'month'
}

export interface RetentionResult extends Gone {
	/** Distinct visitors of the range who can be recognised on a later day, of all its distinct visitors. */
	covers: Covers
	/** Why there is nothing to tell; null where there is. */
	empty: string | null
	/** By the period of their first visit (of the range and the 400 days before it): those who were new in the range. */
	cohorts: Cohort[]
	/** The weeks or months of the range. */
	periods: { date: string; whole: boolean }[]
	/** Who came on each day. `returning`: their first visit was on an earlier day. Days without any are left out. */
	days: { date: string; visitors: number; new: number; returning: number }[]
	query: { date_range: [string, string]; filters: unknown; period: 'week' | 'month' }
}

export interface Cohort {
	/** First day of the period, never before the range. */
	date: string
	visitors: number
	/**
	 * Those who came in the period itself (all), in the next one, in the one after that and so on until the range
	 * or the present ends; `percentage` of the cohort, 1 decimal. A period that is not `whole` may still gain some.
	 */
	periods: { visitors: number; percentage: number }[]
}

/** Five years of weeks: an answer has a figure for every two of them. */
const MOST_PERIODS = 260
const TOO_MANY = `#/date_range: There may be ${MOST_PERIODS} weeks or months in the range: ask for a shorter one, or by month`

const EMPTY = {
	none: 'There are no visits in this range.',
	unknown:
		'Nobody of this range can be recognised on a later day: all of its visitors were counted in lightweight mode, in which a visitor’s number ends at midnight.',
}

/** Reports retention. Never throws for what a caller sends. */
export function retention(
	db: D1Database,
	site: QuerySite,
	asked: RetentionAsked,
	now: number,
): Promise<Result<RetentionResult>> {
	return guarded(site, async () => {
		const subject = await subjectOf(db, site, asked, now, lookBack)
		if (!subject.ok) return subject
		if (subject.value.scope === 'events') {
			const message =
				'#/filters: Retention is about visits: filters on events, pages, goals and properties go into has_done'
			return fail({ kind: 'invalid', message })
		}
		const { range } = subject.value
		const { timezone } = site
		const grains: Grains = {
			day: grainOf('day', timezone, lookBack(range)),
			period: grainOf(asked.period, timezone, lookBack(range)),
		}
		// What is still to come would show as periods in which nobody returned.
		const end = Math.max(range.from + 1, Math.min(range.to, now))
		const bucket = (instant: number) => bucketOf(instant, grains.period)
		const [first, last] = [bucket(range.from), bucket(end - 1)]
		if (last - first >= MOST_PERIODS) return fail({ kind: 'invalid', message: TOO_MANY })
		const [covers, returns, days] = await rowsOf<unknown>(db, retentionStatements(subject.value, grains))
		const [covered = { visitors: 0, of: 0 }] = covers as Covers[]
		const firstDay = dayOf(range.from, timezone)
		const date = (period: number) => labelOf(period, asked.period, firstDay)
		const whole = (period: number) =>
			(period > first || bucket(range.from - 1) < first) && (period < last || bucket(end) > last)
		return ok({
			covers: covered,
			empty: covered.of === 0 ? EMPTY.none : covered.visitors === 0 ? EMPTY.unknown : null,
			cohorts: cohortsOf(returns as Return[], last, date),
			periods: span(first, last).map((period) => ({ date: date(period), whole: whole(period) })),
			days: (days as DayCount[]).map(({ day, visitors, again }) => ({
				date: labelOf(day, 'day', firstDay),
				visitors,
				new: visitors - again,
				returning: again,
			})),
			query: { date_range: subject.value.dateRange, filters: asked.filters ?? [], period: asked.period },
			...subject.value.gone,
		})
	})
}

function cohortsOf(returns: readonly Return[], last: number, date: (period: number) => string): Cohort[] {
	const cohorts = new Map<number, Map<number, number>>()
	for (const { cohort, period, visitors } of returns) {
		const periods = cohorts.get(cohort) ?? new Map<number, number>()
		cohorts.set(cohort, periods.set(period, visitors))
	}
	const sorted = [...cohorts].sort(([a], [b]) => a - b)
	return sorted.map(([cohort, periods]) => {
		// A first visit lies in the cohort's own period: there are all of them.
		const all = periods.get(cohort) ?? 0
		return {
			date: date(cohort),
			visitors: all,
			periods: span(cohort, last).map((period) => {
				const visitors = periods.get(period) ?? 0
				return { visitors, percentage: shareOf(visitors, all, 1) }
			}),
		}
	})
}

/** Whole numbers from the first to the last. */
const span = (first: number, last: number): number[] =>
	Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
