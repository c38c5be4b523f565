import { expect, test } from 'vitest'
import { type Cell, type Counts, release } from './suppress.ts'

const counts = (visitors: number): Counts => ({
	visitors,
	visits: visitors,
	pageviews: visitors,
	bounceRate: null,
	visitDuration: null,
})
const cellsOf = (world: readonly number[]): Cell[] =>
	world.flatMap((n, i) => (n > 0 ? [{ value: `v${i}`, counts: counts(n) }] : []))
const total = (world: readonly number[]): number => world.reduce((sum, n) => sum + n, 0)

type Publish = (total: Counts, cells: readonly Cell[], k: number) => unknown

/** All worlds of so many values with at most so many visitors each: the last number that is told like those before it. */
function* worlds(values: number, most: number): Generator<number[]> {
	if (values === 0) return yield []
	for (const rest of worlds(values - 1, most)) for (let n = 0; n <= most; n++) yield [n, ...rest]
}

/**
 * What an attacker learns who knows these rules, knows that there are no other values, and reads everything that is
 * published of a unit: he keeps all worlds that would have been published in the same way.
 * @param overlap visitors that may have two values: the total is so much less than the sum, at most.
 * @returns worlds in which he knows how many visitors a small cell has, and that cell.
 */
function exposed(
	publish: Publish,
	k: number,
	values: number,
	most: number,
	overlap = 0,
): [number[], number][] {
	const alike = new Map<string, number[][]>()
	for (const world of worlds(values, most)) {
		for (let twice = 0; twice <= Math.min(overlap, total(world) - Math.max(...world)); twice++) {
			const told = JSON.stringify(publish(counts(total(world) - twice), cellsOf(world), k))
			alike.set(told, [...(alike.get(told) ?? []), world])
		}
	}
	return [...alike.values()].flatMap((possible) =>
		possible.flatMap((world) =>
			world.flatMap((n, i): [number[], number][] => {
				const small = n > 0 && n < k
				return small && possible.every((other) => other[i] === n) ? [[world, i]] : []
			}),
		),
	)
}

test.each([
	{ k: 5, values: 2, most: 124, overlap: 0 },
	{ k: 5, values: 4, most: 12, overlap: 0 },
	{ k: 5, values: 5, most: 7, overlap: 0 },
	{ k: 5, values: 3, most: 17, overlap: 3 },
	{ k: 6, values: 3, most: 27, overlap: 0 },
	{ k: 7, values: 3, most: 27, overlap: 0 },
	{ k: 10, values: 3, most: 27, overlap: 0 },
	{ k: 10, values: 4, most: 12, overlap: 0 },
	{ k: 12, values: 3, most: 27, overlap: 0 },
])('whoever knows the rules and every published number knows no small cell (%o)', (of) => {
	expect(exposed(release, of.k, of.values, of.most, of.overlap)).toEqual([])
})

test('without the second cell that is folded, subtraction tells small cells', () => {
	const naive: Publish = (all, cells, k) => {
		const shown = cells.filter(({ counts }) => counts.visitors >= k)
		return { total: all, shown, other: all.visitors - total(shown.map(({ counts }) => counts.visitors)) }
	}
	expect(exposed(naive, 5, 3, 8).length).toBeGreaterThan(0)
})

test('who moves from one folded cell to another changes nothing', () => {
	for (const world of worlds(4, 8)) {
		const told = JSON.stringify(release(counts(total(world)), cellsOf(world), 5))
		const [a = 0, b = 0, ...rest] = world
		if (a < 2 || a >= 5 || b < 1 || b >= 4) continue
		const moved = [a - 1, b + 1, ...rest]
		expect(JSON.stringify(release(counts(total(moved)), cellsOf(moved), 5)), `${world}`).toBe(told)
	}
})
