import { TOTAL } from './rolled.ts'

/**
 * Sketches of a day's visitors whose numbers outlive it: what is left to tell how many different ones came on several
 * days, once their rows are gone. HyperLogLog (Flajolet and others, 2007): of each number a hash, whose last bits name
 * a register that keeps the longest run of zeros seen in the rest. Nobody can be found in it again. Sketches stand
 * among the pairs of dimensions, under the total's code, so that they go when a day's sums go.
 */
export const SKETCH = `dimension = ${TOTAL} AND value = '' AND other = ${TOTAL}`

/** 2^11: the standard error is 1.04 / √2048, which is 2.3 %. */
export const REGISTERS = 2_048
/** Beyond the lowest bit that a register holds. */
const BITS = 4_194_304
const NONE_SET = 2_097_152

const xor = (a: string, b: string): string => `((${a} | ${b}) - (${a} & ${b}))`

/**
 * SQL: rows of `register` and `low` (2 to the power of the longest run of zeros) of the visitor numbers that another
 * statement selects as `visitor`. Products stay below 2^63: SQLite would go on in floating point. The mixing is that
 * of a 32-bit hash with shifts 15, 12, 15 (https://github.com/skeeto/hash-prospector), which is even enough that
 * numbers in a row do no harm.
 */
export function registersOf(visitors: string): string {
	const folded = `SELECT ((visitor & 67108863) * 2654435761 + (visitor >> 26) * 2246822519) & 4294967295 AS h FROM (${visitors})`
	const first = `SELECT (${xor('h', '(h >> 15)')} * 739982445) & 4294967295 AS h FROM (${folded} LIMIT -1)`
	const second = `SELECT (${xor('h', '(h >> 12)')} * 695872825) & 4294967295 AS h FROM (${first} LIMIT -1)`
	const third = `SELECT ${xor('h', '(h >> 15)')} AS h FROM (${second} LIMIT -1)`
	const cut = `SELECT h & ${REGISTERS - 1} AS register, h >> 11 AS rest FROM (${third} LIMIT -1)`
	return `SELECT register, max(CASE WHEN rest = 0 THEN ${NONE_SET} ELSE rest & -rest END) AS low FROM (${cut}) GROUP BY register`
}

/** Writes the sketch of a day (?2 to ?3) of a site (?1): nothing where nobody's number outlives the day. */
export const INSERT_SKETCH = `INSERT INTO rollup_pairs (site, day, dimension, value, other, rows) SELECT ?1, ?2, ${TOTAL}, '', ${TOTAL}, json_object('visitors', (SELECT count(DISTINCT visitor) FROM visits WHERE site = ?1 AND started_at >= ?2 AND started_at < ?3 AND stable = 1), 'registers', json_group_array(register * ${BITS} + low)) FROM (${registersOf('SELECT visitor FROM visits WHERE site = ?1 AND started_at >= ?2 AND started_at < ?3 AND stable = 1')}) HAVING count(*) > 0`

export const DELETE_SKETCH = `DELETE FROM rollup_pairs WHERE site = ?1 AND day = ?2 AND ${SKETCH}`

/** SQL: rows of `register` and `low` of packed registers that another statement selects as `packed`. */
export const unpacked = (packed: string): string =>
	`SELECT packed / ${BITS} AS register, packed % ${BITS} AS low FROM (${packed})`

/**
 * How many different numbers there were, from the registers that are not empty: the lowest bits of each. Few of them
 * are counted by the registers that are empty (linear counting), which is nearly exact.
 */
export function countOf(lows: readonly number[]): number {
	const alpha = 0.7213 / (1 + 1.079 / REGISTERS)
	const empty = REGISTERS - lows.length
	const sum = lows.reduce((all, low) => all + 1 / (2 * low), empty)
	const raw = (alpha * REGISTERS * REGISTERS) / sum
	return raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw
}
