import { z } from 'zod'
import { UNKNOWN } from '../support/incidents.ts'
import { incidentsOf, readIncident } from '../support/incidents-mine.ts'
import type { CounterContext } from './access.ts'
import { parsed } from './body.ts'
import { failure } from './errors.ts'
import { mineJson } from './incidents-json.ts'

/** Breaches of security as the account sees them that they concern. */

/** `GET /api/account/incidents` → `{"incidents": […]}`: those that concern the account, with what to do. */
export async function getMyIncidents(c: CounterContext): Promise<Response> {
	const mine = await incidentsOf(c.env, c.get('caller').userId, Date.now())
	return c.json({ incidents: mine.map(mineJson) })
}

const reading = z.object({ version: z.int().min(1).max(1e6) })

/** `POST /api/account/incidents/:id/read` `{version}`: it was read up to this version; its banner goes. */
export async function postRead(c: CounterContext): Promise<Response> {
	const fields = await parsed(c.req.raw, reading)
	if (!fields.ok) return failure(c, fields.error)
	const id = c.req.param('id') ?? ''
	const known =
		/^\d{1,9}$/.test(id) &&
		(await readIncident(c.env, c.get('caller').userId, Number(id), fields.value.version, Date.now()))
	return known ? c.json({ read: true }) : failure(c, UNKNOWN)
}
