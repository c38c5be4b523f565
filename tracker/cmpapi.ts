/** Of the consent tools' interfaces what we use, from their public documentation. Nothing of it may be relied on. */

type Consents = Record<string, boolean | undefined>

/** https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework (CMP API v2, TCData) */
export interface TcData {
	gdprApplies?: boolean
	eventStatus?: 'tcloaded' | 'cmpuishown' | 'useractioncomplete'
	purpose?: { consents?: Consents }
}

/** https://klaro.org/docs/api/js_api */
export interface KlaroManager {
	confirmed?: boolean
	config: { services?: { name: string; purposes?: string[] }[] }
	getConsent(name: string): boolean
	watch(watcher: { update(manager: KlaroManager, name: string): void }): void
}

type OsanoConsent = { ANALYTICS?: 'ACCEPT' | 'DENY' } | undefined

declare global {
	interface Window {
		/** https://developers.google.com/tag-platform/security/guides/consent */
		dataLayer?: unknown[]
		__tcfapi?: (
			command: 'addEventListener',
			version: 2,
			callback: (data: TcData | null, success: boolean) => void,
		) => void
		/** https://www.cookiebot.com/en/developer/ */
		Cookiebot?: { hasResponse?: boolean; consent?: { statistics?: boolean; method?: string | null } }
		/** https://developer.onetrust.com/onetrust/docs/javascript-events-guide */
		OneTrust?: { IsAlertBoxClosed?(): boolean }
		OnetrustActiveGroups?: string
		klaro?: { getManager?(): KlaroManager }
		/** https://complianz.io/developers-guide-for-third-party-integrations/ */
		cmplz_has_consent?: (category: string) => boolean
		/** https://www.cookieyes.com/documentation/retrieving-consent-data-using-api-getckyconsent/ */
		getCkyConsent?: () => { isUserActionCompleted?: boolean; categories?: Consents }
		/** https://developers.osano.com/cmp/javascript-api/developer-documentation-consent-javascript-api */
		Osano?: { cm?: { addEventListener(event: string, callback: (consent: OsanoConsent) => void): void } }
		/** https://github.com/AmauriC/tarteaucitron.js */
		tarteaucitron?: { cookie?: { read(): string }; services?: Record<string, { type?: string }> }
		/** https://shopify.dev/docs/api/customer-privacy */
		Shopify?: { customerPrivacy?: { currentVisitorConsent?(): { analytics?: 'yes' | 'no' | '' } } }
	}
}
