/** Reading a web server's combined access log: one line at a time, and the rule for what counts as a page. */

/** One request of the log, as written: blank where the log has a dash. */
export interface Entry {
	address: string
	/** ms since the epoch. */
	at: number
	/** Calendar day in the log's own zone, as written: `17/May/2015`. */
	day: string
	method: string
	/** Path and query as requested. */
	target: string
	status: number
	referrer: string
	agent: string
}

const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`
const LINE = new RegExp(
	String.raw`^(\S+) \S+ .*?\[([^\]]+)\] ${QUOTED} (\d{3}) (?:\d+|-) ${QUOTED} ${QUOTED}`,
)
const TIME = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Takes a line apart; null where it is not of the combined format. */
export function parseLine(line: string): Entry | null {
	const [, address, time, request, status, referrer, agent] = LINE.exec(line) ?? []
	const when = TIME.exec(time ?? '')
	const [method, target] = (request ?? '').split(' ')
	if (!address || !when || !method || !target) return null
	const [, date, month = '', year, clock, hours, minutes] = when
	const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
	const at = Date.parse(`${year}-${number}-${date}T${clock}${hours}:${minutes}`)
	if (Number.isNaN(at)) return null
	const day = `${date}/${month}/${year}`
	return {
		address,
		at,
		day,
		method,
		target,
		status: Number(status),
		referrer: text(referrer),
		agent: text(agent),
	}
}

/** Endings of addresses that are pages; any other ending that begins with a letter is a file of some kind. */
const PAGE_ENDING = /\.(html?|xhtml|shtml|php|aspx?|jsp|cgi)$/i
const ANY_ENDING = /\.[a-z][a-z0-9]*$/i
const FEED_NAME = /^(feed|rss|atom)$/i
const FEED_QUERY = /(^|&)(flav|feed|format)=(rss|atom)/i

/**
 * Whether a request asked for a page and got it. The rule, word for word as in `pages.awk`:
 * 1. method GET and status 200–299 or 304;
 * 2. the path (the target up to `?` or `#`) ends in a segment without an ending or with a page's ending, where
 *    an ending is a dot, a letter, and letters or digits;
 * 3. its last segment that is not empty is not `feed`, `rss` or `atom`, and its query does not ask for one
 *    (`flav=`, `feed=` or `format=` followed by `rss` or `atom`).
 */
export function isPage({ method, status, target }: Entry): boolean {
	if (method !== 'GET' || !((status >= 200 && status <= 299) || status === 304)) return false
	const path = target.replace(/[?#].*/, '')
	const last = path.slice(path.lastIndexOf('/') + 1)
	if (ANY_ENDING.test(last) && !PAGE_ENDING.test(last)) return false
	const name = path.split('/').findLast((segment) => segment !== '') ?? ''
	return !FEED_NAME.test(name) && !FEED_QUERY.test(/\?([^#]*)/.exec(target)?.[1] ?? '')
}

/** Apache and nginx write `-` for nothing and escape quotes and backslashes. */
const text = (field = ''): string => (field === '-' ? '' : field.replace(/\\(["\\])/g, '$1'))
