import { z } from 'zod'
import { RETENTION_DAYS, THRESHOLD } from '../../model/policy.ts'

/** Sites, as `/api/v1/sites` shows and takes them. */

const mode = z.enum(['lightweight', 'cookie'])
const days = z.int().min(RETENTION_DAYS.min).max(RETENTION_DAYS.max)
const jurisdiction = z
	.enum(['eu', 'us'])
	.describe('Where all of the site stays; fixed when it is made. Null = no jurisdiction.')
const timezone = z.string().describe('IANA name, such as `Europe/Berlin`.')

const flag = z.boolean()
const kept = days.nullable().describe('Null keeps them as long as events.')

/** The members and their meaning: `Privacy` in `model/policy.ts`. */
const collect = z.strictObject({
	place: z.enum(['city', 'region', 'country', 'none']).describe('How near a visitor is placed.'),
	versions: z.enum(['full', 'major', 'none']).describe('Of browser and system.'),
	referrer: z.enum(['path', 'host', 'none']),
	screen: flag,
	language: flag,
	properties: flag,
	vitals: flag,
	titles: flag,
	redact: z
		.strictObject({ email: flag, uuid: flag, numbers: flag })
		.describe('Identifiers that are blotted out before anything is stored.'),
	paths: z
		.array(z.strictObject({ match: z.string(), keep: z.string() }))
		.describe('Paths that are kept as another; `*` stands for anything but a slash, `**` for all.'),
	tags: z.array(z.string()).nullable().describe('Query parameters of campaigns that are kept; null = all.'),
})
const screen = z.strictObject({
	hosting: flag.describe('Holds back what comes from networks of hosting companies.'),
	spam: flag.describe('Holds back referrers known for spam.'),
	suspects: flag.describe('Holds back agents that look like a machine.'),
	addresses: z.array(z.string()).describe('Addresses or CIDR blocks that are held back.'),
	countries: z.array(z.string()),
	pages: z.array(z.string()),
	hostnames: z.array(z.string()).describe('If any are given, all other hosts are held back.'),
	agents: z.array(z.string()),
})
const privacy = z.strictObject({
	profile: z.enum(['default', 'strict']).describe('`strict` asks for consent wherever the law is contested.'),
	exempt: flag.describe('The owner meets the conditions of the audience-measurement exemptions.'),
	notice: flag.describe('The site shows a privacy notice; without one no cookie is set before consent.'),
	fallback: z.enum(['lightweight', 'none']).describe('Where a cookie may not be set.'),
	consent: z.enum(['geo', 'required', 'none']),
	visit_days: kept,
	rollup_days: kept,
	collect,
	screen,
	shared: flag.describe('Anybody may read the statistics, small cells folded.'),
	threshold: z
		.int()
		.min(THRESHOLD.min)
		.max(THRESHOLD.max)
		.describe('Fewest visitors of a cell that leaves the account.'),
})
/** Each member may be left out; a list that is given replaces the one before. */
const privacyChoices = privacy
	.extend({
		collect: collect.extend({ redact: collect.shape.redact.partial() }).partial(),
		screen: screen.partial(),
	})
	.partial()

export const site = z.strictObject({
	domain: z.string(),
	timezone,
	tracking_id: z.uuid(),
	mode,
	retention_days: days,
	jurisdiction: jurisdiction.nullable(),
	privacy,
	created_at: z.iso.datetime().meta({ pattern: undefined }),
	team_id: z.string().describe('The team that it belongs to.'),
	role: z.enum(['owner', 'admin', 'editor', 'viewer', 'billing']).describe('What the caller is to it.'),
})

export const siteFields = z.looseObject({
	domain: z.string().optional().describe('Required for a new site.'),
	timezone: timezone.optional(),
	mode: mode.optional(),
	retention_days: days.optional(),
	privacy: privacyChoices.optional(),
	jurisdiction: jurisdiction.optional(),
	team_id: z
		.string()
		.optional()
		.describe('Only for a new site: the team that it shall belong to, else your own.'),
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
