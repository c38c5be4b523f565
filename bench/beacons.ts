import { post } from './load.ts'

/** Beacons like those of real visitors: many addresses, the usual browsers, pages and campaigns. */

const AGENTS = [
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
	'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
	'Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
]
const REFERRERS = [
	null,
	null,
	'https://www.google.com/',
	'https://news.ycombinator.com/item?id=1',
	'https://t.co/abc',
]

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T

/** `n` requests for the given sites, in the events format; every fifth visit brings a campaign. */
export function beacons(sites: readonly string[], n: number): Buffer[] {
	return Array.from({ length: n }, (_, i) => {
		const domain = pick(sites, i)
		const visitor = (i * 7919) % 20_000
		const query = i % 5 === 0 ? '?utm_source=newsletter&utm_medium=email&utm_campaign=autumn' : ''
		const body = {
			n: 'pageview',
			u: `https://${domain}/articles/page-${(i * 31) % 500}${query}`,
			d: domain,
			r: pick(REFERRERS, i),
			p: i % 4 === 0 ? { plan: 'free', theme: 'dark' } : undefined,
		}
		return post(
			'/api/event',
			{
				'content-type': 'text/plain',
				'user-agent': pick(AGENTS, visitor),
				'cf-connecting-ip': `198.18.${visitor >> 8}.${visitor & 255}`,
				'accept-language': 'en-GB,en;q=0.8',
			},
			JSON.stringify(body),
		)
	})
}
