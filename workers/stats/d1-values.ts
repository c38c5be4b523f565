import type { ValuesOf } from './backend.ts'
import { eventsWhere, stored, visitsAround } from './d1-rows.ts'
import { codeOfDimension } from './rollup-held.ts'
import { type Statement, sql, statement, value } from './sql.ts'

/**
 * The distinct stored values of a dimension in a range, engagement's too: what patterns are tried on. Those of days
 * whose rows are gone, before `rowsSince` (ms since the epoch), are in their sums.
 */
export function storedValues(asked: ValuesOf, most: number, rowsSince = 0): Statement {
	const { dimension, site, range } = asked
	const code = range.from < rowsSince ? codeOfDimension(dimension) : null
	const rows =
		dimension.of === 'event' || dimension.of === 'property'
			? sql`SELECT ${stored(dimension, 'e')} AS value FROM events e WHERE ${eventsWhere(asked, sql`1`, [])}`
			: sql`SELECT ${stored(dimension, 'v')} AS value FROM visits v WHERE ${visitsAround(asked, [])}`
	const sums =
		code === null
			? sql``
			: sql` UNION ALL SELECT value FROM rollup_days WHERE site = ${value(site)} AND dimension = ${value(code)} AND day >= ${value(range.from)} AND day < ${value(Math.min(range.to, rowsSince))} AND rest = 0`
	return statement(sql`SELECT value FROM (${rows}${sums}) GROUP BY value LIMIT ${value(most)}`)
}
