import { fail, ok, type Result } from '../kit/result.ts'
import type { Goal } from '../model/goal.ts'
import { type Asked, type Gone, guarded, rowsOf, shareOf, subjectOf, TOO_MUCH } from './explore.ts'
import { type Course, type Way, waysOf } from './funnel-d1.ts'
import { furthest, marksOf, type Rules } from './funnel-reach.ts'
import type { QuerySite } from './run.ts'

/**
 * Funnels: how many visitors took one step after the other. A visitor took step `k` where a chain of their
 * events, each later than the one before, is step 1, step 2 … step `k` (`funnel-reach.ts`); events of the same
 * millisecond are in the order of their numbers. Without a window the whole chain lies in one visit; with one it
 * lies within so many minutes, whatever the visits. Filters select events, and nothing else is looked at: in
 * strict order, too, only an event that passes them can come between.
 */
export interface FunnelAsked extends Asked {
	/** 2 to 8. */
	steps: readonly Goal[]
	order: Rules['order']
	/** From 1; null: within one visit. */
	windowMinutes: number | null
}

export interface FunnelResult extends Gone {
	steps: FunnelStep[]
	/** Visitors of the last step in per cent of the first's, 2 decimals. */
	conversion_rate: number
	/**
	 * With a window: of the visitors of the first step, those who can be recognised on a later day. The others'
	 * numbers end at the site's midnight, and so does what is seen of their way.
	 */
	covers: { visitors: number; of: number } | null
	query: {
		date_range: [string, string]
		filters: unknown
		order: Rules['order']
		window_minutes: number | null
	}
}

export interface FunnelStep {
	/** Name of the goal. */
	label: string
	/** Distinct visitor numbers that took this step and all before it. */
	visitors: number
	/** In per cent of the first step, 2 decimals. */
	conversion_rate: number
	/** In per cent of the step before, 2 decimals; null for the first. */
	step_conversion_rate: number | null
	/** Visitors of the step before who are not in this one; null for the first. */
	dropped: number | null
	/** The same in per cent of the step before, 2 decimals. */
	drop_off_rate: number | null
}

/** Different ways through one funnel that are weighed for an answer: a million visitors rarely have 50,000. */
const MOST_WAYS = 200_000

/** Counts a funnel. Never throws for what a caller sends. */
export function funnel(
	db: D1Database,
	site: QuerySite,
	asked: FunnelAsked,
	now: number,
): Promise<Result<FunnelResult>> {
	return guarded(site, async () => {
		const subject = await subjectOf(db, site, asked, now)
		if (!subject.ok) return subject
		const { steps, order, windowMinutes } = asked
		const course: Course = { steps, order, window: windowMinutes === null ? null : windowMinutes * 60_000 }
		const [ways = []] = await rowsOf<Way>(db, [waysOf(subject.value, course, MOST_WAYS + 1)])
		if (ways.length > MOST_WAYS) return fail(TOO_MUCH)
		const visitors = countsOf(ways, course)
		const stable = ways.reduce((sum, one) => sum + one.stable, 0)
		return ok({
			steps: steps.map(({ name }, i) => stepOf(name, visitors[i] ?? 0, visitors[i - 1] ?? null, visitors)),
			conversion_rate: shareOf(visitors.at(-1) ?? 0, visitors[0] ?? 0, 2),
			covers: windowMinutes === null ? null : { visitors: stable, of: visitors[0] ?? 0 },
			query: {
				date_range: subject.value.dateRange,
				filters: asked.filters ?? [],
				order,
				window_minutes: windowMinutes,
			},
			...subject.value.gone,
		})
	})
}

/** Visitors of each step. */
function countsOf(ways: readonly Way[], { steps, order, window }: Course): number[] {
	const scrolls = steps.reduce((bits, { kind }, i) => (kind === 'scroll' ? bits | (1 << i) : bits), 0)
	const rules: Rules = { steps: steps.length, order, scrolls, window }
	const counts = steps.map(() => 0)
	for (const { way, visitors } of ways) {
		const far = Math.max(...marksOf(way).map((marks) => furthest(marks, rules)))
		for (let step = 0; step < far; step++) counts[step] = (counts[step] ?? 0) + visitors
	}
	return counts
}

function stepOf(
	label: string,
	visitors: number,
	before: number | null,
	[first = 0]: readonly number[],
): FunnelStep {
	const dropped = before === null ? null : before - visitors
	return {
		label,
		visitors,
		conversion_rate: shareOf(visitors, first, 2),
		step_conversion_rate: before === null ? null : shareOf(visitors, before, 2),
		dropped,
		drop_off_rate: before === null || dropped === null ? null : shareOf(dropped, before, 2),
	}
}
