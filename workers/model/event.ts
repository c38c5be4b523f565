/**
 * The words of the ingest path. A *beacon* arrived; with its *facts* and *signals* it becomes a *hit*; the
 * site object keeps it as an *event* or drops it with a reason.
 */

/** One beacon, parsed and bounded, before any decision. Both doors (Plausible, Umami) end here. */
export interface Beacon {
	/** Site names it was sent to, trimmed, without `www.`; at least one. */
	domains: string[]
	/** `pageview`, `engagement` or the name of a custom event; 1–120 characters. */
	name: string
	/** Lower-case, without `www.`; `(none)` where the URL had no host. */
	hostname: string
	/** URI-decoded path, with fragment in hash mode; begins with `/` for web pages; never a query string. */
	page: string
	/** The page's query parameters, for source and campaign only; dropped after enrichment. */
	search: Params
	/** The referrer as sent, at most 2,000 characters; dropped after enrichment. */
	referrer: string | null
	props: Record<string, string> | null
	revenue: Revenue | null
	/** False only when the sender said so: such an event does not end a bounce. */
	interactive: boolean
	/** Engagement only: largest scroll position, 0–100 per cent. */
	scrollDepth: number | null
	/** Engagement only: newly engaged time in milliseconds. */
	engagedMs: number | null
	/** Title of the page, trimmed, at most 200 characters; blank where the sender does not tell. */
	title: string
	/** `xs`, `sm`, `md`, `lg`, `xl` (`collect/screen.ts`), or blank. */
	screenClass: string
	/** Primary subtag (`de`) as the sender names it; null = the request's own headers tell. */
	language: string | null
	/** Engagement only. */
	vitals: Vitals | null
	choice: Choice
}

/** What a script says of its visitor's choice and cookie. */
export interface Choice {
	/** `unset` where it says nothing that can be read. */
	consent: Consent
	/** The first-party id that it presents; null where there is none. */
	cookie: string | null
	/** It writes a first-party cookie if it is given an id. */
	keepsCookie: boolean
}

/** Scripts of others say nothing. */
export const NO_CHOICE: Choice = { consent: 'unset', cookie: null, keepsCookie: false }

/** How a page felt (https://web.dev/articles/vitals); null = not measured. */
export interface Vitals {
	/** Largest Contentful Paint, whole ms. */
	lcp: number | null
	/** Interaction to Next Paint, whole ms. */
	inp: number | null
	/** Cumulative Layout Shift, a score. */
	cls: number | null
	/** First Contentful Paint, whole ms. */
	fcp: number | null
	/** Time to First Byte, whole ms. */
	ttfb: number | null
}

/** Of most events nothing is measured. */
export const UNMEASURED: Vitals = { lcp: null, inp: null, cls: null, fcp: null, ttfb: null }

/** Parameters of a query string: what `URLSearchParams` and `Map` have in common. */
export interface Params extends Iterable<[string, string]> {
	/** The first value of a name. */
	get(name: string): string | null | undefined
	has(name: string): boolean
	readonly size: number
}

export interface Revenue {
	/** In the currency's main unit (euros, not cents). */
	amount: number
	/** ISO 4217, upper case. */
	currency: string
}

/** What the browser asks for. */
export interface Signals {
	gpc: boolean
	dnt: boolean
	/** The opt-out cookie came with the request. */
	optOut: boolean
	consent: Consent
}

/** `cookieless` refuses cookies only, `denied` refuses to be measured. */
export type Consent = 'unset' | 'granted' | 'cookieless' | 'denied'

/** What may be kept of a hit, and why. */
export interface Decision {
	/** An id that outlives the day, a number for today, or nothing. */
	outcome: 'cookie' | 'light' | 'none'
	reason: Reason
	/** Key of the law's row: `FR`, `US-CA`, `*` (not listed), `ZZ` (unknown place). */
	rule: string
	/** Of the site's policy. */
	policyVersion: number
}

/** The step that decided, as `privacy/decide.ts` numbers them. */
export type Reason =
	| 'optout'
	| 'denied'
	| 'gpc'
	| 'dnt'
	| 'lightweight'
	| 'lightweight-needs-consent'
	| 'granted'
	| 'opt-out'
	| 'notice'
	| 'fallback'
	| 'fallback-none'
	/** A cookie would be allowed, and the sender cannot keep one. */
	| 'no-cookie-path'

/** What a visit is described by; taken from its first event. Blank is the empty string, never null. */
export interface Facts {
	/** Display name or host; blank = direct. */
	source: string
	channel: string
	/** Host and path, no scheme, no query. */
	referrer: string
	utmSource: string
	utmMedium: string
	utmCampaign: string
	utmContent: string
	utmTerm: string
	/** Name of the click id that was present (`gclid`), never its value. */
	clickId: string
	/** ISO 3166-1 alpha-2. */
	country: string
	/** ISO 3166-2, with country (`DE-BE`). */
	region: string
	/** City name in English. */
	city: string
	browser: string
	browserVersion: string
	os: string
	osVersion: string
	/** Desktop, Laptop, Mobile, Tablet or blank. */
	device: string
	/** Primary subtag of the preferred language (`de`), lower case. */
	language: string
	/** Class of the viewport's or screen's width: `xs`, `sm`, `md`, `lg`, `xl` (`collect/screen.ts`). */
	screenClass: string
	/** `hosting` or `access`: whose network the beacon came through (`collect/asn.ts`). */
	asnKind: string
}

