import { expect, it } from 'vitest'
import { askedFilter, type Filter, readFilter, sayFilter, spellFilter, withFilter } from './filters.ts'

const filter = (
	operator: Filter['operator'],
	dimension: Filter['dimension'],
	...values: string[]
): Filter => ({ operator, dimension, values })

it('is read as it was spelt, whatever the values hold', () => {
	const odd = ['a,b', '100%', '%2C', 'ä & = #', '', 'Direct / None']
	const one = filter('is_not', 'visit:source', ...odd)
	expect(readFilter(spellFilter(one))).toEqual(one)
	expect(spellFilter(filter('is', 'visit:source', 'Google'))).toBe('is,source,Google')
})

it('refuses what is no filter', () => {
	const broken = [
		'',
		'is',
		'is,source',
		'was,source,Google',
		'is,moon,x',
		'constructor,source,x',
		'is,visit:source,x',
	]
	expect(broken.map(readFilter)).toEqual(broken.map(() => null))
})

it('asks for text whatever its case, and for events of the visit as a whole', () => {
	expect(askedFilter(filter('is', 'event:page', '/a', '/b'))).toEqual(['is', 'event:page', ['/a', '/b']])
	expect(askedFilter(filter('contains_not', 'visit:source', 'oo'))).toEqual([
		'contains_not',
		'visit:source',
		['oo'],
		{ case_sensitive: false },
	])
	expect(askedFilter(filter('is', 'event:name', 'Sign-up'))).toEqual([
		'has_done',
		['is', 'event:name', ['Sign-up']],
	])
	expect(askedFilter(filter('contains_not', 'event:name', 'sign'))).toEqual([
		'has_not_done',
		['contains', 'event:name', ['sign'], { case_sensitive: false }],
	])
})

it('takes a second value of one dimension as an alternative, and nothing twice', () => {
	const google = filter('is', 'visit:source', 'Google')
	const bing = filter('is', 'visit:source', 'Bing')
	const page = filter('is', 'event:page', '/')
	expect(withFilter([google, page], bing)).toEqual([filter('is', 'visit:source', 'Google', 'Bing'), page])
	expect(withFilter([google], google)).toEqual([google])
	expect(withFilter([google], filter('is_not', 'visit:source', 'Bing'))).toHaveLength(2)
})

it('says what it does', () => {
	const words = sayFilter(filter('is_not', 'visit:country', 'DE', 'FR'), (code) => `<${code}>`)
	expect(words).toBe('Country is not <DE> or <FR>')
})
