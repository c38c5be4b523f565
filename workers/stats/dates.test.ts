import { expect, test } from 'vitest'
import { type Clock, parseDateRange, previous, resolve, spell } from './dates.ts'

const clock = (timezone: string, now: string, rest: Partial<Clock> = {}): Clock => ({
	timezone,
	now: Date.parse(now),
	oldest: null,
	trim: false,
	...rest,
})

function resolved(sent: unknown, at: Clock): [string, string] {
	const range = parseDateRange(sent)
	if (!range) throw new Error('no date range')
	return spell(resolve(range, at), at.timezone)
}

/** A Tuesday, after the clocks were put back on 25 October. */
const OSLO = clock('Europe/Oslo', '2026-11-03T22:30:15.678Z')

test.each<[unknown, string, string]>([
	['day', '2026-11-03T00:00:00+01:00', '2026-11-03T23:59:59+01:00'],
	['24h', '2026-11-02T23:30:16+01:00', '2026-11-03T23:30:15+01:00'],
	['7d', '2026-10-27T00:00:00+01:00', '2026-11-02T23:59:59+01:00'],
	['28d', '2026-10-06T00:00:00+02:00', '2026-11-02T23:59:59+01:00'],
	['30d', '2026-10-04T00:00:00+02:00', '2026-11-02T23:59:59+01:00'],
	['91d', '2026-08-04T00:00:00+02:00', '2026-11-02T23:59:59+01:00'],
	['1d', '2026-11-02T00:00:00+01:00', '2026-11-02T23:59:59+01:00'],
	['month', '2026-11-01T00:00:00+01:00', '2026-11-30T23:59:59+01:00'],
	['6mo', '2026-05-01T00:00:00+02:00', '2026-10-31T23:59:59+01:00'],
	['12mo', '2025-11-01T00:00:00+01:00', '2026-10-31T23:59:59+01:00'],
	['year', '2026-01-01T00:00:00+01:00', '2026-12-31T23:59:59+01:00'],
	['all', '2026-11-03T00:00:00+01:00', '2026-11-03T23:59:59+01:00'],
	[['2024-01-01', '2024-07-01'], '2024-01-01T00:00:00+01:00', '2024-07-01T23:59:59+02:00'],
	[['2024-02-29', '2024-02-29'], '2024-02-29T00:00:00+01:00', '2024-02-29T23:59:59+01:00'],
	[
		['2024-01-01T12:00:00+02:00', '2024-01-01T12:00:00Z'],
		'2024-01-01T11:00:00+01:00',
		'2024-01-01T13:00:00+01:00',
	],
])('%j in Oslo', (sent, from, to) => {
	expect(resolved(sent, OSLO)).toEqual([from, to])
})

test('the same instant lies in different days of different places', () => {
	const day = (timezone: string) => resolved('day', clock(timezone, '2026-03-10T23:30:00Z'))
	expect(day('Pacific/Auckland')).toEqual(['2026-03-11T00:00:00+13:00', '2026-03-11T23:59:59+13:00'])
	expect(day('Asia/Kolkata')).toEqual(['2026-03-11T00:00:00+05:30', '2026-03-11T23:59:59+05:30'])
	expect(day('America/Los_Angeles')).toEqual(['2026-03-10T00:00:00-07:00', '2026-03-10T23:59:59-07:00'])
})

