import { deleteSite, setIngestToken, updateSite } from '../catalog/change.ts'
import { createSite } from '../catalog/create.ts'
import { parseSettings } from '../catalog/settings.ts'
import { siteJson } from '../catalog/site-json.ts'
import { listSites, PAGE_LIMIT, type SeenSite } from '../catalog/sites.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { readFields } from './body.ts'
import { failure } from './errors.ts'
import { freshSession } from './fresh.ts'
import { siteOf, teamOf } from './site.ts'

/** The Sites API in Plausible's shape: `/api/v1/sites` and below. */

/** `GET /api/v1/sites?after&limit` → `{"sites": […], "meta": {after, before, limit}}`. */
export async function getSites(c: CounterContext): Promise<Response> {
	const limit = whole(c.req.query('limit'), PAGE_LIMIT.default, 1, PAGE_LIMIT.max)
	const after = whole(c.req.query('after'), 0, 0, Number.MAX_SAFE_INTEGER)
	if (limit === null || after === null) {
		const message = `limit must be 1 to ${PAGE_LIMIT.max}, after a cursor of an earlier answer`
		return failure(c, { kind: 'invalid', message })
	}
	const page = await listSites(c.env, c.get('caller'), { after, limit })
	return c.json({ sites: page.sites.map(seenJson), meta: { after: page.after, before: null, limit } })
}

/** `POST /api/v1/sites` → the site. `team_id` says whose it shall be: the caller's own team, if left out. */
export async function postSite(c: CounterContext): Promise<Response> {
	const fields = await readFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const caller = c.get('caller')
	if (caller.onlySite !== null) return failure(c, ONE_SITE)
	const { team_id: wanted = caller.userId } = fields.value
	const team = await teamOf(c, String(wanted))
	if (!team.ok) return failure(c, team.error)
	const settings = parseSettings(fields.value, c.env.LOCAL === '1')
	if (!settings.ok) return failure(c, settings.error)
	const made = await createSite(c.env, team.value.id, settings.value)
	const { role, lacksTwoFactor } = team.value
	return made.ok
		? c.json(seenJson({ ...made.value, role, lacksTwoFactor, isGuest: false, bySupport: false }))
		: failure(c, made.error)
}

const ONE_SITE: AppError = {
	kind: 'forbidden',
	message: 'This API key opens one site: it cannot make another',
}

/** `GET /api/v1/sites/:domain` → the site. */
export async function getSite(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	return site.ok ? c.json(seenJson(site.value)) : failure(c, site.error)
}

/** `PUT /api/v1/sites/:domain` changes what is given → the site. */
export async function putSite(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const settings = await settingsOf(c)
	if (!settings.ok) return failure(c, settings.error)
	const changed = await updateSite(c.env, site.value, settings.value)
	return changed.ok ? c.json(seenJson({ ...site.value, ...changed.value })) : failure(c, changed.error)
}

/** `DELETE /api/v1/sites/:domain` → `{"deleted": true}`; 202 while its erasure goes on in the background. */
export async function removeSite(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	// A key says by its scope that it may; a browser that somebody finds signed in does not.
	const stale = c.get('caller').via === 'session' ? await freshSession(c) : null
	if (stale) return failure(c, stale)
	const { erased } = await deleteSite(c.env, site.value)
	return c.json({ deleted: true }, erased ? 200 : 202)
}

/** `POST /api/v1/sites/:domain/ingest-token` → 201 `{"token": …}`, shown this once; the one before ends. */
export async function postIngestToken(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const token = await setIngestToken(c.env, site.value, true)
	return token.ok ? c.json({ token: token.value }, 201) : failure(c, token.error)
}

/** `DELETE /api/v1/sites/:domain/ingest-token` → `{"deleted": true}`, also where there was none. */
export async function deleteIngestToken(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const gone = await setIngestToken(c.env, site.value, false)
	return gone.ok ? c.json({ deleted: true }) : failure(c, gone.error)
}

async function settingsOf(c: CounterContext) {
	const fields = await readFields(c.req.raw)
	return fields.ok ? parseSettings(fields.value, c.env.LOCAL === '1') : fields
}

const seenJson = (site: SeenSite) => ({
	...siteJson(site),
	team_id: site.teamId,
	role: site.role,
})

/** A whole number from the query string: `fallback` where it is missing, null where it is not usable. */
function whole(text: string | undefined, fallback: number, min: number, max: number): number | null {
	if (text === undefined || text === '') return fallback
	const value = /^\d{1,16}$/.test(text) ? Number(text) : -1
	return value >= min && value <= max ? value : null
}
