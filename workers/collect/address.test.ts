import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Address, paramsOf, parseAddress } from './address.ts'

const FIELDS = ['protocol', 'host', 'hostname', 'pathname', 'search', 'hash'] as const
const fieldsOf = (address: Address | null) => address && FIELDS.map((field) => address[field])

/** Texts out of the pieces that decide how an address is read; the pieces are separated by one space. */
const pieces = (list: string, ...more: string[]) =>
	fc.array(fc.constantFrom(...list.split(' '), ...more), { maxLength: 8 }).map((parts) => parts.join(''))

const address = fc
	.tuple(
		fc.constantFrom('http://', 'https://', 'HTTPS://', 'https:', 'https:/', 'http:///', 'ftp://', ''),
		pieces('a Z 0 9 . - _ xn-- 0x www. example .com : 80 @ [ ] é %41'),
		pieces('/ . .. %2e %2E a % %zz \\ ^ | { " \' ~ ; é', ' ', '\t'),
		pieces('? & = a \' " %20 + < # é', ' '),
		pieces('# ! / ` x % ? é', ' ', '\n'),
	)
	.map((parts) => parts.join(''))

test('an address is read as the runtime reads it', () => {
	let plain = 0
	fc.assert(
		fc.property(fc.oneof(address, fc.webUrl({ withFragments: true, withQueryParameters: true })), (text) => {
			const read = parseAddress(text)
			if (read && !(read instanceof URL)) plain++
			expect(fieldsOf(read)).toEqual(fieldsOf(URL.parse(text)))
		}),
		{ numRuns: 5000 },
	)
	expect(plain).toBeGreaterThan(500)
})

test('parameters are read as the runtime reads them', () => {
	const search = pieces('& = a b %20 + % é utm_source=x ; ?').map((text) => `?${text}`)
	fc.assert(
		fc.property(search, (text) => {
			const ours = paramsOf(text)
			const theirs = new URLSearchParams(text)
			expect(ours.size === 0).toBe(theirs.size === 0)
			for (const name of [...theirs.keys(), 'a', 'b', 'utm_source', '']) {
				expect(ours.has(name)).toBe(theirs.has(name))
				expect(ours.get(name) ?? null).toBe(theirs.get(name))
			}
		}),
		{ numRuns: 2000 },
	)
	expect(paramsOf('').size).toBe(0)
})
