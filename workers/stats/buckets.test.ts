import { expect, test } from 'vitest'
import { bucketOf, dayOf, grainOf, labelOf, labelsOf, MAX_LABELS, type Unit, unitFor } from './buckets.ts'
import { dayShiftsOf, type Range, shiftsOf } from './zone.ts'

const range = (from: string, to: string): Range => ({ from: Date.parse(from), to: Date.parse(to) })

function labels(unit: Unit, timezone: string, of: Range): string[] {
	return labelsOf(of, grainOf(unit, timezone, of), dayOf(of.from, timezone)) ?? []
}

function labelAt(instant: string, unit: Unit, timezone: string, of: Range): string {
	const grain = grainOf(unit, timezone, of)
	return labelOf(bucketOf(Date.parse(instant), grain), unit, dayOf(of.from, timezone))
}

test('a day of the spring change has no hour that clocks skip', () => {
	const day = range('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')
	const hours = labels('hour', 'Europe/Oslo', day)
	expect(hours).toHaveLength(23)
	expect(hours.slice(0, 3)).toEqual(['2026-03-29 00:00:00', '2026-03-29 01:00:00', '2026-03-29 03:00:00'])
	expect(labels('minute', 'Europe/Oslo', day)).toHaveLength(23 * 60)
})

test('a day of the autumn change has the repeated hour once', () => {
	const day = range('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')
	expect(labels('hour', 'Europe/Oslo', day)).toHaveLength(24)
	const [first, second] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((at) =>
		labelAt(at, 'hour', 'Europe/Oslo', day),
	)
	expect(first).toBe('2026-10-25 02:00:00')
	expect(second).toBe(first)
})

test('days follow each other through both changes and years', () => {
	const years = range('2024-12-31T23:00:00Z', '2026-12-31T23:00:00Z')
	const days = labels('day', 'Europe/Oslo', years)
	expect(days).toHaveLength(730)
	expect([days[0], days.at(-1)]).toEqual(['2025-01-01', '2026-12-31'])
	expect(new Set(days).size).toBe(730)
	expect(labels('month', 'Europe/Oslo', years)).toHaveLength(24)
})

test('in Newfoundland the hour after midnight that comes twice stays in its day', () => {
	// At 00:01 on 7 November 2010 clocks went back to 23:01.
	const days = range('2010-11-06T02:30:00Z', '2010-11-08T03:30:00Z')
	const at = (instant: string) => labelAt(instant, 'day', 'America/St_Johns', days)
	expect(at('2010-11-07T02:29:59Z')).toBe('2010-11-06')
	expect(at('2010-11-07T02:30:30Z')).toBe('2010-11-07')
	expect(at('2010-11-07T03:00:00Z')).toBe('2010-11-07')
	expect(at('2010-11-08T03:29:59Z')).toBe('2010-11-07')
	const shifts = dayShiftsOf('America/St_Johns', days)
	for (let t = days.from; t < days.to; t += 60_000) {
		const grain = { unit: 'day' as const, shifts }
		expect(bucketOf(t + 60_000, grain)).toBeGreaterThanOrEqual(bucketOf(t, grain))
	}
})

test('a day that a country skipped is none', () => {
	// Samoa went over the date line: no 30 December 2011.
	expect(labels('day', 'Pacific/Apia', range('2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z'))).toEqual([
		'2011-12-29',
		'2011-12-31',
	])
})

test('weeks begin on Monday, but never before the range', () => {
	const weeks = range('2026-03-03T23:00:00Z', '2026-03-17T23:00:00Z')
	expect(labels('week', 'Europe/Oslo', weeks)).toEqual(['2026-03-04', '2026-03-09', '2026-03-16'])
})

test('before 1970 as after', () => {
	const old = range('1969-12-30T00:00:00Z', '1970-01-03T00:00:00Z')
	expect(labels('day', 'UTC', old)).toEqual(['1969-12-30', '1969-12-31', '1970-01-01', '1970-01-02'])
	expect(labels('week', 'UTC', old)).toEqual(['1969-12-30'])
	expect(labels('month', 'UTC', old)).toEqual(['1969-12-01', '1970-01-01'])
})

test.each<[string, string, Unit]>([
	['2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z', 'hour'],
	['2026-03-01T00:00:00Z', '2026-03-03T00:00:01Z', 'day'],
	['2026-03-01T00:00:00Z', '2026-04-10T00:00:00Z', 'day'],
	['2026-03-01T00:00:00Z', '2026-04-11T00:00:00Z', 'week'],
	['2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z', 'week'],
	['2026-01-01T00:00:00Z', '2027-01-02T00:00:00Z', 'month'],
])('from %s to %s time is cut by the %s', (from, to, unit) => {
	expect(unitFor(range(from, to), 'UTC')).toBe(unit)
})

test('two local days are cut by the hour, however long clocks make them', () => {
	expect(unitFor(range('2026-10-24T22:00:00Z', '2026-10-26T23:00:00Z'), 'Europe/Oslo')).toBe('hour')
	expect(unitFor(range('2026-03-27T23:00:00Z', '2026-03-29T22:00:00Z'), 'Europe/Oslo')).toBe('hour')
})

test('there is an end to labels', () => {
	const long = range('2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z')
	expect(labelsOf(long, grainOf('hour', 'UTC', long), 0)).toBeNull()
	const hours = { from: 0, to: (MAX_LABELS - 1) * 3_600_000 }
	expect(labelsOf(hours, grainOf('hour', 'UTC', hours), 0)).toHaveLength(MAX_LABELS - 1)
})

test('a zone without changes has one offset, one with changes has each of them', () => {
	const year = range('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')
	expect(shiftsOf('Asia/Kolkata', year)).toEqual([{ from: year.from, offset: 19_800_000 }])
	expect(shiftsOf('Europe/Oslo', year)).toEqual([
		{ from: year.from, offset: 3_600_000 },
		{ from: Date.parse('2026-03-29T01:00:00Z'), offset: 7_200_000 },
		{ from: Date.parse('2026-10-25T01:00:00Z'), offset: 3_600_000 },
	])
})

test('hours of the week begin with Monday, and a week of them is always whole', () => {
	const day = range('2026-03-09T23:00:00Z', '2026-03-10T23:00:00Z')
	const all = labels('weekday_hour', 'Europe/Oslo', day)
	expect(all).toHaveLength(168)
	expect([all[0], all[33], all.at(-1)]).toEqual(['1 00', '2 09', '7 23'])
	expect(labelAt('2026-03-10T08:59:59Z', 'weekday_hour', 'Europe/Oslo', day)).toBe('2 09')
	expect(labelAt('2026-03-15T22:59:59Z', 'weekday_hour', 'Europe/Oslo', day)).toBe('7 23')
})
