import { expect, test } from 'vitest'
import { convert, RATES, ratesAt, ratesFrom, ratesOf } from './rates.ts'

const TABLE = ratesFrom(`
date USD JPY
2026-03-02 1.25 160
2026-03-04 1.5 150
`)
const at = (date: string) => Date.parse(`${date}Z`)

test('the table holds dated rates of the main currencies, oldest first', () => {
	const days = RATES.map(({ day }) => day)
	expect(days).toEqual([...days].sort((a, b) => a - b))
	for (const { date, perEuro } of RATES) {
		expect(new Date(date).toISOString().slice(0, 10)).toBe(date)
		for (const code of ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'SEK', 'NOK', 'CAD', 'AUD', 'INR', 'BRL']) {
			expect(perEuro[code], `${date} ${code}`).toBeGreaterThan(0)
		}
		expect(Object.values(perEuro).every((rate) => rate > 0)).toBe(true)
	}
})

test.each([
	['a day of its own', '2026-03-02T00:00:00', '2026-03-02'],
	['the end of that day', '2026-03-02T23:59:59', '2026-03-02'],
	['a day without rates', '2026-03-03T12:00:00', '2026-03-02'],
	['long after the last', '2027-01-01T00:00:00', '2026-03-04'],
	['before the first', '2020-01-01T00:00:00', '2026-03-02'],
])('%s has the nearest rates before it', (_, instant, date) => {
	expect(ratesAt(at(instant), TABLE)?.date).toBe(date)
})

test.each([
	['between two', '2026-03-03T00:00:00', '2026-03-03T12:00:00', ['2026-03-02']],
	['over both', '2026-03-01T00:00:00', '2026-03-10T00:00:00', ['2026-03-02', '2026-03-04']],
	['that ends as the second begins', '2026-03-03T00:00:00', '2026-03-04T00:00:00', ['2026-03-02']],
	['before the first', '2020-01-01T00:00:00', '2020-01-02T00:00:00', ['2026-03-02']],
	['after the last', '2027-01-01T00:00:00', '2027-02-01T00:00:00', ['2026-03-04']],
])('a range %s is told all rates that hold in it', (_, from, to, dates) => {
	expect(ratesOf({ from: at(from), to: at(to) }, TABLE).map(({ date }) => date)).toEqual(dates)
})

test('a currency without a rate on a day has none then', () => {
	const [first, second] = ratesFrom('date USD BGN\n2026-01-01 1.25 1.9558\n2026-01-02 1.5 -')
	expect([first?.perEuro.BGN, second?.perEuro.BGN]).toEqual([1.9558, undefined])
})

test('amounts go by way of the euro, and stay what they are where nothing is to convert', () => {
	const [rates] = TABLE
	if (!rates) throw new Error('no rates')
	expect(convert(10, 'EUR', 'USD', rates)).toBe(12.5)
	expect(convert(5, 'USD', 'JPY', rates)).toBe(640)
	expect(convert(7, 'XXX', 'XXX', rates)).toBe(7)
	expect(convert(7, 'XXX', 'EUR', rates)).toBeNull()
	expect(convert(7, 'EUR', 'XXX', rates)).toBeNull()
})
