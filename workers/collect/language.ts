/** `de` of `de-AT`: what a language is called without its country and script (BCP 47, 2.2.1). */
const SUBTAG = /^\s*([a-z]{2,3})(?:[-_][\w-]*)?\s*$/i

/** The primary subtag of one language tag, lower case; blank where it is none. All else of the tag is dropped. */
export const subtagOf = (tag: string): string => SUBTAG.exec(tag)?.[1]?.toLowerCase() ?? ''

/** Longer lists are nobody's settings. */
const MAX_RANGES = 20
const WEIGHT = /^\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i

/**
 * The language that a browser prefers, of its `Accept-Language`
 * (https://www.rfc-editor.org/rfc/rfc9110#name-accept-language): the heaviest, of equal ones the first. Blank
 * where it names none.
 */
export function languageOf(header: string | null): string {
	let best = ''
	let heaviest = 0
	for (const range of (header ?? '').split(',', MAX_RANGES)) {
		const [tag = '', parameter] = range.split(';', 2)
		const weight = parameter === undefined ? 1 : Number(WEIGHT.exec(parameter)?.[1] ?? 0)
		if (weight <= heaviest) continue
		const language = subtagOf(tag)
		if (language === '') continue
		best = language
		heaviest = weight
		if (weight === 1) break
	}
	return best
}
