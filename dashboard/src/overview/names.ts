import type { DimensionName } from './dimensions.ts'

const LANGUAGE = 'en'
const countries = new Intl.DisplayNames(LANGUAGE, { type: 'region', fallback: 'none' })
const CODE = /^[A-Z]{2}$/

/** Names of regions as answers told them: the list of all is too long to bring along. */
const regions = new Map<string, string>()

/** Remembers a region's name, for filters that know its code alone. */
export const learnRegion = (code: string, name: string): void => {
	regions.set(code, name)
}

/** The English name of a country's code; a code without one is its own name. */
export function countryName(code: string): string {
	if (code === 'T1') return 'Tor network'
	return (CODE.test(code) ? countries.of(code) : undefined) ?? code
}

/** The code of a country, to stand beside its name; empty for what is none. */
export const codeOf = (code: string): string =>
	CODE.test(code) && countries.of(code) !== undefined ? code : ''

/** What people call a value of a dimension. */
export function nameOf(dimension: DimensionName, value: string): string {
	if (dimension === 'visit:country') return countryName(value)
	if (dimension === 'visit:region') return regions.get(value) ?? value
	return value
}
