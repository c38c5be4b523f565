import { and, asc, eq, gte, lt, lte, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Event, type Facts, factsOf } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import { type Cursor, eventSlice, type HeldEvent, heldJson, heldSlice } from './quarantine.ts'
import { quarantine } from './schema/quarantine.ts'
import { events, visits } from './schema/traffic.ts'

/**
 * Reads rows of the past and writes them back with less in them. Rows are found by their keys and never made: what
 * was erased meanwhile stays away. Writing the same twice changes nothing.
 */

const open = (db: D1Database) => drizzle(db, { casing: 'snake_case' })

/** A stretch of a site's rows: from `after` (not included) to `end` (not included), ms since the epoch. */
export interface Stretch {
	site: number
	after: Place
	end: number
}

/** The place of a row among those of its site. */
export type Place = Cursor

/** Before all rows from an instant on. */
export const before = (instant: number): Place => ({ time: instant, id: 0 })

/** The next `limit` events, oldest first. @throws whatever D1 throws. */
export const readEvents = (db: D1Database, { site, after, end }: Stretch, limit: number): Promise<Event[]> =>
	eventSlice(db, site, after, end, limit)

/** The same of what is held back from the statistics. @throws whatever D1 throws. */
export const readHeld = (
	db: D1Database,
	{ site, after, end }: Stretch,
	limit: number,
): Promise<HeldEvent[]> => heldSlice(db, site, after, end, limit)

/** The next `limit` visits by their beginning, oldest first. @throws whatever D1 throws. */
export const readVisits = (db: D1Database, { site, after, end }: Stretch, limit: number): Promise<Visit[]> =>
	open(db)
		.select()
		.from(visits)
		.where(
			and(
				eq(visits.site, site),
				sql`(${visits.startedAt}, ${visits.id}) > (${after.time}, ${after.id})`,
				lt(visits.startedAt, end),
			),
		)
		.orderBy(asc(visits.startedAt), asc(visits.id))
		.limit(limit) as Promise<Visit[]>

/** Instants of a site's first row from one instant on and up to another; null where it has none. */
export async function firstRow(
	db: D1Database,
	site: number,
	from: number,
	to: number,
): Promise<number | null> {
	const d1 = open(db)
	const [event, visit, held] = await d1.batch([
		d1
			.select({ at: events.time })
			.from(events)
			.where(and(eq(events.site, site), gte(events.time, from), lte(events.time, to)))
			.orderBy(asc(events.time))
			.limit(1),
		d1
			.select({ at: visits.startedAt })
			.from(visits)
			.where(and(eq(visits.site, site), gte(visits.startedAt, from), lte(visits.startedAt, to)))
			.orderBy(asc(visits.startedAt))
			.limit(1),
		d1
			.select({ at: quarantine.time })
			.from(quarantine)
			.where(and(eq(quarantine.site, site), gte(quarantine.time, from), lte(quarantine.time, to)))
			.orderBy(asc(quarantine.time))
			.limit(1),
	])
	const times = [event[0]?.at, visit[0]?.at, held[0]?.at].filter((at) => at !== undefined)
	return times.length > 0 ? Math.min(...times) : null
}

const FACTS = Object.keys(factsOf({} as Facts)) as (keyof Facts)[]
const VITALS = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const

/** What of a row may become less; `key` finds it. */
const CHANGES = {
	event: {
		key: ['time', 'id'],
		set: ['novelty', 'noveltyHour', 'page', 'entryPage', 'title', 'props', ...VITALS, ...FACTS],
	},
	// A visit that grew since it was read has been written anew by its object, by the new rule.
	visit: { key: ['startedAt', 'id', 'lastAt'], set: ['entryPage', 'exitPage', 'rule', ...FACTS] },
	novelty: { key: ['startedAt', 'id'], set: ['novelty'] },
} as const satisfies {
	event: { key: readonly (keyof Event)[]; set: readonly (keyof Event)[] }
	visit: { key: readonly (keyof Visit)[]; set: readonly (keyof Visit)[] }
	novelty: { key: readonly (keyof Visit)[]; set: readonly (keyof Visit)[] }
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/**
 * Rows come as JSON arrays in one parameter: the key's values, then the others. Materialized, or SQLite goes through
 * all rows of the site and through all of the parameter for each.
 */
function update(table: 'events' | 'visits', { key, set }: (typeof CHANGES)[keyof typeof CHANGES]): string {
	const columns = [...key, ...set].map((name, i) => `value ->> ${i} AS ${snake(name)}`)
	const values = set.map((name) => `${snake(name)} = r.${snake(name)}`)
	const found = key.map((name) => `${table}.${snake(name)} = r.${snake(name)}`)
	return `WITH r AS MATERIALIZED (SELECT ${columns.join(', ')} FROM json_each(?2)) UPDATE ${table} SET ${values.join(', ')} FROM r WHERE ${table}.site = ?1 AND ${found.join(' AND ')}`
}

const UPDATES = {
	event: update('events', CHANGES.event),
	visit: update('visits', CHANGES.visit),
	novelty: update('visits', CHANGES.novelty),
} as const

/** Rows as they are to be; of visits in `novelty` the mask alone. */
export interface Pruned {
	events?: readonly Event[]
	visits?: readonly Visit[]
	novelty?: readonly Pick<Visit, 'startedAt' | 'id' | 'novelty'>[]
	held?: readonly HeldEvent[]
}

/**
 * Writes rows back, all of them or none.
 * @throws whatever D1 throws: write them again.
 */
export async function writePruned(db: D1Database, site: number, pruned: Pruned): Promise<void> {
	const statements = [
		...statementOf('event', pruned.events ?? []),
		...statementOf('visit', pruned.visits ?? []),
		...statementOf('novelty', pruned.novelty ?? []),
		...heldStatements(pruned.held ?? []),
	]
	if (statements.length === 0) return
	await db.batch(statements.map(({ text, rows }) => db.prepare(text).bind(site, rows)))
}

function statementOf(
	kind: keyof typeof CHANGES,
	rows: readonly Partial<Event & Visit>[],
): { text: string; rows: string }[] {
	if (rows.length === 0) return []
	const { key, set } = CHANGES[kind]
	const cells = rows.map((row) => [...key, ...set].map((name) => row[name] ?? null))
	return [{ text: UPDATES[kind], rows: JSON.stringify(cells) }]
}

/** Rows of `heldJson`: reasons, the event's cells, what was decided. */
const UPDATE_HELD =
	'WITH r AS MATERIALIZED (SELECT value -> 1 ->> 1 AS time, value -> 1 ->> 2 AS id, value ->> 1 AS event, value ->> 2 AS decision FROM json_each(?2)) UPDATE quarantine SET event = r.event, decision = r.decision FROM r WHERE quarantine.site = ?1 AND quarantine.time = r.time AND quarantine.id = r.id'

const heldStatements = (held: readonly HeldEvent[]): { text: string; rows: string }[] =>
	held.length === 0 ? [] : [{ text: UPDATE_HELD, rows: `[${held.map(heldJson).join(',')}]` }]
