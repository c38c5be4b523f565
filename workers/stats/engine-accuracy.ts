import type { Plan } from './backend.ts'
import { bucketOf, isShort } from './buckets.ts'
import type { Condition, TextDimension } from './conditions.ts'

/** How near the engine comes to the definitions, by plan. */

/** The dimensions that a condition looks at. */
export function dimensionsIn(condition: Condition): TextDimension[] {
	switch (condition.kind) {
		case 'and':
		case 'or':
			return condition.of.flatMap(dimensionsIn)
		case 'not':
		case 'done':
			return dimensionsIn(condition.of)
		case 'goal':
			return []
		default:
			return [condition.dimension]
	}
}

/**
 * Whether the answer of a plan follows the definitions to the letter while nothing is sampled. Two things no row
 * tells: that a visit went on through an hour in which nothing happened, and the entry page before it is there
 * (a visit that begins with something else than a page view).
 */
export function isToTheLetter(plan: Plan): boolean {
	const entry = [...plan.dimensions, ...plan.conditions.flatMap(dimensionsIn)].some(
		({ of }) => of === 'entry',
	)
	if (entry) return false
	if (plan.scope === 'events' || !plan.grain) return true
	const { grain, range } = plan
	const days = { unit: 'day', shifts: grain.shifts } as const
	const cuts = (instant: number) => bucketOf(instant - 1, days) !== bucketOf(instant, days)
	return !isShort(grain.unit) && cuts(range.from) && cuts(range.to)
}

/**
 * Whether the flags of rows count a plan's visitors one by one: nothing is asked, or one value, or by one
 * dimension. Else a visitor may be missed or counted twice where flags stand in for numbers.
 */
export function isCovered(plan: Plan): boolean {
	const dimensions = plan.dimensions.filter(({ of }) => of !== 'time')
	const [condition] = plan.conditions
	if (dimensions.length + plan.conditions.length > 1) return false
	if (dimensions.some((one) => one.of === 'entry')) return false
	if (condition?.kind === 'goal') return condition.goals.length === 1 && condition.goals[0]?.kind === 'event'
	return !condition || (condition.kind === 'among' && condition.values.length === 1)
}
