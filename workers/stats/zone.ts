import { Temporal } from 'temporal-polyfill'

/**
 * Local time as arithmetic. SQLite knows no time zones, so the changes of a zone's offset are computed here and
 * every backend adds the right one to an instant.
 */

/** From `from` on (ms since the epoch) the zone's clocks are `offset` ms ahead of UTC. */
export interface Shift {
	from: number
	offset: number
}

/** Half-open range of instants, ms since the epoch. */
export interface Range {
	from: number
	to: number
}

const DAY = 86_400_000

/** The offsets in force in a range, in order; the first holds for everything before it too. */
export function shiftsOf(timezone: string, range: Range): Shift[] {
	let at = zoned(range.from, timezone)
	const shifts = [{ from: range.from, offset: at.offsetNanoseconds / 1e6 }]
	for (;;) {
		const next = at.getTimeZoneTransition('next')
		if (!next || next.epochMilliseconds >= range.to) return shifts
		shifts.push({ from: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 })
		at = next
	}
}

/**
 * The same, so that the day number never goes back. Where clocks are put back across midnight (Newfoundland
 * until 2011 at 00:01) a day begins at its first midnight, and the hour that comes again stays in it.
 */
export function dayShiftsOf(timezone: string, range: Range): Shift[] {
	return shiftsOf(timezone, range).map((shift, i, all) => {
		const before = all[i - 1]
		if (!before || before.offset <= shift.offset) return shift
		const dayBefore = Math.floor((shift.from - 1 + before.offset) / DAY)
		const repeats = dayBefore > Math.floor((shift.from + shift.offset) / DAY)
		return repeats ? { ...shift, from: shift.from + before.offset - shift.offset } : shift
	})
}

/** The offset in force at an instant, ms. */
export function offsetAt(shifts: readonly Shift[], instant: number): number {
	const found = shifts.findLast((shift) => shift.from <= instant) ?? shifts[0]
	return found?.offset ?? 0
}

/** An instant with its zone. */
export const zoned = (instant: number, timezone: string): Temporal.ZonedDateTime =>
	Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone)

/** First instant of a local date, ms since the epoch: not always midnight. */
export const startOf = (date: Temporal.PlainDate, timezone: string): number =>
	date.toZonedDateTime(timezone).epochMilliseconds
