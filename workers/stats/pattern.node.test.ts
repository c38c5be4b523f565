import { expect, test } from 'vitest'
import { matcherOf } from './pattern.ts'

function tests(pattern: string | string[], text: string): boolean {
	const matcher = matcherOf([pattern].flat())
	if (typeof matcher === 'string') throw new Error(matcher)
	return matcher.test(text)
}

test.each<[string | string[], string, boolean]>([
	['b', 'abc', true],
	['^b', 'abc', false],
	['^/blog/[0-9]{4}/', '/blog/2026/x', true],
	['(?i)GOOGLE', 'google', true],
	['GOOGLE', 'google', false],
	['^$', '', true],
	['', 'anything', true],
	['\\pL+', 'é', true],
	[['^x', 'c$'], 'abc', true],
	[['^x', 'y$'], 'abc', false],
])('%j on %j: %s', (pattern, text, matches) => {
	expect(tests(pattern, text)).toBe(matches)
})

test.each(['(', '[', '*', '(?=a)', '(?!a)', '(?<=a)b', '(a)\\1', 'a**', '\\8', 'a{1001}', 'x'.repeat(501)])(
	'%j is refused with a reason',
	(pattern) => {
		expect(matcherOf([pattern])).toBeTypeOf('string')
	},
)

test('many large patterns are too large together', () => {
	expect(matcherOf(Array.from({ length: 20 }, () => '[a-z]{500}'))).toBe(
		'the patterns are too large together',
	)
})

test('a pattern that would backtrack for ever elsewhere takes linear time here', () => {
	const start = performance.now()
	expect(tests('^(a+)+$', `${'a'.repeat(20_000)}!`)).toBe(false)
	expect(performance.now() - start).toBeLessThan(2_000)
})

test('what a pattern may be tried on is bounded by its size', () => {
	const [small, large] = [matcherOf(['^/a$']), matcherOf(['[a-z]{900}'])]
	if (typeof small === 'string' || typeof large === 'string') throw new Error('refused')
	expect(small.isTooMuch(5_000_000)).toBe(false)
	expect(large.isTooMuch(5_000_000)).toBe(true)
})
