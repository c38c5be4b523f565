import { expect, test } from 'vitest'
import { channelOf } from './channel.ts'
import { DIRECT, sourceOfHost, sourceOfTag } from './source.ts'

type Told = { tag?: string; from?: string; medium?: string; campaign?: string; clickId?: string }
const channel = ({ tag = '', from, medium = '', campaign = '', clickId = '' }: Told) =>
	channelOf({
		source: tag ? sourceOfTag(tag) : from ? sourceOfHost(from) : DIRECT,
		utmSource: tag,
		medium,
		campaign,
		clickId,
	})

/** Row by row, in the order of the rules: each example would be of a later row if its own were missing. */
const ROWS: [channel: string, told: Told][] = [
	['Cross-network', { tag: 'temu', medium: 'cpc', campaign: 'may-cross-network-2' }],
	['Cross-network', { campaign: 'cross-network' }],
	['Paid Shopping', { tag: 'temu', medium: 'cpc' }],
	['Paid Shopping', { from: 'amazon.de', medium: 'paid-listing' }],
	['Paid Shopping', { tag: 'google', campaign: 'spring-shopping', medium: 'ppc' }],
	['Paid Shopping', { tag: 'x.example', campaign: 'shop', medium: 'retargeting' }],
	['Paid Search', { tag: 'google', medium: 'cpc' }],
	['Paid Search', { tag: 'bing', medium: 'ppc' }],
	['Paid Search', { tag: 'adwords' }],
	['Paid Search', { tag: 'googleads' }],
	['Paid Search', { from: 'google.com', clickId: 'gclid' }],
	['Paid Search', { from: 'bing.com', clickId: 'msclkid' }],
	['Paid Social', { tag: 'facebook', medium: 'cpm' }],
	['Paid Social', { tag: 'fb-ads' }],
	['Paid Social', { tag: 'facebook_feed_ad' }],
	['Paid Social', { tag: 'linkedin', medium: 'paid' }],
	['Paid Video', { tag: 'youtube', medium: 'cpv' }],
	['Paid Video', { tag: 'yt-ads' }],
	['Display', { medium: 'display' }],
	['Display', { tag: 'x.example', medium: 'banner' }],
	['Display', { tag: 'x.example', medium: 'expandable' }],
	['Display', { tag: 'x.example', medium: 'interstitial' }],
	['Display', { tag: 'x.example', medium: 'cpm' }],
	['Paid Other', { tag: 'x.example', medium: 'cpc' }],
	['Paid Other', { tag: 'gmail', medium: 'paid' }],
	['Paid Other', { tag: 'chatgpt', medium: 'cpc' }],
	['AI Assistants', { from: 'chatgpt.com' }],
	['AI Assistants', { from: 'claude.ai', campaign: 'shop' }],
	['AI Assistants', { tag: 'perplexity', medium: 'social' }],
	['AI Assistants', { from: 'gemini.google.com' }],
	['AI Assistants', { from: 'copilot.microsoft.com' }],
	['Organic Shopping', { from: 'ebay.co.uk' }],
	['Organic Shopping', { from: 'facebook.com', campaign: 'shopping-days' }],
	['Organic Social', { from: 'news.ycombinator.com' }],
	...['social', 'social-network', 'social-media', 'sm', 'social network', 'social media'].map(
		(medium): [string, Told] => ['Organic Social', { from: 'google.com', medium }],
	),
	['Organic Video', { from: 'vimeo.com' }],
	['Organic Video', { from: 'google.com', medium: 'my-video-ads' }],
	['Organic Search', { from: 'duckduckgo.com', medium: 'email' }],
	['Organic Search', { tag: 'newsletter', medium: 'organic' }],
	['Email', { from: 'mail.google.com', medium: 'affiliate' }],
	...['email', 'e-mail', 'e_mail', 'e mail', 'emailing', 'freemail', 'the-newsletter-7'].map(
		(medium): [string, Told] => ['Email', { tag: 'x.example', medium }],
	),
	['Email', { tag: 'gmail' }],
	['Email', { tag: 'may-newsletter', medium: 'affiliate' }],
	['Affiliates', { tag: 'sms', medium: 'affiliate' }],
	['Audio', { tag: 'sms', medium: 'audio' }],
	['SMS', { tag: 'sms', medium: 'mobile' }],
	['SMS', { tag: 'x.example', medium: 'sms' }],
	['Mobile Push Notifications', { tag: 'x.example', medium: 'web-push' }],
	['Mobile Push Notifications', { tag: 'x.example', medium: 'mobile-app' }],
	['Mobile Push Notifications', { tag: 'x.example', medium: 'a-notification-b' }],
	['Mobile Push Notifications', { tag: 'firebase' }],
	['Referral', { medium: 'referral' }],
	['Referral', { medium: 'app' }],
	['Referral', { medium: 'link' }],
	['Referral', { from: 'blog.example.net' }],
	['Referral', { tag: 'anything' }],
	['Direct', {}],
	['Direct', { medium: 'something', campaign: 'else' }],
]

test.each(ROWS)('%s: %j', (expected, told) => {
	expect(channel(told)).toBe(expected)
})

test('a medium with cp anywhere counts as paid: known, and kept for the sake of comparing', () => {
	expect([channel({ tag: 'x.example', medium: 'mcp' }), channel({ tag: 'google', medium: 'ocpx' })]).toEqual([
		...['Paid Other', 'Paid Search'],
	])
})

test('a shop in the campaign stands alone or behind certain letters only', () => {
	const of = (campaign: string) => channel({ tag: 'x.example', campaign })
	expect([of('shop'), of('my-shop'), of('eshop'), of('workshop'), of('bishop'), of('my-shopping')]).toEqual([
		...['Organic Shopping', 'Organic Shopping', 'Organic Shopping'],
		...['Referral', 'Referral', 'Organic Shopping'],
	])
})

test('a click id says paid for its own search engine only', () => {
	expect(channel({ from: 'bing.com', clickId: 'gclid' })).toBe('Organic Search')
	expect(channel({ from: 'google.com', clickId: 'msclkid' })).toBe('Organic Search')
	expect(channel({ from: 'blog.example.net', clickId: 'gclid' })).toBe('Referral')
	expect(channel({ clickId: 'gclid' })).toBe('Direct')
})
