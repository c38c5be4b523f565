import type { Event, InVisit } from '../model/event.ts'

/**
 * What of an event goes into which slot of an Analytics Engine data point; writer and reader both read it
 * here. Order is storage format: append only, at most 20 of each
 * (https://developers.cloudflare.com/analytics/analytics-engine/limits/).
 */

/** What a data point is made of: facts and figures of an event, its place in the visit, and nobody's name. */
export type Point = Omit<Event, keyof InVisit | 'id' | 'stable' | 'props'> & InVisit

/**
 * Texts. Twenty slots are few: short ones share a slot, two and two, `BETWEEN` them. The first of a pair is
 * ASCII, so that its length is the same in bytes, code units and characters.
 */
export const BLOBS = [
	['name'],
	['hostname'],
	['page'],
	['title'],
	['entryPage'],
	['source'],
	['channel'],
	['referrer'],
	['utmSource'],
	['utmMedium'],
	['utmCampaign'],
	['utmContent'],
	['utmTerm'],
	['region'],
	['city'],
	['browser', 'browserVersion'],
	['os', 'osVersion'],
	['device', 'language'],
	['screenClass', 'asnKind'],
	['country', 'revenueCurrency'],
] as const satisfies readonly (readonly (keyof Point)[])[]

/** Stands between the two texts of a pair, and never in the first. */
export const BETWEEN = '|'

export const DOUBLES = [
	/** ms since the epoch: the engine's own column knows seconds only. */
	'time',
	'novelty',
	'noveltyHour',
	'interactive',
	/** Per cent. */
	'scrollDepth',
	'engagedMs',
	'revenueAmount',
	/** Random numbers that live a day of the site, then nobody knows whose they were. */
	'visitor',
	'visit',
	/** ms since the epoch. */
	'visitStartedAt',
	/** ms since the epoch, 0 = none. */
	'previousAt',
	'lcp',
	'inp',
	'cls',
	'fcp',
	'ttfb',
] as const satisfies readonly (keyof Point)[]

export type NumberField = (typeof DOUBLES)[number]

/** The engine has no null: what stands for "not measured". Zero is a measurement of these. */
export const NOT_MEASURED = -1
export const MEASURED: ReadonlySet<NumberField> = new Set(['scrollDepth', 'lcp', 'inp', 'cls', 'fcp', 'ttfb'])

/** Where a text lies: its column, and which half of it where it shares the column. */
export interface TextSlot {
	column: string
	half: 'first' | 'second' | null
}

/** The slot of a text; null where points do not hold it. */
export function textSlot(field: string): TextSlot | null {
	const slot = BLOBS.findIndex((fields) => fields.some((one) => one === field))
	const fields: readonly string[] | undefined = BLOBS[slot]
	if (!fields) return null
	const half = fields.indexOf(field) === 0 ? 'first' : 'second'
	return { column: `blob${slot + 1}`, half: fields.length === 1 ? null : half }
}

/** The column of a number. */
export const numberSlot = (field: NumberField): string => `double${DOUBLES.indexOf(field) + 1}`
