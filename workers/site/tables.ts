import type { Decision, DropReason } from '../model/event.ts'

/**
 * The object's own SQLite, all of it in one place but imports and ids: hence the length. One row of the day's log is one group commit, so a beacon costs one written row at
 * most; tables that end with a day are dropped, not emptied (a deleted row is billed as written, a dropped
 * table is not).
 */
export class Tables {
	readonly #sql: SqlStorage

	constructor(sql: SqlStorage) {
		this.#sql = sql
		sql.exec('create table if not exists meta (key text primary key, value text not null) without rowid')
		sql.exec(
			'create table if not exists outbox (seq integer primary key, n integer not null, events text not null, visits text not null)',
		)
		sql.exec(
			'create table if not exists erasure (visitor integer, since integer, until integer not null, primary key (visitor, since)) without rowid',
		)
		sql.exec(
			'create table if not exists carried (token text primary key, visit text not null, seen_at integer not null) without rowid',
		)
		sql.exec(
			'create table if not exists refusal (day text, reason text, count integer not null, written integer not null, primary key (day, reason)) without rowid',
		)
	}

	get<T>(key: string): T | null {
		const row = this.#sql.exec<{ value: string }>('select value from meta where key = ?', key).toArray()[0]
		return row ? (JSON.parse(row.value) as T) : null
	}

