import { expect, it } from 'vitest'
import {
	changeOf,
	formatAge,
	formatBucket,
	formatChange,
	formatDates,
	formatDuration,
	formatShare,
	formatShort,
	formatTick,
	formatValue,
} from './format.ts'

it('writes numbers in full while they fit, then short', () => {
	expect([0, 999, 12_345, 99_999].map((value) => formatShort(value))).toEqual([
		'0',
		'999',
		'12,345',
		'99,999',
	])
	expect([123_456, 1_234_567, 10_000_000_000].map((value) => formatShort(value))).toEqual([
		'123k',
		'1.23M',
		'10B',
	])
	expect(formatValue(1_234_567, 'count')).toBe('1,234,567')
	expect(formatValue(2.5, 'decimal')).toBe('2.5')
	expect(formatValue(null, 'percent')).toBe('–')
	expect(formatValue(66.6, 'percent')).toBe('66.6%')
})

it('writes durations by their two largest units', () => {
	expect([0, 59, 60, 125, 3599, 3600, 93_784].map(formatDuration)).toEqual([
		'0s',
		'59s',
		'1m 00s',
		'2m 05s',
		'59m 59s',
		'1h 00m',
		'26h 03m',
	])
})

it('writes shares, small ones too', () => {
	expect([
		formatShare(1, 3),
		formatShare(1, 50),
		formatShare(1, 10_000),
		formatShare(0, 5),
		formatShare(1, 0),
	]).toEqual(['33%', '2.0%', '<0.1%', '0%', '–'])
})

it('tells a change in per cent, of rates in points', () => {
	const say = (now: number, before: number, form: 'count' | 'percent' = 'count') => {
		const change = changeOf(now, before, form)
		return change && [change.direction, formatChange(change, form)]
	}
	expect(say(120, 100)).toEqual(['up', '20%'])
	expect(say(966, 1000)).toEqual(['down', '3.4%'])
	expect(say(5, 5)).toEqual(['same', '0%'])
	expect(say(0, 0)).toEqual(['same', '0%'])
	expect(say(5, 0)).toEqual(['up', 'new'])
	expect(say(150, 10)).toEqual(['up', '15×'])
	expect(say(40, 50, 'percent')).toEqual(['down', '10 pts'])
	expect(say(51, 50, 'percent')).toEqual(['up', '1 pt'])
	expect(changeOf(1, null, 'count')).toBeNull()
})

it('writes dates as the calendar of the site has them', () => {
	expect(formatDates('2026-10-28', '2026-11-24')).toBe('28 Oct – 24 Nov 2026')
	expect(formatDates('2025-12-01', '2026-11-24')).toBe('1 Dec 2025 – 24 Nov 2026')
	expect(formatDates('2026-09-01', '2026-09-30')).toBe('1 Sep – 30 Sep 2026')
	expect(formatDates('2026-11-24', '2026-11-24')).toBe('24 Nov 2026')
	expect(formatBucket('2026-11-24 23:00:00', 'hour')).toBe('Tue, 24 Nov 2026, 23:00–00:00')
	expect(formatBucket('2026-11-24 23:59:00', 'minute')).toBe('Tue, 24 Nov 2026, 23:59')
	expect(formatBucket('2026-11-24', 'day')).toBe('Tue, 24 Nov 2026')
	expect(formatBucket('2026-11-23', 'week')).toBe('Week from 23 Nov 2026')
	expect(formatBucket('2026-11-01', 'month')).toBe('November 2026')
	expect([formatTick('2026-11-24 07:00:00', 'hour', true), formatTick('2026-11-24', 'day', false)]).toEqual([
		'07:00',
		'24 Nov',
	])
	expect([formatTick('2026-01-01', 'month', false), formatTick('2026-02-01', 'month', false)]).toEqual([
		'2026',
		'Feb',
	])
})

it('says how long ago', () => {
	expect([10_000, 60_000, 12 * 60_000, 3_600_000, 50 * 3_600_000].map(formatAge)).toEqual([
		'1 minute',
		'1 minute',
		'12 minutes',
		'1 hour',
		'2 days',
	])
})
