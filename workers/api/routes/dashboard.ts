import { getNow, postQueries } from '../dashboard.ts'
import { postFunnel, postJourney, postRetention } from '../explore.ts'
import { getGoals, postGoal, putGoal, removeGoal } from '../goals.ts'
import { getHonoured } from '../honoured.ts'
import { getPrune, postPrune } from '../prune.ts'
import { getMoves, getQuarantine, postHold, postRelease, postUndo } from '../quarantine.ts'
import { postRetentionPreview } from '../retention.ts'
import { getNotice } from '../rights.ts'
import { postRebuild, postVerify } from '../rollups.ts'
import { type Route, ruled } from '../route.ts'
import { getSegments, postSegment, putSegment, removeSegment } from '../segments.ts'

/** What the dashboard asks of one site. */
export const DASHBOARD: readonly Route[] = [
	ruled('POST', '/api/dashboard/sites/:domain/query', 'stats.read', 'stats:read', postQueries),
	ruled('GET', '/api/dashboard/sites/:domain/notice', 'stats.read', 'stats:read', getNotice),
	ruled('GET', '/api/dashboard/sites/:domain/now', 'stats.read', 'stats:read', getNow),
	ruled('GET', '/api/dashboard/sites/:domain/honoured', 'stats.read', 'stats:read', getHonoured),
	ruled('POST', '/api/dashboard/sites/:domain/funnel', 'stats.read', 'stats:read', postFunnel),
	ruled('POST', '/api/dashboard/sites/:domain/journey', 'stats.read', 'stats:read', postJourney),
	ruled('POST', '/api/dashboard/sites/:domain/retention', 'stats.read', 'stats:read', postRetention),
	ruled('POST', '/api/dashboard/sites/:domain/rollups/verify', 'site.change', 'sites:write', postVerify),
	ruled('POST', '/api/dashboard/sites/:domain/rollups/rebuild', 'site.change', 'sites:write', postRebuild),
	ruled('GET', '/api/dashboard/sites/:domain/prune', 'site.change', 'sites:write', getPrune),
	ruled('POST', '/api/dashboard/sites/:domain/prune', 'site.change', 'sites:write', postPrune),
	ruled(
		'POST',
		'/api/dashboard/sites/:domain/retention/preview',
		'site.change',
		'sites:write',
		postRetentionPreview,
	),
	ruled('GET', '/api/dashboard/sites/:domain/quarantine', 'site.change', 'sites:write', getQuarantine),
	ruled('POST', '/api/dashboard/sites/:domain/quarantine/release', 'site.change', 'sites:write', postRelease),
	ruled('POST', '/api/dashboard/sites/:domain/quarantine/hold', 'site.change', 'sites:write', postHold),
	ruled('GET', '/api/dashboard/sites/:domain/quarantine/moves', 'site.change', 'sites:write', getMoves),
	ruled(
		'POST',
		'/api/dashboard/sites/:domain/quarantine/moves/:id/undo',
		'site.change',
		'sites:write',
		postUndo,
	),
	ruled('GET', '/api/dashboard/sites/:domain/goals', 'stats.read', 'stats:read', getGoals),
	ruled('POST', '/api/dashboard/sites/:domain/goals', 'site.measure', 'sites:write', postGoal),
	ruled('PUT', '/api/dashboard/sites/:domain/goals/:id', 'site.measure', 'sites:write', putGoal),
	ruled('DELETE', '/api/dashboard/sites/:domain/goals/:id', 'site.measure', 'sites:write', removeGoal),
	ruled('GET', '/api/dashboard/sites/:domain/segments', 'stats.read', 'stats:read', getSegments),
	ruled('POST', '/api/dashboard/sites/:domain/segments', 'site.measure', 'sites:write', postSegment),
	ruled('PUT', '/api/dashboard/sites/:domain/segments/:id', 'site.measure', 'sites:write', putSegment),
	ruled('DELETE', '/api/dashboard/sites/:domain/segments/:id', 'site.measure', 'sites:write', removeSegment),
]
