import { type Mac, macOf, random, sha256Hex } from '../kit/hash.ts'
import type { DropReason, Facts, Revenue, Vitals } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { reduce } from '../privacy/reduce.ts'
import { eventJson, visitJson } from '../store/commit.ts'
import type { Ledger } from './ledger.ts'
import { join, spans } from './outbox.ts'
import { acceptedSince } from './retention.ts'
import { eventOf } from './today.ts'
import { advance, continues, type OpenVisit, openVisit } from './visits.ts'

/**
 * Past events by the rules of live ones. An import names its visitors; each name is mapped to a random number
 * and forgotten when the import ends. Such numbers outlive the day (`stable`), their visits are not cut at
 * midnight, and their rows carry no novelty: they are counted distinct from raw rows.
 */

export interface ImportHit {
	/** ms since the epoch. */
	at: number
	/** Line in the caller's file, for errors. */
	line: number
	/** Any text that names the visitor within the import. */
	visitor: string
	name: string
	hostname: string
	page: string
	props: Record<string, string> | null
	revenue: Revenue | null
	interactive: boolean
	scrollDepth: number | null
	engagedMs: number | null
	title: string
	vitals: Vitals | null
	facts: Facts
}

export interface ImportChunk {
	/** The import's idempotency key. */
	key: string
	/** Unique inside the import; a repeated one gets the same answer and changes nothing. */
	chunk: string
	/** The import ends with this chunk: its visitors are forgotten. */
	last: boolean
	/** At most 5,000, ascending in time. */
	hits: ImportHit[]
}

export interface ImportOutcome {
	kept: number
	dropped: { line: number; reason: DropReason | 'in_the_future' | 'older_than_retention' }[]
	/** This chunk had been imported before. */
	repeated: boolean
	/** Another chunk had been imported under this name before: nothing of this one was kept. */
	conflict: boolean
}

/** An answer as it is remembered, with what it was the answer to. */
interface Remembered extends ImportOutcome {
	content: string
}

interface Visitor {
	number: number
	visit: OpenVisit | null
}

/** Answers of chunks are kept this long for callers that ask again. */
const REMEMBER_MS = 7 * 86_400_000
/** An event this much older than the start of its visitor's visit is one of another visit. */
const DISORDER_MS = 30 * 60_000

/** Keeps one chunk: rows go to the outbox, in one transaction with what the import must remember. */
export function importChunk(
	sql: SqlStorage,
	ledger: Ledger,
	policy: Policy,
	chunk: ImportChunk,
	now: number,
	draw: () => number,
): ImportOutcome {
	prepare(sql, now)
	// Before anything else is done with them: what may not be kept is in no hash either.
	const hits = chunk.hits.map((hit) => reduce(hit, policy.privacy.collect))
	const content = contentOf(hits)
	const before = sql
		.exec<{ outcome: string }>(
			'select outcome from import_chunk where import = ? and chunk = ?',
			chunk.key,
			chunk.chunk,
		)
		.toArray()[0]
	if (before) {
		const { content: held, ...answer } = JSON.parse(before.outcome) as Remembered
		const conflict = held !== content
		return conflict ? { kept: 0, dropped: [], repeated: true, conflict } : { ...answer, repeated: true }
	}

	const names = new Names(sql, chunk.key, draw)
	const touched = new Set<OpenVisit>()
	const events: string[] = []
	const outcome: ImportOutcome = { kept: 0, dropped: [], repeated: false, conflict: false }
	const oldest = acceptedSince(ledger.tables, policy, now)
	for (const hit of hits) {
		if (hit.at > now || hit.at < oldest) {
			outcome.dropped.push({
				line: hit.line,
				reason: hit.at > now ? 'in_the_future' : 'older_than_retention',
			})
			continue
		}
		const engagement = hit.name === 'engagement'
		const visitor = names.get(hit.visitor)
		let { visit } = visitor
		if (!visit || !isNear(visit, hit.at) || !continues(visit, hit.at, engagement)) {
			if (engagement) {
				outcome.dropped.push({ line: hit.line, reason: 'no_session_for_engagement' })
				continue
			}
			visit = openVisit(policy.site, draw(), visitor.number, 1, hit.at, hit.facts)
			visitor.visit = visit
		}
		const event = eventOf(hit, visit, hit.at, draw())
		advance(visit, event)
		event.entryPage = visit.entryPage
		if (!engagement) touched.add(visit)
		events.push(eventJson(event))
		outcome.kept++
	}
	for (const { from, to } of spans(events)) ledger.post(to - from, events.slice(from, to).join(','), '')
	for (const visits of join([...touched].map(visitJson))) ledger.post(0, '', visits)
	if (chunk.last) forget(sql, chunk.key)
	else names.save()
	sql.exec(
		'insert into import_chunk values (?, ?, ?, ?)',
		chunk.key,
		chunk.chunk,
		JSON.stringify({ ...outcome, content } satisfies Remembered),
		now,
	)
	return outcome
}

