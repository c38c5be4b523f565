import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clean, exceeds, hostOf, partsOf } from './page.ts'

const pageOf = (address: string, hash = false) => {
	const parts = partsOf(address, hash)
	return typeof parts === 'string' ? parts : `${parts.hostname} ${parts.page}`
}

test.each([
	['https://www.Shop.Example/Teas/', 'shop.example /Teas/'],
	['https://shop.example', 'shop.example /'],
	['https://shop.example:8443/x?q=1', 'shop.example /x'],
	['https://user:secret@shop.example/x', 'shop.example /x'],
	['http://[2001:db8::1]/x', '[2001:db8::1] /x'],
	['https://bücher.example/', 'xn--bcher-kva.example /'],
	['https://shop.example/caf%C3%A9', 'shop.example /café'],
	['https://shop.example/100%', 'shop.example /100%'],
	['https://shop.example/a%2Fb', 'shop.example /a/b'],
	['https://shop.example/x%20%20', 'shop.example /x'],
	['https://shop.example/%20', 'shop.example /'],
	['https://shop.example/a%00b%0Ac', 'shop.example /abc'],
	['https://shop.example/x#part', 'shop.example /x'],
	['/x?y=1#z', '(none) /x'],
	['x', '(none) /x'],
	['?y=1', '(none) /'],
	['//other.example/x', '(none) /x'],
	['app://localhost/x', 'localhost /x'],
	['file:///home/x.html', '(none) /home/x.html'],
	['data:text/html,x', 'scheme is not allowed'],
	['DATA:text/html,x', 'scheme is not allowed'],
	['https://', 'must be a valid url'],
	['https://a b/', 'must be a valid url'],
	['https://shop.example/'.padEnd(2001, 'x'), 'must have at most 2000 bytes'],
	['https://shop.example/'.padEnd(1021, 'é'), 'must have at most 2000 bytes'],
])('%s', (address, expected) => {
	expect(pageOf(address)).toBe(expected)
})

test('the fragment is part of the page in hash mode', () => {
	expect(pageOf('https://a.example/app#/in%20box', true)).toBe('a.example /app#/in box')
	expect(pageOf('https://a.example/app', true)).toBe('a.example /app')
	expect(pageOf('https://a.example/app#', true)).toBe('a.example /app')
})

test('the query string is there to be looked at, never in the page', () => {
	const parts = partsOf('https://a.example/x?utm_source=b&mail=c@d.example', false)
	if (typeof parts === 'string') throw new Error(parts)
	expect(parts.search.get('utm_source')).toBe('b')
	expect(parts.page + parts.hostname).not.toContain('@')
})

test('a host loses its case and one www.', () => {
	expect(['WWW.A.example', 'www.www.a', 'wwwa.example', 'www.'].map(hostOf)).toEqual([
		...['a.example', 'www.a', 'wwwa.example', ''],
	])
})

test('bytes are counted as UTF-8', () => {
	expect([exceeds('a'.repeat(300), 300), exceeds('a'.repeat(301), 300)]).toEqual([false, true])
	expect([exceeds('é'.repeat(150), 300), exceeds('é'.repeat(151), 300)]).toEqual([false, true])
	expect([exceeds('💩'.repeat(75), 300), exceeds('💩'.repeat(76), 300)]).toEqual([false, true])
	expect(exceeds('€'.repeat(100), 300)).toBe(false)
})

test('whatever the address, what is stored is well formed, bounded and free of control characters', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: 'binary' }),
				fc.webUrl({ withFragments: true, withQueryParameters: true }),
				fc.string({ unit: 'binary' }).map((tail) => `https://a.example/${tail}`),
			),
			fc.boolean(),
			(address, hash) => {
				const parts = partsOf(address, hash)
				if (typeof parts === 'string') return
				for (const text of [parts.page, parts.hostname]) {
					expect(clean(text)).toBe(text)
					expect(text).not.toBe('')
					expect(text.length).toBeLessThanOrEqual(6000)
				}
			},
		),
		{ numRuns: 500 },
	)
})
