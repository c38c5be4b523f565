import { expect, test } from 'vitest'
import { NOWHERE, placeOf } from './place.ts'

test('a place is country, region with country, and city', () => {
	const cf = { country: 'DE', regionCode: 'BE', city: 'Berlin', latitude: '52.5', postalCode: '10115' }
	expect(placeOf(cf)).toEqual({ country: 'DE', region: 'DE-BE', city: 'Berlin', asnKind: '' })
	expect(placeOf({ country: 'GB' })).toEqual({ country: 'GB', region: '', city: '', asnKind: '' })
	expect(placeOf({ country: 'US', regionCode: 'not a code', city: 7 })).toEqual({
		...{ country: 'US', region: '', city: '', asnKind: '' },
	})
	expect(placeOf({ country: 'US', city: 'x'.repeat(500) }).city).toHaveLength(100)
})

test('where the country is not known nothing is', () => {
	for (const country of ['XX', 'T1', '', 'de', 'DEU', 7, null, undefined, {}]) {
		expect(placeOf({ country, regionCode: 'BE', city: 'Berlin' })).toEqual(NOWHERE)
		expect(placeOf({ country, asn: 14061 })).toEqual({ ...NOWHERE, asnKind: 'hosting' })
	}
	for (const odd of [undefined, null, 7, 'DE', {}, []]) expect(placeOf(odd)).toEqual(NOWHERE)
})
