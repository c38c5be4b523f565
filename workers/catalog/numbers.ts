import { eq, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { counter } from '../store/schema/catalog.ts'

/** What is numbered within Jitt. */
type Numbered = 'site' | 'goal' | 'segment' | 'funnel'

/** Counts one further; runs in the same batch before the row that takes `lastNumber`. */
export const countOn = (db: DrizzleD1Database, name: Numbered) =>
	db
		.insert(counter)
		.values({ name, value: 1 })
		.onConflictDoUpdate({ target: counter.name, set: { value: sql`${counter.value} + 1` } })

/** The number that was given out last, as a part of a statement. */
export const lastNumber = (name: Numbered) =>
	sql<number>`(select ${counter.value} from ${counter} where ${eq(counter.name, name)})`
