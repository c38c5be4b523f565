import type { Env } from '../env.ts'
import { type Mac, random } from '../kit/hash.ts'
import type { Decision, Event } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { eventFrom, eventJson, visitFrom, visitJson } from '../store/commit.ts'
import type { Aside } from './aside.ts'
import { type Day, dayAt } from './day.ts'
import type { Folding } from './folding.ts'
import { destroyHalf, newHalf, openKey } from './identity.ts'
import { join, spans } from './outbox.ts'
import type { Change } from './prune-rows.ts'
import type { CarriedRow, LogRow, Mark, Tables } from './tables.ts'
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
 * The object's books, longer for what becomes of a visitor's rows: the open day, its log and how far D1 has it. It opens a day at its first beacon or on
 * waking (rebuilt from the log), and closes it at the site's midnight.
 */
export class Ledger {
	readonly tables: Tables
	/** What is held back today. */
	readonly aside: Aside
	/** Today's log is in D1 up to this position. */
	written: number
	#env: Env
	#folding: Pick<Folding, 'changed'>
	#open: OpenDay | null = null
	/** One opening at a time: its R2 call lets other requests in. */
	#opening: Promise<OpenDay> | null = null
	#seq: number

	constructor(env: Env, tables: Tables, folding: Pick<Folding, 'changed'>, aside: Aside) {
		this.#env = env
		this.aside = aside
		this.#folding = folding
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
		const today = this.#opened(day)
		for (const row of this.tables.readLog(day.name)) {
			for (const [event, mark] of entries(row)) today.replay(mark, event, row.seq, row.seq > this.written)
		}
		return today
	}

