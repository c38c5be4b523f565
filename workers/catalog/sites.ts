import { and, asc, desc, eq, exists, gt, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { Caller, Role } from '../model/caller.ts'
import { alive, hasDomain } from '../store/named.ts'
import { guest, member, team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { supportGrant } from '../store/schema/teams.ts'
import { normaliseDomain } from './domain.ts'
import type { Site } from './push.ts'
import { UUID } from './settings.ts'

export type { Site } from './push.ts'

/** A site with what the caller is to it. What a role may do is said in `account/access.ts`. */
export interface SeenSite extends Site {
	role: Role
	/** The caller is here as a guest or for support, not as a member of the team. */
	isGuest: boolean
	/** The site's team asks for a second factor, and the caller has none. */
	lacksTwoFactor: boolean
	/** The caller runs this deployment and looks by leave of the team, for a while. */
	bySupport: boolean
}

/**
 * The site of this name (its domain, a former one, or its tracking id) that the caller has something to do with:
 * a member of its team, a guest, or an operator whom the team lets look (`account/grants.ts`). Null where there is none and where it is another's, so that nobody can tell
 * the two apart.
 */
export async function siteFor(env: Env, caller: Caller, domainOrId: string): Promise<SeenSite | null> {
	const id = domainOrId.trim().toLowerCase()
	const name = UUID.test(id) ? id : normaliseDomain(domainOrId, env.LOCAL === '1')
	if (name === null) return null
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await seenBy(db, caller, or(eq(site.trackingId, name), hasDomain(db, name)), caller.operator)
		// A current name wins over a former one of the same spelling.
		.orderBy(desc(eq(site.domain, name)))
		.limit(1)
	return row ? seenSite(row) : null
}

export interface SitePage {
	sites: SeenSite[]
	/** Cursor of the next page, null on the last. */
	after: string | null
}

export const PAGE_LIMIT = { default: 100, max: 1000 } as const

/** The sites that the caller sees, in the order they were made; `after` is the cursor of the page before. */
export async function listSites(
	env: Env,
	caller: Caller,
	page: { after: number; limit: number; teamId?: string | undefined },
): Promise<SitePage> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const within = and(
		gt(site.id, page.after),
		page.teamId === undefined ? undefined : eq(site.teamId, page.teamId),
	)
	const rows = await seenBy(db, caller, within, false)
		.orderBy(asc(site.id))
		.limit(page.limit + 1)
	const sites = rows.slice(0, page.limit).map(seenSite)
	const last = sites.at(-1)
	return { sites, after: rows.length > page.limit && last ? String(last.id) : null }
}

/** The one place where sites and people are joined; `asSupport` counts what teams let support look at, too. */
const seenBy = (db: DrizzleD1Database, caller: Caller, which: ReturnType<typeof and>, asSupport: boolean) =>
	db
		.select({
			site,
			memberRole: member.role,
			guestRole: guest.role,
			requiresTwoFactor: team.requiresTwoFactor,
			twoFactor: user.twoFactorEnabled,
		})
		.from(site)
		.innerJoin(team, eq(team.id, site.teamId))
		.innerJoin(user, eq(user.id, caller.userId))
		.leftJoin(member, and(eq(member.teamId, site.teamId), eq(member.userId, caller.userId)))
		.leftJoin(guest, and(eq(guest.siteId, site.id), eq(guest.userId, caller.userId)))
		.where(
			and(
				which,
				alive,
				or(isNotNull(member.role), isNotNull(guest.role), asSupport ? granted(db) : undefined),
				caller.onlySite === null ? undefined : eq(site.id, caller.onlySite),
			),
		)

/** The site's team lets support look at it now. */
const granted = (db: DrizzleD1Database) =>
	exists(
		db
			.select({ one: sql`1` })
			.from(supportGrant)
			.where(
				and(
					eq(supportGrant.teamId, site.teamId),
					or(eq(supportGrant.siteId, 0), eq(supportGrant.siteId, site.id)),
					isNull(supportGrant.endedAt),
					gt(supportGrant.expiresAt, new Date()),
				),
			),
	)

interface SeenRow {
	site: Site
	memberRole: Role | null
	guestRole: 'editor' | 'viewer' | null
	requiresTwoFactor: boolean
	twoFactor: boolean | null
}

/** A role in the team counts before that of a guest, but for one that sees nothing of sites. */
const seenSite = (row: SeenRow): SeenSite => {
	const isGuest = row.memberRole === null || (row.memberRole === 'billing' && row.guestRole !== null)
	return {
		...row.site,
		isGuest,
		role: (isGuest ? row.guestRole : row.memberRole) ?? 'viewer',
		lacksTwoFactor: row.requiresTwoFactor && row.twoFactor !== true,
		// Nobody else gets here who is neither.
		bySupport: row.memberRole === null && row.guestRole === null,
	}
}
