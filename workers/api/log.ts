import { z } from 'zod'
import { accessLogOf, type LogFilter, type LogRow } from '../account/log.ts'
import { csvLine } from '../kit/csv.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { ACCESS_KINDS } from '../model/access.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { teamOf } from './site.ts'

/** The access log of a team: `/api/teams/:team/log`, and `…/log.csv` with all of it. */

const DAY_MS = 86_400_000
/** Rows read at a time for the file. */
const FILE_PAGE = 1_000

const day = z.iso.date({ error: 'must be a date such as 2026-11-28' }).transform((text) => {
	return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS)
})
const WHOLE = { error: 'must be a whole number from 1 to 500' }
const params = z.object({
	site: z.string().trim().toLowerCase().max(253, { error: 'must be a domain of the team' }).optional(),
	kind: z.enum(ACCESS_KINDS, { error: `must be one of ${ACCESS_KINDS.join(', ')}` }).optional(),
	user: z.string().max(100).optional(),
	from: day.optional(),
	to: day.optional(),
	after: z.string().max(300).optional(),
	limit: z.coerce.number(WHOLE).int(WHOLE).min(1, WHOLE).max(500, WHOLE).default(100),
})

interface Asked {
	filter: LogFilter
	after: string | null
	limit: number
}

function askedOf(c: CounterContext): Result<Asked, AppError> {
	const given = Object.entries(c.req.query()).filter(([, value]) => value !== '')
	const read = params.safeParse(Object.fromEntries(given))
	if (!read.success) {
		const issue = read.error.issues[0]
		const field = String(issue?.path[0] ?? '')
		return fail({ kind: 'invalid', message: `${field}: ${issue?.message ?? 'is not valid'}`, field })
	}
	const { site: domain, kind, user: userId, from: fromDay, to: toDay, after = null, limit } = read.data
	return ok({ filter: { domain, kind, userId, fromDay, toDay }, after, limit })
}

/** `GET …/log?site&kind&user&from&to&after&limit` → `{"rows": […], "after"}`, newest day first. */
export async function getLog(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const asked = askedOf(c)
	if (!asked.ok) return failure(c, asked.error)
	const { filter, ...page } = asked.value
	const { rows, after } = await accessLogOf(c.env, team.value.id, filter, page)
	return c.json({ rows: rows.map(rowJson), after })
}

/** `GET …/log.csv`, filtered likewise: every row, sent as it is read. */
export async function getLogFile(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const asked = askedOf(c)
	if (!asked.ok) return failure(c, asked.error)
	const { env } = c
	const lines = linesOf(async (after) => {
		return accessLogOf(env, team.value.id, asked.value.filter, { after, limit: FILE_PAGE })
	})
	return c.body(streamOf(lines), 200, {
		'content-type': 'text/csv; charset=utf-8',
		'content-disposition': 'attachment; filename="access-log.csv"',
	})
}

const HEAD = ['day', 'site', 'kind', 'person', 'email', 'api_key', 'first_at', 'last_at', 'minutes']

async function* linesOf(
	read: (after: string | null) => Promise<{ rows: LogRow[]; after: string | null }>,
): AsyncGenerator<Uint8Array> {
	const utf8 = new TextEncoder()
	yield utf8.encode(csvLine(HEAD))
	for (let after: string | null = null, more = true; more; more = after !== null) {
		const page = await read(after)
		after = page.after
		const text = page.rows.map((row) => {
			const { day, site, kind, person, email, key, first_at, last_at, minutes } = rowJson(row)
			return csvLine([day, site, kind, person, email, key, first_at, last_at, minutes])
		})
		yield utf8.encode(text.join(''))
	}
}

const streamOf = (chunks: AsyncGenerator<Uint8Array>): ReadableStream =>
	new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await chunks.next()
			if (done) controller.close()
			else controller.enqueue(value)
		},
		async cancel() {
			await chunks.return(undefined)
		},
	})

const rowJson = (row: LogRow) => ({
	day: new Date(row.day * DAY_MS).toISOString().slice(0, 10),
	site_id: row.siteId,
	/** Null where the site is no longer the team's, and where all of them are meant. */
	site: row.domain,
	all_sites: row.siteId === 0,
	kind: row.kind,
	/** Null where anybody looked, or the account is gone. */
	person: row.name,
	/** Whoever answers for support is named, and written to by a ticket. */
	email: row.kind === 'support' ? null : row.email,
	user_id: row.userId === '' ? null : row.userId,
	/** Name of the API key. */
	key: row.keyName,
	first_at: row.firstAt.toISOString(),
	last_at: row.lastAt.toISOString(),
	/** In how many minutes of the day. */
	minutes: row.count,
})
