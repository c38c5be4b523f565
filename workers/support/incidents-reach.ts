import type { Facts } from '../model/incident.ts'
import { codeOf, TOTAL } from '../store/rolled.ts'

/** What an incident touched of sites' traffic, asked of one traffic database. */

/** Sums of the days of one site that were touched. */
export interface Touched {
	visitors: number
	visits: number
	events: number
	/** Visits by country, ISO 3166-1 alpha-2; blank = unknown. */
	countries: Record<string, number>
}

const DAY_MS = 86_400_000
const COUNTRY = codeOf('visits', 'country') ?? TOTAL

interface Row {
	site: number
	/** A country; null = all of the site. */
	country: string | null
	visitors: number
	visits: number
	events: number
}

const SITES = 'SELECT value AS site FROM json_each(?1)'

/** Whole days: a day that the window touches counts with all it has. */
const FOLDED = `SELECT s.site, CASE WHEN dimension = ${TOTAL} THEN NULL ELSE value END AS country, sum(visitors) AS visitors, sum(visits) AS visits, sum(events) AS events FROM (${SITES}) s JOIN rollup_days r ON r.site = s.site AND r.dimension IN (${TOTAL}, ${COUNTRY}) AND r.day > ?2 - ${DAY_MS} AND r.day < ?3 GROUP BY 1, 2`

/** Days that have no sums yet are read from the rows themselves. A day of 23 or 25 hours moves this by an hour. */
const RAW = `SELECT f.site, country, count(DISTINCT visitor) AS visitors, count(*) AS visits, sum(events) AS events FROM (SELECT s.site, coalesce((SELECT max(day) + ${DAY_MS} FROM rollup_days r WHERE r.site = s.site AND r.dimension = ${TOTAL}), 0) AS since FROM (${SITES}) s) f CROSS JOIN visits v WHERE v.site = f.site AND v.started_at >= max(f.since, ?2) AND v.started_at < ?3 GROUP BY 1, 2`

/**
 * What each of some sites had in reach of an incident; those that had nothing are left out. Approximate: sums of
 * days, in which somebody who came on two days is counted twice.
 * @throws whatever D1 throws.
 */
export async function touchedOf(
	db: D1Database,
	sites: readonly number[],
	{ reach, startsAt, endsAt }: Pick<Facts, 'reach' | 'startsAt' | 'endsAt'>,
	now: number,
): Promise<Map<number, Touched>> {
	const bounds = [JSON.stringify(sites), reach === 'stored' ? 0 : startsAt, (endsAt ?? now) + 1] as const
	const [folded, raw] = await db.batch<Row>([
		db.prepare(FOLDED).bind(...bounds),
		db.prepare(RAW).bind(...bounds),
	])
	const found = new Map<number, Touched>()
	for (const { site, country, ...sums } of [...(folded?.results ?? []), ...inTotal(raw?.results ?? [])]) {
		const known = found.get(site) ?? { visitors: 0, visits: 0, events: 0, countries: {} }
		if (country === null) {
			known.visitors += sums.visitors
			known.visits += sums.visits
			known.events += sums.events
		} else known.countries[country] = (known.countries[country] ?? 0) + sums.visits
		found.set(site, known)
	}
	return found
}

/** Raw rows come by country alone: each counts for the whole site too. */
const inTotal = (rows: readonly Row[]): Row[] => rows.flatMap((row) => [row, { ...row, country: null }])
