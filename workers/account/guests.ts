import { and, asc, eq, notExists, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { guest, member, user } from '../store/schema/account.ts'
import { segment } from '../store/schema/catalog.ts'

/** Who may see or edit one site without being of its team. */
export interface Guest {
	userId: string
	name: string
	email: string
	role: 'editor' | 'viewer'
	createdAt: Date
}

const UNKNOWN: AppError = { kind: 'not_found', message: 'Guest could not be found' }

/** The guests of a site, longest first. */
export function guestsOf(env: Env, siteId: number): Promise<Guest[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select({
			userId: guest.userId,
			name: user.name,
			email: user.email,
			role: guest.role,
			createdAt: guest.createdAt,
		})
		.from(guest)
		.innerJoin(user, eq(user.id, guest.userId))
		.where(eq(guest.siteId, siteId))
		.orderBy(asc(guest.createdAt), asc(guest.userId))
}

/** Gives a guest the other role. */
export async function setGuestRole(
	env: Env,
	siteId: number,
	userId: string,
	role: Guest['role'],
): Promise<Result<null>> {
	const done = await drizzle(env.DB, { casing: 'snake_case' })
		.update(guest)
		.set({ role })
		.where(and(eq(guest.siteId, siteId), eq(guest.userId, userId)))
		.returning({ userId: guest.userId })
	return done.length > 0 ? ok(null) : fail(UNKNOWN)
}

/** Ends a visit to a site: the guest's segments that are not shared go too, unless a member of the team is meant. */
export async function removeGuest(
	env: Env,
	site: { id: number; teamId: string },
	userId: string,
): Promise<Result<null>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const ofTeam = db
		.select({ one: sql`1` })
		.from(member)
		.where(and(eq(member.teamId, site.teamId), eq(member.userId, userId)))
	const [gone] = await db.batch([
		db
			.delete(guest)
			.where(and(eq(guest.siteId, site.id), eq(guest.userId, userId)))
			.returning({ userId: guest.userId }),
		db
			.delete(segment)
			.where(
				and(
					eq(segment.siteId, site.id),
					eq(segment.userId, userId),
					eq(segment.shared, false),
					notExists(ofTeam),
				),
			),
	])
	return gone.length > 0 ? ok(null) : fail(UNKNOWN)
}
