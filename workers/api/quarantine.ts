import { z } from 'zod'
import { readBy } from '../catalog/fields.ts'
import type { Site } from '../catalog/sites.ts'
import type { AppError, Result } from '../kit/result.ts'
import { fail } from '../kit/result.ts'
import { HELD_REASONS } from '../privacy/screen.ts'
import { beginMove, flush, movesOf, undoMove } from '../site/client.ts'
import { dayAt } from '../site/day.ts'
import { BY_OWNER, type Move, type What } from '../site/moves.ts'
import { UNAVAILABLE } from '../stats/run.ts'
import { type HeldEvent, heldLatest, heldSummary } from '../store/quarantine.ts'
import { statsDb } from '../store/shards.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { idOf } from './goals.ts'
import { siteOf } from './site.ts'

/** What is held back from a site's statistics, and moves between the two, with the past following. */

const DAY = 86_400_000
const LIMIT = { default: 50, max: 500 } as const

const instant = (error = 'must be a date or an instant in ISO 8601') =>
	z
		.string({ error })
		.transform((text) => Date.parse(text))
		.refine((at) => !Number.isNaN(at), { error })
const reason = z.enum([...HELD_REASONS, BY_OWNER], {
	error: `must be one of ${[...HELD_REASONS, BY_OWNER].join(', ')}`,
})
const text = z.string({ error: 'must be a text' }).min(1).max(500)

const span = { from: instant().optional(), to: instant().optional() }
const asked = z.object({
	...span,
	reason: reason.optional(),
	limit: z.coerce.number().int().min(1).max(LIMIT.max).default(LIMIT.default),
})
const matching = {
	...span,
	country: text.regex(/^[A-Z]{2}$/, { error: 'must be two capital letters' }).optional(),
	page: text.startsWith('/', { error: 'must begin with a slash' }).optional(),
	hostname: text.optional(),
	referrer: text.optional(),
	hosting: z.boolean({ error: 'must be true or false' }).optional(),
}
const wanted = {
	release: z.strictObject({ ...matching, reason: reason.optional() }),
	hold: z.strictObject(matching),
} as const

/**
 * `GET /api/dashboard/sites/:domain/quarantine?from&to&reason&limit` → `{"days": [{"day", "reasons", "events"}],
 * "top": {"page": [{"value", "events"}], …}, "events": […]}`, the latest events first.
 */
export async function getQuarantine(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const query = readBy(asked, c.req.query())
	if (!query.ok) return failure(c, query.error)
	const now = Date.now()
	const { id, jurisdiction, timezone, shard } = site.value
	const to = Math.min(query.value.to ?? now + 1, now + DAY)
	const from = Math.max(query.value.from ?? now - 30 * DAY, to - 400 * DAY, 0)
	const filter = { from, to, reason: query.value.reason ?? null }
	const days: number[] = []
	for (let at = from; at < to; at = dayAt(at, timezone).end) days.push(dayAt(at, timezone).start)
	return answered(c, id, async () => {
		await flush(c.env, { site: id, jurisdiction })
		const db = statsDb(c.env, shard)
		const [summary, latest] = await Promise.all([
			heldSummary(db, id, filter, days),
			heldLatest(db, id, filter, query.value.limit),
		])
		return c.json({
			days: summary.days.map(({ day, reasons, events }) => ({
				day: dayAt(day, timezone).name,
				reasons: reasons.split(','),
				events,
			})),
			top: summary.top,
			events: latest.map(heldOf),
		})
	})
}

/**
 * `POST …/quarantine/release` `{"from"?, "to"?, "reason"?, "country"?, "page"?, "hostname"?, "referrer"?,
 * "hosting"?}` puts what matches into the statistics; `POST …/quarantine/hold`, without a reason, takes it out of
 * them → 202 with the move, which goes on in the background. Addresses and agents are not stored: no move can go
 * by them.
 */
export const postRelease = (c: CounterContext): Promise<Response> => postMove(c, 'release')
export const postHold = (c: CounterContext): Promise<Response> => postMove(c, 'hold')

async function postMove(c: CounterContext, kind: 'release' | 'hold'): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const what = await whatOf(c, kind)
	if (!what.ok) return failure(c, what.error)
	return answered(c, site.value.id, async () => {
		const move = await beginMove(c.env, refOf(site.value), kind, what.value)
		return move ? c.json(moveJson(move), 202) : failure(c, TOO_MANY)
	})
}

/** `GET …/quarantine/moves` → `{"moves": […]}`, the newest first. */
export async function getMoves(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	return answered(c, site.value.id, async () =>
		c.json({ moves: (await movesOf(c.env, refOf(site.value))).map(moveJson) }),
	)
}

/** `POST …/quarantine/moves/:id/undo` → 202 with the move that takes this one back: the latest that stands. */
export async function postUndo(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	return answered(c, site.value.id, async () => {
		const move = await undoMove(c.env, refOf(site.value), idOf(c))
		if (move) return c.json(moveJson(move), 202)
		const message =
			'Only the latest move that still stands can be taken back, once it is done and for 30 days'
		return failure(c, { kind: 'conflict', message })
	})
}

const TOO_MANY: AppError = {
	kind: 'conflict',
	message: 'Too many moves go on at the moment: wait until some are done',
}

async function whatOf(c: CounterContext, kind: 'release' | 'hold'): Promise<Result<What, AppError>> {
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return fields
	const read = readBy(wanted[kind], fields.value)
	if (!read.ok) return read
	const { from = 0, to = Date.now(), ...match } = read.value
	if (from >= to) return fail({ kind: 'invalid', message: 'from: must be before to', field: 'from' })
	if (kind === 'hold' && Object.values(match).every((value) => value === undefined || value === false)) {
		const message = 'Say which events: country, page, hostname, referrer or hosting'
		return fail({ kind: 'invalid', message })
	}
	return { ok: true, value: { from, to, ...match } }
}

/** An answer of object and database; where one of them gives none, the caller may ask again. */
async function answered(c: CounterContext, site: number, ask: () => Promise<Response>): Promise<Response> {
	try {
		return await ask()
	} catch (error) {
		console.warn(`site ${site}: quarantine gave no answer`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

const refOf = ({ id, jurisdiction }: Site) => ({ site: id, jurisdiction })

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

const moveJson = ({ id, kind, of, what, at, events, doneAt, undoneBy }: Move) => ({
	id,
	kind,
	undoes: of,
	what: what && { ...what, from: isoOf(what.from), to: isoOf(what.to) },
	at: isoOf(at),
	events,
	done_at: isoOf(doneAt),
	undone_by: undoneBy,
})

const heldOf = ({ reasons, event }: HeldEvent) => ({
	at: isoOf(event.time),
	reasons: reasons.split(','),
	name: event.name,
	hostname: event.hostname,
	page: event.page,
	source: event.source,
	referrer: event.referrer,
	country: event.country,
	browser: event.browser,
	os: event.os,
	device: event.device,
})
