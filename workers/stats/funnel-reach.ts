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
	/** When the best chain to each step began. */
	let began = new Array<number | null>(steps).fill(null)
	let taken = 0
	for (const { mask, at } of marks) {
		const stays = order === 'open' || (mask & scrolls) !== 0
		const next = stays ? [...began] : new Array<number | null>(steps).fill(null)
		for (let step = 0; step < steps; step++) {
			if ((mask & (1 << step)) === 0) continue
			const start = step === 0 ? at : (began[step - 1] ?? null)
			if (start === null || at - start > within) continue
			next[step] = Math.max(next[step] ?? start, start)
			taken = Math.max(taken, step + 1)
		}
		began = next
	}
	return taken
}

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
