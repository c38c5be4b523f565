import { useQueryClient } from '@tanstack/preact-query'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './incidents.css'
import { MINE, type MyIncident, useMyIncidents } from './mine.ts'

/** Incidents that concern the account: what happened, and what to do. */
export function MyIncidents() {
	useTitle('Incidents')
	const { data, error, refetch } = useMyIncidents()
	return (
		<Sheet
			title="Incidents"
			intro={
				<>
					Breaches of security that concern your account or sites that you answer for. What is told in public
					stands on the <a href="/incidents">public page</a>.
				</>
			}
		>
			{!data ? (
				error ? (
					<Problem error={error} retry={refetch} />
				) : (
					<Skeleton lines={6} />
				)
			) : data.incidents.length === 0 ? (
				<Empty title="No incident concerns you">
					<p>If one ever does, you get a mail within three days of our knowing, and it stands here.</p>
				</Empty>
			) : (
				data.incidents.map((one) => <OneIncident key={one.id} of={one} />)
			)}
		</Sheet>
	)
}

function OneIncident({ of }: { of: MyIncident }) {
	const queries = useQueryClient()
	const reading = useMutation({
		mutationFn: () => call('POST', `/api/account/incidents/${of.id}/read`, { version: of.version }),
		onSuccess: () => queries.invalidateQueries({ queryKey: MINE }),
	})
	return (
		<Card title={of.title}>
			<p className="quiet small">
				{of.reference} · version {of.version} of {momentOf(of.at, new Date())} ·{' '}
				{of.closed_at === null ? 'being investigated' : 'closed'}
			</p>
			{of.holder && <p>It concerns data of your own account.</p>}
			{of.sites.length > 0 && <p>It concerns statistics of your sites: {of.sites.join(', ')}.</p>}
			{of.story !== '' && (
				<div>
					<h3>The full story</h3>
					<p className="my-incident-text">{of.story}</p>
				</div>
			)}
			<dl className="my-incident">
				{of.fields.map(({ number, label, text }) => (
					<div key={`${number}${text}`} className={number === 10 ? 'my-incident-do' : undefined}>
						<dt>{label}</dt>
						<dd className="my-incident-text">{text}</dd>
					</div>
				))}
			</dl>
			{of.phases && of.closed_at === null && (
				<Notice kind="info">Not everything is known yet. You are told as soon as there is more.</Notice>
			)}
			{reading.error && <Notice kind="error">{explain(reading.error)}</Notice>}
			{!of.read && (
				<Button kind="primary" busy={reading.isPending} onClick={() => reading.mutate()}>
					I have read this
				</Button>
			)}
		</Card>
	)
}
