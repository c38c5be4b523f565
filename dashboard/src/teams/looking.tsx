import type { Site } from '../sites.ts'
import { Notice } from '../ui/notice.tsx'
import { ROLES } from './teams.ts'

/** On pages of settings, for those who may look at them and not change them. */
export function OnlyLooking({ site }: { site: Site }) {
	if (site.role === 'owner' || site.role === 'admin') return null
	return (
		<Notice kind="info">
			You are {ROLES[site.role].label.toLowerCase()} here: you see these settings, and owners and admins of
			the team change them.
		</Notice>
	)
}
