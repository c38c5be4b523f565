import { and, count, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { random, sha256Hex } from '../kit/hash.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Role } from '../model/caller.ts'
import { guest, member, team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { invitation } from '../store/schema/teams.ts'

/** Invitations by mail, as those see them who send them. How they are taken: `acceptance.ts`. */

export const INVITATION_DAYS = 7
const DAY_MS = 86_400_000
/** Of one team at a time, sites included. */
const MAX_OPEN = 200

export type InvitationKind = (typeof invitation.$inferSelect)['kind']

/** What is offered to whom. */
export interface Offer {
	teamId: string
	/** 0 = the team as a whole. */
	siteId: number
	kind: InvitationKind
	/** Lower case. */
	email: string
	/** Of a transfer: `owner`. */
	role: Role
	invitedBy: string
}

/** An invitation as its senders see it: everything but the token. */
export interface OpenInvitation extends Offer {
	id: string
	createdAt: Date
	expiresAt: Date
}

/** With the token, for the mail and nowhere else. */
export interface NewInvitation {
	invitation: OpenInvitation
	token: string
}

const UNKNOWN: AppError = { kind: 'not_found', message: 'Invitation could not be found' }
const THERE: AppError = { kind: 'conflict', message: 'email: is there already', field: 'email' }
const TOO_MANY: AppError = {
	kind: 'invalid',
	message: `A team may have ${MAX_OPEN} open invitations: revoke one first`,
}

/**
 * Writes an invitation down; one to the same person for the same place takes the place of the one before. Says
 * nothing of whether the address has an account, but for people that the sender sees in the list anyway.
 */
export async function invite(env: Env, offer: Offer, now: number): Promise<Result<NewInvitation>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [[there], [open]] = await db.batch([
		offer.kind === 'guest'
			? db
					.select({ id: guest.userId })
					.from(guest)
					.innerJoin(user, eq(user.id, guest.userId))
					.where(and(eq(guest.siteId, offer.siteId), eq(user.email, offer.email)))
			: db
					.select({ id: member.userId })
					.from(member)
					.innerJoin(user, eq(user.id, member.userId))
					.where(and(eq(member.teamId, offer.teamId), eq(user.email, offer.email))),
		db.select({ open: count() }).from(invitation).where(eq(invitation.teamId, offer.teamId)),
	])
	// A site may be handed to a member of its team: it goes to a team of that person's.
	if (there && offer.kind !== 'transfer') return fail(THERE)
	if ((open?.open ?? 0) >= MAX_OPEN) return fail(TOO_MANY)
	const token = newToken()
	const fresh = { ...termOf(now), tokenHash: sha256Hex(token) }
	const [row] = await db
		.insert(invitation)
		.values({ id: crypto.randomUUID(), ...offer, ...fresh })
		.onConflictDoUpdate({
			target: [invitation.teamId, invitation.siteId, invitation.kind, invitation.email],
			set: { ...fresh, role: offer.role, invitedBy: offer.invitedBy },
		})
		.returning()
	if (!row) throw new Error('an invitation was not written')
	return ok({ invitation: openOf(row), token })
}

/** Which invitations somebody may see and end: those of a team, or those about one of its sites. */
export interface Place {
	teamId: string
	siteId: number
	kind: InvitationKind
}

/** The open invitations of a place, newest first. */
export async function invitationsOf(env: Env, place: Place, now: number): Promise<OpenInvitation[]> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(invitation)
		.where(and(within(place), gt(invitation.expiresAt, new Date(now))))
		.orderBy(desc(invitation.createdAt), invitation.id)
	return rows.map(openOf)
}

/** Makes an invitation anew: a new token and seven more days. The link that was sent before ends. */
export async function renewInvitation(
	env: Env,
	place: Place,
	id: string,
	actorId: string,
	now: number,
): Promise<Result<NewInvitation>> {
	const token = newToken()
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.update(invitation)
		.set({ ...termOf(now), tokenHash: sha256Hex(token), invitedBy: actorId })
		// An admin's hand must not keep an owner's invitation alive: it would count as the admin's, for nothing.
		.where(and(within(place), eq(invitation.id, id), mayGive(actorId)))
		.returning()
	return row ? ok({ invitation: openOf(row), token }) : fail(UNKNOWN)
}

/** Takes an invitation back: its link opens nothing any more. */
export async function revokeInvitation(env: Env, place: Place, id: string): Promise<Result<null>> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(invitation)
		.where(and(within(place), eq(invitation.id, id)))
		.returning({ id: invitation.id })
	return gone.length > 0 ? ok(null) : fail(UNKNOWN)
}

/** Removes what nobody took in time. */
export async function sweepInvitations(env: Env, now: number): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.delete(invitation)
		.where(lt(invitation.expiresAt, new Date(now)))
}

/** What a letter needs to say beside the offer: names of the team, the site and the sender. */
export async function namesFor(env: Env, { teamId, siteId, invitedBy }: OpenInvitation) {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [[ofTeam], [ofSite], [sender]] = await db.batch([
		db.select({ name: team.name }).from(team).where(eq(team.id, teamId)),
		db.select({ domain: site.domain }).from(site).where(eq(site.id, siteId)),
		db.select({ name: user.name, email: user.email }).from(user).where(eq(user.id, invitedBy)),
	])
	return { team: ofTeam?.name ?? '', domain: ofSite?.domain ?? '', sender: sender ?? { name: '', email: '' } }
}

/** Somebody may give what the invitation offers: admins make no owners and hand no site over. */
export const mayGive = (actorId: string | typeof invitation.invitedBy): SQL =>
	sql`exists (select 1 from member as giver where giver.team_id = ${invitation.teamId} and giver.user_id = ${actorId}
		and (giver.role = 'owner' or (giver.role = 'admin' and ${invitation.role} <> 'owner')))`

const within = ({ teamId, siteId, kind }: Place) =>
	and(eq(invitation.teamId, teamId), eq(invitation.siteId, siteId), eq(invitation.kind, kind))

const newToken = (): string => Buffer.from(random(32)).toString('base64url')
const termOf = (now: number) => ({
	createdAt: new Date(now),
	expiresAt: new Date(now + INVITATION_DAYS * DAY_MS),
})

function openOf({ tokenHash, ...row }: typeof invitation.$inferSelect): OpenInvitation {
	return row
}
