import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { AGREEMENTS, type Standing, type TeamStanding, useStandings } from './standing.ts'
import './agreements.css'

interface Change {
	id: string
	effective: string
	text: string
	objection: { reason: string; at: string } | null
}

/** What the account's teams agreed to, with the texts, the records of processing, and changes to object to. */
export function Agreements() {
	useTitle('Agreements')
	const { data, error, refetch } = useStandings()
	return (
		<Sheet
			title="Agreements"
			intro={
				<>
					What your teams agreed to with Jitt. The <a href="/legal/privacy">privacy policy</a> binds us
					without anybody’s agreement.
				</>
			}
		>
			{data ? (
				data.teams.map((team) => <Team key={team.id} team={team} />)
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={6} />
			)}
		</Sheet>
	)
}

function Team({ team }: { team: TeamStanding }) {
	const { data } = useQuery({
		queryKey: [...AGREEMENTS, team.id],
		queryFn: () => call<{ changes: Change[] }>('GET', `/api/teams/${team.id}/agreements`),
	})
	return (
		<Card title={team.name}>
			<ul className="agreements">
				{team.documents.map((standing) => (
					<Agreement key={standing.document} team={team} standing={standing} />
				))}
			</ul>
			{data?.changes.map((change) => (
				<Objection key={change.id} team={team} change={change} />
			))}
			<p className="quiet small">
				Records of processing (Article 30):{' '}
				<a href={`/api/teams/${team.id}/records?format=html`} download>
					to print
				</a>
				,{' '}
				<a href={`/api/teams/${team.id}/records`} download="jitt-processor-record.json">
					for programs
				</a>
				. Who else processes data: <a href="/legal/subprocessors">sub-processors</a>.
			</p>
		</Card>
	)
}

function Agreement({ team, standing }: { team: TeamStanding; standing: Standing }) {
	const queries = useQueryClient()
	const { document, title, version, accepted, history } = standing
	const accepting = useMutation({
		mutationFn: () => call('POST', `/api/teams/${team.id}/agreements`, { document, version }),
		onSuccess: () => queries.invalidateQueries({ queryKey: AGREEMENTS }),
	})
	const older = history.filter((one) => one !== accepted)
	return (
		<li>
			<span className="agreements-what">
				<strong>
					<a href={`/legal/${document}/${version}`}>{title}</a>
				</strong>
				<span className="quiet small">
					Version of {dayOf(version)} ·{' '}
					{accepted
						? `accepted by ${accepted.by || 'a person who left'}, ${dayOf(accepted.at)}`
						: 'not accepted yet'}
				</span>
				{older.map((one) => (
					<span key={one.version} className="quiet small">
						Before: version of {dayOf(one.version)}, {dayOf(one.at)} ·{' '}
						<a href={`/api/teams/${team.id}/agreements/${document}/${one.version}`}>download</a>
					</span>
				))}
				{accepting.error && <Notice kind="error">{explain(accepting.error)}</Notice>}
			</span>
			{accepted ? (
				<a
					className="button button-quiet"
					href={`/api/teams/${team.id}/agreements/${document}/${version}`}
					download
				>
					Download<span className="unseen"> {title}</span>
				</a>
			) : team.may_agree ? (
				<Button kind="primary" busy={accepting.isPending} onClick={() => accepting.mutate()}>
					Accept<span className="unseen"> {title}</span>
				</Button>
			) : (
				<span className="quiet small">An owner or admin answers</span>
			)}
		</li>
	)
}

function Objection({ team, change }: { team: TeamStanding; change: Change }) {
	const queries = useQueryClient()
	const [reason, setReason] = useState('')
	const objecting = useMutation({
		mutationFn: () => call('POST', `/api/teams/${team.id}/objections`, { change: change.id, reason }),
		onSuccess: () => queries.invalidateQueries({ queryKey: AGREEMENTS }),
	})
	return (
		<Notice kind="warning">
			<p>
				Sub-processors, from {dayOf(change.effective)} on: {change.text}
			</p>
			{change.objection ? (
				<p>
					Your team objected on {dayOf(change.objection.at)}: {change.objection.reason}
				</p>
			) : (
				team.may_agree && (
					<Form onSubmit={() => objecting.mutate()}>
						<Field
							label="Why you object"
							maxLength={5000}
							value={reason}
							onInput={(event) => setReason(event.currentTarget.value)}
						/>
						<Button type="submit" busy={objecting.isPending}>
							Object
						</Button>
						{objecting.error && <Notice kind="error">{explain(objecting.error)}</Notice>}
					</Form>
				)
			)}
		</Notice>
	)
}