/** Tells chunks apart by what of them is stored anyway: no name of a visitor is in it. */
const contentOf = (hits: readonly ImportHit[]): string =>
	sha256Hex(
		hits.map((hit) => JSON.stringify([hit.at, hit.line, hit.name, hit.hostname, hit.page])).join('\n'),
	)

/** Parts that come in disorder must not put an event into a visit that began long after it. */
const isNear = (visit: OpenVisit, at: number): boolean => visit.startedAt - at < DISORDER_MS

function prepare(sql: SqlStorage, now: number): void {
	sql.exec('create table if not exists import (key text primary key, secret blob not null) without rowid')
	sql.exec(
		'create table if not exists import_visitor (import text, visitor text, state text not null, primary key (import, visitor)) without rowid',
	)
	sql.exec(
		'create table if not exists import_chunk (import text, chunk text, outcome text not null, at integer not null, primary key (import, chunk)) without rowid',
	)
	sql.exec('delete from import_chunk where at < ?', now - REMEMBER_MS)
}

/**
 * Ends imports that nobody has gone on with for a week: their visitors' names are not kept for ever.
 * @returns when to look again, ms since the epoch; null where no import is open.
 */
export function forgetAbandoned(sql: SqlStorage, now: number): number | null {
	prepare(sql, now)
	sql.exec('delete from import_visitor where import not in (select import from import_chunk)')
	sql.exec('delete from import where key not in (select import from import_chunk)')
	const open = 'select min(at) as at from import_chunk where import in (select key from import)'
	const { at } = sql.exec<{ at: number | null }>(open).one()
	return at === null ? null : at + REMEMBER_MS + 1
}

/** Has the visits changed that imports have open: later chunks go on with them. */
export function reworkVisits(sql: SqlStorage, now: number, change: (visit: OpenVisit) => OpenVisit): void {
	prepare(sql, now)
	const visitors = sql.exec<{ import: string; visitor: string; state: string }>(
		'select import, visitor, state from import_visitor',
	)
	for (const row of [...visitors]) {
		const state = JSON.parse(row.state) as Visitor
		if (!state.visit) continue
		sql.exec(
			'update import_visitor set state = ? where import = ? and visitor = ?',
			JSON.stringify({ ...state, visit: change(state.visit) } satisfies Visitor),
			row.import,
			row.visitor,
		)
	}
}

/** Ends an import: no name and no secret that could lead back to one is left. */
function forget(sql: SqlStorage, key: string): void {
	sql.exec('delete from import_visitor where import = ?', key)
	sql.exec('delete from import where key = ?', key)
}

/** The visitors of an import, by an HMAC of their names: a name may be an address, and none is stored. */
class Names {
	#sql: SqlStorage
	#key: string
	#mac: Mac
	#draw: () => number
	#touched = new Map<string, Visitor>()

	constructor(sql: SqlStorage, key: string, draw: () => number) {
		this.#sql = sql
		this.#key = key
		this.#draw = draw
		sql.exec('insert or ignore into import values (?, ?)', key, random(32))
		const { secret } = sql.exec<{ secret: ArrayBuffer }>('select secret from import where key = ?', key).one()
		this.#mac = macOf(new Uint8Array(secret))
	}

	get(name: string): Visitor {
		const id = Buffer.from(this.#mac(name).subarray(0, 16)).toString('base64url')
		let visitor = this.#touched.get(id)
		if (!visitor) {
			const row = this.#sql
				.exec<{ state: string }>(
					'select state from import_visitor where import = ? and visitor = ?',
					this.#key,
					id,
				)
				.toArray()[0]
			visitor = row ? (JSON.parse(row.state) as Visitor) : { number: this.#draw(), visit: null }
			this.#touched.set(id, visitor)
		}
		return visitor
	}

	save(): void {
		for (const [id, visitor] of this.#touched) {
			this.#sql.exec(
				'insert into import_visitor values (?, ?, ?) on conflict (import, visitor) do update set state = excluded.state',
				this.#key,
				id,
				JSON.stringify(visitor),
			)
		}
	}
}
