import { expect, it } from 'vitest'
import { parts, roundTop, seriesOf } from './series.ts'

const row = (label: string, value: number | null) => ({ dimensions: [label], metrics: [value] })
const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']

it('puts every bucket in its place and leaves the future open', () => {
	const rows = [row('2026-11-24', 3), row('2026-11-22', 5)]
	const series = seriesOf({ labels: days, rows }, null, { unit: 'day', runningLabel: '2026-11-24', empty: 0 })
	expect(series).toMatchObject({ values: [5, 0, 3, null], running: 2, compare: null })
})

it('knows that a rate of nothing is no rate', () => {
	const rows = [row('2026-11-22', 50), row('2026-11-23', null)]
	const series = seriesOf({ labels: days, rows }, null, { unit: 'day', runningLabel: null, empty: null })
	expect(series.values).toEqual([null, null, null, null])
	const past = seriesOf({ labels: days, rows }, null, {
		unit: 'day',
		runningLabel: '2026-12-01',
		empty: null,
	})
	expect(past).toMatchObject({ values: [50, null, null, null], running: null })
})

it('lays the period before beside it, bucket by bucket', () => {
	const before = {
		labels: ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'],
		rows: [row('2026-11-18', 9)],
	}
	const series = seriesOf({ labels: days, rows: [] }, before, {
		unit: 'day',
		runningLabel: '2026-12-01',
		empty: 0,
	})
	expect(series.compare).toEqual({ labels: before.labels.slice(0, 4), values: [0, 9, 0, 0] })
})

it('draws the bucket that runs apart', () => {
	const series = seriesOf(
		{ labels: days, rows: [row('2026-11-22', 1), row('2026-11-23', 2), row('2026-11-24', 3)] },
		null,
		{ unit: 'day', runningLabel: '2026-11-24', empty: 0 },
	)
	expect(parts(series)).toEqual({ over: [1, 2, null, null], open: [null, 2, 3, null] })
	const first = seriesOf({ labels: days, rows: [row('2026-11-22', 1)] }, null, {
		unit: 'day',
		runningLabel: '2026-11-22',
		empty: 0,
	})
	expect(parts(first)).toEqual({ over: [null, null, null, null], open: [1, null, null, null] })
})

it('ends the axis at a round number', () => {
	const steps = [1, 2, 4, 6, 8]
	expect([0, 3, 9, 41, 600, 601].map((largest) => roundTop(largest, steps, 4))).toEqual([
		4, 4, 10, 60, 600, 800,
	])
})
