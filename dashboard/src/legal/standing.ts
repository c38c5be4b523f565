import { useQuery } from '@tanstack/preact-query'
import { call } from '../api.ts'

/** What a team accepted of one document: `workers/rights/agreements.ts`. */
export interface Standing {
	document: 'terms' | 'dpa'
	title: string
	version: string
	accepted: Accepted | null
	history: Accepted[]
}
export interface Accepted {
	version: string
	by: string
	at: string
}
export interface TeamStanding {
	id: string
	name: string
	may_agree: boolean
	documents: Standing[]
}

export const AGREEMENTS = ['agreements'] as const

/** What each of the account's teams accepted. */
export const useStandings = () =>
	useQuery({
		queryKey: AGREEMENTS,
		queryFn: () => call<{ asks: boolean; teams: TeamStanding[] }>('GET', '/api/account/agreements'),
	})

/** Documents that wait for this person's answer, by team. */
export const waiting = (teams: readonly TeamStanding[]): TeamStanding[] =>
	teams.filter(({ may_agree, documents }) => may_agree && documents.some(({ accepted }) => !accepted))
