import { fits, wildcardOf } from '../kit/wildcard.ts'
import type { Event } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import {
	type Cursor,
	type Doings,
	doingsOf,
	eventSlice,
	type HeldEvent,
	heldSlice,
	movedSlice,
	writeMoved,
} from '../store/quarantine.ts'
import { type Day, dayAt } from './day.ts'
import { type Decided, regroup } from './regroup.ts'
import type { Tables } from './tables.ts'

/**
 * Moves traffic between the statistics and quarantine, with the past following, and back. A move goes through
 * closed days in order, a bounded step at a time, and remembers how far it is; the open day's part follows when
 * that day has closed. Longer than other files: its steps share one state.
 */

/** Which events a move takes. What is left out does not matter. */
export interface What {
	/** ms since the epoch, half-open. */
	from: number
	to: number
	/** Out of quarantine only: one of the reasons. */
	reason?: string | undefined
	/** ISO 3166-1 alpha-2. */
	country?: string | undefined
	/** A path; `*` stands for anything but a slash, `**` for all. */
	page?: string | undefined
	hostname?: string | undefined
	/** Host of the referrer. */
	referrer?: string | undefined
	/** From networks of hosting companies. */
	hosting?: boolean | undefined
}

export interface Move {
	/** Counts from 1 within the site. */
	id: number
	kind: 'hold' | 'release' | 'undo'
	/** Of an undo: the move that it takes back. */
	of: number | null
	/** Of an undo the whole of what that move took. */
	what: What | null
	/** When it was asked for, ms since the epoch. */
	at: number
	/** Events that it took so far, engagements included. */
	events: number
	/** ms since the epoch; null while it goes on. */
	doneAt: number | null
	/** The move that took it back, if one did. */
	undoneBy: number | null
}

interface Stored extends Move {
	cursor: Cursor
}

type Notes = Pick<Tables, 'get' | 'set'>

/** Reason of events that the owner held back afterwards. */
export const BY_OWNER = 'owner'

/**
 * What the door holds back is kept so long; what a move took out so long from the move on, for undoing it. Neither
 * is kept longer than events are.
 */
export const HELD_DAYS = 30

/** Rows looked at in one step, and events that one batch takes: its visitors may have many more. */
const SLICE = 2_000
const TAKEN = 400
/** Steps in one ring of the alarm. */
const STEPS = 10
/** Moves that are remembered. */
const MOST_MOVES = 200
const DAY = 86_400_000

/** Days that changed: their rollups are folded anew. */
export type Changed = (instants: Iterable<number>, stable: boolean) => void

export class Moves {
	readonly #tables: Notes

	constructor(tables: Notes) {
		this.#tables = tables
	}

	/** All moves, the newest first. */
	list(): Move[] {
		return this.#stored()
			.map(({ cursor: _, ...move }) => move)
			.toReversed()
	}

	/** Begins a move; null where too many are remembered that still go on. */
	begin(kind: 'hold' | 'release', what: What, now: number): Move | null {
		return this.#add({ kind, what, of: null }, now)
	}

	/**
	 * Takes the latest move back that still stands: an earlier one may have lost events to it. Null where that is
	 * another one, or it still goes on.
	 */
	undo(id: number, now: number): Move | null {
		const of = this.#stored().findLast(({ kind, undoneBy }) => kind !== 'undo' && undoneBy === null)
		if (of?.id !== id || of.doneAt === null || this.tooOld(now).includes(id)) return null
		const undo = this.#add({ kind: 'undo', what: null, of: id }, now)
		if (undo) this.#update({ ...of, undoneBy: undo.id })
		return undo
	}

