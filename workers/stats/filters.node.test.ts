import { expect, test } from 'vitest'
import { type Filter, parseFilters } from './filters.ts'

function read(filters: unknown): { filters: Filter[]; faults: string[] } {
	const faults: string[] = []
	return {
		filters: parseFilters(filters, false, (pointer, text) => faults.push(`${pointer}: ${text}`)),
		faults,
	}
}
const IS = ['is', 'event:page', ['/']]

test.each<[string, unknown, object]>([
	['is', IS, { kind: 'test', operator: 'is', clauses: ['/'], caseSensitive: true }],
	['is_not', ['is_not', 'event:page', ['/']], { kind: 'not', filter: { operator: 'is' } }],
	['contains', ['contains', 'event:page', ['a', 'b']], { operator: 'contains', clauses: ['a', 'b'] }],
	['contains_not', ['contains_not', 'event:page', ['a']], { kind: 'not', filter: { operator: 'contains' } }],
	['matches', ['matches', 'event:page', ['^/a']], { operator: 'matches' }],
	['matches_not', ['matches_not', 'event:page', ['^/a']], { kind: 'not', filter: { operator: 'matches' } }],
	['any case', ['is', 'event:page', ['/'], { case_sensitive: false }], { caseSensitive: false }],
	['no modifiers', ['is', 'event:page', ['/'], {}], { caseSensitive: true }],
	['and', ['and', [IS, IS]], { kind: 'and', filters: [{ kind: 'test' }, { kind: 'test' }] }],
	['or', ['or', [IS]], { kind: 'or' }],
	['not', ['not', IS], { kind: 'not', filter: { kind: 'test' } }],
	['has_done', ['has_done', IS], { kind: 'done', filter: { kind: 'test' } }],
	['has_not_done', ['has_not_done', IS], { kind: 'not', filter: { kind: 'done' } }],
	['has_done of groups', ['has_done', ['or', [IS, ['not', IS]]]], { kind: 'done' }],
	['a city as a number', ['is', 'visit:city', [2_950_159]], { clauses: ['2950159'] }],
	['a country', ['is', 'visit:country', ['DE', '']], { clauses: ['DE', ''] }],
	['a property', ['is', 'event:props:plan', ['pro']], { dimension: { property: 'plan' } }],
	['a host name', ['is', 'event:hostname', ['a.example']], { kind: 'test' }],
])('%s', (_, filter, meaning) => {
	const { filters, faults } = read([filter])
	expect(faults).toEqual([])
	expect(filters).toMatchObject([meaning])
})

test.each<[string, unknown, string]>([
	[
		'an unknown operator',
		['foo', 'event:page', ['/']],
		'#/filters/0: Invalid filter ["foo","event:page",["/"]]: ',
	],
	['no list', 'is', '#/filters/0: '],
	['an object', {}, '#/filters/0: '],
	['empty', [], '#/filters/0: '],
	['no dimension', ['is', 7, ['/']], '#/filters/0: '],
	['an unknown dimension', ['is', 'visit:moon', ['x']], '#/filters/0: '],
	['time', ['is', 'time:day', ['x']], '#/filters/0: '],
	['no clauses', ['is', 'event:page', []], '#/filters/0: '],
	['clauses that are no list', ['is', 'event:page', '/'], '#/filters/0: '],
	['a clause that is no text', ['is', 'event:page', [null]], '#/filters/0: '],
	['a number for a page', ['is', 'event:page', [1]], '#/filters/0: '],
	['a country by its name', ['is', 'visit:country', ['Germany']], '#/filters/0: '],
	['a long clause', ['is', 'event:page', ['x'.repeat(2_001)]], '#/filters/0: '],
	['an unknown modifier', ['is', 'event:page', ['/'], { x: true }], '#/filters/0: '],
	['a modifier that is no boolean', ['is', 'event:page', ['/'], { case_sensitive: 1 }], '#/filters/0: '],
	['modifiers of a pattern', ['matches', 'event:page', ['/'], {}], '#/filters/0: '],
	['five elements', ['is', 'event:page', ['/'], {}, 1], '#/filters/0: '],
	['a broken pattern', ['matches', 'event:page', ['(']], '#/filters/0: '],
	['and of nothing', ['and', []], '#/filters/0: '],
	['and of two lists', ['and', [IS], [IS]], '#/filters/0: '],
	['not of two', ['not', IS, IS], '#/filters/0: '],
	[
		'a fault inside',
		['and', [IS, ['or', [['not', ['is', 'visit:moon', ['x']]]]]]],
		'#/filters/0/1/1/1/0/1: ',
	],
	['has_done of a visit', ['has_done', ['is', 'visit:source', ['x']]], '#/filters/0/1: '],
	['has_done in has_done', ['has_done', ['not', ['has_done', IS]]], '#/filters/0/1/1: '],
	['has_not_done in has_done', ['has_done', ['has_not_done', IS]], '#/filters/0/1: '],
	['a host name inside', ['not', ['is', 'event:hostname', ['x']]], '#/filters/0/1: '],
	['a host name in has_done', ['has_done', ['is', 'event:hostname', ['x']]], '#/filters/0/1: '],
	['a segment', ['is', 'segment', [1]], '#/filters/0: '],
	['a goal', ['is', 'event:goal', ['Sign up']], '#/filters/0: '],
])('%s: refused behind its pointer', (_, filter, pointer) => {
	const { filters, faults } = read([filter, IS])
	expect(faults).toHaveLength(1)
	expect(faults[0]?.startsWith(pointer), faults[0]).toBe(true)
	expect(filters).toHaveLength(1)
})

test('no filters is no fault, and something else than a list is one', () => {
	expect(read(undefined)).toEqual({ filters: [], faults: [] })
	for (const sent of [null, {}, 'x', 1]) expect(read(sent).faults[0]).toMatch(/^#\/filters: /)
})

test('reading ends at the first filter too many', () => {
	const many = read(Array.from({ length: 100_000 }, () => IS))
	expect(many.faults).toHaveLength(1)
	expect(read([['is', 'event:page', Array.from({ length: 1_001 }, String)]]).faults).toHaveLength(1)
	expect(read(Array.from({ length: 100 }, () => IS)).faults).toEqual([])
})
