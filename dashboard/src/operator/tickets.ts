import { useQuery } from '@tanstack/preact-query'
import { call } from '../api.ts'
import type { Conversation, Status, Ticket } from '../support/tickets.ts'

/** The operators' side of the API. */

export type Priority = 'low' | 'normal' | 'high' | 'urgent'

export interface OperatorTicket extends Ticket {
	priority: Priority
	/** Account of the operator who takes care of it. */
	assignee: string | null
	/** Whose sites it is about: the team it was written for, or the person's own. */
	team: string | null
	has_account: boolean
}

export interface OpenTicket extends OperatorTicket, Conversation {
	/** By which support may look at the customer's statistics now. */
	grants: { domain: string | null; reason: string; expires_at: string }[]
}

export interface Operators {
	operators: { id: string; name: string }[]
	me: string
}

export interface Reply {
	id: string
	title: string
	text: string
}

const REFRESH_MS = 60_000

/** To whom a ticket can be given, and who asks. 403 to everybody else. */
export const useOperators = () =>
	useQuery({
		queryKey: ['operators'],
		queryFn: () => call<Operators>('GET', '/api/operator/operators'),
		staleTime: REFRESH_MS,
	})

export const useCounts = () =>
	useQuery({
		queryKey: ['queue', 'counts'],
		queryFn: () =>
			call<{
				statuses: Partial<Record<Status, number>>
				unassigned: number
				satisfaction: { good: number; bad: number }
			}>('GET', '/api/operator/counts'),
		refetchInterval: REFRESH_MS,
	})

export const useReplies = () =>
	useQuery({
		queryKey: ['operator-replies'],
		queryFn: () => call<{ replies: Reply[] }>('GET', '/api/operator/replies'),
		staleTime: REFRESH_MS,
	})

/** What a status is called on this side. */
export const STATUS: Readonly<Record<Status, string>> = {
	unconfirmed: 'Not confirmed',
	open: 'New',
	waiting_us: 'Waiting for us',
	waiting_customer: 'Waiting for customer',
	solved: 'Solved',
	closed: 'Closed',
}

export const PRIORITIES = [
	{ value: 'low', label: 'Low' },
	{ value: 'normal', label: 'Normal' },
	{ value: 'high', label: 'High' },
	{ value: 'urgent', label: 'Urgent' },
] as const
