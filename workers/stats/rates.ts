import { RATES_TABLE } from './rates-data.ts'
import type { Range } from './zone.ts'

/**
 * Money of several currencies in one: by the euro reference rates of the day on which it was earned, or of the
 * nearest day before that has any. Amounts older than the first rates are converted by the first.
 */
export interface DayRates {
	/** Of publication, ISO 8601. */
	date: string
	/** Days since the epoch (UTC): the rates hold from here on. */
	day: number
	/** Units of a currency for one euro, by its ISO 4217 code; the euro itself is among them. */
	perEuro: Readonly<Record<string, number>>
}

/** Rates by day, oldest first, at least one; the first hold for all days before it too. */
export type Rates = readonly DayRates[]

const DAY = 86_400_000

/** Reads a table of `date CODE CODE …` and rows `2024-03-06 1.0874 - …`; `-` stands where there was no rate. */
export function ratesFrom(text: string): DayRates[] {
	const [head = '', ...rows] = text.trim().split('\n')
	const [, ...codes] = head.split(' ')
	return rows.map((row) => {
		const [date = '', ...rates] = row.split(' ')
		const perEuro: Record<string, number> = { EUR: 1 }
		codes.forEach((code, i) => {
			const rate = Number(rates[i])
			if (rate > 0) perEuro[code] = rate
		})
		return { date, day: Date.parse(date) / DAY, perEuro }
	})
}

export const RATES: Rates = ratesFrom(RATES_TABLE)

/** The rates that hold on the days of a range. */
export function ratesOf(range: Range, rates: Rates = RATES): Rates {
	const first = Math.floor(range.from / DAY)
	const last = Math.floor((range.to - 1) / DAY)
	const start = rates.findLastIndex(({ day }) => day <= first)
	const within = rates.filter(({ day }, i) => i >= start && day <= last)
	return within.length > 0 ? within : rates.slice(0, 1)
}

/** The rates that hold at an instant (ms since the epoch). */
export const ratesAt = (instant: number, rates: Rates): DayRates | undefined =>
	rates.findLast(({ day }) => day <= Math.floor(instant / DAY)) ?? rates[0]

/** An amount in another currency; null where either has no rate. */
export function convert(amount: number, from: string, to: string, rates: DayRates): number | null {
	if (from === to) return amount
	const [source, target] = [rates.perEuro[from], rates.perEuro[to]]
	return source === undefined || target === undefined ? null : (amount / source) * target
}

/** Amounts beyond this, either way, are mistakes and do not count. */
export const MOST_MONEY = 1e12
