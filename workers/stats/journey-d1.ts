import { activeVisits, eventsWhere } from './d1-rows.ts'
import type { Subject } from './explore.ts'
import { BETWEEN_PAGES, BETWEEN_VISITS, type Direction, MOST_CHARACTERS } from './journey-walks.ts'
import { type Fragment, sql, value } from './sql.ts'

/** What D1 says: how many visitors viewed the same pages. */
export interface Pages {
	/** The pages of their visits (`journey-walks.ts`). */
	pages: string
	visitors: number
	/** One of so many visitors was looked at, by their numbers: 1 means all. */
	every: number
}

/**
 * Visits that are followed at most; of more, a sample is. Their pages are about 10 MB of text, on their way through
 * an isolate of 128 MB.
 */
const MOST_VISITS = 60_000

const VIEW = sql`e.name = 'pageview'`

/**
 * The pages that visitors viewed in each of their visits, equal ones together: all of a visit, or what lies from
 * its first view of `page` on, or up to it. Sorted once, as in `funnel-d1.ts`: 0.7 s of a million events.
 */
export function pagesOf(
	subject: Subject,
	page: string | null,
	direction: Direction,
	most: number,
	followed: number = MOST_VISITS,
): Fragment {
	const views = eventsWhere(subject, VIEW, subject.conditions)
	// Where filters tell of events, how many visits they keep is known only after they were read.
	const visits = activeVisits(subject, subject.scope === 'visits' ? subject.conditions : [])
	const starts =
		page === null
			? sql`SELECT v.id AS start FROM visits v WHERE ${visits}`
			: sql`SELECT e.visit AS start, min(e.time) AS at FROM events e WHERE ${eventsWhere(subject, sql`${VIEW} AND e.page = ${value(page)}`, subject.conditions)} GROUP BY e.visit`
	const every = sql`SELECT max(1, (count(*) + ${value(followed - 1)}) / ${value(followed)}) AS every FROM starts`
	const part = direction === 'next' ? sql`e.time >= starts.at` : sql`e.time <= starts.at`
	const from =
		page === null
			? sql`events e WHERE ${views}`
			: sql`events e CROSS JOIN starts ON starts.start = e.visit WHERE ${views} AND ${part}`
	const sampled = sql`e.visitor % (SELECT every FROM sample) = 0`
	const sorted = sql`SELECT e.visitor AS visitor, e.visit_started_at AS began, e.visit AS visit, e.page AS page FROM ${from} AND ${sampled} ORDER BY began, visit, e.time, e.id`
	const whole = sql`group_concat(page, ${value(BETWEEN_PAGES)})`
	const near =
		direction === 'next'
			? sql`substr(${whole}, 1, ${value(MOST_CHARACTERS)})`
			: sql`substr(${whole}, -${value(MOST_CHARACTERS)})`
	// A visit is of one visitor.
	const byVisit = sql`SELECT visitor, ${near} AS pages FROM (${sorted}) GROUP BY began, visit`
	const byVisitor = sql`SELECT visitor, group_concat(pages, ${value(BETWEEN_VISITS)}) AS pages FROM (${byVisit}) GROUP BY visitor`
	return sql`WITH starts AS MATERIALIZED (${starts}), sample AS MATERIALIZED (${every}) SELECT pages, count(*) AS visitors, (SELECT every FROM sample) AS every FROM (${byVisitor}) GROUP BY pages LIMIT ${value(most)}`
}
