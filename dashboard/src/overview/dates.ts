/**
 * Calendar dates as `YYYY-MM-DD` texts, and where they lie in a time zone. Pure: the clock is an argument. Texts
 * compare in the order of time, and go to the API as they are. `Temporal` would do this too, but not every
 * browser has it, and its replacement weighs as much as the rest of the dashboard.
 */
export type DateText = string

const DAY = 86_400_000
const FORM = /^\d{4}-\d\d-\d\d$/

const utc = (date: DateText): number => Date.parse(`${date}T00:00:00Z`)
const textOf = (instant: number): DateText => new Date(instant).toISOString().slice(0, 10)

/** Whether a text is a date of the calendar: the 30th of February is none. */
export function isDate(text: string): boolean {
	if (!FORM.test(text)) return false
	const instant = utc(text)
	return !Number.isNaN(instant) && textOf(instant) === text
}

export const addDays = (date: DateText, days: number): DateText => textOf(utc(date) + days * DAY)

/** Days from one date to another; negative where the second is the earlier one. */
export const daysBetween = (from: DateText, to: DateText): number => Math.round((utc(to) - utc(from)) / DAY)

/** The same day of another month, or that month's last where it has no such day. */
export function addMonths(date: DateText, months: number): DateText {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
	const first = Date.UTC(year, month - 1 + months, 1)
	const days = Number(endOfMonth(textOf(first)).slice(8))
	return textOf(first + (Math.min(day, days) - 1) * DAY)
}

export const startOfMonth = (date: DateText): DateText => `${date.slice(0, 7)}-01`
export const startOfYear = (date: DateText): DateText => `${date.slice(0, 4)}-01-01`

export function endOfMonth(date: DateText): DateText {
	const [year = 0, month = 1] = date.split('-').map(Number)
	return textOf(Date.UTC(year, month, 0))
}

/** The Monday of a date's week. */
export function startOfWeek(date: DateText): DateText {
	const weekday = (new Date(utc(date)).getUTCDay() + 6) % 7
	return addDays(date, -weekday)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Local time in a zone as `YYYY-MM-DD HH:MM:SS`, the form of the API's labels. */
export function localTime(instant: number, timezone: string): string {
	let format = formats.get(timezone)
	if (!format) {
		// The Swedish form is ISO 8601's.
		format = new Intl.DateTimeFormat('sv-SE', {
			timeZone: timezone,
			dateStyle: 'short',
			timeStyle: 'medium',
			hourCycle: 'h23',
		})
		formats.set(timezone, format)
	}
	return format.format(instant)
}

/** The date that a zone's calendars show. */
export const dateIn = (instant: number, timezone: string): DateText =>
	localTime(instant, timezone).slice(0, 10)

/**
 * First instant of a local date, ms since the epoch. Not always midnight: where clocks are put forward at
 * midnight (Santiago, Beirut) the day begins an hour later.
 */
export function startOf(date: DateText, timezone: string): number {
	// No zone is further from UTC than 14 hours, and a day begins at a full quarter of an hour.
	const quarter = DAY / 96
	let [before, at] = [utc(date) - DAY, utc(date) + DAY]
	while (at - before > quarter) {
		const middle = before + Math.round((at - before) / 2 / quarter) * quarter
		if (dateIn(middle, timezone) < date) before = middle
		else at = middle
	}
	return at
}
