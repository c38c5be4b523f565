import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockOf, bytesOf, holds } from './network.ts'

const isIn = (address: string, block: string) => {
	const [read, bytes] = [blockOf(block), bytesOf(address)]
	return read !== null && bytes !== null && holds(read, bytes)
}

test.each([
	['192.0.2.7', '192.0.2.0/24', true],
	['192.0.3.7', '192.0.2.0/24', false],
	['192.0.2.7', '192.0.2.7', true],
	['192.0.2.8', '192.0.2.7', false],
	['192.0.2.129', '192.0.2.128/25', true],
	['192.0.2.127', '192.0.2.128/25', false],
	['10.1.2.3', '0.0.0.0/0', true],
	['2001:db8::1', '2001:db8::/32', true],
	['2001:db9::1', '2001:db8::/32', false],
	['2001:db8:0:1::1', '2001:db8:0:0::/63', true],
	['::ffff:192.0.2.7', '192.0.2.0/24', true],
	['192.0.2.7', '::ffff:192.0.2.0/120', true],
	['192.0.2.7', '::/0', false],
	['2001:db8::1', '0.0.0.0/0', false],
])('%s in %s: %s', (address, block, is) => {
	expect(isIn(address, block)).toBe(is)
})

test.each([
	'',
	'192.0.2',
	'192.0.2.256',
	'192.0.02.1',
	'192.0.2.1/33',
	'1::2::3',
	'12345::',
	':1',
	'1:2:3:4:5:6:7',
])('%j is no block', (text) => {
	expect(blockOf(text)).toBeNull()
})

test('what Node takes for an address is one here, and nothing else is', () => {
	const texts = fc.oneof(
		fc.ipV4(),
		fc.ipV6(),
		fc.string({ maxLength: 20 }),
		fc.stringMatching(/^[0-9a-f:.]{1,30}$/),
	)
	fc.assert(
		fc.property(texts, (text) => {
			// A zone (`fe80::1%eth0`) never arrives in a header.
			fc.pre(!text.includes('%') && text === text.trim())
			expect(bytesOf(text) !== null).toBe(isIPv4(text) || isIPv6(text))
		}),
	)
})

test('an address is in every block that is cut from it', () => {
	fc.assert(
		fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (address, bits) => {
			const block = `${address}/${address.includes(':') ? bits : bits % 33}`
			// The short way of an IPv4 address in IPv6 needs more bits than the block may have.
			fc.pre(blockOf(block) !== null)
			expect(isIn(address, block)).toBe(true)
		}),
	)
})