	/** Moves that are too long ago to be undone. */
	tooOld(now: number): number[] {
		return this.#stored().flatMap(({ id, doneAt }) =>
			doneAt !== null && doneAt <= now - HELD_DAYS * DAY ? [id] : [],
		)
	}

	/** Whether a move has something to do before `openFrom`, the start of the open day. */
	due(openFrom: number): boolean {
		return this.#stored().some((move) => move.doneAt === null && move.cursor.time < openFrom)
	}

	/**
	 * Goes on with the oldest move that is not done. D1 must have all rows.
	 * @returns whether there is more to do now.
	 * @throws when D1 fails: nothing is lost, the step is done again.
	 */
	async go(
		db: D1Database,
		policy: Policy,
		openFrom: number,
		now: number,
		changed: Changed,
	): Promise<boolean> {
		for (let n = 0; n < STEPS; n++) {
			const move = this.#stored().find(({ doneAt, cursor }) => doneAt === null && cursor.time < openFrom)
			if (!move) return false
			await this.#step(db, policy, move, openFrom, now, changed)
		}
		return this.due(openFrom)
	}

	async #step(
		db: D1Database,
		policy: Policy,
		move: Stored,
		openFrom: number,
		now: number,
		changed: Changed,
	): Promise<void> {
		const { site, timezone } = policy
		const slice = await sliceOf(db, site, move, this.#directionOf(move), openFrom)
		if (slice.found.length === 0) {
			// Nothing more until the open day closes, if the move goes on in it.
			const to = move.what?.to ?? 0
			const waits = slice.end === null && to > openFrom
			const cursor = slice.end ?? { time: Math.max(openFrom, move.cursor.time), id: 0 }
			this.#update({ ...move, cursor, doneAt: slice.end !== null || waits ? null : now })
			return
		}
		const [first] = slice.found
		const day = dayAt(first?.time ?? 0, timezone)
		const chosen = slice.found.filter(({ time }) => time < day.end).slice(0, TAKEN)
		const visitors = [...new Set(chosen.map(({ visitor }) => visitor))]
		const { events, at } = await this.#rewrite(db, policy, move, day, visitors, chosen)
		changed(at.instants, at.stable)
		const last = chosen.at(-1) ?? { time: day.end, id: 0 }
		this.#update({ ...move, events: move.events + events, cursor: { time: last.time, id: last.id } })
	}

	async #rewrite(
		db: D1Database,
		policy: Policy,
		move: Stored,
		day: Day,
		visitors: readonly number[],
		chosen: readonly Found[],
	): Promise<{ events: number; at: { instants: number[]; stable: boolean } }> {
		const { site } = policy
		let span = { from: day.start, to: day.end }
		let doings = await doingsOf(db, site, visitors, span.from, span.to)
		// Visits of numbers that outlive the day may have begun before it or go on after it.
		const wider = spanOf(doings, day)
		if (wider.from < span.from || wider.to > span.to) {
			span = wider
			doings = await doingsOf(db, site, visitors, span.from, span.to)
		}
		const keys = new Map(chosen.map((one) => [`${one.time} ${one.id}`, one.reasons]))
		const keyOf = ({ time, id }: Event) => `${time} ${id}`
		const hold = this.#directionOf(move) === 'hold'
		const released = hold ? [] : doings.held.filter(({ event }) => keys.has(keyOf(event)))
		const stays = hold
			? doings.events.filter((event) => !keys.has(keyOf(event)))
			: [...doings.events, ...released.map(({ event }) => event)]
		const decided = new Map<number, Decided>([
			...doings.held.flatMap(({ event, decision }): [number, Decided][] =>
				decision ? [[event.visit, decision]] : [],
			),
			...doings.visits.map(({ id, outcome, reason, rule, policyVersion }): [number, Decided] => [
				id,
				{ outcome, reason, rule, policyVersion },
			]),
		])
		const after = regroup(stays, { ...day, start: span.from, end: span.to }, decided)
		const counted = new Set(after.events.map(({ id }) => id))
		// Engagements that lost their visit go with it; of those that would come without one, none comes.
		const held = hold
			? doings.events
					.filter(({ id }) => !counted.has(id))
					.map(
						(event): HeldEvent => ({
							reasons: keys.get(keyOf(event)) ?? BY_OWNER,
							event,
							decision: decided.get(event.visit) ?? null,
						}),
					)
			: []
		const out = released.filter(({ event }) => counted.has(event.id))
		await writeMoved(db, { site, move: move.id, visitors, ...span, ...after, held, released: out })
		const all = [...held, ...out].map(({ event }) => event)
		return {
			events: all.length,
			at: {
				instants: [span.from, ...all.map(({ time }) => time)],
				stable: all.some(({ stable }) => stable === 1),
			},
		}
	}

	/** Which way events go: an undo goes against the move that it takes back. */
	#directionOf(move: Move): 'hold' | 'release' {
		if (move.kind !== 'undo') return move.kind
		const of = this.#stored().find(({ id }) => id === move.of)
		return of && this.#directionOf(of) === 'hold' ? 'release' : 'hold'
	}

	#add(fields: Pick<Move, 'kind' | 'what' | 'of'>, now: number): Move | null {
		const moves = this.#stored()
		if (moves.filter(({ doneAt }) => doneAt === null).length >= MOST_MOVES / 2) return null
		const id = (moves.at(-1)?.id ?? 0) + 1
		const move: Stored = {
			...{ id, ...fields, at: now, events: 0, doneAt: null, undoneBy: null },
			cursor: { time: fields.what?.from ?? 0, id: 0 },
		}
		const kept = moves.filter(({ doneAt }, i) => doneAt === null || i >= moves.length - MOST_MOVES + 1)
		this.#tables.set('moves', [...kept, move])
		const { cursor: _, ...told } = move
		return told
	}

	#update(move: Stored): void {
		this.#tables.set(
			'moves',
			this.#stored().map((one) => (one.id === move.id ? move : one)),
		)
	}

	#stored(): Stored[] {
		return this.#tables.get<Stored[]>('moves') ?? []
	}
}

