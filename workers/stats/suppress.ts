/**
 * Small cells, for everything that leaves an account. Time is cut into units (`suppress-units.ts`), and what may be
 * known of a unit is made once: its total, and for each dimension one table of cells. That table is the release.
 * Every public answer is a sum of released numbers and of nothing else, so that subtracting one answer from another
 * gives sums and differences of released numbers: no pair of ranges, filters or dimensions tells more than the
 * tables do. What remains is to make one table safe:
 *
 * - A cell with fewer than k visitors is folded into "other". Which value a folded visitor had stands nowhere: move a
 *   visitor from one folded value to another, and nothing that is published changes.
 * - "Other" has k visitors itself, or the smallest of the cells that could be shown is folded too: otherwise the
 *   total less what is shown would be a cell under k (complementary suppression).
 * - Folded cells that are all but full are told by what is left for them (two that have 18 are nine each, where
 *   neither has ten): one cell more is folded there as well.
 * - Numbers are rounded: what overlaps (a visitor with two sources, systems that come on one kind of device only)
 *   leaves differences of a few people between exact numbers. "Other" is what the published numbers leave over.
 *
 * `suppress.node.test.ts` tries every small world against an attacker who knows all of this.
 *
 * A dimension that lies within another (region in country, source in channel, path in host) would be a second table
 * of the same people, finer than the first; two dimensions crossed would be a table whose rows and columns are
 * published. Neither is released, see `suppress-question.ts`. Nothing is random: the same question has the same
 * answer, and asking again averages nothing out.
 *
 * What this does not hide: that a cell grew past k between two units, what its owner changed (another k, another
 * time zone, an erasure, an import) between two readings of one unit, and how a single visitor of a shown cell
 * behaved on average with the others of it.
 */

/** What is known of a cell. */
export interface Counts {
	visitors: number
	visits: number
	pageviews: number
	/** Per cent of visits; null where there is nothing to tell. */
	bounceRate: number | null
	/** Seconds, the mean of visits. */
	visitDuration: number | null
}

export interface Cell {
	value: string
	counts: Counts
}

/** What is published of a unit. */
export interface Release {
	total: Counts
	/** Largest first. */
	shown: Cell[]
	/** All that is folded, together; null where nothing is. */
	other: Counts | null
}

/**
 * The release of one unit and one dimension.
 * @param cells all that have a visitor, in any order.
 * @param k the fewest visitors of a cell.
 * @returns null where the unit has fewer than k visitors: nothing of it is told.
 */
export function release(total: Counts, cells: readonly Cell[], k: number): Release | null {
	if (total.visitors < k) return null
	const { shown, folded } = split(total.visitors, cells, k)
	const published = rounded(total, k)
	const list = shown.map(({ value, counts }) => ({ value, counts: rounded(counts, k) }))
	return { total: published, shown: list, other: folded.length > 0 ? remainder(published, list, k) : null }
}

/**
 * "Other", from what is published beside it and not from the folded cells: rounded a second time, their own sum
 * would narrow down what the total and the shown cells leave open.
 */
function remainder(total: Counts, shown: readonly Cell[], k: number): Counts {
	const left = (of: 'visitors' | 'visits' | 'pageviews') =>
		total[of] - shown.reduce((sum, { counts }) => sum + counts[of], 0)
	return {
		visitors: Math.max(left('visitors'), least(k)),
		visits: Math.max(left('visits'), 0),
		pageviews: Math.max(left('pageviews'), 0),
		bounceRate: null,
		visitDuration: null,
	}
}

/** Which cells are shown and which are folded: as few as will do, the smallest first. */
function split(total: number, cells: readonly Cell[], k: number): { shown: Cell[]; folded: Cell[] } {
	const sorted = cells.filter(({ counts }) => counts.visitors > 0).sort(bySize)
	const shown = sorted.filter(({ counts }) => counts.visitors >= k)
	const folded = sorted.slice(shown.length)
	while (folded.length > 0 && shown.length > 0 && !isSafe(total, shown, folded, k)) {
		folded.push(...shown.splice(-1))
	}
	return { shown, folded }
}

function isSafe(total: number, shown: readonly Cell[], folded: readonly Cell[], k: number): boolean {
	const small = folded.filter(({ counts }) => counts.visitors < k).length
	const large = folded.length - small
	// So many people stand behind the folded cells at least: their own sum may be one person in ten cells.
	if (large === 0 && total - visitorsOf(shown) < k) return false
	// What the rounded numbers leave of the total, at least, and what the folded cells hold at most: where the two
	// come near, every folded cell is full.
	const most = shown.map(({ counts }) => highest(told(counts.visitors, k)))
	const left = lowest(told(total, k)) - most.reduce((sum, one) => sum + one, 0)
	const room = small * (k - 1) + large * Math.min(...most)
	return room - left >= Math.ceil(k / 2)
}

const bySize = (a: Cell, b: Cell): number =>
	b.counts.visitors - a.counts.visitors || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)

const visitorsOf = (cells: readonly Cell[]): number =>
	cells.reduce((all, { counts }) => all + counts.visitors, 0)

/** The sum of counts; rates and durations are means, weighted by visits. */
export function sumOf(all: readonly Counts[]): Counts {
	const added = (of: (counts: Counts) => number) => all.reduce((sum, counts) => sum + of(counts), 0)
	const mean = (of: (counts: Counts) => number | null) => {
		const told = all.filter((counts) => of(counts) !== null && counts.visits > 0)
		const weight = told.reduce((sum, { visits }) => sum + visits, 0)
		return weight === 0
			? null
			: told.reduce((sum, counts) => sum + (of(counts) ?? 0) * counts.visits, 0) / weight
	}
	return {
		visitors: added(({ visitors }) => visitors),
		visits: added(({ visits }) => visits),
		pageviews: added(({ pageviews }) => pageviews),
		bounceRate: mean(({ bounceRate }) => bounceRate),
		visitDuration: mean(({ visitDuration }) => visitDuration),
	}
}

const STEP = 5

/** Counts in steps of 5, of 10 from 100 on; rates in steps of 5 per cent, durations of 10 seconds. */
const rounded = (counts: Counts, k: number): Counts => ({
	visitors: told(counts.visitors, k),
	visits: coarse(counts.visits),
	pageviews: coarse(counts.pageviews),
	bounceRate: to(counts.bounceRate, 5),
	visitDuration: to(counts.visitDuration, 10),
})

/** What the smallest cell is told as. */
const least = (k: number): number => STEP * Math.ceil(k / STEP)

/** How the visitors of a cell are told: a cell that is shown has k. */
const told = (visitors: number, k: number): number => Math.max(coarse(visitors), least(k))

const coarse = (count: number): number => {
	const step = count < 100 ? STEP : 2 * STEP
	return Math.round(count / step) * step
}

/** The fewest and the most visitors that are told as this. */
const lowest = (number: number): number => number - (number <= 100 ? 2 : 5)
const highest = (number: number): number => number + (number < 100 ? 2 : 4)

const to = (value: number | null, step: number): number | null =>
	value === null ? null : Math.round(value / step) * step

/** A count of this moment: whole multiples of k alone, null for fewer. */
export const ofThisMoment = (visitors: number, k: number): number | null =>
	visitors < k ? null : Math.floor(visitors / k) * k
