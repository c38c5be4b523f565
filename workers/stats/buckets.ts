import { Temporal } from 'temporal-polyfill'
import { dayShiftsOf, offsetAt, type Range, type Shift, shiftsOf, zoned } from './zone.ts'

/**
 * Time buckets. A bucket is a whole number that grows with local time: minutes, hours, days since the epoch in
 * local time, weeks of Mondays, months since the year 0. An hour that clocks repeat in autumn is one bucket,
 * since its label is one. Hours of the week are 24 × weekday + hour, Monday being 1.
 */
export type Unit = 'minute' | 'hour' | 'weekday_hour' | 'day' | 'week' | 'month'

/** How a query cuts time: all that a backend needs to number an instant. */
export interface Grain {
	unit: Unit
	shifts: Shift[]
}

const MINUTE = 60_000
const HOUR = 3_600_000
export const DAY = 86_400_000
/** 1970-01-01 was a Thursday: days from a week's Monday to the epoch. */
export const EPOCH_WEEKDAY = 3

/** Units in which a visit counts wherever it was active, not only where it began. */
export const isShort = (unit: Unit): boolean =>
	unit === 'minute' || unit === 'hour' || unit === 'weekday_hour'

export const grainOf = (unit: Unit, timezone: string, range: Range): Grain => ({
	unit,
	shifts: isShort(unit) ? shiftsOf(timezone, range) : dayShiftsOf(timezone, range),
})

/** The unit of the dimension `time`: hours up to two local days, days up to 40, weeks up to 52, else months. */
export function unitFor(range: Range, timezone: string): Unit {
	const local = (instant: number) => zoned(instant, timezone).toPlainDateTime()
	const days = local(range.from).until(local(range.to)).total({ unit: 'days' })
	if (days <= 2) return 'hour'
	if (days <= 40) return 'day'
	return days <= 52 * 7 ? 'week' : 'month'
}

/** The bucket that holds an instant. */
export function bucketOf(instant: number, grain: Grain): number {
	const local = instant + offsetAt(grain.shifts, instant)
	switch (grain.unit) {
		case 'minute':
			return Math.floor(local / MINUTE)
		case 'hour':
			return Math.floor(local / HOUR)
		case 'weekday_hour': {
			const days = Math.floor(local / DAY)
			return (((days + EPOCH_WEEKDAY) % 7) + 1) * 24 + Math.floor((local - days * DAY) / HOUR)
		}
		case 'day':
			return Math.floor(local / DAY)
		case 'week':
			return Math.floor((Math.floor(local / DAY) + EPOCH_WEEKDAY) / 7)
		case 'month': {
			const { year, month } = dateOf(Math.floor(local / DAY))
			return year * 12 + month - 1
		}
	}
}

/**
 * A step that never passes over a bucket, ms. The shortest hour has 30 minutes (clocks of Lord Howe put forward),
 * and no day is shorter than 22 hours.
 */
export const STEP: Readonly<Record<Unit, number>> = {
	minute: MINUTE,
	hour: HOUR / 2,
	weekday_hour: HOUR / 2,
	day: 22 * HOUR,
	week: DAY,
	month: DAY,
}

/**
 * A bucket's label: `2026-03-02` for days and longer, `2026-03-02 14:00:00` for shorter ones, `1 09` for Mondays
 * at nine. A week is named
 * by its Monday, but never by a day before `firstDay` (days since the epoch): the range begins there.
 */
export function labelOf(bucket: number, unit: Unit, firstDay: number): string {
	switch (unit) {
		case 'minute':
			return timeLabel(bucket * MINUTE)
		case 'hour':
			return timeLabel(bucket * HOUR)
		case 'weekday_hour':
			return `${Math.floor(bucket / 24)} ${String(bucket % 24).padStart(2, '0')}`
		case 'day':
			return dateOf(bucket).toString()
		case 'week':
			return dateOf(Math.max(bucket * 7 - EPOCH_WEEKDAY, firstDay)).toString()
		case 'month':
			return new Temporal.PlainDate(Math.floor(bucket / 12), (bucket % 12) + 1, 1).toString()
	}
}

/** Labels that one answer may hold. */
export const MAX_LABELS = 50_000

/** Labels of all buckets in a range (of a whole week, where hours are of the week), in order; null where they are more than an answer may hold. */
export function labelsOf(range: Range, grain: Grain, firstDay: number): string[] | null {
	if (grain.unit === 'weekday_hour') {
		return Array.from({ length: 7 * 24 }, (_, i) => labelOf(24 + i, grain.unit, firstDay))
	}
	const buckets = new Set<number>()
	for (const [i, shift] of grain.shifts.entries()) {
		const from = i === 0 ? range.from : Math.max(shift.from, range.from)
		const to = Math.min(grain.shifts[i + 1]?.from ?? range.to, range.to)
		if (from >= to) continue
		const last = bucketOf(to - 1, grain)
		const first = bucketOf(from, grain)
		if (last - first + buckets.size >= MAX_LABELS) return null
		for (let bucket = first; bucket <= last; bucket++) buckets.add(bucket)
	}
	return [...buckets].sort((a, b) => a - b).map((bucket) => labelOf(bucket, grain.unit, firstDay))
}

/** Local day number of an instant. */
export const dayOf = (instant: number, timezone: string): number =>
	Math.floor((instant + zoned(instant, timezone).offsetNanoseconds / 1e6) / DAY)

const EPOCH = new Temporal.PlainDate(1970, 1, 1)
const dateOf = (day: number): Temporal.PlainDate => EPOCH.add({ days: day })

const timeLabel = (local: number): string => new Date(local).toISOString().slice(0, 19).replace('T', ' ')
