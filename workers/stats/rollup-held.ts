import type { Folded } from '../model/folded.ts'
import { APART, codeOf, FILTERED, LISTED, ROLLED, SOURCE, TOTAL } from '../store/rolled.ts'
import type { Plan } from './backend.ts'
import { type Condition, kindOfNames } from './conditions.ts'
import type { Dimension } from './registry.ts'
import type { Split } from './rollup-split.ts'
import { all, type Fragment, list, sql } from './sql.ts'

/** Which rollup holds the rows of a plan, if one does. */

/** The rollup that holds a plan's rows, and which of its rows. */
export interface Held {
	code: number
	where: Fragment
	/** Where the rollup is that of a pair: the dimension that is filtered by, and its value. */
	filtered: { code: number; value: string } | null
}

export function heldBy(plan: Plan, text: Dimension | undefined): Held | null {
	const code = text ? codeOfDimension(text) : TOTAL
	if (code === null) return null
	const whole = wholeBy(plan, text, code)
	if (whole || !text || !LISTED.includes(code))
		return whole && { code: whole.code, where: whole.where, filtered: null }
	// One condition on another dimension, and the rest on the value of a row.
	for (const condition of plan.conditions) {
		const filtered = valueAsked(condition)
		if (!filtered || filtered.code === code) continue
		const others = plan.conditions.filter((one) => one !== condition).map((one) => testOfRow(one, code))
		const known = others.filter((one) => one !== null)
		if (known.length === others.length) return { code, where: all(known, 'AND'), filtered }
	}
	return null
}

/** The one folded value that a condition asks for; null where it asks for more, or something else. */
function oneValue(condition: Condition): string | null {
	if (condition.kind !== 'among' || !condition.caseSensitive) return null
	const { values, dimension } = condition
	const [one] = values
	if (values.length === 1 && one !== '' && one !== undefined) return one
	// A blank is folded with the word for it, and a filter on the word asks for both.
	const asksBlank = values.length === 2 && values.includes('') && values.includes(dimension.blank)
	return asksBlank ? '' : null
}

/** The one value that a condition asks of a dimension that has pairs; null where it asks something else. */
function valueAsked(condition: Condition): Held['filtered'] {
	const one = oneValue(condition)
	if (one === null || condition.kind !== 'among') return null
	const code = codeOfDimension(condition.dimension)
	return code !== null && (FILTERED.includes(code) || code === SOURCE) ? { code, value: one } : null
}

function wholeBy(
	plan: Plan,
	text: Dimension | undefined,
	code: number,
): { code: number; where: Fragment } | null {
	if (plan.conditions.length === 0) return { code, where: sql`1` }
	if (text) {
		// Conditions on the value of a row keep it or drop it as a whole.
		const tests = plan.conditions.map((one) => testOfRow(one, code))
		const known = tests.filter((one) => one !== null)
		return known.length < tests.length ? null : { code, where: all(known, 'AND') }
	}
	const [condition, ...more] = plan.conditions
	// Of two values one visitor may show both: their rows do not add up to a total.
	if (more.length > 0 || condition?.kind !== 'among' || oneValue(condition) === null) return null
	const filtered = codeOfDimension(condition.dimension)
	const where = filtered === null ? null : testOfRow(condition, filtered)
	return filtered === null || where === null ? null : { code: filtered, where }
}

export function havePairs({ rolled }: Split, code: number, { pairsFrom, sourcesFrom }: Folded): boolean {
	const first = code === SOURCE ? sourcesFrom : pairsFrom
	return first !== null && rolled.every(({ from }) => from >= first)
}

/** Whether a condition holds for a row of a rollup; null where its value alone does not say it. */
function testOfRow(condition: Condition, code: number): Fragment | null {
	switch (condition.kind) {
		case 'and':
		case 'or': {
			const parts = condition.of.map((one) => testOfRow(one, code))
			const known = parts.filter((one) => one !== null)
			return known.length < parts.length ? null : all(known, condition.kind === 'and' ? 'AND' : 'OR')
		}
		case 'not': {
			const part = testOfRow(condition.of, code)
			return part && sql`NOT ${part}`
		}
		case 'among': {
			const { dimension, values, caseSensitive } = condition
			if (!caseSensitive || codeOfDimension(dimension) !== code || values.length === 0) return null
			// The word for a blank is folded with the blank itself.
			if (values.includes('') !== values.includes(dimension.blank) && !kindOfNames(dimension)) return null
			const apart =
				ROLLED[code - 1]?.short || values.every((one) => one === dimension.blank || APART.includes(one))
			return apart ? sql`(r.rest = 0 AND r.value IN ${list(values)})` : null
		}
		default:
			return null
	}
}

export function codeOfDimension(dimension: Dimension): number | null {
	if (dimension.of === 'visit' || dimension.of === 'entry') return codeOf('visits', dimension.column)
	return dimension.of === 'event' ? codeOf('events', dimension.column) : null
}
