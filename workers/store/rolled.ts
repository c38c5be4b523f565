/**
 * Dimensions that have rollups, with the column of the raw row that holds them and the word that answers print for
 * its blank: a stored text that is the same word is folded with it, as it is one row of an answer. The code of a dimension is its
 * place in this list plus one; order is storage format: append only. Code 0 is the total.
 */
export const ROLLED = [
	{ of: 'visits', column: 'source', blank: 'Direct / None' },
	{ of: 'visits', column: 'channel', blank: 'Direct' },
	{ of: 'visits', column: 'referrer', blank: 'Direct / None' },
	{ of: 'visits', column: 'utm_source', blank: '(not set)' },
	{ of: 'visits', column: 'utm_medium', blank: '(not set)' },
	{ of: 'visits', column: 'utm_campaign', blank: '(not set)' },
	{ of: 'visits', column: 'utm_content', blank: '(not set)' },
	{ of: 'visits', column: 'utm_term', blank: '(not set)' },
	{ of: 'visits', column: 'country', blank: '(not set)' },
	{ of: 'visits', column: 'region', blank: '(not set)' },
	{ of: 'visits', column: 'city', blank: '(not set)' },
	{ of: 'visits', column: 'browser', blank: '(not set)' },
	{ of: 'visits', column: 'browser_version', blank: '(not set)' },
	{ of: 'visits', column: 'os', blank: '(not set)' },
	{ of: 'visits', column: 'os_version', blank: '(not set)' },
	{ of: 'visits', column: 'device', blank: '(not set)' },
	{ of: 'visits', column: 'entry_page', blank: '(not set)' },
	{ of: 'visits', column: 'exit_page', blank: '(not set)' },
	{ of: 'visits', column: 'entry_hostname', blank: '(not set)' },
	{ of: 'visits', column: 'exit_hostname', blank: '(not set)' },
	{ of: 'events', column: 'page', blank: '(not set)' },
	{ of: 'events', column: 'hostname', blank: '(not set)' },
	{ of: 'events', column: 'name', blank: '(not set)' },
	{ of: 'visits', column: 'language', blank: '(not set)' },
	{ of: 'visits', column: 'screen_class', blank: '(not set)' },
	{ of: 'visits', column: 'asn_kind', blank: '(not set)' },
	{ of: 'events', column: 'title', blank: '(not set)' },
] as const satisfies readonly { of: 'visits' | 'events'; column: string; blank: string }[]

export type Rolled = (typeof ROLLED)[number]

/** Code of the total of a site's day. */
export const TOTAL = 0

/** The code of a column; null where it has no rollups. */
export function codeOf(of: Rolled['of'], column: string): number | null {
	const i = ROLLED.findIndex((one) => one.of === of && one.column === column)
	return i < 0 ? null : i + 1
}

/**
 * Values of one dimension that a day keeps apart, those with the most visitors; the rest is one row.
 * A thousand is more than an owner looks through; without a bound a site with a page a user would double its rows.
 */
export const MOST_VALUES = 1_000
