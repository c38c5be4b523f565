import type { Plan } from './backend.ts'
import { conditionsOf, type EnginePart, grouped, keysOf } from './engine-parts.ts'
import { rowsOf, WEIGHT } from './engine-rows.ts'
import { number } from './engine-sql.ts'
import { type Percentile, RANKS, type Vital } from './registry.ts'
import { all, type Fragment, join, name, sql, value } from './sql.ts'

/** What engagement beacons tell: how far people read, how long, and how the page felt. */

const IS_ENGAGEMENT = sql`blob1 = 'engagement'`

const rowsFor = (plan: Plan, more: readonly Fragment[] = []): Fragment =>
	all([rowsOf(plan.site, plan.range), IS_ENGAGEMENT, ...more, ...conditionsOf(plan)], 'AND')

/**
 * Per visit and page the furthest scroll and the engaged time, then together. Right while every row was kept:
 * the furthest of a few kept rows is not the furthest of all.
 */
export function engagementPart(plan: Plan, dataset: Fragment): EnginePart {
	const keys = keysOf(plan)
	const inner = join(
		[
			...keys.map((key, i) => sql`${key} AS ${name(`e${i}`)}`),
			sql`${number('visit')} AS id, blob3 AS path, max(${WEIGHT}) AS i_w`,
			sql`max(if(${number('scrollDepth')} <= 100, ${number('scrollDepth')}, -1.0)) AS deepest`,
			sql`sum(${number('engagedMs')}) AS ms`,
			sql`if(sum(${number('engagedMs')}) > 0, id, 0.0) AS reader`,
		],
		', ',
	)
	const by = join([...keys.map((_, i) => name(`e${i}`)), sql`id, path`], ', ')
	return {
		select: grouped(
			keys.map((_, i) => name(`e${i}`)),
			[
				sql`sum(if(deepest >= 0, deepest, 0.0)) AS depth, sum(if(deepest >= 0, 1, 0)) AS depths`,
				// No visit has the number 0: it stands for those that did not engage.
				sql`sum(ms) AS engaged, count(DISTINCT reader) - max(if(reader = 0, 1, 0)) AS readers, max(i_w) AS w`,
			],
			sql`(SELECT ${inner} FROM ${dataset} WHERE ${rowsFor(plan)} GROUP BY ${by})`,
		),
		measures: new Set(['depth', 'depths', 'engaged', 'readers']),
	}
}

/** The percentiles of one web vital, by nearest rank. */
export function vitalPart(plan: Plan, dataset: Fragment, vital: Vital): EnginePart {
	const column = number(vital)
	const measureOf = (rank: (typeof RANKS)[number]): Percentile => `${vital}_p${rank}`
	const columns = RANKS.map(
		(rank) =>
			sql`quantileExactWeighted(${value(rank / 100)})(${column}, ${WEIGHT}) AS ${name(measureOf(rank))}`,
	)
	const where = rowsFor(plan, [sql`${column} >= 0`])
	return {
		select: grouped(keysOf(plan), [...columns, sql`max(${WEIGHT}) AS w`], sql`${dataset} WHERE ${where}`),
		measures: new Set(RANKS.map(measureOf)),
	}
}
