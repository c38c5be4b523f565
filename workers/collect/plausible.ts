import { fail, ok, type Result } from '../kit/result.ts'
import type { Beacon, Revenue } from '../model/event.ts'
import { choiceOf } from './choice.ts'
import { clean, exceeds, hostOf, NO_HOST, partsOf, REFERRER_LENGTH, titleOf } from './page.ts'
import { screenClassOf } from './screen.ts'
import { vitalsOf } from './vitals.ts'

/** The documented answer to a field that cannot be used: HTTP 400 `{"errors":{field:[message]}}`. */
export interface FieldError {
	field: 'request' | 'event_name' | 'url' | 'domain' | 'props'
	message: string
}

/** A browser that asks for privacy, counted by reason and site; there is nothing else in it. */
export interface Silence {
	domains: string[]
	reason: 'gpc' | 'dnt'
}

export type Parsed = { beacon: Beacon } | { silence: Silence }

const NAME_LENGTH = 120
const MAX_DOMAINS = 20
const MAX_PROPS = 30
const KEY_BYTES = 300
const VALUE_BYTES = 2000
const MAX_ENGAGED_MS = 30 * 86_400_000

/** A beacon before it is known where it goes. */
export type Content = Omit<Beacon, 'domains'>

type Body = Record<string, unknown>

/**
 * Reads one body of the events format: short and long keys, the first alias found wins. Pure.
 *
 * Of our own in it, all optional and dropped where they cannot be used: `t` (`title`) the page's title, `w`
 * (`screen_width`, as older trackers send it) the viewport's width in CSS pixels, and on engagement events `lcp`,
 * `inp`, `fcp`, `ttfb` in ms (0–60000) and `cls` (0–100); on every event `c` and `ck`, see `choice.ts`.
 */
export function parseEvent(body: unknown): Result<Parsed, FieldError> {
	if (!isObject(body)) return refuse('request', 'the body must be a JSON object')
	if (body.s === 'gpc' || body.s === 'dnt') {
		const domains = domainsOf(body, '')
		return domains.ok ? ok({ silence: { domains: domains.value, reason: body.s } }) : domains
	}
	const content = contentOf(body)
	if (!content.ok) return content
	const domains = domainsOf(body, content.value.hostname)
	return domains.ok ? ok({ beacon: { domains: domains.value, ...content.value } }) : domains
}

/** All that a body says of its event, whichever site it is for. */
export function contentOf(body: Body): Result<Content, FieldError> {
	const name = nameOf(pick(body, 'n', 'name'))
	if (!name.ok) return name
	const url = pick(body, 'u', 'url')
	if (typeof url !== 'string' || url === '') return refuse('url', 'is required')
	const parts = partsOf(url, isHashMode(pick(body, 'h', 'hashMode')))
	if (typeof parts === 'string') return refuse('url', parts)
	const props = propsOf(pick(body, 'm', 'meta', 'p', 'props'))
	if (!props.ok) return props
	const engagement = name.value === 'engagement'
	const scrollDepth = engagement ? scrollOf(body.sd) : null
	const engagedMs = engagement ? engagedOf(body.e) : null
	const vitals = engagement ? vitalsOf(body) : null
	if (engagement && scrollDepth === null && engagedMs === null && vitals === null) {
		return refuse('event_name', 'an engagement event needs a usable integer in sd or in e, or a web vital')
	}
	const referrer = pick(body, 'r', 'referrer')
	return ok({
		name: name.value,
		hostname: parts.hostname,
		page: parts.page,
		search: parts.search,
		referrer: typeof referrer === 'string' ? referrer.slice(0, REFERRER_LENGTH) : null,
		props: withPath(name.value, props.value, parts.page),
		revenue: revenueOf(pick(body, 'revenue', '$')),
		interactive: body.i !== false && body.interactive !== false,
		scrollDepth,
		engagedMs,
		title: titleOf(pick(body, 't', 'title')),
		screenClass: screenClassOf(pick(body, 'w', 'screen_width')),
		language: null,
		vitals,
		choice: choiceOf(body),
	})
}

