import { RE2JS } from 're2js'

/**
 * Patterns of `matches`: RE2's syntax, unanchored, matched in time linear in the text (no backreferences, no
 * looking around). They are tried on the distinct values of a dimension, never on rows, and what a query may
 * cost is bounded beforehand by the size of the compiled programs times the characters to be read.
 */
const MOST = { characters: 500, instructions: 2_000, steps: 200_000_000 } as const

/** Several patterns, any of which may match. */
export interface Matcher {
	test(text: string): boolean
	/** Whether texts of so many characters together are more than it may be tried on. */
	isTooMuch(characters: number): boolean
}

/** Compiles patterns; a text instead of a matcher says what is wrong with one of them. */
export function matcherOf(patterns: readonly string[]): Matcher | string {
	const programs: RE2JS[] = []
	let size = 0
	for (const pattern of patterns) {
		if (pattern.length > MOST.characters) return `a pattern may have ${MOST.characters} characters`
		try {
			const program = RE2JS.compile(pattern)
			programs.push(program)
			size += program.programSize()
		} catch (error) {
			return error instanceof Error ? error.message.slice(0, 200) : 'a pattern could not be read'
		}
		if (size > MOST.instructions) return 'the patterns are too large together'
	}
	return {
		test: (text) => programs.some((program) => program.test(text)),
		isTooMuch: (characters) => size * characters > MOST.steps,
	}
}
