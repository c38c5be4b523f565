import { Temporal } from 'temporal-polyfill'

/**
 * The units in which public statistics are released: whole days, or whole calendar months where days are too small
 * to tell anything. Units never overlap and a month has one kind of them, decided by the month before, so that no
 * two public questions cut the same time in two ways. Only what is over is released.
 */
export interface Unit {
	kind: 'day' | 'month'
	/** As in `date_range`, both included. */
	from: string
	to: string
}

/** A month is told by days if the one before had so many times k visitors: for k = 10, 33 a day. */
const DAILY_FROM = 100
/** With a shorter memory there is no month before to decide by: such sites are told by days. */
const LEAST_DAYS_FOR_MONTHS = 124

export interface Memory {
	/** Days that the site's numbers are kept, the fewest of its rules. */
	keptDays: number
	/** Of the site's zone. */
	today: Temporal.PlainDate
}

/** The dates of a range that can be released: kept in full, and over. Null where there are none. */
export function releasable(
	from: Temporal.PlainDate,
	to: Temporal.PlainDate,
	{ keptDays, today }: Memory,
): { from: Temporal.PlainDate; to: Temporal.PlainDate } | null {
	// The oldest day that is kept goes at midnight: by the time it is asked for it may be half gone.
	const oldest = today.subtract({ days: keptDays - 1 })
	const firstMonth = oldest.with({ day: 1 }).add({ months: 2 })
	const first = later(from, isDaily(keptDays) ? oldest : firstMonth)
	const last = earlier(to, today.subtract({ days: 1 }))
	return Temporal.PlainDate.compare(first, last) <= 0 ? { from: first, to: last } : null
}

/** The months, by their first day, whose visitors decide how a range is cut; empty where nothing has to be decided. */
export function decidingMonths(
	from: Temporal.PlainDate,
	to: Temporal.PlainDate,
	{ keptDays }: Memory,
): string[] {
	return isDaily(keptDays) ? [] : monthsOf(from, to).map((month) => month.subtract({ months: 1 }).toString())
}

/**
 * Cuts a releasable range.
 * @param visitors of each of the deciding months, by its first day; a month that is not there had none.
 */
export function unitsOf(
	from: Temporal.PlainDate,
	to: Temporal.PlainDate,
	visitors: ReadonlyMap<string, number>,
	k: number,
): Unit[] {
	return monthsOf(from, to).flatMap((month): Unit[] => {
		const before = visitors.get(month.subtract({ months: 1 }).toString()) ?? 0
		const end = month.add({ months: 1 }).subtract({ days: 1 })
		// After a month without anybody nothing can be told of the site's size.
		if (before > 0 && before < DAILY_FROM * k) {
			const whole = Temporal.PlainDate.compare(from, month) <= 0 && Temporal.PlainDate.compare(end, to) <= 0
			return whole ? [{ kind: 'month', from: month.toString(), to: end.toString() }] : []
		}
		return daysOf(later(from, month), earlier(to, end)).map((day) => ({ kind: 'day', from: day, to: day }))
	})
}

const isDaily = (keptDays: number): boolean => keptDays < LEAST_DAYS_FOR_MONTHS

function monthsOf(from: Temporal.PlainDate, to: Temporal.PlainDate): Temporal.PlainDate[] {
	const months: Temporal.PlainDate[] = []
	for (let at = from.with({ day: 1 }); Temporal.PlainDate.compare(at, to) <= 0; at = at.add({ months: 1 })) {
		months.push(at)
	}
	return months
}

function daysOf(from: Temporal.PlainDate, to: Temporal.PlainDate): string[] {
	const count = from.until(to, { largestUnit: 'days' }).days + 1
	return Array.from({ length: Math.max(count, 0) }, (_, i) => from.add({ days: i }).toString())
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
	Temporal.PlainDate.compare(a, b) >= 0 ? a : b
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
	Temporal.PlainDate.compare(a, b) <= 0 ? a : b
