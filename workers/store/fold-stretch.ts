import { and, eq, gte, inArray, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { MEASURES } from './fold.ts'
import { CODES, STRETCH, STRETCH_CODES, TOTAL } from './rolled.ts'
import { rollupDays } from './schema/rollups.ts'

/**
 * Sums of some days in a row, from their rollups: lists of many values over a month or a year read a row for
 * each value and stretch instead of one for each value and day. All measures of a folded day add up, and so do
 * those of its stretch.
 */

const SUMMED = MEASURES.map((one) => `sum(${one}) AS ${one}`).join(', ')
/** One dimension at a time: each is one search of the key. */
const FOLD = `SELECT ?1 AS site, dimension + ${STRETCH} AS dimension, ?2 AS day, value, rest, ${SUMMED} FROM rollup_days WHERE site = ?1 AND dimension = ?4 AND day >= ?2 AND day < ?3 GROUP BY value, rest`
const COLUMNS = `(site, dimension, day, value, rest, ${MEASURES.join(', ')})`
const FOLDED = CODES.filter((code) => code !== TOTAL)

/** A stretch of folded days: half-open, ms since the epoch. */
export interface Stretch {
	site: number
	start: number
	end: number
}

/**
 * Folds a stretch; once more changes nothing.
 * @throws whatever D1 throws: fold it again.
 */
export async function foldStretch(db: D1Database, { site, start, end }: Stretch): Promise<void> {
	const gone = drizzle(db, { casing: 'snake_case' })
		.delete(rollupDays)
		.where(
			and(
				eq(rollupDays.site, site),
				inArray(rollupDays.dimension, [...STRETCH_CODES]),
				gte(rollupDays.day, start),
				lt(rollupDays.day, end),
			),
		)
		.toSQL()
	await db.batch([
		db.prepare(gone.sql).bind(...gone.params),
		...FOLDED.map((code) =>
			db.prepare(`INSERT INTO rollup_days ${COLUMNS} ${FOLD}`).bind(site, start, end, code),
		),
	])
}

/**
 * Rows of a stretch that differ from the sums of its days: 0 = it is right.
 * @throws whatever D1 throws.
 */
export async function verifyStretch(db: D1Database, { site, start, end }: Stretch): Promise<number> {
	const stored = `SELECT site, dimension, day, value, rest, ${MEASURES.join(', ')} FROM rollup_days WHERE site = ?1 AND dimension = ?4 + ${STRETCH} AND day >= ?2 AND day < ?3`
	const both = `SELECT count(*) AS n FROM (SELECT * FROM (${FOLD}) EXCEPT ${stored}) UNION ALL SELECT count(*) FROM (${stored} EXCEPT SELECT * FROM (${FOLD}))`
	const results = await db.batch<{ n: number }>(
		FOLDED.map((code) => db.prepare(both).bind(site, start, end, code)),
	)
	return results.flatMap(({ results: rows }) => rows).reduce((sum, { n }) => sum + n, 0)
}
