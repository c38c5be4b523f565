import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Invite, Waiting } from './invite.tsx'
import {
	type Invitation,
	type Member,
	optionsOf,
	pathOf,
	ROLES,
	type Role,
	rolesGivenBy,
	type Team,
	useChange,
	usePart,
} from './teams.ts'

/** Who is in a team, who is invited, and what the roles mean. */
export function Members({ team }: { team: Team }) {
	const path = `${pathOf(team.id)}/members`
	const { data, error, refetch } = usePart<{ members: Member[] }>(path)
	const [leaving, setLeaving] = useState<Member | null>(null)
	const changing = useChange(({ id, role }: { id: string; role: Role }) =>
		call('PUT', `${path}/${id}`, { role }),
	)
	const given = rolesGivenBy(team.role)
	return (
		<Card title="Members">
			{data ? (
				<ul className="people">
					{data.members.map((one) => (
						<li key={one.id}>
							<span className="people-who">
								<strong>
									{one.name}
									{one.you && ' (you)'}
								</strong>
								<span className="quiet small">
									{one.email && `${one.email} · `}since {dayOf(one.created_at)}
									{one.two_factor === false && ' · no second factor'}
								</span>
							</span>
							<span className="people-do">
								{team.may.members && given.includes(one.role) ? (
									<>
										<Select
											label={`Role of ${one.name}`}
											hideLabel
											value={one.role}
											options={optionsOf(given)}
											onChange={(value) => {
												const role = given.find((known) => known === value)
												if (role && role !== one.role) changing.mutate({ id: one.id, role })
											}}
										/>
										{!one.you && (
											<Button kind="quiet" icon="trash" onClick={() => setLeaving(one)}>
												Remove<span className="unseen"> {one.name}</span>
											</Button>
										)}
									</>
								) : (
									<span className="quiet">{ROLES[one.role].label}</span>
								)}
							</span>
						</li>
					))}
				</ul>
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={3} />
			)}
			{changing.error && <Notice kind="error">{explain(changing.error)}</Notice>}
			<dl className="roles small quiet">
				{Object.entries(ROLES).map(([role, { label, hint }]) => (
					<div key={role}>
						<dt>{label}</dt>
						<dd>{hint}</dd>
					</div>
				))}
			</dl>
			{leaving && <Removing team={team} of={leaving} onClose={() => setLeaving(null)} />}
		</Card>
	)
}

function Removing({ team, of, onClose }: { team: Team; of: Member; onClose: () => void }) {
	const removing = useChange(() => call('DELETE', `${pathOf(team.id)}/members/${of.id}`), onClose)
	return (
		<Confirm
			title={`Remove ${of.name}?`}
			confirm="Remove"
			keep="Keep"
			doing={removing}
			onConfirm={() => removing.mutate(undefined)}
			onClose={onClose}
		>
			<p>
				{of.name} sees nothing of the team from now on, and neither do their API keys. Segments that they did
				not share are deleted.
			</p>
		</Confirm>
	)
}

/** Invites people to a team, and shows who has not come yet. */
export function Invitations({ team }: { team: Team }) {
	const path = `${pathOf(team.id)}/invitations`
	const { data, error, refetch } = usePart<{ invitations: Invitation[] }>(path)
	return (
		<Card title="Invite to the team">
			<Invite path={path} roles={rolesGivenBy(team.role)} />
			{error && <Problem error={error} retry={refetch} />}
			{data && data.invitations.length > 0 && <Waiting path={path} invitations={data.invitations} />}
		</Card>
	)
}
