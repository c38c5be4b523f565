import type { Env } from '../env.ts'
import { lengthPrefixed, macOf } from '../kit/hash.ts'
import type { SiteState } from '../site/committer.ts'
import type { CounterContext } from './access.ts'

/**
 * Answers that stay the same until something is written. An edition is everything that an answer is made from:
 * whoever holds an answer of the same edition is told so (304), and for a minute the data centre keeps it for the
 * next who asks. Who may ask was decided before: an edition opens nothing.
 */
export interface Edition {
	/** Entity tag, strong. */
	tag: string
	/** Where the data centre keeps the answer. */
	key: string
}

/** Seconds that an answer may be taken from the data centre's cache. */
const KEPT_SECONDS = 60
const MINUTE = 60_000
/**
 * Some things change without a commit: the day of a site, retention, a visitor's erasure. No answer is confirmed
 * for longer than this. Every zone's midnight lies on a quarter of an hour, so none is confirmed past its day.
 */
const QUARTER = 15 * MINUTE

/**
 * Names the edition of an answer.
 * @param from all that the answer is made from beside the site's rows: the site as it is asked, the question.
 * @returns null while the store lags behind: then the next answer may differ without a new commit.
 */
export function editionOf(
	env: Env,
	state: Pick<SiteState, 'commit' | 'pending' | 'behindSince'>,
	from: readonly unknown[],
	now: number,
): Edition | null {
	if (state.behindSince !== null || state.pending > 0) return null
	// Well-formed JSON: two lone surrogates stay two different texts.
	const text = JSON.stringify(from)
	const slot = Math.floor(now / (movesByMinutes(text) ? MINUTE : QUARTER))
	const mac = macOf(Buffer.from(env.AUTH_SECRET, 'utf8'))
	const named = (use: string): string => {
		const parts = [use, String(state.commit), String(slot), text]
		return Buffer.from(mac(lengthPrefixed(parts))).toString('base64url')
	}
	// The address holds a MAC that no answer shows, so that nobody outside can ask the zone's cache for it.
	const key = new URL(`/api/dashboard/kept/${named('kept answer')}`, env.APP_URL).href
	return { tag: `"${named('entity tag')}"`, key }
}

/** Whether a range ends with this moment: `24h`, and a day that is trimmed to now. */
const movesByMinutes = (text: string): boolean =>
	text.includes('"24h"') || text.includes('"trim_relative_date_range":true')

/** The answer of this edition, where the caller holds it (304) or the data centre keeps it. */
export async function answerOfEdition(c: CounterContext, edition: Edition): Promise<Response | null> {
	if (holds(c.req.header('if-none-match'), edition.tag)) {
		return new Response(null, { status: 304, headers: { etag: edition.tag } })
	}
	// A cache that fails is a cache that is empty.
	const kept = await caches.default.match(edition.key).catch(() => undefined)
	return kept ? answer(await kept.text(), edition) : null
}

/** Sends an answer with its tag, and has the data centre keep it. */
export function sendEdition(c: CounterContext, body: unknown, edition: Edition): Response {
	const text = JSON.stringify(body)
	const kept = new Response(text, { headers: { 'cache-control': `max-age=${KEPT_SECONDS}` } })
	c.executionCtx.waitUntil(caches.default.put(edition.key, kept).catch(() => undefined))
	return answer(text, edition)
}

const answer = (text: string, { tag }: Edition): Response =>
	new Response(text, { headers: { 'content-type': 'application/json', etag: tag } })

/**
 * Whether `If-None-Match` names the tag. A query only reads, whatever its method, so the answer is 304 (RFC 9110
 * 13.1.2). Compared weakly: what compresses an answer on its way makes its tag a weak one.
 */
function holds(header: string | undefined, tag: string): boolean {
	const held = header?.split(',') ?? []
	return held.some((one) => one.trim().replace(/^W\//, '') === tag)
}
