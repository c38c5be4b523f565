import type { Manifest } from './privacydoor.ts'
import type { Texts } from './texts/en.ts'

/**
 * A rule as people call it: `FR` is the country's name and the law, where they are known.
 * @param language of the reader.
 */
export function nameOf(rule: string, language: string, texts: Texts, { outcomes }: Manifest): string {
	if (rule === '*') return texts.elsewhere
	if (rule === 'ZZ') return texts.nowhere
	const [country = '', region] = rule.split('-')
	const law = outcomes?.flatMap(({ rules }) => rules ?? []).find((one) => one.rule === rule)?.law
	let place = country
	try {
		place = new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? country
	} catch {
		// A code that is no country.
	}
	return `${place}${region ? ` (${region})` : ''}${law ? `, ${law}` : ''}`
}

/** What the owner says instead: JSON in an attribute, or in a child that is a script. */
export function ownTexts(element: Element): Partial<Texts> {
	const given =
		element.getAttribute('texts') ?? element.querySelector('script[type="application/json"]')?.textContent
	try {
		return given ? JSON.parse(given) : {}
	} catch (problem) {
		console.warn('jitt-privacy: texts are no JSON', problem)
		return {}
	}
}
