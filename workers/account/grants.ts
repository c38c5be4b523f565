import { and, count, desc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { alive } from '../store/named.ts'
import { team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { supportGrant } from '../store/schema/teams.ts'

/**
 * Leave for support to look. Whoever runs this deployment sees nothing of a customer's sites but by a grant: of
 * the team's own giving, for a reason, for hours, taken back at any time. Each use stands in the access log.
 */

const HOUR_MS = 3_600_000
export const GRANT_HOURS = { min: 1, max: 168 } as const
const MAX_LIVE = 20
/** Past grants stay readable as long as the log of their uses. */
const KEPT_MS = 365 * 24 * HOUR_MS
const MAX_LISTED = 200

export interface Grant {
	id: string
	siteId: number
	/** Null = every site of the team. */
	domain: string | null
	reason: string
	/** Name of who gave it; null where the account is gone. */
	grantedBy: string | null
	createdAt: Date
	expiresAt: Date
	endedAt: Date | null
}

const live = (now: number) => and(isNull(supportGrant.endedAt), gt(supportGrant.expiresAt, new Date(now)))

/** Lets support look at a site (0 = all of the team's) for a number of hours. */
export async function grantSupport(
	env: Env,
	of: { teamId: string; siteId: number; reason: string; grantedBy: string; hours: number },
	now: number,
): Promise<Result<{ id: string }>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [open] = await db
		.select({ open: count() })
		.from(supportGrant)
		.where(and(eq(supportGrant.teamId, of.teamId), live(now)))
	if ((open?.open ?? 0) >= MAX_LIVE) {
		const message = `Support may look by ${MAX_LIVE} grants at a time: end one first`
		return fail({ kind: 'invalid', message })
	}
	const { hours, ...row } = of
	const id = crypto.randomUUID()
	await db
		.insert(supportGrant)
		.values({ id, ...row, createdAt: new Date(now), expiresAt: new Date(now + hours * HOUR_MS) })
	return ok({ id })
}

/** The grants of a team, newest first, those that are over included. */
export function grantsOf(env: Env, teamId: string): Promise<Grant[]> {
	return selectGrants(env)
		.where(eq(supportGrant.teamId, teamId))
		.orderBy(desc(supportGrant.createdAt), supportGrant.id)
		.limit(MAX_LISTED)
}

/** Takes a grant back: from the next request on, support sees nothing by it. */
export async function endGrant(env: Env, teamId: string, id: string, now: number): Promise<Result<null>> {
	const done = await drizzle(env.DB, { casing: 'snake_case' })
		.update(supportGrant)
		.set({ endedAt: new Date(now) })
		.where(and(eq(supportGrant.id, id), eq(supportGrant.teamId, teamId), live(now)))
		.returning({ id: supportGrant.id })
	const unknown: AppError = { kind: 'not_found', message: 'There is no such grant, or it is over' }
	return done.length > 0 ? ok(null) : fail(unknown)
}

/** A site that support may look at now. */
export interface GrantedSite extends Omit<Grant, 'siteId' | 'endedAt'> {
	domain: string
	team: string
}

/** What operators may look at in this moment: one line for each site of each grant. */
export function grantedSites(env: Env, now: number): Promise<GrantedSite[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select({
			...{ id: supportGrant.id, domain: site.domain, team: team.name, reason: supportGrant.reason },
			...{ grantedBy: user.name, createdAt: supportGrant.createdAt, expiresAt: supportGrant.expiresAt },
		})
		.from(supportGrant)
		.innerJoin(team, eq(team.id, supportGrant.teamId))
		.innerJoin(
			site,
			and(
				eq(site.teamId, supportGrant.teamId),
				or(eq(supportGrant.siteId, 0), eq(supportGrant.siteId, site.id)),
				alive,
			),
		)
		.leftJoin(user, eq(user.id, supportGrant.grantedBy))
		.where(live(now))
		.orderBy(supportGrant.expiresAt, site.id)
		.limit(MAX_LISTED)
}

/** Removes grants that ended a year ago. */
export async function sweepGrants(env: Env, now: number): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.delete(supportGrant)
		.where(lt(supportGrant.expiresAt, new Date(now - KEPT_MS)))
}

const selectGrants = (env: Env) =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select({
			...{ id: supportGrant.id, siteId: supportGrant.siteId, domain: site.domain },
			...{ reason: supportGrant.reason, grantedBy: user.name, createdAt: supportGrant.createdAt },
			...{ expiresAt: supportGrant.expiresAt, endedAt: supportGrant.endedAt },
		})
		.from(supportGrant)
		.leftJoin(site, eq(site.id, supportGrant.siteId))
		.leftJoin(user, eq(user.id, supportGrant.grantedBy))
