import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { type Site, useSites } from '../sites.ts'
import { useTeams } from '../teams/teams.ts'
import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './sites.css'

/** From this many on, looking through the list takes longer than typing. */
const SEARCH_FROM = 8

/** The list of the person's sites. */
export function Sites() {
	useTitle('Sites')
	const { data: sites, error, refetch } = useSites()
	return (
		<Sheet
			title="Sites"
			actions={
				sites &&
				sites.length > 0 && (
					<ButtonLink href="/new" kind="primary" icon="add">
						Add a site
					</ButtonLink>
				)
			}
		>
			{sites ? (
				<SiteList sites={sites} />
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={4} />
			)}
		</Sheet>
	)
}

function SiteList({ sites }: { sites: Site[] }) {
	const [text, setText] = useState('')
	const [team, setTeam] = useState('')
	const { data: teams = [] } = useTeams()
	const wanted = text.trim().toLowerCase()
	const ofTeam = sites.filter(({ team_id }) => team === '' || team_id === team)
	const found = ofTeam.filter(({ domain }) => domain.includes(wanted))
	const several = new Set(sites.map(({ team_id }) => team_id)).size > 1
	if (sites.length === 0) {
		return (
			<Card>
				<Empty title="No site yet">
					<p>Add the first one: it takes a name, a time zone and one line in your pages.</p>
					<ButtonLink href="/new" kind="primary" icon="add">
						Add a site
					</ButtonLink>
				</Empty>
			</Card>
		)
	}
	return (
		<>
			{several && (
				<Select
					label="Team"
					value={team}
					options={[
						{ value: '', label: 'All teams' },
						...teams
							.filter(({ id }) => sites.some(({ team_id }) => team_id === id))
							.map(({ id, name }) => ({ value: id, label: name })),
					]}
					onChange={setTeam}
				/>
			)}
			{sites.length >= SEARCH_FROM && (
				<Field
					label="Search sites"
					type="search"
					value={text}
					onInput={(event) => setText(event.currentTarget.value)}
				/>
			)}
			{sites.length >= SEARCH_FROM && (
				<p className="unseen" role="status">
					{wanted && `${found.length} of ${sites.length} sites`}
				</p>
			)}
			{found.length === 0 ? (
				<Empty title={`No site has “${wanted}” in its name`} />
			) : (
				<ul className="sites">
					{found.map(({ domain, timezone, team_id, role }) => (
						<li key={domain}>
							<span className="sites-name">
								<Link href={`/${domain}`}>{domain}</Link>
								<span className="quiet small">
									{timezone.replaceAll('_', ' ')}
									{several && ` · ${teams.find(({ id }) => id === team_id)?.name ?? 'as a guest'}, ${role}`}
								</span>
							</span>
							<Icon name="forward" />
						</li>
					))}
				</ul>
			)}
		</>
	)
}
