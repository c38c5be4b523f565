import { may } from '../account/access.ts'
import { noteAccess } from '../account/log.ts'
import { type SeenTeam, teamFor } from '../account/teams.ts'
import { type SeenSite, siteFor } from '../catalog/sites.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { CounterContext } from './access.ts'

/** What a request is about, once it is known that its sender may do what the route does. */

const NO_SECOND_FACTOR: AppError = {
	kind: 'forbidden',
	message: 'This team asks for a second factor: set one up under Account, Security',
}
const UNKNOWN: AppError = { kind: 'not_found', message: 'Site could not be found' }

/** The site that the path names; another's is as unknown as none. */
export const siteOf = (c: CounterContext): Promise<Result<SeenSite, AppError>> =>
	siteNamed(c, c.req.param('domain') ?? '', UNKNOWN)

/** A site by name, if the caller has the right that the route asks for; `unknown` where it sees none of that name. */
export async function siteNamed(
	c: CounterContext,
	name: string,
	unknown: AppError,
): Promise<Result<SeenSite, AppError>> {
	const site = await siteFor(c.env, c.get('caller'), name)
	if (!site) return fail(unknown)
	const refused = refusalOf(c, site)
	if (refused) return fail(refused)
	noteLook(c, site)
	return ok(site)
}

/** Who reads a site's statistics, or takes them along, stands in its team's access log. Nothing waits for that. */
function noteLook(c: CounterContext, { teamId, id, bySupport }: SeenSite): void {
	const right = c.get('right')
	if (right !== 'stats.read' && right !== 'site.export') return
	const { userId, credential, via } = c.get('caller')
	const usual = right === 'site.export' ? 'export' : via === 'key' ? 'api' : 'dashboard'
	const access = { teamId, siteId: id, kind: bySupport ? 'support' : usual, credential, userId } as const
	c.executionCtx.waitUntil(noteAccess(c.env, access, Date.now()))
}

/** The team that the path names, or another by id; another's is as unknown as none. */
export async function teamOf(
	c: CounterContext,
	id: string = c.req.param('team') ?? '',
): Promise<Result<SeenTeam, AppError>> {
	const team = await teamFor(c.env, c.get('caller').userId, id)
	if (!team) return fail({ kind: 'not_found', message: 'Team could not be found' })
	const refused = refusalOf(c, team)
	return refused ? fail(refused) : ok(team)
}

function refusalOf(c: CounterContext, { role, lacksTwoFactor }: Pick<SeenTeam, 'role' | 'lacksTwoFactor'>) {
	const right = c.get('right')
	if (right === 'own' || !may(role, right)) return noRight(role)
	return lacksTwoFactor ? NO_SECOND_FACTOR : null
}

const noRight = (role: string): AppError => ({
	kind: 'forbidden',
	message: `Your role (${role}) may not do this: ask an owner or an admin of the team`,
})
