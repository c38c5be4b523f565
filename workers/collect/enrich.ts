import type { Facts, Params } from '../model/event.ts'
import { parseAddress } from './address.ts'
import type { Agent } from './agent.ts'
import { channelOf } from './channel.ts'
import { clean } from './page.ts'
import type { Place } from './place.ts'
import { DIRECT, type Source, sourceOfHost, sourceOfTag } from './source.ts'

/** What of a beacon tells where its visitor came from. */
export interface Arrival {
	/** The page's host, without `www.`. */
	hostname: string
	search: Params
	referrer: string | null
	/** Name of the source, where the sender knows it (imports): it wins over tags and referrer. */
	source?: string
}

/** What else is known of the visitor's side; each blank where it is not. */
export type Setting = Pick<Facts, 'language' | 'screenClass'>

/** Names of the parameters that advertisers add; their values identify a person and are never read. */
const CLICK_IDS = ['gclid', 'gbraid', 'wbraid', 'msclkid', 'fbclid', 'twclid'] as const

const TAG_LIMIT = 500

/** Everything a visit is described by, from its first event. Nothing else of the query string is read. */
export function enrich(arrival: Arrival, place: Place, agent: Agent, setting: Setting): Facts {
	const { hostname, search, referrer } = arrival
	const from = referrer === null || referrer === '' ? null : refererOf(referrer, hostname)
	const empty = search.size === 0
	const tag = empty ? '' : read(search, 'utm_source') || read(search, 'source') || read(search, 'ref')
	const named = arrival.source ?? tag
	const found = arrival.source === undefined && from ? sourceOfHost(from.host) : DIRECT
	const source = named === '' ? found : sourceOfTag(named)
	const utmMedium = empty ? '' : read(search, 'utm_medium')
	const utmCampaign = empty ? '' : read(search, 'utm_campaign')
	const clickId = empty ? '' : (CLICK_IDS.find((name) => search.has(name)) ?? '')
	return {
		source: source.name,
		channel: empty && source === DIRECT ? 'Direct' : channel(source, tag, utmMedium, utmCampaign, clickId),
		referrer: from?.text ?? '',
		utmSource: tag,
		utmMedium: utmMedium || clickMedium(source, clickId),
		utmCampaign,
		utmContent: empty ? '' : read(search, 'utm_content'),
		utmTerm: empty ? '' : read(search, 'utm_term'),
		clickId,
		country: place.country,
		region: place.region,
		city: place.city,
		browser: agent.browser,
		browserVersion: agent.browserVersion,
		os: agent.os,
		osVersion: agent.osVersion,
		device: agent.device,
		language: setting.language,
		screenClass: setting.screenClass,
		asnKind: place.asnKind,
	}
}

const channel = (source: Source, tag: string, medium: string, campaign: string, clickId: string): string =>
	channelOf({
		source,
		utmSource: tag.toLowerCase(),
		medium: medium.toLowerCase(),
		campaign: campaign.toLowerCase(),
		clickId,
	})

/** Search engines that tag their clicks say so where the owner did not. */
function clickMedium({ name }: Source, clickId: string): string {
	const told = (clickId === 'gclid' && name === 'Google') || (clickId === 'msclkid' && name === 'Bing')
	return told ? `(${clickId})` : ''
}

const read = (search: Params, name: string): string =>
	clean(search.get(name) ?? '')
		.trim()
		.slice(0, TAG_LIMIT)
		.toWellFormed()

/**
 * Host and path of a referrer, no scheme, no `www.`, no query, no trailing slash. Null where it says nothing:
 * the site itself, a developer's machine, no web page and no app.
 */
function refererOf(referrer: string, hostname: string): { host: string; text: string } | null {
	const url = parseAddress(referrer)
	if (!url) return null
	if (url.protocol === 'android-app:') {
		const host = `android-app://${url.host}`
		return url.host ? { host, text: host } : null
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
	const host = url.hostname.startsWith('www.') ? url.hostname.slice(4) : url.hostname
	if (host === '' || host === hostname || host === 'localhost') return null
	const path = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname
	return { host, text: host + path }
}
