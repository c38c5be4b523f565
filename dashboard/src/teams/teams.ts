import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../api.ts'
import { useMutation } from '../mutation.ts'

/** Teams and their people as the API describes them, and the ways to ask for them. */

export type Role = 'owner' | 'admin' | 'editor' | 'viewer' | 'billing'

export interface Team {
	id: string
	name: string
	role: Role
	/** Came with the account, and goes with it. */
	own: boolean
	requires_two_factor: boolean
	/** It asks for a second factor, and the person has none: nothing of it opens. */
	lacks_two_factor: boolean
	may: Record<'members' | 'change' | 'log' | 'delete' | 'create_sites' | 'billing', boolean>
	/** ISO 8601, here and below. */
	created_at: string
}

export interface Member {
	id: string
	name: string
	role: Role
	you: boolean
	/** Null for those who may not change members, like the second factor. */
	email: string | null
	two_factor: boolean | null
	created_at: string
}

export interface Invitation {
	id: string
	email: string
	role: Role
	created_at: string
	expires_at: string
}

/** What a new invitation, or one sent again, is answered with. */
export type SentInvitation = Invitation & { sent: boolean }

export const ROLES: Record<Role, { label: string; hint: string }> = {
	owner: { label: 'Owner', hint: 'Everything, with deleting sites and paying.' },
	admin: { label: 'Admin', hint: 'Sites, their settings and people; no deleting and no paying.' },
	editor: { label: 'Editor', hint: 'Sees statistics; changes goals, segments and funnels.' },
	viewer: { label: 'Viewer', hint: 'Sees statistics.' },
	billing: { label: 'Billing', hint: 'Plan and invoices; no statistics.' },
}

/** Those that a member may give to others: only owners make owners. */
export const rolesGivenBy = (role: Role): Role[] =>
	(Object.keys(ROLES) as Role[]).filter((one) => one !== 'owner' || role === 'owner')

export const optionsOf = (roles: readonly Role[]) =>
	roles.map((role) => ({ value: role, label: ROLES[role].label }))

const TEAMS = ['teams'] as const
export const pathOf = (team: string) => `/api/teams/${encodeURIComponent(team)}`
export const sitePathOf = (domain: string) => `/api/dashboard/sites/${encodeURIComponent(domain)}`

/** The person's teams, the own one first. */
export const useTeams = () =>
	useQuery({
		queryKey: TEAMS,
		queryFn: async () => (await call<{ teams: Team[] }>('GET', '/api/teams')).teams,
		staleTime: 60_000,
	})

/** One of them. */
export const useTeam = (id: string) =>
	useQuery({ queryKey: [...TEAMS, id], queryFn: () => call<Team>('GET', pathOf(id)) })

/** Something of a team, or of a site's people, under its path. */
export const usePart = <T>(path: string) =>
	useQuery({ queryKey: [...TEAMS, path], queryFn: () => call<T>('GET', path) })

/**
 * A change, after which everything about teams and sites is asked anew.
 * @param send makes the change. It throws {ApiError}, as `call` does.
 */
export function useChange<A, T = unknown>(send: (what: A) => Promise<T>, then?: (answer: T) => void) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: send,
		onSuccess: (answer) => {
			// Not awaited: that it is done is said at once, however long the lists take.
			for (const key of [TEAMS, ['sites'], ['site']]) void queries.invalidateQueries({ queryKey: key })
			then?.(answer)
		},
	})
}
