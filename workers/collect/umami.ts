import { fail, ok, type Result } from '../kit/result.ts'
import { type Beacon, NO_CHOICE } from '../model/event.ts'
import { subtagOf } from './language.ts'
import { clean, hostOf, partsOf, REFERRER_LENGTH, titleOf } from './page.ts'
import { propsOf, revenueOf } from './plausible.ts'
import { screenClassOf } from './screen.ts'
import { vitalsOf } from './vitals.ts'

/** What the second door's trackers send: one of our beacons, or something that is answered and not kept. */
export type Sent = { beacon: Beacon } | { ignored: 'identify' | 'performance' }

const NAME_LENGTH = 50
const URL_LENGTH = 500
const HOST_LENGTH = 100
const MAX_DEPTH = 5

type Body = Record<string, unknown>

/**
 * Reads one body of Umami's tracker onto our own beacon. An address or agent inside the payload is not even
 * read, an id that names a person neither: `identify` is answered and forgotten. `performance` is an engagement
 * with the page's vitals. The text of an error names the field.
 */
export function parseSend(body: unknown): Result<Sent, string> {
	if (!isObject(body)) return fail('the body must be a JSON object')
	const { type, payload } = body
	if (type !== 'event' && type !== 'identify' && type !== 'performance') {
		return fail('type: must be event, identify or performance')
	}
	if (!isObject(payload)) return fail('payload: must be an object')
	const { website, name, data } = payload
	if (typeof website !== 'string' || website.trim() === '') return fail('payload.website: is required')
	const vitals = type === 'performance' ? vitalsOf(payload) : null
	if (type !== 'event' && vitals === null) return ok({ ignored: type })
	const parts = partsOf(addressOf(payload), true)
	if (typeof parts === 'string') return fail(`payload.url: ${parts}`)
	const props = propsOf(isObject(data) ? flatten(data) : null)
	if (!props.ok) return fail(`payload.data: ${props.error.message}`)
	const event = typeof name === 'string' ? clean(name).trim().slice(0, NAME_LENGTH) : ''
	// A word of our own format: as an event's name it would count nothing.
	if (event === 'engagement') return fail('payload.name: is a reserved name')
	return ok({
		beacon: {
			domains: [hostOf(website.trim())],
			name: vitals ? 'engagement' : event || 'pageview',
			hostname: parts.hostname,
			page: parts.page === '/undefined' ? '/' : parts.page,
			search: parts.search,
			referrer: text(payload.referrer).slice(0, REFERRER_LENGTH) || null,
			props: props.value,
			revenue: isObject(data) ? revenueOf({ amount: data.revenue, currency: data.currency }) : null,
			interactive: true,
			scrollDepth: null,
			engagedMs: null,
			title: titleOf(payload.title),
			screenClass: screenClassOf(text(payload.screen).split('x', 1)[0]),
			language: typeof payload.language === 'string' ? subtagOf(payload.language) : null,
			vitals,
			choice: NO_CHOICE,
		},
	})
}

const isObject = (value: unknown): value is Body =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The tracker sends path and host apart; server-side callers may send a whole address. */
function addressOf({ url, hostname }: Body): string {
	const address = text(url).slice(0, URL_LENGTH)
	if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return address
	const host = text(hostname).slice(0, HOST_LENGTH)
	const path = address.startsWith('/') ? address : `/${address}`
	return host === '' ? path : `https://${host}${path}`
}

/** `{a:{b:1}}` → `{'a.b':1}`; lists become JSON. What lies deeper than any sensible event is left out. */
function flatten(data: Body, prefix = '', depth = 0): Body {
	const flat: [string, unknown][] = []
	for (const [key, value] of Object.entries(data)) {
		const path = prefix + key
		if (Array.isArray(value)) flat.push([path, JSON.stringify(value.filter(isScalar))])
		else if (!isObject(value)) flat.push([path, value])
		else if (depth < MAX_DEPTH) flat.push(...Object.entries(flatten(value, `${path}.`, depth + 1)))
	}
	return Object.fromEntries(flat)
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null
