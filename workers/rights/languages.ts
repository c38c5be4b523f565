import { da } from './texts/da.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fr } from './texts/fr.ts'
import { it } from './texts/it.ts'
import { nl } from './texts/nl.ts'
import { pl } from './texts/pl.ts'
import { pt } from './texts/pt.ts'
import { sv } from './texts/sv.ts'
import type { Words } from './words.ts'

/** Every language there are texts in, by its code; English stands first, where nothing else fits. */
export const LANGUAGES: ReadonlyMap<string, Words> = new Map(
	[en, de, fr, es, it, nl, pl, pt, sv, da].map((words) => [words.code, words]),
)

/** Longer lists are nobody's settings. */
const MAX_RANGES = 20

/**
 * The language of `Accept-Language` (https://www.rfc-editor.org/rfc/rfc9110#name-accept-language) that there
 * are texts in: the heaviest, of equal ones the first. English where there is none.
 */
export function wordsFor(header: string | null): Words {
	let best = en
	let heaviest = 0
	for (const range of (header ?? '').split(',', MAX_RANGES)) {
		const [tag = '', parameter] = range.split(';', 2)
		const words = LANGUAGES.get(tag.trim().toLowerCase().split('-', 1)[0] ?? '')
		const weight =
			parameter === undefined ? 1 : Number(/^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(parameter)?.[1] ?? 0)
		if (!words || weight <= heaviest) continue
		best = words
		heaviest = weight
	}
	return best
}

/** A text with its `{names}` filled in. @throws on a name that is not given: a mistake in a text. */
export function fill(text: string, values: Readonly<Record<string, string | number>> = {}): string {
	return text.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = values[name]
		if (value === undefined) throw new Error(`nothing is given for {${name}}`)
		return String(value)
	})
}
