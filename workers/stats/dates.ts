import { Temporal } from 'temporal-polyfill'
import { type Range, startOf, zoned } from './zone.ts'

/** What a query's `date_range` may be, parsed; `resolve` makes instants of it. */
export type DateRange =
	| { kind: 'day' | '24h' | 'month' | 'year' | 'all' }
	| { kind: 'days' | 'months'; count: number }
	| { kind: 'dates'; from: Temporal.PlainDate; to: Temporal.PlainDate }
	| { kind: 'instants'; from: number; to: number }

const WORDS = ['day', '24h', 'month', 'year', 'all'] as const
const COUNTED = [
	{ form: /^([1-9]\d{0,3})d$/, kind: 'days', most: 5000 },
	{ form: /^([1-9]\d{0,2})mo$/, kind: 'months', most: 100 },
] as const
const DATE = /^\d{4}-\d\d-\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
const DAY = 86_400_000

/** Parses a `date_range`; null where it is none. */
export function parseDateRange(sent: unknown): DateRange | null {
	if (typeof sent === 'string') return parseWord(sent)
	if (!Array.isArray(sent) || sent.length !== 2) return null
	const [from, to]: unknown[] = sent
	if (typeof from !== 'string' || typeof to !== 'string') return null
	try {
		if (DATE.test(from) && DATE.test(to)) {
			const dates = { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) }
			return Temporal.PlainDate.compare(dates.from, dates.to) <= 0 ? { kind: 'dates', ...dates } : null
		}
		if (INSTANT.test(from) && INSTANT.test(to)) {
			const [first, last] = [instantOf(from), instantOf(to)]
			return first <= last ? { kind: 'instants', from: first, to: last } : null
		}
	} catch {
		// Digits in the right places that are no date: the 30th of February.
	}
	return null
}

function parseWord(sent: string): DateRange | null {
	for (const kind of WORDS) if (sent === kind) return { kind }
	for (const { form, kind, most } of COUNTED) {
		const count = Number(form.exec(sent)?.[1])
		if (count <= most) return { kind, count }
	}
	return null
}

const instantOf = (text: string): number => Temporal.Instant.from(text).epochMilliseconds

export interface Clock {
	/** ms since the epoch. */
	now: number
	timezone: string
	/** Start of the site's oldest row, ms since the epoch; null where it has none. For `all`. */
	oldest: number | null
	/** `include.trim_relative_date_range`: what would reach into the future ends today, and today ends now. */
	trim: boolean
}

/**
 * Makes instants of a date range, in the site's time zone. `<N>d` and `<N>mo` end with yesterday and with last
 * month. An end given as an instant means the whole second that it names.
 */
export function resolve(range: DateRange, { now, timezone, oldest, trim }: Clock): Range {
	const today = zoned(now, timezone).toPlainDate()
	const days = (from: Temporal.PlainDate, end: Temporal.PlainDate): Range => ({
		from: startOf(from, timezone),
		to: startOf(end, timezone),
	})
	const tomorrow = today.add({ days: 1 })
	const month = today.with({ day: 1 })
	const endOfSecond = (instant: number): number => Math.floor(instant / 1000) * 1000 + 1000
	switch (range.kind) {
		case 'day':
			return { from: startOf(today, timezone), to: trim ? endOfSecond(now) : startOf(tomorrow, timezone) }
		case '24h':
			return { from: endOfSecond(now) - DAY, to: endOfSecond(now) }
		case 'days':
			return days(today.subtract({ days: range.count }), today)
		case 'months':
			return days(month.subtract({ months: range.count }), month)
		case 'month':
			return days(month, trim ? tomorrow : month.add({ months: 1 }))
		case 'year': {
			const year = month.with({ month: 1 })
			return days(year, trim ? tomorrow : year.add({ years: 1 }))
		}
		case 'all': {
			const first = oldest === null ? today : zoned(Math.min(oldest, now), timezone).toPlainDate()
			return days(first, tomorrow)
		}
		case 'dates':
			return days(range.from, range.to.add({ days: 1 }))
		case 'instants':
			return { from: range.from, to: endOfSecond(range.to) }
	}
}

/** The resolved pair of an answer: first and last second, with the site's offset at each. */
export const spell = (range: Range, timezone: string): [string, string] => [
	isoOf(range.from, timezone),
	isoOf(range.to - 1000, timezone),
]

