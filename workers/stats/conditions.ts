import type { Goal } from '../model/goal.ts'
import type { Filter, Test } from './filters.ts'
import { codesOf } from './names.ts'
import type { Dimension } from './registry.ts'

/**
 * Filters as a backend sees them: stored values instead of labels and names, and no patterns. Two tests are
 * left, both of plain text.
 */
export type Condition =
	| { kind: 'and' | 'or'; of: Condition[] }
	| { kind: 'not'; of: Condition }
	/** The visit holds an event for which the condition holds. */
	| { kind: 'done'; of: Condition }
	/** The event reaches one of these goals (`goals.ts`). Only ever one of the list, never inside another. */
	| { kind: 'goal'; goals: readonly Goal[] }
	/** The stored value is one of these. */
	| { kind: 'among'; dimension: TextDimension; values: string[]; caseSensitive: boolean }
	/** One of these is part of the stored value. */
	| { kind: 'contains'; dimension: TextDimension; parts: string[]; caseSensitive: boolean }

/** A dimension with a stored text. */
export type TextDimension = Exclude<Dimension, { of: 'time' | 'goal' }>

/** Values found for tests that a backend cannot make itself (`values.ts`). */
export type Found = ReadonlyMap<Test, string[]>

/** Whether a test is made here, on the distinct values of its dimension: patterns, and parts of names. */
export const needsValues = (test: Test): boolean =>
	test.operator === 'matches' || (test.operator === 'contains' && kindOfNames(test.dimension) !== undefined)

/** The kind of names that stands for the stored codes of a dimension, if one does. */
export const kindOfNames = (dimension: Dimension) => (dimension.of === 'visit' ? dimension.names : undefined)

/** Makes a condition of a filter; `found` holds what `needsValues` asked for. */
export function conditionOf(filter: Filter, found: Found): Condition {
	switch (filter.kind) {
		case 'and':
		case 'or':
			return { kind: filter.kind, of: filter.filters.map((one) => conditionOf(one, found)) }
		case 'not':
		case 'done':
			return { kind: filter.kind, of: conditionOf(filter.filter, found) }
		case 'goal':
			return filter
		case 'test':
			return conditionOfTest(filter, found)
	}
}

function conditionOfTest(test: Test, found: Found): Condition {
	const { clauses, caseSensitive } = test
	const dimension = textDimension(test.dimension)
	if (needsValues(test)) {
		return { kind: 'among', dimension, values: found.get(test) ?? [], caseSensitive: true }
	}
	if (test.operator === 'contains') return { kind: 'contains', dimension, parts: clauses, caseSensitive }
	const names = kindOfNames(dimension)
	const blank = clauses.some((one) => fold(one, caseSensitive) === fold(dimension.blank, caseSensitive))
	const values = names ? codesOf(names, clauses, caseSensitive) : clauses
	return { kind: 'among', dimension, values: blank ? [...values, ''] : values, caseSensitive }
}

/** The grammar refuses tests on time and reads those on goals apart: here the compiler learns it. */
export function textDimension(dimension: Dimension): TextDimension {
	if (dimension.of === 'time' || dimension.of === 'goal') throw new Error('no text')
	return dimension
}

/** Lower case of A–Z alone: what SQLite's `lower` does, so that every backend folds alike. */
export const fold = (text: string, caseSensitive: boolean): string =>
	caseSensitive ? text : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
