import type { Folded } from '../model/folded.ts'
import { type Range, zoned } from './zone.ts'

/** Stretches of a range: from rollups, and from raw rows. */
export interface Split {
	rolled: Range[]
	raw: Range[]
	/** The open day, where the range holds all of it and hours of it are folded. */
	open: Range | null
}

/** Splits a range; null where no whole day of it is folded. */
export function splitOf(range: Range, folded: Folded): Split | null {
	const day = (instant: number) => zoned(instant, folded.timezone).startOfDay()
	const startsDay = day(range.from).epochMilliseconds === range.from
	const first = startsDay ? range.from : day(range.from).add({ days: 1 }).startOfDay().epochMilliseconds
	const from = Math.max(first, folded.from)
	const to = Math.min(day(range.to).epochMilliseconds, folded.to)
	const hull = folded.raw && folded.raw.to > range.from && folded.raw.from < range.to ? folded.raw : null
	// Whoever came on raw days may come on open ones: such days are read together.
	const joined = hull && folded.openIsMixed && range.to > folded.to
	const cut = hull ? { from: Math.max(hull.from, from), to: joined ? to : Math.min(hull.to, to) } : null
	const rolled = (
		cut
			? [
					{ from, to: Math.min(cut.from, to) },
					{ from: Math.max(cut.to, from), to },
				]
			: [{ from, to }]
	).filter((one) => one.from < one.to)
	const open = joined ? null : openIn(range, folded)
	if (rolled.length === 0 && !open) return null
	const raw: Range[] = []
	let at = range.from
	for (const one of open ? [...rolled, open] : rolled) {
		if (at < one.from) raw.push({ from: at, to: one.from })
		at = one.to
	}
	if (at < range.to) raw.push({ from: at, to: range.to })
	return { rolled, raw, open }
}

/** A folded range as it is read: `stretches` from their sums, the rest from those of days. */
export interface Stretched {
	days: Range[]
	stretches: Range | null
}

/** The whole stretches of a folded range, if there are any, and the days before and after them. */
export function stretchedOf({ from, to }: Range, { stretches, timezone }: Folded): Stretched {
	const whole = { days: [{ from, to }], stretches: null }
	if (!stretches) return whole
	const after = (start: number) =>
		zoned(start, timezone).add({ days: stretches.days }).startOfDay().epochMilliseconds
	let begin = stretches.from
	while (begin < from && begin < stretches.to) begin = after(begin)
	let end = begin
	while (end < stretches.to && after(end) <= to) end = after(end)
	if (begin === end) return whole
	const days = [
		{ from, to: begin },
		{ from: end, to },
	].filter((one) => one.from < one.to)
	return { days, stretches: { from: begin, to: end } }
}

function openIn({ from, to }: Range, folded: Folded): Split['open'] {
	if (!folded.hours || from > folded.to) return null
	const end = zoned(folded.to, folded.timezone).add({ days: 1 }).startOfDay().epochMilliseconds
	return to < end ? null : { from: folded.to, to: end }
}
