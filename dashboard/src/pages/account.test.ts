import { expect, it } from 'vitest'
import { PASSWORD_LENGTH } from '../../../workers/account/password.ts'
import { check, PASSWORD } from './account.ts'

const good = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' }

it('asks for the same length as the server', () => expect(PASSWORD).toEqual(PASSWORD_LENGTH))

it('finds nothing wrong with a whole form', () => {
	expect(check(good)).toEqual({})
	expect(check({ email: 'owner@jitt.localhost', password: 'x' })).toEqual({})
})

it('says what is missing, field by field', () => {
	expect(Object.keys(check({ name: ' ', email: '', password: '' }))).toEqual(['name', 'email', 'password'])
	expect(check({ ...good, email: 'ada' })).toEqual({ email: expect.stringContaining('whole address') })
})

it('counts down to a long enough password, where one is chosen', () => {
	expect(check({ ...good, password: 'seven77' }).password).toContain('3 more')
	expect(check({ ...good, password: 'x'.repeat(129) }).password).toContain('at most 128')
	expect(check({ email: good.email, password: 'short' })).toEqual({})
})
