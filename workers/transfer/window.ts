import type { ImportHit } from '../site/imports.ts'

/** What one call to the object may carry: it takes at most 5,000 hits, and the call at most 32 MiB. */
const CHUNK = { hits: 5_000, bytes: 6_000_000 }
/** What is held back to be put in order: an isolate has 128 MB in all. */
const HELD = { hits: 20_000, bytes: 24_000_000 }

interface Waiting {
	hit: ImportHit
	bytes: number
}

/**
 * Puts hits in order of time without holding the whole file: the newest 15,000 or so wait while earlier ones
 * go out. A log that is in disorder by fewer lines than that leaves here sorted.
 */
export class Window {
	#waiting: Waiting[] = []
	#bytes = 0

	/** @param bytes length of the line that the hit was read from. */
	add(hit: ImportHit, bytes: number): void {
		this.#waiting.push({ hit, bytes })
		this.#bytes += bytes
	}

	get size(): number {
		return this.#waiting.length
	}

	/** A chunk should be taken before more is added. */
	get full(): boolean {
		return this.size >= HELD.hits || this.#bytes >= HELD.bytes
	}

	/** The earliest hits, ascending in time, those of one moment in the order of their lines. */
	take(): ImportHit[] {
		this.#waiting.sort((a, b) => a.hit.at - b.hit.at || a.hit.line - b.hit.line)
		let count = 0
		let bytes = 0
		for (const { bytes: more } of this.#waiting) {
			if (count === CHUNK.hits || (count > 0 && bytes + more > CHUNK.bytes)) break
			count++
			bytes += more
		}
		this.#bytes -= bytes
		return this.#waiting.splice(0, count).map((one) => one.hit)
	}
}
