/**
 * A line of CSV (RFC 4180). Spreadsheets take cells that begin with `=`, `+`, `-`, `@` for formulas: such text,
 * which others may have chosen, gets an apostrophe before it
 * (https://owasp.org/www-community/attacks/CSV_Injection). Numbers stay numbers.
 */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
	`${cells.map(cellOf).join(',')}\r\n`

function cellOf(cell: string | number | null): string {
	if (cell === null) return ''
	if (typeof cell === 'number') return String(cell)
	const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
