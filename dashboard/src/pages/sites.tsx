import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { type Site, useSites } from '../sites.ts'
import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
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
	const wanted = text.trim().toLowerCase()
	const found = sites.filter(({ domain }) => domain.includes(wanted))
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
					{found.map(({ domain, timezone }) => (
						<li key={domain}>
							<span className="sites-name">
								<Link href={`/${domain}`}>{domain}</Link>
								<span className="quiet small">{timezone.replaceAll('_', ' ')}</span>
							</span>
							<Icon name="forward" />
						</li>
					))}
				</ul>
			)}
		</>
	)
}
