import { ApiError } from '../api.ts'
import { formatAge, formatCount } from '../format.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { useAnswer, useBoard, useNow, usePart, useSiteState } from './board.ts'
import { DEFAULT_PERIOD } from './periods.ts'
import { cardMetrics, EVER } from './queries.ts'

/** What is wrong with what the page shows, if anything: old numbers, or none. */
export function Trouble() {
	const { domain, state } = useBoard()
	const site = useSiteState(domain)
	const totals = usePart('totals')
	const series = usePart('series')
	const behind = site?.behind_since ?? null
	if (behind !== null) {
		const since = Date.parse(behind)
		return (
			<Notice kind="warning">
				<p>
					<strong>Statistics are behind</strong> since {clock(since, state.timezone)} (
					{formatAge(Date.now() - since)}).
					{totals.data ? ' The numbers below are the last that could be read. ' : ' '}
					{site && site.pending > 0
						? `Nothing is lost: ${formatCount(site.pending)} ${site.pending === 1 ? 'event waits' : 'events wait'} safely and will be counted.`
						: 'Nothing is lost: events go on being kept.'}
				</p>
			</Notice>
		)
	}
	const error = totals.error ?? series.error
	if (!error) return <Limits />
	const offline = error instanceof ApiError && error.status === 0
	return (
		<Notice kind="error">
			<p>
				{offline ? 'The server cannot be reached.' : `The statistics cannot be read: ${error.message}.`}
				{totals.data ? ' What you see is how it was before.' : ''}
			</p>
			<Button
				busy={totals.isFetching}
				onClick={() => {
					void totals.refetch()
					void series.refetch()
				}}
			>
				Try again
			</Button>
		</Notice>
	)
}

/** What the numbers do not tell: days that retention has emptied, estimates. */
function Limits() {
	const totals = usePart('totals')
	const meta = totals.data?.meta
	const said = meta?.retention_warnings?.map(({ warning }) => warning) ?? []
	if (meta?.sampling) {
		said.push('This range is long: its numbers are estimated from a sample, and may be off by a little.')
	}
	if (said.length === 0) return null
	return (
		<Notice kind="info">
			{said.map((sentence) => (
				<p key={sentence}>{sentence}</p>
			))}
		</Notice>
	)
}

const clock = (instant: number, timeZone: string): string =>
	new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(instant)

/** Said in place of the lists where there is nothing in them, with the way out. */
export function Nothing() {
	const { domain, state, change } = useBoard()
	const { data: now } = useNow(domain)
	const ever = useAnswer(EVER)
	const visitors = ever.data?.results[0]?.metrics[0]
	if (now && now.last_event_at === null && visitors === 0) {
		return (
			<Empty title="No visit has arrived yet">
				<p>Put the snippet on your site: the first visit shows here within seconds.</p>
				<ButtonLink href={`/${domain}/install`} kind="primary">
					Install the snippet
				</ButtonLink>
			</Empty>
		)
	}
	if (state.filters.length > 0) {
		return (
			<Empty title="Nothing matches these filters">
				<p>There was no visit in this period for which all of them hold.</p>
				<Button onClick={() => change({ filters: [] })}>Clear the filters</Button>
			</Empty>
		)
	}
	return (
		<Empty title="No visits in this period">
			<p>The site has visits at other times.</p>
			<Button onClick={() => change({ period: { ...DEFAULT_PERIOD, id: 'all' }, interval: null })}>
				Show all time
			</Button>
		</Empty>
	)
}

/** Whether the view is known to hold nothing. */
export function useIsEmpty(): boolean {
	const { state } = useBoard()
	const { data, isPlaceholderData } = usePart('totals')
	const [row] = data?.results ?? []
	if (!row || isPlaceholderData) return false
	return row.metrics[cardMetrics(state.filters).indexOf('visits')] === 0 && row.metrics[0] === 0
}
