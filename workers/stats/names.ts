import { iso31661, iso31662 } from 'iso-3166'

/**
 * English names of the codes that rows hold: countries (ISO 3166-1) from the platform's Unicode data, regions
 * (ISO 3166-2) from the list of the package `iso-3166`. A code without a name is its own name.
 */
export type NameKind = 'country' | 'region'

/** Built once an isolate, when first asked for. */
const built = new Map<NameKind, Readonly<Record<string, string>>>()

/** Name by code. */
export function namesOf(kind: NameKind): Readonly<Record<string, string>> {
	const known = built.get(kind)
	if (known) return known
	const names = kind === 'country' ? countries() : regions()
	built.set(kind, names)
	return names
}

function countries(): Record<string, string> {
	const display = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
	// T1 is what the network says of visitors who come through Tor, XK is in use for Kosovo without being listed.
	const codes = [...iso31661.map((one) => one.alpha2), 'XK']
	const names = codes.flatMap((code): [string, string][] => {
		const name = display.of(code)
		return name ? [[code, name]] : []
	})
	return Object.fromEntries([...names, ['T1', 'Tor']])
}

const regions = (): Record<string, string> =>
	Object.fromEntries(iso31662.map(({ code, name }) => [code, name]))

/** The name of a code. */
export const nameOf = (kind: NameKind, code: string): string => namesOf(kind)[code] ?? code

/** All codes that go by one of these names, a nameless code being its own. */
export function codesOf(kind: NameKind, names: readonly string[], caseSensitive: boolean): string[] {
	const known = namesOf(kind)
	const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase())
	const wanted = new Set(names.map(fold))
	const codes = Object.entries(known).flatMap(([code, name]) => (wanted.has(fold(name)) ? [code] : []))
	return [...codes, ...names.filter((name) => known[name] === undefined)]
}
