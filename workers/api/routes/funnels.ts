import { getFunnels, postSavedFunnel, putFunnel, removeFunnel } from '../funnels.ts'
import { type Route, ruled } from '../route.ts'

/** Saved funnels of a site. */
export const FUNNELS: readonly Route[] = [
	ruled('GET', '/api/dashboard/sites/:domain/funnels', 'stats.read', 'stats:read', getFunnels),
	ruled('POST', '/api/dashboard/sites/:domain/funnels', 'site.measure', 'sites:write', postSavedFunnel),
	ruled('PUT', '/api/dashboard/sites/:domain/funnels/:id', 'site.measure', 'sites:write', putFunnel),
	ruled('DELETE', '/api/dashboard/sites/:domain/funnels/:id', 'site.measure', 'sites:write', removeFunnel),
]
