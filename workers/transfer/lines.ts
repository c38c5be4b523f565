/** One line of a body. `text` is null where the line is too long or not UTF-8; then `error` says so. */
export type Line = { number: number; bytes: number } & (
	| { text: string; error: null }
	| { text: null; error: string }
)

export const MAX_LINE_BYTES = 65_536
const NEWLINE = 0x0a

/**
 * Cuts a stream of bytes into lines, holding one line at most. Lines are numbered from 1, blank ones are
 * counted and left out. A line that is too long costs no more memory than its allowed part.
 * @param maxBytes the stream is given up after so many bytes: `over()` is called, and no further line comes.
 */
export async function* linesOf(
	stream: ReadableStream<Uint8Array> | null,
	maxBytes: number,
	over: () => void,
): AsyncGenerator<Line> {
	const splitter = new Splitter()
	const reader = stream?.getReader()
	let total = 0
	while (reader) {
		const { done, value } = await reader.read()
		if (done) break
		total += value.byteLength
		if (total > maxBytes) {
			over()
			await reader.cancel()
			return
		}
		yield* splitter.push(value)
	}
	yield* splitter.end()
}

class Splitter {
	#decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
	#number = 0
	/** Beginning of a line whose end has not come yet. */
	#parts: Uint8Array[] = []
	#length = 0;

	*push(bytes: Uint8Array): Generator<Line> {
		let from = 0
		for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
			this.#keep(bytes.subarray(from, to))
			if (this.#length > 0) yield* this.#line()
			else this.#number++
			from = to + 1
		}
		// A copy: the rest must not keep the whole chunk alive.
		this.#keep(bytes.slice(from))
	}

	*end(): Generator<Line> {
		if (this.#length > 0) yield* this.#line()
	}

	#keep(part: Uint8Array): void {
		if (this.#length <= MAX_LINE_BYTES && part.length > 0) this.#parts.push(part)
		this.#length += part.length
	}

	*#line(): Generator<Line> {
		const [first] = this.#parts
		const bytes = this.#length
		const whole = this.#parts.length === 1 && first ? first : Buffer.concat(this.#parts)
		this.#parts = []
		this.#length = 0
		const number = ++this.#number
		if (bytes > MAX_LINE_BYTES) {
			yield { number, bytes, text: null, error: `is longer than ${MAX_LINE_BYTES} bytes` }
			return
		}
		try {
			const text = this.#decoder.decode(whole).trim()
			if (text !== '') yield { number, bytes, text, error: null }
		} catch {
			yield { number, bytes, text: null, error: 'is not UTF-8' }
		}
	}
}
