import { type Change, changeOf, formatChange, formatValue } from '../format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { useBoard, usePart } from './board.ts'
import './cards.css'
import { CARDS, type CardMetric, METRICS } from './metrics.ts'
import { canCompare, cardMetrics, metricOf } from './queries.ts'

/** The totals. Each is a button that shows its metric in the chart. */
export function Cards() {
	const { state, change } = useBoard()
	const { data } = usePart('totals')
	const asked = cardMetrics(state.filters)
	const chosen = metricOf(state)
	const compares = state.compare && canCompare(state)
	const totalOf = (metric: CardMetric, of: 'now' | 'before'): number | null => {
		const [row] = (of === 'now' ? data?.results : data?.comparison?.results) ?? []
		// Of no visits there is no rate: the API's 0 would read as the best bounce rate of all.
		const none = METRICS[metric].form !== 'count' && row?.metrics[asked.indexOf('visits')] === 0
		return none ? null : (row?.metrics[asked.indexOf(metric)] ?? null)
	}
	return (
		<fieldset className="cards" aria-label="Totals">
			{CARDS.map((metric) => {
				const { label, form, better } = METRICS[metric]
				const able = asked.includes(metric)
				const [now, before] = [totalOf(metric, 'now'), totalOf(metric, 'before')]
				return (
					<button
						key={metric}
						type="button"
						className="metric"
						aria-pressed={metric === chosen}
						disabled={!able}
						title={able ? undefined : 'Not to be told of single pages'}
						onClick={() => change({ metric })}
					>
						<span className="metric-label">{label}</span>
						{data ? (
							<span className="metric-value" title={formatValue(now, form)}>
								{formatValue(now, form, true)}
							</span>
						) : (
							<Skeleton lines={1} className="metric-value" />
						)}
						{data?.comparison && <Trend change={changeOf(now, before, form)} {...{ form, better, before }} />}
						{/* Holds the place, so that nothing moves when the answer comes. */}
						{!data && compares && <span className="trend">&nbsp;</span>}
					</button>
				)
			})}
		</fieldset>
	)
}

interface TrendProps {
	change: Change | null
	form: (typeof METRICS)[CardMetric]['form']
	better: 'more' | 'less'
	before: number | null
}

const ARROWS = { up: '↑', down: '↓', same: '→' } as const
const WORDS = { up: 'up', down: 'down', same: 'unchanged,' } as const

/** What became of a value since the period before, by colour and by arrow. */
function Trend({ change, form, better, before }: TrendProps) {
	if (!change) return <span className="trend">–</span>
	const good = change.direction === (better === 'more' ? 'up' : 'down')
	const mood = change.direction === 'same' ? '' : good ? 'trend-good' : 'trend-bad'
	return (
		<span className={`trend ${mood}`} title={`Before: ${formatValue(before, form)}`}>
			<span aria-hidden="true">{ARROWS[change.direction]} </span>
			<span className="unseen">{WORDS[change.direction]} </span>
			{formatChange(change, form)}
			<span className="unseen"> from {formatValue(before, form)}</span>
		</span>
	)
}
