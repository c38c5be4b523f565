import type { Cell, Rows } from './backup-format.ts'

/** What of the databases goes into a backup, read in the order of tables and keys, a page at a time. */

/** What is asked of a database: D1, in the Worker and on a developer's machine. */
export interface Database {
	prepare(text: string): Statement
}
interface Statement {
	bind(...values: unknown[]): Statement
	all<T>(): Promise<{ results: T[] }>
	raw(): Promise<unknown[][]>
}

/** Where reading goes on: after this row of this table. */
export interface Cursor {
	db: string
	table: string
	/** Key of the last row that was read; null = from the first on. */
	after: Cell[] | null
}

/** Never in a backup: what is worth something to a thief only, what lives minutes, and what says of backups. */
const NOT_OF_CONTROL: ReadonlySet<string> = new Set([
	...['session', 'verification', 'attempt', 'mail_queue'],
	...['data_export', 'data_export_file', 'backup'],
])
/** Of traffic the sums, which show all of the past, and the proofs; no raw rows. */
const OF_TRAFFIC: ReadonlySet<string> = new Set([
	...['rollup_days', 'rollup_hours', 'rollup_pairs', 'receipts', 'refusals'],
])
const CONTROL = 'DB'
const PAGE = 1_000
/** Rows of packed sums are long. */
const LONG: ReadonlySet<string> = new Set(['rollup_hours', 'rollup_pairs'])
const PAGE_OF_LONG = 50

interface Table {
	name: string
	columns: string[]
	/** Columns of the primary key, in its order. */
	key: string[]
}

/** `DB` and `STATS_0`, …: those of a jurisdiction are not here, for a bucket elsewhere is elsewhere. */
export const backedUp = (bindings: object): string[] => [
	CONTROL,
	...Object.keys(bindings)
		.filter((name) => /^STATS_\d+$/.test(name))
		.sort(),
]

/** The tables of a database that go into a backup, in the order of their names. @throws whatever D1 throws. */
export async function tablesOf(db: Database, binding: string): Promise<Table[]> {
	const { results } = await db
		.prepare(
			`SELECT m.name AS "table", p.name, p.pk FROM sqlite_master m JOIN pragma_table_info(m.name) p
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '_cf_%' AND m.name <> 'd1_migrations'
			ORDER BY m.name, p.cid`,
		)
		.all<{ table: string; name: string; pk: number }>()
	const names = [...new Set(results.map(({ table }) => table))]
	return names
		.filter((name) => (binding === CONTROL ? !NOT_OF_CONTROL.has(name) : OF_TRAFFIC.has(name)))
		.map((name) => {
			const columns = results.filter(({ table }) => table === name)
			const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
			if (key.length === 0) throw new Error(`${name} has no key to read it by`)
			return { name, columns: columns.map((one) => one.name), key: key.map((one) => one.name) }
		})
}

/**
 * The next page of rows.
 * @returns `last`: no row of the table is left.
 * @throws whatever D1 throws, and where a cell is nothing that JSON can say.
 */
export async function readPage(
	db: Database,
	binding: string,
	{ name, columns, key }: Table,
	after: Cell[] | null,
): Promise<{ page: Rows; after: Cell[] | null; last: boolean }> {
	const size = LONG.has(name) ? PAGE_OF_LONG : PAGE
	const list = (names: readonly string[]) => names.map((one) => `"${one}"`).join(', ')
	const places = key.map((_, i) => `?${i + 1}`).join(', ')
	const from = after ? ` WHERE (${list(key)}) > (${places})` : ''
	const text = `SELECT ${list(columns)} FROM "${name}"${from} ORDER BY ${list(key)} LIMIT ${size}`
	const rows = await db
		.prepare(text)
		.bind(...(after ?? []))
		.raw()
	for (const cell of rows.flat()) if (!isCell(cell)) throw new Error(`${name} holds a cell that is no text`)
	const cells = rows as Cell[][]
	const end = cells.at(-1)
	return {
		page: { db: binding, table: name, columns, rows: cells },
		after: end ? key.map((one) => end[columns.indexOf(one)] ?? null) : after,
		last: cells.length < size,
	}
}

const isCell = (value: unknown): value is Cell =>
	value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
