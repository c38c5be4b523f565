/** How far somebody got through the steps of a funnel. */

/** One event of somebody's, in the order of time: which steps it is, as bits, and when, ms. */
export interface Mark {
	/** Bit `k` is set where the event is step `k`, counted from 0. */
	mask: number
	/** Compared only where the funnel has a window. */
	at: number
}

export interface Rules {
	/** 2 to 8. */
	steps: number
	/**
	 * `open`: anything may lie between two steps. `strict`: no page view and no custom event does. Engagement
	 * beacons, which only say how a page was read, may lie between in either.
	 */
	order: 'open' | 'strict'
	/** Bits of the steps that engagement beacons are: scroll goals. */
	scrolls: number
	/** From the event of the first step to that of any other, ms; null: no bound. */
	window: number | null
}

/**
 * The number of steps taken, 0 for none: the longest chain of events, each later than the one before, the first
 * of which is step 1, the next step 2 and so on. One event is one step of a chain at most.
 *
 * Of all chains that end with a step, the one that began last has the most time left: so it alone is kept.
 */
export function furthest(marks: readonly Mark[], { steps, order, scrolls, window }: Rules): number {
	const within = window ?? Number.POSITIVE_INFINITY
	/** When the best chain to each step began; `NEVER` where there is none. */
	const began = new Array<number>(steps).fill(NEVER)
	let taken = 0
	for (const { mask, at } of marks) {
		const stays = order === 'open' || (mask & scrolls) !== 0
		// Backwards: a step goes on from the one before it as it was before this event.
		for (let step = steps - 1; step >= 0; step--) {
			const start = (mask & (1 << step)) === 0 ? NEVER : step === 0 ? at : (began[step - 1] ?? NEVER)
			const reached = start !== NEVER && at - start <= within
			if (reached) taken = Math.max(taken, step + 1)
			began[step] = Math.max(reached ? start : NEVER, stays ? (began[step] ?? NEVER) : NEVER)
		}
		if (taken === steps) break
	}
	return taken
}

const NEVER = Number.NEGATIVE_INFINITY

const FIRST = 256
const VISITS = ','
const ZERO = 48

/** The sign of an event in a row of D1: one character that stands for its mask. */
export const SIGN = { first: FIRST, none: String.fromCharCode(FIRST), between: VISITS } as const

/** Reads a row of D1: sequences of signs, one a visit; a number behind a sign is when its event was. */
export function marksOf(text: string): Mark[][] {
	return text.split(VISITS).map((visit) => {
		const marks: Mark[] = []
		let last: Mark = { mask: 0, at: 0 }
		for (let i = 0; i < visit.length; i++) {
			const code = visit.charCodeAt(i)
			if (code < FIRST) {
				last.at = last.at * 10 + code - ZERO
				continue
			}
			last = { mask: code - FIRST, at: 0 }
			marks.push(last)
		}
		return marks
	})
}
