import { and, countDistinct, eq, gt, lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { events } from '../store/schema/traffic.ts'
import { ofThisMoment } from './suppress.ts'

const MINUTE = 60_000
/** Nobody can look up whether the person who just opened the page is counted. */
const DELAY_MINUTES = 5
const PRESENT_MINUTES = 5

/**
 * How many visitors were on a site five minutes ago, for anybody.
 * @returns a multiple of k; null for fewer than k.
 * @throws where D1 does not answer.
 */
export async function publicNow(
	db: D1Database,
	site: number,
	k: number,
	now: number,
): Promise<number | null> {
	const until = now - DELAY_MINUTES * MINUTE
	const [row] = await drizzle(db, { casing: 'snake_case' })
		.select({ count: countDistinct(events.visitor) })
		.from(events)
		.where(
			and(eq(events.site, site), gt(events.time, until - PRESENT_MINUTES * MINUTE), lte(events.time, until)),
		)
	return ofThisMoment(row?.count ?? 0, k)
}
