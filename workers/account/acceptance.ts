import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { sha256Hex } from '../kit/hash.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Role } from '../model/caller.ts'
import { guest, member, team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { invitation } from '../store/schema/teams.ts'
import { type InvitationKind, mayGive } from './invitations.ts'

/**
 * How invitations are taken. The token came by mail to the invited address and the account must have that same
 * address: neither alone opens anything. An invitation counts once, for seven days, and only while whoever sent
 * it may still give it.
 */

/** An invitation as its addressee sees it. */
export interface SeenInvitation {
	id: string
	kind: InvitationKind
	team: string
	teamId: string
	/** Of guests and transfers. */
	siteId: number
	domain: string | null
	role: Role
	sender: string
	expiresAt: Date
}

const UNKNOWN: AppError = {
	kind: 'not_found',
	message: 'This invitation is not valid: it was taken, taken back or has expired. Ask for a new one',
}
const OTHERS: AppError = {
	kind: 'forbidden',
	message: 'This invitation was sent to another e-mail address: sign in with an account of that address',
}

/** What a token offers to an account. */
export async function seeInvitation(
	env: Env,
	userId: string,
	token: string,
	now: number,
): Promise<Result<SeenInvitation>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db
		.select({
			...{ id: invitation.id, kind: invitation.kind, teamId: invitation.teamId, siteId: invitation.siteId },
			...{ role: invitation.role, expiresAt: invitation.expiresAt, email: invitation.email },
			...{ team: team.name, domain: site.domain, sender: user.name },
		})
		.from(invitation)
		.innerJoin(team, and(eq(team.id, invitation.teamId), isNull(team.goneAt)))
		.innerJoin(user, eq(user.id, invitation.invitedBy))
		.leftJoin(site, eq(site.id, invitation.siteId))
		.where(counts(token, now))
	if (!row) return fail(UNKNOWN)
	const [me] = await db.select({ email: user.email }).from(user).where(eq(user.id, userId))
	const { email, ...seen } = row
	return me?.email.toLowerCase() === email ? ok(seen) : fail(OTHERS)
}

/** Takes an invitation to a team or a site. Who is there already keeps the role that they have. */
export async function acceptInvitation(
	env: Env,
	userId: string,
	token: string,
	now: number,
): Promise<Result<SeenInvitation>> {
	const seen = await seeInvitation(env, userId, token, now)
	if (!seen.ok) return seen
	if (seen.value.kind === 'transfer') return fail(UNKNOWN)
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const me = { userId: sql<string>`${userId}`.as('user_id') }
	const since = { createdAt: sql<Date>`${now}`.as('created_at') }
	const entered =
		seen.value.kind === 'member'
			? db.insert(member).select(
					db
						.select({ teamId: invitation.teamId, ...me, role: invitation.role, ...since })
						.from(invitation)
						.where(counts(token, now)),
				)
			: db.insert(guest).select(
					db
						.select({ siteId: invitation.siteId, ...me, role: guestRole, ...since })
						.from(invitation)
						.where(counts(token, now)),
				)
	// One batch: of two at once, the second finds no invitation any more.
	const [, gone] = await db.batch([entered.onConflictDoNothing(), taken(db, token, now)])
	return gone.length > 0 ? seen : fail(UNKNOWN)
}

/** Takes the offer of a site: it is used up. The site itself is moved by `catalog/transfer.ts`. */
export async function takeTransfer(
	env: Env,
	userId: string,
	token: string,
	now: number,
): Promise<Result<SeenInvitation>> {
	const seen = await seeInvitation(env, userId, token, now)
	if (!seen.ok) return seen
	if (seen.value.kind !== 'transfer') return fail(UNKNOWN)
	const gone = await taken(drizzle(env.DB, { casing: 'snake_case' }), token, now)
	return gone.length > 0 ? seen : fail(UNKNOWN)
}

/** Says no to an invitation: it is gone for both sides. */
export async function declineInvitation(
	env: Env,
	userId: string,
	token: string,
	now: number,
): Promise<Result<null>> {
	const seen = await seeInvitation(env, userId, token, now)
	if (!seen.ok) return seen
	await taken(drizzle(env.DB, { casing: 'snake_case' }), token, now)
	return ok(null)
}

const taken = (db: DrizzleD1Database, token: string, now: number) =>
	db.delete(invitation).where(counts(token, now)).returning({ id: invitation.id })

const guestRole = sql<'editor' | 'viewer'>`${invitation.role}`.as('role')

/** The token's invitation, if it still counts: in time, by one who may give it, about a site that is still there. */
const counts = (token: string, now: number) =>
	and(
		eq(invitation.tokenHash, sha256Hex(token)),
		gt(invitation.expiresAt, new Date(now)),
		mayGive(invitation.invitedBy),
		or(
			eq(invitation.siteId, 0),
			sql`exists (select 1 from site as place where place.id = ${invitation.siteId}
				and place.team_id = ${invitation.teamId} and place.erasing_at is null and place.gone_at is null and place.pushed_version > 0)`,
		),
	)
