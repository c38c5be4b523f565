import { FILTERED, foldedText, isRest, LISTED, MOST_SOURCES, ROLLED, SOURCE } from './rolled.ts'

/** Folds pairs of dimensions for a day (`rollupPairs`), by SQL inside the database like `fold.ts`. */

const SUMS = ['visitors', 'visits', 'bounced', 'seconds', 'pageviews', 'events'] as const

/** The text of a dimension; both tables have the columns that are filtered by. */
function textOf(code: number): string {
	const rolled = ROLLED[code - 1]
	if (!rolled) throw new Error(`no dimension has the code ${code}`)
	return foldedText(rolled)
}

/** Rows of one pair, as they stand in the table. */
function pairOf(filtered: number, listed: number): string {
	const both = `${textOf(filtered)} AS a, ${textOf(listed)} AS b`
	const counted =
		ROLLED[listed - 1]?.of === 'visits'
			? `SELECT ${both}, count(DISTINCT visitor) AS visitors, count(*) AS visits, sum(bounce) AS bounced, sum(duration) AS seconds, sum(pageviews) AS pageviews, sum(events) AS events FROM visits WHERE site = ?1 AND started_at >= ?2 AND started_at < ?3 GROUP BY 1, 2`
			: `SELECT ${both}, count(DISTINCT visitor) AS visitors, count(DISTINCT visit) AS visits, 0 AS bounced, 0 AS seconds, sum(name = 'pageview') AS pageviews, count(*) AS events FROM events WHERE site = ?1 AND time >= ?2 AND time < ?3 AND name <> 'engagement' GROUP BY 1, 2`
	const ranked = `SELECT *, ${isRest('b', 'a')} AS rest FROM (${counted})`
	const added = SUMS.map((one) => `sum(${one}) AS ${one}`).join(', ')
	const kept = `SELECT a, CASE WHEN rest THEN NULL ELSE b END AS b, ${added} FROM (${ranked}) GROUP BY 1, 2`
	return `SELECT ?1 AS site, ?2 AS day, ${filtered} AS dimension, a AS value, ${listed} AS other, json_group_array(json_array(b, ${SUMS.join(', ')}) ORDER BY b) AS rows FROM (${kept}) GROUP BY a`
}

const pairsOf = (filtered: number): readonly string[] =>
	LISTED.filter((listed) => listed !== filtered).map((listed) => pairOf(filtered, listed))

const PAIRS = FILTERED.map((code) => ({ code, pairs: pairsOf(code) }))
const OF_SOURCES = { code: SOURCE, pairs: pairsOf(SOURCE) }

/**
 * Folds the pairs of a day that has been folded itself, one batch for each dimension that is filtered by; folding
 * twice changes nothing.
 * @returns whether sources have pairs too: on a day of too many of them they have none.
 * @throws whatever D1 throws: fold them again.
 */
export async function foldPairs(db: D1Database, site: number, start: number, end: number): Promise<boolean> {
	const sources = await db
		.prepare('SELECT count(*) AS n FROM rollup_days WHERE site = ?1 AND dimension = ?2 AND day = ?3')
		.bind(site, SOURCE, start)
		.first<number>('n')
	const few = (sources ?? 0) <= MOST_SOURCES
	for (const { code, pairs } of [...PAIRS, OF_SOURCES]) {
		const gone = 'DELETE FROM rollup_pairs WHERE site = ?1 AND day = ?2 AND dimension = ?3'
		const added = code === SOURCE && !few ? [] : pairs
		await db.batch([
			db.prepare(gone).bind(site, start, code),
			...added.map((text) => db.prepare(`INSERT INTO rollup_pairs ${text}`).bind(site, start, end)),
		])
	}
	return few
}

/**
 * Computes the pairs of a day anew and compares.
 * @returns how many differ.
 * @throws whatever D1 throws.
 */
export async function verifyPairs(
	db: D1Database,
	site: number,
	start: number,
	end: number,
	withSources: boolean,
): Promise<number> {
	const count = (fresh: string) =>
		`SELECT count(*) AS n FROM (SELECT * FROM (${fresh}) EXCEPT SELECT * FROM rollup_pairs WHERE site = ?1 AND day = ?2 AND day < ?3)`
	let wrong = 0
	for (const { pairs } of withSources ? [...PAIRS, OF_SOURCES] : PAIRS) {
		const found = await db.batch<{ n: number }>(
			pairs.map((text) => db.prepare(count(text)).bind(site, start, end)),
		)
		wrong += found.reduce((sum, one) => sum + (one.results[0]?.n ?? 0), 0)
	}
	return wrong
}
