import { domainToASCII } from 'node:url'
import { and, asc, desc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { hostOf } from '../collect/page.ts'
import type { Env } from '../env.ts'
import { alive, hasDomain } from '../store/named.ts'
import type { SiteRow } from '../store/policy.ts'
import { policyHistory, site } from '../store/schema/catalog.ts'

/** A site as its visitors may know it: what is in force, and what was. */
export interface Subject {
	row: SiteRow
	/** Oldest first. */
	history: (typeof policyHistory.$inferSelect)[]
}

/** KV and D1 hold no longer names; nobody's is. */
const MAX_NAME = 253

/** The site of a domain that it has or had; null where none is. Who owns it is nobody's business here. */
export async function subjectOf(env: Env, domain: string): Promise<Subject | null> {
	// In the letters that its owner writes as well; what is no host name comes back blank.
	const name = domain.length > MAX_NAME ? '' : hostOf(domainToASCII(domain.trim()))
	if (name === '') return null
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db
		.select()
		.from(site)
		.where(and(alive, hasDomain(db, name)))
		.orderBy(desc(eq(site.domain, name)))
		.limit(1)
	return row ? withHistory(env, row) : null
}

/** A site's row with every policy that it had. */
export async function withHistory(env: Env, row: SiteRow): Promise<Subject> {
	const history = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(policyHistory)
		.where(eq(policyHistory.siteId, row.id))
		.orderBy(asc(policyHistory.version))
	return { row, history }
}
