import { z } from 'zod'
import { may } from '../account/access.ts'
import { changeTeam, closeTeam, createTeam, reopenTeam, type SeenTeam, teamsOf } from '../account/teams.ts'
import { sells } from '../billing/stripe.ts'
import type { Env } from '../env.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { PARTS } from './parts.ts'
import { teamOf } from './site.ts'

/** Teams: `/api/teams` and below. */

const NAME = { error: 'must have 1 to 100 characters, in one line' }
const name = z
	.string(NAME)
	.trim()
	.min(1, NAME)
	.max(100, NAME)
	.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, NAME)
const teamFields = z.object({ name })
const changeFields = z.object({
	name: name.optional(),
	requires_two_factor: z.boolean({ error: 'must be true or false' }).optional(),
})

const deleteFields = z.object({ confirm: z.string({ error: 'must be the name of the team' }) })

/** `GET /api/teams` → `{"teams": […]}`: those of the caller, the own one first. */
export async function getTeams(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	const teams = await teamsOf(c.env, userId)
	return c.json({ teams: teams.map((team) => teamJson(team, userId, c.env)) })
}

/** `POST /api/teams` `{name}` → 201 with the team. */
export async function postTeam(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, teamFields)
	if (!fields.ok) return failure(c, fields.error)
	const { userId } = c.get('caller')
	const made = await createTeam(c.env, userId, fields.value.name)
	return made.ok ? c.json(teamJson(made.value, userId, c.env), 201) : failure(c, made.error)
}

/** `GET /api/teams/:team` → the team. */
export async function getTeam(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	return team.ok ? c.json(teamJson(team.value, c.get('caller').userId, c.env)) : failure(c, team.error)
}

/** `PUT /api/teams/:team` `{name?, requires_two_factor?}` → the team. */
export async function putTeam(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const fields = await parsed(c.req.raw, changeFields)
	if (!fields.ok) return failure(c, fields.error)
	const { userId } = c.get('caller')
	const { name, requires_two_factor: requiresTwoFactor } = fields.value
	const changed = await changeTeam(c.env, userId, team.value.id, { name, requiresTwoFactor })
	return changed.ok ? c.json(teamJson(changed.value, userId, c.env)) : failure(c, changed.error)
}

const OWN: AppError = {
	kind: 'conflict',
	message: 'This team came with your account, and goes with it',
}
const UNSURE: AppError = {
	kind: 'invalid',
	message: 'confirm: must be the name of the team, exactly',
	field: 'confirm',
}

const UNFINISHED: AppError = {
	kind: 'unavailable',
	message: 'The team could not be deleted, its subscription perhaps could not be ended: try again',
	retryAfterSeconds: 60,
}

/** `DELETE /api/teams/:team` `{confirm: name}` → `{"deleted": true}`. Its sites must be gone before. */
export async function removeTeam(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const { id, name } = team.value
	if (id === c.get('caller').userId) return failure(c, OWN)
	const fields = await parsed(c.req.raw, deleteFields)
	if (!fields.ok) return failure(c, fields.error)
	if (fields.value.confirm.trim() !== name) return failure(c, UNSURE)
	const now = Date.now()
	const closed = await closeTeam(c.env, id, now)
	if (!closed.ok) return failure(c, closed.error)
	try {
		// Of no person: the team alone goes.
		for (const part of PARTS) await part.erase(c.env, { userId: '', teamIds: [id] }, now)
	} catch (error) {
		console.error('deletion of a team broke off', error instanceof Error ? error.name : '')
		await reopenTeam(c.env, id)
		return failure(c, UNFINISHED)
	}
	return c.json({ deleted: true })
}

const teamJson = (team: SeenTeam, userId: string, env: Env) => ({
	id: team.id,
	name: team.name,
	role: team.role,
	/** Came with the caller's account, and goes with it. */
	own: team.id === userId,
	requires_two_factor: team.requiresTwoFactor,
	/** It asks for a second factor, and the caller has none: nothing of it opens. */
	lacks_two_factor: team.lacksTwoFactor,
	/** What the caller may do here, so that pages need not know the table of rights. */
	may: {
		members: may(team.role, 'team.members'),
		change: may(team.role, 'team.change'),
		log: may(team.role, 'team.log'),
		delete: may(team.role, 'team.delete'),
		create_sites: may(team.role, 'site.create'),
		billing: sells(env) && may(team.role, 'billing.read'),
	},
	created_at: team.createdAt.toISOString(),
})
