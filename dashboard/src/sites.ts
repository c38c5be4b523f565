import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from './api.ts'
import type { PrivacyChange, PrivacyFields } from './privacy/privacy.ts'

/** A site as the Sites API describes it. */
export interface Site {
	domain: string
	/** IANA name. */
	timezone: string
	tracking_id: string
	mode: 'lightweight' | 'cookie'
	retention_days: number
	privacy: PrivacyFields
	/** ISO 8601. */
	created_at: string
	/** Whose it is, and what the person is to it. */
	team_id: string
	role: 'owner' | 'admin' | 'editor' | 'viewer' | 'billing'
}

/** What may be changed of a site. */
export type SiteFields = Partial<Pick<Site, 'timezone' | 'mode' | 'retention_days'>> & {
	privacy?: PrivacyChange
}

const SITES = ['sites'] as const
const PAGE = 1000

/** All sites of the person, in the order they were added. */
export const useSites = () => useQuery({ queryKey: SITES, queryFn: allSites, staleTime: 60_000 })

/** One site. */
export const useSite = (domain: string) =>
	useQuery({
		queryKey: ['site', domain],
		queryFn: () => call<Site>('GET', pathOf(domain)),
		staleTime: 60_000,
	})

async function allSites(): Promise<Site[]> {
	const sites: Site[] = []
	for (let after: string | null = '0'; after !== null; ) {
		const page: { sites: Site[]; meta: { after: string | null } } = await call(
			'GET',
			`/api/v1/sites?limit=${PAGE}&after=${after}`,
		)
		sites.push(...page.sites)
		after = page.meta.after
	}
	return sites
}

/** Changes to sites; what is shown of them follows. All throw {ApiError}. */
export function useSiteChanges() {
	const queries = useQueryClient()
	const changed = () =>
		Promise.all([
			queries.invalidateQueries({ queryKey: SITES }),
			queries.invalidateQueries({ queryKey: ['site'] }),
		])
	return {
		async add(fields: Pick<Site, 'domain' | 'timezone'> & { team_id?: string }): Promise<Site> {
			const site = await call<Site>('POST', '/api/v1/sites', fields)
			await changed()
			return site
		},
		async change(domain: string, fields: SiteFields): Promise<Site> {
			const site = await call<Site>('PUT', pathOf(domain), fields)
			await changed()
			return site
		},
	}
}

const pathOf = (domain: string) => `/api/v1/sites/${encodeURIComponent(domain)}`
