import type { NoveltyBit } from '../model/novelty.ts'

/**
 * Dimensions that have rollups, with the column of the raw row that holds them and the word that answers print for
 * its blank: a stored text that is the same word is folded with it, as it is one row of an answer. `short`: there are
 * never more values than a day keeps apart. `bit`: the novelty bit of events that counts its visitors by the hour; null
 * where none does, or where an event does not know what its visit will say in the end. The code of a dimension is its
 * place in this list plus one; order is storage format: append only. Code 0 is the total.
 */
export const ROLLED = [
	{ of: 'visits', column: 'source', bit: 'source', short: false, blank: 'Direct / None' },
	{ of: 'visits', column: 'channel', bit: 'channel', short: true, blank: 'Direct' },
	{ of: 'visits', column: 'referrer', bit: 'referrer', short: false, blank: 'Direct / None' },
	{ of: 'visits', column: 'utm_source', bit: 'utmSource', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_medium', bit: 'utmMedium', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_campaign', bit: 'utmCampaign', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_content', bit: 'utmContent', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_term', bit: 'utmTerm', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'country', bit: 'country', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'region', bit: 'region', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'city', bit: 'city', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'browser', bit: 'browser', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'browser_version', bit: 'browserVersion', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'os', bit: 'os', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'os_version', bit: 'osVersion', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'device', bit: 'device', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'entry_page', bit: null, short: false, blank: '(not set)' },
	{ of: 'visits', column: 'exit_page', bit: null, short: false, blank: '(not set)' },
	{ of: 'visits', column: 'entry_hostname', bit: null, short: false, blank: '(not set)' },
	{ of: 'visits', column: 'exit_hostname', bit: null, short: false, blank: '(not set)' },
	{ of: 'events', column: 'page', bit: 'page', short: false, blank: '(not set)' },
	{ of: 'events', column: 'hostname', bit: 'hostname', short: false, blank: '(not set)' },
	{ of: 'events', column: 'name', bit: 'name', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'language', bit: 'language', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'screen_class', bit: 'screenClass', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'asn_kind', bit: 'asnKind', short: true, blank: '(not set)' },
	{ of: 'events', column: 'title', bit: null, short: false, blank: '(not set)' },
] as const satisfies readonly {
	of: 'visits' | 'events'
	column: string
	bit: NoveltyBit | null
	short: boolean
	blank: string
}[]

export type Rolled = (typeof ROLLED)[number]

/** Code of the total of a site's day. */
export const TOTAL = 0

/** Added to the code of a dimension for the sums of a stretch of days, which begins at the row's `day`. */
export const STRETCH = 1_000

/** All codes: where a statement is about all dimensions, naming them searches the key. */
export const CODES: readonly number[] = [TOTAL, ...ROLLED.map((_, i) => i + 1)]
export const STRETCH_CODES: readonly number[] = ROLLED.map((_, i) => STRETCH + i + 1)

/** The code of a column; null where it has no rollups. */
export function codeOf(of: Rolled['of'], column: string): number | null {
	const i = ROLLED.findIndex((one) => one.of === of && one.column === column)
	return i < 0 ? null : i + 1
}

/** The word that answers print for the blank of a fact or of an event's field. */
export const blankOf = (bit: NoveltyBit): string => ROLLED.find((one) => one.bit === bit)?.blank ?? ''

/**
 * Values of one dimension that a day (or an hour) keeps apart, those with the most visitors; the rest is one row.
 * A thousand is more than an owner looks through; without a bound a site with a page a user would double its rows.
 */
export const MOST_VALUES = 1_000

/** Values that every day keeps apart, however few showed them: panels leave them out. */
export const APART: readonly string[] = ['', 'pageview']

const codesOf = (columns: readonly string[]): number[] =>
	ROLLED.flatMap((one, i) => (columns.includes(one.column) ? [i + 1] : []))

/** Codes of dimensions of few values: a filter on one of them keeps many rows, and is answered from pairs. */
export const FILTERED = codesOf(['channel', 'country', 'browser', 'os', 'device', 'screen_class', 'language'])

/** People filter by source as well: it has pairs on days of at most so many sources. */
export const SOURCE = codeOf('visits', 'source') ?? TOTAL
export const MOST_SOURCES = 400

/** Codes of dimensions that are listed under such a filter. */
export const LISTED = codesOf([
	'source',
	'channel',
	'referrer',
	'utm_source',
	'utm_medium',
	'utm_campaign',
	'country',
	'region',
	'city',
	'browser',
	'os',
	'device',
	'entry_page',
	'exit_page',
	'page',
	'name',
])

/** SQL for a raw row's text as it is folded: a blank and the word for it are one. */
export const foldedText = ({ column, blank }: { column: string; blank: string }): string =>
	`CASE WHEN ${column} = '${blank}' THEN '' ELSE ${column} END`

/**
 * SQL for whether a row of sums belongs to the rest, by its visitors. Each of `within` has values of its own; a
 * value that is null is the rest of before.
 */
export function isRest(value: string, within?: string): string {
	const apart = APART.map((one) => `'${one}'`).join(', ')
	const order = `${value} IS NULL, ${value} IN (${apart}) DESC, visitors DESC, ${value}`
	return `row_number() OVER (${within ? `PARTITION BY ${within} ` : ''}ORDER BY ${order}) > ${MOST_VALUES}`
}
