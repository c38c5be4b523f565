import { expect, test } from 'vitest'
import { RATES_TABLE } from '../workers/stats/rates-data.ts'
import { extended } from './rates.ts'

const TABLE = '\ndate USD BGN\n2025-12-30 1.2 1.9558\n2025-12-31 1.25 1.9558\n'
const CSV = `Date,JPY,BGN,USD,
2026-01-05,160,N/A,1.5,
2026-01-02,161,N/A,1.4,
2025-12-31,162,1.9558,9.9,
`

test('days after the last are added in order, and no day that is there changes', () => {
	expect(extended(TABLE, CSV).split('\n')).toEqual([
		'date USD BGN',
		'2025-12-30 1.2 1.9558',
		'2025-12-31 1.25 1.9558',
		'2026-01-02 1.4 -',
		'2026-01-05 1.5 -',
	])
})

test('the same file twice adds nothing', () => {
	const once = extended(TABLE, CSV)
	expect(extended(once, CSV)).toBe(once)
})

test.each(['', '<html>', 'Date,USD\n2026-01-02,1.4', 'USD,BGN\n1,2'])('%j is refused', (csv) => {
	expect(() => extended(TABLE, csv)).toThrow(/reference rates/)
})

test('the table in use can be extended', () => {
	const head = RATES_TABLE.trim().split('\n')[0]?.split(' ') ?? []
	const csv = `Date,${head.slice(1).join(',')}\n2099-01-02,${head.slice(1).fill('1.5').join(',')}`
	expect(extended(RATES_TABLE, csv).split('\n').at(-1)).toBe(`2099-01-02${' 1.5'.repeat(head.length - 1)}`)
})
