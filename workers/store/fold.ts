import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { blankOf, CODES, foldedText, isRest, ROLLED, type Rolled, TOTAL } from './rolled.ts'
import { rollupDays } from './schema/rollups.ts'
import { DELETE_SKETCH, INSERT_SKETCH } from './sketch.ts'

/**
 * Folds a day's raw rows into its rollups, by SQL inside the database: one batch, all of it or nothing, and
 * folding twice changes nothing. The statements are text, for Drizzle has no words for windows and filters;
 * nothing in them comes from outside, values are bound.
 */

/** A day of a site: half-open, ms since the epoch. */
export interface FoldedDay {
	site: number
	start: number
	end: number
}

/** A longer visit is not found active in a later day; the same bound as that of the question side. */
const LOOK_BACK = 7 * 86_400_000
/** No day of a site is longer, not where clocks go back and its time zone changes. */
const LONGEST_DAY = 50 * 3_600_000

/** Every sum of a rollup's row, in order of its columns. */
export const MEASURES = [
	'visitors',
	'visits',
	'bounced',
	'seconds',
	'views',
	'pageviews',
	'events',
	'depth',
	'depths',
	'engaged',
	'readers',
] as const

const OF_VISITS =
	'count(DISTINCT visitor) AS visitors, count(*) AS visits, sum(bounce) AS bounced, sum(duration) AS seconds, sum(pageviews) AS views, sum(pageviews) AS pageviews, sum(events) AS events, 0 AS depth, 0 AS depths, 0 AS engaged, 0 AS readers'
const OF_EVENTS =
	"count(DISTINCT visitor) AS visitors, count(DISTINCT visit) AS visits, 0 AS bounced, 0 AS seconds, 0 AS views, sum(name = 'pageview') AS pageviews, count(*) AS events"

const ON_DAY = {
	visits: 'FROM visits WHERE site = ?1 AND started_at >= ?2 AND started_at < ?3',
	events: 'FROM events WHERE site = ?1 AND time >= ?2 AND time < ?3',
} as const

/** How far and how long the visits of a day read each page. */
const READING = `SELECT ${foldedText({ column: 'page', blank: blankOf('page') })} AS value, sum(deepest) AS depth, count(deepest) AS depths, sum(ms) AS engaged, count(CASE WHEN ms > 0 THEN 1 END) AS readers FROM (SELECT page, visit, max(CASE WHEN scroll_depth <= 100 THEN scroll_depth END) AS deepest, coalesce(sum(engaged_ms), 0) AS ms ${ON_DAY.events} AND name = 'engagement' GROUP BY page, visit) GROUP BY 1`

/** Rows of one dimension: its values, each with all measures. */
function valuesOf(rolled: Rolled): string {
	const { of, column } = rolled
	const value = foldedText(rolled)
	if (of === 'visits') return `SELECT ${value} AS value, ${OF_VISITS} ${ON_DAY.visits} GROUP BY 1`
	const counted = `SELECT ${value} AS value, ${OF_EVENTS} ${ON_DAY.events} AND name <> 'engagement' GROUP BY 1`
	if (column !== 'page')
		return counted.replace(' FROM', ', 0 AS depth, 0 AS depths, 0 AS engaged, 0 AS readers FROM')
	// A page may be read on a day on which nothing else happened there: it was opened before, or by another visit.
	const sums = MEASURES.map((one) => `coalesce(${one}, 0) AS ${one}`)
	return `SELECT coalesce(c.value, r.value) AS value, ${sums.join(', ')} FROM (${counted}) c FULL JOIN (${READING}) r ON r.value = c.value`
}

/** The same with the day's longest values alone, and one row for the rest. */
function bounded(values: string): string {
	const ranked = `SELECT *, ${isRest('value')} AS rest FROM (${values})`
	const sums = MEASURES.map((one) => `sum(${one})`).join(', ')
	return `SELECT CASE WHEN rest THEN '' ELSE value END AS kept, rest, ${sums} FROM (${ranked}) GROUP BY kept, rest`
}

const COLUMNS = `(site, dimension, day, value, rest, ${MEASURES.join(', ')})`

const INSERTS: readonly string[] = [
	`INSERT INTO rollup_days ${COLUMNS} SELECT ?1, ${TOTAL}, ?2, '', 0, ${MEASURES.map((one) => `coalesce(${one}, 0)`).join(', ')} FROM (SELECT ${OF_VISITS} ${ON_DAY.visits}) WHERE visits > 0`,
	...ROLLED.map((one, i) => {
		const columns = `kept, rest, ${MEASURES.map((_, k) => `m${k}`).join(', ')}`
		return `INSERT INTO rollup_days ${COLUMNS} WITH sums(${columns}) AS (${bounded(valuesOf(one))}) SELECT ?1, ${i + 1}, ?2, ${columns} FROM sums`
	}),
]

/**
 * Whether sums of days lie about a day: a visit or a visitor number of it belongs to another day too. Numbers
 * that outlive a day (cookies, named imports) do, and days that were kept in another time zone.
 */
