import { RULES, spendOne } from '../account/attempts.ts'
import { measuresOf } from '../catalog/measures.ts'
import { limitsOf } from '../catalog/public.ts'
import type { Site } from '../catalog/sites.ts'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { flush } from '../site/client.ts'
import type { SiteState } from '../site/committer.ts'
import { answer, type QuerySite, UNAVAILABLE } from '../stats/run.ts'
import { answerPublicly } from '../stats/suppress-answer.ts'
import { statsDb } from '../store/shards.ts'
import { type CounterContext, tellLimit } from './access.ts'
import { readJsonFields } from './body.ts'
import { engineOf } from './engine.ts'
import { failure } from './errors.ts'
import { siteNamed } from './site.ts'

const TEXT = {
	missing: '#/site_id: The parameter site_id is required: a domain of the site',
	// One text for both, so that nobody learns which sites exist.
	unknown: 'Invalid API key or site ID',
	tooMany: `Too many requests: an account may send ${RULES.queries.limit} queries an hour`,
}

/** `POST /api/v2/query`, the Stats API v2; keys of the scope `public` get what a public page would say. */
export async function postQuery(c: CounterContext): Promise<Response> {
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const { site_id: siteId } = fields.value
	if (typeof siteId !== 'string' || siteId === '') {
		return failure(c, { kind: 'invalid', message: TEXT.missing })
	}
	const now = Date.now()
	const asked = await askedSite(c, siteId, now)
	if (!asked.ok) return failure(c, asked.error)
	const { db, site, limits } = asked.value
	const { scopes } = c.get('caller')
	const publicly = scopes !== null && !scopes.includes('stats:read')
	const result = publicly
		? await answerPublicly(db, { ...site, ...limits }, { ...fields.value, site_id: site.domain }, now)
		: await answer(db, site, fields.value, { now, dashboard: false })
	return result.ok ? c.json(result.value) : failure(c, result.error)
}

/** A site that is ready to be asked, and the database that holds its traffic. */
export interface AskedSite {
	db: D1Database
	site: QuerySite
	/** What holds for what leaves the account. */
	limits: ReturnType<typeof limitsOf>
}

/**
 * The site that a query of the Stats API names. Counts the query; finds out whether its sender may read the site;
 * and has everything written that was answered 202 before. Where it cannot be, this is unavailable: an answer
 * would be less than the truth.
 */
export async function askedSite(
	c: CounterContext,
	siteId: string,
	now: number,
): Promise<Result<AskedSite, AppError>> {
	const caller = c.get('caller')
	// One written row a query: little beside the rows that a query reads, and exact wherever the caller connects.
	const [found, spent] = await Promise.all([
		siteNamed(c, siteId, { kind: 'unauthorized', message: TEXT.unknown }),
		spendOne(c.env, { rule: RULES.queries, subject: caller.userId }, now),
	])
	tellLimit(c, spent)
	const { waitSeconds: wait } = spent
	if (wait !== null) return fail({ kind: 'rate_limited', message: TEXT.tooMany, retryAfterSeconds: wait })
	if (!found.ok) return found
	const site = found.value
	const [state, measures] = await Promise.all([
		stateOf(c.env, site),
		measuresOf(c.env, site.id, caller.userId),
	])
	if (!state.ok) return state
	if (state.value.behindSince !== null) return fail(UNAVAILABLE)
	const { folded, reach } = state.value
	return ok({
		db: statsDb(c.env, site.shard),
		limits: limitsOf(site),
		site: { ...site, ...measures, folded, reach, engine: engineOf(c.env, site, now) },
	})
}

/** Has the site write to D1 all that waits, and says how far it is; unavailable where it cannot be reached. */
export async function stateOf(env: Env, site: Site): Promise<Result<SiteState, AppError>> {
	try {
		return ok(await flush(env, { site: site.id, jurisdiction: site.jurisdiction }))
	} catch (error) {
		console.warn(`site ${site.id}: no flush`, error instanceof Error ? error.message : '')
		return fail(UNAVAILABLE)
	}
}
