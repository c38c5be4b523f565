import { z } from 'zod'
import { invitationsOf, type Place, revokeInvitation } from '../account/invitations.ts'
import type { SeenSite } from '../catalog/sites.ts'
import { transferSite } from '../catalog/transfer.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { emailField, invitationJson, receivingTeam, sendInvitation } from './invitations.ts'
import { siteOf } from './site.ts'

/** Handing a site over: `/api/dashboard/sites/:domain/transfer`. */

const transferFields = z.object({
	team_id: z.string({ error: 'must be the id of a team of yours' }).optional(),
	email: emailField.optional(),
})

const ONE_OF: AppError = {
	kind: 'invalid',
	message: 'team_id: is required, or an email: say to whom the site goes',
	field: 'team_id',
}
const SAME: AppError = { kind: 'conflict', message: 'team_id: it is there already', field: 'team_id' }

const placeOf = ({ teamId, id }: SeenSite): Place => ({ teamId, siteId: id, kind: 'transfer' })

/** `GET …/transfer` → `{"offers": […]}`, those that still wait. */
export async function getTransfers(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const offers = await invitationsOf(c.env, placeOf(site.value), Date.now())
	return c.json({ offers: offers.map(invitationJson) })
}

/**
 * `POST …/transfer` `{team_id}` hands the site at once to another team in which the caller may make sites;
 * `{email}` offers it by mail to whoever has the address → 201.
 */
export async function postTransfer(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await parsed(c.req.raw, transferFields)
	if (!fields.ok) return failure(c, fields.error)
	const { team_id: to, email } = fields.value
	if ((to === undefined) === (email === undefined)) return failure(c, ONE_OF)
	if (email !== undefined) {
		const offer = { ...placeOf(site.value), email, role: 'owner' as const }
		const made = await sendInvitation(c, { ...offer, invitedBy: c.get('caller').userId })
		return made.ok
			? c.json({ ...invitationJson(made.value.invitation), sent: made.value.sent }, 201)
			: failure(c, made.error)
	}
	const team = await receivingTeam(c, to ?? '')
	if (!team.ok) return failure(c, team.error)
	if (team.value === site.value.teamId) return failure(c, SAME)
	const moved = await transferSite(c.env, site.value.id, site.value.teamId, team.value)
	return moved.ok ? c.json({ team_id: team.value }) : failure(c, moved.error)
}

/** `DELETE …/transfer/:id` → `{"deleted": true}`: the offer is taken back. */
export async function removeTransfer(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const done = await revokeInvitation(c.env, placeOf(site.value), c.req.param('id') ?? '')
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}
