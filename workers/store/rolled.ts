/**
 * Dimensions that have rollups, with the column of the raw row that holds them and the word that answers print for
 * its blank: a stored text that is the same word is folded with it, as it is one row of an answer. `short`: there are
 * never more values than a day keeps apart. The code of a dimension is its
 * place in this list plus one; order is storage format: append only. Code 0 is the total.
 */
export const ROLLED = [
	{ of: 'visits', column: 'source', short: false, blank: 'Direct / None' },
	{ of: 'visits', column: 'channel', short: true, blank: 'Direct' },
	{ of: 'visits', column: 'referrer', short: false, blank: 'Direct / None' },
	{ of: 'visits', column: 'utm_source', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_medium', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_campaign', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_content', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'utm_term', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'country', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'region', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'city', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'browser', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'browser_version', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'os', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'os_version', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'device', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'entry_page', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'exit_page', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'entry_hostname', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'exit_hostname', short: false, blank: '(not set)' },
	{ of: 'events', column: 'page', short: false, blank: '(not set)' },
	{ of: 'events', column: 'hostname', short: false, blank: '(not set)' },
	{ of: 'events', column: 'name', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'language', short: false, blank: '(not set)' },
	{ of: 'visits', column: 'screen_class', short: true, blank: '(not set)' },
	{ of: 'visits', column: 'asn_kind', short: true, blank: '(not set)' },
	{ of: 'events', column: 'title', short: false, blank: '(not set)' },
] as const satisfies readonly { of: 'visits' | 'events'; column: string; short: boolean; blank: string }[]

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

/** Values that every day keeps apart, however few showed them: panels leave them out. */
export const APART: readonly string[] = ['', 'pageview']
