import { expect, test } from 'vitest'
import { furthest, marksOf, type Rules } from './funnel-reach.ts'

const MINUTE = 60_000
const rules = (of: Partial<Rules>): Rules => ({ steps: 3, order: 'open', scrolls: 0, window: null, ...of })
/** Events one minute apart; each says which steps it is, counted from 1. */
const marks = (...events: number[][]) =>
	events.map((steps, i) => ({
		mask: steps.reduce((mask, step) => mask | (1 << (step - 1)), 0),
		at: i * MINUTE,
	}))

test.each<[string, number, number[][], Partial<Rules>]>([
	['nothing', 0, [], {}],
	['a step without the one before', 0, [[2], [3]], {}],
	['all steps', 3, [[1], [2], [3]], {}],
	['others between', 3, [[1], [], [2], [], [3]], {}],
	['the wrong way round', 2, [[3], [1], [2]], {}],
	['one event is one step only', 1, [[1, 2, 3]], {}],
	['an event that is two steps is the one that is due', 3, [[1], [1, 2], [3]], {}],
	['strict: others between', 1, [[1], [], [2], [3]], { order: 'strict' }],
	['strict: an earlier try does not matter', 3, [[1], [], [1], [2], [3]], { order: 'strict' }],
	['strict: the step again', 1, [[1], [1], [], [2]], { order: 'strict' }],
	['strict: a beacon between ends nothing', 2, [[1], [3], [2]], { order: 'strict', scrolls: 4 }],
	['strict: a beacon that is a step', 3, [[1], [2], [3]], { order: 'strict', scrolls: 2 }],
	['strict: a beacon, then another page', 2, [[1], [2], [], [3]], { order: 'strict', scrolls: 2 }],
	['in time to the millisecond', 3, [[1], [2], [3]], { window: 2 * MINUTE }],
	['too late', 2, [[1], [2], [3]], { window: 2 * MINUTE - 1 }],
	['the last try that is in time', 3, [[1], [1], [2], [3]], { window: 2 * MINUTE }],
	['a later try for the next step only', 2, [[1], [2], [1], [3]], { window: 2 * MINUTE }],
])('%s', (_, taken, events, of) => {
	expect(furthest(marks(...events), rules(of))).toBe(taken)
})

test('rows of D1 are read sign by sign', () => {
	expect(marksOf('ĀāĂ')).toEqual([[0, 1, 2].map((mask) => ({ mask, at: 0 }))])
	expect(marksOf('ā,Ą')).toEqual([[{ mask: 1, at: 0 }], [{ mask: 4, at: 0 }]])
	expect(marksOf('ā0Ā12ǿ2592000000')).toEqual([
		[
			{ mask: 1, at: 0 },
			{ mask: 0, at: 12 },
			{ mask: 255, at: 2_592_000_000 },
		],
	])
})
