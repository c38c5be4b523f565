/** How points in time are written, by the habits of the person's browser and the clock beside them. */

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const both = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** @param iso an instant in ISO 8601. */
export const dayOf = (iso: string): string => day.format(new Date(iso))

/** The time alone where it was today, with the day where it was not. */
export function momentOf(iso: string, now: Date): string {
	const instant = new Date(iso)
	return instant.toDateString() === now.toDateString() ? time.format(instant) : both.format(instant)
}
