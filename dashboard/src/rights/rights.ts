import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../api.ts'

/** Exports and deletions, as the API tells of them. Instants in ISO 8601. */

export interface Export {
	id: string
	/** The only site that is in it; null = everything. */
	site: string | null
	ready: boolean
	requested_at: string
	expires_at: string | null
	files: number
	bytes: number
}

export interface Pending {
	id: string
	due_at: string
	can_be_taken_back: boolean
}

export interface Receipt {
	number: string
	kind: 'account' | 'site'
	requested_at: string
	erased_at: string
	backups_until: string | null
	counts: Record<string, number>
	kept: { what: string; why: string; until: string }[]
	hash: string
}

export interface Leaving {
	pending: Pending | null
	/** What must be typed. */
	confirm: string
	/** The teams that nobody else owns. */
	teams: {
		id: string
		name: string
		is_own: boolean
		others: { id: string; name: string; email: string }[]
		sites: string[]
	}[]
}

const EXPORTS = ['exports'] as const
const DELETIONS = ['deletions'] as const
const WATCH_MS = 3_000

/** The account's exports, asked for again while one is being made. */
export const useExports = () =>
	useQuery({
		queryKey: EXPORTS,
		queryFn: () => call<{ exports: Export[] }>('GET', '/api/account/exports'),
		refetchInterval: ({ state }) => (state.data?.exports.some(({ ready }) => !ready) ? WATCH_MS : false),
	})

/** Asks for an export; of everything, or of one site. */
export function useAskExport(): (domain?: string) => Promise<Export> {
	const queries = useQueryClient()
	return async (domain) => {
		const path = domain === undefined ? '/api/account/exports' : `${ofSite(domain)}/exports`
		const asked = await call<Export>('POST', path, {})
		await queries.invalidateQueries({ queryKey: EXPORTS })
		return asked
	}
}

export const archiveOf = ({ id }: Export): string => `/api/account/exports/${id}/archive`

export const useLeaving = () =>
	useQuery({
		queryKey: ['leaving'],
		queryFn: () => call<Leaving>('GET', '/api/account/deletion'),
	})

/** What asking for a deletion came to: the receipt of one that is done, else the day until which it can be undone. */
export type Asked = { receipt: Receipt } | { receipt: null; number: string } | Pending

export const deleteSite = (domain: string, fields: { confirm: string; now: boolean }): Promise<Asked> =>
	call('POST', `${ofSite(domain)}/deletion`, fields)

interface Doomed extends Pending {
	domain: string
	team: string
}

/** Sites whose deletion the person can take back, of all teams that it owns. */
export const useDoomedSites = () =>
	useQuery({
		queryKey: DELETIONS,
		queryFn: async () => {
			const { teams } = await call<{ teams: { id: string; role: string }[] }>('GET', '/api/teams')
			const owned = teams.filter(({ role }) => role === 'owner')
			const lists = await Promise.all(owned.map(({ id }) => doomedOf(id)))
			return lists.flat()
		},
	})

async function doomedOf(team: string): Promise<Doomed[]> {
	const path = `/api/teams/${team}/deletions`
	const { deletions } = await call<{ deletions: (Pending & { domain: string })[] }>('GET', path)
	return deletions.map((one) => ({ ...one, team }))
}

export function useUndo(): (one: Doomed) => Promise<void> {
	const queries = useQueryClient()
	return async ({ team, id }) => {
		await call('POST', `/api/teams/${team}/deletions/${id}/undo`, {})
		await Promise.all([
			queries.invalidateQueries({ queryKey: DELETIONS }),
			queries.invalidateQueries({ queryKey: ['sites'] }),
		])
	}
}

const ofSite = (domain: string) => `/api/dashboard/sites/${encodeURIComponent(domain)}`

/** `1.4 MB`, by powers of ten as files are shown. */
export function sizeOf(bytes: number): string {
	const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
	const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
	const value = bytes / 1000 ** power
	return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`
}
