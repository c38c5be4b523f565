import { privacyJson } from './privacy-fields.ts'
import type { Site } from './push.ts'

/** A site's settings in the words of the wire: what the API answers, and what an export holds. */
export const siteJson = (site: Site) => ({
	domain: site.domain,
	timezone: site.timezone,
	tracking_id: site.trackingId,
	mode: site.mode,
	retention_days: site.retentionDays,
	jurisdiction: site.jurisdiction,
	privacy: privacyJson(site.privacy),
	created_at: site.createdAt.toISOString(),
})
