/** Numbers, durations and dates as the dashboard writes them: English, and the same for every reader. */
import type { Form } from './overview/metrics.ts'

const LANGUAGE = 'en-GB'

const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 })
const decimal = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 2 })
const tenth = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 })
const fixedTenth = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

/** `12,345`. */
export const formatCount = (value: number): string => whole.format(value)

/** `12,345` or, from a hundred thousand on, `123k`: what fits a card or an axis. */
export const formatShort = (value: number, from = 100_000): string =>
	Math.abs(value) < from ? decimal.format(value) : compact.format(value).replace('K', 'k')

/** Whole seconds as `45s`, `2m 05s`, `1h 02m`. */
export function formatDuration(seconds: number): string {
	const all = Math.round(seconds)
	const two = (value: number): string => String(value).padStart(2, '0')
	if (all < 60) return `${all}s`
	if (all < 3600) return `${Math.floor(all / 60)}m ${two(all % 60)}s`
	return `${whole.format(Math.floor(all / 3600))}h ${two(Math.floor((all % 3600) / 60))}m`
}

/** Part of a whole in per cent: `12.3%`, `<0.1%`; a dash where there is no whole. */
export function formatShare(part: number, of: number): string {
	if (of <= 0) return '–'
	const percent = (100 * part) / of
	if (percent > 0 && percent < 0.05) return '<0.1%'
	return `${(percent > 0 && percent < 9.95 ? fixedTenth : whole).format(percent)}%`
}

/** A metric's value in its form; a dash where there is none. */
export function formatValue(value: number | null, form: Form, short = false): string {
	if (value === null) return '–'
	switch (form) {
		case 'count':
			return short ? formatShort(value) : formatCount(value)
		case 'decimal':
			return decimal.format(value)
		case 'percent':
			return `${tenth.format(value)}%`
		case 'duration':
			return formatDuration(value)
	}
}

/** What a value became, compared with another. */
export interface Change {
	/** Per cent of the earlier value; null where that was nothing. */
	percent: number | null
	direction: 'up' | 'down' | 'same'
}

/** Rates are compared by their difference in percentage points: 40 % after 50 % is 10 less, not 20 % less. */
export function changeOf(now: number | null, before: number | null, form: Form): Change | null {
	if (now === null || before === null) return null
	const direction = now > before ? 'up' : now < before ? 'down' : 'same'
	if (form === 'percent') return { percent: now - before, direction }
	return { percent: before === 0 ? (now === 0 ? 0 : null) : (100 * (now - before)) / before, direction }
}

/** `12%`, `3.4%`, `2.5×` from threefold on, `new` where there was nothing before. */
export function formatChange({ percent, direction }: Change, form: Form): string {
	if (direction === 'same') return form === 'percent' ? '0 pts' : '0%'
	if (percent === null) return 'new'
	const size = Math.abs(percent)
	const number = size < 10 ? tenth.format(size) : whole.format(size)
	if (form === 'percent') return `${number} ${number === '1' ? 'pt' : 'pts'}`
	return percent >= 1000 ? `${tenth.format(1 + percent / 100)}×` : `${size < 0.05 ? '<0.1' : number}%`
}

const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat(LANGUAGE, { timeZone: 'UTC', ...options })
const dayMonth = dateFormat({ day: 'numeric', month: 'short' })
const dayMonthYear = dateFormat({ day: 'numeric', month: 'short', year: 'numeric' })
const weekdayDate = dateFormat({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const monthShort = dateFormat({ month: 'short' })
const monthYear = dateFormat({ month: 'long', year: 'numeric' })

const instantOf = (label: string): number => Date.parse(`${label.slice(0, 10)}T00:00:00Z`)

/** Months have three letters, September too: columns of dates stay in line. */
const written = (format: Intl.DateTimeFormat, label: string): string =>
	format.format(instantOf(label)).replace('Sept ', 'Sep ').replace(/Sept$/, 'Sep')

/** `24 Nov 2026`. */
export const formatDate = (date: string): string => written(dayMonthYear, date)

/** `28 Oct – 24 Nov 2026`, `24 Nov 2026` for a single day, both years where they differ. */
export function formatDates(first: string, last: string): string {
	if (first === last) return formatDate(first)
	const sameYear = first.slice(0, 4) === last.slice(0, 4)
	const from = written(sameYear ? dayMonth : dayMonthYear, first)
	return `${from} – ${formatDate(last)}`
}

export type LabelUnit = 'minute' | 'hour' | 'day' | 'week' | 'month'

/** The label of a bucket in full, for a tooltip. */
export function formatBucket(label: string, unit: LabelUnit): string {
	switch (unit) {
		case 'hour': {
			const hour = label.slice(11, 13)
			const next = String((Number(hour) + 1) % 24).padStart(2, '0')
			return `${written(weekdayDate, label)}, ${hour}:00–${next}:00`
		}
		case 'minute':
			return `${written(weekdayDate, label)}, ${label.slice(11, 16)}`
		case 'day':
			return written(weekdayDate, label)
		case 'week':
			return `Week from ${formatDate(label)}`
		case 'month':
			return written(monthYear, label)
	}
}

/** The label of a bucket at an axis: short. */
export function formatTick(label: string, unit: LabelUnit, byTime: boolean): string {
	if (unit === 'minute' || unit === 'hour') return byTime ? label.slice(11, 16) : written(dayMonth, label)
	if (unit !== 'month') return written(dayMonth, label)
	return label.slice(5, 7) === '01' ? label.slice(0, 4) : written(monthShort, label)
}

/** How long ago an instant was: `12 minutes`. */
export function formatAge(milliseconds: number): string {
	const minutes = Math.max(1, Math.round(milliseconds / 60_000))
	const say = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`
	if (minutes < 60) return say(minutes, 'minute')
	if (minutes < 48 * 60) return say(Math.round(minutes / 60), 'hour')
	return say(Math.round(minutes / 1440), 'day')
}
