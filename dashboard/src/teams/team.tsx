import { useState } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { ApiError, call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useSites } from '../sites.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Check } from '../ui/check.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { FactorNeeded } from './factor.tsx'
import { Invitations, Members } from './members.tsx'
import './teams.css'
import { pathOf, ROLES, type Team, useChange, useTeam } from './teams.ts'

/** One team: its people, its sites, its rules, and the ways out of it. */
export function TeamPage({ id }: { id: string }) {
	const { data: team, error, refetch } = useTeam(id)
	useTitle(team?.name ?? 'Team')
	if (error instanceof ApiError && error.status === 403) {
		return (
			<FactorNeeded>
				<Leaving id={id} />
			</FactorNeeded>
		)
	}
	if (error instanceof ApiError && error.status === 404) {
		return (
			<Sheet title="This team is not one of yours">
				<p className="quiet">You may have left it, or it was deleted.</p>
				<div className="actions">
					<ButtonLink href="/teams">To your teams</ButtonLink>
				</div>
			</Sheet>
		)
	}
	if (!team) return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={6} />
	return (
		<Sheet
			title={team.name}
			intro={`You are ${ROLES[team.role].label.toLowerCase()} of this team. ${ROLES[team.role].hint}`}
			actions={
				(team.may.log || team.may.billing) && (
					<>
						{team.may.billing && <ButtonLink href={`/teams/${id}/billing`}>Billing</ButtonLink>}
						{team.may.log && <ButtonLink href={`/teams/${id}/log`}>Access log</ButtonLink>}
						{team.may.log && <ButtonLink href={`/teams/${id}/support`}>Support access</ButtonLink>}
					</>
				)
			}
		>
			<Members team={team} />
			{team.may.members && <Invitations team={team} />}
			<Sites team={team} />
			{team.may.change && <Rules key={team.name} team={team} />}
			{!team.own && <Ending team={team} />}
		</Sheet>
	)
}

function Sites({ team }: { team: Team }) {
	const { data: sites } = useSites()
	const own = sites?.filter((site) => site.team_id === team.id) ?? []
	return (
		<Card title="Sites">
			{own.length > 0 ? (
				<ul>
					{own.map(({ domain }) => (
						<li key={domain}>
							<Link href={`/${domain}`}>{domain}</Link>
						</li>
					))}
				</ul>
			) : (
				<p className="quiet">The team has no site yet.</p>
			)}
			{team.may.create_sites && (
				<div className="actions">
					<ButtonLink href={`/new?team=${team.id}`} icon="add">
						Add a site
					</ButtonLink>
				</div>
			)}
		</Card>
	)
}

function Rules({ team }: { team: Team }) {
	const [name, setName] = useState(team.name)
	const [required, setRequired] = useState(team.requires_two_factor)
	const saving = useChange(() =>
		call('PUT', pathOf(team.id), { name: name.trim(), requires_two_factor: required }),
	)
	const { name: nameProblem, requires_two_factor: factorProblem } = fieldErrors(saving.error)
	return (
		<Card title="Rules">
			<Form onSubmit={() => saving.mutate(undefined)} problems={nameProblem ? { name: nameProblem } : {}}>
				<Field
					label="Name of the team"
					autocomplete="off"
					maxLength={100}
					value={name}
					error={nameProblem}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				<Check
					label="Everybody here needs a second factor"
					hint="Who has none sees nothing of the team’s sites, nor do their API keys, until they set one up. You need one yourself."
					checked={required}
					onChange={setRequired}
				/>
				{factorProblem ? (
					<Notice kind="error">
						{factorProblem} <Link href="/account/security">Set it up</Link>
					</Notice>
				) : (
					saving.error && !nameProblem && <Notice kind="error">{explain(saving.error)}</Notice>
				)}
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving.isPending}>
						Save
					</Button>
					<span role="status" className="quiet">
						{saving.isSuccess && 'Saved.'}
					</span>
				</div>
			</Form>
		</Card>
	)
}

function Ending({ team }: { team: Team }) {
	return (
		<Card title="Leave or delete">
			<div className="actions">
				<Leaving id={team.id} />
				{team.may.delete && <Deleting team={team} />}
			</div>
		</Card>
	)
}

function Leaving({ id }: { id: string }) {
	const [open, setOpen] = useState(false)
	const [, navigate] = useLocation()
	const leaving = useChange(
		() => call('POST', `${pathOf(id)}/leave`, {}),
		() => navigate('/teams'),
	)
	return (
		<>
			<Button icon="signOut" onClick={() => setOpen(true)}>
				Leave the team
			</Button>
			<Confirm
				title="Leave this team?"
				open={open}
				confirm="Leave"
				keep="Stay"
				doing={leaving}
				onConfirm={() => leaving.mutate(undefined)}
				onClose={() => setOpen(false)}
			>
				<p>
					You see nothing of its sites from then on, and segments that you did not share are deleted. Only a
					new invitation brings you back.
				</p>
			</Confirm>
		</>
	)
}

function Deleting({ team }: { team: Team }) {
	const [open, setOpen] = useState(false)
	const [typed, setTyped] = useState('')
	const [, navigate] = useLocation()
	const deleting = useChange(
		() => call('DELETE', pathOf(team.id), { confirm: team.name }),
		() => navigate('/teams'),
	)
	const sure = typed.trim() === team.name
	return (
		<>
			<Button kind="danger" icon="trash" onClick={() => setOpen(true)}>
				Delete the team
			</Button>
			<Dialog title={`Delete ${team.name}?`} open={open} onClose={() => setOpen(false)}>
				<p>
					All its members lose it, its subscription ends, and its access log goes. Its sites must be gone
					before: hand them to another team, or delete them.
				</p>
				<Form onSubmit={() => sure && deleting.mutate(undefined)}>
					{deleting.error && <Notice kind="error">{explain(deleting.error)}</Notice>}
					<Field
						label={`Type ${team.name} to confirm`}
						autocomplete="off"
						spellcheck={false}
						value={typed}
						onInput={(event) => setTyped(event.currentTarget.value)}
					/>
					<div className="actions">
						<Button kind="danger" type="submit" disabled={!sure} busy={deleting.isPending}>
							Delete for good
						</Button>
						<Button kind="quiet" onClick={() => setOpen(false)}>
							Keep it
						</Button>
					</div>
				</Form>
			</Dialog>
		</>
	)
}
