import { z } from 'zod'
import { guestsOf, removeGuest, setGuestRole } from '../account/guests.ts'
import { invitationsOf, type Place, revokeInvitation } from '../account/invitations.ts'
import type { SeenSite } from '../catalog/sites.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { emailField, invitationJson, resendInvitation, sendInvitation } from './invitations.ts'
import { siteOf } from './site.ts'

/** A site's guests: `/api/dashboard/sites/:domain/guests`, `…/invitations` and `…/leave`. */

const role = z.enum(['editor', 'viewer'], { error: 'must be editor or viewer' })
const roleFields = z.object({ role })
const invitationFields = z.object({ email: emailField, role })

const placeOf = ({ teamId, id }: SeenSite): Place => ({ teamId, siteId: id, kind: 'guest' })

/** `GET …/guests` → `{"guests": […], "invitations": […]}`. */
export async function getGuests(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const [guests, invitations] = await Promise.all([
		guestsOf(c.env, site.value.id),
		invitationsOf(c.env, placeOf(site.value), Date.now()),
	])
	return c.json({
		guests: guests.map(({ userId, name, email, role, createdAt }) => ({
			...{ id: userId, name, email, role },
			created_at: createdAt.toISOString(),
		})),
		invitations: invitations.map(invitationJson),
	})
}

/** `POST …/guests` `{email, role}` → 201 with the invitation, whether the address has an account or not. */
export async function postGuest(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await parsed(c.req.raw, invitationFields)
	if (!fields.ok) return failure(c, fields.error)
	const invitedBy = c.get('caller').userId
	const made = await sendInvitation(c, { ...placeOf(site.value), ...fields.value, invitedBy })
	return made.ok
		? c.json({ ...invitationJson(made.value.invitation), sent: made.value.sent }, 201)
		: failure(c, made.error)
}

/** `PUT …/guests/:id` `{role}` → `{"role"}`. */
export async function putGuest(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await parsed(c.req.raw, roleFields)
	if (!fields.ok) return failure(c, fields.error)
	const done = await setGuestRole(c.env, site.value.id, c.req.param('id') ?? '', fields.value.role)
	return done.ok ? c.json({ role: fields.value.role }) : failure(c, done.error)
}

/** `DELETE …/guests/:id` → `{"deleted": true}`; all rights end with the next request. */
export async function removeSiteGuest(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const done = await removeGuest(c.env, site.value, c.req.param('id') ?? '')
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}

/** `POST …/leave` → `{"deleted": true}`: a guest goes. */
export async function leaveSite(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const done = await removeGuest(c.env, site.value, c.get('caller').userId)
	if (done.ok) return c.json({ deleted: true })
	return failure(c, { kind: 'conflict', message: 'You are here as a member of the team, not as a guest' })
}

/** `POST …/invitations/:id/resend` → the invitation, with seven more days and a new link. */
export async function postGuestResend(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	return site.ok ? resendInvitation(c, placeOf(site.value)) : failure(c, site.error)
}

/** `DELETE …/invitations/:id` → `{"deleted": true}`. */
export async function removeGuestInvitation(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const done = await revokeInvitation(c.env, placeOf(site.value), c.req.param('id') ?? '')
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}
