import { keepPreviousData, skipToken, useQuery, useQueryClient } from '@tanstack/preact-query'
import { createContext } from 'preact'
import { useContext, useEffect, useMemo } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import { call, poster } from '../api.ts'
import { type Answers, Asker, type QueryResult, type SiteState } from './ask.ts'
import { dateIn } from './dates.ts'
import { isRunning } from './periods.ts'
import { type AskedQuery, asSent, type OverviewState, type PartKey, partsOf } from './queries.ts'
import { readView, spellView, type View } from './view.ts'

/** How often the site is asked whether something happened, ms: a new visit shall show within five seconds. */
const POLL = 3_000
/** How often something that failed is asked again, ms. */
const RETRY = 10_000
const MINUTE = 60_000
/** How often the last minutes move on by themselves, ms. */
const HALF_MINUTE = 30_000

/** What all parts of the overview share. */
export interface Board {
	domain: string
	state: OverviewState
	/** Today in the site's time zone. */
	today: string
	parts: ReadonlyMap<PartKey, AskedQuery>
	asker: Asker
	/** Shows another view: a step that the browser's back button takes back. */
	change: (part: Partial<View>) => void
}

export interface Now {
	visitors: number
	last_event_at: string | null
	state: SiteState
}

export const BoardContext = createContext<Board | null>(null)

export function useBoard(): Board {
	const board = useContext(BoardContext)
	if (!board) throw new Error('Outside of the overview')
	return board
}

const pathOf = (domain: string, end: string): string =>
	`/api/dashboard/sites/${encodeURIComponent(domain)}/${end}`

/** The board of a site, from the address and the clock. */
export function useNewBoard(domain: string, timezone: string): Board {
	const client = useQueryClient()
	const search = useSearch()
	const [path, navigate] = useLocation()
	const minute = useMinute(domain)
	const asker = useMemo(() => {
		const post = poster<Answers>(pathOf(domain, 'query'))
		return new Asker(
			(queries) => post({ queries }),
			(state) => client.setQueryData(['state', domain], state),
		)
	}, [client, domain])
	return useMemo(() => {
		const view = readView(search)
		const state = { ...view, timezone, now: minute }
		return {
			domain,
			state,
			today: dateIn(minute, timezone),
			parts: new Map(partsOf(state).map(({ key, query }) => [key, query])),
			asker,
			change: (part) => {
				const spelt = spellView({ ...view, ...part })
				if (spelt !== search) navigate(spelt ? `${path}?${spelt}` : path)
			},
		}
	}, [domain, timezone, search, path, navigate, minute, asker])
}

/** The clock, by whole minutes, as of the last look at the site. */
function useMinute(domain: string): number {
	const { dataUpdatedAt, errorUpdatedAt } = useNow(domain)
	return Math.floor(Math.max(dataUpdatedAt, errorUpdatedAt, Date.now()) / MINUTE) * MINUTE
}

/** Who is on the site now, asked again and again while the page can be seen. */
export const useNow = (domain: string) =>
	useQuery({
		queryKey: ['now', domain],
		queryFn: () => call<Now>('GET', pathOf(domain, 'now')),
		refetchInterval: POLL,
		staleTime: 0,
		retry: false,
	})

/** How far the store was at the last answer; undefined before the first. */
export const useSiteState = (domain: string): SiteState | undefined =>
	useQuery<SiteState>({
		queryKey: ['state', domain],
		queryFn: skipToken,
		staleTime: Number.POSITIVE_INFINITY,
	}).data

/** Asks for everything again when the store holds more than the answers on the screen knew. */
export function useLive({ domain, state, today, asker }: Board): void {
	const client = useQueryClient()
	const latest = useNow(domain).data?.state.commit
	const shown = useSiteState(domain)?.commit
	const running = isRunning(state.period, today)
	useEffect(() => {
		if (latest === undefined || shown === undefined || latest <= shown) return
		const renew = () =>
			client.invalidateQueries({ queryKey: ['part', domain], refetchType: running ? 'active' : 'none' })
		const pause = setTimeout(renew, Math.max(0, asker.restsUntil - Date.now()))
		return () => clearTimeout(pause)
	}, [client, domain, asker, latest, shown, running])
}

/** The answer to a part of the page. While another period loads, the last rows of the same kind stay. */
export const usePart = (key: PartKey) => {
	const { parts } = useBoard()
	return useAnswer(parts.get(key) ?? null)
}

/** The answer to a question of this site; null asks nothing. */
export function useAnswer(query: AskedQuery | null) {
	const { domain, asker, state } = useBoard()
	const kind = JSON.stringify([query?.dimensions, query?.metrics])
	return useQuery<QueryResult>({
		queryKey: ['part', domain, kind, JSON.stringify(query)],
		queryFn: () =>
			query
				? asker.ask(asSent(query, { now: Date.now(), timezone: state.timezone }))
				: Promise.reject(new Error('Nothing to ask')),
		enabled: query !== null,
		placeholderData: (before, last) => (last?.queryKey[2] === kind ? keepPreviousData(before) : undefined),
		refetchInterval: ({ state: { error } }) =>
			error ? RETRY : state.period.id === 'realtime' && HALF_MINUTE,
	})
}
