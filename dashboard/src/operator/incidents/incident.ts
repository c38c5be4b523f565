import { type QueryClient, useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../../api.ts'
import { useMutation } from '../../mutation.ts'

/** Incidents as the API has them. Instants are ISO 8601. */

export const SYSTEMS = [
	['control', 'Control database', 'Accounts, teams, settings'],
	['traffic', 'Traffic of sites', 'Statistics in the databases'],
	['objects', 'Site objects', 'The day that is open'],
	['files', 'Files', 'Attachments and exports'],
	['mail', 'Mail', 'What was sent'],
	['payment', 'Payment', 'The connection to the provider'],
] as const
export const NATURES = [
	['confidentiality', 'Confidentiality', 'Somebody could read it'],
	['integrity', 'Integrity', 'It was altered'],
	['availability', 'Availability', 'It was lost or out of reach'],
] as const

export interface Facts {
	title: string
	starts_at: string
	ends_at: string | null
	discovered_at: string
	aware_at: string
	systems: string[]
	nature: string[]
	reach: 'stored' | 'arrived'
	shards: number[] | null
	jurisdictions: string[] | null
}

export interface Item {
	what: string
	protection: 'plain' | 'encrypted' | 'hashed'
	key_lost: 'yes' | 'no' | 'unknown'
}

export interface NoticeTexts {
	language: string
	contact: { name: string; person: string; email: string; phone: string }
	what: string
	cause: string
	person_categories: string
	persons: number | null
	record_categories: string
	records: number | null
	items: Item[]
	consequences: string
	taken: string
	planned: string
	advice: string
	owner_advice: string
	remedies: string
	delay: string
	phases: boolean
	risk: 'none' | 'risk' | 'high' | null
	risk_why: string
	story: string
}

export interface Clock {
	kind: 'owners' | 'accounts' | 'authority'
	rule: string | null
	countries: string[]
	at: string | null
	hours: number | null
	law: string
	basis: string
	state: 'running' | 'met' | 'late' | 'missed' | 'idle'
	done_at: string | null
	sources: string[]
}

export interface Line {
	id: number
	reference: string
	title: string
	decision: 'open' | 'notify' | 'not'
	aware_at: string
	opened_at: string
	closed_at: string | null
	version: number
}

export interface Telling {
	version: number
	kind: 'first' | 'update' | 'closing'
	confirmed_at: string
	finished_at: string | null
	waiting: number
	told: number
	failed: number
	unsure: number
}

export interface Incident extends Line {
	revision: number
	reasons: string
	banner: 'nobody' | 'affected' | 'everyone'
	published: boolean
	facts: Facts
	notice: NoticeTexts
	scope: {
		holders: number
		owners: number
		accounts: number
		sites: number
		visitors: number
		visits: number
		events: number
		countries: { country: string; visits: number }[]
		complete: boolean
		erased: number
	}
	clocks: Clock[]
	missing: string[]
	tellings: Telling[]
	authorities: { rule: string; outcome: 'told' | 'not-needed'; at: string; note: string }[]
	steps: { at: string; by: string; what: string }[]
}

export interface DraftField {
	number: number
	label: string
	text: string
}

export const PATH = '/api/operator/incidents'
export const LIST = ['operator-incidents'] as const
export const keyOf = (id: number) => ['operator-incident', id] as const

export const useIncident = (id: number) =>
	useQuery({ queryKey: keyOf(id), queryFn: () => call<Incident>('GET', `${PATH}/${id}`) })

/** Shows what an answer said of an incident everywhere. */
export async function show(queries: QueryClient, incident: Incident): Promise<void> {
	queries.setQueryData(keyOf(incident.id), incident)
	await Promise.all([
		queries.invalidateQueries({ queryKey: LIST }),
		queries.invalidateQueries({ queryKey: ['operator-drafts', incident.id] }),
	])
}

/** A call about an incident that answers with it. */
export function useAct<T = void>(
	id: number,
	method: 'POST' | 'PUT',
	path: string,
	bodyOf: (given: T) => unknown,
	done?: () => void,
) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: (given: T) => call<Incident>(method, `${PATH}/${id}${path}`, bodyOf(given)),
		onSuccess: async (incident) => {
			await show(queries, incident)
			done?.()
		},
		// Somebody else may have changed it: what is shown is then old.
		onError: () => queries.invalidateQueries({ queryKey: keyOf(id) }),
	})
}

/** An instant as a field for date and time has it, by the person's own clock. */
export function toField(iso: string | null): string {
	if (iso === null) return ''
	const at = new Date(iso)
	return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** Such a field's instant; null where it holds none. */
export function fromField(value: string): string | null {
	const at = new Date(value)
	return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** The clock by which such fields are read. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
