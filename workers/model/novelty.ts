/**
 * Novelty is decided when an event is written: each bit says that this visitor shows this value for the
 * first time in the site-local day (or hour). Then visitors by one dimension are the sum of its bit, additive
 * over hours and days and unbiased on sampled rows. Order is storage format: append only, at most 31 bits
 * (bitwise operators in JavaScript are 32-bit and signed).
 */
export const NOVELTY_BITS = [
	'visitor',
	'visit',
	'bounceEnded',
	'page',
	'hostname',
	'entryPage',
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
	'name',
	'language',
	'screenClass',
	'asnKind',
] as const

export type NoveltyBit = (typeof NOVELTY_BITS)[number]

/** The bit of a name as a number with that one bit set. */
export const bitOf = (name: NoveltyBit): number => 1 << NOVELTY_BITS.indexOf(name)
