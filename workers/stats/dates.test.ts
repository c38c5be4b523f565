import { expect, test } from 'vitest'
import { type Clock, compared, parseComparison, parseDateRange, previous, resolve, spell } from './dates.ts'

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

/** What the days of a range are compared with. */
function comparedDays(from: string, to: string, sent: unknown, timezone = 'Europe/Oslo'): [string, string] {
	const range = parseDateRange([from, to])
	const comparison = parseComparison(sent)
	if (!range || !comparison) throw new Error('not a range, or not a comparison')
	const at = clock(timezone, '2026-11-03T12:00:00Z')
	const [first, last] = spell(compared(resolve(range, at), comparison, at), timezone)
	expect([first.slice(11, 19), last.slice(11, 19)]).toEqual(['00:00:00', '23:59:59'])
	return [first.slice(0, 10), last.slice(0, 10)]
}
const matched = (mode: string) => ({ mode, match_day_of_week: true })

test.each<[string, [string, string], unknown, [string, string]]>([
	['the days before', ['2026-03-10', '2026-03-12'], 'previous_period', ['2026-03-07', '2026-03-09']],
	[
		'the same as an object',
		['2026-03-10', '2026-03-12'],
		{ mode: 'previous_period' },
		['2026-03-07', '2026-03-09'],
	],
	['the year before', ['2026-03-10', '2026-03-12'], 'year_over_year', ['2025-03-10', '2025-03-12']],
	['a leap day', ['2024-02-29', '2024-02-29'], 'year_over_year', ['2023-02-28', '2023-02-28']],
	[
		'a February with a leap day',
		['2024-02-01', '2024-02-29'],
		'year_over_year',
		['2023-02-01', '2023-02-28'],
	],
	['a February before one', ['2025-02-01', '2025-02-28'], 'year_over_year', ['2024-02-01', '2024-02-28']],
	['over the change of clocks', ['2026-03-28', '2026-03-30'], 'year_over_year', ['2025-03-28', '2025-03-30']],
	[
		'days of its own',
		['2026-03-10', '2026-03-12'],
		{ mode: 'custom', date_range: ['2026-01-01', '2026-01-31'] },
		['2026-01-01', '2026-01-31'],
	],
	// 10 March 2026 is a Tuesday, 10 March 2025 a Monday.
	[
		'weekdays a year before',
		['2026-03-10', '2026-03-16'],
		matched('year_over_year'),
		['2025-03-11', '2025-03-17'],
	],
	// Thirty days before is a Sunday: the Tuesday after it would reach into the range.
	['weekdays before', ['2026-03-10', '2026-04-08'], matched('previous_period'), ['2026-02-03', '2026-03-04']],
	[
		'weekdays of a week',
		['2026-03-10', '2026-03-16'],
		matched('previous_period'),
		['2026-03-03', '2026-03-09'],
	],
	[
		'weekdays of ten days',
		['2026-03-10', '2026-03-19'],
		matched('previous_period'),
		['2026-02-24', '2026-03-05'],
	],
	[
		'weekdays of its own, the nearest',
		['2026-03-10', '2026-03-12'],
		{ ...matched('custom'), date_range: ['2026-01-02', '2026-01-04'] },
		['2025-12-30', '2026-01-01'],
	],
])('compared: %s', (_, [from, to], sent, days) => {
	expect(comparedDays(from, to, sent)).toEqual(days)
})

test('hours are compared with the same hours a year before', () => {
	const at = clock('Europe/Oslo', '2026-11-03T12:00:00Z')
	const range = resolve({ kind: '24h' }, at)
	const year = parseComparison('year_over_year')
	if (!year) throw new Error('no comparison')
	expect(spell(compared(range, year, at), at.timezone)).toEqual([
		'2025-11-02T13:00:01+01:00',
		'2025-11-03T13:00:00+01:00',
	])
})

test.each([
	'last_week',
	'custom',
	1,
	null,
	[],
	{},
	{ mode: 'custom' },
	{ mode: 'custom', date_range: '7d' },
	{ mode: 'custom', date_range: ['2026-01-02', '2026-01-01'] },
	{ mode: 'previous_period', date_range: ['2026-01-01', '2026-01-02'] },
	{ mode: 'previous_period', match_day_of_week: 1 },
	{ mode: 'previous_period', x: true },
])('%j is no comparison', (sent) => {
	expect(parseComparison(sent)).toBeNull()
})
