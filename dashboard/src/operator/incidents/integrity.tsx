import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../../api.ts'
import { explain } from '../../explain.ts'
import { momentOf } from '../../instants.ts'
import { useMutation } from '../../mutation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

interface Check {
	name: 'references' | 'sites'
	found: string[]
	so_far: string[]
	under_way: boolean
	checked_at: string
	completed_at: string | null
}

const PATH = '/api/operator/integrity'
const KEY = ['operator-integrity'] as const
const NAMES = { references: 'References of the control database', sites: 'Sites: row, object and directory' }

/** What the checks of what is stored have found. */
export function Integrity() {
	const queries = useQueryClient()
	const { data, error, refetch } = useQuery({
		queryKey: KEY,
		queryFn: () => call<{ checks: Check[] }>('GET', PATH),
	})
	const checking = useMutation({
		mutationFn: () => call<{ checks: Check[] }>('POST', PATH),
		onSuccess: (answer) => queries.setQueryData(KEY, answer),
	})
	return (
		<Card
			title="Integrity of what is stored"
			actions={
				<Button busy={checking.isPending} onClick={() => checking.mutate()}>
					Check now
				</Button>
			}
		>
			{checking.error && <Notice kind="error">{explain(checking.error)}</Notice>}
			{!data ? (
				error ? (
					<Problem error={error} retry={refetch} />
				) : (
					<Skeleton lines={2} />
				)
			) : data.checks.length === 0 ? (
				<Empty title="Not checked yet">
					<p>It is checked every hour.</p>
				</Empty>
			) : (
				<ul className="incidents">
					{data.checks.map((check) => (
						<li key={check.name}>
							<OneCheck of={check} />
						</li>
					))}
				</ul>
			)}
		</Card>
	)
}

function OneCheck({ of }: { of: Check }) {
	const wrong = [...new Set([...of.found, ...of.so_far])]
	return (
		<>
			<span className="incidents-what">
				<strong>{NAMES[of.name]}</strong>
				<span className="quiet small">
					{of.completed_at
						? `last whole round ${momentOf(of.completed_at, new Date())}`
						: 'the first round goes on'}
					{of.under_way && of.completed_at && ', the next goes on'}
				</span>
				{wrong.length > 0 && (
					<ul className="small">
						{wrong.map((one) => (
							<li key={one}>{one}</li>
						))}
					</ul>
				)}
			</span>
			<span className={`clock ${wrong.length > 0 ? 'clock-urgent' : ''}`}>
				{wrong.length > 0 ? `${wrong.length} found` : 'All agrees'}
			</span>
		</>
	)
}
