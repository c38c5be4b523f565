import type { Facts } from './event.ts'

/** For tests: what a visit from a search engine looks like. */
export const someFacts: Facts = {
	source: 'Google',
	channel: 'Organic Search',
	referrer: 'google.com',
	utmSource: '',
	utmMedium: '',
	utmCampaign: '',
	utmContent: '',
	utmTerm: '',
	clickId: '',
	country: 'NO',
	region: 'NO-46',
	city: 'Bergen',
	browser: 'Firefox',
	browserVersion: '140.0',
	os: 'Linux',
	osVersion: '',
	device: 'Desktop',
	language: 'nb',
	screenClass: 'lg',
	asnKind: 'access',
}
