import { useQuery } from '@tanstack/preact-query'
import { call } from '../api.ts'

/** An incident as the account that it concerns is told of it. */
export interface MyIncident {
	id: number
	reference: string
	title: string
	version: number
	at: string
	closed_at: string | null
	holder: boolean
	sites: string[]
	fields: { number: number; label: string; text: string }[]
	story: string
	phases: boolean
	banner: boolean
	read: boolean
}

export const MINE = ['my-incidents'] as const

/** Incidents that concern the account, the newest first. */
export const useMyIncidents = () =>
	useQuery({
		queryKey: MINE,
		queryFn: () => call<{ incidents: MyIncident[] }>('GET', '/api/account/incidents'),
		staleTime: 5 * 60_000,
	})
