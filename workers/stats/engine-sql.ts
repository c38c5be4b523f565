import { BETWEEN, type NumberField, numberSlot, textSlot } from '../store/slots.ts'
import { Fragment, name, sql } from './sql.ts'

/**
 * Spelling for Analytics Engine's SQL, a part of ClickHouse's
 * (https://developers.cloudflare.com/analytics/analytics-engine/sql-reference/). It takes no parameters, and its
 * documentation does not say how a quotation mark is written inside a text. So a text with one, or with anything
 * else that might end it, is never written as a text: it is compared as hexadecimal digits.
 */

/** Said of a plan that the engine's rows or its language cannot answer. */
export class CannotAnswer extends Error {}

/** Whether a text may stand between quotation marks as it is, by every reading of the grammar. */
export const isPlain = (text: string): boolean => !/['\\\p{Cc}]/u.test(text)

/** UTF-8 bytes as the engine's `hex` writes them. */
export const hexOf = (text: string): string =>
	[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')

/** Characters of a statement; ClickHouse parses 256 KiB. */
const MAX_TEXT = 200_000

/**
 * Spells a fragment out, its values as literals.
 * @throws CannotAnswer where it is too long; Error where a value is not plain: a mistake in the program.
 */
export function spellOut(fragment: Fragment): string {
	const text = spell(fragment)
	if (text.length > MAX_TEXT) throw new CannotAnswer('the statement would be too long')
	return text
}

function spell(fragment: Fragment): string {
	return fragment.text
		.map((text, i) => {
			const gap = fragment.gaps[i]
			if (gap === undefined) return text
			return text + (gap instanceof Fragment ? spell(gap) : literal(gap.of))
		})
		.join('')
}

function literal(of: unknown): string {
	if (typeof of === 'number' && Number.isFinite(of)) return String(of)
	if (typeof of === 'string' && isPlain(of)) return `'${of}'`
	if (Array.isArray(of)) return `(${of.map(literal).join(', ')})`
	throw new Error('no literal of the engine')
}

/** The column of a number. */
export const number = (field: NumberField): Fragment => name(numberSlot(field))

/** The text of a field; null where data points do not hold it. */
export function text(field: string): Fragment | null {
	const slot = textSlot(field)
	if (!slot) return null
	const column = name(slot.column)
	if (slot.half === null) return column
	// The mark is the module's own and plain; it goes in as text, not as a value.
	const mark = sql`position(${MARK} IN ${column})`
	return slot.half === 'first'
		? sql`substring(${column}, 1, ${mark} - 1)`
		: sql`substring(${column}, ${mark} + 1)`
}

const MARK = new Fragment([`'${BETWEEN}'`], [])

/** The field of an event under its name in SQL: `utm_source` is `utmSource`. */
export const fieldOf = (column: string): string =>
	column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
