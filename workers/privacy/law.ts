import type { Row } from './row.ts'
import { LAW, TERRITORIES } from './rows.ts'

/** A rule of the table, with the key that matched: `FR`, `US-CA`, `*` (not listed), `ZZ` (unknown place). */
export interface Rule {
	rule: string
	row: Row
}

const UNKNOWN = 'ZZ'
const UNLISTED = '*'

/**
 * The rule that holds at a place: that of its region, else of its country. Pure.
 * @param country ISO 3166-1 alpha-2; blank, `XX` and `T1` (Tor) are no country.
 * @param region ISO 3166-2 with country (`US-CA`), or blank.
 * @param at ms since the epoch; rows change at midnight UTC.
 */
export function lookup(country: string, region: string, at: number): Rule {
	if (country === '' || country === 'XX' || country === 'T1') return ruleOf(UNKNOWN, at)
	const land = TERRITORIES.get(country) ?? country
	const rule = region.startsWith(`${land}-`) && LAW.has(region) ? region : LAW.has(land) ? land : UNLISTED
	return ruleOf(rule, at)
}

/** A rule by its key; that of places not listed where there is none. */
export function ruleOf(rule: string, at: number): Rule {
	const rows = LAW.get(rule) ?? []
	const row = rows.length === 1 ? rows[0] : inForce(rows, new Date(at).toISOString().slice(0, 10))
	if (row) return { rule, row }
	if (rule === UNLISTED) throw new Error('the law table has no rule for places that are not listed')
	return ruleOf(UNLISTED, at)
}

const inForce = (rows: readonly Row[], day: string): Row | undefined =>
	rows.find(({ from, until }) => (from === null || from <= day) && (until === null || day <= until))
