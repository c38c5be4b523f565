/** Patterns of paths and the like: `*` stands for any run of characters but slashes, `**` for any run at all. */
export interface Wildcard {
	/** In order: a text to be found as it is, or a run. */
	parts: readonly (string | typeof ANY | typeof SEGMENT)[]
}

const ANY = Symbol('**')
const SEGMENT = Symbol('*')

/** Reads a pattern: every text is one. */
export const wildcardOf = (pattern: string): Wildcard => ({
	parts: pattern
		.split(/(\*+)/)
		.filter((part) => part !== '')
		.map((part) => (part === '*' ? SEGMENT : /^\*+$/.test(part) ? ANY : part)),
})

/**
 * Whether a pattern fits the whole of a text. Goes through the text once for each part of the pattern, however
 * the two are made: strangers send the texts.
 */
export function fits({ parts }: Wildcard, text: string): boolean {
	/** Where what was read of the pattern so far may end. */
	let ends: ReadonlySet<number> | readonly number[] = [0]
	for (const part of parts) {
		const next = new Set<number>()
		if (typeof part === 'string') {
			for (const end of ends) if (text.startsWith(part, end)) next.add(end + part.length)
		} else {
			let open = false
			const starts = new Set(ends)
			for (let i = 0; i <= text.length; i++) {
				open ||= starts.has(i)
				if (open) next.add(i)
				if (part === SEGMENT && text[i] === '/') open = false
			}
		}
		if (next.size === 0) return false
		ends = next
	}
	return new Set(ends).has(text.length)
}
