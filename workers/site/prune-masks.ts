import type { Event } from '../model/event.ts'
import { bitOf, type NoveltyBit } from '../model/novelty.ts'
import type { Collect } from '../model/policy.ts'
import { blankOf } from '../store/rolled.ts'
import { type Day, hourOf } from './day.ts'
import { SeenSet } from './novelty.ts'

/**
 * Novelty where values fall together: two cities become one region, and who showed both would be counted twice in
 * it. A value that several became is new where the first of them was, which has its bit: so bits are only ever
 * taken away, and what is left is what the new rule would have given. Events of a day must come in order of time.
 */
export class Masks {
	readonly #day: Day
	readonly #dimensions: readonly Dimension[]
	readonly #seen = new SeenSet()
	#hour = -1
	#seenThisHour = new SeenSet()

	constructor(day: Day, collect: Collect) {
		this.#day = day
		this.#dimensions = DIMENSIONS.filter(({ name }) => mayMerge(name, collect))
	}

	/** The masks of a reduced event. */
	of(event: Event): Pick<Event, 'novelty' | 'noveltyHour'> {
		const hour = hourOf(this.#day, event.time)
		if (hour !== this.#hour) {
			this.#hour = hour
			this.#seenThisHour = new SeenSet()
		}
		return {
			novelty: this.#left(event.novelty, this.#seen, event),
			noveltyHour: this.#left(event.noveltyHour, this.#seenThisHour, event),
		}
	}

	#left(mask: number, seen: SeenSet, event: Event): number {
		let left = mask
		for (const { name, bit, blank } of this.#dimensions) {
			if ((mask & bit) === 0) continue
			// A blank and the word for it are one row of an answer.
			const value = event[name] === blank ? '' : event[name]
			if (!seen.add(event.visitor, bit, value)) left &= ~bit
		}
		return left
	}
}

const NAMES = [
	...(['page', 'entryPage', 'source', 'referrer', 'country', 'region', 'city'] as const),
	...(['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'] as const),
	...(['browserVersion', 'osVersion', 'language', 'screenClass'] as const),
] as const satisfies readonly NoveltyBit[]

interface Dimension {
	name: (typeof NAMES)[number]
	bit: number
	blank: string
}

const DIMENSIONS: readonly Dimension[] = NAMES.map((name) => ({
	name,
	bit: bitOf(name),
	blank: blankOf(name),
}))

/** Whether a rule can make two values of a dimension one: the others need not be remembered. */
function mayMerge(name: Dimension['name'], collect: Collect): boolean {
	const redacted = Object.values(collect.redact).includes(true)
	switch (name) {
		case 'page':
		case 'entryPage':
			return redacted || collect.paths.length > 0
		case 'referrer':
			return redacted || collect.referrer !== 'path'
		case 'country':
		case 'region':
		case 'city':
			return collect.place !== 'city'
		case 'browserVersion':
		case 'osVersion':
			return collect.versions !== 'full'
		case 'language':
			return !collect.language
		case 'screenClass':
			return !collect.screen
		default:
			return redacted || collect.tags !== null
	}
}
