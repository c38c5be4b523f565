import type { Env } from '../env.ts'
import type { Mac } from '../kit/hash.ts'
import type { Policy } from '../model/policy.ts'
import { eventFrom, visitJson } from '../store/commit.ts'
import { type Day, dayAt } from './day.ts'
import { destroyHalf, newHalf, openKey } from './identity.ts'
import { join, spans } from './outbox.ts'
import type { Tables } from './tables.ts'
import { Today } from './today.ts'

/** The open day with all that goes with it. */
export interface OpenDay {
	today: Today
	/** The day's key, as what it is good for. */
	key: Mac
	/** Tokens of visitors who opted out today. */
	optedOut: Set<string>
}

interface StoredDay extends Day {
	/** Half A of the day's key, hexadecimal. */
	halfA: string
}

/**
 * The object's books: the open day, its log and how far D1 has it. It opens a day at its first beacon or on
 * waking (rebuilt from the log), and closes it at the site's midnight.
 */
export class Ledger {
	readonly tables: Tables
	/** Today's log is in D1 up to this position. */
	written: number
	#env: Env
	#open: OpenDay | null = null
	/** One opening at a time: its R2 call lets other requests in. */
	#opening: Promise<OpenDay> | null = null
	#seq: number

	constructor(env: Env, tables: Tables) {
		this.#env = env
		this.tables = tables
		const day = tables.get<StoredDay>('day')?.name ?? null
		this.written = day === null ? 0 : tables.writtenOf(day)
		this.#seq = tables.lastSeq(day)
	}

	/** The position the next row will have. */
	get nextSeq(): number {
		return this.#seq + 1
	}

	/** The day that is open in memory, over or not. */
	get today(): Today | null {
		return this.#open?.today ?? null
	}

	/** The name of the stored day; null where none is open. */
	get dayName(): string | null {
		return this.tables.get<StoredDay>('day')?.name ?? null
	}

	/** The end of the stored day, ms since the epoch; null where none is open. */
	get dayEnd(): number | null {
		return this.#open?.today.day.end ?? this.tables.get<StoredDay>('day')?.end ?? null
	}

	/** The day at `now`, opened, rebuilt or turned over as needed. */
	async dayOf(now: number, policy: Policy): Promise<OpenDay> {
		while (!this.#open || this.#open.today.day.end <= now) {
			this.#opening ??= this.#turn(now, policy).finally(() => {
				this.#opening = null
			})
			await this.#opening
		}
		return this.#open
	}

	/** The stored day if there is one, rebuilt after waking; it may be over. */
	async wake(policy: Policy): Promise<OpenDay | null> {
		const stored = this.tables.get<StoredDay>('day')
		return this.#open ?? (stored && this.dayOf(stored.start, policy))
	}

	async #turn(now: number, policy: Policy): Promise<OpenDay> {
		let stored = this.tables.get<StoredDay>('day')
		let notBefore = 0
		if (stored && stored.end <= now) {
			notBefore = stored.end
			await this.close(policy)
			stored = null
		}
		if (!stored) {
			stored = { ...dayAt(now, policy.timezone, notBefore), halfA: newHalf() }
			this.tables.openDay(stored.name)
			this.tables.set('day', stored)
		}
		const key = await openKey(this.#env, policy, stored, stored.halfA)
		const today = this.#rebuild(stored)
		this.#open = { today, key, optedOut: new Set(this.tables.optedOut(stored.name)) }
		return this.#open
	}

	/** Replays the day's log: what the object knew before it slept. */
	#rebuild(day: Day): Today {
		const today = new Today({ name: day.name, start: day.start, end: day.end })
		for (const row of this.tables.readLog(day.name)) {
			const events = JSON.parse(`[${row.events}]`) as unknown[][]
			events.forEach((cells, i) => {
				today.replay(row.tokens[i] ?? '', eventFrom(cells), row.seq, row.seq > this.written)
			})
		}
		return today
	}

	/**
	 * Ends the stored day: tokens and key are gone for good, rows that D1 does not have yet wait in the outbox
	 * without their tokens.
	 */
	async close(policy: Policy): Promise<void> {
		const stored = this.tables.get<StoredDay>('day')
		if (!stored) return
		const today = this.#open?.today ?? this.#rebuild(stored)
		const visits = join([...today.changed].map(visitJson))
		this.tables.closeDay(stored.name, this.written)
		for (const rows of visits) this.post(0, '', rows)
		this.tables.delete('day')
		this.#open = null
		await destroyHalf(this.#env, policy, stored).catch((error: unknown) => {
			console.warn(
				'day key: half B is left to its lifecycle rule',
				error instanceof Error ? error.message : '',
			)
		})
	}

	/** Appends one group commit to today's log, split where it would outgrow a row. */
	append(day: string, events: readonly string[], tokens: readonly string[]): void {
		for (const { from, to } of spans(events)) {
			const row = { n: to - from, events: events.slice(from, to).join(','), tokens: tokens.slice(from, to) }
			this.tables.append(day, { seq: ++this.#seq, ...row }, this.written)
		}
	}

	/** Adds rows that need no token to the outbox. */
	post(n: number, events: string, visits: string): void {
		this.tables.post(++this.#seq, n, events, visits)
	}

	/** Takes a token's rows out of today's log; the number its visitor had, if any. */
	forget(token: string): number | undefined {
		const open = this.#open
		if (!open) return undefined
		const number = open.today.numberOf(token)
		open.today.forget(token)
		for (const row of [...this.tables.readLog(open.today.day.name)]) {
			if (!row.tokens.includes(token)) continue
			const events = JSON.parse(`[${row.events}]`) as unknown[][]
			const kept = events.filter((_, i) => row.tokens[i] !== token)
			this.tables.rewrite(open.today.day.name, {
				seq: row.seq,
				n: kept.length,
				events: kept.map((cells) => JSON.stringify(cells)).join(','),
				tokens: row.tokens.filter((other) => other !== token),
			})
		}
		return number
	}
}
