import { formatShare, formatValue } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { useBoard, usePart } from './board.ts'
import { sayFilter, withFilter } from './filters.ts'
import './list.css'
import { METRICS, type MetricName } from './metrics.ts'
import { nameOf } from './names.ts'
import type { Tab } from './panels.ts'
import { cardMetrics } from './queries.ts'
import type { Row } from './rows.ts'

interface ListProps {
	tab: Tab
	rows: readonly Row[]
	metrics: readonly MetricName[]
	/** Called after a row was chosen as a filter. */
	onChosen?: () => void
	/** A heading that sorts; without it headings are words. */
	heading?: (metric: MetricName) => preact.ComponentChildren
	/** Largest first value of the whole list, for the bars, where these rows are not its head. */
	largest?: number
}

/** Rows with bars behind them. A click on a name filters the view by it. */
export function List({ tab, rows, metrics, onChosen, heading, largest }: ListProps) {
	const visitors = useVisitors()
	const most = largest ?? Math.max(1, ...rows.map((row) => row.metrics[0] ?? 0))
	return (
		<table
			className={`list ${metrics.length > 1 ? 'list-many' : ''}`}
			style={{ '--metrics': metrics.length }}
		>
			<thead>
				<tr>
					<th scope="col" className="list-name">
						{tab.rows}
					</th>
					{metrics.map((metric) => (
						<th key={metric} scope="col">
							{heading?.(metric) ?? METRICS[metric].label}
						</th>
					))}
					<th scope="col" className="list-share" title="Of all visitors in this view">
						Share
					</th>
				</tr>
			</thead>
			<tbody>
				{rows.map((row) => (
					<tr key={row.id}>
						<th scope="row" className="list-name">
							<span className="list-bar" style={{ width: `${(100 * (row.metrics[0] ?? 0)) / most}%` }} />
							<Name row={row} onChosen={onChosen} />
						</th>
						{metrics.map((metric, i) => (
							<td key={metric} title={formatValue(row.metrics[i] ?? null, METRICS[metric].form)}>
								{formatValue(row.metrics[i] ?? null, METRICS[metric].form, true)}
							</td>
						))}
						<td className="list-share">
							{visitors === null ? '' : formatShare(row.metrics[0] ?? 0, visitors)}
						</td>
					</tr>
				))}
			</tbody>
		</table>
	)
}

function Name({ row, onChosen }: { row: Row; onChosen: (() => void) | undefined }) {
	const { state, change } = useBoard()
	const says = row.filters.map((one) => sayFilter(one, (value) => nameOf(one.dimension, value))).join(' and ')
	return (
		<span className="list-cell">
			<button
				type="button"
				className="list-row"
				title={`${row.name}\nFilter: ${says}`}
				onClick={() => {
					change({ filters: row.filters.reduce(withFilter, state.filters) })
					onChosen?.()
				}}
			>
				{row.code && (
					<span className="list-code" aria-hidden="true">
						{row.code}
					</span>
				)}
				<span className="list-text">{row.name}</span>
				{row.more && <span className="list-more">{row.more}</span>}
			</button>
			{row.link && (
				<a
					className="list-link"
					href={row.link}
					target="_blank"
					rel="noreferrer"
					aria-label={`Open ${row.name} in a new tab`}
				>
					<Icon name="external" />
				</a>
			)}
		</span>
	)
}

/** All visitors of the view; null before they are known. */
function useVisitors(): number | null {
	const { state } = useBoard()
	const { data } = usePart('totals')
	return data?.results[0]?.metrics[cardMetrics(state.filters).indexOf('visitors')] ?? null
}
