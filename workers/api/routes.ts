import { type Context, type Handler, Hono } from 'hono'
import { admit, type Counter, type Who } from './access.ts'
import { session, signIn, signUp } from './auth.ts'
import { getNow, postQueries } from './dashboard.ts'
import { failure } from './errors.ts'
import { postFunnel, postJourney, postRetention } from './explore.ts'
import {
	getGoals,
	getNamedGoals,
	postGoal,
	putGoal,
	putNamedGoal,
	removeGoal,
	removeNamedGoal,
} from './goals.ts'
import { getHonoured } from './honoured.ts'
import { importEvents } from './import.ts'
import { createAccountKey, deleteAccountKey, listAccountKeys } from './keys.ts'
import { getAggregate, getBreakdown, getRealtimeVisitors, getTimeseries } from './legacy.ts'
import { getOpenApi } from './openapi.ts'
import { deleteProperty, getProperties, putProperty } from './properties.ts'
import { getPrune, postPrune } from './prune.ts'
import { getPublic, postPublic } from './public.ts'
import { getMoves, getQuarantine, postHold, postRelease, postUndo } from './quarantine.ts'
import { postQuery } from './query.ts'
import { getRetention, postRetentionPreview } from './retention.ts'
import { getGpcSupport, getManifest, getNotice, getPrivacyPage, getTrackingStatus } from './rights.ts'
import { postRebuild, postVerify } from './rollups.ts'
import { getSegments, postSegment, putSegment, removeSegment } from './segments.ts'
import {
	deleteIngestToken,
	getSite,
	getSites,
	postIngestToken,
	postSite,
	putSite,
	removeSite,
} from './sites.ts'

export interface Route {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE'
	path: string
	who: Who
	handle: Handler<Counter>
}

