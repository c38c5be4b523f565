/** Those that there are texts in, as `texts.ts` has them; English is in the element itself. */
const CODES = 'en de fr es it pt nl pl sv da fi ro cs hu el bg'

/**
 * The first of these languages that we have; English where we have none.
 * @param wanted BCP 47 tags, best first.
 */
export function languageOf(wanted: readonly string[]): string {
	const codes = wanted.map((tag) => tag.toLowerCase().split('-')[0] as string)
	return codes.find((code) => CODES.split(' ').includes(code)) ?? 'en'
}

/** A text with what belongs into its braces. */
export const fill = (text: string, values: Record<string, string>): string =>
	text.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole)
