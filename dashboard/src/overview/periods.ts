import {
	addDays,
	addMonths,
	type DateText,
	daysBetween,
	endOfMonth,
	startOfMonth,
	startOfYear,
} from './dates.ts'

/** A period by its name in addresses; `custom` has two dates of its own. */
export type PeriodId =
	| 'realtime'
	| 'day'
	| 'yesterday'
	| '24h'
	| '7d'
	| '28d'
	| '30d'
	| '91d'
	| 'month'
	| 'last-month'
	| 'year'
	| '6mo'
	| '12mo'
	| 'all'
	| 'custom'

export interface Period {
	id: PeriodId
	/** The day that counts as today, where the arrows went back from it; null: today. */
	date: DateText | null
	/** First and last day of `custom`. */
	from: DateText | null
	to: DateText | null
}

export const DEFAULT_PERIOD: Period = { id: '28d', date: null, from: null, to: null }

/** In the order of the menu, with the keys that owners know from other tools. */
export const PERIODS: readonly { id: PeriodId; label: string; key: string; group: number }[] = [
	{ id: 'realtime', label: 'Last 30 minutes', key: 'r', group: 0 },
	{ id: 'day', label: 'Today', key: 'd', group: 0 },
	{ id: 'yesterday', label: 'Yesterday', key: 'e', group: 0 },
	{ id: '24h', label: 'Last 24 hours', key: 'h', group: 0 },
	{ id: '7d', label: 'Last 7 days', key: 'w', group: 1 },
	{ id: '28d', label: 'Last 28 days', key: 'f', group: 1 },
	{ id: '30d', label: 'Last 30 days', key: 't', group: 1 },
	{ id: '91d', label: 'Last 91 days', key: 'n', group: 1 },
	{ id: 'month', label: 'This month', key: 'm', group: 2 },
	{ id: 'last-month', label: 'Last month', key: 'p', group: 2 },
	{ id: 'year', label: 'This year', key: 'y', group: 2 },
	{ id: '6mo', label: 'Last 6 months', key: 's', group: 3 },
	{ id: '12mo', label: 'Last 12 months', key: 'l', group: 3 },
	{ id: 'all', label: 'All time', key: 'a', group: 4 },
	{ id: 'custom', label: 'Custom range', key: 'c', group: 4 },
]

/** First and last day, both included. */
export type Days = [first: DateText, last: DateText]

/**
 * The days of a period. Periods that are counted back from today include it: a new owner wants to see the
 * visitor who came a minute ago. What would reach into the future ends today.
 * @returns null where it is not a matter of days: the last minutes and hours, and all time, which the server knows.
 */
export function daysOf({ id, date, from, to }: Period, today: DateText): Days | null {
	const anchor = date !== null && date < today ? date : today
	const upTo = (first: DateText, last: DateText): Days => [first, last < today ? last : today]
	switch (id) {
		case 'day':
			return [anchor, anchor]
		case 'yesterday':
			return [addDays(anchor, -1), addDays(anchor, -1)]
		case '7d':
		case '28d':
		case '30d':
		case '91d':
			return [addDays(anchor, 1 - Number.parseInt(id, 10)), anchor]
		case 'month':
			return upTo(startOfMonth(anchor), endOfMonth(anchor))
		case 'last-month': {
			const month = startOfMonth(addMonths(startOfMonth(anchor), -1))
			return [month, endOfMonth(month)]
		}
		case 'year':
			return upTo(startOfYear(anchor), `${anchor.slice(0, 4)}-12-31`)
		case '6mo':
		case '12mo':
			return upTo(addMonths(startOfMonth(anchor), 1 - Number.parseInt(id, 10)), endOfMonth(anchor))
		case 'custom':
			return from !== null && to !== null && from <= to ? [from, to] : [addDays(today, -27), today]
		case 'realtime':
		case '24h':
		case 'all':
			return null
	}
}

/** Whether the period holds the present, so that what arrives now belongs to it. */
export function isRunning(period: Period, today: DateText): boolean {
	const days = daysOf(period, today)
	return days === null || (days[0] <= today && days[1] >= today)
}

/**
 * The period before (-1) or after (1), as long as this one.
 * @returns null where there is none: what is not a matter of days has no neighbours, and nobody sees the future.
 */
export function neighbour(period: Period, step: -1 | 1, today: DateText): Period | null {
	const days = daysOf(period, today)
	if (!days || (step === 1 && days[1] >= today)) return null
	const [first, last] = days
	const anchored = (id: PeriodId, date: DateText): Period => ({
		...DEFAULT_PERIOD,
		id,
		date: date < today ? date : null,
	})
	switch (period.id) {
		case 'day':
		case 'yesterday':
			return anchored('day', addDays(first, step))
		case 'month':
		case 'last-month':
			return anchored('month', endOfMonth(addMonths(first, step)))
		case 'year':
			return anchored('year', `${Number(first.slice(0, 4)) + step}-12-31`)
		case '6mo':
		case '12mo':
			return anchored(
				period.id,
				endOfMonth(addMonths(startOfMonth(last), step * Number.parseInt(period.id, 10))),
			)
		case '7d':
		case '28d':
		case '30d':
		case '91d':
			return anchored(period.id, addDays(last, step * (daysBetween(first, last) + 1)))
		default: {
			const length = daysBetween(first, last) + 1
			return {
				id: 'custom',
				date: null,
				from: addDays(first, step * length),
				to: addDays(last, step * length),
			}
		}
	}
}

/** Shortest first. */
export const INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const
export type Interval = (typeof INTERVALS)[number]

/** Longest range cut into hours: more would be a picture of nights. */
const MOST_DAYS_OF_HOURS = 8
const MOST_DAYS_OF_DAYS = 400

/**
 * Intervals that a chart of this period may have, the usual one first.
 * @returns none for all time, whose length the server knows: its chart is cut as the answer says.
 */
export function intervalsOf(period: Period, today: DateText): Interval[] {
	const days = daysOf(period, today)
	if (!days) return period.id === 'all' ? [] : [period.id === 'realtime' ? 'minute' : 'hour']
	const count = daysBetween(days[0], days[1]) + 1
	const able: Interval[] = []
	if (count <= MOST_DAYS_OF_HOURS) able.push('hour')
	if (count > 1 && count <= MOST_DAYS_OF_DAYS) able.push('day')
	if (count > 7) able.push('week')
	if (count > 31) able.push('month')
	const usual: Interval = count <= 2 ? 'hour' : count <= 100 ? 'day' : count <= 200 ? 'week' : 'month'
	return [usual, ...able.filter((one) => one !== usual)]
}
