import { and, asc, eq, exists, inArray, ne, notExists, or, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Role } from '../model/caller.ts'
import { guest, member, user } from '../store/schema/account.ts'
import { segment, site } from '../store/schema/catalog.ts'
import { invitation } from '../store/schema/teams.ts'

/** Who is in a team and as what. Every rule is part of the statement that writes: two at once cannot break it. */

export interface Member {
	userId: string
	name: string
	email: string
	role: Role
	twoFactor: boolean
	createdAt: Date
}

const UNKNOWN: AppError = { kind: 'not_found', message: 'Member could not be found' }
const LAST_OWNER: AppError = {
	kind: 'conflict',
	message: 'A team keeps one owner: make somebody else owner first',
}
const OWN_TEAM: AppError = {
	kind: 'conflict',
	message: 'Everybody stays owner of the team that came with their account',
}
const ABOVE: AppError = { kind: 'forbidden', message: 'Only an owner makes owners, or changes them' }

/** The members of a team, longest first. */
export async function membersOf(env: Env, teamId: string): Promise<Member[]> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ member, name: user.name, email: user.email, twoFactor: user.twoFactorEnabled })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(eq(member.teamId, teamId))
		.orderBy(asc(member.createdAt), asc(member.userId))
	return rows.map(({ member: { userId, role, createdAt }, name, email, twoFactor }) => {
		return { userId, name, email, role, createdAt, twoFactor: twoFactor === true }
	})
}

/** Gives a member another role, by one who may: admins touch no owners and make none. */
export async function setRole(
	env: Env,
	teamId: string,
	actorId: string,
	userId: string,
	role: Role,
): Promise<Result<null>> {
	if (teamId === userId && role !== 'owner') return fail(OWN_TEAM)
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const done = await db
		.update(member)
		.set({ role })
		.where(
			and(
				eq(member.teamId, teamId),
				eq(member.userId, userId),
				managedBy(db, teamId, actorId, role),
				role === 'owner' ? undefined : ownedBesides(teamId, userId),
			),
		)
		.returning({ userId: member.userId })
	return done.length > 0 ? ok(null) : fail(await refusalOf(db, teamId, actorId, userId))
}

/**
 * Takes a member out of a team: by one who may, or by the member. What was the member's alone goes with it:
 * segments of the team's sites that are not shared, and invitations not yet taken.
 */
export async function removeMember(
	env: Env,
	teamId: string,
	actorId: string,
	userId: string,
): Promise<Result<null>> {
	if (teamId === userId) return fail(OWN_TEAM)
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const out = notExists(
		db
			.select({ one: sql`1` })
			.from(member)
			.where(and(eq(member.teamId, teamId), eq(member.userId, userId))),
	)
	const sites = db.select({ id: site.id }).from(site).where(eq(site.teamId, teamId))
	const guestThere = db
		.select({ one: sql`1` })
		.from(guest)
		.where(and(eq(guest.siteId, segment.siteId), eq(guest.userId, userId)))
	const [gone] = await db.batch([
		db
			.delete(member)
			.where(
				and(
					eq(member.teamId, teamId),
					eq(member.userId, userId),
					actorId === userId ? undefined : managedBy(db, teamId, actorId, null),
					ownedBesides(teamId, userId),
				),
			)
			.returning({ userId: member.userId }),
		db
			.delete(segment)
			.where(
				and(
					inArray(segment.siteId, sites),
					eq(segment.userId, userId),
					eq(segment.shared, false),
					out,
					notExists(guestThere),
				),
			),
		db.delete(invitation).where(and(eq(invitation.teamId, teamId), eq(invitation.invitedBy, userId), out)),
	])
	return gone.length > 0 ? ok(null) : fail(await refusalOf(db, teamId, actorId, userId))
}

/** The actor, as it is in this moment, is an owner; or an admin, and no owner is concerned. */
function managedBy(db: DrizzleD1Database, teamId: string, actorId: string, role: Role | null) {
	const actor = alias(member, 'actor')
	const asAdmin = role === 'owner' ? undefined : and(eq(actor.role, 'admin'), ne(member.role, 'owner'))
	return exists(
		db
			.select({ one: sql`1` })
			.from(actor)
			.where(and(eq(actor.teamId, teamId), eq(actor.userId, actorId), or(eq(actor.role, 'owner'), asAdmin))),
	)
}

/** The member is no owner, or not the only one. */
const ownedBesides = (teamId: string, userId: string) =>
	or(
		ne(member.role, 'owner'),
		sql`exists (select 1 from member as other where other.team_id = ${teamId} and other.user_id <> ${userId} and other.role = 'owner')`,
	)

async function refusalOf(
	db: DrizzleD1Database,
	teamId: string,
	actorId: string,
	userId: string,
): Promise<AppError> {
	const rows = await db
		.select({ userId: member.userId, role: member.role })
		.from(member)
		.where(and(eq(member.teamId, teamId), inArray(member.userId, [actorId, userId])))
	const roleOf = (id: string) => rows.find((row) => row.userId === id)?.role
	if (roleOf(userId) === undefined) return UNKNOWN
	if (roleOf(userId) === 'owner' && roleOf(actorId) === 'owner') return LAST_OWNER
	return ABOVE
}
