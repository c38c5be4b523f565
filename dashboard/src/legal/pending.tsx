import { useState } from 'preact/hooks'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStandings, waiting } from './standing.ts'
import './agreements.css'

/** Asks once, where Jitt is a service, when a version is new to a team for which this person may answer. Nothing waits for it. */
export function Pending() {
	const { data } = useStandings()
	const [later, setLater] = useState(false)
	const teams = waiting(data?.asks ? data.teams : [])
	if (later || teams.length === 0) return null
	const titles = new Set(
		teams.flatMap(({ documents }) => documents.filter(({ accepted }) => !accepted).map(({ title }) => title)),
	)
	return (
		<Notice kind="info" className="pending">
			<p>To be accepted: {[...titles].join(', ')}.</p>
			<div className="actions">
				<ButtonLink href="/account/agreements">Read and answer</ButtonLink>
				<Button kind="quiet" onClick={() => setLater(true)}>
					Later
				</Button>
			</div>
		</Notice>
	)
}
