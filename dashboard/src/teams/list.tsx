import { useState } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import '../pages/sites.css'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './teams.css'
import { ROLES, type Team, useChange, useTeams } from './teams.ts'

/** The person's teams, and a new one. */
export function Teams() {
	useTitle('Teams')
	const { data: teams, error, refetch } = useTeams()
	return (
		<Sheet
			title="Teams"
			intro="Sites belong to teams. One came with your account; make others to work on sites together, with members in roles and a plan of their own."
		>
			{teams ? (
				<ul className="sites">
					{teams.map((team) => (
						<li key={team.id}>
							<span className="sites-name">
								<Link href={`/teams/${team.id}`}>{team.name}</Link>
								<span className="quiet small">
									{ROLES[team.role].label}
									{team.own && ' · came with your account'}
									{team.lacks_two_factor && ' · asks for a second factor'}
								</span>
							</span>
							<Icon name="forward" />
						</li>
					))}
				</ul>
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={4} />
			)}
			<NewTeam />
		</Sheet>
	)
}

function NewTeam() {
	const [, navigate] = useLocation()
	const [name, setName] = useState('')
	const [missing, setMissing] = useState<string>()
	const making = useChange(
		() => call<Team>('POST', '/api/teams', { name: name.trim() }),
		(team) => navigate(`/teams/${team.id}`),
	)
	const problem = missing ?? fieldErrors(making.error).name
	const submit = () => {
		const missing = name.trim() === '' ? 'Give the team a name.' : undefined
		setMissing(missing)
		if (!missing) making.mutate(undefined)
	}
	return (
		<Card title="New team">
			<Form className="invite" onSubmit={submit} problems={problem ? { name: problem } : {}}>
				<Field
					label="Name"
					autocomplete="off"
					maxLength={100}
					value={name}
					error={problem}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				<Button kind="primary" type="submit" busy={making.isPending}>
					Create team
				</Button>
			</Form>
			{making.error && !problem && <Notice kind="error">{explain(making.error)}</Notice>}
		</Card>
	)
}
