/** Set by the bundler: the script that counts page views and does nothing else. */
declare const CORE: boolean
/** Set by the bundler: the script that measures as well. */
declare const VITALS: boolean
/** Set by the bundler: the script with the visitor's choice and a first-party id. */
declare const CONSENT: boolean
/** Set by the bundler: one of the scripts that go by our own name and attributes only. */
declare const OWN: boolean

interface Window {
	/** A test tool that does not set `navigator.webdriver`. Older ones cannot run scripts of our syntax. */
	Cypress?: unknown
	/** Only where shifts are measured. */
	LayoutShift?: unknown
}

interface Navigator {
	/** https://w3c.github.io/gpc/ */
	readonly globalPrivacyControl?: boolean
}

interface Document {
	/** https://wicg.github.io/nav-speculation/prerendering.html */
	readonly prerendering?: boolean
}
