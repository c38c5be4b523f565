import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { decidingMonths, releasable, unitsOf } from './suppress-units.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const memory = { keptDays: 760, today: day('2026-11-24') }
const spelled = (units: ReturnType<typeof unitsOf>) => units.map(({ from, to }) => `${from}/${to}`)

test('only what is over is released', () => {
	const dates = releasable(day('2026-11-20'), day('2026-12-31'), memory)
	expect([`${dates?.from}`, `${dates?.to}`]).toEqual(['2026-11-20', '2026-11-23'])
	expect(releasable(day('2026-11-24'), day('2026-11-24'), memory)).toBeNull()
})

test('what retention has reached, or what decides of it, is not released', () => {
	const first = (keptDays: number) =>
		`${releasable(day('2020-01-01'), day('2026-11-23'), { ...memory, keptDays })?.from}`
	// 2026-07-20 is the oldest day: all of August decides how September is told.
	expect(first(128)).toBe('2026-09-01')
	expect(first(30)).toBe('2026-10-26')
	expect(releasable(day('2020-01-01'), day('2026-11-23'), { ...memory, keptDays: 1 })).toBeNull()
})

test('a month is told as the one before it had visitors', () => {
	const [from, to] = [day('2026-09-10'), day('2026-11-03')]
	expect(decidingMonths(from, to, memory)).toEqual(['2026-08-01', '2026-09-01', '2026-10-01'])
	const sizes = new Map([
		['2026-08-01', 500],
		['2026-09-01', 999],
		['2026-10-01', 1000],
	])
	// September is small and cut into by the range; October is small and whole; November is told by days.
	expect(spelled(unitsOf(from, to, sizes, 10))).toEqual([
		'2026-10-01/2026-10-31',
		'2026-11-01/2026-11-01',
		'2026-11-02/2026-11-02',
		'2026-11-03/2026-11-03',
	])
	// A higher k needs more visitors.
	expect(spelled(unitsOf(day('2026-11-01'), to, sizes, 11))).toEqual([])
})

test('no two ranges cut the same day in two ways', () => {
	const sizes = new Map([['2026-02-01', 400]])
	const kinds = new Map<string, string>()
	for (let start = 0; start < 100; start += 3) {
		for (const length of [1, 7, 28, 30, 31, 60, 90]) {
			const from = day('2026-01-01').add({ days: start })
			for (const unit of unitsOf(from, from.add({ days: length - 1 }), sizes, 10)) {
				for (let at = day(unit.from); `${at}` <= unit.to; at = at.add({ days: 1 })) {
					const name = `${unit.from}/${unit.to}`
					expect(kinds.get(`${at}`) ?? name).toBe(name)
					kinds.set(`${at}`, name)
				}
			}
		}
	}
	expect(kinds.get('2026-03-15')).toBe('2026-03-01/2026-03-31')
	expect(kinds.get('2026-04-15')).toBe('2026-04-15/2026-04-15')
})

test('with a short memory, days are told', () => {
	const short = { ...memory, keptDays: 100 }
	expect(decidingMonths(day('2026-11-01'), day('2026-11-02'), short)).toEqual([])
	expect(spelled(unitsOf(day('2026-11-01'), day('2026-11-02'), new Map(), 10))).toHaveLength(2)
})
