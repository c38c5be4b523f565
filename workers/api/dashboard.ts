import { measuresOf } from '../catalog/measures.ts'
import { statusOf } from '../kit/result.ts'
import type { SiteState } from '../site/committer.ts'
import { present } from '../stats/now.ts'
import { answerAll, type QuerySite, UNAVAILABLE } from '../stats/run.ts'
import { statsDb } from '../store/shards.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { answerOfEdition, editionOf, sendEdition } from './edition.ts'
import { engineOf } from './engine.ts'
import { failure } from './errors.ts'
import { stateOf } from './query.ts'
import { siteOf } from './site.ts'

/** Queries of one request: an overview asks about ten. */
const MAX_QUERIES = 30

/**
 * `POST /api/dashboard/sites/:domain/query` `{"queries": […]}` → `{"answers": […], "state": {…}}`. Each answer is
 * `{"result"}` or `{"error", "status"}` for itself; while D1 does not answer, `state` says since when. Sent with an
 * `ETag`: who sends it back in `If-None-Match` is answered 304 without a query while nothing has changed.
 */
export async function postQueries(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const { queries } = fields.value
	if (!Array.isArray(queries) || queries.length === 0 || queries.length > MAX_QUERIES) {
		return failure(c, { kind: 'invalid', message: `queries must be a list of 1 to ${MAX_QUERIES} queries` })
	}
	const { id, domain, timezone, trackingId, createdAt, shard } = site.value
	const [state, measures] = await Promise.all([
		stateOf(c.env, site.value),
		measuresOf(c.env, id, c.get('caller').userId),
	])
	if (!state.ok) return failure(c, state.error)
	const { folded, reach } = state.value
	const asked: QuerySite = { id, domain, timezone, ...measures, folded, reach }
	const now = Date.now()
	// The number of an erased site may be given to a new one: what it was created with tells the two apart.
	const edition = editionOf(c.env, state.value, [asked, trackingId, createdAt, queries], now)
	const known = edition && (await answerOfEdition(c, edition))
	if (known) return known
	const of = { ...asked, engine: engineOf(c.env, site.value, now) }
	const answers = await answerAll(statsDb(c.env, shard), of, queries, { now, dashboard: true })
	const body = {
		answers: answers.map((one) =>
			one.ok ? { result: one.value } : { error: one.error.message, status: statusOf(one.error) },
		),
		state: stateJson(state.value),
	}
	const complete = answers.every((one) => one.ok || one.error.kind !== UNAVAILABLE.kind)
	return edition && complete ? sendEdition(c, body, edition) : c.json(body)
}

/** `GET /api/dashboard/sites/:domain/now` → `{"visitors", "last_event_at", "state"}`. */
export async function getNow(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const state = await stateOf(c.env, site.value)
	if (!state.ok) return failure(c, state.error)
	try {
		const now = await present(statsDb(c.env, site.value.shard), site.value.id, Date.now())
		return c.json({
			visitors: now.visitors,
			last_event_at: isoOf(now.lastEventAt),
			state: stateJson(state.value),
		})
	} catch (error) {
		console.warn(`site ${site.value.id}: D1 gave no answer`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

const isoOf = (instant: number | null): string | null =>
	instant === null ? null : new Date(instant).toISOString()

/** How far a site is, in the words of the API. */
export const stateJson = ({ commit, pending, behindSince, missedSince }: SiteState) => ({
	commit,
	pending,
	behind_since: isoOf(behindSince),
	/** Since when rows are older than the site's retention allows. */
	retention_missed_since: isoOf(missedSince),
})
