import { DIMENSIONS, type DimensionName, dimensionOf, slugOf } from './dimensions.ts'

export const OPERATORS = {
	is: 'is',
	is_not: 'is not',
	contains: 'contains',
	contains_not: 'does not contain',
} as const

export type Operator = keyof typeof OPERATORS

/** One condition; several values are alternatives, several filters must all hold. */
export interface Filter {
	operator: Operator
	dimension: DimensionName
	values: string[]
}

const isOperator = (text: string): text is Operator => Object.hasOwn(OPERATORS, text)

/** A filter as it stands in an address: `is,source,Google`. Commas inside of values are escaped. */
export const spellFilter = ({ operator, dimension, values }: Filter): string =>
	[operator, slugOf(dimension), ...values.map(escaped)].join(',')

const escaped = (value: string): string => value.replaceAll('%', '%25').replaceAll(',', '%2C')

/** Reads a filter from an address; null where it is none. */
export function readFilter(text: string): Filter | null {
	const [operator = '', slug = '', ...parts] = text.split(',')
	const dimension = dimensionOf(slug)
	if (!isOperator(operator) || !dimension || parts.length === 0) return null
	const values = parts.map((part) => part.replaceAll(/%2C/gi, ',').replaceAll('%25', '%'))
	return { operator, dimension, values: [...new Set(values)] }
}

/**
 * A filter as the API takes it. What is searched for is found whatever its case. A custom event is asked of the
 * visit as a whole (`has_done`): whoever filters by "Sign-up" wants the pages and sources of these visits, not
 * the one event among their events.
 */
export function askedFilter({ operator, dimension, values }: Filter): unknown[] {
	const searches = operator === 'contains' || operator === 'contains_not'
	const rest = searches ? [dimension, values, { case_sensitive: false }] : [dimension, values]
	if (dimension !== 'event:name') return [operator, ...rest]
	const negated = operator === 'is_not' || operator === 'contains_not'
	return [negated ? 'has_not_done' : 'has_done', [searches ? 'contains' : 'is', ...rest]]
}

/** Whether answers tell of single events, and metrics of whole visits are not to be had. */
export const tellOfPages = (filters: readonly Filter[]): boolean =>
	filters.some((one) => one.dimension === 'event:page')

/** Whether filters select events rather than visits. */
export const tellOfEvents = (filters: readonly Filter[]): boolean =>
	filters.some((one) => one.dimension === 'event:page' || one.dimension === 'event:hostname')

const isSame = (a: Filter, b: Filter): boolean => spellFilter(a) === spellFilter(b)

/** Adds filters; one that says the same of the same dimension takes the new value besides, an equal one goes. */
export function withFilter(filters: readonly Filter[], added: Filter): Filter[] {
	if (filters.some((one) => isSame(one, added))) return [...filters]
	const kin = filters.find((one) => one.dimension === added.dimension && one.operator === added.operator)
	if (!kin) return [...filters, added]
	const values = [...new Set([...kin.values, ...added.values])]
	return filters.map((one) => (one === kin ? { ...kin, values } : one))
}

/** The words of a filter: `Source is Google or Bing`. */
export function sayFilter({ operator, dimension, values }: Filter, name: (value: string) => string): string {
	return `${DIMENSIONS[dimension]} ${OPERATORS[operator]} ${values.map(name).join(' or ')}`
}
