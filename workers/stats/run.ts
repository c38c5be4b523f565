import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Folded } from '../model/folded.ts'
import type { Goal, Segment } from '../model/goal.ts'
import type { Reach } from '../model/reach.ts'
import { askAll, plansOf } from './ask.ts'
import type { StatsBackend } from './backend.ts'
import { ChosenBackend } from './choose.ts'
import { D1Backend } from './d1.ts'
import type { EngineBackend } from './engine-backend.ts'
import { clipped, commonExtent, warningsOf } from './extent.ts'
import type { Known } from './filters.ts'
import type { Question } from './plan.ts'
import { prepare } from './prepare.ts'
import { parseQuery, type Query } from './query.ts'
import { type QueryResult, resultOf } from './result.ts'
import { brokenRule } from './rules.ts'
import { TooMuch } from './too-much.ts'

export type { QueryResult } from './result.ts'

/** The site that a query is about; who may ask was decided before. */
export interface QuerySite {
	id: number
	domain: string
	/** IANA name. */
	timezone: string
	/** What queries may name; left out = none. */
	goals?: readonly Goal[]
	segments?: readonly Segment[]
	/** How far its rollups are; left out = raw rows alone. */
	folded?: Folded | null
	/** How far back its rows reach, as its object says; left out = nothing was ever deleted. */
	reach?: Reach
	/** Answers what has outgrown D1; left out or null = nothing does. Never for sites that are pinned to a place. */
	engine?: { backend: EngineBackend; keptSince: number } | null
}

export interface AnswerOptions {
	/** ms since the epoch. */
	now: number
	/** The dashboard may ask for more: comparisons, minutes, hours of the week, exit rates; and need not name the site. */
	dashboard: boolean
}

/** Said while the traffic database, or the way to it, gives no answer. */
export const UNAVAILABLE: AppError = {
	kind: 'unavailable',
	message: 'The statistics cannot be read at the moment',
	retryAfterSeconds: 5,
}

/** Answers one query in the shape of the Stats API v2. Never throws for what a caller sends. */
export async function answer(
	db: D1Database,
	site: QuerySite,
	body: unknown,
	options: AnswerOptions,
): Promise<Result<QueryResult>> {
	const [result] = await answerAll(db, site, [body], options)
	return result ?? fail({ kind: 'invalid', message: 'There is no query' })
}

/**
 * Answers several queries about one site, each for itself, with one round trip to the database for all of them
 * (one more before it where patterns or the range `all` need it, one more after it for comparisons of lists).
 */
export async function answerAll(
	db: D1Database,
	site: QuerySite,
	bodies: readonly unknown[],
	options: AnswerOptions,
): Promise<Result<QueryResult>[]> {
	// Days that were cut in another time zone than the one asked for answer nothing.
	const folded = site.folded?.timezone === site.timezone ? site.folded : null
	const d1 = new D1Backend(db, folded, site.reach)
	const { engine } = site
	const chosen = engine
		? new ChosenBackend(d1, engine.backend, { folded, keptSince: engine.keptSince, now: options.now })
		: d1
	return answerFrom(chosen, site, bodies, options)
}

/** The same from any store of traffic. */
export async function answerFrom(
	backend: StatsBackend,
	site: QuerySite,
	bodies: readonly unknown[],
	options: AnswerOptions,
): Promise<Result<QueryResult>[]> {
	const known = { goals: site.goals ?? [], segments: site.segments ?? [] }
	const queries = bodies.map((body) => parse(body, options.dashboard, known))
	try {
		return await run(backend, site, queries, options.now)
	} catch (error) {
		if (error instanceof TooMuch) {
			const refused = fail<AppError>({ kind: 'invalid', message: error.message })
			return queries.map((query) => (query.ok ? refused : query))
		}
		// The text names tables and columns of ours at most: what callers send is bound, never spelt.
		console.warn(
			`site ${site.id}: the statistics gave no answer`,
			error instanceof Error ? error.message : '',
		)
		return queries.map((query) => (query.ok ? fail(UNAVAILABLE) : query))
	}
}

function parse(body: unknown, dashboard: boolean, known: Known): Result<Query> {
	const query = parseQuery(body, dashboard, known)
	const broken = query.ok ? brokenRule(query.value) : null
	return broken === null ? query : fail({ kind: 'invalid', message: broken })
}

/** Leaves out of a question what the site's retention has deleted of its range, and notes what to say of it. */
function reachBack(backend: StatsBackend, question: Question): void {
	const { range, site } = question
	const extent = commonExtent(backend, plansOf(question))
	question.warnings = warningsOf(range, extent, site.timezone)
	question.range = clipped(range, extent)
}

/** @throws where the store does not answer. */
async function run(
	backend: StatsBackend,
	site: QuerySite,
	queries: readonly Result<Query>[],
	now: number,
): Promise<Result<QueryResult>[]> {
	const prepared = await prepare(backend, site, queries, now)
	for (const one of prepared) {
		if (!one.ok) continue
		reachBack(backend, one.value.main)
		if (one.value.comparison) reachBack(backend, one.value.comparison)
	}
	const ready = prepared.flatMap((one) => (one.ok ? [one.value] : []))
	const answers = await askAll(backend, ready)
	const results = new Map(ready.map((one, i) => [one, answers[i]]))
	return prepared.map((one) => {
		const answered = one.ok ? results.get(one.value) : undefined
		if (one.ok && answered) return ok(resultOf(site.domain, one.value, answered))
		return one.ok ? fail(UNAVAILABLE) : one
	})
}
