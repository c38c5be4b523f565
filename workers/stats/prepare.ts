import { fail, ok, type Result } from '../kit/result.ts'
import type { StatsBackend } from './backend.ts'
import { grainOf, labelsOf, MAX_LABELS } from './buckets.ts'
import { compared, resolve } from './dates.ts'
import { bounded, dimensionsOf, orderOf, type Question, unitOf } from './plan.ts'
import type { Query } from './query.ts'
import { meant } from './rewrite.ts'
import { lookUp } from './values.ts'
import type { Range } from './zone.ts'

/** A query ready to be planned, and the same for the period before where it is compared. */
export interface Prepared {
	main: Question
	comparison: Question | null
}

interface Site {
	id: number
	timezone: string
}

/**
 * Resolves ranges and makes the tests that a backend cannot make, for all queries together. What failed stays
 * failed.
 * @throws where the store does not answer.
 */
export async function prepare(
	backend: StatsBackend,
	site: Site,
	queries: readonly Result<Query>[],
	now: number,
): Promise<Result<Prepared>[]> {
	const ofAll = queries.some((query) => query.ok && query.value.dateRange.kind === 'all')
	const oldest = ofAll ? await backend.oldest(site.id) : null
	const drafts = queries.map((query) => (query.ok ? draft(query.value, site, oldest, now) : query))
	const each = drafts.flatMap((one) => (one.ok ? bothOf(one.value) : []))
	const found = await lookUp(
		backend,
		each.map(({ range, meant }) => ({ site: site.id, range, filters: [...meant.filters, ...meant.entered] })),
	)
	return drafts.map((one): Result<Prepared> => {
		if (!one.ok) return one
		for (const question of bothOf(one.value)) {
			const values = found[each.indexOf(question)]
			if (values && !values.ok) return values
			if (values) question.found = values.value
		}
		return one
	})
}

const bothOf = ({ main, comparison }: Prepared): Question[] => (comparison ? [main, comparison] : [main])

function draft(query: Query, site: Site, oldest: number | null, now: number): Result<Prepared> {
	const { timezone } = site
	const clock = { now, timezone, oldest, trim: query.include.trim }
	const asked = resolve(query.dateRange, clock)
	const dimensions = dimensionsOf(query, asked, timezone)
	const unit = unitOf(dimensions)
	const question = (range: Range): Question => {
		const counted = bounded(range, now)
		return {
			query,
			site,
			asked: range,
			range: counted,
			warnings: [],
			dimensions,
			grain: unit && grainOf(unit, timezone, counted),
			order: orderOf(query, dimensions),
			meant: meant(query),
			found: new Map(),
		}
	}
	const main = question(asked)
	if (query.include.timeLabels && main.grain && !labelsOf(asked, main.grain, 0)) {
		const message = `Invalid include.time_labels: the range has more than ${MAX_LABELS} of them`
		return fail({ kind: 'invalid', message })
	}
	const { compare } = query.include
	return ok({ main, comparison: compare ? question(compared(asked, compare, clock)) : null })
}
