import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import './line-chart.css'
import { formatBucket, formatValue } from '../format.ts'
import type { Stretch } from '../overview/limits.ts'
import type { Form } from '../overview/metrics.ts'
import { optionsOf } from './options.ts'
import { parts, type Series } from './series.ts'
import { useChartTheme } from './theme.ts'

const HEIGHT = 260
const HEIGHT_NARROW = 200
const NARROW = 560

const NONE: readonly Stretch[] = []

interface LineChartProps {
	series: Series
	/** What the line counts. */
	label: string
	form: Form
	/** Buckets that are marked, as the note below says. */
	shaded?: readonly Stretch[]
	/** Called with the index of a bucket that was clicked, or on which Enter was pressed. */
	onPick?: ((at: number) => void) | undefined
}

/**
 * A line over time with its comparison. To the keyboard and to screen readers it is a slider through time whose
 * value is said in words; a table with all values stands beside it, unseen.
 */
export function LineChart({ series, label, form, shaded = NONE, onPick }: LineChartProps) {
	const box = useRef<HTMLDivElement>(null)
	const chart = useRef<uPlot | null>(null)
	const [at, setAt] = useState<number | null>(null)
	const pointed = useRef(at)
	pointed.current = at
	const [width, setWidth] = useState(0)
	const theme = useChartTheme()
	const height = width < NARROW ? HEIGHT_NARROW : HEIGHT
	const last = series.labels.length - 1

	useLayoutEffect(() => {
		const element = box.current
		if (!element) return
		setWidth(element.clientWidth)
		const observer = new ResizeObserver(() => setWidth(element.clientWidth))
		observer.observe(element)
		return () => observer.disconnect()
	}, [])

	useLayoutEffect(() => {
		const element = box.current
		if (!element || width === 0) return
		const { over, open } = parts(series)
		const data: uPlot.AlignedData = [
			series.labels.map((_, i) => i),
			over,
			open,
			series.compare
				? series.labels.map((_, i) => series.compare?.values[i] ?? null)
				: series.labels.map(() => null),
		]
		const made = new uPlot(optionsOf(series, form, theme, { width, height }, shaded), data, element)
		made.hooks.setCursor = [(u) => setAt(u.cursor.idx ?? null)]
		const release = scrub(made)
		chart.current = made
		// New data came while somebody was reading a point: it stays pointed at, once the scales are known.
		made.hooks.ready = [(u) => pointed.current !== null && pointAt(u, series, pointed.current)]
		return () => {
			release()
			made.destroy()
			chart.current = null
		}
	}, [series, form, theme, width, height, shaded])

	// A bucket that the new data does not have is not pointed at any longer.
	useEffect(() => setAt((before) => (before !== null && before > last ? null : before)), [last])

	const move = (to: number | null) => {
		const u = chart.current
		if (!u) return
		if (to === null) return u.setCursor({ left: -10, top: -10 })
		pointAt(u, series, to)
		setAt(to)
	}
	const onKeyDown = (event: KeyboardEvent) => {
		const from = at ?? (series.running ?? last) + (event.key === 'ArrowLeft' ? 1 : 0)
		const target: Record<string, number | null> = {
			ArrowLeft: Math.max(0, from - 1),
			ArrowRight: at === null ? 0 : Math.min(last, from + 1),
			PageDown: Math.max(0, from - 7),
			PageUp: Math.min(last, from + 7),
			Home: 0,
			End: last,
			Escape: null,
		}
		if (event.key === 'Enter' && at !== null) return onPick?.(at)
		if (!(event.key in target) || (event.key === 'Escape' && at === null)) return
		event.preventDefault()
		event.stopPropagation()
		move(target[event.key] ?? null)
	}

	return (
		<figure className={`line-chart ${onPick ? 'line-chart-picks' : ''}`}>
			<div
				ref={box}
				className="line-chart-box"
				style={{ height: `${height}px` }}
				role="slider"
				tabIndex={0}
				aria-label={`${label} over time`}
				aria-orientation="horizontal"
				aria-valuemin={0}
				aria-valuemax={Math.max(last, 0)}
				aria-valuenow={at ?? series.running ?? Math.max(last, 0)}
				aria-valuetext={wordsOf(series, at ?? series.running ?? last, label, form)}
				onKeyDown={onKeyDown}
				onBlur={() => move(null)}
				// A finger's tap is for looking: it would otherwise leave the page that it wanted to read.
				onClick={() => at !== null && matchMedia('(hover: hover)').matches && onPick?.(at)}
			/>
			{at !== null && chart.current && (
				<Tip
					series={series}
					at={at}
					label={label}
					form={form}
					left={leftOf(chart.current, at)}
					width={width}
				/>
			)}
			<div className="unseen">
				<DataTable series={series} label={label} form={form} />
			</div>
		</figure>
	)
}

