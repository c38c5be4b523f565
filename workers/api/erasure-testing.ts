import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { SiteObject } from '../site/object.ts'
import { dump } from '../site/testing.ts'

/**
 * For tests: fills whatever is stored with an account, and looks through all of it. Both ask the databases which
 * tables and columns they have, so that a new one is met without being named here.
 */

export interface Person {
	userId: string
	email: string
	name: string
	siteId: number
}

interface Column {
	table: string
	name: string
	type: string
	required: number
	/** The table that it refers to. */
	refers: string | null
}

const COLUMNS = `SELECT m.name AS "table", p.name, p.type, p."notnull" AND p.dflt_value IS NULL AS required,
	(SELECT f."table" FROM pragma_foreign_key_list(m.name) f WHERE f."from" = p.name) AS refers
	FROM sqlite_master m JOIN pragma_table_info(m.name) p
	WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '_cf_%' AND m.name <> 'd1_migrations'`

/** Columns that say whose a row is. */
const whose = ({ userId, email, name, siteId }: Person): Record<string, string | number> => ({
	...{ user_id: userId, author_id: userId, assignee_id: userId, operator_id: userId, invited_by: userId },
	...{ team_id: userId, email, recipient: email, user_name: name, reference_id: userId },
	...{ site_id: siteId, site: siteId },
})

/** A database's tables with their columns. */
async function tablesOf(db: D1Database): Promise<Map<string, Column[]>> {
	const { results } = await db.prepare(COLUMNS).all<Column>()
	const tables = new Map<string, Column[]>()
	for (const one of results) tables.set(one.table, [...(tables.get(one.table) ?? []), one])
	return tables
}

/** One row more in every table that can hold something of a person. @returns those tables. */
export async function fillTables(
	db: D1Database,
	person: Person,
	without: readonly string[],
): Promise<string[]> {
	const own = whose(person)
	const tables = await tablesOf(db)
	const filled = [...tables.keys()].filter(
		(table) => !without.includes(table) && tables.get(table)?.some(({ name }) => name in own),
	)
	for (const table of filled) await insertInto(db, tables, table, own)
	return filled
}

async function insertInto(
	db: D1Database,
	tables: ReadonlyMap<string, Column[]>,
	table: string,
	own: Readonly<Record<string, string | number>>,
): Promise<void> {
	const row = new Map<string, unknown>()
	for (const { name, type, required, refers } of tables.get(table) ?? []) {
		const other = refers && !(name in own) && required ? await someOf(db, tables, refers, own) : null
		// Reads as a number and as JSON alike.
		const any = Math.floor(Math.random() * 1e12)
		const value = own[name] ?? other ?? (required ? (type === 'text' ? String(any) : any) : null)
		if (value !== null) row.set(name, value)
	}
	const names = [...row.keys()].map((name) => `"${name}"`)
	const places = names.map((_, i) => `?${i + 1}`)
	const text = `INSERT INTO "${table}" (${names.join()}) VALUES (${places.join()}) ON CONFLICT DO NOTHING`
	await db
		.prepare(text)
		.bind(...row.values())
		.run()
}

/** The id of some row of a table, which is made if there is none. */
async function someOf(
	db: D1Database,
	tables: ReadonlyMap<string, Column[]>,
	table: string,
	own: Readonly<Record<string, string | number>>,
): Promise<unknown> {
	const read = () => db.prepare(`SELECT id FROM "${table}" LIMIT 1`).first<unknown>('id')
	const there = await read()
	if (there !== null) return there
	await insertInto(db, tables, table, own)
	return await read()
}

/** Everything that is stored, each table, object, bucket and namespace as a text. */
export async function allStored(): Promise<Map<string, string>> {
	const found = new Map<string, string>()
	for (const [name, db] of Object.entries({ DB: env.DB, STATS_0: env.STATS_0, STATS_EU_0: env.STATS_EU_0 })) {
		for (const table of (await tablesOf(db)).keys()) {
			const { results } = await db.prepare(`SELECT * FROM "${table}"`).all()
			found.set(`${name}.${table}`, JSON.stringify(results))
		}
	}
	for (const [name, bucket] of Object.entries({ FILES: env.FILES, KEYS: env.KEYS, KEYS_EU: env.KEYS_EU })) {
		for (const { key } of (await bucket.list()).objects) {
			found.set(`${name}/${key}`, `${key} ${await (await bucket.get(key))?.text()}`)
		}
	}
	for (const { name } of (await env.DIRECTORY.list()).keys) {
		found.set(`DIRECTORY/${name}`, `${name} ${await env.DIRECTORY.get(name)}`)
	}
	const objects = env.SITE as DurableObjectNamespace<SiteObject>
	for (const id of await listDurableObjectIds(objects)) {
		const stub = objects.get(id)
		const alarm = await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())
		found.set(`SITE/${id}`, `${await dump(stub)} ${alarm}`)
	}
	return found
}

/** Where one of the texts stands. */
export const tracesOf = (stored: ReadonlyMap<string, string>, texts: readonly string[]): string[] =>
	[...stored].filter(([, content]) => texts.some((text) => content.includes(text))).map(([place]) => place)

/** Tables of a database that have a row of a site's number. */
export async function rowsOfSite(db: D1Database, siteId: number): Promise<string[]> {
	const found: string[] = []
	for (const [table, columns] of await tablesOf(db)) {
		const name = table === 'site' ? 'id' : columns.find((one) => /^site(_id)?$/.test(one.name))?.name
		if (!name) continue
		const row = await db.prepare(`SELECT 1 FROM "${table}" WHERE "${name}" = ? LIMIT 1`).bind(siteId).first()
		if (row) found.push(table)
	}
	return found
}
