import type { DropReason, Hit } from '../model/event.ts'
import type { Kept } from './recorder.ts'

/**
 * One lane a site and isolate: while a call to the site's object is under way, later hits wait and go together
 * in the next one. An idle site pays no delay, a busy one pays one call (and one durable row) for many beacons.
 *
 * Whoever sends does so within its own request: the runtime ties I/O to the request that began it. So the
 * sender of one group hands the lead to the first request that waits. Every request stays alive by `waitUntil`,
 * gone visitor or not; one that waits has a timer of its own too: the runtime takes a request that waits for
 * nothing but another request's promise for hung and cancels it. Who sends needs none but that of its call.
 */

type Context = Pick<ExecutionContext, 'waitUntil'>

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
/**
 * Nobody waits longer: neither for its turn nor for the object. A lead older than this was lost (its request was
 * ended by the runtime): the next arrival takes over.
 */
const LOST_LEAD_MS = 20_000

const UNAVAILABLE: Kept = { kept: false, reason: 'unavailable', decision: null }

/** A hit that waits for the call it goes in. */
interface Waiting {
	hit: Hit
	/**
	 * Wakes its request, once: with the answer, or with null to make it the sender. One promise serves both, since
	 * whatever one request resolves for another goes through the runtime's queue between requests.
	 */
	wake(answer: Kept | null): void
	/** The answer of a call that somebody else made with it; `sent` until that call is answered. */
	outcome: Kept | 'sent' | null
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
	async record(name: string, hit: Hit, send: Send, ctx: Context): Promise<Kept> {
		const lane = this.#lane(name)
		this.#unanswered++
		try {
			const answer = this.#mayLead(lane)
				? this.#lead(name, lane, send, ctx, { hit, wake() {}, outcome: null })
				: this.#wait(name, lane, send, ctx, hit)
			ctx.waitUntil(answer)
			return await answer
		} finally {
			this.#unanswered--
		}
	}

	/** Waits for the call that a hit goes in, which may be its own to make. */
	async #wait(name: string, lane: Lane, send: Send, ctx: Context, hit: Hit): Promise<Kept> {
		const { promise, resolve } = Promise.withResolvers<Kept | null>()
		const waiting: Waiting = { hit, wake: resolve, outcome: null }
		lane.queue.push(waiting)
		const timer = setTimeout(() => {
			// Its sender is told to try again: it must neither be sent nor be given the lead any more.
			const at = lane.queue.indexOf(waiting)
			if (at >= 0) lane.queue.splice(at, 1)
			resolve(UNAVAILABLE)
		}, LOST_LEAD_MS)
		const answer = await promise
		clearTimeout(timer)
		return answer ?? (await this.#lead(name, lane, send, ctx, waiting))
	}

	/** Counts a refused beacon; it travels with the next group, or alone when nobody sends. */
	refuse(name: string, reason: DropReason, send: Send, ctx: Context): void {
		const lane = this.#lane(name)
		lane.refusals.set(reason, (lane.refusals.get(reason) ?? 0) + 1)
		if (this.#mayLead(lane)) ctx.waitUntil(this.#lead(name, lane, send, ctx, null))
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

	/**
	 * Makes one call with all that waits, and hands the lead on.
	 * @param own the leader's own hit, at the head of the queue if it waited there; null where refusals alone go.
	 */
	async #lead(name: string, lane: Lane, send: Send, ctx: Context, own: Waiting | null): Promise<Kept> {
		lane.ledSince = Date.now()
		if (this.#unanswered > BUSY_HITS) await scheduler.wait(Math.min(this.#lanes.size * 2, MAX_WAIT_MS))
		// In front: its own call must hold it, however long a queue a lost lead has left behind. Not again what was
		// taken along meanwhile by who took the lead for lost.
		if (own && own.outcome === null && lane.queue[0] !== own) lane.queue.unshift(own)
		const group = lane.queue.splice(0, MAX_GROUP)
		for (const waiting of group) waiting.outcome = 'sent'
		const refusals = [...lane.refusals]
		lane.refusals.clear()
		const hits = group.map(({ hit }) => hit)
		const answers = await answersOf(() => send(hits, refusals))
		group.forEach((waiting, i) => {
			waiting.outcome = answers[i] ?? UNAVAILABLE
			if (waiting !== own) waiting.wake(waiting.outcome)
		})
		const [next] = lane.queue
		if (next) next.wake(null)
		else {
			lane.ledSince = 0
			// Nobody's answer waits for what is only counted.
			if (lane.refusals.size > 0 && this.#mayLead(lane))
				ctx.waitUntil(this.#lead(name, lane, send, ctx, null))
			else this.#lanes.delete(name)
		}
		return own?.outcome && own.outcome !== 'sent' ? own.outcome : UNAVAILABLE
	}
}

/** The answers of a call; none where it breaks or takes too long. */
async function answersOf(call: () => Promise<Kept[]>): Promise<Kept[]> {
	const late = Promise.withResolvers<never>()
	const timer = setTimeout(() => late.reject(new Error('no answer in time')), LOST_LEAD_MS)
	try {
		return await Promise.race([call(), late.promise])
	} catch (error) {
		// Not sent again: the object may have kept the group before the call broke, and twice is worse.
		console.warn('site object out of reach', error instanceof Error ? error.message : '')
		return []
	} finally {
		clearTimeout(timer)
	}
}
