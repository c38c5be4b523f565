import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../api.ts'

/** Tickets as the API gives them. */

export type Status = 'unconfirmed' | 'open' | 'waiting_customer' | 'waiting_us' | 'solved' | 'closed'

export interface Ticket {
	id: string
	subject: string
	/** Who wrote it. */
	name: string
	status: Status
	satisfaction: 'good' | 'bad' | null
	satisfaction_note: string | null
	created_at: string
	updated_at: string
	closes_at: string | null
	goes_at: string | null
	/** To its sender alone. */
	email?: string
	address?: string | null
	/** Where it is seen by session. */
	mine?: boolean
	team?: string | null
}

export interface FileInfo {
	id: string
	name: string
	type: string
	bytes: number
	image: boolean
}

export interface Message {
	id: string
	author: 'customer' | 'operator'
	name: string
	text: string
	at: string
	files: (FileInfo & { link: string })[]
}

export interface Action {
	at: string
	action: string
	detail: string
	name: string | null
}

export interface Conversation {
	messages: Message[]
	actions: Action[]
}

/** By which way a conversation is reached: a session, or the key of somebody without an account. */
export interface Door {
	/** Path of the ticket; of new files, without one. */
	ticket: string
	files: string
	headers: Record<string, string>
}

export const sessionDoor = (id: string): Door => ({
	...{ ticket: `/api/support/tickets/${id}`, files: '/api/support/files', headers: {} },
})
export const keyDoor = (id: string, key: string): Door => ({
	ticket: `/api/support/contact/${id}`,
	files: `/api/support/contact/${id}/files`,
	headers: { 'x-ticket-key': key },
})
export const operatorDoor = (id: string): Door => ({
	...{ ticket: `/api/operator/tickets/${id}`, files: '/api/support/files', headers: {} },
})

const REFRESH_MS = 60_000
const TICKETS = ['tickets'] as const

/** The tickets that the person sees, the last changed first. */
export const useTickets = () =>
	useQuery({
		queryKey: TICKETS,
		queryFn: () => call<{ tickets: Ticket[] }>('GET', '/api/support/tickets'),
		refetchInterval: REFRESH_MS,
	})

/** A ticket with its messages; asked for again every minute, in case somebody answers. */
export const useConversation = <T extends Ticket>(door: Door) =>
	useQuery({
		queryKey: ['ticket', door.ticket],
		queryFn: () => call<T & Conversation>('GET', door.ticket, undefined, door.headers),
		refetchInterval: REFRESH_MS,
	})

/** After a change: what is shown of tickets is asked for anew. */
export function useTicketsChanged(): () => Promise<unknown> {
	const queries = useQueryClient()
	return () =>
		Promise.all(
			[TICKETS, ['ticket'], ['queue'], ['operator-log']].map((queryKey) =>
				queries.invalidateQueries({ queryKey }),
			),
		)
}

/** After a deletion: what is gone is not asked for again. */
export function useTicketGone(): (door: Door) => Promise<unknown> {
	const queries = useQueryClient()
	return (door) => {
		queries.removeQueries({ queryKey: ['ticket', door.ticket] })
		return queries.invalidateQueries({ queryKey: TICKETS })
	}
}

/** What a status is called on the customer's side. */
export const STATUS: Readonly<Record<Status, string>> = {
	unconfirmed: 'Not confirmed',
	open: 'Open',
	waiting_customer: 'Waiting for you',
	waiting_us: 'Waiting for us',
	solved: 'Solved',
	closed: 'Closed',
}

export const isDone = ({ status }: Ticket): boolean => status === 'solved' || status === 'closed'
