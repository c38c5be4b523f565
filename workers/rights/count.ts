import type { Env } from '../env.ts'
import { statsDb } from '../store/shards.ts'

/**
 * What there is of sites and of an account, by table: for the receipt of their deletion. Tables are asked for by
 * the database itself, so that a new one is counted without being named here.
 */

/** Columns by which rows belong to somebody. */
const OWNERS = { user_id: 'users', team_id: 'teams', site_id: 'sites' } as const

const COLUMNS = `SELECT m.name AS "table", p.name AS "column" FROM sqlite_master m JOIN pragma_table_info(m.name) p
	WHERE m.type = 'table' AND p.name IN ('user_id', 'team_id', 'site_id') AND m.name NOT LIKE '_cf_%' AND m.name NOT LIKE '%deletion%'`
/** Of a site, in its traffic database. */
const TRAFFIC = { events: 'events', visits: 'visits', rollup_days: 'sums', quarantine: 'held' } as const

/** Whose rows are counted. */
export interface Counted {
	users: readonly string[]
	teams: readonly string[]
	sites: readonly { id: number; shard: number }[]
}

/** @throws whatever D1 throws. */
export async function countOf(env: Env, counted: Counted): Promise<Record<string, number>> {
	const counts: Record<string, number> = { site: counted.sites.length }
	const values = { ...counted, sites: counted.sites.map(({ id }) => id) }
	const { results } = await env.DB.prepare(COLUMNS).all<{ table: string; column: keyof typeof OWNERS }>()
	const tables = new Map<string, (keyof typeof OWNERS)[]>()
	for (const { table, column } of results) tables.set(table, [...(tables.get(table) ?? []), column])
	for (const [table, columns] of tables) {
		if (table === 'site') continue
		const matches = columns.map((column, i) => `"${column}" IN (SELECT value FROM json_each(?${i + 1}))`)
		const found = await env.DB.prepare(
			`SELECT count(*) AS rows FROM "${table}" WHERE ${matches.join(' OR ')}`,
		)
			.bind(...columns.map((column) => JSON.stringify(values[OWNERS[column]])))
			.first<number>('rows')
		if (found) counts[table] = found
	}
	for (const { id, shard } of counted.sites) {
		for (const [table, name] of Object.entries(TRAFFIC)) {
			const found = await statsDb(env, shard)
				.prepare(`SELECT count(*) AS rows FROM ${table} WHERE site = ?1`)
				.bind(id)
				.first<number>('rows')
			if (found) counts[name] = (counts[name] ?? 0) + found
		}
	}
	return counts
}
