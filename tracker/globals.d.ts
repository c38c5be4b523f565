/** Set by the bundler: the script that counts page views and does nothing else. */
declare const CORE: boolean

interface Window {
	/** A test tool that does not set `navigator.webdriver`. Older ones cannot run scripts of our syntax. */
	Cypress?: unknown
}

interface Navigator {
	/** https://w3c.github.io/gpc/ */
	readonly globalPrivacyControl?: boolean
}