	set(key: string, value: unknown): void {
		this.#sql.exec(
			'insert into meta values (?, ?) on conflict (key) do update set value = excluded.value',
			key,
			JSON.stringify(value),
		)
	}

	delete(key: string): void {
		this.#sql.exec('delete from meta where key = ?', key)
	}

	/** Makes the tables of a day: its log of commits and its opted-out tokens. */
	openDay(day: string): void {
		this.#sql.exec(
			`create table if not exists ${log(day)} (seq integer primary key, n integer not null, events text not null, tokens text not null, written integer not null)`,
		)
		this.#sql.exec(`create table if not exists ${optOuts(day)} (token text primary key) without rowid`)
	}

	/** Ends a day: rows above `written` move to the outbox without their tokens, the rest is gone. */
	closeDay(day: string, written: number): void {
		this.#sql.exec(`insert into outbox select seq, n, events, '' from ${log(day)} where seq > ?`, written)
		this.#sql.exec(`drop table ${log(day)}`)
		this.#sql.exec(`drop table ${optOuts(day)}`)
	}

	/** Writes one group commit of the day: events as JSON rows, marks in the same order. */
	append(day: string, row: LogRow, written: number): void {
		this.#sql.exec(
			`insert into ${log(day)} values (?, ?, ?, ?, ?)`,
			row.seq,
			row.n,
			row.events,
			JSON.stringify(row.marks.map(packed)),
			written,
		)
	}

	/**
	 * How far D1 had the day's log when its last row was written. What came to D1 since is not noted: that would be
	 * one more row a commit, and writing a commit again changes nothing.
	 */
	writtenOf(day: string): number {
		this.#upgrade(day)
		const last = `select written from ${log(day)} order by seq desc limit 1`
		return this.#sql.exec<{ written: number }>(last).toArray()[0]?.written ?? 0
	}

	/** A day that was opened by a version before has a log without the position; then all of it is written again. */
	#upgrade(day: string): void {
		const table = this.#sql
			.exec<{ sql: string }>('select sql from sqlite_master where name = ?', log(day))
			.toArray()[0]
		if (table && !table.sql.includes('written')) {
			this.#sql.exec(`alter table ${log(day)} add column written integer not null default 0`)
		}
	}

	/** The day's log in order; consume it before any `await`. */
	*readLog(day: string): Generator<LogRow> {
		const cursor = this.#sql.exec<StoredLogRow>(`select seq, n, events, tokens from ${log(day)} order by seq`)
		for (const row of cursor) yield logRow(row)
	}

	/** The rows of the day's log that hold events of a token. */
	logOf(day: string, token: string): LogRow[] {
		return this.#sql
			.exec<StoredLogRow>(
				`select seq, n, events, tokens from ${log(day)} where instr(tokens, ?) > 0 order by seq`,
				JSON.stringify(token),
			)
			.toArray()
			.map(logRow)
	}

	/** Replaces the content of a log row (a visitor was erased from it). */
	rewrite(day: string, row: LogRow): void {
		this.#sql.exec(
			`update ${log(day)} set n = ?, events = ?, tokens = ? where seq = ?`,
			row.n,
			row.events,
			JSON.stringify(row.marks.map(packed)),
			row.seq,
		)
	}

	/** Adds rows that are ready for D1 to the outbox. */
	post(seq: number, n: number, events: string, visits: string): void {
		this.#sql.exec('insert into outbox values (?, ?, ?, ?)', seq, n, events, visits)
	}

	/** The oldest rows of the outbox; consume it before any `await`. */
	outbox(limit: number): Iterable<OutboxRow> {
		return this.#sql.exec<OutboxRow>('select seq, n, events, visits from outbox order by seq limit ?', limit)
	}

	/** The rows of the outbox that speak of a number; a number that is part of another one is found too. */
	outboxOf(number: number): OutboxRow[] {
		return this.#sql
			.exec<OutboxRow>(
				'select seq, n, events, visits from outbox where instr(events, ?1) > 0 or instr(visits, ?1) > 0',
				String(number),
			)
			.toArray()
	}

	/** Replaces the content of an outbox row (a visitor was erased from it). */
	rewriteOutbox({ seq, n, events, visits }: OutboxRow): void {
		this.#sql.exec('update outbox set n = ?, events = ?, visits = ? where seq = ?', n, events, visits, seq)
	}

	/** Notes a visitor whose rows must go from D1. */
	noteErasure({ visitor, since, until }: Erasure): void {
		this.#sql.exec(
			'insert into erasure values (?, ?, ?) on conflict (visitor, since) do update set until = max(until, excluded.until)',
			visitor,
			since,
			until,
		)
	}

	/** One of those notes. */
	nextErasure(): Erasure | null {
		return this.#sql.exec<Erasure>('select visitor, since, until from erasure limit 1').toArray()[0] ?? null
	}

	/** Its rows before an instant are gone: it goes on from there, or is done with. */
	settleErasure({ visitor, since, until }: Erasure, goneTo: number): void {
		// Not one that was widened meanwhile.
		const done = 'delete from erasure where visitor = ? and since = ? and until = ?'
		if (this.#sql.exec(done, visitor, since, until).rowsWritten === 0) return
		if (goneTo < until) this.noteErasure({ visitor, since: goneTo, until })
	}

	/** Replaces the visits that go on from the day before. */
	carry(visits: readonly CarriedRow[]): void {
		this.#sql.exec('delete from carried')
		for (const { token, visit, seen_at } of visits) {
			this.#sql.exec('insert into carried values (?, ?, ?)', token, visit, seen_at)
		}
	}

	/** Visits that went on from the day before, as they were at midnight. */
	carried(): CarriedRow[] {
		return this.#sql.exec<CarriedRow>('select token, visit, seen_at from carried').toArray()
	}

	renameCarried(token: string, name: string): void {
		this.#sql.exec('update carried set token = ? where token = ?', name, token)
	}

	dropCarried(token: string): void {
		this.#sql.exec('delete from carried where token = ?', token)
	}

	/** The day's log above a position; consume it before any `await`. */
	logAfter(day: string, seq: number, limit: number): Iterable<Omit<OutboxRow, 'visits'>> {
		return this.#sql.exec<Omit<OutboxRow, 'visits'>>(
			`select seq, n, events from ${log(day)} where seq > ? order by seq limit ?`,
			seq,
			limit,
		)
	}

	/** Events that no commit has written yet. */
	pending(day: string | null, written: number): number {
		const outbox = this.#sql.exec<{ n: number }>('select coalesce(sum(n), 0) as n from outbox').one().n
		if (day === null) return outbox
		const today = `select coalesce(sum(n), 0) as n from ${log(day)} where seq > ?`
		return outbox + this.#sql.exec<{ n: number }>(today, written).one().n
	}

	/** Removes what a commit has written from the outbox. */
	settle(seqs: readonly number[]): void {
		for (const seq of seqs) this.#sql.exec('delete from outbox where seq = ?', seq)
	}

	/** The highest log position in use. */
	lastSeq(day: string | null): number {
		const outbox = this.#sql.exec<{ n: number }>('select coalesce(max(seq), 0) as n from outbox').one().n
		if (day === null) return outbox
		const today = this.#sql.exec<{ n: number }>(`select coalesce(max(seq), 0) as n from ${log(day)}`).one().n
		return Math.max(outbox, today)
	}

	optOut(day: string, token: string): void {
		this.#sql.exec(`insert or ignore into ${optOuts(day)} values (?)`, token)
	}

	optIn(day: string, token: string): void {
		this.#sql.exec(`delete from ${optOuts(day)} where token = ?`, token)
	}

	optedOut(day: string): string[] {
		return this.#sql
			.exec<{ token: string }>(`select token from ${optOuts(day)}`)
			.toArray()
			.map((row) => row.token)
	}

	/** Counts refused beacons: all that is ever kept of them. */
	refuse(day: string, reason: DropReason, count: number): void {
		this.#sql.exec(
			'insert into refusal values (?, ?, ?, 0) on conflict (day, reason) do update set count = count + excluded.count',
			day,
			reason,
			count,
		)
	}

	/** Counts that D1 does not have yet. */
	refusals(): { day: string; reason: string; count: number }[] {
		return this.#sql
			.exec<{ day: string; reason: string; count: number }>(
				'select day, reason, count from refusal where count > written',
			)
			.toArray()
	}

	/** Marks counts as written; those of other days are done with and go. */
	settleRefusals(
		rows: readonly { day: string; reason: string; count: number }[],
		today: string | null,
	): void {
		for (const row of rows) {
			this.#sql.exec(
				'update refusal set written = ? where day = ? and reason = ?',
				row.count,
				row.day,
				row.reason,
			)
		}
		// Asked first: a statement that might write opens a transaction, and there is one with every commit.
		const done = 'select 1 from refusal where day <> ? and count = written limit 1'
		if (this.#sql.exec(done, today ?? '').toArray().length > 0)
			this.#sql.exec('delete from refusal where day <> ? and count = written', today ?? '')
	}
}

