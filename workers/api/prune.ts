import type { Site } from '../catalog/sites.ts'
import { configure, prune, pruning, type SiteRef } from '../site/client.ts'
import type { PruneState } from '../site/prune.ts'
import { previewPrune } from '../site/prune-preview.ts'
import { UNAVAILABLE } from '../stats/run.ts'
import { policyOf } from '../store/policy.ts'
import { statsDb } from '../store/shards.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { stateOf } from './query.ts'
import { siteOf } from './site.ts'

/** What an owner must know before and after. */
const NOTE =
	'What is pruned cannot come back. Points that went to Analytics Engine cannot be changed: they age out after three months, and until then answers that are estimated from it may show values as they were. Sums of days whose rows are gone stay as they are.'

/**
 * `POST /api/dashboard/sites/:domain/prune` `{"apply": false, "from"?}` → what the collection rules in force would
 * change of the rows that there are: `{"events": {"read", "changed"}, "visits": …, "examples": [{"field", "before",
 * "after"}], "next", "note"}`; `next` is where to go on, null at the end. `{"apply": true}` → 202 with the state of
 * `GET`: every row is changed, in the background.
 */
export async function postPrune(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const fields = await readJsonFields(c.req.raw)
	if (!fields.ok) return failure(c, fields.error)
	const { apply, from, ...others } = fields.value
	const [unknown] = Object.keys(others)
	if (unknown !== undefined) return refused(c, `#/: Unknown key ${unknown.slice(0, 100)}`)
	if (typeof apply !== 'boolean') return refused(c, '#/apply: must be true or false')
	if (apply && from !== undefined) return refused(c, '#/from: only a preview goes on from an instant')
	const at = from === undefined ? 0 : typeof from === 'string' ? Date.parse(from) : Number.NaN
	if (Number.isNaN(at)) return refused(c, '#/from: a date or an instant in ISO 8601 is needed')
	return apply ? begin(c, site.value) : preview(c, site.value, at)
}

/**
 * `GET …/prune` → `{"state": "none" | "running" | "done", "policy_version", "started_at", "finished_at", "from", "to",
 * "progress", "events", "visits", "held", "note"}`: rows before `to` are done, `progress` is a part of 1.
 */
export async function getPrune(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	return answered(c, site.value, async () => c.json(stateJson(await pruning(c.env, refOf(site.value)))))
}

async function preview(c: CounterContext, site: Site, from: number): Promise<Response> {
	// What waits in the object shall be seen too.
	const state = await stateOf(c.env, site)
	if (!state.ok) return failure(c, state.error)
	return answered(c, site, async () => {
		const { collect } = policyOf(site).privacy
		const { next, examples, ...counts } = await previewPrune(
			statsDb(c.env, site.shard),
			site.id,
			collect,
			from,
		)
		const named = examples.map((one) => ({
			field: snake(one.field),
			before: String(one.before ?? ''),
			after: String(one.after ?? ''),
		}))
		return c.json({ ...counts, examples: named, next: isoOf(next), note: NOTE })
	})
}

const begin = (c: CounterContext, site: Site): Promise<Response> =>
	answered(c, site, async () => {
		// The rule that the owner sees is the one that is applied, also where it is still on its way to the object.
		await configure(c.env, policyOf(site))
		return c.json(stateJson(await prune(c.env, refOf(site))), 202)
	})

async function answered(c: CounterContext, site: Site, answer: () => Promise<Response>): Promise<Response> {
	try {
		return await answer()
	} catch (error) {
		console.warn(`site ${site.id}: no pruning`, error instanceof Error ? error.message : '')
		return failure(c, UNAVAILABLE)
	}
}

function stateJson(state: PruneState | null) {
	if (!state) return { state: 'none', note: NOTE }
	const { policyVersion, startedAt, finishedAt, from, at, events, visits, held } = state
	const part = from === null ? 0 : (Math.min(at, startedAt) - from) / Math.max(startedAt - from, 1)
	return {
		state: finishedAt === null ? 'running' : 'done',
		policy_version: policyVersion,
		started_at: isoOf(startedAt),
		finished_at: isoOf(finishedAt),
		from: isoOf(from),
		to: from === null ? null : isoOf(Math.min(at, startedAt)),
		progress: finishedAt === null ? Math.max(0, Math.round(part * 1000) / 1000) : 1,
		...{ events, visits, held, note: NOTE },
	}
}

const refused = (c: CounterContext, message: string): Response => failure(c, { kind: 'invalid', message })

const refOf = (site: Site): SiteRef => ({ site: site.id, jurisdiction: site.jurisdiction })

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const isoOf = (instant: number | null): string | null =>
	instant === null ? null : new Date(instant).toISOString()
