import { expect, test } from 'vitest'
import { PRIVACY } from '../model/policy.ts'
import { choicesOf, merged, privacyFields, privacyJson } from './privacy-fields.ts'

const read = (fields: unknown) => choicesOf(privacyFields.parse(fields))
const fault = (fields: unknown) => privacyFields.safeParse(fields).error?.issues[0]

test('what is not chosen is as by default, also after later choices', () => {
	const first = read({ profile: 'strict', collect: { redact: { uuid: true } } })
	expect(first).toEqual({ profile: 'strict', collect: { redact: { uuid: true } } })
	const both = merged(first, read({ visit_days: 30, collect: { place: 'country' } }))
	expect(privacyJson(both)).toMatchObject({
		profile: 'strict',
		visit_days: 30,
		rollup_days: null,
		collect: { place: 'country', redact: { email: true, uuid: true, numbers: false }, versions: 'full' },
		screen: PRIVACY.screen,
	})
})

test('a list that is given replaces the one before, null takes a number back', () => {
	const old = read({ visit_days: 30, screen: { countries: ['NO', 'SE'] } })
	const now = merged(old, read({ visit_days: null, screen: { countries: ['DE'] } }))
	expect(privacyJson(now)).toMatchObject({ visit_days: null, screen: { countries: ['DE'] } })
})

test.each([
	[{ profil: 'strict' }, [], 'profil'],
	[{ profile: 'lax' }, ['profile'], 'must be default or strict'],
	[{ threshold: 4 }, ['threshold'], 'must be a whole number from 5 to 1000'],
	[{ visit_days: 0 }, ['visit_days'], 'must be a whole number from 1 to 7300'],
	[{ collect: { place: 'street' } }, ['collect', 'place'], 'must be city, region, country or none'],
	[{ screen: { addresses: ['192.0.2.1/33'] } }, ['screen', 'addresses', 0], 'must be a list of addresses'],
	[{ screen: { countries: ['Norway'] } }, ['screen', 'countries', 0], 'two-letter country codes'],
	[{ collect: { paths: [{ match: 'x', keep: '/y' }] } }, ['collect', 'paths', 0, 'match'], 'a slash'],
])('%j is refused by the name of its field', (fields, path, text) => {
	expect(fault(fields)?.path).toEqual(path)
	expect(fault(fields)?.message).toContain(text)
})
