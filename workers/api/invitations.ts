import { z } from 'zod'
import {
	acceptInvitation,
	declineInvitation,
	type SeenInvitation,
	seeInvitation,
	takeTransfer,
} from '../account/acceptance.ts'
import { may } from '../account/access.ts'
import { RULES, spend } from '../account/attempts.ts'
import {
	INVITATION_DAYS,
	invite,
	type NewInvitation,
	namesFor,
	type Offer,
	type OpenInvitation,
	type Place,
	renewInvitation,
} from '../account/invitations.ts'
import { teamFor } from '../account/teams.ts'
import { transferSite } from '../catalog/transfer.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { letterOf } from '../mail/letter.ts'
import { sendMail } from '../mail/send.ts'
import { siteInvitation, siteOffer, teamInvitation } from '../mail/words/en/teams.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'

/** Invitations: how they are sent for teams and sites, and `/api/account/invitations` where they are taken. */

const ADDRESS = { error: 'must be an e-mail address' }
export const emailField = z.string(ADDRESS).trim().toLowerCase().max(254, ADDRESS).pipe(z.email(ADDRESS))

const TOO_MANY = 'Too many invitations: try again later'

/** An invitation and whether its letter is under way. */
interface Sent {
	invitation: OpenInvitation
	sent: boolean
}

/** Writes an invitation and sends its letter. The same whether the address has an account or not. */
export async function sendInvitation(c: CounterContext, offer: Offer): Promise<Result<Sent>> {
	const now = Date.now()
	const wait = await waitFor(c, offer.email, now)
	if (wait) return fail(wait)
	const made = await invite(c.env, offer, now)
	return made.ok ? ok(await mailed(c, made.value)) : made
}

/** Sends an invitation again, with a new link: the one before ends. */
export async function resendInvitation(c: CounterContext, place: Place): Promise<Response> {
	const now = Date.now()
	// By the caller alone: whom it goes to is known only afterwards.
	const wait = await waitFor(c, null, now)
	if (wait) return failure(c, wait)
	const id = c.req.param('id') ?? ''
	const made = await renewInvitation(c.env, place, id, c.get('caller').userId, now)
	if (!made.ok) return failure(c, made.error)
	const { invitation, sent } = await mailed(c, made.value)
	return c.json({ ...invitationJson(invitation), sent })
}

async function waitFor(c: CounterContext, email: string | null, now: number): Promise<AppError | null> {
	const spends = [
		{ rule: RULES.invitations, subject: c.get('caller').userId },
		...(email === null ? [] : [{ rule: RULES.invited, subject: email }]),
	]
	const wait = await spend(c.env, spends, now)
	return wait === null ? null : { kind: 'rate_limited', message: TOO_MANY, retryAfterSeconds: wait }
}

async function mailed(c: CounterContext, { invitation, token }: NewInvitation): Promise<Sent> {
	const { team, domain, sender } = await namesFor(c.env, invitation)
	const { email, role, kind } = invitation
	// In the fragment, which browsers send to no server.
	const link = `${new URL(c.env.APP_URL).origin}/invitation#${token}`
	const from = { sender: sender.name, senderEmail: sender.email, email, link, days: INVITATION_DAYS }
	const wording = {
		member: () => teamInvitation({ ...from, team, role }),
		guest: () => siteInvitation({ ...from, domain, role }),
		transfer: () => siteOffer({ ...from, domain }),
	}[kind]()
	return { invitation, sent: await sendMail(c.env, email, letterOf(wording)) }
}

/** An invitation as its senders see it. */
export const invitationJson = ({ id, email, role, createdAt, expiresAt }: OpenInvitation) => ({
	id,
	email,
	role,
	created_at: createdAt.toISOString(),
	expires_at: expiresAt.toISOString(),
})

const SHAPE = { error: 'must be the token of an invitation' }
const tokenFields = z.object({ token: z.string(SHAPE).regex(/^[A-Za-z0-9_-]{43}$/, SHAPE) })
const acceptFields = tokenFields.extend({
	team_id: z.string({ error: 'must be the id of a team of yours' }).optional(),
})

/** `POST /api/account/invitations/see` `{token}` → what is offered. */
export async function postSeeInvitation(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, tokenFields)
	if (!fields.ok) return failure(c, fields.error)
	const seen = await seeInvitation(c.env, c.get('caller').userId, fields.value.token, Date.now())
	return seen.ok ? c.json(seenJson(seen.value)) : failure(c, seen.error)
}

/** `POST /api/account/invitations/accept` `{token, team_id?}`: a site that is offered goes to that team. */
export async function postAcceptInvitation(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, acceptFields)
	if (!fields.ok) return failure(c, fields.error)
	const { userId } = c.get('caller')
	const { token, team_id: wanted = userId } = fields.value
	const now = Date.now()
	const seen = await seeInvitation(c.env, userId, token, now)
	if (!seen.ok) return failure(c, seen.error)
	if (seen.value.kind !== 'transfer') {
		const accepted = await acceptInvitation(c.env, userId, token, now)
		return accepted.ok ? c.json(seenJson(accepted.value)) : failure(c, accepted.error)
	}
	const team = await receivingTeam(c, wanted)
	if (!team.ok) return failure(c, team.error)
	if (team.value === seen.value.teamId) return failure(c, SAME_TEAM)
	const taken = await takeTransfer(c.env, userId, token, now)
	if (!taken.ok) return failure(c, taken.error)
	const moved = await transferSite(c.env, taken.value.siteId, taken.value.teamId, team.value)
	return moved.ok ? c.json(seenJson(taken.value)) : failure(c, moved.error)
}

const SAME_TEAM: AppError = {
	kind: 'conflict',
	message: 'team_id: the site is of this team already',
	field: 'team_id',
}

/** A team of the caller's that may be given a site: one in which the caller may make sites. */
export async function receivingTeam(c: CounterContext, teamId: string): Promise<Result<string>> {
	const team = await teamFor(c.env, c.get('caller').userId, teamId)
	const no = (message: string) => fail<AppError>({ kind: 'forbidden', message })
	if (!team) return fail({ kind: 'not_found', message: 'Team could not be found' })
	if (!may(team.role, 'site.create')) return no('Your role in that team does not let you add sites to it')
	if (team.lacksTwoFactor) return no('That team asks for a second factor: set one up under Account, Security')
	return ok(team.id)
}

/** `POST /api/account/invitations/decline` `{token}` → `{"deleted": true}`. */
export async function postDeclineInvitation(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, tokenFields)
	if (!fields.ok) return failure(c, fields.error)
	const done = await declineInvitation(c.env, c.get('caller').userId, fields.value.token, Date.now())
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}

const seenJson = ({ kind, team, teamId, domain, role, sender, expiresAt }: SeenInvitation) => ({
	...{ kind, team, team_id: teamId, domain, role, sender },
	expires_at: expiresAt.toISOString(),
})
