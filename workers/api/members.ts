import { z } from 'zod'
import { may } from '../account/access.ts'
import { invitationsOf, type Place, revokeInvitation } from '../account/invitations.ts'
import { membersOf, removeMember, setRole } from '../account/members.ts'
import { teamFor } from '../account/teams.ts'
import type { AppError } from '../kit/result.ts'
import { ROLES } from '../model/caller.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { emailField, invitationJson, resendInvitation, sendInvitation } from './invitations.ts'
import { teamOf } from './site.ts'

/** The people of a team: `/api/teams/:team/members`, `…/invitations` and `…/leave`. */

const role = z.enum(ROLES, { error: `must be one of ${ROLES.join(', ')}` })
const roleFields = z.object({ role })
const invitationFields = z.object({ email: emailField, role })

const placeOf = (teamId: string): Place => ({ teamId, siteId: 0, kind: 'member' })
const NO_OWNERS: AppError = { kind: 'forbidden', message: 'Only an owner makes owners' }

/** `GET …/members` → `{"members": […]}`; addresses are shown to those who may change members. */
export async function getMembers(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const members = await membersOf(c.env, team.value.id)
	const { userId } = c.get('caller')
	const manages = may(team.value.role, 'team.members')
	return c.json({
		members: members.map((one) => ({
			...{ id: one.userId, name: one.name, role: one.role, you: one.userId === userId },
			email: manages || one.userId === userId ? one.email : null,
			two_factor: manages ? one.twoFactor : null,
			created_at: one.createdAt.toISOString(),
		})),
	})
}

/** `PUT …/members/:id` `{role}` → `{"role"}`. */
export async function putMember(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const fields = await parsed(c.req.raw, roleFields)
	if (!fields.ok) return failure(c, fields.error)
	const actor = c.get('caller').userId
	const done = await setRole(c.env, team.value.id, actor, c.req.param('id') ?? '', fields.value.role)
	return done.ok ? c.json({ role: fields.value.role }) : failure(c, done.error)
}

/** `DELETE …/members/:id` → `{"deleted": true}`; all rights end with the next request. */
export async function removeTeamMember(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const done = await removeMember(c.env, team.value.id, c.get('caller').userId, c.req.param('id') ?? '')
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}

/** `POST …/leave` → `{"deleted": true}`. Also without the second factor that the team asks for. */
export async function leaveTeam(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	const team = await teamFor(c.env, userId, c.req.param('team') ?? '')
	if (!team) return failure(c, { kind: 'not_found', message: 'Team could not be found' })
	const done = await removeMember(c.env, team.id, userId, userId)
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}

/** `GET …/invitations` → `{"invitations": […]}`, those that still wait. */
export async function getInvitations(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const invitations = await invitationsOf(c.env, placeOf(team.value.id), Date.now())
	return c.json({ invitations: invitations.map(invitationJson) })
}

/** `POST …/invitations` `{email, role}` → 201 with the invitation, whether the address has an account or not. */
export async function postInvitation(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const fields = await parsed(c.req.raw, invitationFields)
	if (!fields.ok) return failure(c, fields.error)
	if (fields.value.role === 'owner' && team.value.role !== 'owner') return failure(c, NO_OWNERS)
	const invitedBy = c.get('caller').userId
	const made = await sendInvitation(c, { ...placeOf(team.value.id), ...fields.value, invitedBy })
	return made.ok
		? c.json({ ...invitationJson(made.value.invitation), sent: made.value.sent }, 201)
		: failure(c, made.error)
}

/** `POST …/invitations/:id/resend` → the invitation, with seven more days and a new link. */
export async function postResend(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	return team.ok ? resendInvitation(c, placeOf(team.value.id)) : failure(c, team.error)
}

/** `DELETE …/invitations/:id` → `{"deleted": true}`. */
export async function removeInvitation(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const done = await revokeInvitation(c.env, placeOf(team.value.id), c.req.param('id') ?? '')
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}
