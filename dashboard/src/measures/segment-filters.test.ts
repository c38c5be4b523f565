import { expect, it } from 'vitest'
import { DIMENSION_NAMES } from '../overview/dimensions.ts'
import { askedFilter, type Filter, OPERATORS, type Operator } from '../overview/filters.ts'
import { barFilters } from './segment-filters.ts'

it('reads every filter of the bar back from what it asks', () => {
	for (const dimension of DIMENSION_NAMES) {
		for (const operator of Object.keys(OPERATORS) as Operator[]) {
			const filter: Filter = { operator, dimension, values: ['a', 'b,c'] }
			const [read] = barFilters([askedFilter(filter)]) ?? []
			// Done or not done is all there is to say of events.
			expect(read && askedFilter(read)).toEqual(askedFilter(filter))
		}
	}
})

it('knows what the bar has no words for', () => {
	const able = ['is', 'visit:source', ['Google']]
	for (const odd of [
		['or', [able, able]],
		['matches', 'visit:source', ['^G']],
		['is', 'event:props:plan', ['pro']],
		['contains', 'visit:source', ['g']],
		['is', 'visit:source', [1]],
		['has_done', ['is', 'event:page', ['/']]],
		['is'],
		'is',
		null,
	]) {
		expect(barFilters([able, odd]), JSON.stringify(odd)).toBeNull()
	}
	expect(barFilters([able])).toEqual([{ operator: 'is', dimension: 'visit:source', values: ['Google'] }])
})
