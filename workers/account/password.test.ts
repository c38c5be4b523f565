import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('a hash says what it cost, is salted, and knows its password', async () => {
	const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
	expect(one).toMatch(/^scrypt\$16384\$16\$1\$/)
	expect(one).not.toBe(two)
	expect(await verifyPassword({ hash: one, password: 'correct horse' })).toBe(true)
	expect(await verifyPassword({ hash: one, password: 'correct horsf' })).toBe(false)
})

test('the same text in another composition is the same password', async () => {
	const hash = await hashPassword('caf\u00e9 au lait')
	expect(await verifyPassword({ hash, password: 'cafe\u0301 au lait' })).toBe(true)
})

test.each([[''], ['scrypt$'], ['plain'], ['scrypt$16384$16$1$$'], ['a:b']])(
	'%j is no hash and opens nothing',
	async (hash) => {
		expect(await verifyPassword({ hash, password: '' })).toBe(false)
	},
)

test('a hash made at another cost still opens', async () => {
	// N = 1024, r = 8, p = 1, made with another implementation of scrypt (Python's hashlib).
	const hash =
		'scrypt$1024$8$1$c2FsdHNhbHRzYWx0c2FsdA==$A9lBa6RTbfBovWqamVIqXKovIl4Vk6OZyVojLJmYmSKcTeUeY+NUusSAWsrrtKYgxHMy6+bWk1+GJd0o/FW2Bw=='
	expect(await verifyPassword({ hash, password: 'correct horse' })).toBe(true)
	expect(await verifyPassword({ hash, password: 'wrong horse' })).toBe(false)
})