/** A copy of the facts alone, whatever else the value holds. */
export const factsOf = (value: Facts): Facts => ({
	source: value.source,
	channel: value.channel,
	referrer: value.referrer,
	utmSource: value.utmSource,
	utmMedium: value.utmMedium,
	utmCampaign: value.utmCampaign,
	utmContent: value.utmContent,
	utmTerm: value.utmTerm,
	clickId: value.clickId,
	country: value.country,
	region: value.region,
	city: value.city,
	browser: value.browser,
	browserVersion: value.browserVersion,
	os: value.os,
	osVersion: value.osVersion,
	device: value.device,
	language: value.language,
	screenClass: value.screenClass,
	asnKind: value.asnKind,
})

/** A beacon on its way to one site's object. Crosses the RPC boundary: plain data only. */
export interface Hit {
	name: string
	hostname: string
	page: string
	props: Record<string, string> | null
	revenue: Revenue | null
	interactive: boolean
	scrollDepth: number | null
	engagedMs: number | null
	title: string
	vitals: Vitals | null
	facts: Facts
	signals: Signals
	/** The first-party id that came with the hit; lives in memory only, what is stored is a MAC of it. */
	cookie: string | null
	/** The sender can keep an id: only then one is given out. */
	keepsCookie: boolean
	/** Why the door would hold it back, if the site wants that; mostly nothing. */
	suspects: readonly Suspicion[]
	/** Only for sites whose rules look at them (`SiteEntry.screened`); lives in memory only. */
	origin: { address: string; userAgent: string } | null
	/**
	 * What tells today's visitors apart: address (IPv6 cut to /64), browser family and major version, system
	 * family, length-prefixed (`privacy/visitor.ts`). Lives in memory only: it is hashed into the day's token
	 * and never stored, logged or queued.
	 */
	person: string
}

/** What the door found odd about a beacon that may yet be a person's. */
export type Suspicion = 'hosting' | 'spam_referrer' | 'suspect_agent'

/** Why a hit was not kept. The text goes out in `x-jitt-reason`; the names of section 1.4 of the events format. */
export type DropReason =
	| 'gpc'
	| 'dnt'
	| 'optout'
	| 'denied'
	| 'no_consent'
	/** Held back for the owner to look at. */
	| 'quarantine'
	| 'bot'
	| 'prefetch'
	| 'spam_referrer'
	| 'not_found'
	| 'no_session_for_engagement'
	| 'site_hostname_allowlist'
	| 'throttle'
	| 'invalid'
	| 'unavailable'

/**
 * Where an event stands in its visit, as far as it was known when the event was written: so that sums over
 * events are those of visits, without a table of visits.
 */
export interface InVisit {
	/** The visitor's number. It may leave for where nothing can be deleted, so it lives a day at most. */
	visitor: number
	/** The visit's number. */
	visit: number
	/** Time of the visit's first event, ms since the epoch. */
	visitStartedAt: number
	/** Time of the visitor's event before that is no engagement, ms since the epoch; 0 = the day's first. */
	previousAt: number
	/** The entry page of the visit so far; blank before the first page view. */
	entryPage: string
}

/** The object's answer to one hit; `kept` means durable. */
export type Verdict =
	| ({
			kept: true
			at: number
			novelty: number
			noveltyHour: number
			decision: Decision
			/** An id that the sender is to keep in its first-party cookie; null where it has one or gets none. */
			newCookie: string | null
	  } & Written &
			InVisit)
	| { kept: false; reason: DropReason; decision: Decision | null }

/** What of a hit was written, once the site's rules were applied to it. */
export type Written = Pick<Taken, 'page' | 'title' | 'vitals' | 'facts'>

/** What an event needs of a hit. */
export type Taken = Omit<Hit, 'signals' | 'person' | 'cookie' | 'keepsCookie' | 'suspects' | 'origin'>

/** One row of D1's `events`, in column order of `store/schema/traffic.ts`. */
export interface Event extends Facts, Vitals {
	site: number
	/** ms since the epoch. */
	time: number
	/** Random, unique within the site. */
	id: number
	name: string
	hostname: string
	page: string
	visitor: number
	visit: number
	/** Start of the visit: with `site` and `visit` the key of its row. */
	visitStartedAt: number
	/** 1 = the visitor number outlives the day (cookie mode, named imports). */
	stable: 0 | 1
	/** Bits of `model/novelty.ts`, counted per site-local day. */
	novelty: number
	/** The same bits counted per site-local hour. */
	noveltyHour: number
	interactive: 0 | 1
	scrollDepth: number | null
	engagedMs: number | null
	/** JSON object of strings, or null. */
	props: string | null
	revenueAmount: number | null
	revenueCurrency: string | null
	/** The entry page of the visit so far; blank before the first page view. */
	entryPage: string
	/** Of the page; blank = unknown. */
	title: string
}
