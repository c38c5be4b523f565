import { parseGoal } from '../catalog/goal-fields.ts'
import { createGoal, deleteGoal, ensureGoal, goalsOf, updateGoal } from '../catalog/goals.ts'
import type { Goal } from '../model/goal.ts'
import type { CounterContext } from './access.ts'
import { readFields } from './body.ts'
import { failure } from './errors.ts'
import { namedSite } from './named-site.ts'
import { pageOf, parsePaging } from './paging.ts'
import { siteOf } from './site.ts'

/**
 * Goals, in the names of Plausible's Sites API; `goal_type` may be `scroll` too, with a `scroll_threshold`, and
 * `currency` is shown.
 */

/** `GET /api/v1/sites/goals?site_id&limit&after&before` → `{"goals": […], "meta": {…}}`, newest first. */
export async function getNamedGoals(c: CounterContext): Promise<Response> {
	const named = await namedSite(c)
	if (!named.ok) return failure(c, named.error)
	const paging = parsePaging((name) => c.req.query(name))
	if (!paging.ok) return failure(c, paging.error)
	const { entries, meta } = pageOf(await goalsOf(c.env, named.value.site.id), paging.value)
	return c.json({ goals: entries.map(goalJson), meta })
}

/** `PUT /api/v1/sites/goals` finds the goal of this definition or makes it → the goal. */
export async function putNamedGoal(c: CounterContext): Promise<Response> {
	const named = await namedSite(c)
	if (!named.ok) return failure(c, named.error)
	const { site, fields } = named.value
	const settings = parseGoal(fields)
	if (!settings.ok) return failure(c, settings.error)
	const goal = await ensureGoal(c.env, site.id, settings.value)
	return goal.ok ? c.json({ domain: site.domain, ...goalJson(goal.value) }) : failure(c, goal.error)
}

/** `DELETE /api/v1/sites/goals/:id` → `{"deleted": true}`. */
export async function removeNamedGoal(c: CounterContext): Promise<Response> {
	const named = await namedSite(c)
	return named.ok ? remove(c, named.value.site.id) : failure(c, named.error)
}

/** `GET /api/dashboard/sites/:domain/goals` → `{"goals": […]}`, all of them, newest first. */
export async function getGoals(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	return c.json({ goals: (await goalsOf(c.env, site.value.id)).map(goalJson) })
}

/** `POST /api/dashboard/sites/:domain/goals` → 201 with the goal; a definition that is there is refused. */
export async function postGoal(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const settings = await settingsOf(c)
	if (!settings.ok) return failure(c, settings.error)
	const goal = await createGoal(c.env, site.value.id, settings.value)
	return goal.ok ? c.json(goalJson(goal.value), 201) : failure(c, goal.error)
}

/** `PUT /api/dashboard/sites/:domain/goals/:id` takes the whole goal anew; it keeps its id → the goal. */
export async function putGoal(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const settings = await settingsOf(c)
	if (!settings.ok) return failure(c, settings.error)
	const goal = await updateGoal(c.env, site.value.id, idOf(c), settings.value)
	return goal.ok ? c.json(goalJson(goal.value)) : failure(c, goal.error)
}

/** `DELETE /api/dashboard/sites/:domain/goals/:id` → `{"deleted": true}`. */
export async function removeGoal(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	return site.ok ? remove(c, site.value.id) : failure(c, site.error)
}

/** The number in the path; what is none is the number of nothing. */
export function idOf(c: CounterContext): number {
	const id = c.req.param('id') ?? ''
	return /^\d{1,15}$/.test(id) ? Number(id) : 0
}

async function settingsOf(c: CounterContext) {
	const fields = await readFields(c.req.raw)
	return fields.ok ? parseGoal(fields.value) : fields
}

async function remove(c: CounterContext, siteId: number): Promise<Response> {
	const gone = await deleteGoal(c.env, siteId, idOf(c))
	return gone.ok ? c.json({ deleted: true }) : failure(c, gone.error)
}

const goalJson = (goal: Goal) => ({
	id: goal.id,
	display_name: goal.name,
	goal_type: goal.kind,
	event_name: goal.kind === 'event' ? goal.event : null,
	page_path: goal.kind === 'event' ? null : goal.path,
	scroll_threshold: goal.kind === 'scroll' ? goal.threshold : null,
	custom_props: goal.props,
	currency: goal.currency,
})
