import { INCIDENTS, type IncidentWords } from '../mail/words/en/incidents.ts'

/** Languages in which incidents are told. One more is one more file under `mail/words/` and a line here. */
const LANGUAGES: ReadonlyMap<string, IncidentWords> = new Map([['en', INCIDENTS]])
const DEFAULT = 'en'

/** Those that notices may be written in, BCP 47. */
export const NOTICE_LANGUAGES: readonly string[] = [...LANGUAGES.keys()]

/** The words of a language; English where there are none. */
export const wordsOf = (language: string): IncidentWords => LANGUAGES.get(language) ?? INCIDENTS

/** An instant for people, in UTC, which is said. @param at ms since the epoch. */
export const instantIn = (language: string, at: number): string => {
	const known = LANGUAGES.has(language) ? language : DEFAULT
	const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC', hourCycle: 'h23' } as const
	return `${new Intl.DateTimeFormat(known === 'en' ? 'en-GB' : known, format).format(at)} UTC`
}

/** Puts values in the places of a text: `{name}`. Places without a value stay. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
	text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