/** One group commit. */
export interface LogRow {
	seq: number
	/** Events in it. */
	n: number
	/** JSON rows `[…],[…]`, without the outer brackets. */
	events: string
	/** What is noted of each event beside its row, in the same order. */
	marks: Mark[]
}

/** What the day's log says of an event and D1 must not know. */
export interface Mark {
	/** Of its visitor. */
	token: string
	/** Of its visit; null where the event did not begin one. */
	decision: Decision | null
	/** The sender's token of the day, where the event's answer gave it an id that it has to show yet. */
	awaits: string | null
}

// Most events begin no visit: their mark is the token alone, as it was before there was more to note.
type Packed = string | [string, Decision['outcome'], Decision['reason'], string, number, string?]

const packed = ({ token, decision, awaits }: Mark): Packed => {
	if (!decision) return token
	const { outcome, reason, rule, policyVersion } = decision
	if (awaits === null) return [token, outcome, reason, rule, policyVersion]
	return [token, outcome, reason, rule, policyVersion, awaits]
}

const unpacked = (mark: Packed): Mark => {
	if (typeof mark === 'string') return { token: mark, decision: null, awaits: null }
	const [token, outcome, reason, rule, policyVersion, awaits = null] = mark
	return { token, decision: { outcome, reason, rule, policyVersion }, awaits }
}

const logRow = ({ tokens, ...row }: StoredLogRow): LogRow => ({
	...row,
	marks: (JSON.parse(tokens) as Packed[]).map(unpacked),
})

// A type, not an interface: SQLite's row types want an index signature.
type StoredLogRow = { seq: number; n: number; events: string; tokens: string }

/** A visitor's rows of a span, half-open, ms since the epoch. */
export type Erasure = { visitor: number; since: number; until: number }

/** A visit that went on over midnight: as JSON, and when its last beacon came (ms since the epoch). */
export type CarriedRow = { token: string; visit: string; seen_at: number }

export type OutboxRow = {
	seq: number
	n: number
	events: string
	visits: string
}

// Names are made of digits only: a day's name is ours, never a caller's.
const log = (day: string): string => `log_${day.replace(/\D/g, '')}`
const optOuts = (day: string): string => `optout_${day.replace(/\D/g, '')}`
