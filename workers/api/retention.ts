import type { Context } from 'hono'
import { hostOf } from '../collect/page.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { RETENTION_DAYS } from '../model/policy.ts'
import { RULES } from '../model/reach.ts'
import { flush, retentionOf } from '../site/client.ts'
import { dayAt } from '../site/day.ts'
import { daysOf, keptSince, type Rules } from '../site/retention.ts'
import { UNAVAILABLE } from '../stats/run.ts'
import { lookup } from '../store/directory.ts'
import { previewOf } from '../store/erase-preview.ts'
import { policyOf } from '../store/policy.ts'
import { statsDb } from '../store/shards.ts'
import type { Counter, CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { siteOf } from './site.ts'

/** Deletions come once a day; whoever checks them may wait some minutes. */
const OPEN = {
	'cache-control': 'public, max-age=300',
	'access-control-allow-origin': '*',
	'x-content-type-options': 'nosniff',
}

/** Analytics Engine knows no deletion (https://developers.cloudflare.com/analytics/analytics-engine/limits/). */
const SAMPLED_COPY =
	'A sampled copy without any id of a person may stand in Analytics Engine, which deletes nothing on request and everything after three months. It is never asked for more than the days above.'

/**
 * `GET /.well-known/jitt/retention/:domain?after=SEQ` → what the site's rules are, the oldest day that is held, and
 * the receipts of what was deleted (`model/receipt.ts`), some hundred at a time: `next` is where to go on. Open to
 * anybody.
 */
export async function getRetention(c: Context<Counter>): Promise<Response> {
	const text = c.req.query('after') ?? '0'
	if (!/^\d{1,15}$/.test(text))
		return told(failure(c, { kind: 'invalid', message: 'after: the number of a receipt' }))
	const entry = await lookup(c.env, hostOf((c.req.param('domain') ?? '').trim()))
	try {
		const report = entry && (await retentionOf(c.env, entry, Number(text)))
		if (!report) {
			return told(failure(c, { kind: 'not_found', message: 'No site of this name is measured here' }))
		}
		const { site, policyVersion, days, oldest, checkedAt, missed, missedSince, head, links, next } = report
		const body = {
			domain: entry.domain,
			site,
			policy_version: policyVersion,
			rules: Object.fromEntries(
				RULES.map((rule) => [rule, { days: days[rule], oldest: isoOf(oldest[rule]) }]),
			),
			checked_at: isoOf(checkedAt),
			missed,
			missed_since: isoOf(missedSince),
			...(entry.jurisdiction ? {} : { sampled_copy: SAMPLED_COPY }),
			head,
			receipts: links,
			next,
		}
		return Response.json(body, { headers: OPEN })
	} catch (error) {
		console.warn('no receipts', error instanceof Error ? error.message : '')
		return told(failure(c, UNAVAILABLE))
	}
}

/** An answer that anybody's page may read; nobody keeps it for long. */
function told(answer: Response): Response {
	answer.headers.set('access-control-allow-origin', '*')
	answer.headers.set('cache-control', answer.status === 404 ? 'public, max-age=60' : 'no-store')
	return answer
}

/**
 * `POST /api/dashboard/sites/:domain/retention/preview` `{"retention_days"?, "visit_days"?, "rollup_days"?}` →
 * `{"events": {"days", "goes", "more", "oldest_left"}, "visits", "rollups"}`: what would be deleted if these were the
 * site's rules; what is not given stays as it is. Of rollups `goes` counts days; `more`: it was too much to count.
 */
export async function postRetentionPreview(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const wanted = wantedRules(policyOf(site.value), fields.value)
	if (!wanted.ok) return failure(c, wanted.error)
	const { id, jurisdiction, shard, timezone } = site.value
	try {
		// What waits in the object would go too.
		await flush(c.env, { site: id, jurisdiction })
		const found = await previewOf(statsDb(c.env, shard), id, keptSince(wanted.value, Date.now()))
		const days = daysOf(wanted.value)
		const rules = RULES.map((rule) => {
			const { goes, more, oldestLeft } = found[rule]
			const left = oldestLeft === null ? null : dayAt(oldestLeft, timezone).start
			return [rule, { days: days[rule], goes, more, oldest_left: isoOf(left) }]
		})
		return c.json(Object.fromEntries(rules))
	} catch (error) {
		console.warn(`site ${id}: no preview`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

function wantedRules(now: Rules, fields: Record<string, unknown>): Result<Rules> {
	const known = ['retention_days', 'visit_days', 'rollup_days']
	const unknown = Object.keys(fields).find((name) => !known.includes(name))
	if (unknown !== undefined) return invalid(`#/: Unknown key ${unknown.slice(0, 100)}`)
	const wrong = known.find((name) => {
		const value = fields[name]
		return value !== undefined && !isDays(value) && !(value === null && name !== 'retention_days')
	})
	const { min, max } = RETENTION_DAYS
	if (wrong !== undefined) return invalid(`#/${wrong}: whole days, ${min} to ${max}`)
	const { retention_days: events, visit_days: visits, rollup_days: rollups } = fields
	const chosen = (value: unknown, before: number | null) =>
		isDays(value) ? value : value === null ? null : before
	return ok({
		timezone: now.timezone,
		retentionDays: isDays(events) ? events : now.retentionDays,
		privacy: {
			visitDays: chosen(visits, now.privacy.visitDays),
			rollupDays: chosen(rollups, now.privacy.rollupDays),
		},
	})
}

const invalid = (message: string) => fail({ kind: 'invalid' as const, message })

const isDays = (value: unknown): value is number =>
	typeof value === 'number' &&
	Number.isInteger(value) &&
	value >= RETENTION_DAYS.min &&
	value <= RETENTION_DAYS.max

const isoOf = (instant: number | null): string | null =>
	instant === null ? null : new Date(instant).toISOString()
