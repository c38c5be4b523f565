import { getAggregate, getBreakdown, getRealtimeVisitors, getTimeseries } from '../legacy.ts'
import { postQuery } from '../query.ts'
import type { Route } from '../route.ts'

const query = (
	method: 'GET' | 'POST',
	path: string,
	handle: Route['handle'],
	isQuery: 'stats' | 'public' = 'stats',
): Route => ({ method, path, who: 'caller', right: 'stats.read', scope: 'stats:read', isQuery, handle })

/** The statistics APIs. */
export const STATS: readonly Route[] = [
	query('GET', '/api/v1/stats/realtime/visitors', getRealtimeVisitors),
	query('GET', '/api/v1/stats/aggregate', getAggregate),
	query('GET', '/api/v1/stats/timeseries', getTimeseries),
	query('GET', '/api/v1/stats/breakdown', getBreakdown),
	query('POST', '/api/v2/query', postQuery, 'public'),
]
