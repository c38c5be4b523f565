import { RULES, spend } from '../account/attempts.ts'
import { noteAccess } from '../account/log.ts'
import { type SharedSite, sharedSite } from '../catalog/public.ts'
import { type AppError, fail } from '../kit/result.ts'
import { UNAVAILABLE } from '../stats/run.ts'
import { answerPublicly } from '../stats/suppress-answer.ts'
import { publicNow } from '../stats/suppress-now.ts'
import { PUBLIC_DIMENSIONS, PUBLIC_METRICS, PUBLIC_TIMES } from '../stats/suppress-question.ts'
import { statsDb } from '../store/shards.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { answerOfEdition, editionOf, sendEdition } from './edition.ts'
import { failure } from './errors.ts'
import { stateOf } from './query.ts'

/** Statistics that anybody may read: sites whose owners share them, small cells folded. */

const TEXT = {
	unknown: 'No site of this name shows its statistics',
	tooMany: 'Too many questions about this site: try again later',
}

/** Only days that are over are told: what a question is answered within the same quarter of an hour may be told again. */
const SETTLED = { pending: 0, behindSince: null }

/** `POST /api/public/:domain/query`, in the shape of the Stats API v2 → see `stats/suppress-question.ts`. */
export async function postPublic(c: CounterContext): Promise<Response> {
	const shared = await sharedSite(c.env, c.req.param('domain') ?? '')
	if (!shared) return unknown(c)
	noteVisit(c, shared)
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return open(failure(c, fields.error))
	const { row, threshold, keptDays } = shared
	const { id, domain, timezone, trackingId, policyVersion } = row
	// Whoever asks for a site may call it by any of its names; the address has said which one it is.
	const question = { ...fields.value, site_id: domain }
	const now = Date.now()
	const from = ['public', trackingId, policyVersion, threshold, keptDays, question]
	const edition = editionOf(c.env, { commit: policyVersion, ...SETTLED }, from, now)
	const known = edition && (await answerOfEdition(c, edition))
	if (known) return open(known)
	const ready = await readyFor(c, shared, now)
	if (!ready.ok) return open(failure(c, ready.error))
	const { folded, reach } = ready.value
	const asked = { id, domain, timezone, folded, reach, threshold, keptDays }
	const result = await answerPublicly(statsDb(c.env, row.shard), asked, question, now)
	if (!result.ok) return open(failure(c, result.error))
	return open(edition ? sendEdition(c, result.value, edition) : c.json(result.value))
}

/** `GET /api/public/:domain` → what is told of the site, and how many visitors it had five minutes ago. */
export async function getPublic(c: CounterContext): Promise<Response> {
	const shared = await sharedSite(c.env, c.req.param('domain') ?? '')
	if (!shared) return unknown(c)
	noteVisit(c, shared)
	const { row, threshold } = shared
	const now = Date.now()
	const ready = await readyFor(c, shared, now)
	if (!ready.ok) return open(failure(c, ready.error))
	try {
		const visitors = await publicNow(statsDb(c.env, row.shard), row.id, threshold, now)
		const answer = c.json({
			domain: row.domain,
			timezone: row.timezone,
			threshold,
			metrics: Object.keys(PUBLIC_METRICS),
			dimensions: [...PUBLIC_DIMENSIONS, ...PUBLIC_TIMES],
			now: { visitors, fewer_than: visitors === null ? threshold : null },
		})
		answer.headers.set('cache-control', 'public, max-age=60')
		return open(answer)
	} catch (error) {
		console.warn(`site ${row.id}: D1 gave no answer`, error instanceof Error ? error.message : '')
		return open(failure(c, UNAVAILABLE))
	}
}

/** That somebody looked, in the access log; nothing of who. */
function noteVisit(c: CounterContext, { row: { teamId, id } }: SharedSite): void {
	const access = { teamId, siteId: id, kind: 'public', credential: '', userId: '' } as const
	c.executionCtx.waitUntil(noteAccess(c.env, access, Date.now()))
}

/** Counts the question, and has everything written that was answered 202 before. */
async function readyFor(c: CounterContext, { row }: SharedSite, now: number) {
	const wait = await spend(c.env, [{ rule: RULES.publicQueries, subject: row.trackingId }], now)
	if (wait !== null) {
		return fail<AppError>({ kind: 'rate_limited', message: TEXT.tooMany, retryAfterSeconds: wait })
	}
	return stateOf(c.env, row)
}

const unknown = (c: CounterContext): Response =>
	open(failure(c, { kind: 'not_found', message: TEXT.unknown }))

/** Anybody's page may read it. */
function open(answer: Response): Response {
	answer.headers.set('access-control-allow-origin', '*')
	answer.headers.set('x-content-type-options', 'nosniff')
	return answer
}
