import { getAggregate, getBreakdown, getRealtimeVisitors, getTimeseries } from '../legacy.ts'
import { postQuery } from '../query.ts'
import { type Route, ruled } from '../route.ts'

/** The statistics APIs. */
export const STATS: readonly Route[] = [
	ruled('GET', '/api/v1/stats/realtime/visitors', 'stats.read', 'stats:read', getRealtimeVisitors),
	ruled('GET', '/api/v1/stats/aggregate', 'stats.read', 'stats:read', getAggregate),
	ruled('GET', '/api/v1/stats/timeseries', 'stats.read', 'stats:read', getTimeseries),
	ruled('GET', '/api/v1/stats/breakdown', 'stats.read', 'stats:read', getBreakdown),
	ruled('POST', '/api/v2/query', 'stats.read', 'stats:read', postQuery),
]
