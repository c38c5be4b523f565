import type uPlot from 'uplot'
import { formatTick, formatValue } from '../format.ts'
import type { Stretch } from '../overview/limits.ts'
import type { Form } from '../overview/metrics.ts'
import { roundTop, type Series } from './series.ts'
import type { ChartTheme } from './theme.ts'

/** Distances between the lines of the value axis, by what a value is. */
const STEPS: Record<Form, number[]> = {
	count: [1, 2, 5, 10, 20, 50, 100, 200, 500].flatMap((step) => [step, step * 1e3, step * 1e6, step * 1e9]),
	decimal: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
	percent: [5, 10, 25, 50],
	duration: [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 36_000],
}
STEPS.count.sort((a, b) => a - b)

/** Buckets between two labels of the time axis: whole weeks of days, quarters of days, quarters of years. */
const STRIDES: Record<Series['unit'], number[]> = {
	minute: [1, 2, 5, 10, 15],
	hour: [1, 2, 3, 4, 6, 12, 24, 48, 96],
	day: [1, 2, 7, 14, 28, 56, 112],
	week: [1, 2, 4, 8, 13, 26, 52],
	month: [1, 2, 3, 6, 12, 24],
}

/** Hours of several days are labelled by their dates. */
const DAYS_OF_HOURS = [24, 48, 96]

/** The highest value that the axis of a form shows. */
function topOf(form: Form, largest: number): number {
	if (form === 'percent') return 100
	if (form === 'duration') return roundTop(largest, [1, 1.2, 1.8, 2.4, 3, 4.2, 6, 9], 10)
	return roundTop(largest, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8], form === 'decimal' ? 2 : 4)
}

/** What uPlot needs to know to draw a series. Time is the number of the bucket, so that no zone plays a part. */
export function optionsOf(
	{ unit, labels }: Series,
	form: Form,
	theme: ChartTheme,
	size: { width: number; height: number },
	shaded: readonly Stretch[],
): uPlot.Options {
	const severalDays = unit === 'hour' && labels.length > 49
	const last = Math.max(labels.length - 1, 1)
	const line = { stroke: theme.line, width: 2, points: pointsOf(theme) }
	return {
		...size,
		padding: [12, 24, 0, 0],
		legend: { show: false },
		// Below the grid and the lines.
		hooks: { drawClear: [(u) => shadeStretches(u, shaded, theme)] },
		cursor: {
			y: false,
			// The line stands on a bucket, never between two.
			move: (u, left, top) => [left < 0 ? left : u.valToPos(u.posToIdx(left), 'x'), top],
			drag: { x: false, y: false },
			points: {
				size: 9,
				width: 2,
				fill: theme.surface,
				stroke: (_, i) => (i === 3 ? theme.compare : theme.line),
			},
		},
		scales: {
			x: { time: false, range: [0, last] },
			y: { range: (_, __, largest) => [0, topOf(form, largest ?? 0)] },
		},
		axes: [
			{
				stroke: theme.ink,
				font: theme.font,
				grid: { show: false },
				ticks: { show: false },
				gap: 8,
				size: 28,
				space: 64,
				incrs: severalDays ? DAYS_OF_HOURS : STRIDES[unit],
				values: (_, splits) =>
					splits.map((at) => {
						const label = labels[at]
						return label ? formatTick(label, unit, !severalDays) : ''
					}),
			},
			{
				stroke: theme.ink,
				font: theme.font,
				grid: { stroke: theme.grid, width: 1 },
				ticks: { show: false },
				gap: 8,
				size: (u, texts) => widthOf(u, texts, theme.font),
				space: 44,
				incrs: STEPS[form],
				values: (_, splits) => splits.map((value) => formatValue(value, form, true)),
			},
		],
		series: [
			{},
			{ ...line, fill: (u) => shade(u, theme.line) },
			{ ...line, dash: [5, 5], fill: (u) => shade(u, theme.line) },
			{ stroke: theme.compare, width: 1.5, dash: [2, 4], points: pointsOf(theme) },
		],
	}
}

/** Marks whole buckets. A note below the chart says in words what they have in common. */
function shadeStretches(u: uPlot, shaded: readonly Stretch[], { warn }: ChartTheme): void {
	const { left, top, width, height } = u.bbox
	const within = (x: number): number => Math.min(Math.max(u.valToPos(x, 'x', true), left), left + width)
	for (const { first, last } of shaded) {
		const from = within(first - 0.5)
		const wide = within(last + 0.5) - from
		u.ctx.fillStyle = alpha(warn, 0.14)
		u.ctx.fillRect(from, top, wide, height)
		u.ctx.fillStyle = warn
		u.ctx.fillRect(from, top, wide, 2 * devicePixelRatio)
	}
}

/** A value between two gaps has no line: it gets a dot. */
const pointsOf = (theme: ChartTheme): uPlot.Series.Points => ({
	size: 6,
	fill: theme.surface,
	show: (u, i) => {
		const values = u.data[i] ?? []
		const alone = (at: number): boolean =>
			values[at] != null && values[at - 1] == null && values[at + 1] == null
		return Array.from({ length: values.length }, (_, at) => at).some(alone)
	},
	filter: (u, i) => {
		const values = u.data[i] ?? []
		return Array.from({ length: values.length }, (_, at) => at).filter(
			(at) => values[at] != null && values[at - 1] == null && values[at + 1] == null,
		)
	},
})

/** Room for the widest text of the value axis. */
function widthOf(u: uPlot, texts: string[] | null, font: string): number {
	if (!texts) return 40
	u.ctx.save()
	u.ctx.font = font
	const widest = Math.max(...texts.map((text) => u.ctx.measureText(text).width))
	u.ctx.restore()
	return Math.ceil(widest) + 16
}

/** The area below the line: fading out, so that the grid stays readable. */
function shade(u: uPlot, colour: string): CanvasGradient | string {
	const { top, height } = u.bbox
	if (!Number.isFinite(top + height)) return 'transparent'
	const gradient = u.ctx.createLinearGradient(0, top, 0, top + height)
	gradient.addColorStop(0, alpha(colour, 0.2))
	gradient.addColorStop(1, alpha(colour, 0.02))
	return gradient
}

/** A colour of the form `#rrggbb` with an opacity. */
const alpha = (colour: string, opacity: number): string =>
	`${colour}${Math.round(opacity * 255)
		.toString(16)
		.padStart(2, '0')}`
