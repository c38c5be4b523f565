import { expect, test } from 'vitest'
import { screenClassOf } from './screen.ts'

test.each([
	[1, 'xs'],
	[575.5, 'xs'],
	[576, 'sm'],
	[767, 'sm'],
	[768, 'md'],
	[991, 'md'],
	[992, 'lg'],
	['1439', 'lg'],
	[1440, 'xl'],
	[100_000, 'xl'],
	[100_001, ''],
	[0, ''],
	[-1, ''],
	[Number.NaN, ''],
	[Number.POSITIVE_INFINITY, ''],
	['1e3', ''],
	[null, ''],
	[{}, ''],
])('a width of %s is %s', (width, name) => {
	expect(screenClassOf(width)).toBe(name)
})
