/**
 * `node scripts/rates.ts eurofxref-hist.csv`: adds the days that the table of currency rates does not have yet,
 * from the file that the European Central Bank publishes every working day about 16:00 CET
 * (https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { RATES_TABLE } from '../workers/stats/rates-data.ts'
import { say } from './tools.ts'

const DATA = new URL('../workers/stats/rates-data.ts', import.meta.url)

/**
 * The table with all newer days of the bank's file behind its own, in its own columns.
 * @throws where the file is none of the bank's, or lacks a currency of the table.
 */
export function extended(table: string, csv: string): string {
	const [head = '', ...rows] = table.trim().split('\n')
	const [, ...codes] = head.split(' ')
	const last = rows.at(-1)?.slice(0, 10) ?? ''
	const [first = '', ...lines] = csv.trim().split(/\r?\n/)
	const names = first.split(',').map((name) => name.trim())
	const places = codes.map((code) => names.indexOf(code))
	if (names[0] !== 'Date' || places.includes(-1)) throw new Error('not a file of euro reference rates')
	const added = lines
		.map((line) => line.split(',').map((cell) => cell.trim()))
		.filter(([date = '']) => /^\d{4}-\d\d-\d\d$/.test(date) && date > last)
		.map((cells) => [cells[0], ...places.map((i) => (Number(cells[i]) > 0 ? cells[i] : '-'))].join(' '))
		.sort()
	return [head, ...rows, ...added].join('\n')
}

if (import.meta.main) {
	const [file] = process.argv.slice(2)
	if (!file) {
		say('Usage: node scripts/rates.ts eurofxref-hist.csv')
		process.exit(2)
	}
	const table = extended(RATES_TABLE, readFileSync(file, 'utf8'))
	const days = table.split('\n').length - RATES_TABLE.trim().split('\n').length
	writeFileSync(
		DATA,
		readFileSync(DATA, 'utf8').replace(RATES_TABLE.trim(), () => table),
	)
	say(`${days} days of rates added; the last is ${table.slice(table.lastIndexOf('\n') + 1).slice(0, 10)}.`)
}
