import { network } from '../privacy/visitor.ts'

const MINUTE_MS = 60_000

/** How often a network may ask in a minute, in one isolate. Addresses are in memory for that minute at most. */
export class Allowance {
	readonly #limit: number
	#until = 0
	#asked = new Map<string, number>()

	constructor(limit: number) {
		this.#limit = limit
	}

	/** Counts a question. @returns seconds to wait; null where it may be answered. */
	ask(address: string, now: number): number | null {
		if (now >= this.#until) {
			this.#asked.clear()
			this.#until = now + MINUTE_MS
		}
		const from = network(address)
		const count = (this.#asked.get(from) ?? 0) + 1
		this.#asked.set(from, count)
		return count <= this.#limit ? null : Math.ceil((this.#until - now) / 1000)
	}
}
