import { bitOf, type NoveltyBit } from '../model/novelty.ts'
import { CODES, foldedText, isRest, ROLLED, TOTAL } from './rolled.ts'

/**
 * Adds up the hours of the open day. Unlike a day (`fold.ts`) an hour cannot count distinct visitors: who came before is
 * told by the novelty bits alone. All sums are of events, so hours and the rows after them add up to the day.
 */
export interface FoldedHour {
	site: number
	/** Half-open, ms since the epoch. */
	start: number
	end: number
}

const novel = (bit: NoveltyBit): string => `sum((novelty & ${bitOf(bit)}) <> 0)`

/** Sums of events by a value: `visitors, visits, ended, pageviews, events`. */
const sumsOf = (bit: NoveltyBit): string =>
	`${novel(bit)} AS visitors, ${novel('visit')} AS visits, ${novel('bounceEnded')} AS ended, sum(name = 'pageview') AS pageviews, count(*) AS events`

/** Text of the sums of one dimension, to stand before `FROM events`: columns `value` and those above. */
const hourSums = (code: number): string | null => {
	if (code === TOTAL) return `'' AS value, ${sumsOf('visitor')}`
	const rolled = ROLLED[code - 1]
	if (!rolled?.bit) return null
	return `${foldedText(rolled)} AS value, ${sumsOf(rolled.bit)}`
}

const SUMS = ['visitors', 'visits', 'ended', 'pageviews', 'events'] as const

/** What is there already is added to, if it ends where the hour begins: an hour is never added twice. */
const INSERTS: readonly string[] = CODES.flatMap((code) => {
	const sums = hourSums(code)
	if (sums === null) return []
	const held = `FROM rollup_hours h WHERE h.site = ?1 AND h.day = ?4 AND h.dimension = ${code}`
	const before = `SELECT j.value ->> 0, ${SUMS.map((_, i) => `j.value ->> ${i + 1}`).join(', ')} ${held.replace('h WHERE', 'h, json_each(h.rows) j WHERE')}`
	const hour = `SELECT ${sums} FROM events WHERE site = ?1 AND time >= ?2 AND time < ?3 AND name <> 'engagement' GROUP BY 1`
	const added = SUMS.map((one) => `sum(${one}) AS ${one}`).join(', ')
	const values = `SELECT value, ${added} FROM (${hour} UNION ALL ${before}) GROUP BY 1`
	const ranked = `SELECT *, ${isRest('value')} AS rest FROM (${values})`
	const kept = `SELECT CASE WHEN rest THEN NULL ELSE value END AS value, ${added} FROM (${ranked}) GROUP BY 1`
	return [
		`INSERT OR REPLACE INTO rollup_hours (site, day, dimension, until, rows) SELECT ?1, ?4, ${code}, ?3, rows FROM (SELECT json_group_array(json_array(value, ${SUMS.join(', ')})) AS rows FROM (${kept})) WHERE coalesce((SELECT h.until ${held}), ?4) = ?2`,
	]
})

/**
 * Adds an hour to the sums of its day, which begins at `day` (ms since the epoch); the first hour begins them anew.
 * All of it or nothing; doing it twice changes nothing.
 * @throws whatever D1 throws: do it again.
 */
export async function foldHour(db: D1Database, { site, start, end }: FoldedHour, day: number): Promise<void> {
	const fresh = db.prepare('DELETE FROM rollup_hours WHERE site = ?1 AND day = ?2').bind(site, day)
	await db.batch([
		...(start === day ? [fresh] : []),
		...INSERTS.map((text) => db.prepare(text).bind(site, start, end, day)),
	])
}
