import { getNamedGoals, putNamedGoal, removeNamedGoal } from '../goals.ts'
import { getHonoured } from '../honoured.ts'
import { importEvents } from '../import.ts'
import { deleteProperty, getProperties, putProperty } from '../properties.ts'
import { type Route, ruled } from '../route.ts'
import {
	deleteIngestToken,
	getSite,
	getSites,
	postIngestToken,
	postSite,
	putSite,
	removeSite,
} from '../sites.ts'

/** The Sites API. */
export const SITES: readonly Route[] = [
	ruled('GET', '/api/v1/sites', 'own', 'stats:read', getSites),
	ruled('POST', '/api/v1/sites', 'site.create', 'sites:write', postSite),
	// Before the sites by name, which would take these words for names.
	ruled('GET', '/api/v1/sites/goals', 'stats.read', 'stats:read', getNamedGoals),
	ruled('PUT', '/api/v1/sites/goals', 'site.measure', 'sites:write', putNamedGoal),
	ruled('DELETE', '/api/v1/sites/goals/:id', 'site.measure', 'sites:write', removeNamedGoal),
	ruled('GET', '/api/v1/sites/custom-props', 'stats.read', 'stats:read', getProperties),
	ruled('PUT', '/api/v1/sites/custom-props', 'site.measure', 'sites:write', putProperty),
	// A property's name may hold slashes.
	ruled('DELETE', '/api/v1/sites/custom-props/:property{.+}', 'site.measure', 'sites:write', deleteProperty),
	ruled('GET', '/api/v1/sites/:domain', 'stats.read', 'stats:read', getSite),
	ruled('PUT', '/api/v1/sites/:domain', 'site.change', 'sites:write', putSite),
	ruled('DELETE', '/api/v1/sites/:domain', 'site.delete', 'sites:write', removeSite),
	ruled('POST', '/api/v1/sites/:domain/ingest-token', 'site.change', 'sites:write', postIngestToken),
	ruled('DELETE', '/api/v1/sites/:domain/ingest-token', 'site.change', 'sites:write', deleteIngestToken),
	ruled('GET', '/api/v1/sites/:domain/honoured', 'stats.read', 'stats:read', getHonoured),
	ruled('POST', '/api/v1/sites/:domain/events/import', 'site.change', 'events:write', importEvents),
]
