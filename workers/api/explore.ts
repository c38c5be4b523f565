import { measuresOf } from '../catalog/measures.ts'
import type { Result } from '../kit/result.ts'
import type { Goal } from '../model/goal.ts'
import { funnel } from '../stats/funnel.ts'
import { journey } from '../stats/journey.ts'
import { retention } from '../stats/retention.ts'
import type { QuerySite } from '../stats/run.ts'
import { statsDb } from '../store/shards.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { stateJson } from './dashboard.ts'
import { answerOfEdition, editionOf, sendEdition } from './edition.ts'
import { failure } from './errors.ts'
import { readFunnel, readJourney, readRetention } from './explore-bodies.ts'
import { stateOf } from './query.ts'
import { siteOf } from './site.ts'

/** What the three have in common: a question is read, then answered. */
interface Kind<A> {
	/** Tells editions of one apart from those of another. */
	name: string
	read(body: unknown, goals: readonly Goal[]): Result<A>
	answer(db: D1Database, site: QuerySite, asked: A, now: number): Promise<Result<unknown>>
}

/**
 * `POST /api/dashboard/sites/:domain/funnel` `{"date_range", "filters"?, "steps", "order"?, "window_minutes"?}` →
 * `{"result": FunnelResult, "state"}`. A step is `{"goal": id}`, `{"page": "/pricing*"}` or `{"event": "Sign up"}`.
 */
export const postFunnel = (c: CounterContext): Promise<Response> =>
	explore(c, { name: 'funnel', read: readFunnel, answer: funnel })

/**
 * `POST /api/dashboard/sites/:domain/journey` `{"date_range", "filters"?, "page"?, "direction"?, "depth"?, "limit"?}`
 * → `{"result": JourneyResult, "state"}`.
 */
export const postJourney = (c: CounterContext): Promise<Response> =>
	explore(c, { name: 'journey', read: readJourney, answer: journey })

/** `POST /api/dashboard/sites/:domain/retention` `{"date_range", "filters"?, "period"?}` → `{"result": RetentionResult, "state"}`. */
export const postRetention = (c: CounterContext): Promise<Response> =>
	explore(c, { name: 'retention', read: readRetention, answer: retention })

/** Answers with the state of the site, as the dashboard's queries do, and with an `ETag` like theirs. */
async function explore<A>(c: CounterContext, kind: Kind<A>): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const { id, domain, timezone, trackingId, createdAt, shard } = site.value
	const [state, measures] = await Promise.all([
		stateOf(c.env, site.value),
		measuresOf(c.env, id, c.get('caller').userId),
	])
	if (!state.ok) return failure(c, state.error)
	const asked = kind.read(fields.value, measures.goals)
	if (!asked.ok) return failure(c, asked.error)
	const of: QuerySite = { id, domain, timezone, ...measures, reach: state.value.reach }
	const now = Date.now()
	const from = [kind.name, of, trackingId, createdAt, asked.value]
	const edition = editionOf(c.env, state.value, from, now)
	const known = edition && (await answerOfEdition(c, edition))
	if (known) return known
	const result = await kind.answer(statsDb(c.env, shard), of, asked.value, now)
	if (!result.ok) return failure(c, result.error)
	const body = { result: result.value, state: stateJson(state.value) }
	return edition ? sendEdition(c, body, edition) : c.json(body)
}
