import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseDomain, spellingsOf } from './domain.ts'

test.each([
	['example.org', 'example.org'],
	['  Example.ORG ', 'example.org'],
	['https://www.example.org/blog?x=1#y', 'example.org'],
	['www.example.org.', 'example.org'],
	['sub.www.example.org', 'sub.www.example.org'],
	['a_b.example.org', 'a_b.example.org'],
	['bücher.example', 'xn--bcher-kva.example'],
	['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
])('%j is kept as %j', (text, domain) => {
	expect(normaliseDomain(text, false)).toBe(domain)
})

test.each([
	[''],
	['   '],
	['www.'],
	['org'],
	['example.org:8080'],
	['https://user:secret@example.org'],
	['user@example.org'],
	['exa mple.org'],
	['example..org'],
	['-example.org'],
	['example.org,other.org'],
	['192.0.2.7'],
	['0xc0.2.7'],
	['[2001:db8::1]'],
	['javascript:alert(1)'],
	['../etc'],
	['<b>.example'],
	[`${'a'.repeat(64)}.org`],
	[`${'a.'.repeat(127)}org`],
])('%j is no domain', (text) => {
	expect(normaliseDomain(text, false)).toBe(null)
	expect(normaliseDomain(text, true)).toBe(null)
})

test('names of a developer machine are accepted there only', () => {
	for (const name of ['localhost', 'shop.localhost', '127.0.0.1']) {
		expect(normaliseDomain(name, true)).toBe(name)
		expect(normaliseDomain(name, false)).toBe(null)
	}
})

test('whatever is accepted is stable, bounded and plain', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.domain(), fc.webUrl(), fc.string({ unit: 'binary' })), (text) => {
			const domain = normaliseDomain(text, true)
			if (domain === null) return
			expect(domain).toMatch(/^[a-z0-9_.-]{1,253}$/)
			// `www.www.example.org` loses one at a time, as trackers' names do at the door.
			if (!domain.startsWith('www.')) expect(normaliseDomain(domain, true)).toBe(domain)
		}),
		{ numRuns: 2000 },
	)
})

test('a name in other letters has two spellings', () => {
	expect(spellingsOf('xn--bcher-kva.example')).toEqual(['xn--bcher-kva.example', 'bücher.example'])
	expect(spellingsOf('example.org')).toEqual(['example.org'])
})
