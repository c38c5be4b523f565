import { bg } from './bg.ts'
import { cs } from './cs.ts'
import { da } from './da.ts'
import { de } from './de.ts'
import { el } from './el.ts'
import { en, type Texts } from './en.ts'
import { es } from './es.ts'
import { fi } from './fi.ts'
import { fr } from './fr.ts'
import { hu } from './hu.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { ro } from './ro.ts'
import { sv } from './sv.ts'

const LANGUAGES: Record<string, Texts> = { en, de, fr, es, it, pt, nl, pl, sv, da, fi, ro, cs, hu, el, bg }

/**
 * The texts in the first of these languages that we have, and which it is; English where we have none.
 * @param wanted BCP 47 tags, best first.
 */
export function textsIn(wanted: readonly string[]): [language: string, texts: Texts] {
	const codes = wanted.map((tag) => tag.toLowerCase().split('-')[0] as string)
	const code = codes.find((one) => Object.keys(LANGUAGES).includes(one)) ?? 'en'
	return [code, LANGUAGES[code] ?? en]
}

/** A text with what belongs into its braces. */
export const fill = (text: string, values: Record<string, string>): string =>
	text.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole)
