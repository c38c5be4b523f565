import { expect, it } from 'vitest'
import { dateIn } from './dates.ts'
import { DEFAULT_PERIOD, daysOf, intervalsOf, isRunning, neighbour, PERIODS, type Period } from './periods.ts'

const TODAY = '2026-11-24'
const period = (id: Period['id'], more: Partial<Period> = {}): Period => ({ ...DEFAULT_PERIOD, id, ...more })
const days = (id: Period['id'], today = TODAY) => daysOf(period(id), today)

it('includes today in periods that are counted back from it', () => {
	expect(days('day')).toEqual([TODAY, TODAY])
	expect(days('7d')).toEqual(['2026-11-18', TODAY])
	expect(days('28d')).toEqual(['2026-10-28', TODAY])
	expect(days('30d')).toEqual(['2026-10-26', TODAY])
	expect(days('6mo')).toEqual(['2026-06-01', TODAY])
	expect(days('12mo')).toEqual(['2025-12-01', TODAY])
})

it('ends calendar periods today, and past ones at their end', () => {
	expect(days('month')).toEqual(['2026-11-01', TODAY])
	expect(days('year')).toEqual(['2026-01-01', TODAY])
	expect(days('last-month')).toEqual(['2026-10-01', '2026-10-31'])
	expect(days('last-month', '2026-03-31')).toEqual(['2026-02-01', '2026-02-28'])
	expect(days('last-month', '2026-01-15')).toEqual(['2025-12-01', '2025-12-31'])
	expect(days('yesterday', '2026-03-01')).toEqual(['2026-02-28', '2026-02-28'])
	expect(daysOf(period('month', { date: '2026-02-28' }), TODAY)).toEqual(['2026-02-01', '2026-02-28'])
})

it('follows the calendar of the site, not of the reader', () => {
	const instant = Date.parse('2026-10-31T23:30:00Z')
	expect(days('month', dateIn(instant, 'Europe/Berlin'))).toEqual(['2026-11-01', '2026-11-01'])
	expect(days('month', dateIn(instant, 'America/New_York'))).toEqual(['2026-10-01', '2026-10-31'])
})

it('leaves the last 24 hours and all time to the server', () => {
	expect([days('24h'), days('all')]).toEqual([null, null])
	expect([isRunning(period('24h'), TODAY), isRunning(period('all'), TODAY)]).toEqual([true, true])
})

it('knows whether a period holds today', () => {
	expect(isRunning(period('28d'), TODAY)).toBe(true)
	expect(isRunning(period('yesterday'), TODAY)).toBe(false)
	expect(isRunning(period('28d', { date: '2026-10-27' }), TODAY)).toBe(false)
	expect(isRunning(period('custom', { from: '2026-11-01', to: TODAY }), TODAY)).toBe(true)
})

it('steps to the period before, and back to one that follows today again', () => {
	const before = neighbour(period('28d'), -1, TODAY)
	expect(before).toEqual(period('28d', { date: '2026-10-27' }))
	expect(before && daysOf(before, TODAY)).toEqual(['2026-09-30', '2026-10-27'])
	expect(before && neighbour(before, 1, TODAY)).toEqual(period('28d'))
	expect(neighbour(period('yesterday'), 1, TODAY)).toEqual(period('day'))
	expect(neighbour(period('day'), -1, TODAY)).toEqual(period('day', { date: '2026-11-23' }))
	expect(neighbour(period('day'), 1, TODAY)).toBeNull()
	expect(neighbour(period('all'), -1, TODAY)).toBeNull()
})

it('steps over months and years whole', () => {
	const october = neighbour(period('month'), -1, TODAY)
	expect(october && daysOf(october, TODAY)).toEqual(['2026-10-01', '2026-10-31'])
	const september = october && neighbour(october, -1, TODAY)
	expect(september && daysOf(september, TODAY)).toEqual(['2026-09-01', '2026-09-30'])
	expect(neighbour(period('last-month'), 1, TODAY)).toEqual(period('month'))
	const year = neighbour(period('year'), -1, TODAY)
	expect(year && daysOf(year, TODAY)).toEqual(['2025-01-01', '2025-12-31'])
	expect(year && neighbour(year, 1, TODAY)).toEqual(period('year'))
	const twelve = neighbour(period('12mo'), -1, TODAY)
	expect(twelve && daysOf(twelve, TODAY)).toEqual(['2024-12-01', '2025-11-30'])
})

it('steps over a custom range by its own length', () => {
	const custom = period('custom', { from: '2026-03-25', to: '2026-03-31' })
	expect(neighbour(custom, 1, TODAY)).toEqual(period('custom', { from: '2026-04-01', to: '2026-04-07' }))
	expect(neighbour(custom, -1, TODAY)).toEqual(period('custom', { from: '2026-03-18', to: '2026-03-24' }))
})

it('offers the intervals that a range can show', () => {
	const of = (id: Period['id']) => intervalsOf(period(id), TODAY)
	expect(of('day')).toEqual(['hour'])
	expect(of('7d')).toEqual(['day', 'hour'])
	expect(of('28d')).toEqual(['day', 'week'])
	expect(of('91d')).toEqual(['day', 'week', 'month'])
	expect(of('6mo')).toEqual(['week', 'day', 'month'])
	expect(of('12mo')).toEqual(['month', 'day', 'week'])
	expect(of('all')).toEqual([])
	expect(intervalsOf(period('custom', { from: '2020-01-01', to: TODAY }), TODAY)).toEqual(['month', 'week'])
})

it('gives every period a key of its own', () => {
	expect(new Set(PERIODS.map((one) => one.key)).size).toBe(PERIODS.length)
})
