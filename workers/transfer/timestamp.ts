const ISO =
	/^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)$/

/**
 * Reads an instant as ISO 8601 (RFC 3339) writes it: with a date, a time and an offset or `Z`. Without an
 * offset it would be a different moment in every time zone, so such a text is refused, and so are days that do
 * not exist. Returns ms since the epoch, or null.
 */
export function readTimestamp(text: unknown): number | null {
	const parts = typeof text === 'string' ? ISO.exec(text.trim()) : null
	if (!parts) return null
	const [
		,
		year,
		month,
		day,
		hour,
		minute,
		second = '0',
		fraction = '',
		,
		sign,
		offsetHour = '0',
		offsetMinute = '0',
	] = parts
	const fields = [Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const
	const ms = Number(fraction.padEnd(3, '0').slice(0, 3))
	const at = Date.UTC(Number(year), ...fields, ms)
	const back = new Date(at)
	// `Date.UTC` lets the 31st of April be the 1st of May, and takes years below 100 for the 20th century.
	const real =
		back.getUTCFullYear() === Number(year) &&
		back.getUTCMonth() === fields[0] &&
		back.getUTCDate() === fields[1] &&
		back.getUTCHours() === fields[2] &&
		back.getUTCMinutes() === fields[3] &&
		back.getUTCSeconds() === fields[4]
	if (!real || Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null
	const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000
	return sign === '-' ? at + offset : at - offset
}