const isoOf = (instant: number, timezone: string): string =>
	zoned(instant, timezone).toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** What a range is compared with. */
export interface Comparison {
	mode: 'previous_period' | 'year_over_year' | 'custom'
	/** Of `custom` alone. */
	range: DateRange | null
	/** Begin on the same day of the week. */
	matchDayOfWeek: boolean
}

const MODES = ['previous_period', 'year_over_year', 'custom'] as const

/**
 * Parses `include.compare`: `"previous_period"`, `"year_over_year"`, or an object of `mode` (these two, or
 * `"custom"` with a `date_range`) and `match_day_of_week`; null where it is none of them.
 */
export function parseComparison(sent: unknown): Comparison | null {
	const given = typeof sent === 'string' ? { mode: sent } : sent
	if (typeof given !== 'object' || given === null || Array.isArray(given)) return null
	const { mode, date_range, match_day_of_week = false, ...others }: Record<string, unknown> = { ...given }
	const known = MODES.find((one) => one === mode)
	if (!known || typeof match_day_of_week !== 'boolean' || Object.keys(others).length > 0) return null
	const range = date_range === undefined ? null : parseDateRange(date_range)
	// A custom range has two ends, and nothing else has a range of its own.
	const ends = range?.kind === 'dates' || range?.kind === 'instants'
	if (known === 'custom' ? !ends : date_range !== undefined) return null
	return { mode: known, range, matchDayOfWeek: match_day_of_week }
}

/** The range that another is compared with. */
export function compared(range: Range, comparison: Comparison, clock: Clock): Range {
	const { timezone } = clock
	const { mode, range: custom, matchDayOfWeek } = comparison
	const other =
		mode === 'custom' && custom
			? resolve(custom, clock)
			: mode === 'year_over_year'
				? yearBefore(range, timezone)
				: previous(range, timezone)
	return matchDayOfWeek ? sameWeekday(other, range, timezone) : other
}

/** The same dates a year before; the 29th of February becomes the 28th. */
function yearBefore(range: Range, timezone: string): Range {
	const year = (instant: number) => zoned(instant, timezone).subtract({ years: 1 })
	const end = zoned(range.to, timezone)
	if (end.startOfDay().epochMilliseconds !== range.to) {
		return { from: year(range.from).epochMilliseconds, to: year(range.to).epochMilliseconds }
	}
	// The last day moves, not the one after it: February ends with its last day in either year.
	const last = end.toPlainDate().subtract({ days: 1 }).subtract({ years: 1 })
	return { from: year(range.from).epochMilliseconds, to: startOf(last.add({ days: 1 }), timezone) }
}

/**
 * Moves a range by whole days, as few as will do, so that it begins on the weekday on which another one does.
 * One that lay before the other stays before it.
 */
function sameWeekday(range: Range, other: Range, timezone: string): Range {
	const weekday = (instant: number) => zoned(instant, timezone).dayOfWeek
	const ahead = (weekday(other.from) - weekday(range.from) + 7) % 7
	const moved = (days: number): Range => ({
		from: zoned(range.from, timezone).add({ days }).epochMilliseconds,
		to: zoned(range.to, timezone).add({ days }).epochMilliseconds,
	})
	const nearest = moved(ahead > 3 ? ahead - 7 : ahead)
	const reachesIn = range.to <= other.from && nearest.to > other.from
	return reachesIn ? moved(ahead - 7) : nearest
}

/**
 * The period before, of equal length: as many local days where the range begins with a day (an end inside a day
 * keeps its time of day), else as many milliseconds.
 */
export function previous(range: Range, timezone: string): Range {
	const from = zoned(range.from, timezone)
	const length = range.to - range.from
	if (from.startOfDay().epochMilliseconds !== range.from) return { from: range.from - length, to: range.from }
	const end = zoned(range.to, timezone)
	const whole = from.toPlainDate().until(end.toPlainDate(), { largestUnit: 'days' }).days
	const days = end.startOfDay().epochMilliseconds === range.to ? whole : whole + 1
	return {
		from: startOf(from.toPlainDate().subtract({ days }), timezone),
		to: end.subtract({ days }).epochMilliseconds,
	}
}
