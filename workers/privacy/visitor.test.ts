import fc from 'fast-check'
import { expect, test } from 'vitest'
import { network, personOf } from './visitor.ts'

test.each([
	['192.0.2.1', '192.0.2.1'],
	['2001:db8:7717:77aa::1f2e', '2001:db8:7717:77aa::/64'],
	['2001:DB8:7717:77AA:9:8:7:6', '2001:db8:7717:77aa::/64'],
	['2001:0db8:0000:0001:0:0:0:1', '2001:db8:0:1::/64'],
	['2001:db8::1', '2001:db8:0:0::/64'],
	['::1', '0:0:0:0::/64'],
	['fe80::1%eth0', 'fe80:0:0:0::/64'],
	['::ffff:192.0.2.1', '192.0.2.1'],
	['::FFFF:c000:0201', '192.0.2.1'],
	['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
	['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
	['', ''],
])('of %s the network is %s', (address, expected) => {
	expect(network(address)).toBe(expected)
})

test('a device that draws its second half anew stays in its network, in any spelling', () => {
	const group = fc.integer({ min: 0, max: 0xffff })
	fc.assert(
		fc.property(
			fc.array(group, { minLength: 8, maxLength: 8 }),
			fc.array(group, { minLength: 4, maxLength: 4 }),
			(one, rest) => {
				const text = (groups: number[], width: number) =>
					groups.map((part) => part.toString(16).padStart(width, '0')).join(':')
				const other = [...one.slice(0, 4), ...rest]
				fc.pre([one, other].every((groups) => !text(groups, 1).startsWith('0:0:0:0:0:ffff:')))
				expect(network(text(other, 4))).toBe(network(text(one, 1)))
				expect(network(text(one, 4).toUpperCase())).toBe(network(text(one, 1)))
				expect(network(text([one[0] ?? 0, 0, 0, 0, 0, 0, 0, 1], 1))).toBe(
					network(`${(one[0] ?? 0).toString(16)}::1`),
				)
			},
		),
	)
})

const firefox = { browser: 'Firefox', browserVersion: '140.0', os: 'Mac' }

test('a person is address, browser with major version, and system', () => {
	const person = personOf('192.0.2.1', firefox)
	expect(personOf('192.0.2.1', { ...firefox, browserVersion: '140.3' })).toBe(person)
	for (const other of [
		personOf('192.0.2.2', firefox),
		personOf('192.0.2.1', { ...firefox, browserVersion: '141.0' }),
		personOf('192.0.2.1', { ...firefox, browser: 'Chrome' }),
		personOf('192.0.2.1', { ...firefox, os: 'Windows' }),
	]) {
		expect(other).not.toBe(person)
	}
})

test('no two different persons have the same text, whatever their parts hold', () => {
	const part = fc.string({ unit: fc.constantFrom('1', ':', 'a'), maxLength: 4 })
	fc.assert(
		fc.property(part, part, part, part, (a, b, c, d) => {
			const one = personOf('192.0.2.1', { browser: a, browserVersion: '', os: b })
			const two = personOf('192.0.2.1', { browser: c, browserVersion: '', os: d })
			expect(one === two).toBe(a === c && b === d)
		}),
		{ numRuns: 1000 },
	)
})
