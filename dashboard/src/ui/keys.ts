/** Which arrow keys a list understands. */
export type Axis = 'horizontal' | 'vertical' | 'both'

/**
 * Where a key moves within a list that goes round at its ends; null where the key moves nothing.
 * @param at index of the current entry, -1 where there is none.
 */
export function step(key: string, at: number, length: number, axis: Axis): number | null {
	if (length === 0) return null
	if (key === 'Home') return 0
	if (key === 'End') return length - 1
	const on = (axis !== 'vertical' && key === 'ArrowRight') || (axis !== 'horizontal' && key === 'ArrowDown')
	const back = (axis !== 'vertical' && key === 'ArrowLeft') || (axis !== 'horizontal' && key === 'ArrowUp')
	if (on) return (at + 1) % length
	if (back) return at <= 0 ? length - 1 : at - 1
	return null
}

/** The next entry after `at` whose label begins with what was typed, going round; null where none does. */
export function typeAhead(typed: string, at: number, labels: readonly string[]): number | null {
	const wanted = typed.toLowerCase()
	for (let offset = 1; offset <= labels.length; offset++) {
		const index = (at + offset) % labels.length
		if (labels[index]?.toLowerCase().startsWith(wanted)) return index
	}
	return null
}
