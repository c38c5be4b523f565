import { expect, test } from 'vitest'
import { chainFaults, GENESIS, type Receipt, receiptHash, type Sealed, sealed } from './receipt.ts'

function chain(length: number): Sealed[] {
	const links: Sealed[] = []
	for (let seq = 1; seq <= length; seq++) {
		const receipt: Receipt = {
			...{ site: 7, seq, rule: 'events', rows: seq * 10, policy_version: 3, oldest: null },
			from: '2050-01-01T00:00:00.000Z',
			to: `2050-01-0${seq}T00:00:00.000Z`,
			at: `2050-01-0${seq}T00:00:09.000Z`,
			previous: links.at(-1)?.hash ?? GENESIS,
		}
		links.push(sealed(receipt))
	}
	return links
}
const headOf = (links: readonly Sealed[]) => {
	const last = links.at(-1)
	return last ? { seq: last.seq, hash: last.hash } : null
}

test('the hash is that of the canonical JSON: names in order, no white space, without the hash', () => {
	// printf '%s' '{"a":null,"b":"x","seq":1}' | sha256sum
	expect(receiptHash({ seq: 1, hash: 'any', b: 'x', a: null })).toBe(
		'da4b7795db5f673ae99218778758c92e71b023ea944aa1185d96cc33580ac748',
	)
})

test('a chain holds, an empty one too', () => {
	expect(chainFaults(chain(4), headOf(chain(4)))).toEqual([])
	expect(chainFaults([], null)).toEqual([])
})

test.each<[string, (links: Sealed[]) => unknown[]]>([
	['removed', (links) => links.filter(({ seq }) => seq !== 2)],
	['removed at the beginning', (links) => links.slice(1)],
	['cut off at the end', (links) => links.slice(0, -1)],
	['all gone', () => []],
	['altered', (links) => links.map((one) => (one.seq === 2 ? { ...one, rows: 1 } : one))],
	[
		'altered with its hash',
		(links) => links.map((one) => (one.seq === 2 ? sealed({ ...one, rows: 1 }) : one)),
	],
	[
		'altered in the last link with its hash',
		(links) => [...links.slice(0, -1), sealed({ ...(links.at(-1) as Sealed), rows: 1 })],
	],
	['given one member more', (links) => links.map((one) => (one.seq === 2 ? { ...one, note: 'x' } : one))],
	['put in another order', ([a, b, ...rest]) => [b, a, ...rest]],
	['told twice', ([a, ...rest]) => [a, a, ...rest]],
	['no receipt at all', (links) => [...links, 'x']],
])('what is %s is noticed', (_, change) => {
	const links = chain(4)
	expect(chainFaults(change(links), headOf(links))).not.toEqual([])
})

test('a chain that was made anew from its beginning is noticed by whoever has seen a head before', () => {
	const [first] = chain(1)
	const forged = sealed({ ...(first as Sealed), rows: 1 })
	expect(chainFaults([forged], headOf([forged]))).toEqual([])
	const known = headOf(chain(3))
	expect(chainFaults([forged], headOf([forged]), known)).toEqual(['receipt 3 was there and is no more'])
	expect(chainFaults(chain(4), headOf(chain(4)), known)).toEqual([])
})
