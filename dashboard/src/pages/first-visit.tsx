import { useQuery } from '@tanstack/preact-query'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { call } from '../api.ts'
import { momentOf } from '../instants.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Problem } from '../ui/problem.tsx'

const ASK_EVERY_MS = 2_000

interface Now {
	last_event_at: string | null
}

/**
 * Asks until something of the site has arrived, and says so. A page in the background asks nothing.
 * @param help is shown as long as nothing has.
 */
export function FirstVisit({ domain, help }: { domain: string; help: ComponentChildren }) {
	const waited = useRef(false)
	const { data, error, refetch } = useQuery({
		queryKey: ['first-visit', domain],
		queryFn: () => call<Now>('GET', `/api/dashboard/sites/${encodeURIComponent(domain)}/now`),
		refetchInterval: (query) => (query.state.data?.last_event_at ? false : ASK_EVERY_MS),
		staleTime: 0,
	})
	if (data?.last_event_at === null) waited.current = true
	const seenAt = data?.last_event_at
	return (
		<>
			<Card title="Is it counting?">
				{error && <Problem error={error} retry={refetch} />}
				<div className={`check ${seenAt ? 'check-seen' : 'check-waiting'}`}>
					<span className="check-dot" aria-hidden="true" />
					<p role="status">
						{seenAt
							? `It works: ${waited.current ? 'first' : 'last'} visit seen at ${momentOf(seenAt, new Date())}.`
							: 'Waiting for the first visit …'}
					</p>
					{seenAt && (
						<ButtonLink href={`/${domain}`} kind="primary">
							Go to the statistics
						</ButtonLink>
					)}
				</div>
			</Card>
			{!seenAt && help}
		</>
	)
}
