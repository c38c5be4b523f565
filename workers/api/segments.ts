import { goalsOf } from '../catalog/goals.ts'
import { parseSegment } from '../catalog/segment-fields.ts'
import {
	createSegment,
	deleteSegment,
	type SavedSegment,
	segmentsOf,
	updateSegment,
} from '../catalog/segments.ts'
import type { Site } from '../catalog/sites.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { idOf } from './goals.ts'
import { siteOf } from './site.ts'

/** Saved segments: `/api/dashboard/sites/:domain/segments` and below. */

/** `GET …/segments` → `{"segments": […]}`: own ones and shared ones, newest first. */
export async function getSegments(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const segments = await segmentsOf(c.env, site.value.id, c.get('caller').userId)
	return c.json({ segments: segments.map(segmentJson) })
}

/** `POST …/segments` `{"name", "filters", "shared"?}` → 201 with the segment. */
export async function postSegment(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const settings = await settingsOf(c, site.value)
	if (!settings.ok) return failure(c, settings.error)
	const made = await createSegment(c.env, site.value.id, c.get('caller').userId, settings.value)
	return made.ok ? c.json(segmentJson(made.value), 201) : failure(c, made.error)
}

/** `PUT …/segments/:id` takes the whole segment anew; it keeps its id → the segment. */
export async function putSegment(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const settings = await settingsOf(c, site.value)
	if (!settings.ok) return failure(c, settings.error)
	const { userId } = c.get('caller')
	const changed = await updateSegment(c.env, site.value.id, userId, idOf(c), settings.value)
	return changed.ok ? c.json(segmentJson(changed.value)) : failure(c, changed.error)
}

/** `DELETE …/segments/:id` → `{"deleted": true}`. */
export async function removeSegment(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const gone = await deleteSegment(c.env, site.value.id, c.get('caller').userId, idOf(c))
	return gone.ok ? c.json({ deleted: true }) : failure(c, gone.error)
}

async function settingsOf(c: CounterContext, site: Site) {
	const fields = await readJsonFields(c.req.raw)
	return fields.ok ? parseSegment(fields.value, await goalsOf(c.env, site.id)) : fields
}

const segmentJson = (segment: SavedSegment) => ({
	id: segment.id,
	name: segment.name,
	filters: segment.filters,
	shared: segment.shared,
	own: segment.own,
	created_at: segment.createdAt.toISOString(),
	updated_at: segment.updatedAt.toISOString(),
})
