/**
 * What the ingest path must know about a site. Account and catalog push it into the site object whenever it
 * changes; the ingest path never asks for it.
 */
export interface Policy {
	site: number
	/** The site's name, without `www.`. */
	domain: string
	/** IANA time zone: days, keys and retention follow it. */
	timezone: string
	mode: 'lightweight' | 'cookie'
	/** Days that raw events are kept, 1–7300. */
	retentionDays: number
	privacy: Privacy
	/** Number n of the `STATS_n` database, fixed at creation. */
	shard: number
	jurisdiction: Jurisdiction | null
	/** Grows by one at every change. */
	version: number
}

/** Where a site's object, database and files stay (https://developers.cloudflare.com/durable-objects/reference/data-location/). */
export type Jurisdiction = 'eu' | 'us'

/** What an owner decides about the visitors of a site. Every member has a default: `PRIVACY`. */
export interface Privacy {
	/** `strict` asks for consent wherever a row of the law table is contested. */
	profile: 'default' | 'strict'
	/** The owner meets the conditions of the audience-measurement exemptions (FR, ES, IT, NL). */
	exempt: boolean
	/** The site shows a privacy notice; without one no cookie is set before consent. */
	notice: boolean
	/** Where a cookie may not be set: count without one, or not at all. */
	fallback: 'lightweight' | 'none'
	/**
	 * `geo` follows the visitor's law; `required` asks for consent everywhere; `none` nowhere, on the owner's
	 * responsibility (opt-out, denial, GPC and DNT are honoured all the same).
	 */
	consent: 'geo' | 'required' | 'none'
	/** Days that visits are kept; null = as long as events. */
	visitDays: number | null
	/** Days that rollups are kept; null = as long as events. */
	rollupDays: number | null
	collect: Collect
	screen: Screen
	/** Anybody may read the site's statistics, small cells folded. */
	shared: boolean
	/** Fewest visitors of a cell that leaves the account, 5–1000. */
	threshold: number
}

/** What may be written of a hit. Everything here is applied before anything is stored. */
export interface Collect {
	/** How near a visitor is placed. */
	place: 'city' | 'region' | 'country' | 'none'
	/** Of browser and system. */
	versions: 'full' | 'major' | 'none'
	/** Host and path, host alone, or nothing but source and channel. */
	referrer: 'path' | 'host' | 'none'
	screen: boolean
	language: boolean
	properties: boolean
	vitals: boolean
	titles: boolean
	/** Identifiers that are blotted out of paths, referrers, titles, campaign tags and properties. */
	redact: { email: boolean; uuid: boolean; numbers: boolean }
	/** Paths that are kept as another: `/user/*` as `/user/:id`. `*` stands for anything but a slash, `**` for all. */
	paths: { match: string; keep: string }[]
	/** Campaign tags whose values are kept, by the names of query parameters (`utm_source`); null = all of them. */
	tags: string[] | null
}

/** What is held back from the statistics and shown to the owner with its reason. */
export interface Screen {
	/** Networks of hosting companies: people seldom browse from there. */
	hosting: boolean
	/** Referrers known for spam. */
	spam: boolean
	/** Agents that look like a machine without saying so. */
	suspects: boolean
	/** Addresses or CIDR blocks. */
	addresses: string[]
	/** ISO 3166-1 alpha-2. */
	countries: string[]
	/** Page patterns: `*` stands for anything but a slash, `**` for all. */
	pages: string[]
	/** If any are given, pages of other hosts are held back; `*.example.org` means all below. */
	hostnames: string[]
	/** Parts of a user agent's text, without regard to case. */
	agents: string[]
}

export const PRIVACY: Privacy = {
	profile: 'default',
	exempt: false,
	notice: false,
	fallback: 'lightweight',
	consent: 'geo',
	visitDays: null,
	rollupDays: null,
	collect: {
		place: 'city',
		versions: 'full',
		referrer: 'path',
		screen: true,
		language: true,
		properties: true,
		vitals: true,
		titles: true,
		redact: { email: true, uuid: false, numbers: false },
		paths: [],
		tags: null,
	},
	screen: {
		hosting: false,
		spam: true,
		suspects: true,
		addresses: [],
		countries: [],
		pages: [],
		hostnames: [],
		agents: [],
	},
	shared: false,
	threshold: 10,
}

/** What is stored of an owner's choices: only what differs from the defaults, or all of it. */
export interface PrivacyChoices extends Partial<Omit<Privacy, 'collect' | 'screen'>> {
	collect?: Partial<Collect>
	screen?: Partial<Screen>
}

/** The whole of it: what was not chosen is as by default, also what came into being after the choice. */
export const privacyOf = (chosen: PrivacyChoices): Privacy => ({
	...PRIVACY,
	...chosen,
	collect: {
		...PRIVACY.collect,
		...chosen.collect,
		redact: { ...PRIVACY.collect.redact, ...chosen.collect?.redact },
	},
	screen: { ...PRIVACY.screen, ...chosen.screen },
})

/** Entry of the directory: what the door needs to find a site's object. */
export interface SiteEntry {
	site: number
	domain: string
	jurisdiction: Policy['jurisdiction']
	/** SHA-256 (hex) of the site's ingest token: callers that present it may name the visitor's address. */
	tokenHash: string | null
	/** The site's rules look at addresses or agents: the door hands them over, to be looked at in memory. */
	screened?: boolean
}

export const RETENTION_DAYS = { min: 1, max: 7300, default: 760 } as const
export const THRESHOLD = { min: 5, max: 1000, default: 10 } as const
