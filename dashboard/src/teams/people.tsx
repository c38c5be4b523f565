import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { dayOf } from '../instants.ts'
import type { Site } from '../sites.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Invite, Waiting } from './invite.tsx'
import './teams.css'
import { type Invitation, optionsOf, type Role, sitePathOf, useChange, usePart, useTeams } from './teams.ts'
import { Transfer } from './transfer.tsx'

interface Guest {
	id: string
	name: string
	email: string
	role: Role
	created_at: string
}

const GUEST_ROLES = ['viewer', 'editor'] as const satisfies readonly Role[]

/** Who sees one site: its team, its guests, and the way to another team. */
export function People({ site }: { site: Site }) {
	const { domain, role } = site
	useTitle('People', domain)
	const { data: teams } = useTeams()
	const team = teams?.find(({ id }) => id === site.team_id)
	const manages = role === 'owner' || role === 'admin'
	return (
		<Sheet
			title="People"
			intro={
				<>
					Who sees <strong>{domain}</strong>. It belongs to{' '}
					{team ? `the team ${team.name}` : 'a team of others'}: members of the team see it in their roles,
					guests see this site alone.
				</>
			}
			actions={team && <ButtonLink href={`/teams/${team.id}`}>The team</ButtonLink>}
		>
			{manages && <Guests domain={domain} />}
			{!team && <Going domain={domain} />}
			{team && !manages && (
				<Card>
					<p>Owners and admins of the team decide who else sees this site.</p>
				</Card>
			)}
			{role === 'owner' && <Transfer site={site} />}
		</Sheet>
	)
}

function Guests({ domain }: { domain: string }) {
	const path = `${sitePathOf(domain)}/guests`
	const { data, error, refetch } = usePart<{ guests: Guest[]; invitations: Invitation[] }>(path)
	const changing = useChange(({ id, role }: { id: string; role: Role }) =>
		call('PUT', `${path}/${id}`, { role }),
	)
	const removing = useChange((id: string) => call('DELETE', `${path}/${id}`))
	const failed = changing.error ?? removing.error
	return (
		<Card title="Guests">
			<Invite path={path} roles={GUEST_ROLES} />
			{!data && (error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={2} />)}
			{data && data.guests.length > 0 && (
				<ul className="people">
					{data.guests.map(({ id, name, email, role, created_at }) => (
						<li key={id}>
							<span className="people-who">
								<strong>{name}</strong>
								<span className="quiet small">
									{email} · since {dayOf(created_at)}
								</span>
							</span>
							<span className="people-do">
								<Select
									label={`Role of ${name}`}
									hideLabel
									value={role}
									options={optionsOf(GUEST_ROLES)}
									onChange={(value) => {
										const next = GUEST_ROLES.find((one) => one === value)
										if (next) changing.mutate({ id, role: next })
									}}
								/>
								<Button
									kind="quiet"
									icon="trash"
									busy={removing.isPending && removing.variables === id}
									onClick={() => removing.mutate(id)}
								>
									Remove<span className="unseen"> {name}</span>
								</Button>
							</span>
						</li>
					))}
				</ul>
			)}
			{data && data.invitations.length > 0 && (
				<Waiting path={`${sitePathOf(domain)}/invitations`} invitations={data.invitations} />
			)}
			{failed && <Notice kind="error">{explain(failed)}</Notice>}
		</Card>
	)
}

/** For a guest: the way out. */
function Going({ domain }: { domain: string }) {
	const [open, setOpen] = useState(false)
	const [, navigate] = useLocation()
	const leaving = useChange(
		() => call('POST', `${sitePathOf(domain)}/leave`, {}),
		() => navigate('/'),
	)
	return (
		<Card title="You are a guest here">
			<div className="actions">
				<Button icon="signOut" onClick={() => setOpen(true)}>
					Leave this site
				</Button>
			</div>
			<Confirm
				title={`Leave ${domain}?`}
				open={open}
				confirm="Leave"
				keep="Stay"
				doing={leaving}
				onConfirm={() => leaving.mutate(undefined)}
				onClose={() => setOpen(false)}
			>
				<p>You no longer see its statistics. Only a new invitation brings you back.</p>
			</Confirm>
		</Card>
	)
}
