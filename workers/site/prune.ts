import type { Event } from '../model/event.ts'
import { bitOf } from '../model/novelty.ts'
import type { Collect, Policy } from '../model/policy.ts'
import {
	before,
	firstRow,
	type Place,
	readEvents,
	readHeld,
	readVisits,
	type Stretch,
	writePruned,
} from '../store/prune.ts'
import { type Day, dayAt } from './day.ts'
import type { Folding } from './folding.ts'
import { Masks } from './prune-masks.ts'
import { reduceEvent, reduceHeld, reduceVisit } from './prune-rows.ts'
import type { Tables } from './tables.ts'

/**
 * Prunes a site's history to the rule that is in force: every row in D1 goes through what a hit goes through, day
 * by day from the oldest on, some rows at a time. Where it has come to is stored after each day; a day that was
 * begun is begun again, and what was pruned before no longer changes. Days with changes are folded anew.
 */

/** How far the last pruning is. */
export interface PruneState {
	/** Of the policy whose rule is applied. */
	policyVersion: number
	/** Instants in ms since the epoch. */
	startedAt: number
	/** Null while it goes on. */
	finishedAt: number | null
	/** The oldest row there was; null where there is none or none was read yet. */
	from: number | null
	/** All days before are done. */
	at: number
	/** Rows that changed. */
	events: number
	visits: number
	/** Of those that are held back from the statistics. */
	held: number
}

interface Stored extends PruneState {
	collect: Collect
}

/** A day that is being gone through; lost with the object's memory, then it is begun again. */
interface Scan {
	day: Day
	masks: Masks
	/** Where it is among the day's events, then among its visits. */
	phase: 'events' | 'visits' | 'held'
	after: Place
}

/** What came of a chunk. */
interface Done {
	read: number
	pruned: number
	last: Place | undefined
}

const VISIT = bitOf('visit')
const NEXT = { events: 'visits', visits: 'held' } as const

/** Rows that are read and written at once: some hundred milliseconds of D1 at most. */
const ROWS_AT_ONCE = 500
/** Between two steps others want the database too. */
const CHUNKS_A_STEP = 10

export class Pruning {
	readonly #tables: Pick<Tables, 'get' | 'set'>
	readonly #folding: Pick<Folding, 'changed' | 'forgetHours'>
	#scan: Scan | null = null

	constructor(tables: Pick<Tables, 'get' | 'set'>, folding: Pick<Folding, 'changed' | 'forgetHours'>) {
		this.#tables = tables
		this.#folding = folding
	}

	/** Begins, or begins anew where another one goes on. What comes after `now` must be by the rule already. */
	start({ version, privacy }: Policy, now: number): void {
		this.#scan = null
		const none = { finishedAt: null, from: null, at: 0, events: 0, visits: 0, held: 0 }
		this.#save({ policyVersion: version, startedAt: now, ...none, collect: privacy.collect })
	}

	get state(): PruneState | null {
		const stored = this.#stored()
		if (!stored) return null
		const { collect: _, ...state } = stored
		return state
	}

	/**
	 * Goes on for some chunks. D1 must have all rows from before the start.
	 * @returns whether there is more to do, and whether rows have changed.
	 * @throws when D1 fails: the next step goes on.
	 */
	async step(db: D1Database, policy: Policy): Promise<{ more: boolean; changed: boolean }> {
		let changed = false
		for (let n = 0; n < CHUNKS_A_STEP; n++) {
			const stored = this.#stored()
			if (!stored || stored.finishedAt !== null) return { more: false, changed }
			const scan = this.#scan ?? (await this.#next(db, policy, stored))
			// Somebody has begun anew while D1 was answering.
			if (this.#stored()?.startedAt !== stored.startedAt) continue
			if (!scan) {
				this.#save({ ...stored, finishedAt: Date.now() })
				return { more: false, changed }
			}
			// A chunk that failed has been seen by the masks: its day is begun again.
			this.#scan = null
			const rows = await this.#chunk(db, policy.site, stored, scan)
			changed ||= rows > 0
		}
		return { more: true, changed }
	}

	/** The next day that has rows; null where none is left. */
	async #next(db: D1Database, { site, timezone }: Policy, stored: Stored): Promise<Scan | null> {
		const first = await firstRow(db, site, stored.at, stored.startedAt)
		if (first === null) return null
		const day = dayAt(first, timezone, stored.at)
		if (stored.from === null && this.#stored()?.startedAt === stored.startedAt)
			this.#save({ ...stored, from: first, at: day.start })
		const masks = new Masks(day, stored.collect)
		return { day, masks, phase: 'events', after: before(day.start) }
	}

	/** One chunk of a day; the number of rows that changed. */
	async #chunk(db: D1Database, site: number, of: Stored, scan: Scan): Promise<number> {
		const stretch = { site, after: scan.after, end: Math.min(scan.day.end, of.startedAt + 1) }
		const done = await this.#rows(db, stretch, of, scan)
		const stored = this.#stored()
		if (stored?.startedAt !== of.startedAt) return done.pruned
		const [last, ended] = [done.last, done.read < ROWS_AT_ONCE]
		stored[scan.phase] += done.pruned
		if (!ended) this.#scan = { ...scan, after: last ?? scan.after }
		else if (scan.phase === 'held') stored.at = scan.day.end
		else this.#scan = { ...scan, phase: NEXT[scan.phase], after: before(scan.day.start) }
		if (done.pruned > 0 || stored.at === scan.day.end) this.#save(stored)
		return done.pruned
	}

