import { z } from 'zod'
import { RETENTION_DAYS } from '../../model/policy.ts'

/** Sites, as `/api/v1/sites` shows and takes them. */

const mode = z.enum(['lightweight', 'cookie'])
const days = z.int().min(RETENTION_DAYS.min).max(RETENTION_DAYS.max)
const timezone = z.string().describe('IANA name, such as `Europe/Berlin`.')

export const site = z.strictObject({
	domain: z.string(),
	timezone,
	tracking_id: z.uuid(),
	mode,
	retention_days: days,
	created_at: z.iso.datetime().meta({ pattern: undefined }),
})

export const siteFields = z.looseObject({
	domain: z.string().optional().describe('Required for a new site.'),
	timezone: timezone.optional(),
	mode: mode.optional(),
	retention_days: days.optional(),
	tracking_id: z
		.uuid()
		.optional()
		.describe('Only for a new site: keeps the identifier that existing trackers send.'),
})

const cursor = z.string().nullable()

/** `before` is null where the list is read in one direction. */
export const listMeta = z.strictObject({ after: cursor, before: cursor, limit: z.int() })

export const siteList = z.strictObject({ sites: z.array(site), meta: listMeta })

/** Parameters of a list. */
export const listParams = z.object({
	limit: z.int().min(1).max(1000).default(100),
	after: z.string().optional().describe('`meta.after` of the page before.'),
})

export const ingestToken = z.strictObject({ token: z.string().describe('Shown this once.') })
export const deleted = z.strictObject({ deleted: z.literal(true) })
