import { expect, test } from 'vitest'
import { parseAgent } from './agent.ts'
import { isBot } from './bots.ts'
import { isSuspect } from './suspects.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

const PEOPLE: [
	agent: string,
	browser: string,
	version: string,
	os: string,
	version: string,
	device: string,
][] = [
	[
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/141.0.7390.55 Safari/537.36`,
		'Chrome',
		'141.0',
		'Windows',
		'10',
		'Desktop',
	],
	[
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`,
		'Microsoft Edge',
		'141.0',
		'Windows',
		'10',
		'Desktop',
	],
	[
		`Mozilla/5.0 (Windows NT 6.1) ${WEBKIT} Chrome/109.0.0.0 Safari/537.36 OPR/95.2.0.0`,
		'Opera',
		'95.2',
		'Windows',
		'7',
		'Desktop',
	],
	[
		'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
		'Internet Explorer',
		'11.0',
		'Windows',
		'10',
		'Desktop',
	],
	[
		'Opera/9.80 (Windows NT 6.1; U; en) Presto/2.10.229 Version/11.62',
		'Opera',
		'11.62',
		'Windows',
		'7',
		'Desktop',
	],
	[
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
		'Safari',
		'18.6',
		'Mac',
		'10.15',
		'Desktop',
	],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
		'Safari',
		'18.6',
		'iOS',
		'18.6',
		'Mobile',
	],
	[
		'Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.96 Mobile/15E148 Safari/604.1',
		'Chrome',
		'141.0',
		'iPadOS',
		'17.4',
		'Tablet',
	],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 390.0.0.28 (iPhone14,5)',
		'Mobile App',
		'',
		'iOS',
		'18.6',
		'Mobile',
	],
	[
		`Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36`,
		'Chrome',
		'141.0',
		'Android',
		'10',
		'Mobile',
	],
	[
		`Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`,
		'Chrome',
		'141.0',
		'Android',
		'10',
		'Tablet',
	],
	[
		`Mozilla/5.0 (Linux; Android 15; SM-S931B) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
		'Samsung Browser',
		'28.0',
		'Android',
		'15',
		'Mobile',
	],
	[
		'Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0',
		'Firefox',
		'143.0',
		'Android',
		'14',
		'Mobile',
	],
	[
		'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
		'Firefox',
		'143.0',
		'GNU/Linux',
		'',
		'Desktop',
	],
	[
		`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`,
		'Chrome',
		'141.0',
		'Chrome OS',
		'',
		'Desktop',
	],
	[
		`Mozilla/5.0 (Linux; Android 12; BRAVIA 4K VH2) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`,
		'Chrome',
		'141.0',
		'Android',
		'12',
		'',
	],
]

test.each(PEOPLE)('%s', (agent, browser, browserVersion, os, osVersion, device) => {
	expect(parseAgent(agent)).toEqual({ browser, browserVersion, os, osVersion, device })
	expect(isBot(agent)).toBe(false)
	expect(isSuspect(agent, new Headers())).toBe(false)
})

test.each([
	'',
	'Mozilla/5.0',
	'curl/8.5.0',
	'python-requests/2.32.3',
	'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
	`Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)`,
	`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/141.0.0.0 Safari/537.36`,
	'Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1',
])('takes "%s" for a program', (agent) => {
	expect(isBot(agent)).toBe(true)
})

test('survives agents made to hurt', () => {
	for (const agent of ['Version/', 'Chrome/', 'Chrome/....', 'Mac OS X _', `Chrome/${'9'.repeat(60_000)}`]) {
		const { browserVersion, osVersion } = parseAgent(`Mozilla/5.0 Macintosh ${agent}`)
		expect(browserVersion.length + osVersion.length).toBeLessThan(25)
	}
})