/** An event that a move takes. */
interface Found extends Cursor {
	visitor: number
	reasons: string
}

/** Events of a slice that a move takes; `end` is where to go on where it holds none, null at the end of all. */
interface Slice {
	found: Found[]
	end: Cursor | null
}

async function sliceOf(
	db: D1Database,
	site: number,
	move: Stored,
	direction: 'hold' | 'release',
	openFrom: number,
): Promise<Slice> {
	if (move.of !== null) {
		const rows = await movedSlice(db, site, move.of, move.cursor, SLICE)
		const wanted = new Map(rows.map((row) => [`${row.time} ${row.id}`, row.reasons]))
		const [from, to] = [rows.at(0)?.time ?? 0, (rows.at(-1)?.time ?? 0) + 1]
		const there = await between(db, site, direction, from, to)
		const found = there.flatMap((one) => {
			const reasons = wanted.get(`${one.time} ${one.id}`)
			return reasons === undefined ? [] : [{ ...one, reasons }]
		})
		const last = rows.at(-1)
		return { found, end: found.length === 0 && last ? { time: last.time, id: last.id } : null }
	}
	const what = move.what ?? { from: 0, to: 0 }
	const to = Math.min(what.to, openFrom)
	if (move.cursor.time >= to) return { found: [], end: null }
	const takes = testOf(what)
	if (direction === 'hold') {
		const rows = await eventSlice(db, site, move.cursor, to, SLICE)
		const found = rows.filter(takes).map((event) => ({ ...foundOf(event), reasons: BY_OWNER }))
		return { found, end: endOf(rows, found) }
	}
	const rows = await heldSlice(db, site, move.cursor, to, SLICE)
	const found = rows
		.filter(
			({ event, reasons }) => takes(event) && (!what.reason || reasons.split(',').includes(what.reason)),
		)
		.map(({ event, reasons }) => ({ ...foundOf(event), reasons }))
	return {
		found,
		end: endOf(
			rows.map(({ event }) => event),
			found,
		),
	}
}

const foundOf = ({ time, id, visitor }: Event): Omit<Found, 'reasons'> => ({ time, id, visitor })

function endOf(rows: readonly Event[], found: readonly Found[]): Cursor | null {
	const last = rows.at(-1)
	return found.length === 0 && last ? { time: last.time, id: last.id } : null
}

/** All events of a span where an undo looks for its own. */
async function between(
	db: D1Database,
	site: number,
	direction: 'hold' | 'release',
	from: number,
	to: number,
): Promise<Omit<Found, 'reasons'>[]> {
	const all: Omit<Found, 'reasons'>[] = []
	for (let cursor: Cursor = { time: from, id: -1 }; ; ) {
		const rows =
			direction === 'hold'
				? await eventSlice(db, site, cursor, to, SLICE)
				: (await heldSlice(db, site, cursor, to, SLICE)).map(({ event }) => event)
		all.push(...rows.map(foundOf))
		const last = rows.at(-1)
		if (!last || rows.length < SLICE) return all
		cursor = { time: last.time, id: last.id }
	}
}

/** Whether a move takes an event. */
function testOf(what: What): (event: Event) => boolean {
	const page = what.page === undefined ? null : wildcardOf(what.page)
	const { referrer, country, hostname, hosting } = what
	return (event) =>
		event.time >= what.from &&
		(country === undefined || event.country === country) &&
		(hostname === undefined || event.hostname === hostname) &&
		(referrer === undefined || event.referrer === referrer || event.referrer.startsWith(`${referrer}/`)) &&
		(hosting !== true || event.asnKind === 'hosting') &&
		(page === null || fits(page, event.page))
}

/** The span that holds all of the visits that lie in a day. */
function spanOf({ events, visits, held }: Doings, day: Day): { from: number; to: number } {
	const all = [...events, ...held.map(({ event }) => event)].filter(({ stable }) => stable === 1)
	const from = Math.min(day.start, ...all.map(({ visitStartedAt }) => visitStartedAt))
	const ends = visits.filter(({ stable }) => stable === 1).map(({ lastAt }) => lastAt + DAY / 2)
	return { from, to: Math.max(day.end, ...ends) }
}
