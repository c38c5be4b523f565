import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { useSite } from '../sites.ts'
import { snippetsOf } from '../snippets.ts'
import { useTitle } from '../title.ts'
import { Card } from '../ui/card.tsx'
import { Code } from '../ui/code.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { FirstVisit } from './first-visit.tsx'
import './install.css'

/** The line that makes a site count, in its variants, and whether it does. */
export function Install({ domain }: { domain: string }) {
	useTitle('Install', domain)
	const { data: site, error, refetch } = useSite(domain)
	return (
		<Sheet
			title="Install"
			intro={
				<>
					One line makes the pages of <strong>{domain}</strong> count.
				</>
			}
		>
			{site ? <Snippets site={site} /> : error ? <Problem error={error} retry={refetch} /> : <Skeleton />}
			<FirstVisit domain={domain} help={<Help />} />
		</Sheet>
	)
}

function Snippets({ site }: { site: { domain: string; tracking_id: string } }) {
	const snippets = snippetsOf(location.origin, site)
	const [chosen, setChosen] = useState('html')
	const shown = snippets.find(({ id }) => id === chosen)
	return (
		<Card>
			<Tabs label="Ways to install" value={chosen} tabs={snippets} onChange={setChosen} panel="snippet" />
			{shown && (
				<div className="panel" id="snippet" role="tabpanel" aria-label={shown.label}>
					<p>{shown.how}</p>
					<Code label={shown.id === 'server' ? 'request' : 'snippet'} text={shown.code} />
					<ul className="notes">
						{shown.notes.map((note) => (
							<li key={note}>{note}</li>
						))}
						{shown.id === 'server' && (
							<li>
								<Link href="/account/keys">Create an API key</Link>
							</li>
						)}
					</ul>
				</div>
			)}
		</Card>
	)
}

/** Why nothing may arrive, the likeliest first. */
function Help() {
	return (
		<Card title="Nothing arrives?">
			<ul className="notes">
				<li>Open a page of the site in another tab. The page must have been deployed with the snippet.</li>
				<li>
					Browsers that ask not to be tracked (Global Privacy Control or Do Not Track) are left alone: try one
					that does not ask. Some blockers stop every script of this kind.
				</li>
				<li>
					On your own machine nothing is counted, unless the snippet also has{' '}
					<code>data-allow-localhost</code>.
				</li>
				<li>
					A strict Content-Security-Policy must allow <code>{location.origin}</code> in{' '}
					<code>script-src</code> and <code>connect-src</code>.
				</li>
			</ul>
		</Card>
	)
}
