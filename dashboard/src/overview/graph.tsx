import { useMemo } from 'preact/hooks'
import { type Series, seriesOf } from '../charts/series.ts'
import { formatDates, type LabelUnit } from '../format.ts'
import { later } from '../ui/later.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { QueryResult } from './ask.ts'
import { useBoard, usePart } from './board.ts'
import { addDays, endOfMonth } from './dates.ts'
import './graph.css'
import { type Stretch, stretchesOf, useLimits } from './limits.ts'
import { METRICS } from './metrics.ts'
import { DEFAULT_PERIOD, INTERVALS, type Interval, intervalsOf, isRunning, type Period } from './periods.ts'
import { intervalOf, metricOf, type OverviewState, runningLabel } from './queries.ts'

/** Fetches what draws the chart, a third of the page's weight: numbers and lists need not wait for it. */
export const loadChart = () => import('../charts/line-chart.tsx').then((part) => part.LineChart)
const LineChart = later(loadChart)

const NAMES: Record<Interval, string> = {
	minute: 'Minutes',
	hour: 'Hours',
	day: 'Days',
	week: 'Weeks',
	month: 'Months',
}

const NONE: readonly Stretch[] = []

/** The chart of the chosen metric, with its interval and what its lines mean. */
export function Graph() {
	const { domain, state, today, change } = useBoard()
	const limits = useLimits(domain)
	const { data, isPlaceholderData, isError } = usePart('series')
	const metric = metricOf(state)
	const { label, form } = METRICS[metric]
	const series = useMemo(() => data && lineOf(data, state, today), [data, state, today])
	const shaded = useMemo(
		() => (series && limits.length > 0 ? stretchesOf(limits, series.labels, state.timezone) : NONE),
		[series, limits, state.timezone],
	)
	const intervals = intervalsOf(state.period, today)
	const interval = intervalOf(state)
	const pick = (at: number) => {
		const period = series && periodOf(series, at, today)
		if (period) change({ period, interval: null })
	}
	return (
		<div className="graph">
			<div className="graph-head">
				{data && <Legend data={data} />}
				{intervals.length > 1 && interval && (
					<Select
						label="Interval"
						hideLabel
						className="graph-interval"
						value={interval}
						options={INTERVALS.filter((one) => intervals.includes(one)).map((one) => ({
							value: one,
							label: NAMES[one],
						}))}
						onChange={(value) => change({ interval: intervals.find((one) => one === value) ?? null })}
					/>
				)}
			</div>
			{series ? (
				<div className={`graph-chart ${isPlaceholderData ? 'stale' : ''}`}>
					<LineChart
						series={series}
						shaded={shaded}
						label={label}
						form={form}
						onPick={isShort(series.unit) ? undefined : pick}
					/>
				</div>
			) : isError ? (
				<p className="graph-chart graph-missing">The chart cannot be read at the moment</p>
			) : (
				<Skeleton height="260px" />
			)}
			{shaded.length > 0 && (
				<p className="graph-note">
					<i className="graph-shade" aria-hidden="true" /> Far over the plan’s limit: counted in full, with
					less detail in the lists.
				</p>
			)}
			{series && isShort(series.unit) && (metric === 'visitors' || metric === 'visits') && (
				<p className="graph-note">
					A visit counts in every {series.unit} in which it was active, so the {series.unit}s add up to more
					than the {series.unit === 'hour' ? 'day' : 'half hour'}.
				</p>
			)}
		</div>
	)
}

/** The line of an answer. */
function lineOf(data: QueryResult, state: OverviewState, today: string): Series {
	const labels = data.meta.time_labels ?? []
	const { comparison } = data
	const isOver = !isRunning(state.period, today)
	return seriesOf(
		{ labels, rows: data.results },
		comparison ? { labels: comparison.time_labels ?? [], rows: comparison.results } : null,
		{
			unit: unitOf(data),
			runningLabel: isOver ? 'none of them' : runningLabel(labels, state.now, state.timezone),
			empty: METRICS[metricOf(state)].form === 'count' ? 0 : null,
		},
	)
}

const unitOf = ({ query }: QueryResult): LabelUnit => {
	const name = query.dimensions.find((one) => one.startsWith('time:'))?.slice(5)
	return name === 'minute' || name === 'hour' || name === 'week' || name === 'month' ? name : 'day'
}

/** Units in which one visit counts several times. */
const isShort = (unit: LabelUnit): boolean => unit === 'minute' || unit === 'hour'

/** Which days, or minutes, the two lines show. */
function Legend({ data }: { data: QueryResult }) {
	const days = ([first, last]: [string, string]): string =>
		unitOf(data) === 'minute'
			? `${first.slice(11, 16)}–${last.slice(11, 16)}`
			: formatDates(first.slice(0, 10), last.slice(0, 10))
	return (
		<ul className="graph-legend">
			<li>
				<i className="graph-key" />
				{days(data.query.date_range)}
			</li>
			{data.comparison && (
				<li>
					<i className="graph-key graph-key-compare" />
					{days(data.comparison.date_range)}
				</li>
			)}
		</ul>
	)
}

/** The period that a bucket of the chart stands for; null where it is still to come. */
function periodOf({ labels, unit }: Series, at: number, today: string): Period | null {
	const date = labels[at]?.slice(0, 10)
	if (!date || date > today) return null
	if (unit === 'day') return { ...DEFAULT_PERIOD, id: 'day', date: date === today ? null : date }
	if (unit === 'month') {
		const last = endOfMonth(date)
		return { ...DEFAULT_PERIOD, id: 'month', date: last < today ? last : null }
	}
	const next = labels[at + 1]
	const last = next ? addDays(next, -1) : addDays(date, 6)
	return { id: 'custom', date: null, from: date, to: last < today ? last : today }
}
