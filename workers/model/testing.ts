import type { Facts, Hit, Taken } from './event.ts'
import { type Policy, privacyOf } from './policy.ts'

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

/** For tests: a page view. */
export const somePageview = (change: Partial<Taken> = {}): Taken => ({
	name: 'pageview',
	hostname: 'example.org',
	page: '/',
	props: null,
	revenue: null,
	interactive: true,
	scrollDepth: null,
	engagedMs: null,
	title: '',
	vitals: null,
	facts: someFacts,
	...change,
})

/** For tests: a page view of somebody who asks for nothing. */
export const someHit = (change: Partial<Hit> = {}): Hit => ({
	...somePageview(),
	signals: { gpc: false, dnt: false, optOut: false, consent: 'unset' },
	cookie: null,
	keepsCookie: false,
	suspects: [],
	origin: null,
	person: 'somebody',
	...change,
})

/** For tests: a site as it is by default. */
export const somePolicy = (site: number, change: Partial<Policy> = {}): Policy => ({
	site,
	domain: `s${site}.example`,
	timezone: 'Etc/UTC',
	mode: 'lightweight',
	retentionDays: 760,
	privacy: privacyOf({}),
	shard: 0,
	jurisdiction: null,
	version: 1,
	...change,
})
