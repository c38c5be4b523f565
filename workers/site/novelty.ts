import type { Facts } from '../model/event.ts'
import { bitOf, type NoveltyBit } from '../model/novelty.ts'
import { blankOf } from '../store/rolled.ts'

/**
 * "Has this visitor shown this value today?" for a whole day, as one flat set of 52-bit hashes: about 12 bytes
 * an entry instead of the hundred of a `Set` per visitor, so that a day of 100,000 visitors fits an object's
 * memory. Two different entries collide once in 10^9 days of such size; then one novelty is missed.
 */
export class SeenSet {
	#slots = new Float64Array(1024)
	#size = 0

	/** Adds an entry; true where it was not there before. */
	add(visitor: number, bit: number, value: string): boolean {
		if (this.#size * 4 > this.#slots.length * 3) this.#grow()
		return this.#insert(hash(visitor, bit, value))
	}

	#insert(entry: number): boolean {
		const slots = this.#slots
		const last = slots.length - 1
		for (let i = entry % slots.length; ; i = i === last ? 0 : i + 1) {
			const found = slots[i]
			if (found === entry) return false
			if (found === 0) {
				slots[i] = entry
				this.#size++
				return true
			}
		}
	}

	#grow(): void {
		const old = this.#slots
		this.#slots = new Float64Array(old.length * 2)
		this.#size = 0
		for (const entry of old) if (entry !== 0) this.#insert(entry)
	}
}

/** 52 bits from two 32-bit multiplicative hashes (public-domain construction cyrb53); never 0. */
function hash(visitor: number, bit: number, value: string): number {
	let a = 0xdeadbeef ^ (visitor >>> 0) ^ bit
	let b = 0x41c6ce57 ^ Math.floor(visitor / 0x1_0000_0000) ^ Math.imul(bit, 0x9e3779b1)
	for (let i = 0; i < value.length; i++) {
		const code = value.charCodeAt(i)
		a = Math.imul(a ^ code, 2654435761)
		b = Math.imul(b ^ code, 1597334677)
	}
	a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
	b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
	return (b & 0xfffff) * 0x1_0000_0000 + (a >>> 0) || 1
}

const factBits = (
	names: readonly (keyof Facts & NoveltyBit)[],
): readonly (readonly [keyof Facts, number, string])[] =>
	names.map((name) => [name, bitOf(name), blankOf(name)] as const)

/** The dimensions a visit takes from its first event: they need a look only when a visit starts. */
const FACT_BITS = factBits([
	'source',
	'channel',
	'referrer',
	'utmSource',
	'utmMedium',
	'utmCampaign',
	'utmContent',
	'utmTerm',
	'country',
	'region',
	'city',
	'browser',
	'browserVersion',
	'os',
	'osVersion',
	'device',
	'language',
	'screenClass',
	'asnKind',
])

const BIT = {
	visitor: bitOf('visitor'),
	visit: bitOf('visit'),
	bounceEnded: bitOf('bounceEnded'),
	page: bitOf('page'),
	hostname: bitOf('hostname'),
	entryPage: bitOf('entryPage'),
	name: bitOf('name'),
} as const

const NOT_SET = blankOf('page')

/** What the mask of one event depends on. */
export interface Novel {
	visitor: number
	name: string
	page: string
	hostname: string
	facts: Facts
	entryPage: string
	/** The event is its visit's first. */
	visitStarted: boolean
	bounceEnded: boolean
	/** The event set its visit's entry page. */
	entrySet: boolean
}

/** The mask of an event against what was seen in a span (day or hour), which it extends. */
export function mask(seen: SeenSet, event: Novel): number {
	const { visitor } = event
	// A visitor new to the span shows all of the visit's facts anew in it, the visit's first event or not.
	const fresh = seen.add(visitor, BIT.visitor, '')
	let bits = fresh ? BIT.visitor : 0
	if (event.visitStarted) bits |= BIT.visit
	if (event.bounceEnded) bits |= BIT.bounceEnded
	if (seen.add(visitor, BIT.page, event.page === NOT_SET ? '' : event.page)) bits |= BIT.page
	if (seen.add(visitor, BIT.hostname, event.hostname === NOT_SET ? '' : event.hostname)) bits |= BIT.hostname
	if (seen.add(visitor, BIT.name, event.name)) bits |= BIT.name
	if (
		(event.entrySet || (fresh && event.entryPage !== '')) &&
		seen.add(visitor, BIT.entryPage, event.entryPage)
	) {
		bits |= BIT.entryPage
	}
	if (event.visitStarted || fresh) {
		for (const [name, bit, blank] of FACT_BITS) {
			// A blank and the word for it are one row of an answer.
			const value = event.facts[name]
			if (seen.add(visitor, bit, value === blank ? '' : value)) bits |= bit
		}
	}
	return bits
}
