import type { Site } from '../catalog/sites.ts'
import type { Env } from '../env.ts'
import { keptSince } from '../site/retention.ts'
import { EngineBackend } from '../stats/engine-backend.ts'
import type { QuerySite } from '../stats/run.ts'
import { EngineApi } from '../store/engine-api.ts'

/** Name of the dataset that `ENGINE` writes to, as in `wrangler.toml`. */
const DATASET = 'jitt_events'

/** One an isolate: its requests share the pace that the platform asks for. */
const backends = new Map<string, EngineBackend>()

/** Analytics Engine for a site; null where it is not set up, or where the site is pinned to a place it knows not of. */
export function engineOf(env: Env, site: Site, now: number): NonNullable<QuerySite['engine']> | null {
	const { ENGINE_ACCOUNT: account, ENGINE_TOKEN: token, ENGINE_BASE: base } = env
	if (!account || !token || site.jurisdiction) return null
	let backend = backends.get(account)
	if (!backend) {
		backend = new EngineBackend(new EngineApi({ account, token, ...(base ? { base } : {}) }), DATASET)
		backends.set(account, backend)
	}
	const { retentionDays, timezone, privacy } = site
	const { visitDays = null, rollupDays = null } = privacy
	const { events, visits } = keptSince({ retentionDays, timezone, privacy: { visitDays, rollupDays } }, now)
	// Points tell of visits too.
	return { backend, keptSince: Math.max(events, visits) }
}
