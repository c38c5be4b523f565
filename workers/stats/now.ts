import { and, countDistinct, desc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { events } from '../store/schema/traffic.ts'

/** How long after its last beacon a visitor counts as being here. */
const PRESENT_MINUTES = 5

/** What a site knows of this moment. */
export interface Now {
	/** Distinct visitors with an event in the last five minutes; whoever only scrolls and reads is here too. */
	visitors: number
	/** Time of the newest event, ms since the epoch; null where there is none. */
	lastEventAt: number | null
}

/**
 * Who is on a site now.
 * @throws where D1 does not answer.
 */
export async function present(db: D1Database, site: number, now: number): Promise<Now> {
	const d1 = drizzle(db, { casing: 'snake_case' })
	const since = now - PRESENT_MINUTES * 60_000
	const [visitors, newest] = await d1.batch([
		d1
			.select({ count: countDistinct(events.visitor) })
			.from(events)
			.where(and(eq(events.site, site), gt(events.time, since))),
		d1
			.select({ at: events.time })
			.from(events)
			.where(eq(events.site, site))
			.orderBy(desc(events.time))
			.limit(1),
	])
	return { visitors: visitors[0]?.count ?? 0, lastEventAt: newest[0]?.at ?? null }
}
