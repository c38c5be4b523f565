import { DAY, type Grain } from './buckets.ts'
import { activeVisits, bucket, holds } from './d1-rows.ts'
import type { Subject } from './explore.ts'
import { all, type Fragment, sql, value } from './sql.ts'
import type { Range } from './zone.ts'

/**
 * Days before the range in which a first visit is looked for. A cookie lives 13 months and is never prolonged, so
 * that nobody is known from longer ago; a named import may hold older visits, and those are not seen.
 */
const LOOK_BACK_DAYS = 400

/** When visits may have made somebody known. */
export const lookBack = ({ from, to }: Range): Range => ({ from: from - LOOK_BACK_DAYS * DAY, to })

export interface Grains {
	day: Grain
	/** Weeks or months. */
	period: Grain
}

/** How many of a cohort came in a period, both by their numbers (`buckets.ts`). */
export interface Return {
	cohort: number
	period: number
	visitors: number
}

/** Who came on a day. */
export interface DayCount {
	day: number
	visitors: number
	again: number
}

/** Distinct visitors of the active visits, and those of them who can be recognised on a later day. */
export interface Covers {
	visitors: number
	of: number
}

/** The three statements of a retention report. */
export function retentionStatements(
	subject: Subject,
	{ day, period }: Grains,
): [covers: Fragment, returns: Fragment, days: Fragment] {
	const { from, to } = subject.range
	// What a filter says of the events of a visit it says of earlier visits as well.
	const since = { site: subject.site, range: lookBack(subject.range) }
	const known = all(
		[
			sql`v.site = ${value(subject.site)}`,
			sql`v.started_at >= ${value(since.range.from)}`,
			sql`v.started_at < ${value(to)}`,
			sql`v.stable = 1`,
			...subject.conditions.map((one) => holds(one, 'v', since)),
		],
		'AND',
	)
	const seen = sql`seen AS MATERIALIZED (SELECT v.visitor AS visitor, ${bucket(sql`v.started_at`, day)} AS day, ${bucket(sql`v.started_at`, period)} AS period, min(v.started_at) AS first_at, max(v.started_at) AS last_at FROM visits v WHERE ${known} GROUP BY 1, 2)`
	const firsts = sql`firsts AS MATERIALIZED (SELECT visitor AS who, min(day) AS first_day, min(period) AS cohort, min(first_at) AS at FROM seen GROUP BY visitor)`
	return [
		sql`SELECT count(DISTINCT CASE WHEN v.stable = 1 THEN v.visitor END) AS visitors, count(DISTINCT v.visitor) AS "of" FROM visits v WHERE ${activeVisits(subject, subject.conditions)}`,
		sql`WITH ${seen}, ${firsts} SELECT cohort, period, count(DISTINCT visitor) AS visitors FROM seen CROSS JOIN firsts ON who = visitor WHERE at >= ${value(from)} GROUP BY cohort, period`,
		sql`WITH ${seen}, ${firsts} SELECT day, count(*) AS visitors, sum(first_day < day) AS again FROM seen CROSS JOIN firsts ON who = visitor WHERE last_at >= ${value(from)} GROUP BY day ORDER BY day`,
	]
}
