import { useEffect, useState } from 'preact/hooks'

/** Colours and letters of a canvas: it cannot read custom properties itself. */
export interface ChartTheme {
	line: string
	compare: string
	grid: string
	ink: string
	surface: string
	warn: string
	font: string
}

function read(): ChartTheme {
	const style = getComputedStyle(document.documentElement)
	const of = (name: string): string => style.getPropertyValue(name).trim()
	return {
		line: of('--chart-1'),
		compare: of('--chart-compare'),
		grid: of('--colour-line'),
		ink: of('--colour-ink-quiet'),
		surface: of('--colour-surface'),
		warn: of('--colour-warn'),
		font: `12px ${of('--font')}`,
	}
}

/** The theme that applies, followed when the system or the person changes it. */
export function useChartTheme(): ChartTheme {
	const [theme, setTheme] = useState(read)
	useEffect(() => {
		const renew = () => setTheme(read())
		const dark = matchMedia('(prefers-color-scheme: dark)')
		dark.addEventListener('change', renew)
		const observer = new MutationObserver(renew)
		observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
		return () => {
			dark.removeEventListener('change', renew)
			observer.disconnect()
		}
	}, [])
	return theme
}
