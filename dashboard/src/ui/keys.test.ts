import { expect, it } from 'vitest'
import { step, typeAhead } from './keys.ts'

it('goes round at both ends', () => {
	expect(step('ArrowRight', 2, 3, 'horizontal')).toBe(0)
	expect(step('ArrowLeft', 0, 3, 'horizontal')).toBe(2)
	expect(step('ArrowDown', 0, 3, 'vertical')).toBe(1)
	expect(step('ArrowUp', 2, 3, 'both')).toBe(1)
})

it('starts at the right end where nothing is chosen', () => {
	expect(step('ArrowDown', -1, 3, 'vertical')).toBe(0)
	expect(step('ArrowUp', -1, 3, 'vertical')).toBe(2)
})

it('knows the ends, and leaves other keys alone', () => {
	expect(step('Home', 2, 3, 'both')).toBe(0)
	expect(step('End', 0, 3, 'both')).toBe(2)
	for (const key of ['Enter', 'a', 'Tab']) expect(step(key, 1, 3, 'both')).toBeNull()
	expect(step('ArrowDown', 1, 3, 'horizontal')).toBeNull()
	expect(step('ArrowRight', 1, 3, 'vertical')).toBeNull()
	expect(step('End', -1, 0, 'both')).toBeNull()
})

it('finds the next entry by its first letter', () => {
	const labels = ['Today', 'Yesterday', 'This month', 'Year']
	expect(typeAhead('t', 0, labels)).toBe(2)
	expect(typeAhead('T', 2, labels)).toBe(0)
	expect(typeAhead('y', -1, labels)).toBe(1)
	expect(typeAhead('x', 0, labels)).toBeNull()
})