	#rows(db: D1Database, stretch: Stretch, of: Stored, scan: Scan): Promise<Done> {
		switch (scan.phase) {
			case 'events':
				return this.#events(db, stretch, of, scan)
			case 'visits':
				return this.#visits(db, stretch, of, scan)
			case 'held':
				return this.#held(db, stretch, of)
		}
	}

	async #held(db: D1Database, stretch: Stretch, { collect }: Stored): Promise<Done> {
		const rows = await readHeld(db, stretch, ROWS_AT_ONCE)
		const pruned = rows.map((row) => reduceHeld(row, collect)).filter((row, i) => row !== rows[i])
		await writePruned(db, stretch.site, { held: pruned })
		const last = rows.at(-1)?.event
		return { read: rows.length, pruned: pruned.length, last: last && { time: last.time, id: last.id } }
	}

	async #events(db: D1Database, stretch: Stretch, of: Stored, scan: Scan): Promise<Done> {
		const rows = await readEvents(db, stretch, ROWS_AT_ONCE)
		const pruned = rows.flatMap((row) => prunedOf(row, of.collect, scan.masks))
		if (pruned.length > 0) {
			this.#mark(
				pruned.map(({ time }) => time),
				scan.day,
				of,
			)
			// The visit holds the mask of its first event.
			const novelty = pruned
				.filter((one) => (one.novelty & VISIT) !== 0)
				.map((one) => ({ startedAt: one.visitStartedAt, id: one.visit, novelty: one.novelty }))
			await writePruned(db, stretch.site, { events: pruned, novelty })
		}
		const last = rows.at(-1)
		return { read: rows.length, pruned: pruned.length, last: last && { time: last.time, id: last.id } }
	}

	async #visits(db: D1Database, stretch: Stretch, of: Stored, scan: Scan): Promise<Done> {
		const rows = await readVisits(db, stretch, ROWS_AT_ONCE)
		const pruned = rows.map((row) => reduceVisit(row, of.collect)).filter((row, i) => row !== rows[i])
		if (pruned.length > 0) {
			this.#mark(
				pruned.map((row) => row.startedAt),
				scan.day,
				of,
			)
			await writePruned(db, stretch.site, { visits: pruned })
		}
		const last = rows.at(-1)
		return { read: rows.length, pruned: pruned.length, last: last && { time: last.startedAt, id: last.id } }
	}

	/** Before the rows are written: if nothing comes after that, the sums are made anew all the same. */
	#mark(instants: number[], day: Day, { startedAt }: Stored): void {
		this.#folding.changed(instants, false)
		if (day.end > startedAt) this.#folding.forgetHours()
	}

	#stored(): Stored | null {
		return this.#tables.get<Stored>('prune')
	}

	#save(stored: Stored): void {
		this.#tables.set('prune', stored)
	}
}

/** The row as it is to be, if it is to change. */
function prunedOf(row: Event, collect: Collect, masks: Masks): Event[] {
	const reduced = reduceEvent(row, collect)
	const { novelty, noveltyHour } = masks.of(reduced)
	if (reduced === row && novelty === row.novelty && noveltyHour === row.noveltyHour) return []
	return [{ ...reduced, novelty, noveltyHour }]
}
