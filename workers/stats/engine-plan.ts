import type { Plan } from './backend.ts'
import { engagementPart, vitalPart } from './engine-engagement.ts'
import { type EnginePart, eventsPart, VISIT_MEASURES, visitsPart } from './engine-parts.ts'
import { CannotAnswer, spellOut } from './engine-sql.ts'
import { type Formula, type Measure, metricOf, VITALS } from './registry.ts'
import { name } from './sql.ts'

/** Which plans Analytics Engine can answer, how well, and in which statements. */

/** Days that the engine keeps (https://developers.cloudflare.com/analytics/analytics-engine/limits/). */
const RETENTION_DAYS = 90
const DAY = 86_400_000

/** Instants from which on the engine holds a whole day's rows. */
export const heldSince = (now: number): number => now - (RETENTION_DAYS - 1) * DAY

/**
 * The statements of a plan, the one that names the rows first.
 * @param dataset its name, lower case.
 * @throws CannotAnswer where the engine cannot answer the plan.
 */
export function statementsOf(plan: Plan, dataset: string): string[] {
	return partsOf(plan, dataset).map(({ select }) => `${spellOut(select)} FORMAT JSON`)
}

function partsOf(plan: Plan, dataset: string): EnginePart[] {
	const wanted = new Set<Measure>(plan.metrics.flatMap((metric) => measuresOf(metricOf(metric).formula)))
	if (plan.goals.length > 0 || plan.scrolls || plan.revenue || plan.groups) throw new CannotAnswer('goals')
	if (plan.dimensions.some(({ of }) => of === 'goal')) throw new CannotAnswer('goals')
	if (plan.scope === 'visits' && plan.grain?.unit === 'minute') {
		throw new CannotAnswer('a visit is there in minutes without an event too')
	}
	const table = name(dataset)
	const wants = (measures: readonly Measure[]) => measures.some((one) => wanted.has(one))
	const parts = [
		eventsPart(plan, table, wanted),
		...(wants(VISIT_MEASURES) ? [visitsPart(plan, table)] : []),
		...(wants(['depth', 'engaged']) ? [engagementPart(plan, table)] : []),
		...VITALS.flatMap((vital) =>
			[...wanted].some((one) => one.startsWith(`${vital}_p`)) ? [vitalPart(plan, table, vital)] : [],
		),
	]
	const missing = [...wanted].find((one) => !parts.some(({ measures }) => measures.has(one)))
	if (missing) throw new CannotAnswer(`no ${missing}`)
	return parts
}

function measuresOf(formula: Formula): Measure[] {
	return 'by' in formula && formula.is === 'ratio' ? [formula.of, formula.by] : [formula.of]
}

/** Why the engine cannot answer a plan; null where it can. Never asked for sites that are pinned to a place. */
export function refusal(plan: Plan, now: number): string | null {
	if (plan.range.from < heldSince(now)) return 'the range begins before what the engine keeps'
	try {
		statementsOf(plan, 'any')
		return null
	} catch (error) {
		if (error instanceof CannotAnswer) return error.message
		throw error
	}
}