/** Every route of the counter and who may call it. What is not in this table is not served. */
export const ROUTES: readonly Route[] = [
	{ method: 'POST', path: '/api/auth/sign-up/email', who: 'anyone', handle: signUp },
	{ method: 'POST', path: '/api/auth/sign-in/email', who: 'anyone', handle: signIn },
	{ method: 'POST', path: '/api/auth/sign-out', who: 'anyone', handle: session },
	{ method: 'GET', path: '/api/auth/get-session', who: 'anyone', handle: session },
	{ method: 'GET', path: '/api/openapi.json', who: 'anyone', handle: getOpenApi },
	{ method: 'GET', path: '/.well-known/jitt/manifest/:domain', who: 'anyone', handle: getManifest },
	{ method: 'GET', path: '/.well-known/gpc.json', who: 'anyone', handle: getGpcSupport },
	{ method: 'GET', path: '/.well-known/dnt/', who: 'anyone', handle: getTrackingStatus },
	{ method: 'GET', path: '/.well-known/dnt/:domain', who: 'anyone', handle: getTrackingStatus },
	{ method: 'GET', path: '/privacy/:domain', who: 'anyone', handle: getPrivacyPage },
	{ method: 'GET', path: '/api/public/:domain', who: 'anyone', handle: getPublic },
	{ method: 'POST', path: '/api/public/:domain/query', who: 'anyone', handle: postPublic },
	{ method: 'GET', path: '/.well-known/jitt/retention/:domain', who: 'anyone', handle: getRetention },
	{ method: 'GET', path: '/api/account/keys', who: 'session', handle: listAccountKeys },
	{ method: 'POST', path: '/api/account/keys', who: 'session', handle: createAccountKey },
	{ method: 'DELETE', path: '/api/account/keys/:id', who: 'session', handle: deleteAccountKey },
	{ method: 'GET', path: '/api/v1/sites', who: 'caller', handle: getSites },
	{ method: 'POST', path: '/api/v1/sites', who: 'caller', handle: postSite },
	// Before the sites by name, which would take these words for names.
	{ method: 'GET', path: '/api/v1/sites/goals', who: 'caller', handle: getNamedGoals },
	{ method: 'PUT', path: '/api/v1/sites/goals', who: 'caller', handle: putNamedGoal },
	{ method: 'DELETE', path: '/api/v1/sites/goals/:id', who: 'caller', handle: removeNamedGoal },
	{ method: 'GET', path: '/api/v1/sites/custom-props', who: 'caller', handle: getProperties },
	{ method: 'PUT', path: '/api/v1/sites/custom-props', who: 'caller', handle: putProperty },
	// A property's name may hold slashes.
	{
		method: 'DELETE',
		path: '/api/v1/sites/custom-props/:property{.+}',
		who: 'caller',
		handle: deleteProperty,
	},
	{ method: 'GET', path: '/api/v1/sites/:domain', who: 'caller', handle: getSite },
	{ method: 'PUT', path: '/api/v1/sites/:domain', who: 'caller', handle: putSite },
	{ method: 'DELETE', path: '/api/v1/sites/:domain', who: 'caller', handle: removeSite },
	{ method: 'POST', path: '/api/v1/sites/:domain/ingest-token', who: 'caller', handle: postIngestToken },
	{ method: 'DELETE', path: '/api/v1/sites/:domain/ingest-token', who: 'caller', handle: deleteIngestToken },
	{ method: 'GET', path: '/api/v1/sites/:domain/honoured', who: 'caller', handle: getHonoured },
	{ method: 'POST', path: '/api/v1/sites/:domain/events/import', who: 'caller', handle: importEvents },
	{ method: 'GET', path: '/api/v1/stats/realtime/visitors', who: 'caller', handle: getRealtimeVisitors },
	{ method: 'GET', path: '/api/v1/stats/aggregate', who: 'caller', handle: getAggregate },
	{ method: 'GET', path: '/api/v1/stats/timeseries', who: 'caller', handle: getTimeseries },
	{ method: 'GET', path: '/api/v1/stats/breakdown', who: 'caller', handle: getBreakdown },
	{ method: 'POST', path: '/api/v2/query', who: 'caller', handle: postQuery },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/query', who: 'caller', handle: postQueries },
	{ method: 'GET', path: '/api/dashboard/sites/:domain/notice', who: 'caller', handle: getNotice },
	{ method: 'GET', path: '/api/dashboard/sites/:domain/now', who: 'caller', handle: getNow },
	{ method: 'GET', path: '/api/dashboard/sites/:domain/honoured', who: 'caller', handle: getHonoured },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/funnel', who: 'caller', handle: postFunnel },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/journey', who: 'caller', handle: postJourney },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/retention', who: 'caller', handle: postRetention },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/rollups/verify', who: 'caller', handle: postVerify },
	{
		method: 'POST',
		path: '/api/dashboard/sites/:domain/rollups/rebuild',
		who: 'caller',
		handle: postRebuild,
	},
	{ method: 'GET', path: '/api/dashboard/sites/:domain/prune', who: 'caller', handle: getPrune },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/prune', who: 'caller', handle: postPrune },
	{
		method: 'POST',
		path: '/api/dashboard/sites/:domain/retention/preview',
		who: 'caller',
		handle: postRetentionPreview,
	},
	{ method: 'GET', path: '/api/dashboard/sites/:domain/quarantine', who: 'caller', handle: getQuarantine },
	{
		method: 'POST',
		path: '/api/dashboard/sites/:domain/quarantine/release',
		who: 'caller',
		handle: postRelease,
	},
	{ method: 'POST', path: '/api/dashboard/sites/:domain/quarantine/hold', who: 'caller', handle: postHold },
	{ method: 'GET', path: '/api/dashboard/sites/:domain/quarantine/moves', who: 'caller', handle: getMoves },
	{
		method: 'POST',
		path: '/api/dashboard/sites/:domain/quarantine/moves/:id/undo',
		who: 'caller',
		handle: postUndo,
	},
	{ method: 'GET', path: '/api/dashboard/sites/:domain/goals', who: 'caller', handle: getGoals },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/goals', who: 'caller', handle: postGoal },
	{ method: 'PUT', path: '/api/dashboard/sites/:domain/goals/:id', who: 'caller', handle: putGoal },
	{ method: 'DELETE', path: '/api/dashboard/sites/:domain/goals/:id', who: 'caller', handle: removeGoal },
	{ method: 'GET', path: '/api/dashboard/sites/:domain/segments', who: 'caller', handle: getSegments },
	{ method: 'POST', path: '/api/dashboard/sites/:domain/segments', who: 'caller', handle: postSegment },
	{ method: 'PUT', path: '/api/dashboard/sites/:domain/segments/:id', who: 'caller', handle: putSegment },
	{
		method: 'DELETE',
		path: '/api/dashboard/sites/:domain/segments/:id',
		who: 'caller',
		handle: removeSegment,
	},
]

/** The counter: everything that asks who you are. */
export const counter = new Hono<Counter>()

// Not on `*`: a middleware on every path would slow the beacons that are served beside it.
for (const path of ['auth', 'account', 'v1', 'v2', 'dashboard']) {
	counter.use(`/api/${path}/*`, async (c, next) => {
		await next()
		guard(c)
	})
}
for (const { method, path, who, handle } of ROUTES) {
	if (who === 'anyone') counter.on(method, path, handle)
	else counter.on(method, path, admit(who), handle)
}

/** Answers about accounts belong in no cache, and are never anything but what they say they are. */
function guard(c: Context): void {
	c.header('cache-control', 'no-store')
	c.header('x-content-type-options', 'nosniff')
}

/** For the roof: what nobody serves. */
export function notFound(c: Context): Response {
	guard(c)
	return failure(c, { kind: 'not_found', message: 'There is nothing here' })
}
