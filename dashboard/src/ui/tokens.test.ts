import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

/** The declarations of every block whose selector is the given one, in order. */
const blocks = (selector: string): Record<string, string>[] =>
	css
		.split(`${selector} {`)
		.slice(1)
		.map((rest) => {
			const lines = rest.slice(0, rest.indexOf('}')).matchAll(/--([\w-]+):\s*([^;]+);/g)
			return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]))
		})

const [light = {}] = blocks('[data-theme="light"]')
const [dark = {}] = blocks('\n[data-theme="dark"]')
const [byPreference = {}] = blocks(':root:not([data-theme="light"])')

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
	const luminance = (hex: string) => {
		const [r = 0, g = 0, b = 0] = [1, 3, 5]
			.map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
			.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
		return 0.2126 * r + 0.7152 * g + 0.0722 * b
	}
	const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
	return (high + 0.05) / (low + 0.05)
}

it('measures contrast as the standard does', () => {
	expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5)
	expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

it('is the same dark by preference and by choice, and has every token in both themes', () => {
	expect(byPreference).toEqual(dark)
	expect(Object.keys(dark)).toEqual(Object.keys(light))
	expect(Object.keys(light).length).toBeGreaterThan(15)
})

describe.each([
	['light', light],
	['dark', dark],
])('%s', (_name, theme) => {
	const GROUNDS = ['colour-bg', 'colour-surface', 'colour-raised']
	const of = (name: string) => theme[name] ?? ''
	const TEXT = ['ink', 'ink-quiet', 'accent', 'good', 'bad', 'warn'].map((name) => `colour-${name}`)
	const MARKS = [
		'colour-line-strong',
		'colour-focus',
		'chart-1',
		'chart-2',
		'chart-3',
		'chart-4',
		'chart-compare',
	]

	it.each(TEXT)('%s can be read on every ground', (name) => {
		for (const ground of GROUNDS) expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(4.5)
	})
	it.each(MARKS)('%s can be told from every ground', (name) => {
		for (const ground of GROUNDS) expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(3)
	})
	it('has readable words on the accent and on its soft form', () => {
		expect(contrast(of('colour-accent-ink'), of('colour-accent'))).toBeGreaterThanOrEqual(4.5)
		for (const name of ['colour-ink', 'colour-ink-quiet'])
			expect(contrast(of(name), of('colour-accent-soft'))).toBeGreaterThanOrEqual(4.5)
		expect(contrast(of('colour-surface'), of('colour-bad'))).toBeGreaterThanOrEqual(4.5)
	})
})
