import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { privacyOf, THRESHOLD } from '../model/policy.ts'
import { alive } from '../store/named.ts'
import { site } from '../store/schema/catalog.ts'
import { normaliseDomain } from './domain.ts'
import type { Site } from './sites.ts'

export interface SharedSite {
	row: Site
	/** Fewest visitors of a cell that leaves the account. */
	threshold: number
	/** The fewest days of the site's rules of retention. */
	keptDays: number
}

/**
 * The site of a domain whose owner lets anybody read its statistics. Null where there is none and where it is not
 * shared: nobody can tell the two apart.
 */
export async function sharedSite(env: Env, domain: string): Promise<SharedSite | null> {
	const name = normaliseDomain(domain, env.LOCAL === '1')
	if (name === null) return null
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(site)
		.where(and(eq(site.domain, name), alive))
		.limit(1)
	if (!row) return null
	const privacy = privacyOf(row.privacy)
	return privacy.shared ? { row, ...limitsOf(row) } : null
}

/** What holds for everything of a site that leaves its account. */
export function limitsOf(row: Site): Omit<SharedSite, 'row'> {
	const privacy = privacyOf(row.privacy)
	return {
		threshold: Math.max(privacy.threshold, THRESHOLD.min),
		keptDays: Math.min(
			row.retentionDays,
			privacy.visitDays ?? row.retentionDays,
			privacy.rollupDays ?? row.retentionDays,
		),
	}
}
