import { bitOf, type NoveltyBit } from '../model/novelty.ts'
import { APART, MOST_VALUES, ROLLED, TOTAL } from './rolled.ts'

/**
 * Folds an hour of the open day. Unlike a day (`fold.ts`) an hour cannot count distinct visitors: who came before is
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
export const hourSums = (code: number): string | null => {
	if (code === TOTAL) return `'' AS value, ${sumsOf('visitor')}`
	const rolled = ROLLED[code - 1]
	if (!rolled?.bit) return null
	const value = `CASE WHEN ${rolled.column} = '${rolled.blank}' THEN '' ELSE ${rolled.column} END`
	return `${value} AS value, ${sumsOf(rolled.bit)}`
}

const KEPT = APART.map((one) => `'${one}'`).join(', ')

const INSERTS: readonly string[] = [TOTAL, ...ROLLED.map((_, i) => i + 1)].flatMap((code) => {
	const sums = hourSums(code)
	if (sums === null) return []
	const values = `SELECT ${sums} FROM events WHERE site = ?1 AND time >= ?2 AND time < ?3 AND name <> 'engagement' GROUP BY 1`
	const ranked = `SELECT *, row_number() OVER (ORDER BY value IN (${KEPT}) DESC, visitors DESC, value) > ${MOST_VALUES} AS rest FROM (${values})`
	const kept = `SELECT CASE WHEN rest THEN NULL ELSE value END AS value, sum(visitors) AS visitors, sum(visits) AS visits, sum(ended) AS ended, sum(pageviews) AS pageviews, sum(events) AS events FROM (${ranked}) GROUP BY 1`
	return [
		`INSERT OR REPLACE INTO rollup_hours (site, hour, dimension, rows) SELECT ?1, ?2, ${code}, json_group_array(json_array(value, visitors, visits, ended, pageviews, events)) FROM (${kept})`,
	]
})

/**
 * Folds one hour, all of it or nothing; folding twice changes nothing.
 * @throws whatever D1 throws: fold it again.
 */
export async function foldHour(db: D1Database, { site, start, end }: FoldedHour): Promise<void> {
	await db.batch(INSERTS.map((text) => db.prepare(text).bind(site, start, end)))
}
