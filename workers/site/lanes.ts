import type { DropReason, Hit } from '../model/event.ts'
import type { Kept } from './recorder.ts'

/**
 * One lane a site and isolate: while a call to the site's object is under way, later hits wait and go together
 * in the next one. An idle site pays no delay, a busy one pays one call (and one durable row) for many beacons.
 *
 * Whoever sends does so within its own request: the runtime ties I/O to the request that began it. So the
 * sender of one group hands the lead to the first request that waits. A waiting request stays alive by
 * `waitUntil`, gone visitor or not, and by a timer of its own: the runtime takes a request that waits for
 * nothing but another request's promise for hung and cancels it.
 */

/** Sends one group of hits and counted refusals to a site's object. */
export type Send = (hits: Hit[], refusals: [DropReason, number][]) => Promise<Kept[]>

/** Hits in one call: each may be 64 KiB, a call may carry 32 MiB. */
const MAX_GROUP = 256
/** With more than this many hits unanswered in the isolate, calls are spaced out so that groups grow. */
const BUSY_HITS = 16
/**
 * Two milliseconds for each lane under way, up to this: one lane clocks itself, fifty need time to fill. With it
 * 256 connections into 50 sites reach 0.27 of the bare platform (`bench/ingest.ts`).
 */
const MAX_WAIT_MS = 100
/** A lead older than this was lost (its request was ended by the runtime): the next arrival takes over. */
const LOST_LEAD_MS = 20_000

const UNAVAILABLE: Kept = { kept: false, reason: 'unavailable', decision: null }

interface Waiting {
	hit: Hit
	/** Answers the hit. */
	settle(answer: Kept): void
	/** Makes the waiting request the sender. */
	lead(): void
}

interface Lane {
	queue: Waiting[]
	refusals: Map<DropReason, number>
	/** Since when somebody leads, ms since the epoch; 0 = nobody. */
	ledSince: number
}

/** The lanes of an isolate. Shared by its requests on purpose; holds nothing once its calls are answered. */
export class Lanes {
	#lanes = new Map<string, Lane>()
	#unanswered = 0

	/** Sends a hit and gives its answer; an object out of reach gives `unavailable`. */
	async record(name: string, hit: Hit, send: Send, ctx: Pick<ExecutionContext, 'waitUntil'>): Promise<Kept> {
		const lane = this.#lane(name)
		const { promise, resolve } = Promise.withResolvers<Kept>()
		this.#unanswered++
		if (this.#mayLead(lane)) {
			// In front: its own group must hold it, however long a queue a lost lead has left behind.
			lane.queue.unshift({ hit, settle: resolve, lead() {} })
			ctx.waitUntil(this.#lead(name, lane, send))
		} else {
			const turn = Promise.withResolvers<boolean>()
			lane.queue.push({
				hit,
				settle(kept) {
					resolve(kept)
					turn.resolve(false)
				},
				lead: () => turn.resolve(true),
			})
			ctx.waitUntil(turn.promise.then((leads) => (leads ? this.#lead(name, lane, send) : undefined)))
		}
		const timer = setTimeout(() => resolve(UNAVAILABLE), LOST_LEAD_MS)
		try {
			return await promise
		} finally {
			this.#unanswered--
			clearTimeout(timer)
		}
	}

	/** Counts a refused beacon; it travels with the next group, or alone when nobody sends. */
	refuse(name: string, reason: DropReason, send: Send, ctx: Pick<ExecutionContext, 'waitUntil'>): void {
		const lane = this.#lane(name)
		lane.refusals.set(reason, (lane.refusals.get(reason) ?? 0) + 1)
		if (this.#mayLead(lane)) ctx.waitUntil(this.#lead(name, lane, send))
	}

	#lane(name: string): Lane {
		let lane = this.#lanes.get(name)
		if (!lane) {
			lane = { queue: [], refusals: new Map(), ledSince: 0 }
			this.#lanes.set(name, lane)
		}
		return lane
	}

	/** Takes the lead of a lane that nobody leads. */
	#mayLead(lane: Lane): boolean {
		const now = Date.now()
		if (now - lane.ledSince < LOST_LEAD_MS) return false
		lane.ledSince = now
		return true
	}

	async #lead(name: string, lane: Lane, send: Send): Promise<void> {
		lane.ledSince = Date.now()
		if (this.#unanswered > BUSY_HITS) await scheduler.wait(Math.min(this.#lanes.size * 2, MAX_WAIT_MS))
		const group = lane.queue.splice(0, MAX_GROUP)
		const refusals = [...lane.refusals]
		lane.refusals.clear()
		try {
			const answers = await send(
				group.map(({ hit }) => hit),
				refusals,
			)
			group.forEach((waiting, i) => {
				waiting.settle(answers[i] ?? UNAVAILABLE)
			})
		} catch (error) {
			// Not sent again: the object may have kept the group before the call broke, and twice is worse.
			console.warn('site object out of reach', error instanceof Error ? error.message : '')
			for (const waiting of group) waiting.settle(UNAVAILABLE)
		}
		const [next] = lane.queue
		if (next) return next.lead()
		lane.ledSince = 0
		if (lane.refusals.size > 0 && this.#mayLead(lane)) return this.#lead(name, lane, send)
		this.#lanes.delete(name)
	}
}
