import { expect, test } from 'vitest'
import { screenClassOf } from './screen.ts'

test.each([
	[1, 'xs'],
	[639.5, 'xs'],
	[640, 'sm'],
	[767, 'sm'],
	[768, 'md'],
	[1023, 'md'],
	[1024, 'lg'],
	['1535', 'lg'],
	[1536, 'xl'],
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
