import { expect, it } from 'vitest'
import { codeOf, countryName, learnRegion, nameOf } from './names.ts'

it('names countries and knows their codes', () => {
	expect([countryName('NZ'), countryName('XK'), countryName('T1')]).toEqual([
		'New Zealand',
		'Kosovo',
		'Tor network',
	])
	expect(codeOf('NZ')).toBe('NZ')
})

it('leaves alone what is no country', () => {
	expect(['(not set)', 'ZY', '', 'nz'].map(countryName)).toEqual(['(not set)', 'ZY', '', 'nz'])
	expect(['(not set)', 'T1', 'ZY', ''].map(codeOf)).toEqual(['', '', '', ''])
})

it('calls a region by its name once an answer told it', () => {
	expect(nameOf('visit:region', 'NZ-OTA')).toBe('NZ-OTA')
	learnRegion('NZ-OTA', 'Otago')
	expect(nameOf('visit:region', 'NZ-OTA')).toBe('Otago')
	expect(nameOf('event:page', '/NZ')).toBe('/NZ')
})
