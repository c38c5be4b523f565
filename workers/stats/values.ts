import { fail, ok, type Result } from '../kit/result.ts'
import { MAX_VALUES, type StatsBackend, type ValuesOf } from './backend.ts'
import { type Found, kindOfNames, needsValues, textDimension } from './conditions.ts'
import { type Filter, type Test, testsOf } from './filters.ts'
import { nameOf } from './names.ts'
import { matcherOf } from './pattern.ts'
import type { Range } from './zone.ts'

/** Filters of one query, and the range in which their values are looked up. */
export interface Asked {
	site: number
	range: Range
	filters: Filter[]
}

/**
 * Makes the tests that a backend cannot make: reads the distinct values of their dimensions, all in one round
 * trip, and keeps those that pass.
 * @throws where the store does not answer.
 */
export async function lookUp(backend: StatsBackend, asked: readonly Asked[]): Promise<Result<Found>[]> {
	const wanted = new Map<string, ValuesOf>()
	const keyOf = ({ site, range, dimension }: ValuesOf) => JSON.stringify([site, range, dimension.name])
	const wantOf = ({ site, range }: Asked, test: Test): ValuesOf => ({
		site,
		range,
		dimension: textDimension(test.dimension),
	})
	const tests = asked.map((one) => [...testsOf(one.filters, true)].filter(needsValues))
	for (const [i, one] of asked.entries()) {
		for (const test of tests[i] ?? []) {
			const want = wantOf(one, test)
			wanted.set(keyOf(want), want)
		}
	}
	const answers = wanted.size > 0 ? await backend.values([...wanted.values()]) : []
	const values = new Map([...wanted.keys()].map((key, i) => [key, answers[i] ?? []]))
	return asked.map((one, i): Result<Found> => {
		const found = new Map<Test, string[]>()
		for (const test of tests[i] ?? []) {
			const passed = pass(test, values.get(keyOf(wantOf(one, test))) ?? [])
			if (!passed.ok) return passed
			found.set(test, passed.value)
		}
		return ok(found)
	})
}

/** The stored values that pass a test; names are tested where codes are stored. */
function pass(test: Test, stored: string[]): Result<string[]> {
	const names = kindOfNames(test.dimension)
	const texts = names ? stored.map((code) => nameOf(names, code)) : stored
	const accepts = acceptorOf(test, texts)
	if (stored.length > MAX_VALUES || accepts === null) {
		const message = `${test.dimension.name} has too many values in this range for this filter: ask for a shorter range`
		return fail({ kind: 'invalid', message })
	}
	return ok(stored.filter((_, i) => accepts(texts[i] ?? '')))
}

/** Null where the test would take too long on these texts. */
function acceptorOf(test: Test, texts: readonly string[]): ((text: string) => boolean) | null {
	if (test.operator === 'matches') {
		const matcher = matcherOf(test.clauses)
		const characters = texts.reduce((sum, text) => sum + text.length, 0)
		return typeof matcher === 'string' || matcher.isTooMuch(characters) ? null : matcher.test
	}
	const fold = (text: string): string => (test.caseSensitive ? text : text.toLowerCase())
	const parts = test.clauses.map(fold)
	return (text) => parts.some((part) => fold(text).includes(part))
}
