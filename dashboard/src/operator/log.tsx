import { useInfiniteQuery } from '@tanstack/preact-query'
import { Link } from 'wouter-preact'
import { call } from '../api.ts'
import { momentOf } from '../instants.ts'
import { actionText } from '../support/messages.tsx'
import type { Action } from '../support/tickets.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

interface Done extends Action {
	id: string
	ticket: string | null
}

/** What operators did, newest first. */
export function ActionLog() {
	useTitle('Log', 'Console')
	const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
		queryKey: ['operator-log'],
		queryFn: ({ pageParam }) =>
			call<{ actions: Done[]; before: string | null }>(
				'GET',
				`/api/operator/log${pageParam ? `?before=${pageParam}` : ''}`,
			),
		initialPageParam: '',
		getNextPageParam: (page) => page.before,
	})
	const actions = data?.pages.flatMap((page) => page.actions)
	const now = new Date()
	return (
		<Sheet
			title="Log"
			intro="Everything operators do, for two years. Customers see what was done with their tickets; what was done with deleted ones no longer says with which."
		>
			<Card>
				{!actions ? (
					error ? (
						<Problem error={error} retry={refetch} />
					) : (
						<Skeleton lines={6} />
					)
				) : actions.length === 0 ? (
					<Empty title="Nothing yet" />
				) : (
					<ul className="operator-log">
						{actions.map((one) => (
							<li key={one.id}>
								<time className="quiet small" dateTime={one.at}>
									{momentOf(one.at, now)}
								</time>{' '}
								<strong>{one.name ?? 'A former operator'}</strong> {actionText(one)}{' '}
								{one.ticket && <Link href={`/operator/tickets/${one.ticket}`}>ticket</Link>}
							</li>
						))}
					</ul>
				)}
				{hasNextPage && (
					<Button busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
						More
					</Button>
				)}
			</Card>
		</Sheet>
	)
}
