import type { Site } from '../catalog/sites.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { readFields } from './body.ts'
import { siteNamed } from './site.ts'

/** A request of the Sites API about something within a site. */
export interface Named {
	site: Site
	/** The fields of the body. */
	fields: Record<string, unknown>
}

/**
 * The caller's site that `site_id` names, in the body or in the query string, by a domain that it has or had.
 * Another's site is as unknown as none: 401 with one text.
 */
export async function namedSite(c: CounterContext): Promise<Result<Named, AppError>> {
	const read = c.req.method === 'GET' ? ok({}) : await readFields(c.req.raw)
	if (!read.ok) return read
	const fields: Record<string, unknown> = read.value
	const id = fields.site_id ?? c.req.query('site_id')
	if (typeof id !== 'string' || id.trim() === '') {
		const message = 'site_id: is required: a domain of the site'
		return fail({ kind: 'invalid', message, field: 'site_id' })
	}
	const site = await siteNamed(c, id, { kind: 'unauthorized', message: 'Invalid API key or site ID' })
	return site.ok ? ok({ site: site.value, fields }) : site
}
