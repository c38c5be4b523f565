import { doomedSites, tellSites } from '../catalog/sites-by-id.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { askDeletion, type Deletion, deletionsOfTeam, takeBack } from '../rights/deletions.ts'
import { receiptOf } from '../rights/receipts.ts'
import type { CounterContext } from './access.ts'
import { fieldsOf, pendingJson, WRONG_NAME } from './deletion.ts'
import { eraseNow } from './deletion-run.ts'
import { failure } from './errors.ts'
import { freshSession } from './fresh.ts'
import { tellAsked } from './rights-letters.ts'
import { siteOf, teamOf } from './site.ts'

/** The end of one site, the way back, and the receipts of all that was deleted. */

const UNKNOWN: AppError = {
	kind: 'not_found',
	message: 'Deletion could not be found, or it has begun already',
}

/** `POST /api/dashboard/sites/:domain/deletion {confirm, now}`: as for an account; `confirm` is the domain. */
export async function postSiteDeletion(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const fields = await fieldsOf(c)
	if (!fields.ok) return failure(c, fields.error)
	const { id: siteId, domain, teamId } = site.value
	if (fields.value.confirm.trim().toLowerCase() !== domain) return failure(c, WRONG_NAME)
	const { userId } = c.get('caller')
	const asked = await askDeletion(c.env, { kind: 'site', userId, siteId, teamIds: [teamId] }, Date.now())
	await tellSites(c.env, await doomedSites(c.env, asked))
	if (fields.value.now) return await eraseNow(c, asked)
	await tellAsked(c.env, asked)
	return c.json(pendingJson(asked), 202)
}

/** `GET /api/teams/:team/deletions` → the sites whose deletion can be taken back. */
export async function getDeletions(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const rows = await deletionsOfTeam(c.env, team.value.id)
	return c.json({ deletions: rows.map(({ deletion, domain }) => ({ domain, ...pendingJson(deletion) })) })
}

/** `POST /api/teams/:team/deletions/:id/undo` → `{"taken_back": true}`. */
export async function postDeletionUndo(c: CounterContext): Promise<Response> {
	const found = await deletionOf(c)
	if (!found.ok) return failure(c, found.error)
	if (!(await takeBack(c.env, found.value.deletion))) return failure(c, UNKNOWN)
	await tellSites(c.env, await doomedSites(c.env, found.value.deletion))
	return c.json({ taken_back: true })
}

/** `POST /api/teams/:team/deletions/:id/now {confirm}` waives the days that are left → the receipt. */
export async function postSiteDeletionNow(c: CounterContext): Promise<Response> {
	const found = await deletionOf(c)
	if (!found.ok) return failure(c, found.error)
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const fields = await fieldsOf(c)
	if (!fields.ok) return failure(c, fields.error)
	if (fields.value.confirm.trim().toLowerCase() !== found.value.domain) return failure(c, WRONG_NAME)
	return await eraseNow(c, found.value.deletion)
}

/** `GET /api/receipts/:number` → the receipt. Open: its number is random, and it names nobody. */
export async function getReceipt(c: CounterContext): Promise<Response> {
	const number = c.req.param('number') ?? ''
	const receipt = /^[0-9a-f]{32}$/.test(number) ? await receiptOf(c.env, number) : null
	return receipt ? c.json(receipt) : failure(c, { kind: 'not_found', message: 'Receipt could not be found' })
}

async function deletionOf(c: CounterContext): Promise<Result<{ deletion: Deletion; domain: string }>> {
	const team = await teamOf(c)
	if (!team.ok) return team
	const rows = await deletionsOfTeam(c.env, team.value.id)
	const found = rows.find(({ deletion }) => deletion.id === c.req.param('id'))
	return found ? ok(found) : fail(UNKNOWN)
}
