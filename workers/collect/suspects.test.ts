import { expect, test } from 'vitest'
import { isSpam } from './spam.ts'
import { isSuspect } from './suspects.ts'

const none = new Headers()
const chrome = (version: string) =>
	`Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`

test.each([
	chrome('41.0.2272.118'),
	chrome('999.0.0.0'),
	'Mozilla/5.0 (Windows NT 10.0) Chrome/141.0.0.0',
	'Mozilla/5.0 (X11; Linux x86_64; rv:20.0) Gecko/20100101 Firefox/20.0',
	'Mozilla/5.0 (X11; Linux x86_64) Firefox/141.0',
	'Mozilla/5.0 Chrome/141.0.0.0 Safari/537.36',
	'Some program that names nothing at all',
])('%s is no browser', (agent) => {
	expect(isSuspect(agent, none)).toBe(true)
})

test('a browser that says beside its agent that nobody looks at it is none', () => {
	const brands = (name: string) => new Headers({ 'sec-ch-ua': `"${name}";v="141", "Not?A_Brand";v="8"` })
	expect(isSuspect(chrome('141.0.0.0'), brands('HeadlessChrome'))).toBe(true)
	expect(isSuspect(chrome('141.0.0.0'), brands('Google Chrome'))).toBe(false)
})

test.each([
	['https://semalt.com/crawler.php', true],
	['http://www.SEMALT.com', true],
	['https://semalt.com.example.org/', false],
	['https://notsemalt.com/', false],
	['https://example.org/?u=semalt.com', false],
	['semalt.com', false],
	['', false],
	[null, false],
])('%s as a referrer is spam: %s', (referrer, is) => {
	expect(isSpam(referrer)).toBe(is)
})
