/**
 * Statements for D1 that Drizzle has no words for (unions, recursive tables, ratios). A statement is put
 * together from fragments; nothing but a fragment can stand in a template's gap, and a caller's value becomes
 * one only through `value` or `list`, so no text of a caller ever becomes SQL.
 *
 * All values of a statement travel in one JSON parameter, `?1`: D1 takes 100 parameters but 2 MB of text, and
 * SQLite reads `?1 ->> n` once a statement, not once a row.
 */
export class Fragment {
	readonly text: readonly string[]
	/** What stands between the pieces of text: one less than these. */
	readonly gaps: readonly (Fragment | Value)[]

	constructor(text: readonly string[], gaps: readonly (Fragment | Value)[]) {
		this.text = text
		this.gaps = gaps
	}
}

class Value {
	readonly of: Scalar | readonly Scalar[] | readonly Cells[] | Readonly<Record<string, string>>
	readonly spelt: (place: number) => string

	constructor(of: Value['of'], spelt: Value['spelt']) {
		this.of = of
		this.spelt = spelt
	}
}

export type Scalar = string | number

/** The cells of a row. */
export type Cells = readonly (Scalar | null)[]

/** A piece of SQL. The text is the program's own: a template literal. */
export const sql = (text: TemplateStringsArray, ...gaps: Fragment[]): Fragment => new Fragment(text, gaps)

/** A bound value. */
export const value = (of: Scalar): Fragment =>
	new Fragment(['', ''], [new Value(of, (place) => `(?1 ->> ${place})`)])

/** A bound list, to stand after `IN`: `(SELECT value FROM …)`. */
export const list = (of: readonly Scalar[]): Fragment =>
	new Fragment(['', ''], [new Value(of, (place) => `(SELECT value FROM json_each(?1, '$[${place}]'))`)])

/** A bound map as a table with the columns `key` and `value`. */
export const table = (of: Readonly<Record<string, string>>): Fragment =>
	new Fragment(['', ''], [new Value(of, (place) => `json_each(?1, '$[${place}]')`)])

/** Bound rows as a table with the columns `key` (their number) and `value` (a JSON array of their cells). */
export const rows = (of: readonly Cells[]): Fragment =>
	new Fragment(['', ''], [new Value(of, (place) => `json_each(?1, '$[${place}]')`)])

/**
 * A name of the program's own: a column, an alias.
 * @throws on anything that is not letters, digits and underscores: a mistake in the program.
 */
export function name(of: string): Fragment {
	if (!/^[a-z_][a-z0-9_]*$/.test(of)) throw new Error('not a name that SQL may hold')
	return new Fragment([of], [])
}

/** Fragments side by side with a separator between them. */
export function join(parts: readonly Fragment[], separator: ', ' | ' AND ' | ' UNION ALL '): Fragment {
	if (parts.length === 0) return new Fragment([''], [])
	return new Fragment(['', ...parts.slice(1).map(() => separator), ''], parts)
}

/**
 * `AND` or `OR` of any number of conditions, as a balanced tree: D1 refuses expressions deeper than 100, which
 * a chain of a hundred conditions is.
 */
export function all(parts: readonly Fragment[], word: 'AND' | 'OR'): Fragment {
	const [first] = parts
	if (!first) return word === 'AND' ? sql`1` : sql`0`
	if (parts.length === 1) return first
	const half = parts.length >> 1
	const [left, right] = [all(parts.slice(0, half), word), all(parts.slice(half), word)]
	return word === 'AND' ? sql`(${left} AND ${right})` : sql`(${left} OR ${right})`
}

/** A statement as D1 takes it. */
export interface Statement {
	text: string
	/** The JSON text for `?1`; null where the statement has no value. */
	values: string | null
}

/** Spells a fragment out. Equal values share one place. */
export function statement(fragment: Fragment): Statement {
	const values: Value['of'][] = []
	const places = new Map<string, number>()
	const spell = (part: Fragment | Value): string => {
		if (part instanceof Value) {
			const key = JSON.stringify(part.of)
			const place = places.get(key) ?? values.push(part.of) - 1
			places.set(key, place)
			return part.spelt(place)
		}
		return part.text.map((text, i) => text + (part.gaps[i] ? spell(part.gaps[i]) : '')).join('')
	}
	const text = spell(fragment)
	return { text, values: values.length > 0 ? JSON.stringify(values) : null }
}
