import { expect, test } from 'vitest'
import { bitOf, type NoveltyBit } from '../model/novelty.ts'
import { someFacts as facts } from '../model/testing.ts'
import { mask, type Novel, SeenSet } from './novelty.ts'

const first: Novel = {
	visitor: 7,
	name: 'pageview',
	page: '/',
	hostname: 'example.org',
	facts,
	entryPage: '/',
	visitStarted: true,
	bounceEnded: false,
	entrySet: true,
}
const again: Novel = { ...first, visitStarted: false, entrySet: false }
const has = (bits: number, name: NoveltyBit): boolean => (bits & bitOf(name)) !== 0

test('from a search in the morning and a newsletter at night: one visitor, and one in each row', () => {
	const day = new SeenSet()
	const morning = mask(day, first)
	const night = mask(day, { ...first, facts: { ...facts, source: 'Newsletter' } })
	expect([has(morning, 'visitor'), has(night, 'visitor')]).toEqual([true, false])
	expect([has(morning, 'source'), has(night, 'source')]).toEqual([true, true])
	expect([has(morning, 'country'), has(night, 'country')]).toEqual([true, false])
	expect([has(morning, 'visit'), has(night, 'visit')]).toEqual([true, true])
})

test('a page is new once a visitor and day, for each visitor apart', () => {
	const day = new SeenSet()
	expect(has(mask(day, first), 'page')).toBe(true)
	expect(has(mask(day, again), 'page')).toBe(false)
	expect(has(mask(day, { ...again, page: '/b' }), 'page')).toBe(true)
	expect(has(mask(day, { ...first, visitor: 8 }), 'page')).toBe(true)
})

test('in a new hour an old visit shows all its facts anew', () => {
	mask(new SeenSet(), first)
	const next = mask(new SeenSet(), again)
	expect([has(next, 'visitor'), has(next, 'source'), has(next, 'entryPage'), has(next, 'visit')]).toEqual([
		true,
		true,
		true,
		false,
	])
})

test('the seen set knows every entry it was given, and no other', () => {
	const seen = new SeenSet()
	for (let visitor = 1; visitor <= 20_000; visitor++)
		expect(seen.add(visitor, 8, `/p${visitor % 7}`)).toBe(true)
	for (let visitor = 1; visitor <= 20_000; visitor++)
		expect(seen.add(visitor, 8, `/p${visitor % 7}`)).toBe(false)
	expect(seen.add(1, 16, '/p1')).toBe(true)
})