	/** A day with the visits that go on from the one before. */
	#opened({ name, start, end }: Day): Today {
		const today = new Today({ name, start, end })
		for (const row of this.tables.carried()) {
			const visit = visitFrom(JSON.parse(row.visit) as unknown[])
			today.carry(row.token, { ...visit, seenAt: row.seen_at, changedIn: 0 })
		}
		return today
	}

	/**
	 * Has every row changed that waits for D1 or that the open day is rebuilt from, and the open day with them: all
	 * its visits are written again. A day that is stored must be awake.
	 */
	rework(change: Change): void {
		const { tables } = this
		const visitOf = (cells: unknown[]): string => visitJson(change.visit(visitFrom(cells)))
		for (const row of [...tables.outbox(Number.MAX_SAFE_INTEGER)]) {
			const events = cellsOf(row.events).map((cells) => eventJson(change.event(eventFrom(cells))))
			const visits = cellsOf(row.visits).map(visitOf)
			tables.rewriteOutbox({ ...row, events: events.join(','), visits: visits.join(',') })
		}
		tables.carry(
			tables.carried().map((row) => ({ ...row, visit: visitOf(JSON.parse(row.visit) as unknown[]) })),
		)
		this.aside.rework(change)
		const open = this.#open
		if (!open) return
		const today = this.#opened(open.today.day)
		for (const row of [...tables.readLog(today.day.name)]) {
			const changed = entries(row).map(([event, mark]): [Event, Mark] => [
				change.event(event),
				mark.decision
					? { ...mark, decision: { ...mark.decision, rule: change.rule(mark.decision.rule) } }
					: mark,
			])
			// Replaying tells anew what is new in an event.
			for (const [event, mark] of changed) today.replay(mark, event, row.seq, true)
			tables.rewrite(today.day.name, {
				...row,
				events: changed.map(([event]) => eventJson(event)).join(','),
				marks: changed.map(([, mark]) => mark),
			})
		}
		// Whoever waited for the day finds it in the same place.
		open.today = today
	}

	/**
	 * Ends the stored day: tokens and key are gone for good, rows that D1 does not have yet wait in the outbox
	 * without their tokens. Visits of cookie visitors that are open go on in the next day.
	 */
	async close(policy: Policy): Promise<void> {
		const stored = this.tables.get<StoredDay>('day')
		if (!stored) return
		const today = this.#open?.today ?? this.#rebuild(stored)
		const changed = [...today.changed]
		const visits = join(changed.map(visitJson))
		const going = [...today.goingOver()].map(([token, visit]) => ({
			...{ token, visit: visitJson(visit), seen_at: visit.seenAt },
		}))
		this.tables.closeDay(stored.name, this.written)
		this.aside.close()
		for (const rows of visits) this.post(0, '', rows)
		this.tables.carry(going)
		// The day before has longer visits now than when it was folded.
		const before = changed.map(({ startedAt }) => startedAt).filter((at) => at < stored.start)
		if (before.length > 0) this.#folding.changed(before, true)
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
	append(day: string, events: readonly string[], marks: readonly Mark[]): void {
		for (const { from, to } of spans(events)) {
			const row = { n: to - from, events: events.slice(from, to).join(','), marks: marks.slice(from, to) }
			this.tables.append(day, { seq: ++this.#seq, ...row }, this.written)
		}
	}

	/** Adds rows that need no token to the outbox. */
	post(n: number, events: string, visits: string): void {
		this.tables.post(++this.#seq, n, events, visits)
	}

	/** Takes a token's rows out of today's log; the number its visitor had, if any. */
	forget(token: string): number | undefined {
		// Of a day that nobody has come on yet there may be a visit from the one before.
		this.tables.dropCarried(token)
		const { today } = this.#open ?? {}
		if (!today) return undefined
		const number = today.numberOf(token)
		this.#takeOut(today, token)
		return number
	}

	/** Takes a number's rows out of what waits for D1 from days before. */
	forgetNumber(number: number): void {
		for (const row of this.tables.outboxOf(number)) {
			const events = cellsOf(row.events).filter((cells) => eventFrom(cells).visitor !== number)
			const visits = cellsOf(row.visits).filter((cells) => visitFrom(cells).visitor !== number)
			this.tables.rewriteOutbox({
				seq: row.seq,
				n: events.length,
				events: textOf(events),
				visits: textOf(visits),
			})
		}
	}

	/**
	 * Moves today's rows from one token to another, under a number and ids that nothing ties to those before: the
	 * other's number of today, or one that is drawn. Days before stay as they are; of a visit that came over
	 * midnight so does the part before it, as it was then.
	 *
	 * What remains at the edges: of a visit over midnight the rest is a visit of its own, and beacons of it that
	 * told of nothing but reading before its first event today are gone. Whoever changes the network at the same
	 * time has another token of the day and is counted once more, as lightweight visitors are.
	 */
	move(from: string, to: string, draw: () => number): void {
		const { today } = this.#open ?? {}
		const number = today?.numberOf(from)
		if (!today || number === undefined) return
		const carried = this.tables.carried().find(({ token }) => token === from)
		const moved = this.#takeOut(today, from)
		// An id that stays counts from tomorrow on, under the same number: those rows are not meant.
		this.tables.noteErasure({ visitor: number, since: today.day.start, until: today.day.end })
		if (carried) {
			const before = visitFrom(JSON.parse(carried.visit) as unknown[])
			this.post(0, '', carried.visit)
			this.#folding.changed([before.startedAt], true)
		}
		const target = today.numberOf(to) ?? draw()
		const visits = new Map<number, { visit: number; visitStartedAt: number }>()
		const [rows, marks]: [string[], Mark[]] = [[], []]
		for (const [event, mark] of moved) {
			let visit = visits.get(event.visit)
			const opens = visit === undefined
			if (!visit) {
				if (event.name === 'engagement') continue
				visit = { visit: draw(), visitStartedAt: event.time }
				visits.set(event.visit, visit)
			}
			const now: Mark = {
				token: to,
				decision: opens ? (mark.decision ?? carriedDecision(carried)) : null,
				awaits: null,
			}
			const renamed: Event = { ...event, ...visit, id: draw(), visitor: target, stable: 0 }
			today.replay(now, renamed, this.nextSeq, true)
			rows.push(eventJson(renamed))
			marks.push(now)
		}
		this.append(today.day.name, rows, marks)
	}

	/** Leaves today's rows of a token where they are, and nothing that says whose they are. */
	detach(token: string): void {
		const { today } = this.#open ?? {}
		if (!today) return
		const nobody = `x:${Buffer.from(random(12)).toString('base64url')}`
		today.rename(token, nobody)
		this.tables.renameCarried(token, nobody)
		for (const row of this.tables.logOf(today.day.name, token)) {
			const marks = row.marks.map((mark) =>
				mark.token === token ? { ...mark, token: nobody, awaits: null } : mark,
			)
			this.tables.rewrite(today.day.name, { ...row, marks })
		}
	}

	/** Takes a token out of the open day, with its rows, which it returns. */
	#takeOut(today: Today, token: string): [Event, Mark][] {
		today.forget(token)
		this.tables.dropCarried(token)
		const out: [Event, Mark][] = []
		for (const row of this.tables.logOf(today.day.name, token)) {
			const kept: [Event, Mark][] = []
			for (const entry of entries(row)) (entry[1].token === token ? out : kept).push(entry)
			this.tables.rewrite(today.day.name, {
				seq: row.seq,
				n: kept.length,
				events: kept.map(([event]) => eventJson(event)).join(','),
				marks: kept.map(([, mark]) => (mark.awaits === token ? { ...mark, awaits: null } : mark)),
			})
		}
		return out
	}
}

const cellsOf = (rows: string): unknown[][] => JSON.parse(`[${rows}]`) as unknown[][]

const textOf = (rows: readonly unknown[][]): string => rows.map((cells) => JSON.stringify(cells)).join(',')

/** The events of a log row with what is noted of each. */
const entries = ({ events, marks }: LogRow): [Event, Mark][] =>
	cellsOf(events).map((cells, i) => [
		eventFrom(cells),
		marks[i] ?? { token: '', decision: null, awaits: null },
	])

function carriedDecision(carried: CarriedRow | undefined): Decision | null {
	if (!carried) return null
	const { outcome, reason, rule, policyVersion } = visitFrom(JSON.parse(carried.visit) as unknown[])
	return outcome === '' || reason === '' ? null : { outcome, reason, rule, policyVersion }
}
