/**
 * What the visitor has chosen and what the door has answered, for the script with consent. The choice itself
 * lives as long as the page: it is the site's consent tool that keeps it and tells us of it on every page.
 */

export type Consent = 'unset' | 'granted' | 'cookieless' | 'denied'

/** What `jitt('status')` answers; what no answer has told yet is missing. */
export interface Status {
	mode?: 'lightweight' | 'cookie'
	outcome?: 'cookie' | 'light' | 'none' | undefined
	reason?: string | undefined
	/** Key of the law's row: `FR`, `US-CA`. */
	rule?: string
	consent: Consent
	optedOut: boolean
	signal: 'gpc' | 'dnt' | null
}

/** Of the door's last word. */
export const last: Partial<Status> = {}
/** The element of ours on which people choose keeps what they chose there; any other tool has the later word. */
const kept = (): Consent =>
	(/jitt_choice=(granted|cookieless)/.exec(document.cookie)?.[1] || 'unset') as Consent

export let consent = /* @__PURE__ */ kept()

/** Writes a first-party cookie for 390 days, less than the 13 months that authorities grant; 0 takes it away. */
export const keep = (name: string, value: unknown, seconds = 33_696_000): void => {
	// `https:` is one letter longer than `http:`.
	const secure = location.protocol[5] ? ';Secure' : ''
	// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is younger than the browsers we run in
	document.cookie = `${name}=${value};Path=/;Max-Age=${seconds};SameSite=Lax${secure}`
}

/** The id that we keep ourselves. On the site's own path to Jitt it is in a cookie that no script can read. */
export const ownId = (): string | undefined => /(^| )jitt=([\w-]{22})/.exec(document.cookie)?.[2]

/** The door knows of opt-outs that the browser has forgotten. */
export const optedOut = (): boolean => /jitt_optout=1/.test(document.cookie) || last.reason === 'optout'

/** Nothing at all is to be sent. */
export const refuses = (): boolean => consent === 'denied' || optedOut()

export const signal = (): 'gpc' | 'dnt' | null =>
	navigator.globalPrivacyControl ? 'gpc' : navigator.doNotTrack === '1' ? 'dnt' : null

export const status = (): Status => ({
	...last,
	consent,
	optedOut: optedOut(),
	signal: signal(),
})

/** Tells the page of a change. */
export const announce = (): unknown => dispatchEvent(new CustomEvent('jitt:consent', { detail: status() }))

/** After a choice: what was answered before says nothing any more. */
export const choose = (next: Consent): void => {
	consent = next
	last.outcome = last.reason = undefined
}
