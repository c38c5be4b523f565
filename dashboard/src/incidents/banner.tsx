import { useLocation } from 'wouter-preact'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import './banner.css'
import { useMyIncidents } from './mine.ts'

/** Says on every page that there is an incident to read about; it goes once that was read, and not before. */
export function IncidentBanner() {
	const [path] = useLocation()
	const { data } = useMyIncidents()
	const unread = (data?.incidents ?? []).filter(({ banner }) => banner)
	const [first, ...more] = unread
	if (!first || path === '/account/incidents') return null
	return (
		<Notice kind={first.holder || first.sites.length > 0 ? 'error' : 'warning'} className="incident-banner">
			<p>
				<strong>Breach of security: {first.title}.</strong>{' '}
				{first.holder || first.sites.length > 0 ? 'It concerns you.' : 'It is told to everybody.'}
				{more.length > 0 && ` And ${more.length} more.`}
			</p>
			<ButtonLink href="/account/incidents">Read what to do</ButtonLink>
		</Notice>
	)
}
