/** Ways through a site, step by step, counted. */

export type Direction = 'next' | 'previous'

/** Neither is ever part of a stored path: control characters are taken out of it (`collect/page.ts`). */
export const BETWEEN_PAGES = '\u001f'
export const BETWEEN_VISITS = '\u001e'

/**
 * Characters of a visit that are read: more than ten steps can have, since an address has 2,000 bytes at most.
 * Beyond that only a page reloaded over and over comes, and the visit counts as ended there.
 */
export const MOST_CHARACTERS = 25_000

/** The pages of a row of D1, visit by visit; the page that the reading broke off in is left out. */
export const visitsOf = (text: string, direction: Direction): string[][] =>
	text.split(BETWEEN_VISITS).map((visit) => {
		const pages = visit.split(BETWEEN_PAGES)
		if (visit.length < MOST_CHARACTERS) return pages
		return direction === 'next' ? pages.slice(0, -1) : pages.slice(1)
	})

/** What some visitors did alike: their walks, one a visit. */
export interface Walkers {
	walks: string[][]
	visitors: number
}

export interface Count {
	visits: number
	/** Distinct. */
	visitors: number
}

export interface Step {
	/** The most frequent pages of the step, most visits first; of equals the first by name. */
	pages: (Count & { page: string })[]
	/** All other pages together. */
	others: Count & { pages: number }
	/** Visits that took the step before and not this one. */
	ended: Count
	/** Visits from a page of the step before to a page of this one; null: one of the others. None for the first. */
	links: { from: string | null; to: string | null; visits: number }[]
}

/**
 * The walk of one visit: the pages after its first view of `start` (before it, for `previous`), nearest first.
 * A page again right behind itself is no step: that is a reload. Null where the visit has no such view; without a
 * `start`, the walk begins with the visit.
 * @param views the pages viewed, in order.
 */
export function walkOf(
	views: readonly string[],
	start: string | null,
	direction: Direction,
	depth: number,
): string[] | null {
	const pages = views.filter((page, i) => page !== views[i - 1])
	if (start === null) return pages.slice(0, depth)
	const at = pages.indexOf(start)
	if (at < 0) return null
	return direction === 'next'
		? pages.slice(at + 1, at + 1 + depth)
		: pages.slice(Math.max(0, at - depth), at).reverse()
}

/** Counts walks step by step, as far as anybody went; of each step the `limit` most frequent pages by name. */
export function stepsOf(walkers: readonly Walkers[], depth: number, limit: number): Step[] {
	const frequent: Map<string, number>[] = Array.from({ length: depth }, () => new Map())
	for (const { walks, visitors } of walkers) {
		for (const walk of walks) {
			for (const [i, page] of walk.entries()) {
				const visits = frequent[i]
				visits?.set(page, (visits.get(page) ?? 0) + visitors)
			}
		}
	}
	const tallies = frequent.map((visits) => new Tally(visits, limit))
	for (const { walks, visitors } of walkers) {
		// Only who has several visits can come to one place twice.
		const seen = walks.length > 1 ? new Set<string>() : null
		for (const walk of walks) {
			let from: string | null = null
			for (const [i, tally] of tallies.entries()) {
				if (i > walk.length) break
				from = tally.add(walk[i], i === 0 ? undefined : from, visitors, seen, i)
			}
		}
	}
	const steps = tallies.map((tally) => tally.step())
	const last = steps.findLastIndex(({ pages, ended }) => pages.length > 0 || ended.visits > 0)
	return steps.slice(0, last + 1)
}

/** Pages that are not told by name, and ends. */
const OTHERS = BETWEEN_PAGES
const ENDED = BETWEEN_VISITS

/** One step as it is counted. */
class Tally {
	readonly #top: readonly string[]
	readonly #counts: Map<string, Count>
	readonly #others: number
	readonly #links = new Map<string, Map<string, number>>()

	constructor(visits: ReadonlyMap<string, number>, limit: number) {
		const sorted = [...visits].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
		this.#top = sorted.slice(0, limit).map(([page]) => page)
		this.#others = sorted.length - this.#top.length
		this.#counts = new Map([...this.#top, OTHERS, ENDED].map((key) => [key, { visits: 0, visitors: 0 }]))
	}

	/**
	 * @param page undefined where the walk ended before the step.
	 * @param from where the step before led; undefined for the first.
	 * @returns where the step led.
	 */
	add(
		page: string | undefined,
		from: string | null | undefined,
		visitors: number,
		seen: Set<string> | null,
		step: number,
	): string | null {
		const key = page === undefined ? ENDED : this.#counts.has(page) ? page : OTHERS
		const count = this.#counts.get(key)
		const place = `${step}${key}`
		if (count) {
			count.visits += visitors
			if (!seen?.has(place)) count.visitors += visitors
		}
		seen?.add(place)
		if (page !== undefined && from !== undefined) {
			const source = from ?? OTHERS
			const links = this.#links.get(source) ?? new Map<string, number>()
			this.#links.set(source, links)
			links.set(key, (links.get(key) ?? 0) + visitors)
		}
		return key === OTHERS ? null : key
	}

	step(): Step {
		const countOf = (key: string): Count => this.#counts.get(key) ?? { visits: 0, visitors: 0 }
		const named = (key: string): string | null => (key === OTHERS ? null : key)
		return {
			pages: this.#top.map((page) => ({ page, ...countOf(page) })),
			others: { pages: this.#others, ...countOf(OTHERS) },
			ended: countOf(ENDED),
			links: [...this.#links]
				.flatMap(([from, links]) =>
					[...links].map(([to, visits]) => ({ from: named(from), to: named(to), visits })),
				)
				.sort((a, b) => b.visits - a.visits || order(a.from, b.from) || order(a.to, b.to)),
		}
	}
}

/** By name, the others last. */
const order = (a: string | null, b: string | null): number =>
	a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1
