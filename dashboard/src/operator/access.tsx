import { useQuery } from '@tanstack/preact-query'
import { Link } from 'wouter-preact'
import { call } from '../api.ts'
import { momentOf } from '../instants.ts'
import { useTitle } from '../title.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

interface Granted {
	grant_id: string
	site: string
	team: string
	reason: string
	granted_by: string | null
	expires_at: string
}

/** The sites that customers let support look at now. */
export function Access() {
	useTitle('Access', 'Console')
	const { data, error, refetch } = useQuery({
		queryKey: ['granted-sites'],
		queryFn: () => call<{ sites: Granted[] }>('GET', '/api/operator/grants'),
		refetchInterval: 60_000,
	})
	const now = new Date()
	return (
		<Sheet
			title="Access"
			intro="Sites whose owners let us look at the statistics now, and no others. Each look stands in the customer’s access log."
		>
			<Card>
				{!data ? (
					error ? (
						<Problem error={error} retry={refetch} />
					) : (
						<Skeleton lines={3} />
					)
				) : data.sites.length === 0 ? (
					<Empty title="No customer lets us look">
						<p>Ask for access in a ticket, if the answer needs it.</p>
					</Empty>
				) : (
					<ul className="operator-replies">
						{data.sites.map((one) => (
							<li key={`${one.grant_id}${one.site}`}>
								<Link href={`/${one.site}`}>{one.site}</Link>
								<span className="quiet small">
									{one.team} · {one.reason} · by {one.granted_by ?? 'a former member'}, until{' '}
									{momentOf(one.expires_at, now)}
								</span>
							</li>
						))}
					</ul>
				)}
			</Card>
		</Sheet>
	)
}
