import { expect, test } from 'vitest'
import { asnKindOf } from './asn.ts'
import { HOSTING } from './hosting.ts'

test('machines for rent are told from other networks, and both from none', () => {
	// DigitalOcean and Hetzner; Deutsche Telekom and Telenor.
	for (const asn of [14061, 24940]) expect(asnKindOf(asn)).toBe('hosting')
	for (const asn of [3320, 2119]) expect(asnKindOf(asn)).toBe('access')
	for (const odd of [undefined, null, '24940', 0, -1, 1.5, Number.NaN, {}]) expect(asnKindOf(odd)).toBe('')
})

test('networks that relay people are no hosting', () => {
	for (const asn of [13335, 54113, 36183, 20940, 15169]) expect(asnKindOf(asn)).toBe('access')
})

test('every line of the list is a number and a name, none twice, in order', () => {
	const lines = HOSTING.trim().split('\n')
	const numbers = lines.map((line) => Number(/^([1-9]\d{0,9}) \S/.exec(line)?.[1]))
	expect(numbers.filter((number) => !(number < 2 ** 32))).toEqual([])
	expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
})
