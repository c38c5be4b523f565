import { randomNumber } from '../kit/hash.ts'
import type { Decision, Event, Taken } from '../model/event.ts'
import type { HeldReason } from '../privacy/screen.ts'
import { eventFrom } from '../store/commit.ts'
import { heldJson } from '../store/quarantine.ts'
import type { Day } from './day.ts'
import type { Change } from './prune-rows.ts'
import { Today } from './today.ts'

/**
 * What is held back today: a day of its own beside the counted one, with visitors and visits of its own, so that
 * it can be put into the statistics later as it came. As durable as the day's log, and as short-lived: with the
 * day the tokens go. Its numbers are never those of counted visitors, nor of an id: nothing ties the two.
 */

/** More of a day is counted and not kept. */
const MOST = 10_000
/** Rows of one statement. */
const CHUNK = 200

interface Row {
	seq: number
	/** Of `heldJson`, joined by commas. */
	rows: string
	/** JSON: the token of each event's visitor, in order; blank once its day is over. */
	tokens: string
}

export class Aside {
	readonly #sql: SqlStorage
	#today: Today | null = null
	#held = 0
	/** D1 has the rows up to this one; after waking they are written again, which changes nothing. */
	#written = 0

	constructor(sql: SqlStorage) {
		this.#sql = sql
		sql.exec(
			'create table if not exists held (seq integer primary key, day text not null, n integer not null, rows text not null, tokens text not null)',
		)
	}

	/** Makes an event of a hit that is held back. Null: the day holds enough, or an engagement without a visit. */
	take(
		{ day, token, site, now }: { day: Day; token: string; site: number; now: number },
		hit: Taken,
		reasons: readonly HeldReason[],
		decision: Decision,
	): string | null {
		const today = this.#of(day)
		if (this.#held >= MOST) return null
		const event = today.take(hit, now, {
			...{ token, number: null, awaits: null, decision },
			...{ site, seq: 1, draw: randomNumber },
		})
		if (!event) return null
		this.#held++
		return heldJson({ reasons: reasons.join(','), event, decision })
	}

	/** Writes what a group of hits came to, with their tokens. */
	append(day: Day, rows: readonly string[], tokens: readonly string[]): void {
		if (rows.length === 0) return
		this.#sql.exec(
			'insert into held (day, n, rows, tokens) values (?, ?, ?, ?)',
			day.name,
			rows.length,
			rows.join(','),
			JSON.stringify(tokens),
		)
	}

	/** Rows that D1 may lack, oldest first; null where there are none. */
	draft(): { rows: string; upTo: number } | null {
		const waiting = this.#sql
			.exec<{ seq: number; rows: string }>(
				'select seq, rows from held where seq > ? order by seq limit ?',
				this.#written,
				CHUNK,
			)
			.toArray()
		const last = waiting.at(-1)
		return last ? { rows: waiting.map(({ rows }) => rows).join(','), upTo: last.seq } : null
	}

	/** D1 has the rows up to this one. Those of days that are over are done with. */
	settle(upTo: number): void {
		this.#written = Math.max(this.#written, upTo)
		this.#sql.exec("delete from held where seq <= ? and tokens = ''", upTo)
	}

	/** Ends the day: tokens are gone, rows that D1 may lack wait on. */
	close(): void {
		this.#today = null
		this.#held = 0
		this.#sql.exec("update held set tokens = '' where tokens <> ''")
		this.#sql.exec("delete from held where seq <= ? and tokens = ''", this.#written)
	}

	/** Takes a sender's rows out; the number its visitor has there, if any. */
	forget(day: Day, token: string): number | undefined {
		const today = this.#of(day)
		const number = today.numberOf(token)
		if (number === undefined) return undefined
		today.forget(token)
		for (const { seq, rows, tokens } of this.#rowsOf(day)) {
			const names = JSON.parse(tokens) as string[]
			if (!names.includes(token)) continue
			const cells = JSON.parse(`[${rows}]`) as unknown[]
			const kept = cells.filter((_, i) => names[i] !== token)
			this.#sql.exec(
				'update held set n = ?, rows = ?, tokens = ? where seq = ?',
				kept.length,
				kept.map((one) => JSON.stringify(one)).join(','),
				JSON.stringify(names.filter((name) => name !== token)),
				seq,
			)
		}
		return number
	}

	/** Has all rows changed, and the day rebuilt from them when it is next asked for. */
	rework(change: Pick<Change, 'event' | 'rule'>): void {
		this.#today = null
		const all = this.#sql.exec<{ seq: number; rows: string }>('select seq, rows from held').toArray()
		for (const { seq, rows } of all) {
			const reasons = (JSON.parse(`[${rows}]`) as [string][]).map(([first]) => first)
			const changed = heldOf(rows).map(([event, decision], i) =>
				heldJson({
					reasons: reasons[i] ?? '',
					event: change.event(event),
					decision: decision && { ...decision, rule: change.rule(decision.rule) },
				}),
			)
			this.#sql.exec('update held set rows = ? where seq = ?', changed.join(','), seq)
		}
	}

	/** The day beside the open one, rebuilt after waking. */
	#of(day: Day): Today {
		if (this.#today?.day.name === day.name) return this.#today
		const today = new Today(day)
		this.#held = 0
		for (const { rows, tokens } of this.#rowsOf(day)) {
			const names = JSON.parse(tokens) as string[]
			for (const [i, [event, decision]] of heldOf(rows).entries()) {
				today.replay({ token: names[i] ?? '', decision, awaits: null }, event, 1, true)
				this.#held++
			}
		}
		this.#today = today
		return today
	}

	#rowsOf(day: Day): Row[] {
		return this.#sql
			.exec<Row & Record<string, SqlStorageValue>>(
				"select seq, rows, tokens from held where day = ? and tokens <> '' order by seq",
				day.name,
			)
			.toArray()
	}
}

/** Events of such rows, with what was decided of their visits. */
const heldOf = (rows: string): [Event, Decision | null][] =>
	(
		JSON.parse(`[${rows}]`) as [
			string,
			unknown[],
			[] | [Decision['outcome'], Decision['reason'], string, number],
		][]
	).map(([, cells, [outcome, reason, rule, policyVersion]]) => [
		eventFrom(cells),
		outcome && reason ? { outcome, reason, rule: rule ?? '', policyVersion: policyVersion ?? 0 } : null,
	])
