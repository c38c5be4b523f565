import type { Policy } from '../model/policy.ts'
import { type Erased, eraseBefore, oldestRow } from '../store/erase.ts'
import { daysBefore } from './day.ts'

/**
 * Retention: rows older than the owner's number of days go, counted in whole days of the site's time zone, so
 * that a day is either whole or gone.
 */

const DAY_MS = 86_400_000

/** The first instant that is still kept at `now`, ms since the epoch. */
export const keptSince = (policy: Pick<Policy, 'retentionDays' | 'timezone'>, now: number): number =>
	daysBefore(now, policy.retentionDays, policy.timezone)

/**
 * Deletes what is too old.
 * @returns what went, and when to come back (ms since the epoch): the next day while rows are left.
 * @throws when D1 fails: the alarm comes again.
 */
export async function retain(
	db: D1Database,
	policy: Policy,
	now: number,
): Promise<{ erased: Erased; nextAt: number | null }> {
	const erased = await eraseBefore(db, policy.site, keptSince(policy, now))
	const oldest = await oldestRow(db, policy.site)
	if (oldest === null) return { erased, nextAt: null }
	// The oldest row goes when its day leaves the window: no need to look sooner, nor later than a day.
	const leaves = daysBefore(oldest, -(policy.retentionDays + 1), policy.timezone)
	return { erased, nextAt: Math.max(leaves, now + DAY_MS / 24) }
}
