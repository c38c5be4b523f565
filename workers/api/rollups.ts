import { rebuildRollups, verifyRollups } from '../site/client.ts'
import { UNAVAILABLE } from '../stats/run.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { stateOf } from './query.ts'
import { siteOf } from './site.ts'

/**
 * `POST /api/dashboard/sites/:domain/rollups/verify` `{"from": "2026-11-01"?}` → `{"days": [{"day", "differences"}],
 * "next", "folded_to"}`: compares some days of rollups with their raw rows. `next` is where to go on, null at the end;
 * days that differ are folded anew.
 */
export async function postVerify(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const { from = '1970-01-01', ...others } = fields.value
	const [unknown] = Object.keys(others)
	if (unknown !== undefined)
		return failure(c, { kind: 'invalid', message: `#/: Unknown key ${unknown.slice(0, 100)}` })
	const at = typeof from === 'string' ? Date.parse(from) : Number.NaN
	if (Number.isNaN(at))
		return failure(c, { kind: 'invalid', message: '#/from: a date or an instant in ISO 8601 is needed' })
	const state = await stateOf(c.env, site.value)
	if (!state.ok) return failure(c, state.error)
	const ref = { site: site.value.id, jurisdiction: site.value.jurisdiction }
	try {
		const { days, next } = await verifyRollups(c.env, ref, at)
		const to = state.value.folded?.to ?? null
		return c.json({ days, next: isoOf(next), folded_to: isoOf(to) })
	} catch (error) {
		console.warn(`site ${ref.site}: no comparison`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

/** `POST /api/dashboard/sites/:domain/rollups/rebuild` → 202: all days are folded anew, in the background. */
export async function postRebuild(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const ref = { site: site.value.id, jurisdiction: site.value.jurisdiction }
	try {
		await rebuildRollups(c.env, ref)
		return c.json({}, 202)
	} catch (error) {
		console.warn(`site ${ref.site}: no rebuilding`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

const isoOf = (instant: number | null): string | null =>
	instant === null ? null : new Date(instant).toISOString()
