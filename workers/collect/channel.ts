import type { Category, Source } from './source.ts'

/** What a channel is told by. All texts in lower case. */
export interface Origin {
	source: Source
	utmSource: string
	medium: string
	campaign: string
	/** Name of the click id. */
	clickId: string
}

/** Every part that is given must hold. */
interface Condition {
	category?: Category
	/** The display name of the source. */
	source?: string
	utmSource?: RegExp
	medium?: RegExp
	campaign?: RegExp
	clickId?: string
	/** `medium`: the medium says paid. `tag`: the medium or the source's own tag does. */
	paid?: 'medium' | 'tag'
	/** Any source at all. */
	any?: true
}

const PAID = /^(?:.*cp.*|ppc|retargeting|paid.*)$/
const SHOP = /^.*(?:(?:[^a-df-z]|^)shop|shopping).*$/
const MAIL = /e[-_ ]?mail|newsletter/

/**
 * The first channel of which one condition holds. The order is the one that site owners know from other tools
 * (https://support.google.com/analytics/answer/9756891): a paid visit is paid before it is social or search.
 * Assistants stand after everything paid, so that a paid placement in one still reads as paid.
 */
const CHANNELS: readonly (readonly [channel: string, any: readonly Condition[]])[] = [
	['Cross-network', [{ campaign: /cross-network/ }]],
	[
		'Paid Shopping',
		[
			{ category: 'shopping', paid: 'medium' },
			{ campaign: SHOP, paid: 'medium' },
		],
	],
	[
		'Paid Search',
		[
			{ category: 'search', paid: 'tag' },
			{ source: 'Google', clickId: 'gclid' },
			{ source: 'Bing', clickId: 'msclkid' },
		],
	],
	['Paid Social', [{ category: 'social', paid: 'tag' }]],
	['Paid Video', [{ category: 'video', paid: 'tag' }]],
	['Display', [{ medium: /^(?:display|banner|expandable|interstitial|cpm)$/ }]],
	['Paid Other', [{ paid: 'medium' }]],
	['AI Assistants', [{ category: 'assistant' }]],
	['Organic Shopping', [{ category: 'shopping' }, { campaign: SHOP }]],
	[
		'Organic Social',
		[
			{ category: 'social' },
			{ medium: /^(?:social|social-network|social-media|sm|social network|social media)$/ },
		],
	],
	['Organic Video', [{ category: 'video' }, { medium: /video/ }]],
	['Organic Search', [{ category: 'search' }, { medium: /^organic$/ }]],
	['Email', [{ category: 'email' }, { utmSource: MAIL }, { medium: MAIL }]],
	['Affiliates', [{ medium: /^affiliate$/ }]],
	['Audio', [{ medium: /^audio$/ }]],
	['SMS', [{ utmSource: /^sms$/ }, { medium: /^sms$/ }]],
	['Mobile Push Notifications', [{ medium: /push$|mobile|notification/ }, { source: 'Firebase' }]],
	['Referral', [{ medium: /^(?:referral|app|link)$/ }, { any: true }]],
]

/** The acquisition channel; `Direct` where nothing is known. */
export function channelOf(origin: Origin): string {
	for (const [channel, conditions] of CHANNELS) {
		for (const condition of conditions) if (holds(condition, origin)) return channel
	}
	return 'Direct'
}

function holds(condition: Condition, { source, utmSource, medium, campaign, clickId }: Origin): boolean {
	if (condition.category !== undefined && condition.category !== source.category) return false
	if (condition.source !== undefined && condition.source !== source.name) return false
	if (condition.clickId !== undefined && condition.clickId !== clickId) return false
	if (condition.utmSource && !condition.utmSource.test(utmSource)) return false
	if (condition.medium && !condition.medium.test(medium)) return false
	if (condition.campaign && !condition.campaign.test(campaign)) return false
	if (condition.paid && !PAID.test(medium) && !(condition.paid === 'tag' && source.paidTag)) return false
	return !condition.any || source.name !== ''
}
