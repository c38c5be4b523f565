import type { Facts } from '../model/event.ts'

/** Classes of width, narrow to wide: phones, large phones, tablets, laptops, and what is wider. */
export const SCREEN_CLASSES = ['xs', 'sm', 'md', 'lg', 'xl'] as const

/**
 * Least width of each class after the first, in CSS pixels: where style sheets commonly change their layout. All
 * are multiples of 128, to which our script rounds down before it sends.
 */
const BOUNDS = [640, 768, 1024, 1536]

/** Wider than any screen. */
const WIDEST = 100_000

/** Whole pixels, from one upward. */
const WIDTH = /^\d{1,6}$/

/**
 * The class of a width in CSS pixels, below 640, 768, 1024, 1536, or from there on: all that is kept of it. Blank
 * where it is no width.
 */
export function screenClassOf(width: unknown): Facts['screenClass'] {
	const pixels = typeof width === 'string' && WIDTH.test(width) ? Number(width) : width
	if (typeof pixels !== 'number' || !(pixels >= 1 && pixels <= WIDEST)) return ''
	return SCREEN_CLASSES[BOUNDS.filter((bound) => pixels >= bound).length] ?? ''
}
