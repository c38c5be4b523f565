import { subtagOf } from '../collect/language.ts'
import { clean } from '../collect/page.ts'
import { SCREEN_CLASSES } from '../collect/screen.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { Facts } from '../model/event.ts'

/** What a line may say of its visit instead of what enrichment would find. Names are those of the wire. */
const FIELDS = {
	source: 'source',
	utm_source: 'utmSource',
	utm_medium: 'utmMedium',
	utm_campaign: 'utmCampaign',
	utm_content: 'utmContent',
	utm_term: 'utmTerm',
	country: 'country',
	region: 'region',
	city: 'city',
	browser: 'browser',
	browser_version: 'browserVersion',
	os: 'os',
	os_version: 'osVersion',
	device: 'device',
	language: 'language',
	screen_class: 'screenClass',
} as const satisfies Record<string, keyof Facts>

/** Attributes that were given; blank is a value (unknown), missing and null are not. */
export type Attributes = { [K in (typeof FIELDS)[keyof typeof FIELDS]]?: string }

const MAX_BYTES = 500
const DEVICES = ['Desktop', 'Laptop', 'Mobile', 'Tablet', '']

/** Reads the attributes of a line; an error names the field. */
export function readAttributes(record: Record<string, unknown>): Result<Attributes, string> {
	const given: Attributes = {}
	for (const [field, name] of Object.entries(FIELDS)) {
		const value = record[field]
		if (value === undefined || value === null) continue
		const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
		if (typeof text !== 'string') return fail(`${field} must be a text`)
		if (Buffer.byteLength(text) > MAX_BYTES) return fail(`${field} is longer than ${MAX_BYTES} bytes`)
		given[name] = clean(text).trim()
	}
	return shape(given)
}

/** Brings codes into the form that live events have. */
function shape(given: Attributes): Result<Attributes, string> {
	if (given.country !== undefined) {
		given.country = given.country.toUpperCase()
		if (!/^([A-Z]{2})?$/.test(given.country)) return fail('country must be a code of two letters')
	}
	if (given.region !== undefined) {
		const code = given.region.toUpperCase()
		// `BE` beside country `DE` is `DE-BE`.
		given.region = /^[A-Z0-9]{1,3}$/.test(code) && given.country ? `${given.country}-${code}` : code
		if (!/^([A-Z]{2}-[A-Z0-9]{1,3})?$/.test(given.region)) return fail('region must be a code such as DE-BE')
	}
	// How a visit without a source is called in answers, and so in many an export.
	if (given.source?.toLowerCase() === 'direct / none') given.source = ''
	if (given.device !== undefined) {
		const wanted = given.device.toLowerCase()
		const device = DEVICES.find((one) => one.toLowerCase() === wanted)
		if (device === undefined) return fail('device must be Desktop, Laptop, Mobile or Tablet')
		given.device = device
	}
	if (given.language !== undefined && given.language !== '') {
		given.language = subtagOf(given.language)
		if (given.language === '') return fail('language must be a code such as de or de-AT')
	}
	if (given.screenClass !== undefined && given.screenClass !== '') {
		const wanted = given.screenClass.toLowerCase()
		if (!SCREEN_CLASSES.some((one) => one === wanted))
			return fail('screen_class must be xs, sm, md, lg or xl')
		given.screenClass = wanted
	}
	return ok(given)
}
