import { formatValue } from '../format.ts'
import '../overview/list.css'
import { codeOf, countryName } from '../overview/names.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type LISTS, type Period, useAnswer } from './ask.ts'

interface ListProps {
	domain: string
	period: Period
	dimension: (typeof LISTS)[number][0]
	title: string
}

/** The largest rows of a dimension, and all that is folded. */
export function List({ domain, period, dimension, title }: ListProps) {
	const { data, error, refetch } = useAnswer(domain, period, {
		metrics: ['visitors'],
		dimensions: [dimension],
	})
	const rows = data?.results ?? []
	const shown = rows.filter(({ other }) => !other).slice(0, 9)
	const other = rows.find((row) => row.other)
	const all = other ? [...shown, other] : shown
	const most = Math.max(1, ...all.map(({ metrics: [value] }) => value ?? 0))
	return (
		<Card title={title}>
			{error ? (
				<Problem error={error} retry={refetch} />
			) : !data ? (
				<Skeleton lines={5} />
			) : all.length === 0 ? (
				<Empty title="Nothing to tell" />
			) : (
				<table className="list">
					<thead>
						<tr>
							<th scope="col" className="list-name">
								<span className="unseen">{title}</span>
							</th>
							<th scope="col">Visitors</th>
						</tr>
					</thead>
					<tbody>
						{all.map(({ dimensions: [value = ''], metrics: [visitors = null], other }) => (
							<tr key={other ? 'other' : `=${value}`}>
								<th scope="row" className="list-name">
									<span className="list-bar" style={{ width: `${(100 * (visitors ?? 0)) / most}%` }} />
									<span className="list-cell">
										{dimension === 'visit:country' && !other && codeOf(value) && (
											<span className="list-code" aria-hidden="true">
												{value}
											</span>
										)}
										<span className={`list-text ${other ? 'quiet' : ''}`}>
											{other ? 'Other' : dimension === 'visit:country' ? countryName(value) : value}
										</span>
									</span>
								</th>
								<td>{formatValue(visitors, 'count')}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</Card>
	)
}
