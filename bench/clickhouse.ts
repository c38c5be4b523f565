import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { getTableColumns } from 'drizzle-orm'
import { ensureChdb, findChdb } from '../scripts/chdb.ts'
import { events, visits } from '../workers/store/schema/traffic.ts'

/**
 * The yardstick for questions: ClickHouse (chDB, in a process of its own) with the very rows that D1 has, asked the
 * same by hand in its own language. Times are those of the statements alone, no network in them.
 */
export class ClickHouse {
	readonly #files: Record<'events' | 'visits', WriteStream>
	readonly #folder: string
	#child: ReturnType<typeof spawn> | null = null
	#answers: AsyncIterator<string> | null = null

	constructor(folder: string) {
		this.#folder = folder
		const file = (table: string) => createWriteStream(join(folder, `${table}.ndjson`))
		this.#files = { events: file('events'), visits: file('visits') }
	}

	/** Takes a row, as the JSON array that is committed to D1. */
	async row(table: 'events' | 'visits', json: string): Promise<void> {
		if (!this.#files[table].write(`${json}\n`)) await once(this.#files[table], 'drain')
	}

	/** Loads all rows that were taken. */
	async load(): Promise<void> {
		for (const file of Object.values(this.#files)) {
			file.end()
			await once(file, 'close')
		}
		await ensureChdb()
		const self = fileURLToPath(import.meta.url)
		const child = spawn(process.execPath, [self, this.#folder], { stdio: ['pipe', 'pipe', 'inherit'] })
		this.#child = child
		this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
		await this.#answers.next()
	}

	/** Asks statements one after the other; ms for all of them. */
	async ask(statements: readonly string[]): Promise<number> {
		this.#child?.stdin?.write(`${JSON.stringify(statements)}\n`)
		const told = await this.#answers?.next()
		return Number(told?.value)
	}

	stop(): void {
		this.#child?.kill()
	}
}

/** Rows of one site in a range of instants (ms since the epoch), with one condition on visits or on events. */
export interface Span {
	site: number
	from: number
	to: number
	timezone: string
	/** `source = 'x'`; empty = none. */
	where: string
	/** The condition is about single events: visits are those that hold one. */
	ofEvents: boolean
}

/** What the overview asks, in ClickHouse's words; panels in the order of `overviewQueries`. */
export function overviewOf({ site, from, to, timezone, where, ofEvents }: Span): string[] {
	const inTime = (column: string) => `site = ${site} AND ${column} >= ${from} AND ${column} < ${to}`
	const real = `${inTime('time')} AND name != 'engagement'${where && ` AND ${where}`}`
	const held = `${inTime('started_at')} AND id IN (SELECT visit FROM events WHERE ${real})`
	const visited = ofEvents ? held : `${inTime('started_at')}${where && ` AND ${where}`}`
	const top = (column: string, metrics: string, table: string, rows: string) =>
		`SELECT ${column}, ${metrics} FROM ${table} WHERE ${rows} GROUP BY ${column} ORDER BY 2 DESC LIMIT 9`
	const people = 'uniqExact(visitor)'
	const rates = 'round(100 * sum(bounce) / count()), round(sum(duration) / count())'
	const panel = (column: string) =>
		ofEvents ? top(column, people, 'events', real) : top(column, people, 'visits', visited)
	const counted = ofEvents
		? [`SELECT ${people}, uniqExact(visit), countIf(name = 'pageview') FROM events WHERE ${real}`]
		: []
	return [
		...counted,
		`SELECT ${people}, count(), sum(pageviews), round(sum(pageviews) / count(), 2), ${rates} FROM visits WHERE ${visited}`,
		ofEvents
			? `SELECT toDate(fromUnixTimestamp64Milli(time, '${timezone}')) AS day, ${people} FROM events WHERE ${real} GROUP BY day ORDER BY day`
			: `SELECT toDate(fromUnixTimestamp64Milli(started_at, '${timezone}')) AS day, ${people} FROM visits WHERE ${visited} GROUP BY day ORDER BY day`,
		panel('source'),
		top('page', `${people}, countIf(name = 'pageview')`, 'events', real),
		panel('country'),
		panel('browser'),
		top('name', `${people}, count()`, 'events', `${real} AND name != 'pageview'`),
	]
}

/** Types of columns: short texts by dictionary, as users of ClickHouse would. */
function columnsOf(table: typeof events | typeof visits): string {
	const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
	return Object.entries(getTableColumns(table))
		.map(([name, column]) => {
			const text = name === 'props' || name === 'title' ? 'String' : 'LowCardinality(String)'
			const type =
				column.dataType === 'string' ? text : column.columnType === 'SQLiteReal' ? 'Float64' : 'Int64'
			return `${snake(name)} ${column.notNull ? type : name === 'props' ? 'Nullable(String)' : type.startsWith('Low') ? 'LowCardinality(Nullable(String))' : `Nullable(${type})`}`
		})
		.join(', ')
}

/** The child: loads the files of its folder, then answers lines of statements with their time. */
async function serve(folder: string): Promise<void> {
	const place = findChdb()
	if (!place) throw new Error('chDB is not installed')
	const { Session } = createRequire(import.meta.url)(join(place, 'index.js')) as {
		Session: new () => { query(text: string): string }
	}
	const session = new Session()
	session.query('CREATE DATABASE bench')
	session.query('USE bench')
	for (const [name, table, key] of [
		['events', events, 'time'],
		['visits', visits, 'started_at'],
	] as const) {
		const columns = columnsOf(table)
		session.query(`CREATE TABLE ${name} (${columns}) ENGINE = MergeTree ORDER BY (site, ${key})`)
		session.query(
			`INSERT INTO ${name} SELECT * FROM file('${join(folder, name)}.ndjson', 'JSONCompactEachRow', '${columns.replaceAll("'", "\\'")}')`,
		)
		session.query(`OPTIMIZE TABLE ${name} FINAL`)
	}
	process.stdout.write('ready\n')
	for await (const line of createInterface({ input: process.stdin })) {
		const started = performance.now()
		for (const statement of JSON.parse(line) as string[]) session.query(`${statement} FORMAT JSONCompact`)
		process.stdout.write(`${performance.now() - started}\n`)
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2] ?? '')
