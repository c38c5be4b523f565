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
	/** Days that raw events and visits are kept, 1–7300. */
	retentionDays: number
	/** Number n of the `STATS_n` database, fixed at creation. */
	shard: number
	jurisdiction: 'eu' | 'us' | null
	/** Grows by one at every change. */
	version: number
}

/** Entry of the directory: what the door needs to find a site's object. */
export interface SiteEntry {
	site: number
	domain: string
	jurisdiction: Policy['jurisdiction']
	/** SHA-256 (hex) of the site's ingest token: callers that present it may name the visitor's address. */
	tokenHash: string | null
}

export const RETENTION_DAYS = { min: 1, max: 7300, default: 760 } as const