/** Lets a finger move along the chart; mice are uPlot's own matter. */
function scrub(u: uPlot): () => void {
	const onMove = (event: PointerEvent) => {
		if (event.pointerType === 'mouse') return
		const { left, top } = u.over.getBoundingClientRect()
		u.setCursor({ left: event.clientX - left, top: event.clientY - top })
	}
	u.over.addEventListener('pointermove', onMove)
	u.over.addEventListener('pointerdown', onMove)
	return () => {
		u.over.removeEventListener('pointermove', onMove)
		u.over.removeEventListener('pointerdown', onMove)
	}
}

const pointAt = (u: uPlot, { values }: Series, at: number): void =>
	u.setCursor({ left: u.valToPos(at, 'x'), top: u.valToPos(values[at] ?? 0, 'y') })

const leftOf = (u: uPlot, at: number): number => u.valToPos(at, 'x') + u.over.offsetLeft

interface TipProps extends Omit<LineChartProps, 'onPick' | 'shaded'> {
	at: number
	left: number
	width: number
}

const TIP_WIDTH = 250

function Tip({ series, at, label, form, left, width }: TipProps) {
	const { compare, unit, running } = series
	const start = Math.min(Math.max(0, left + (left > width / 2 ? -TIP_WIDTH - 12 : 12)), width - TIP_WIDTH)
	const before = compare?.labels[at]
	return (
		<div
			className="line-chart-tip"
			style={{ left: `${start}px`, width: `${TIP_WIDTH}px` }}
			aria-hidden="true"
		>
			<strong>{label}</strong>
			<span className="line-chart-tip-row">
				<i className="graph-key" />
				<span>
					{formatBucket(series.labels[at] ?? '', unit)}
					{at === running && <em> so far</em>}
				</span>
				<b>{formatValue(series.values[at] ?? null, form)}</b>
			</span>
			{before && (
				<span className="line-chart-tip-row">
					<i className="graph-key graph-key-compare" />
					<span>{formatBucket(before, unit)}</span>
					<b>{formatValue(compare?.values[at] ?? null, form)}</b>
				</span>
			)}
		</div>
	)
}

/** A bucket in words. */
function wordsOf(
	{ labels, values, compare, unit, running }: Series,
	at: number,
	label: string,
	form: Form,
): string {
	const bucket = labels[at]
	if (bucket === undefined) return 'No data'
	const value = values[at] ?? null
	const now = value === null ? 'nothing yet' : `${formatValue(value, form)} ${label.toLowerCase()}`
	const before = compare?.labels[at]
	const then = before
		? `; compared with ${formatValue(compare?.values[at] ?? null, form)} on ${formatBucket(before, unit)}`
		: ''
	return `${formatBucket(bucket, unit)}${at === running ? ', so far' : ''}: ${now}${then}`
}

function DataTable({
	series: { labels, values, compare, unit },
	label,
	form,
}: Omit<LineChartProps, 'onPick' | 'shaded'>) {
	return (
		<table>
			<caption>{label} over time</caption>
			<thead>
				<tr>
					<th scope="col">Time</th>
					<th scope="col">{label}</th>
					{compare && <th scope="col">Compared with</th>}
					{compare && <th scope="col">{label} then</th>}
				</tr>
			</thead>
			<tbody>
				{labels.map((bucket, i) => (
					<tr key={bucket}>
						<th scope="row">{formatBucket(bucket, unit)}</th>
						<td>{formatValue(values[i] ?? null, form)}</td>
						{compare && <td>{compare.labels[i] ? formatBucket(compare.labels[i], unit) : ''}</td>}
						{compare && <td>{formatValue(compare.values[i] ?? null, form)}</td>}
					</tr>
				))}
			</tbody>
		</table>
	)
}
