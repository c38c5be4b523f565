import { fill } from './languages.ts'
import type { Words } from './words.ts'

/** Regions that a law names apart from their country, as they call themselves; ISO 3166-2. */
const REGIONS: Readonly<Record<string, string>> = {
	'CA-AB': 'Alberta',
	'CA-BC': 'British Columbia',
	'CA-QC': 'Québec',
	'US-AL': 'Alabama',
	'US-CA': 'California',
	'US-CO': 'Colorado',
	'US-CT': 'Connecticut',
	'US-DE': 'Delaware',
	'US-FL': 'Florida',
	'US-IA': 'Iowa',
	'US-IN': 'Indiana',
	'US-KY': 'Kentucky',
	'US-MD': 'Maryland',
	'US-MN': 'Minnesota',
	'US-MT': 'Montana',
	'US-NE': 'Nebraska',
	'US-NH': 'New Hampshire',
	'US-NJ': 'New Jersey',
	'US-NV': 'Nevada',
	'US-OK': 'Oklahoma',
	'US-OR': 'Oregon',
	'US-RI': 'Rhode Island',
	'US-TN': 'Tennessee',
	'US-TX': 'Texas',
	'US-UT': 'Utah',
	'US-VA': 'Virginia',
}

const regionName = (rule: string): string => REGIONS[rule] ?? rule

/** A country as a language calls it; what is no country stays as it is. */
export function countryName(words: Words, code: string): string {
	try {
		return new Intl.DisplayNames(words.code, { type: 'region' }).of(code) ?? code
	} catch {
		return code
	}
}

/** Texts as a list without a last "and": it stands after a colon. */
export const listed = (texts: readonly string[]): string => texts.join(', ')

/**
 * The places of some rules as a list in a language: a country once for all its regions, `Canada except Québec`
 * where one of them has another rule.
 * @param all every rule there is; `*` and `ZZ` are no places of their own.
 */
export function placesOf(words: Words, some: readonly string[], all: readonly string[]): string {
	const chosen = new Set(some)
	const countries = [...new Set(all.map((rule) => rule.split('-', 1)[0] ?? rule))]
	const names = countries.flatMap((country) => {
		if (country === '*' || country === 'ZZ') return []
		const name = countryName(words, country)
		const regions = all.filter((rule) => rule.startsWith(`${country}-`))
		if (!chosen.has(country)) {
			const inside = regions.filter((rule) => chosen.has(rule))
			return inside.length > 0 ? [`${name} (${listed(inside.map(regionName))})`] : []
		}
		const outside = regions.filter((rule) => !chosen.has(rule))
		const exception = { place: name, regions: listed(outside.map(regionName)) }
		return outside.length > 0 ? [fill(words.notice.except, exception)] : [name]
	})
	names.sort(new Intl.Collator(words.code).compare)
	return listed(chosen.has('*') ? [...names, words.notice.others] : names)
}
