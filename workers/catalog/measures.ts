import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { Goal, Segment } from '../model/goal.ts'
import { goalOf, selectGoals } from './goals.ts'
import { segmentOf, selectSegments } from './segments.ts'

/** What a question about a site may name. */
export interface Measures {
	goals: Goal[]
	segments: Segment[]
}

/** All goals of a site and the segments that a user sees, in one round trip. */
export async function measuresOf(env: Env, siteId: number, userId: string): Promise<Measures> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [goals, segments] = await db.batch([selectGoals(db, siteId), selectSegments(db, siteId, userId)])
	return { goals: goals.map(goalOf), segments: segments.map((row) => segmentOf(row, userId)) }
}
