import { and, desc, eq, gte, lt, lte, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { AccessKind } from '../model/access.ts'
import { apiKey, team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { accessLog } from '../store/schema/teams.ts'

/** The access log: who looked at what of a team's sites. Kept for twelve months. */

const DAY_MS = 86_400_000
export const LOG_DAYS = 365
/** At most one write for the same row in this time: a busy dashboard must not write a row a request. */
const EVERY_MS = 60_000
const MAX_REMEMBERED = 2_000

/** One look. */
export interface Access {
	teamId: string
	siteId: number
	kind: AccessKind
	/** Id of the session or the key; empty where anybody looked. */
	credential: string
	userId: string
}

/** When this isolate wrote each row last: saves asking the database, which has the last word. */
const written = new Map<string, number>()

/** Notes a look. Never throws: what somebody asked for does not depend on it. */
export async function noteAccess(env: Env, access: Access, now: number): Promise<void> {
	const day = Math.floor(now / DAY_MS)
	const key = [access.teamId, day, access.siteId, access.kind, access.credential].join(' ')
	if (now - (written.get(key) ?? 0) < EVERY_MS) return
	if (written.size >= MAX_REMEMBERED) written.clear()
	written.set(key, now)
	const at = new Date(now)
	try {
		await drizzle(env.DB, { casing: 'snake_case' })
			.insert(accessLog)
			.values({ ...access, day, firstAt: at, lastAt: at, count: 1 })
			.onConflictDoUpdate({
				target: [
					...[accessLog.teamId, accessLog.day, accessLog.siteId, accessLog.kind],
					accessLog.credential,
				],
				set: { lastAt: at, count: sql`${accessLog.count} + 1` },
				setWhere: lte(accessLog.lastAt, new Date(now - EVERY_MS)),
			})
	} catch (error) {
		written.delete(key)
		console.warn('a look was not noted', error instanceof Error ? error.name : '')
	}
}

/** Which rows of a team's log are wanted; days since 1970-01-01, both included. */
export interface LogFilter {
	/** Of a site that the team has. */
	domain?: string | undefined
	kind?: AccessKind | undefined
	userId?: string | undefined
	fromDay?: number | undefined
	toDay?: number | undefined
}

/** A row as the team sees it. */
export interface LogRow {
	day: number
	siteId: number
	/** Null where the site is no longer the team's. */
	domain: string | null
	kind: AccessKind
	userId: string
	/** Null where anybody looked, or the account is gone. */
	name: string | null
	email: string | null
	/** Of the API key that was used. */
	keyName: string | null
	firstAt: Date
	lastAt: Date
	/** Minutes in which it happened. */
	count: number
}

/** A page of a team's log, newest first. `after` is the cursor of the page before. */
export async function accessLogOf(
	env: Env,
	teamId: string,
	filter: LogFilter,
	page: { after: string | null; limit: number },
): Promise<{ rows: LogRow[]; after: string | null }> {
	const { domain, kind, userId, fromDay, toDay } = filter
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select({
			log: accessLog,
			...{ domain: site.domain, name: user.name, email: user.email, keyName: apiKey.name },
		})
		.from(accessLog)
		.leftJoin(site, and(eq(site.id, accessLog.siteId), eq(site.teamId, accessLog.teamId)))
		.leftJoin(user, eq(user.id, accessLog.userId))
		.leftJoin(apiKey, eq(apiKey.id, accessLog.credential))
		.where(
			and(
				eq(accessLog.teamId, teamId),
				domain === undefined ? undefined : eq(site.domain, domain),
				kind === undefined ? undefined : eq(accessLog.kind, kind),
				userId === undefined ? undefined : eq(accessLog.userId, userId),
				fromDay === undefined ? undefined : gte(accessLog.day, fromDay),
				toDay === undefined ? undefined : lte(accessLog.day, toDay),
				page.after === null ? undefined : beyond(page.after),
			),
		)
		.orderBy(desc(accessLog.day), desc(accessLog.siteId), desc(accessLog.kind), desc(accessLog.credential))
		.limit(page.limit + 1)
	const shown = rows.slice(0, page.limit)
	const last = shown.at(-1)?.log
	return {
		rows: shown.map(({ log: { teamId: _, credential, ...log }, ...names }) => ({ ...log, ...names })),
		after:
			rows.length > page.limit && last ? [last.day, last.siteId, last.kind, last.credential].join('~') : null,
	}
}

/** What comes after a row in the order of the list. A cursor that is none of ours selects nothing. */
function beyond(cursor: string): SQL {
	const [day, siteId, kind = '', credential = ''] = cursor.split('~')
	return sql`(${accessLog.day}, ${accessLog.siteId}, ${accessLog.kind}, ${accessLog.credential}) < (${Number(day) || 0}, ${Number(siteId) || 0}, ${kind}, ${credential})`
}

/** Removes what is older than twelve months, team by team: the key leads with it. */
export async function sweepLog(env: Env, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	await db
		.delete(accessLog)
		.where(
			and(
				sql`${accessLog.teamId} in (select ${team.id} from ${team})`,
				lt(accessLog.day, Math.floor(now / DAY_MS) - LOG_DAYS),
			),
		)
}
