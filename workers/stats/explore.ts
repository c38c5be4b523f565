import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { type Reach, rawReach, WHOLE } from '../model/reach.ts'
import type { Plan } from './backend.ts'
import { conditionOf, type Found } from './conditions.ts'
import { D1Backend } from './d1.ts'
import { spell } from './dates.ts'
import { clipped, type RetentionWarning, warningsOf } from './extent.ts'
import { planOf, type Question } from './plan.ts'
import { prepare } from './prepare.ts'
import { parseQuery } from './query.ts'
import { brokenRule } from './rules.ts'
import { type QuerySite, UNAVAILABLE } from './run.ts'
import { type Fragment, statement } from './sql.ts'
import { lookUp } from './values.ts'
import type { Range } from './zone.ts'

/**
 * What funnels, journeys and retention share: they follow visitors from one event or visit to the next, over raw
 * rows in D1, and take ranges and filters in the query language.
 */

/** The part of a request that is in the query language, as it was sent. */
export interface Asked {
	date_range?: unknown
	filters?: unknown
}

/** Which rows a question is about. */
export interface Subject extends Pick<Plan, 'site' | 'range' | 'conditions'> {
	/** `events`: some filter selects single events, not visits as a whole. */
	scope: Plan['scope']
	/** First and last second of the range, as answers print it. */
	dateRange: [string, string]
	/** What the answer must say of rows that were deleted. */
	gone: Gone
}

/** Where retention has deleted rows of the range: from when on is counted. */
export interface Gone {
	retention_warnings?: readonly RetentionWarning[]
}

/**
 * Reads range and filters as the query language does, with the same faults.
 * @param over the range whose rows filters are tried on, where it is another one.
 * @throws where D1 does not answer.
 */
export async function subjectOf(
	db: D1Database,
	site: QuerySite,
	{ date_range, filters }: Asked,
	now: number,
	over?: (range: Range) => Range,
): Promise<Result<Subject>> {
	const known = { goals: site.goals ?? [], segments: site.segments ?? [] }
	const query = parseQuery({ metrics: ['visitors'], date_range, filters: filters ?? [] }, true, known)
	if (!query.ok) return query
	const broken = brokenRule(query.value)
	if (broken !== null) return fail({ kind: 'invalid', message: broken })
	const backend = new D1Backend(db)
	const [prepared] = await prepare(backend, site, [query], now)
	if (!prepared?.ok) return prepared ?? fail(UNAVAILABLE)
	const { main } = prepared.value
	const { range: whole, scope } = planOf(main)
	const extent = { since: rowsSince(main, over !== undefined, site.reach ?? WHOLE), added: null }
	const warnings = warningsOf(over ? over(whole) : whole, extent, site.timezone)
	const range = clipped(whole, extent)
	const found = over ? await foundIn(backend, main, over(range)) : ok(main.found)
	if (!found.ok) return found
	const conditions = main.meant.filters.map((one) => conditionOf(one, found.value))
	const gone = warnings.length > 0 ? { retention_warnings: warnings } : {}
	return ok({ site: site.id, range, conditions, scope, dateRange: spell(main.asked, site.timezone), gone })
}

/** From where on the rows are there: visits alone where no filter is about events. */
function rowsSince({ query }: Question, ofVisits: boolean, reach: Reach): number {
	return ofVisits && query.filters.every(({ kind }) => kind === 'test') ? reach.visits : rawReach(reach)
}

async function foundIn(backend: D1Backend, question: Question, range: Range): Promise<Result<Found>> {
	const [found] = await lookUp(backend, [{ site: question.site.id, range, filters: question.meant.filters }])
	return found ?? fail(UNAVAILABLE)
}

/** Runs statements in one batch. @throws where D1 does not answer. */
export async function rowsOf<R>(db: D1Database, statements: readonly Fragment[]): Promise<R[][]> {
	const results = await db.batch<R>(
		statements.map((one) => {
			const { text, values } = statement(one)
			return values === null ? db.prepare(text) : db.prepare(text).bind(values)
		}),
	)
	return results.map(({ results }) => results)
}

/** Said where one visitor alone did more than one row of D1 can hold, or all together more than one answer can. */
export const TOO_MUCH: AppError = {
	kind: 'invalid',
	message:
		'#/date_range: Too much happened in this range to be followed: ask for a shorter one, or add filters',
}

/** Answers, or says why not. */
export async function guarded<T>(site: QuerySite, answer: () => Promise<Result<T>>): Promise<Result<T>> {
	try {
		return await answer()
	} catch (error) {
		const text = error instanceof Error ? error.message : ''
		if (text.includes('too big')) return fail(TOO_MUCH)
		// The text names tables and columns of ours at most: what callers send is bound, never spelt.
		console.warn(`site ${site.id}: D1 gave no answer`, text)
		return fail(UNAVAILABLE)
	}
}

/** `of` in per cent of `all`, rounded half up; 0 where there is nothing to be a share of. */
export function shareOf(of: number, all: number, decimals: 1 | 2): number {
	const scale = 10 ** decimals
	return all === 0 ? 0 : Math.round((100 * scale * of) / all) / scale
}
