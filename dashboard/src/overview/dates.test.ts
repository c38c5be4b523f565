import { expect, it } from 'vitest'
import {
	addDays,
	addMonths,
	dateIn,
	daysBetween,
	endOfMonth,
	isDate,
	localTime,
	startOf,
	startOfWeek,
} from './dates.ts'

const at = (iso: string): number => Date.parse(iso)

it('counts days over the ends of months, years and February', () => {
	expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
	expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
	expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
	expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31)
	expect(daysBetween('2026-04-01', '2026-03-01')).toBe(-31)
})

it('adds months without leaving the calendar', () => {
	expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
	expect(addMonths('2026-11-24', -11)).toBe('2025-12-24')
	expect(addMonths('2026-11-24', 2)).toBe('2027-01-24')
	expect(endOfMonth('2028-02-10')).toBe('2028-02-29')
	expect(endOfMonth('2026-12-01')).toBe('2026-12-31')
})

it('begins weeks on Monday', () => {
	expect(startOfWeek('2026-11-24')).toBe('2026-11-23')
	expect(startOfWeek('2026-11-23')).toBe('2026-11-23')
	expect(startOfWeek('2026-11-22')).toBe('2026-11-16')
	expect(startOfWeek('2027-01-01')).toBe('2026-12-28')
})

it('knows what is no date', () => {
	expect(['2026-02-30', '2026-13-01', '26-01-01', '', 'today', '2026-00-10'].map(isDate)).toEqual(
		Array(6).fill(false),
	)
	expect(isDate('2028-02-29')).toBe(true)
})

it('tells the date and the time of a zone', () => {
	const instant = at('2026-11-24T23:30:00Z')
	expect(dateIn(instant, 'Etc/UTC')).toBe('2026-11-24')
	expect(dateIn(instant, 'Europe/Berlin')).toBe('2026-11-25')
	expect(dateIn(instant, 'America/Los_Angeles')).toBe('2026-11-24')
	expect(dateIn(instant, 'Pacific/Kiritimati')).toBe('2026-11-25')
	expect(localTime(at('2026-11-24T00:05:09Z'), 'Etc/UTC')).toBe('2026-11-24 00:05:09')
	expect(localTime(at('2026-11-24T00:05:09Z'), 'Asia/Kathmandu')).toBe('2026-11-24 05:50:09')
})

it('finds where a day begins, also where clocks change', () => {
	const begins = (date: string, zone: string): string => new Date(startOf(date, zone)).toISOString()
	expect(begins('2026-11-24', 'Etc/UTC')).toBe('2026-11-24T00:00:00.000Z')
	expect(begins('2026-11-24', 'Pacific/Kiritimati')).toBe('2026-11-23T10:00:00.000Z')
	expect(begins('2026-11-24', 'Pacific/Pago_Pago')).toBe('2026-11-24T11:00:00.000Z')
	// The day after the clocks were put forward, and the one after they were put back.
	expect(begins('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
	expect(begins('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z')
	expect(begins('2026-10-26', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z')
	// There is no midnight: clocks go from 23:59:59 to 01:00:00.
	expect(begins('2026-09-06', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z')
})
