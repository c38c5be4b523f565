import { and, between, eq, isNull, lt, sql, sum } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { startOf, zoned } from '../stats/zone.ts'
import { TOTAL } from '../store/rolled.ts'
import { usage } from '../store/schema/billing.ts'
import { site } from '../store/schema/catalog.ts'
import { statsDb } from '../store/shards.ts'

const DAY_MS = 86_400_000
/** Days that a run looks at: one that comes late misses nothing. */
const DAYS = 3
/** Sites a statement. */
const CHUNK = 500
/** How long counts are kept. */
const KEPT_DAYS = 400

/**
 * Events of one day of each site: from the day's rollup where it is folded, else from the closed hours and the raw rows
 * after them. Those are the numbers that the dashboard shows, so what is paid for can be checked. Sites that committed
 * nothing of late are left out.
 */
const COUNT = `SELECT j.value ->> 0 AS site, j.value ->> 1 AS day, coalesce(
	(SELECT d.events FROM rollup_days d WHERE d.site = j.value ->> 0 AND d.dimension = ${TOTAL} AND d.day = j.value ->> 2 AND d.value = '' AND d.rest = 0),
	coalesce(h.rows ->> '$[0][5]', 0) + (SELECT count(*) FROM events e WHERE e.site = j.value ->> 0 AND e.time >= coalesce(h.until, j.value ->> 2) AND e.time < j.value ->> 3 AND e.name <> 'engagement')
) AS events
FROM json_each(?1) j LEFT JOIN rollup_hours h ON h.site = j.value ->> 0 AND h.day = j.value ->> 2 AND h.dimension = ${TOTAL}
WHERE EXISTS (SELECT 1 FROM commits c WHERE c.site = j.value ->> 0 AND c.committed_at >= ?2)`

/** What one day of a site came to is the most that was ever counted, less what it came to for another team. */
const NOTE = `INSERT INTO usage (team_id, day, site_id, events)
SELECT s.team_id, j.value ->> 1, s.id, (j.value ->> 2) - coalesce((SELECT sum(o.events) FROM usage o WHERE o.site_id = s.id AND o.day = j.value ->> 1 AND o.team_id <> s.team_id), 0)
FROM json_each(?1) j JOIN site s ON s.id = j.value ->> 0
WHERE (j.value ->> 2) > 0
ON CONFLICT DO UPDATE SET events = excluded.events WHERE excluded.events > events`

/**
 * Counts the events of the last days, of all sites or of one team's, and notes them. Doing it twice changes nothing.
 * @throws whatever D1 throws: do it again.
 */
export async function countUsage(env: Env, now: number, teamId?: string): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const sites = await db
		.select({ id: site.id, timezone: site.timezone, shard: site.shard })
		.from(site)
		.where(and(isNull(site.erasingAt), teamId === undefined ? undefined : eq(site.teamId, teamId)))
	const days = new Map<string, Day[]>()
	const byShard = Map.groupBy(sites, ({ shard }) => shard)
	for (const [shard, ofShard] of byShard) {
		for (let i = 0; i < ofShard.length; i += CHUNK) {
			const asked = ofShard.slice(i, i + CHUNK).flatMap(({ id, timezone }) => {
				const known = days.get(timezone) ?? lastDays(now, timezone)
				days.set(timezone, known)
				return known.map(({ name, start, end }) => [id, name, start, end])
			})
			const { results } = await statsDb(env, shard)
				.prepare(COUNT)
				.bind(JSON.stringify(asked), now - DAYS * DAY_MS)
				.all<{ site: number; day: string; events: number }>()
			if (results.length === 0) continue
			const counts = results.map(({ site, day, events }) => [site, day, events])
			await env.DB.prepare(NOTE).bind(JSON.stringify(counts)).run()
		}
	}
}

interface Day {
	/** `2026-11-28` */
	name: string
	/** Half-open, ms since the epoch. */
	start: number
	end: number
}

/** The last days of a zone, today among them. */
function lastDays(now: number, timezone: string): Day[] {
	const today = zoned(now, timezone).toPlainDate()
	return Array.from({ length: DAYS }, (_, back) => {
		const date = today.subtract({ days: back })
		const end = startOf(date.add({ days: 1 }), timezone)
		return { name: date.toString(), start: startOf(date, timezone), end }
	})
}

/** The calendar month in UTC that an instant is in: its first and last possible day, and when the next one begins. */
export function monthOf(now: number): { name: string; first: string; last: string; endsAt: number } {
	const date = new Date(now)
	const name = date.toISOString().slice(0, 7)
	const endsAt = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
	return { name, first: `${name}-01`, last: `${name}-31`, endsAt }
}

/** Events that a team has used in the calendar month, as counted last. */
export async function usedBy(env: Env, teamId: string, now: number): Promise<number> {
	const { first, last } = monthOf(now)
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ events: sum(usage.events).mapWith(Number) })
		.from(usage)
		.where(and(eq(usage.teamId, teamId), between(usage.day, first, last)))
	return row?.events ?? 0
}

/** Teams that have used at least so many events in the calendar month. */
export async function teamsOver(env: Env, least: number, now: number): Promise<string[]> {
	const { first, last } = monthOf(now)
	const total = sum(usage.events).mapWith(Number)
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ teamId: usage.teamId })
		.from(usage)
		.where(between(usage.day, first, last))
		.groupBy(usage.teamId)
		.having(sql`${total} >= ${least}`)
	return rows.map(({ teamId }) => teamId)
}

/** Forgets counts of long ago. */
export const sweepUsage = (env: Env, now: number): Promise<unknown> =>
	drizzle(env.DB, { casing: 'snake_case' })
		.delete(usage)
		.where(lt(usage.day, new Date(now - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10)))
