import { createFunnel, deleteFunnel, funnelsOf, type SavedFunnel, updateFunnel } from '../catalog/funnels.ts'
import { goalsOf } from '../catalog/goals.ts'
import type { Site } from '../catalog/sites.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { readSavedFunnel } from './explore-bodies.ts'
import { idOf } from './goals.ts'
import { siteOf } from './site.ts'

/** Saved funnels: `/api/dashboard/sites/:domain/funnels` and below. */

/** `GET …/funnels` → `{"funnels": […]}`, by name. */
export async function getFunnels(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	return c.json({ funnels: (await funnelsOf(c.env, site.value.id)).map(funnelJson) })
}

/** `POST …/funnels` `{"name", "steps", "order"?, "window_minutes"?}`, steps as a funnel is asked → 201 with the funnel. */
export async function postSavedFunnel(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const settings = await settingsOf(c, site.value)
	if (!settings.ok) return failure(c, settings.error)
	const made = await createFunnel(c.env, site.value.id, settings.value)
	return made.ok ? c.json(funnelJson(made.value), 201) : failure(c, made.error)
}

/** `PUT …/funnels/:id` takes the whole funnel anew; it keeps its id → the funnel. */
export async function putFunnel(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const settings = await settingsOf(c, site.value)
	if (!settings.ok) return failure(c, settings.error)
	const changed = await updateFunnel(c.env, site.value.id, idOf(c), settings.value)
	return changed.ok ? c.json(funnelJson(changed.value)) : failure(c, changed.error)
}

/** `DELETE …/funnels/:id` → `{"deleted": true}`. */
export async function removeFunnel(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const gone = await deleteFunnel(c.env, site.value.id, idOf(c))
	return gone.ok ? c.json({ deleted: true }) : failure(c, gone.error)
}

async function settingsOf(c: CounterContext, site: Site) {
	const fields = await readJsonFields(c.req.raw)
	return fields.ok ? readSavedFunnel(fields.value, await goalsOf(c.env, site.id)) : fields
}

const funnelJson = (funnel: SavedFunnel) => ({
	id: funnel.id,
	name: funnel.name,
	steps: funnel.steps,
	order: funnel.strict ? 'strict' : 'open',
	window_minutes: funnel.windowMinutes,
	created_at: funnel.createdAt.toISOString(),
	updated_at: funnel.updatedAt.toISOString(),
})
