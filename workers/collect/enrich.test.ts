import { expect, test } from 'vitest'
import { parseAgent } from './agent.ts'
import { enrich } from './enrich.ts'
import { NOWHERE, placeOf } from './place.ts'

const agent = parseAgent('')
const setting = { language: 'de', screenClass: 'md' }

const arrive = (query: string, referrer: string | null = null) =>
	enrich({ hostname: 'shop.example', search: new URLSearchParams(query), referrer }, NOWHERE, agent, setting)

/** Query, referrer → source, channel. */
const ARRIVALS: [query: string, referrer: string | null, source: string, channel: string][] = [
	['', null, '', 'Direct'],
	['', 'https://shop.example/cart', '', 'Direct'],
	['', 'https://www.shop.example/', '', 'Direct'],
	['', 'http://localhost:3000/', '', 'Direct'],
	['', 'about:blank', '', 'Direct'],
	['', 'not a url', '', 'Direct'],
	['', 'https://www.google.com/', 'Google', 'Organic Search'],
	['', 'https://www.google.co.uk/url?q=x', 'Google', 'Organic Search'],
	['', 'https://google.evil.example/', 'google.evil.example', 'Referral'],
	['', 'android-app://com.google.android.gm', 'Gmail', 'Email'],
	['', 'android-app://com.example.reader', 'android-app://com.example.reader', 'Referral'],
	['', 'https://search.brave.com/search', 'Brave', 'Organic Search'],
	['', 'https://news.ycombinator.com/item?id=1', 'Hacker News', 'Organic Social'],
	['', 'https://de.wikipedia.org/wiki/Tee', 'Wikipedia', 'Referral'],
	['', 'https://m.facebook.com/', 'Facebook', 'Organic Social'],
	['', 'https://youtu.be/x', 'Youtube', 'Organic Video'],
	['', 'https://chatgpt.com/', 'ChatGPT', 'AI Assistants'],
	['', 'https://gemini.google.com/app', 'Gemini', 'AI Assistants'],
	['', 'https://mail.google.com/', 'Gmail', 'Email'],
	['', 'https://www.amazon.de/dp/1', 'Amazon', 'Organic Shopping'],
	['', 'https://blog.example.net/post', 'blog.example.net', 'Referral'],
	['ref=producthunt', null, 'Product Hunt', 'Organic Social'],
	['source=newsletter', null, 'newsletter', 'Email'],
	['utm_source=FB&ref=x', 'https://www.google.com/', 'Facebook', 'Organic Social'],
	['utm_source=facebook&utm_medium=cpm', null, 'Facebook', 'Paid Social'],
	['utm_source=fb-ads', null, 'Facebook', 'Paid Social'],
	['utm_source=yt-ads', null, 'Youtube', 'Paid Video'],
	['utm_source=adwords', null, 'Google', 'Paid Search'],
	['utm_source=google&utm_medium=CPC', null, 'Google', 'Paid Search'],
	['utm_source=somewhere&utm_medium=cpm', null, 'somewhere', 'Display'],
	['utm_source=somewhere&utm_medium=banner', null, 'somewhere', 'Display'],
	['utm_source=somewhere&utm_medium=paid-mail', null, 'somewhere', 'Paid Other'],
	['utm_source=chatgpt.com&utm_medium=paid', null, 'ChatGPT', 'Paid Other'],
	['utm_source=chatgpt.com', null, 'ChatGPT', 'AI Assistants'],
	['utm_source=x.example&utm_campaign=Spring-Shopping&utm_medium=ppc', null, 'x.example', 'Paid Shopping'],
	['utm_source=x.example&utm_campaign=workshop', null, 'x.example', 'Referral'],
	['utm_source=x.example&utm_campaign=eshop', null, 'x.example', 'Organic Shopping'],
	['utm_source=x.example&utm_campaign=big-cross-network', null, 'x.example', 'Cross-network'],
	['utm_medium=affiliate', null, '', 'Affiliates'],
	['utm_medium=organic', null, '', 'Organic Search'],
	['utm_medium=e_mail', null, '', 'Email'],
	['utm_medium=audio', null, '', 'Audio'],
	['utm_source=sms', null, 'sms', 'SMS'],
	['utm_medium=web-push', null, '', 'Mobile Push Notifications'],
	['utm_source=firebase', null, 'Firebase', 'Mobile Push Notifications'],
	['gclid=1', 'https://www.google.com/', 'Google', 'Paid Search'],
	['msclkid=1', 'https://www.bing.com/', 'Bing', 'Paid Search'],
	['gclid=1', 'https://blog.example.net/', 'blog.example.net', 'Referral'],
	['fbclid=1', 'https://l.facebook.com/', 'Facebook', 'Organic Social'],
]

test.each(ARRIVALS)('?%s from %s is %s, %s', (query, referrer, source, channel) => {
	expect(arrive(query, referrer)).toMatchObject({ source, channel })
})

test('keeps the name of a click id and throws its value away', () => {
	const facts = arrive('gclid=Cj0secret&email=a%40b.example', 'https://www.google.com/')
	expect(facts).toMatchObject({ clickId: 'gclid', utmMedium: '(gclid)' })
	expect(JSON.stringify(facts)).not.toMatch(/Cj0secret|a@b/)
})

test('keeps host and path of a referrer only', () => {
	expect(arrive('', 'https://www.blog.example.net/post/?user=7#x').referrer).toBe('blog.example.net/post')
	expect(arrive('utm_source=a', 'https://blog.example.net/').referrer).toBe('blog.example.net')
})

test('stores tags as they are written', () => {
	const facts = arrive('utm_source=FB&utm_medium=Social&utm_campaign=Mai%202&utm_content=a&utm_term=b')
	expect(facts).toMatchObject({
		utmSource: 'FB',
		utmMedium: 'Social',
		utmCampaign: 'Mai 2',
		utmContent: 'a',
		utmTerm: 'b',
	})
})

test('places no finer than the city, and nothing where the country is not known', () => {
	const cf = { country: 'DE', regionCode: 'BE', city: 'Berlin', latitude: '52.5', postalCode: '10115' }
	expect(placeOf(cf)).toEqual({ country: 'DE', region: 'DE-BE', city: 'Berlin', asnKind: '' })
	for (const odd of [
		undefined,
		null,
		7,
		{},
		{ country: 'XX' },
		{ country: 'T1' },
		{ country: 7, city: [] },
	]) {
		expect(placeOf(odd)).toEqual(NOWHERE)
	}
})

test('what is known of the visitor’s side is taken as it is', () => {
	const place = { ...NOWHERE, asnKind: 'hosting' }
	const arrival = { hostname: 'shop.example', search: new URLSearchParams(), referrer: null }
	expect(enrich(arrival, place, agent, setting)).toMatchObject({ ...setting, asnKind: 'hosting' })
})
