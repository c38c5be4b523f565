import { describe, expect, it } from 'vitest'
import { allZones, findZones, offsetOf } from './zones.ts'

const summer = new Date('2026-07-01T12:00:00Z')
const winter = new Date('2026-01-01T12:00:00Z')
const zones = allZones(summer)
const names = (text: string) => findZones(zones, text).map(({ value }) => value)

it('knows every place, and UTC', () => {
	expect(zones.length).toBeGreaterThan(400)
	expect(zones.map(({ value }) => value)).toEqual(expect.arrayContaining(['Europe/Berlin', 'Etc/UTC']))
})

it('lists places under the names they have today', () => {
	const all = zones.map(({ value }) => value)
	expect(all).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'Asia/Kathmandu']))
	expect(all).not.toContain('Asia/Calcutta')
	for (const { value, hint } of zones) expect([value, hint]).toEqual([value, expect.stringMatching(/^UTC/)])
})

it('says what the clocks show at that time of the year', () => {
	expect(offsetOf('Europe/Berlin', summer)).toBe('UTC+02:00')
	expect(offsetOf('Europe/Berlin', winter)).toBe('UTC+01:00')
	expect(offsetOf('Asia/Kolkata', winter)).toBe('UTC+05:30')
	expect(offsetOf('Nowhere/Atlantis', winter)).toBe('')
})

describe('findZones', () => {
	it('gives everything for nothing', () => expect(names('  ')).toHaveLength(zones.length))
	it('finds a place by any part of its name, in any spelling', () => {
		expect(names('new york')).toEqual(['America/New_York'])
		expect(names('NEW_Y')).toEqual(['America/New_York'])
		expect(names('europe ber')).toContain('Europe/Berlin')
	})
	it('puts places that begin so before those that only have it inside', () => {
		const list = ['Africa/Tunis', 'America/New_York', 'Europe/Nicosia'].map((name) => ({
			value: name,
			label: name,
		}))
		expect(findZones(list, 'n').map(({ value }) => value)).toEqual([
			'America/New_York',
			'Europe/Nicosia',
			'Africa/Tunis',
		])
	})
	it('finds clocks by their distance', () => expect(names('+05:30')).toContain('Asia/Colombo'))
	it('finds nothing for nonsense', () => expect(names('atlantis')).toEqual([]))
})
