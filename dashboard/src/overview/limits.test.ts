import { expect, test } from 'vitest'
import { stretchesOf } from './limits.ts'

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05']
const span = (from: string, until: string | null) => ({ from, until })

test('a span shades the days that it reaches into, by the clocks of the site', () => {
	const night = span('2026-11-02T23:30:00Z', '2026-11-04T00:00:00Z')
	expect(stretchesOf([night], DAYS, 'UTC')).toEqual([{ first: 1, last: 2 }])
	// In Oslo it began after midnight, and ended an hour into the fourth.
	expect(stretchesOf([night], DAYS, 'Europe/Oslo')).toEqual([{ first: 2, last: 3 }])
})

test('spans that follow each other are one; others are not', () => {
	const [a, b] = [
		span('2026-11-01T10:00:00Z', '2026-11-02T10:00:00Z'),
		span('2026-11-02T10:00:00Z', '2026-11-02T20:00:00Z'),
	]
	expect(stretchesOf([a, b, span('2026-11-05T01:00:00Z', null)], DAYS, 'UTC')).toEqual([
		{ first: 0, last: 1 },
		{ first: 4, last: 4 },
	])
})

test('what is before or after is not drawn, what lasts reaches to the end', () => {
	expect(stretchesOf([span('2026-10-01T00:00:00Z', '2026-10-09T00:00:00Z')], DAYS, 'UTC')).toEqual([])
	expect(stretchesOf([span('2026-10-01T00:00:00Z', null)], DAYS, 'UTC')).toEqual([{ first: 0, last: 4 }])
	const hours = ['2026-11-02 09:00:00', '2026-11-02 10:00:00', '2026-11-02 11:00:00']
	expect(stretchesOf([span('2026-11-02T10:20:00Z', '2026-11-02T10:40:00Z')], hours, 'UTC')).toEqual([
		{ first: 1, last: 1 },
	])
	expect(stretchesOf([], DAYS, 'UTC')).toEqual([])
})
