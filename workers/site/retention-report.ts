import type { Policy } from '../model/policy.ts'
import type { Rule } from '../model/reach.ts'
import type { Head, Sealed } from '../model/receipt.ts'
import { linksAfter } from '../store/receipts.ts'
import { type Notes, remembered } from './receipts.ts'
import { daysOf, oldestOfAll } from './retention.ts'

/** What anybody may know of a site's retention: rules, what is held, and the proofs of what was deleted. */
export interface RetentionReport {
	site: number
	policyVersion: number
	/** Days that each rule keeps. */
	days: Record<Rule, number>
	/** Start of the day of the oldest row held, by rule, ms since the epoch; null where nothing is held. */
	oldest: Record<Rule, number | null>
	/** When all rules were last found kept, ms since the epoch; null = never yet. */
	checkedAt: number | null
	missed: Rule[]
	/** ms since the epoch; null = no rule is missed. */
	missedSince: number | null
	/** Last link of the chain, as the object knows it; null = nothing was ever deleted. */
	head: Head | null
	/** Links after the one that was asked for, as the database has them, and where to go on; null at the end. */
	links: Sealed[]
	next: number | null
}

/** Links of one answer. */
const PAGE = 200

/**
 * Reports on a site's retention.
 * @param after number of a link: those after it are told.
 * @throws when D1 fails.
 */
export async function reportOf(
	db: D1Database,
	notes: Notes,
	policy: Policy,
	after: number,
): Promise<RetentionReport> {
	const { head, checkedAt, missed, missedSince } = remembered(notes)
	const [oldest, rows] = await Promise.all([
		oldestOfAll(db, policy),
		linksAfter(db, policy.site, after, PAGE + 1),
	])
	// One that has just been written is told once the head names it.
	const links = rows.filter(({ seq }) => seq <= (head?.seq ?? 0))
	const page = links.slice(0, PAGE)
	const last = page.at(-1)
	return {
		site: policy.site,
		policyVersion: policy.version,
		days: daysOf(policy),
		...{ oldest, checkedAt, missed, missedSince, head },
		links: page,
		next: links.length > PAGE && last ? last.seq : null,
	}
}
