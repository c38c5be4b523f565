import { expect, test } from 'vitest'
import { pathLines, pathRules } from './privacy.ts'

test('path rules are written as arrows and read again', () => {
	const rules = [
		{ match: '/user/*', keep: '/user/:id' },
		{ match: '/a b', keep: '/c' },
	]
	expect(pathRules(pathLines(rules).split('\n'))).toEqual(rules)
	expect(pathRules(['/user/* -> /user/:id'])).toEqual(rules.slice(0, 1))
	expect(pathRules([])).toEqual([])
})

test.each(['/user/*', 'user → /x', '/a → b', '/a → /b → /c', '→'])('%s is no rule', (line) => {
	expect(pathRules([line])).toBeNull()
})