const IS_MIXED = `SELECT EXISTS (SELECT 1 ${ON_DAY.visits} AND (stable = 1 OR last_at >= ?3)) OR EXISTS (SELECT 1 FROM visits WHERE site = ?1 AND started_at >= ?2 - ${LOOK_BACK} AND started_at < ?2 AND last_at >= ?2) OR EXISTS (SELECT 1 ${ON_DAY.visits} AND visitor IN (SELECT visitor FROM visits WHERE site = ?1 AND ((started_at >= ?2 - ${LONGEST_DAY} AND started_at < ?2) OR (started_at >= ?3 AND started_at < ?3 + ${LONGEST_DAY})))) AS mixed`

/**
 * Last event of a visit whose visitor number outlives its day, ms since the epoch; 0 where there is none. Reads all
 * visits of the site.
 * @throws whatever D1 throws.
 */
export async function latestStable(db: D1Database, site: number): Promise<number> {
	const latest = 'SELECT coalesce(max(last_at), 0) AS at FROM visits WHERE site = ?1 AND stable = 1'
	return (await db.prepare(latest).bind(site).first<number>('at')) ?? 0
}

/** What is known of a day that was folded. */
export interface Fold {
	/** Its sums must not be added to those of other days. */
	mixed: boolean
	/** Events of all names but engagement. */
	events: number
}

/**
 * Folds one day.
 * @throws whatever D1 throws: fold it again.
 */
export async function foldDay(db: D1Database, { site, start, end }: FoldedDay): Promise<Fold> {
	const gone = drizzle(db, { casing: 'snake_case' })
		.delete(rollupDays)
		.where(
			and(eq(rollupDays.site, site), inArray(rollupDays.dimension, [...CODES]), eq(rollupDays.day, start)),
		)
		.toSQL()
	const results = await db.batch<{ mixed?: number; events?: number }>([
		db.prepare(IS_MIXED).bind(site, start, end),
		db.prepare(gone.sql).bind(...gone.params),
		db.prepare('DELETE FROM rollup_hours WHERE site = ?1 AND day >= ?2 AND day < ?3').bind(site, start, end),
		...INSERTS.map((text) => db.prepare(text).bind(site, start, end)),
		db.prepare(DELETE_SKETCH).bind(site, start),
		db.prepare(INSERT_SKETCH).bind(site, start, end),
		db
			.prepare(
				`SELECT events FROM rollup_days WHERE site = ?1 AND dimension = ${TOTAL} AND day = ?2 AND day < ?3`,
			)
			.bind(site, start, end),
	])
	return { mixed: results[0]?.results[0]?.mixed !== 0, events: results.at(-1)?.results[0]?.events ?? 0 }
}

/**
 * Start of a site's first folded day from an instant on, ms since the epoch; null where there is none.
 * @throws whatever D1 throws.
 */
export async function firstFolded(db: D1Database, site: number, from: number): Promise<number | null> {
	const first = `SELECT min(day) AS day FROM rollup_days WHERE site = ?1 AND dimension = ${TOTAL} AND day >= ?2`
	return db.prepare(first).bind(site, from).first<number>('day')
}

/** A difference between a day's rollups and its raw rows. */
export interface Discrepancy {
	dimension: number
	value: string
	/** `missing` from the rollups, or in them `surplus`; a wrong sum is both. */
	kind: 'missing' | 'surplus'
}

/** At most so many differences are told. */
const MOST_TOLD = 20

/**
 * Computes a day anew from its raw rows and compares. Empty = the rollups are right.
 * @throws whatever D1 throws.
 */
export async function verifyDay(db: D1Database, { site, start, end }: FoldedDay): Promise<Discrepancy[]> {
	const fresh = (insert: string): string => insert.slice(insert.indexOf(COLUMNS) + COLUMNS.length)
	const stored = (code: number): string =>
		`SELECT site, dimension, day, value, rest, ${MEASURES.join(', ')} FROM rollup_days WHERE site = ?1 AND dimension = ${code} AND day = ?2 AND day < ?3`
	const told = (kind: Discrepancy['kind'], a: string, b: string): string =>
		`SELECT '${kind}' AS kind, dimension, value FROM (SELECT * FROM (${a}) EXCEPT SELECT * FROM (${b})) LIMIT ${MOST_TOLD}`
	const named = (text: string): string =>
		`WITH fresh(site, dimension, day, value, rest, ${MEASURES.join(', ')}) AS (${text}) SELECT * FROM fresh`
	const results = await db.batch<Discrepancy>(
		INSERTS.flatMap((insert, code) => [
			db.prepare(told('missing', named(fresh(insert)), stored(code))).bind(site, start, end),
			db.prepare(told('surplus', stored(code), named(fresh(insert)))).bind(site, start, end),
		]),
	)
	return results.flatMap((one) => one.results).slice(0, MOST_TOLD)
}
