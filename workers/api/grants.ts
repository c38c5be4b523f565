import { z } from 'zod'
import { endGrant, GRANT_HOURS, grantedSites, grantSupport, grantsOf } from '../account/grants.ts'
import { siteFor } from '../catalog/sites.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { teamOf } from './site.ts'

/** Leave for support to look: `/api/teams/:team/grants`, and for operators `/api/operator/grants`. */

const { min, max } = GRANT_HOURS
const HOURS = { error: `must be a whole number of hours from ${min} to ${max}` }
const REASON = { error: 'must have 1 to 500 characters: say what support shall look at' }
const grantFields = z.object({
	site: z.string({ error: 'must be a domain of the team, or null for all of them' }).nullable().default(null),
	hours: z.int(HOURS).min(min, HOURS).max(max, HOURS),
	reason: z.string(REASON).trim().min(1, REASON).max(500, REASON),
})

const NO_SITE: AppError = {
	kind: 'invalid',
	message: 'site: the team has no site of this name',
	field: 'site',
}

/** `GET …/grants` → `{"grants": […]}`, newest first, those that are over included. */
export async function getGrants(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const now = Date.now()
	const grants = await grantsOf(c.env, team.value.id)
	return c.json({
		grants: grants.map(({ id, siteId, domain, reason, grantedBy, createdAt, expiresAt, endedAt }) => ({
			...{ id, site: domain, all_sites: siteId === 0, reason, granted_by: grantedBy },
			created_at: createdAt.toISOString(),
			expires_at: expiresAt.toISOString(),
			ended_at: endedAt?.toISOString() ?? null,
			active: endedAt === null && expiresAt.getTime() > now,
		})),
	})
}

/** `POST …/grants` `{site?, hours, reason}` → 201 with its id. */
export async function postGrant(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const fields = await parsed(c.req.raw, grantFields)
	if (!fields.ok) return failure(c, fields.error)
	const { site: domain, hours, reason } = fields.value
	const caller = c.get('caller')
	const site = domain === null ? null : await siteFor(c.env, caller, domain)
	if (domain !== null && site?.teamId !== team.value.id) return failure(c, NO_SITE)
	const of = { teamId: team.value.id, siteId: site?.id ?? 0, reason, grantedBy: caller.userId, hours }
	const made = await grantSupport(c.env, of, Date.now())
	return made.ok ? c.json(made.value, 201) : failure(c, made.error)
}

/** `DELETE …/grants/:id` → `{"deleted": true}`: it ends at once, and stays in the list. */
export async function removeGrant(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const done = await endGrant(c.env, team.value.id, c.req.param('id') ?? '', Date.now())
	return done.ok ? c.json({ deleted: true }) : failure(c, done.error)
}

/** `GET /api/operator/grants` → `{"sites": […]}`: what operators may look at in this moment. */
export async function getGrantedSites(c: CounterContext): Promise<Response> {
	const sites = await grantedSites(c.env, Date.now())
	return c.json({
		sites: sites.map(({ id, domain, team, reason, grantedBy, createdAt, expiresAt }) => ({
			...{ grant_id: id, site: domain, team, reason, granted_by: grantedBy },
			created_at: createdAt.toISOString(),
			expires_at: expiresAt.toISOString(),
		})),
	})
}
