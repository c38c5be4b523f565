import { importLines } from '../transfer/import.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { siteOf } from './site.ts'

/** Visible ASCII: a UUID or whatever else the caller calls its import. */
const KEY = /^[\x21-\x7e]{1,200}$/

/**
 * `POST /api/v1/sites/:domain/events/import?part=0&last=true` takes newline-delimited JSON → an `ImportReport`.
 * With an `Idempotency-Key` of the caller's a request that broke off can be sent again and keeps nothing twice,
 * and a long import can come in parts (`part` counts up, `last=false` but for the last). Without one a key is
 * drawn, so that nothing can be resumed but by the key in the answer.
 */
export async function importEvents(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const key = c.req.header('idempotency-key') ?? crypto.randomUUID()
	const part = c.req.query('part') ?? '0'
	const last = c.req.query('last') ?? 'true'
	const fault = faultOf(key, part, last)
	if (fault) return failure(c, { kind: 'invalid', message: fault })
	const { id, jurisdiction } = site.value
	const report = await importLines(
		c.env,
		{ site: id, jurisdiction },
		{ key, part: Number(part), last: last === 'true', body: c.req.raw.body, bytes: lengthOf(c) },
	)
	if (report.ok) return c.json(report.value)
	// The caller needs the key to go on, also where it was drawn here.
	c.header('idempotency-key', key)
	return failure(c, report.error)
}

function lengthOf(c: CounterContext): number | null {
	const declared = c.req.header('content-length')
	return declared === undefined ? null : Number(declared)
}

function faultOf(key: string, part: string, last: string): string | null {
	if (!KEY.test(key)) return 'Idempotency-Key must have 1 to 200 visible ASCII characters'
	if (!/^\d{1,6}$/.test(part)) return 'part must be a whole number from 0 to 999999'
	if (last !== 'true' && last !== 'false') return 'last must be true or false'
	return null
}
