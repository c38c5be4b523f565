import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fits, wildcardOf } from './wildcard.ts'

const does = (pattern: string, text: string) => fits(wildcardOf(pattern), text)

test.each([
	['/a', '/a', true],
	['/a', '/ab', false],
	['/user/*', '/user/7', true],
	['/user/*', '/user/', true],
	['/user/*', '/user/7/edit', false],
	['/user/**', '/user/7/edit', true],
	['/user/*/edit', '/user/7/edit', true],
	['/user/*/edit', '/user/7/8/edit', false],
	['/**/edit', '/user/7/8/edit', true],
	['**', '', true],
	['*', '/', false],
	['/a.c', '/abc', false],
	['/a*a*a', '/aaaa', true],
	['', '', true],
	['', 'a', false],
])('%j and %j: %s', (pattern, text, is) => {
	expect(does(pattern, text)).toBe(is)
})

test('agrees with a regular expression', () => {
	const letters = fc.stringMatching(/^[a/]{0,12}$/)
	fc.assert(
		fc.property(fc.stringMatching(/^[a/*]{0,8}$/), letters, (pattern, text) => {
			const source = pattern.replaceAll(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'))
			expect(does(pattern, text)).toBe(new RegExp(`^(?:${source})$`).test(text))
		}),
	)
})

test('takes no longer for a text that is made to take long', () => {
	const started = performance.now()
	expect(does(`${'*a'.repeat(60)}b`, 'a'.repeat(20_000))).toBe(false)
	expect(performance.now() - started).toBeLessThan(2_000)
})
