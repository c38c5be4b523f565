import { Temporal } from 'temporal-polyfill'

/** One day of a site, in its own time zone. Keys, tokens and lightweight visits live exactly as long. */
export interface Day {
	/** `2026-11-24`. */
	name: string
	/** First millisecond (inclusive) and end (exclusive), ms since the epoch. */
	start: number
	end: number
}

/**
 * The day that holds an instant. `notBefore` is the end of the day before: where the owner changed the time
 * zone, the new zone's day begins where the old one ended, so that no instant lies in two days.
 */
export function dayAt(instant: number, timezone: string, notBefore = 0): Day {
	const midnight = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).startOfDay()
	return {
		name: midnight.toPlainDate().toString(),
		start: Math.max(midnight.epochMilliseconds, notBefore),
		end: midnight.add({ days: 1 }).startOfDay().epochMilliseconds,
	}
}

/** Start of the day `days` days before the one that holds `instant`, ms since the epoch. */
export const daysBefore = (instant: number, days: number, timezone: string): number =>
	Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).startOfDay().subtract({ days })
		.epochMilliseconds

/** Hours of a day as numbers that never repeat inside it, DST or not. */
export const hourOf = (day: Day, instant: number): number => Math.floor((instant - day.start) / 3_600_000)
