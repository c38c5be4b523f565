import type { Context } from 'hono'
import {
	INCIDENTS_POLICY,
	incidentsFeed,
	incidentsPage,
	publishedIncidents,
} from '../support/incidents-public.ts'
import type { Counter } from './access.ts'
import { failure } from './errors.ts'

/** What anybody may read of incidents. */

/** A page of ours, as browsers are to treat it. A new version shows within a minute. */
const PAGE = {
	'cache-control': 'public, max-age=60',
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'strict-transport-security': 'max-age=31536000; includeSubDomains',
	'content-security-policy': INCIDENTS_POLICY,
	'x-frame-options': 'DENY',
}
const HTML = { ...PAGE, 'content-type': 'text/html; charset=utf-8' }

/** `GET /incidents` → the page of all of them. */
export async function getIncidentsPage(c: Context<Counter>): Promise<Response> {
	const page = await incidentsPage(await publishedIncidents(c.env), c.env.APP_URL, false)
	return new Response(page, { headers: HTML })
}

/** `GET /incidents/:reference` → the page of one. */
export async function getIncidentPage(c: Context<Counter>): Promise<Response> {
	const reference = c.req.param('reference')
	const [one] = (await publishedIncidents(c.env)).filter((each) => each.reference === reference)
	if (!one) return failure(c, { kind: 'not_found', message: 'There is no such incident' })
	return new Response(await incidentsPage([one], c.env.APP_URL, true), { headers: HTML })
}

/** `GET /incidents/feed.atom` */
export async function getIncidentsFeed(c: Context<Counter>): Promise<Response> {
	const feed = await incidentsFeed(await publishedIncidents(c.env), c.env.APP_URL, Date.now())
	return new Response(feed, { headers: { ...PAGE, 'content-type': 'application/atom+xml; charset=utf-8' } })
}
