import { narrowed } from '../model/detail.ts'
import { type Policy, type Privacy, privacyOf } from '../model/policy.ts'
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
	privacy: withDetail(privacyOf(row.privacy), row.detailLevel),
	shard: row.shard,
	jurisdiction: row.jurisdiction,
	version: row.policyVersion,
})

/** Far over its plan a site's hits are written with less than its owner collects, never with more. */
const withDetail = (privacy: Privacy, level: number): Privacy => ({
	...privacy,
	collect: narrowed(privacy.collect, level),
})
