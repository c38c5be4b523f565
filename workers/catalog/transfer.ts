import { and, eq, notExists, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { alive } from '../store/named.ts'
import { guest, member } from '../store/schema/account.ts'
import { segment, site } from '../store/schema/catalog.ts'
import { invitation, supportGrant } from '../store/schema/teams.ts'
import { NOT_FOUND } from './write.ts'

/**
 * Hands a site with all it holds to another team. The new team begins with nobody else's people: guests, open
 * invitations, leave given to support, and segments that former readers did not share end here. Its counting
 * goes on as it was; nothing of it is moved.
 */
export async function transferSite(
	env: Env,
	siteId: number,
	from: string,
	to: string,
): Promise<Result<null>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	// Each further statement asks whether the first one did it.
	const moved = sql`exists (select 1 from site as moved where moved.id = ${siteId} and moved.team_id = ${to})`
	const ofNewTeam = db
		.select({ one: sql`1` })
		.from(member)
		.where(and(eq(member.teamId, to), eq(member.userId, segment.userId)))
	const [done] = await db.batch([
		db
			.update(site)
			.set({ teamId: to })
			.where(and(eq(site.id, siteId), eq(site.teamId, from), alive))
			.returning({ id: site.id }),
		db.delete(guest).where(and(eq(guest.siteId, siteId), moved)),
		db.delete(invitation).where(and(eq(invitation.teamId, from), eq(invitation.siteId, siteId), moved)),
		db.delete(supportGrant).where(and(eq(supportGrant.teamId, from), eq(supportGrant.siteId, siteId), moved)),
		db
			.delete(segment)
			.where(and(eq(segment.siteId, siteId), eq(segment.shared, false), moved, notExists(ofNewTeam))),
	])
	return done.length > 0 ? ok(null) : fail(NOT_FOUND)
}
