import type { Folded } from '../model/folded.ts'
import { type Reach, rawReach } from '../model/reach.ts'
import type { Extent, Plan, StatsBackend } from './backend.ts'
import { isSketched } from './d1-sketch.ts'
import { isRolled, wantedBy } from './d1-statement.ts'
import { splitOf } from './rollup-split.ts'
import { type Range, zoned } from './zone.ts'

/**
 * How far back a plan can be answered where a site's retention has deleted rows. What lies before is left out of the
 * question as a whole, so that no answer is made of rows that are there in part; and the answer says so.
 */

const EVERYTHING: Extent = { since: 0, added: null }

/** What an answer says of rows that are gone. */
export interface RetentionWarning {
	/** `rows_deleted`: counted from `from` on only. `sums_left`: before `from` there are only sums of days. */
	code: 'rows_deleted' | 'sums_left'
	/** ISO 8601, in the site's time zone. */
	from: string
	warning: string
}

/** The extent of a plan in D1. */
export function extentOf(plan: Plan, folded: Folded | null, reach: Reach): Extent {
	const raw = rowsSince(plan, reach)
	const split = folded && isRolled(plan, folded) ? splitOf(plan.range, folded) : null
	if (!folded || !split) return { since: raw, added: null }
	// Stretches of raw rows that are gone: the answer begins after them.
	const since = split.raw.reduce(
		(after, { from, to }) => (from < raw ? Math.max(after, Math.min(to, raw)) : after),
		0,
	)
	const { added } = folded
	const touches = added !== null && split.rolled.some(({ from, to }) => from < added.to && to > added.from)
	return { since, added: touches ? added : null, ...(isSketched(plan, folded) ? { sketched: true } : {}) }
}

/** From where on the rows are there that a plan reads where no rollup holds its answer. */
function rowsSince(plan: Plan, reach: Reach): number {
	const wanted = wantedBy(plan)
	const ofVisits = plan.scope === 'visits' && plan.conditions.every(({ kind }) => !aboutEvents(kind))
	const counts = wanted.has('pageviews') || wanted.has('events') || wanted.has('viewed')
	return ofVisits && !counts && !plan.revenue && !plan.groups ? reach.visits : rawReach(reach)
}

// Whatever joins conditions may hold one about events: rather one too many than one too few.
const aboutEvents = (kind: Plan['conditions'][number]['kind']): boolean =>
	kind !== 'among' && kind !== 'contains'

/** The extent that all of some plans have. */
export function commonExtent(backend: StatsBackend, plans: readonly Plan[]): Extent {
	const extents = plans.map((plan) => backend.extentOf?.(plan) ?? EVERYTHING)
	return {
		since: Math.max(0, ...extents.map(({ since }) => since)),
		added: extents.find(({ added }) => added !== null)?.added ?? null,
		// All or nobody: what is added up in one of them is to be said.
		...(extents.every(({ added, sketched }) => added === null || sketched) ? { sketched: true } : {}),
	}
}

/** A range without what cannot be answered. */
export const clipped = ({ from, to }: Range, { since }: Extent): Range => ({
	from: Math.min(Math.max(from, since), to),
	to,
})

/** What is to be said about a range that is asked for. */
export function warningsOf(
	range: Range,
	{ since, added, sketched }: Extent,
	timezone: string,
): RetentionWarning[] {
	const warnings: RetentionWarning[] = []
	if (range.from < since) {
		const from = spelt(since, timezone)
		const warning = `Rows from before ${from} were deleted as the site's retention says: this counts what came from then on.`
		warnings.push({ code: 'rows_deleted', from, warning })
	}
	if (added && range.from < added.to) {
		const from = spelt(added.to, timezone)
		const zone = added.from === 0 ? ' These days were cut in another time zone.' : ''
		const how = sketched
			? 'visitors who came on several days are counted by sketches, as exactly as meta.sampling says; their visits that cross a midnight are counted twice.'
			: 'whoever came on several days is counted on each of them.'
		const warning = `From before ${from} only sums of days are left: ${how}${zone}`
		warnings.push({ code: 'sums_left', from, warning })
	}
	return warnings
}

const spelt = (instant: number, timezone: string): string =>
	zoned(instant, timezone).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 })
