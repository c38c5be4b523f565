import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { call } from '../../api.ts'
import { explain, fieldErrors } from '../../explain.ts'
import { dayOf } from '../../instants.ts'
import { useMutation } from '../../mutation.ts'
import { useTitle } from '../../title.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { ClockText } from './clocks.tsx'
import { FactsForm } from './facts-form.tsx'
import { type Clock, type Facts, type Incident, LIST, type Line, PATH, show } from './incident.ts'
import './incidents.css'
import { Integrity } from './integrity.tsx'

/** All incidents, a new one, and the register as a file. */
export function Incidents() {
	useTitle('Incidents', 'Console')
	const [opening, setOpening] = useState(false)
	const { data, error, refetch } = useQuery({
		queryKey: LIST,
		queryFn: () => call<{ incidents: (Line & { next: Clock | null })[] }>('GET', PATH),
		refetchInterval: 60_000,
	})
	return (
		<Sheet
			title="Incidents"
			intro="Breaches of security: whom they concern, by when who has to be told, and who was. The register keeps all of them, also those of which nobody was told."
			actions={
				<>
					<Button kind="primary" icon="alert" onClick={() => setOpening(true)}>
						Open an incident
					</Button>
					<a className="button button-quiet" href={`${PATH}/register.json`} download>
						Register as JSON
					</a>
					<a className="button button-quiet" href={`${PATH}/register.csv`} download>
						Register as CSV
					</a>
				</>
			}
		>
			<Card>
				{!data ? (
					error ? (
						<Problem error={error} retry={refetch} />
					) : (
						<Skeleton lines={4} />
					)
				) : data.incidents.length === 0 ? (
					<Empty title="No incident yet" />
				) : (
					<ul className="incidents">
						{data.incidents.map((one) => (
							<li key={one.id}>
								<span className="incidents-what">
									<Link href={`/operator/incidents/${one.id}`}>{one.title}</Link>
									<span className="quiet small">
										{one.reference} · aware {dayOf(one.aware_at)}
									</span>
								</span>
								{one.next && <ClockText clock={one.next} />}
								<Tag>{stateOf(one)}</Tag>
							</li>
						))}
					</ul>
				)}
			</Card>
			<Integrity />
			{opening && <OpenIncident onClose={() => setOpening(false)} />}
		</Sheet>
	)
}

const stateOf = ({ closed_at, decision, version }: Line): string => {
	if (closed_at !== null) return decision === 'not' ? 'Closed, not told' : 'Closed'
	if (version > 0) return `Told, version ${version}`
	return decision === 'notify' ? 'To be told' : decision === 'not' ? 'Not to be told' : 'Undecided'
}

function OpenIncident({ onClose }: { onClose: () => void }) {
	const queries = useQueryClient()
	const [, navigate] = useLocation()
	const opening = useMutation({
		mutationFn: (facts: Facts) => call<Incident>('POST', PATH, facts),
		onSuccess: async (incident) => {
			await show(queries, incident)
			navigate(`/operator/incidents/${incident.id}`)
		},
	})
	const problems = fieldErrors(opening.error)
	return (
		<Dialog title="Open an incident" open onClose={onClose} className="incident-dialog">
			<FactsForm of={null} problems={problems} onSave={opening.mutate}>
				{opening.error && Object.keys(problems).length === 0 && (
					<Notice kind="error">{explain(opening.error)}</Notice>
				)}
				<div className="actions">
					<Button kind="primary" type="submit" busy={opening.isPending}>
						Open it: the clocks run
					</Button>
				</div>
			</FactsForm>
		</Dialog>
	)
}
