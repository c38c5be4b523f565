import { formatValue } from '../format.ts'
import { useAnswer, useBoard } from '../overview/board.ts'
import { goalsQuery } from '../overview/queries.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './goal-panel.css'
import { useMeasures } from './measures.ts'

/** The site's goals and who reached them; nothing where a site has none. */
export function GoalPanel() {
	const { domain } = useBoard()
	const { data: goals = [] } = useMeasures(domain, 'goals')
	return goals.length > 0 ? <Reached /> : null
}

function Reached() {
	const { domain, state } = useBoard()
	const { data, error, refetch } = useAnswer(goalsQuery(state))
	const most = Math.max(1, ...(data?.results ?? []).map((row) => row.metrics[0] ?? 0))
	return (
		<Card
			className="goal-panel"
			title="Goals"
			actions={
				<ButtonLink kind="quiet" href={`/${domain}/goals`}>
					Edit
				</ButtonLink>
			}
		>
			{error && !data ? (
				<Problem error={error} retry={refetch} />
			) : !data ? (
				<Skeleton lines={4} />
			) : data.results.length === 0 ? (
				<Empty title="No goal was reached" />
			) : (
				<table className="list list-many" style={{ '--metrics': 3 }}>
					<thead>
						<tr>
							<th scope="col" className="list-name">
								Goal
							</th>
							<th scope="col">Visitors</th>
							<th scope="col">Events</th>
							<th scope="col" title="Of all visitors in this view">
								Rate
							</th>
						</tr>
					</thead>
					<tbody>
						{data.results.map(({ dimensions: [name = ''], metrics: [visitors, events, rate] }) => (
							<tr key={name}>
								<th scope="row" className="list-name">
									<span className="list-bar" style={{ width: `${(100 * (visitors ?? 0)) / most}%` }} />
									<span className="list-cell">
										<span className="list-row" title={name}>
											<span className="list-text">{name}</span>
										</span>
									</span>
								</th>
								<td>{formatValue(visitors ?? null, 'count', true)}</td>
								<td>{formatValue(events ?? null, 'count', true)}</td>
								<td>{rate ?? 0}%</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</Card>
	)
}
