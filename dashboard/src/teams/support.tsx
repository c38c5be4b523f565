import { useState } from 'preact/hooks'
import { Link, useSearch } from 'wouter-preact'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { momentOf } from '../instants.ts'
import { useSites } from '../sites.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './teams.css'
import { pathOf, useChange, usePart, useTeam } from './teams.ts'

interface Grant {
	id: string
	site: string | null
	all_sites: boolean
	reason: string
	granted_by: string | null
	created_at: string
	expires_at: string
	ended_at: string | null
	active: boolean
}

const SPANS = { '1': '1 hour', '4': '4 hours', '24': 'a day', '72': '3 days', '168': '7 days' }

/**
 * Leave for support to look at a team's sites: given, seen, taken back. A ticket may lead here with what it is
 * about: `?site=example.org&reason=…`.
 */
export function SupportAccess({ id }: { id: string }) {
	const { data: team } = useTeam(id)
	useTitle('Support access', team?.name ?? 'Team')
	const path = `${pathOf(id)}/grants`
	const { data, error, refetch } = usePart<{ grants: Grant[] }>(path)
	return (
		<Sheet
			title="Support access"
			intro="Nobody who runs this service sees your statistics unless you let them. Leave ends by itself, can be taken back at any time, allows looking and nothing else, and each use stands in the access log."
			actions={
				<>
					<ButtonLink href={`/teams/${id}/log`}>Access log</ButtonLink>
					<ButtonLink kind="quiet" href={`/teams/${id}`} icon="back">
						{team?.name ?? 'Team'}
					</ButtonLink>
				</>
			}
		>
			<NewGrant team={id} path={path} />
			<Card title="Given so far">
				{data ? (
					<Grants path={path} grants={data.grants} />
				) : error ? (
					<Problem error={error} retry={refetch} />
				) : (
					<Skeleton lines={3} />
				)}
			</Card>
		</Sheet>
	)
}

function NewGrant({ team, path }: { team: string; path: string }) {
	const asked = new URLSearchParams(useSearch())
	const { data: sites = [] } = useSites()
	const [site, setSite] = useState(asked.get('site') ?? '')
	const [hours, setHours] = useState('24')
	const [reason, setReason] = useState(asked.get('reason') ?? '')
	const [missing, setMissing] = useState<string>()
	const giving = useChange(
		() => call('POST', path, { site: site === '' ? null : site, hours: Number(hours), reason }),
		() => setReason(''),
	)
	const problems = fieldErrors(giving.error)
	const problem = missing ?? problems.reason
	const submit = () => {
		const missing = reason.trim() === '' ? 'Say what support shall look at.' : undefined
		setMissing(missing)
		if (!missing) giving.mutate(undefined)
	}
	const own = sites.filter((one) => one.team_id === team)
	return (
		<Card title="Let support look">
			<Form onSubmit={submit} problems={problem ? { reason: problem } : {}}>
				<Select
					label="At"
					value={site}
					options={[
						{ value: '', label: 'All sites of the team' },
						...own.map(({ domain }) => ({ value: domain, label: domain })),
					]}
					onChange={setSite}
				/>
				<Select
					label="For"
					value={hours}
					options={Object.entries(SPANS).map(([value, label]) => ({ value, label }))}
					onChange={setHours}
				/>
				<Field
					label="Why"
					hint="Support reads this; the number of a ticket helps."
					maxLength={500}
					autocomplete="off"
					value={reason}
					error={problem}
					onInput={(event) => setReason(event.currentTarget.value)}
				/>
				{giving.error && !problem && <Notice kind="error">{problems.site ?? explain(giving.error)}</Notice>}
				<div className="actions">
					<Button kind="primary" type="submit" busy={giving.isPending}>
						Let support look
					</Button>
					<span role="status" className="quiet">
						{giving.isSuccess && 'Given.'}
					</span>
				</div>
			</Form>
		</Card>
	)
}

function Grants({ path, grants }: { path: string; grants: readonly Grant[] }) {
	const ending = useChange((id: string) => call('DELETE', `${path}/${id}`))
	const now = new Date()
	if (grants.length === 0) return <Empty title="Support has never been let in" />
	return (
		<>
			<ul className="people">
				{grants.map(({ id, site, all_sites, reason, granted_by, active, ...at }) => (
					<li key={id}>
						<span className="people-who">
							<strong>
								{all_sites ? 'All sites' : site ? <Link href={`/${site}`}>{site}</Link> : 'A site that left'}
							</strong>
							<span>{reason}</span>
							<span className="quiet small">
								By {granted_by ?? 'an account that is gone'}, {momentOf(at.created_at, now)} ·{' '}
								{active
									? `ends ${momentOf(at.expires_at, now)}`
									: `ended ${momentOf(at.ended_at ?? at.expires_at, now)}`}
							</span>
						</span>
						{active && (
							<Button busy={ending.isPending && ending.variables === id} onClick={() => ending.mutate(id)}>
								End now<span className="unseen"> ({reason})</span>
							</Button>
						)}
					</li>
				))}
			</ul>
			{ending.error && <Notice kind="error">{explain(ending.error)}</Notice>}
		</>
	)
}
