import type { Role } from '../model/caller.ts'

/**
 * Every right and the roles that have it: the one place where that is said. A right on a site is had through the
 * site's team, or as the site's guest (a guest is an editor or a viewer there and nothing anywhere else). What
 * belongs to an account alone (`own` in the table of routes) needs no right.
 */
const RIGHTS = {
	/** See a site's statistics and settings. */
	'stats.read': ['owner', 'admin', 'editor', 'viewer'],
	/** Goals, segments, properties: what is measured, not what is kept. */
	'site.measure': ['owner', 'admin', 'editor'],
	/** Settings, retention, quarantine, imports, rebuilding: what is kept and how. */
	'site.change': ['owner', 'admin'],
	'site.guests': ['owner', 'admin'],
	'site.create': ['owner', 'admin'],
	/** Take everything of a site away, and hand it to another team. */
	'site.delete': ['owner'],
	'site.export': ['owner', 'admin'],
	'team.read': ['owner', 'admin', 'editor', 'viewer', 'billing'],
	'team.members': ['owner', 'admin'],
	'team.change': ['owner', 'admin'],
	/** Who looked at what, and letting support look. */
	'team.log': ['owner', 'admin'],
	/** See and answer the tickets that members wrote for the team. */
	'team.support': ['owner', 'admin'],
	'team.delete': ['owner'],
	'team.agree': ['owner', 'admin'],
	'billing.read': ['owner', 'admin', 'billing'],
	'billing.change': ['owner', 'billing'],
} as const satisfies Record<string, readonly Role[]>

export type Right = keyof typeof RIGHTS

/** Whether a role has a right. */
export const may = (role: Role, right: Right): boolean => (RIGHTS[right] as readonly Role[]).includes(role)
