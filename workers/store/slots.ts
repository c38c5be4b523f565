import type { Event } from '../model/event.ts'

/**
 * What of an event goes into which slot of an Analytics Engine data point; writer and reader both read it
 * here. Order is storage format: append only, at most 20 of each
 * (https://developers.cloudflare.com/analytics/analytics-engine/limits/).
 */
export const BLOBS = [
	'name',
	'hostname',
	'page',
	'source',
	'channel',
	'referrer',
	'utmSource',
	'utmMedium',
	'utmCampaign',
	'utmContent',
	'utmTerm',
	'country',
	'region',
	'city',
	'browser',
	'browserVersion',
	'os',
	'osVersion',
	'device',
	'revenueCurrency',
] as const satisfies readonly (keyof Event)[]

export const DOUBLES = [
	/** ms since the epoch: the engine's own column knows seconds only. */
	'time',
	'novelty',
	'noveltyHour',
	'interactive',
	/** Per cent, −1 = none. */
	'scrollDepth',
	'engagedMs',
	'revenueAmount',
] as const satisfies readonly (keyof Event)[]

export type Point = Pick<Event, (typeof BLOBS)[number] | (typeof DOUBLES)[number]> & { site: number }
