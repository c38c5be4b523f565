import { enrich } from '../collect/enrich.ts'
import { exceeds, NO_HOST } from '../collect/page.ts'
import { type Content, contentOf, engagedOf, revenueOf, scrollOf } from '../collect/plausible.ts'
import { vitalsOf } from '../collect/vitals.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { ImportHit } from '../site/imports.ts'
import { type Attributes, readAttributes } from './attributes.ts'
import { readTimestamp } from './timestamp.ts'

/** What a line says, or why it cannot be read. */
export type LineRecord = { error: null; hit: ImportHit } | { error: string; hit: null }

type Line = Record<string, unknown>

const VISITOR_BYTES = 500
const VITALS = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const
/** A host and nothing around it: what is put between `https://` and the path must not become something else. */
const HOST = /^[^\s/?#@\\%]{1,255}$/

/**
 * Reads one line of an import:
 *
 * - `timestamp` ISO 8601 with offset, `visitor_id` any text or number that names the visitor in this import;
 * - `name` of the event (`pageview` if it is missing);
 * - `url`, or `hostname` (`(none)` if it is missing) and `pathname` as another tool has stored it;
 * - `referrer` as an address, or as host and path without a scheme;
 * - `props` an object, `revenue` an object `{amount, currency}`, `interactive` a boolean;
 * - `title` of the page;
 * - for `engagement` events `scroll_depth` in per cent, `engagement_time` in milliseconds, and the web vitals `lcp`,
 *   `inp`, `fcp`, `ttfb` in milliseconds and `cls`;
 * - attributes of the visit (`attributes.ts`), read at a visitor's first event: they win over what the address
 *   and the referrer say.
 *
 * Fields that are missing or null are none; other fields are not read. Unlike a beacon, which is better kept
 * with half its fields than lost, a line with a field of the wrong kind is refused: its sender can mend it.
 */
export function readRecord(text: string, line: number): LineRecord {
	const record = parse(text)
	const hit = record ? hitOf(record, line) : fail('is not a JSON object')
	return hit.ok ? { error: null, hit: hit.value } : { error: hit.error, hit: null }
}

function parse(text: string): Line | null {
	try {
		const value: unknown = JSON.parse(text)
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
	} catch {
		return null
	}
}

function hitOf(record: Line, line: number): Result<ImportHit, string> {
	const at = readTimestamp(record.timestamp)
	if (at === null) return fail('timestamp must be an ISO 8601 instant with its offset or Z')
	const visitor = visitorOf(record.visitor_id)
	if (visitor === null) return fail(`visitor_id must be a text of 1 to ${VISITOR_BYTES} bytes, or a number`)
	const fault = faultOf(record)
	if (fault) return fail(fault)
	const content = contentOfLine(record)
	if (!content.ok) return content
	const given = readAttributes(record)
	if (!given.ok) return given
	const { search, referrer, screenClass, language, choice, ...event } = content.value
	return ok({ ...event, at, line, visitor, facts: factsOf(content.value, given.value) })
}

function visitorOf(value: unknown): string | null {
	const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
	return typeof text === 'string' && text !== '' && !exceeds(text, VISITOR_BYTES) ? text : null
}

const missing = (value: unknown): boolean => value === undefined || value === null

/** The first field that is there and of the wrong kind. */
function faultOf({
	referrer,
	props,
	revenue,
	interactive,
	scroll_depth,
	engagement_time,
	title,
	...record
}: Line): string | null {
	if (!missing(referrer) && typeof referrer !== 'string') return 'referrer must be a text'
	if (!missing(interactive) && typeof interactive !== 'boolean') return 'interactive must be true or false'
	if (!missing(props) && (typeof props !== 'object' || Array.isArray(props))) return 'props must be an object'
	if (!missing(revenue) && !revenueOf(revenue)) return 'revenue must be an object with amount and currency'
	if (!missing(scroll_depth) && scrollOf(scroll_depth) === null) {
		return 'scroll_depth must be a whole number from 0 to 100'
	}
	if (!missing(engagement_time) && engagement_time !== 0 && engagedOf(engagement_time) === null) {
		return 'engagement_time must be a whole number of milliseconds below 30 days'
	}
	if (!missing(title) && typeof title !== 'string') return 'title must be a text'
	const vital = VITALS.find((name) => !missing(record[name]) && !vitalsOf({ [name]: record[name] }))
	return vital ? `${vital} must be a number, of milliseconds up to 60000 or a score up to 100` : null
}

/** Names of the events format → names of an import's fields. */
const NAMES = { request: 'line', event_name: 'name', url: 'url', domain: 'hostname', props: 'props' } as const

/** The line as a body of the events format, so that both are read by one rule. */
function contentOfLine(record: Line): Result<Content, string> {
	const address = addressOf(record)
	if (!address.ok) return address
	const content = contentOf({
		n: missing(record.name) ? 'pageview' : record.name,
		u: address.value.url,
		h: address.value.hash,
		r: withScheme(record.referrer),
		p: record.props,
		$: record.revenue,
		i: record.interactive,
		sd: record.scroll_depth,
		e: record.engagement_time,
		t: record.title,
		...Object.fromEntries(VITALS.map((name) => [name, record[name]])),
	})
	return content.ok ? content : fail(`${NAMES[content.error.field]}: ${content.error.message}`)
}

/** The address of the page; a stored path is decoded already, so it is encoded to be read as an address. */
function addressOf({ url, hostname, pathname }: Line): Result<{ url: string; hash: boolean }, string> {
	if (!missing(url)) return typeof url === 'string' ? ok({ url, hash: false }) : fail('url must be a text')
	if (typeof pathname !== 'string' || !pathname.startsWith('/')) {
		return fail('url is missing, and pathname is no text that begins with /')
	}
	const host = missing(hostname) ? NO_HOST : hostname
	if (typeof host !== 'string' || !HOST.test(host)) return fail('hostname must be the name of a host')
	const [, path = '', fragment = ''] = /^([^?#]*)[^#]*(?:#([\s\S]*))?$/.exec(pathname.toWellFormed()) ?? []
	const encoded = path.split('/').map(encodeURIComponent).join('/')
	const hash = fragment === '' ? '' : `#${encodeURIComponent(fragment)}`
	return ok({ url: (host === NO_HOST ? '' : `https://${host}`) + encoded + hash, hash: true })
}

/** Stored referrers have lost their scheme. */
function withScheme(referrer: unknown): string | null {
	if (typeof referrer !== 'string' || referrer === '') return null
	return /^[a-z][a-z0-9+.-]*:/i.test(referrer) && !/^[^/]+:\d/.test(referrer)
		? referrer
		: `https://${referrer}`
}

/** The same enrichment as a beacon's, after what the line says itself. */
function factsOf({ hostname, search, referrer }: Content, given: Attributes) {
	const tags = new URLSearchParams(search)
	const { utmSource, utmMedium, utmCampaign, utmContent, utmTerm } = given
	// A tag that is given stands for all the ways in which an address could name it.
	if (utmSource !== undefined) for (const name of ['source', 'ref']) tags.delete(name)
	const told = { utm_source: utmSource, utm_medium: utmMedium, utm_campaign: utmCampaign } as const
	for (const [name, tag] of Object.entries({ ...told, utm_content: utmContent, utm_term: utmTerm })) {
		if (tag !== undefined) tags.set(name, tag)
	}
	const arrival = { hostname, search: tags, referrer }
	const place = {
		country: given.country ?? '',
		region: given.region ?? '',
		city: given.city ?? '',
		asnKind: '',
	}
	const agent = {
		browser: given.browser ?? '',
		browserVersion: given.browserVersion ?? '',
		os: given.os ?? '',
		osVersion: given.osVersion ?? '',
		device: given.device ?? '',
	}
	const setting = { language: given.language ?? '', screenClass: given.screenClass ?? '' }
	return enrich(
		given.source === undefined ? arrival : { ...arrival, source: given.source },
		place,
		agent,
		setting,
	)
}
