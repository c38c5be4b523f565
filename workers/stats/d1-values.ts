import type { ValuesOf } from './backend.ts'
import { eventsWhere, stored, visitsAround } from './d1-rows.ts'
import { type Statement, sql, statement, value } from './sql.ts'

/** The distinct stored values of a dimension in a range, engagement's too: what patterns are tried on. */
export function storedValues(asked: ValuesOf, most: number): Statement {
	const { dimension } = asked
	const rows =
		dimension.of === 'event' || dimension.of === 'property'
			? sql`SELECT ${stored(dimension, 'e')} AS value FROM events e WHERE ${eventsWhere(asked, sql`1`, [])}`
			: sql`SELECT ${stored(dimension, 'v')} AS value FROM visits v WHERE ${visitsAround(asked, [])}`
	return statement(sql`SELECT value FROM (${rows}) GROUP BY value LIMIT ${value(most)}`)
}