const refuse = (field: FieldError['field'], message: string): { ok: false; error: FieldError } =>
	fail({ field, message })

const isObject = (value: unknown): value is Body =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

function pick(body: Body, ...keys: string[]): unknown {
	for (const key of keys) {
		const value = body[key]
		if (value !== undefined && value !== null) return value
	}
	return undefined
}

function nameOf(value: unknown): Result<string, FieldError> {
	const text = typeof value === 'string' ? clean(value).trim() : Number.isInteger(value) ? String(value) : ''
	if (text === '') return refuse('event_name', 'is required')
	return text.length > NAME_LENGTH
		? refuse('event_name', `must have at most ${NAME_LENGTH} characters`)
		: ok(text)
}

function domainsOf(body: Body, host: string): Result<string[], FieldError> {
	const value = pick(body, 'd', 'domain')
	const text = typeof value === 'string' && value.trim() !== '' ? value : host === NO_HOST ? '' : host
	const domains = text
		.split(',')
		.map((part) => hostOf(part.trim()))
		.filter((part) => part !== '')
	if (domains.length === 0) return refuse('domain', "can't be blank")
	return domains.length > MAX_DOMAINS ? refuse('domain', `at most ${MAX_DOMAINS} sites`) : ok(domains)
}

const isHashMode = (value: unknown): boolean => value === 1 || value === true || value === '1'

/** Properties may come as JSON inside JSON; what cannot be read is none. */
function objectOf(value: unknown): Body | null {
	if (isObject(value)) return value
	if (typeof value !== 'string' || value === '') return null
	try {
		const parsed: unknown = JSON.parse(value)
		return isObject(parsed) ? parsed : null
	} catch {
		return null
	}
}

/** Keeps texts, numbers and booleans as texts; for the other door too. */
export function propsOf(value: unknown): Result<Record<string, string> | null, FieldError> {
	const object = objectOf(value)
	if (!object) return ok(null)
	const kept: [string, string][] = []
	for (const [rawKey, rawValue] of Object.entries(object)) {
		if (typeof rawValue === 'object' || rawValue === undefined) continue
		const key = clean(rawKey).trim()
		const text = clean(String(rawValue))
		if (key === '' || text.trim() === '') continue
		if (exceeds(key, KEY_BYTES) || exceeds(text, VALUE_BYTES)) {
			return refuse('props', `keys must have at most ${KEY_BYTES} bytes, values at most ${VALUE_BYTES}`)
		}
		kept.push([key, text])
		if (kept.length === MAX_PROPS) break
	}
	return ok(kept.length === 0 ? null : Object.fromEntries(kept))
}

/** A form says which page it stood on; plug-ins of other systems leave that to the server. */
function withPath(
	name: string,
	props: Record<string, string> | null,
	page: string,
): Record<string, string> | null {
	if (name !== 'Form: Submission' && name !== 'WP Form Completions') return props
	return props?.path === undefined ? { ...props, path: page } : props
}

/** An amount in a currency (ISO 4217); what cannot be read is ignored, the event is kept. */
export function revenueOf(value: unknown): Revenue | null {
	const object = objectOf(value)
	if (!object) return null
	const { amount, currency } = object
	const number = typeof amount === 'string' && amount.trim() !== '' ? Number(amount) : amount
	if (typeof number !== 'number' || !Number.isFinite(number)) return null
	if (typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency)) return null
	return { amount: number, currency: currency.toUpperCase() }
}

/** Integers, also as texts. */
function integerOf(value: unknown): number | null {
	const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

/** Per cent; more than all of the page is all of it. */
export function scrollOf(value: unknown): number | null {
	const depth = integerOf(value)
	return depth === null ? null : Math.min(depth, 100)
}

/** Milliseconds; nothing, or longer than any visit can be, is missing. */
export function engagedOf(value: unknown): number | null {
	const ms = integerOf(value)
	return ms === null || ms === 0 || ms >= MAX_ENGAGED_MS ? null : ms
}