test('days are as long as clocks make them', () => {
	const hours = (date: string, timezone: string) => {
		const range = parseDateRange([date, date])
		if (!range) throw new Error('no date range')
		const { from, to } = resolve(range, clock(timezone, '2026-01-01T00:00:00Z'))
		return (to - from) / 3_600_000
	}
	expect(hours('2026-03-29', 'Europe/Oslo')).toBe(23)
	expect(hours('2026-10-25', 'Europe/Oslo')).toBe(25)
	expect(hours('2026-10-04', 'Australia/Lord_Howe')).toBe(23.5)
	expect(hours('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5)
	// Newfoundland changed its clocks a minute after midnight until 2011.
	expect(hours('2010-03-14', 'America/St_Johns')).toBe(23)
	expect(hours('2010-11-06', 'America/St_Johns') + hours('2010-11-07', 'America/St_Johns')).toBe(49)
	// Santiago begins this day at one o'clock.
	expect(resolved(['2026-09-06', '2026-09-06'], clock('America/Santiago', '2026-01-01T00:00:00Z'))).toEqual([
		'2026-09-06T01:00:00-03:00',
		'2026-09-06T23:59:59-03:00',
	])
})

test('24 hours are 24 hours, also across a change of clocks', () => {
	const at = clock('Europe/Oslo', '2026-10-25T10:00:00Z')
	expect(resolved('24h', at)).toEqual(['2026-10-24T12:00:01+02:00', '2026-10-25T11:00:00+01:00'])
})

test('all begins with the day of the oldest row', () => {
	const oldest = Date.parse('2021-06-01T23:30:00Z')
	expect(resolved('all', { ...OSLO, oldest })).toEqual([
		'2021-06-02T00:00:00+02:00',
		'2026-11-03T23:59:59+01:00',
	])
	expect(resolved('all', { ...OSLO, oldest: OSLO.now + 1e9 })[0]).toBe('2026-11-03T00:00:00+01:00')
})

test('trimmed, what would reach into the future ends today, and today ends now', () => {
	const trimmed = { ...OSLO, trim: true }
	expect(resolved('day', trimmed)[1]).toBe('2026-11-03T23:30:15+01:00')
	expect(resolved('month', trimmed)[1]).toBe('2026-11-03T23:59:59+01:00')
	expect(resolved('year', trimmed)[1]).toBe('2026-11-03T23:59:59+01:00')
	expect(resolved('7d', trimmed)).toEqual(resolved('7d', OSLO))
})

test.each([
	'yesterday',
	'',
	'0d',
	'5001d',
	'07d',
	'-1d',
	'1.5d',
	'101mo',
	'0mo',
	'7D',
	' 7d',
	'2024-01-01',
	null,
	undefined,
	7,
	{},
	[],
	['2024-01-01'],
	['2024-01-01', '2024-01-02', '2024-01-03'],
	['2024-01-02', '2024-01-01'],
	['2024-02-30', '2024-03-01'],
	['2023-02-29', '2024-03-01'],
	['2024-1-1', '2024-2-1'],
	['2024-01-01', '2024-01-02T00:00:00Z'],
	['2024-01-01T00:00:00', '2024-01-02T00:00:00'],
	['2024-01-01T00:00:00Z', '2023-01-02T00:00:00Z'],
	['2024-01-01T25:00:00Z', '2024-01-02T00:00:00Z'],
	['2024-01-01T00:00:00+99:00', '2024-01-02T00:00:00Z'],
	[1, 2],
])('%j is no date range', (sent) => {
	expect(parseDateRange(sent)).toBeNull()
})

test.each<[string, [string, string], [string, string]]>([
	['Europe/Oslo', ['2026-10-25', '2026-10-31'], ['2026-10-18T00:00:00+02:00', '2026-10-24T23:59:59+02:00']],
	['Europe/Oslo', ['2026-03-29', '2026-03-29'], ['2026-03-28T00:00:00+01:00', '2026-03-28T23:59:59+01:00']],
	['UTC', ['2024-03-01', '2024-03-31'], ['2024-01-30T00:00:00+00:00', '2024-02-29T23:59:59+00:00']],
])('in %s before %j comes %j', (timezone, dates, before) => {
	const range = parseDateRange(dates)
	if (!range) throw new Error('no date range')
	const at = clock(timezone, '2026-11-03T00:00:00Z')
	expect(spell(previous(resolve(range, at), timezone), timezone)).toEqual(before)
})

test('a day that runs is compared with as much of the day before', () => {
	const at = { ...OSLO, trim: true }
	const range = resolve({ kind: 'day' }, at)
	expect(spell(previous(range, at.timezone), at.timezone)).toEqual([
		'2026-11-02T00:00:00+01:00',
		'2026-11-02T23:30:15+01:00',
	])
	expect(spell(previous(resolve({ kind: '24h' }, OSLO), OSLO.timezone), OSLO.timezone)).toEqual([
		'2026-11-01T23:30:16+01:00',
		'2026-11-02T23:30:15+01:00',
	])
})
