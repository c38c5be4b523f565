import { DIMENSION_NAMES } from '../overview/dimensions.ts'
import { askedFilter, type Filter, OPERATORS, type Operator } from '../overview/filters.ts'

/**
 * The filters of a saved segment as those of the overview, whose bar shows and changes them one by one.
 * @returns null where the segment says more than the bar has words for, as one made through the API may.
 */
export function barFilters(filters: readonly unknown[]): Filter[] | null {
	const read = filters.map(barFilter)
	return read.every((one) => one !== null) ? read : null
}

/** Every filter of the bar is tried on: the one that asks the same is the one. */
function barFilter(sent: unknown): Filter | null {
	const [dimension, values] = partsOf(sent)
	const known = DIMENSION_NAMES.find((one) => one === dimension)
	if (!known || !Array.isArray(values) || !values.every((one) => typeof one === 'string')) return null
	const tried = (Object.keys(OPERATORS) as Operator[]).map(
		(operator): Filter => ({
			...{ operator, dimension: known, values },
		}),
	)
	return tried.find((one) => JSON.stringify(askedFilter(one)) === JSON.stringify(sent)) ?? null
}

/** Dimension and values, of a test or of what was done in the visit. */
function partsOf(sent: unknown): [unknown, unknown] {
	if (!Array.isArray(sent)) return [null, null]
	const test: unknown = Array.isArray(sent[1]) ? sent[1] : sent
	return Array.isArray(test) ? [test[1], test[2]] : [null, null]
}
