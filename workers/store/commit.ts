import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Event } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import { commits, events, refusals, visits } from './schema/traffic.ts'

/**
 * A commit: one D1 `batch()` that writes what a site's object has gathered. Rows travel as JSON arrays in one
 * bound parameter a statement (`json_each(?)`), since D1 takes 100 parameters but 2 MB of text. Writing a
 * commit twice changes nothing: events are keyed, visits and counts are written whole.
 */
export interface Commit {
	site: number
	/** Grows with every commit. */
	number: number
	/** ms since the epoch. */
	at: number
	/** Each a JSON text of rows `[…],[…]` without the outer brackets, at most `MAX_JSON` characters. */
	events: string[]
	visits: string[]
	refusals: { day: string; reason: string; count: number }[]
}

/** Characters of one JSON parameter; D1's limit is 2 MB of UTF-8, a character may take three bytes. */
export const MAX_JSON = 600_000

// Order of a row's JSON array. The models and the schema name the same fields: the compiler checks it here.
const EVENT_FIELDS: readonly (keyof Event)[] = fieldsOf(getTableColumns(events))
const VISIT_FIELDS: readonly (keyof Visit)[] = fieldsOf(getTableColumns(visits))

function fieldsOf<K extends string>(columns: Record<K, unknown>): K[] {
	return Object.keys(columns) as K[]
}

/** What a field was before it was there: rows that waited for D1 through an upgrade are shorter. */
const blanksOf = (table: typeof events | typeof visits): (unknown | null)[] =>
	Object.values(getTableColumns(table)).map((column) => column.default ?? null)
const EVENT_BLANKS = blanksOf(events)
const VISIT_BLANKS = blanksOf(visits)

/** Place of a field in an event's JSON array. */
export const cellOf = (field: keyof Event): number => EVENT_FIELDS.indexOf(field)

/** An event as the JSON array that `commit` and the object's log hold. */
export const eventJson = (event: Event): string => JSON.stringify(EVENT_FIELDS.map((field) => event[field]))

/** A visit as the JSON array that `commit` and the outbox hold. */
export const visitJson = (visit: Visit): string => JSON.stringify(VISIT_FIELDS.map((field) => visit[field]))

/** The event of a parsed JSON array: the reverse of `eventJson`. */
export function eventFrom(row: readonly unknown[]): Event {
	const event: Record<string, unknown> = {}
	EVENT_FIELDS.forEach((field, i) => {
		event[field] = row[i] ?? EVENT_BLANKS[i]
	})
	return event as unknown as Event
}

/** The visit of a parsed JSON array: the reverse of `visitJson`. */
export function visitFrom(row: readonly unknown[]): Visit {
	const visit: Record<string, unknown> = {}
	VISIT_FIELDS.forEach((field, i) => {
		visit[field] = row[i] ?? VISIT_BLANKS[i]
	})
	return visit as unknown as Visit
}

/**
 * `select value ->> 0, value ->> 1, … from json_each('[…]')`: rows of one bound parameter. As JSONB, and kept
 * apart, each row is parsed once; without `materialized` SQLite merges the two selects and parses it for every
 * cell: 9 against 32 µs a row (node:sqlite, 46 cells, https://sqlite.org/lang_with.html#materialization_hints).
 */
const rowsOf = (table: typeof events | typeof visits, rows: string): SQL =>
	sql`with given as materialized (select jsonb(value) as value from json_each(${rows})) select ${sql.join(
		blanksOf(table).map((blank, i) =>
			sql.raw(
				blank === null ? `value ->> ${i}` : `ifnull(value ->> ${i}, ${blank === '' ? "''" : Number(blank)})`,
			),
		),
		sql.raw(', '),
	)} from given where true`

const VISIT_KEY: readonly string[] = ['site', 'startedAt', 'id'] satisfies (keyof Visit)[]
const VISIT_CHANGES = Object.fromEntries(
	VISIT_FIELDS.filter((field) => !VISIT_KEY.includes(field)).map((field) => [
		field,
		sql.raw(`excluded.${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`),
	]),
)

const build = (db: D1Database) => drizzle(db, { casing: 'snake_case' })

/** The two wide statements; each takes one parameter, the rows. */
function wideStatements(db: D1Database): { events: string; visits: string } {
	const d1 = build(db)
	const intoEvents = d1.insert(events).select(rowsOf(events, '')).onConflictDoNothing()
	const intoVisits = d1
		.insert(visits)
		.select(rowsOf(visits, ''))
		.onConflictDoUpdate({ target: [visits.site, visits.startedAt, visits.id], set: VISIT_CHANGES })
	return { events: intoEvents.toSQL().sql, visits: intoVisits.toSQL().sql }
}

/** Built once an isolate: anew for every commit they cost 2 KB of memory a beacon, a tenth of all it takes. */
let wide: ReturnType<typeof wideStatements> | null = null

/** Statements that write rows of `eventJson` and `visitJson`, as many rows in each as one parameter holds. */
export function writeRows(
	db: D1Database,
	events: readonly string[],
	visits: readonly string[],
): D1PreparedStatement[] {
	wide ??= wideStatements(db)
	const { events: intoEvents, visits: intoVisits } = wide
	const into = (sql: string) => (rows: string) => db.prepare(sql).bind(`[${rows}]`)
	return [...joined(events).map(into(intoEvents)), ...joined(visits).map(into(intoVisits))]
}

/** Rows joined by commas into as few texts as fit one parameter each. */
function joined(rows: readonly string[]): string[] {
	const texts: string[] = []
	for (const row of rows) {
		const last = texts.at(-1)
		if (last !== undefined && last.length + row.length < MAX_JSON) texts[texts.length - 1] = `${last},${row}`
		else texts.push(row)
	}
	return texts
}

/**
 * Writes a commit. All of it or nothing.
 * @throws whatever D1 throws: the caller keeps the rows and tries again.
 */
export async function commit(db: D1Database, batch: Commit): Promise<void> {
	wide ??= wideStatements(db)
	const { events: intoEvents, visits: intoVisits } = wide
	const d1 = build(db)
	const mark = d1
		.insert(commits)
		.values({ site: batch.site, number: batch.number, committedAt: batch.at })
		.onConflictDoUpdate({ target: commits.site, set: { number: batch.number, committedAt: batch.at } })
	const counts = batch.refusals.map((row) =>
		d1
			.insert(refusals)
			.values({ site: batch.site, ...row })
			.onConflictDoUpdate({
				target: [refusals.site, refusals.day, refusals.reason],
				set: { count: row.count },
			}),
	)
	await db.batch([
		...[mark, ...counts].map((query) => {
			const { sql, params } = query.toSQL()
			return db.prepare(sql).bind(...params)
		}),
		...batch.events.map((rows) => db.prepare(intoEvents).bind(`[${rows}]`)),
		...batch.visits.map((rows) => db.prepare(intoVisits).bind(`[${rows}]`)),
	])
}
