import { type Policy, privacyOf } from '../model/policy.ts'
import type { site } from './schema/catalog.ts'

/** A row of the catalog. */
export type SiteRow = typeof site.$inferSelect

/** What of a site's row the ingest path must know. */
export const policyOf = (row: SiteRow): Policy => ({
	site: row.id,
	domain: row.domain,
	timezone: row.timezone,
	mode: row.mode,
	retentionDays: row.retentionDays,
	privacy: privacyOf(row.privacy),
	shard: row.shard,
	jurisdiction: row.jurisdiction,
	version: row.policyVersion,
})
