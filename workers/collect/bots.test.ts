import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isBot } from './bots.ts'

const CHROME =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

test.each([
	['', 'none'],
	['-', 'a dash'],
	['Mozilla/5.0', 'too short for any browser'],
	['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'a crawler'],
	['Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)', 'a monitor'],
	['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'a preview'],
	['Go-http-client/1.1 and something more', 'a library'],
	['Wget/1.21.4 (linux-gnu) and something more', 'a program'],
	[CHROME.replace('Chrome/', 'HeadlessChrome/'), 'a headless browser'],
	[`${CHROME} Cypress/13.0`, 'a test'],
	[`${CHROME} Puppeteer`, 'automation'],
	[`${CHROME} Playwright/1.65`, 'automation'],
	[`${CHROME} Selenium`, 'automation'],
])('"%s" is %s', (agent) => {
	expect(isBot(agent)).toBe(true)
})

test.each([
	CHROME,
	'Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Cubot X9) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30',
	'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)',
	'Opera/9.80 (J2ME/MIDP; Opera Mini/7.1/191; U; en) Presto/2.12.423 Version/12.16',
	'Mozilla/5.0 (X11; Linux x86_64; rv:10.0) Gecko/20100101 Firefox/10.0',
])('"%s" is a person’s', (agent) => {
	expect(isBot(agent)).toBe(false)
})

test('an agent of any length and content is decided', () => {
	for (const piece of ['bot', 'a', '(', 'Mozilla/5.0 ', '; ', ' ', '/1.'])
		expect(typeof isBot(piece.repeat(20_000))).toBe('boolean')
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (agent) => typeof isBot(agent) === 'boolean'),
	)
})
