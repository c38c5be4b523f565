import { expect, test } from 'vitest'
import { dayAt, daysBefore, hourOf } from './day.ts'

const HOUR = 3_600_000

test('a day is the site’s own, not UTC’s', () => {
	const day = dayAt(Date.parse('2026-11-24T23:30:00Z'), 'Asia/Tokyo')
	expect(day).toEqual({
		name: '2026-11-25',
		start: Date.parse('2026-11-25T00:00:00+09:00'),
		end: Date.parse('2026-11-26T00:00:00+09:00'),
	})
})

test('days of a clock change have 23 and 25 hours, and hours never repeat in them', () => {
	const spring = dayAt(Date.parse('2026-03-29T12:00:00Z'), 'Europe/Oslo')
	const autumn = dayAt(Date.parse('2026-10-25T12:00:00Z'), 'Europe/Oslo')
	expect([(spring.end - spring.start) / HOUR, (autumn.end - autumn.start) / HOUR]).toEqual([23, 25])
	const hours = Array.from({ length: 25 }, (_, i) => hourOf(autumn, autumn.start + i * HOUR))
	expect(new Set(hours).size).toBe(25)
})

test('where the time zone changed, the new day begins where the old one ended', () => {
	const old = dayAt(Date.parse('2026-11-24T10:00:00Z'), 'Europe/Oslo')
	const next = dayAt(old.end + 1, 'America/New_York', old.end)
	expect(next.start).toBe(old.end)
	expect(next.end).toBe(Date.parse('2026-11-25T00:00:00-05:00'))
})

test('retention counts whole days of the site', () => {
	expect(daysBefore(Date.parse('2026-11-24T10:00:00Z'), 30, 'Europe/Oslo')).toBe(
		Date.parse('2026-10-25T00:00:00+02:00'),
	)
})
