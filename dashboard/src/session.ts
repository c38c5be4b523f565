import { type QueryClient, type QueryKey, useQuery, useQueryClient } from '@tanstack/preact-query'
import { ApiError, call, onSignedOut } from './api.ts'
import { keep, kept } from './settings/stored.ts'

/** Who is signed in. */
export interface User {
	name: string
	email: string
	/** Runs this deployment. */
	operator?: boolean
	/** The account is being deleted. */
	leaving?: boolean
}

/** `asking`: nobody knows yet; `failed`: there was no answer. */
export type Session =
	| { state: 'asking' }
	| { state: 'out'; ended: boolean }
	| { state: 'in'; user: User | null }
	| { state: 'failed'; error: Error; retry: () => void }

const SESSION = ['session'] as const

interface Known {
	user: User | null
	/** Whether it ended while the person was at work. */
	ended: boolean
}

/** The session, asked for once and again whenever the person comes back to the page. */
export function useSession(): Session {
	const queries = useQueryClient()
	const { data, error, refetch } = useQuery({
		queryKey: SESSION,
		queryFn: async () => {
			const before = queries.getQueryData<Known>(SESSION)?.user?.email
			const known = await ask()
			// Somebody else has signed in, in another tab: what is shown here was the first person's.
			if (before && known.user && known.user.email !== before) await queries.resetQueries(others)
			return known
		},
	})
	if (data?.user) return { state: 'in', user: data.user }
	if (data) return { state: 'out', ended: data.ended }
	if (error) return { state: 'failed', error, retry: refetch }
	return recall() ? { state: 'in', user: null } : { state: 'asking' }
}

async function ask(): Promise<Known> {
	const answer = await call<{ user: User } | null>('GET', '/api/auth/get-session')
	remember(answer !== null)
	return { user: answer?.user ?? null, ended: false }
}

/** Shows the sign-in form as soon as any answer says that the session has ended. */
export function watchSession(queries: QueryClient): void {
	onSignedOut(() => {
		remember(false)
		queries.setQueryData<Known>(SESSION, (known) =>
			known && !known.user ? known : { user: null, ended: true },
		)
	})
}

/** What was loaded for one person is not for the next. */
const others = { predicate: ({ queryKey }: { queryKey: QueryKey }) => queryKey[0] !== SESSION[0] }

/** What signing in came to: there may be a second factor to ask for. */
export type Entry = 'in' | 'second factor'

/**
 * Signs in by a call that sets the cookie. @throws {ApiError} 401 for a wrong address or password, 403 where the
 * address is not confirmed yet, 429 after too many attempts.
 */
export function useEnter(): (path: `/api/auth/${string}`, fields: object) => Promise<Entry> {
	const arrive = useArrive()
	return async (path, fields) => {
		const answer = await call<{ second_factor?: boolean }>('POST', path, fields)
		if (answer.second_factor) return 'second factor'
		await arrive()
		return 'in'
	}
}

/** After an answer that signed this browser in: what was loaded before may be another person's. */
export function useArrive(): () => Promise<void> {
	const queries = useQueryClient()
	return async () => {
		queries.removeQueries(others)
		const { user } = await queries.fetchQuery({ queryKey: SESSION, queryFn: ask, staleTime: 0 })
		if (!user) throw new ApiError('The browser did not keep the session: allow cookies for this address', 400)
	}
}

/** Asks who is signed in again: after a change of the account's name or address. */
export function useAskAgain(): () => Promise<void> {
	const queries = useQueryClient()
	return () => queries.invalidateQueries({ queryKey: SESSION })
}

/** Signs out, and forgets everything that was loaded for the person. */
export function useSignOut(): () => Promise<void> {
	const queries = useQueryClient()
	return async () => {
		await call('POST', '/api/auth/sign-out', {})
		remember(false)
		queries.setQueryData<Known>(SESSION, { user: null, ended: false })
		queries.removeQueries(others)
	}
}

/**
 * Only whether this browser was signed in when it was last here, so that a page need not wait for the answer
 * before it asks for its own data. It opens nothing: the server decides. Where it is not remembered, every page
 * begins by asking.
 */
const remember = (was: boolean): void => keep('hint', was ? '1' : null)
const recall = (): boolean => kept('hint') !== null
