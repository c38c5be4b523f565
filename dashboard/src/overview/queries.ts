/**
 * The questions of the overview. Pure, without a browser: the dashboard asks these, and the bench measures these.
 */
import { dateIn, localTime, startOf } from './dates.ts'
import type { DimensionName } from './dimensions.ts'
import { askedFilter, type Filter, tellOfEvents, tellOfPages } from './filters.ts'
import { CARDS, type CardMetric, type MetricName } from './metrics.ts'
import { PANELS, type Panel, type PanelId, type Tab, tabOf } from './panels.ts'
import { daysOf, type Interval, intervalsOf, type PeriodId } from './periods.ts'
import type { View } from './view.ts'

/** A view, of which site's calendar, and when. */
export interface OverviewState extends View {
	/** IANA name. */
	timezone: string
	/** ms since the epoch. */
	now: number
}

/** A question in the shape of the Stats API v2, without its site. */
export interface AskedQuery {
	metrics: readonly (MetricName | 'conversion_rate')[]
	date_range: string | readonly [string, string]
	dimensions?: readonly string[]
	filters?: unknown[]
	order_by?: readonly (readonly [string, 'asc' | 'desc'])[]
	include?: { compare?: 'previous_period'; time_labels?: true; total_rows?: true }
	pagination?: { limit: number; offset?: number }
}

export type PartKey = 'totals' | 'series' | PanelId

/** A part of the screen and what it asks. */
export interface Part {
	key: PartKey
	query: AskedQuery
}

/** Rows of a panel. */
export const PANEL_ROWS = 9
/** Rows of one page of the dialog that shows all. */
export const DETAIL_ROWS = 50

/** Everything that the first load of a view asks, as it is sent: one request. */
export const overviewQueries = (state: OverviewState): Part[] =>
	partsOf(state).map(({ key, query }) => ({ key, query: asSent(query, state) }))

/** The same by whole days, so that a question is the same one all day long and can be told by its text. */
export function partsOf(state: OverviewState): Part[] {
	return [
		{ key: 'totals', query: totalsQuery(state) },
		{ key: 'series', query: seriesQuery(state) },
		...PANELS.map((panel) => ({ key: panel.id, query: panelQuery(state, panel) })),
	]
}

/**
 * A day that runs is compared with as much of the day before: with the whole of it every morning would look
 * like a loss. A list of days that ends today is therefore sent as two instants, of which the second is now.
 */
export function asSent(
	query: AskedQuery,
	{ now, timezone }: Pick<OverviewState, 'now' | 'timezone'>,
): AskedQuery {
	const { date_range: range, include, dimensions } = query
	const instant = (at: number): string => new Date(at).toISOString()
	if (range === HALF_HOUR) {
		// Whole minutes, the running one included: so is the half hour before that it is compared with.
		const minute = Math.floor(now / MINUTE) * MINUTE
		return { ...query, date_range: [instant(minute - 29 * MINUTE), instant(minute + MINUTE - 1000)] }
	}
	if (typeof range === 'string' || !include?.compare || dimensions || range[1] !== dateIn(now, timezone)) {
		return query
	}
	return { ...query, date_range: [instant(startOf(range[0], timezone)), instant(now)] }
}

/** Most goals that are listed; the page of goals has all. */
const GOAL_ROWS = 50

/** Who reached which goal. A site without goals is not asked. */
export const goalsQuery = (state: OverviewState): AskedQuery => ({
	...base(state),
	metrics: ['visitors', 'events', 'conversion_rate'],
	dimensions: ['event:goal'],
	pagination: { limit: GOAL_ROWS },
})

/** Whether there is a period before that one could compare with. */
export const canCompare = ({ period }: Pick<View, 'period'>): boolean => period.id !== 'all'

/** The interval of the chart; null where the server chooses by the length of all time. */
export function intervalOf(state: OverviewState): Interval | null {
	const able = intervalsOf(state.period, dateIn(state.now, state.timezone))
	return able.find((one) => one === state.interval) ?? able[0] ?? null
}

/** The chart's metric: views per visit are not to be had of single pages. */
export const metricOf = ({ metric, filters }: Pick<View, 'metric' | 'filters'>): CardMetric =>
	metric === 'views_per_visit' && tellOfPages(filters) ? 'visitors' : metric

/** Metrics that the cards can show under these filters. */
export const cardMetrics = (filters: readonly Filter[]): CardMetric[] =>
	CARDS.filter((one) => one !== 'views_per_visit' || !tellOfPages(filters))

/** Stands for the last thirty minutes until a question is sent: the API has no word for them. */
const HALF_HOUR = 'half an hour'
const RANGES: Partial<Record<PeriodId, string>> = { all: 'all', realtime: HALF_HOUR }
const MINUTE = 60_000

function base(state: OverviewState): Pick<AskedQuery, 'date_range' | 'filters'> {
	const filters = state.filters.map(askedFilter)
	const days = daysOf(state.period, dateIn(state.now, state.timezone))
	return {
		date_range: days ?? RANGES[state.period.id] ?? '24h',
		...(filters.length > 0 ? { filters } : {}),
	}
}

const compared = (state: OverviewState): AskedQuery['include'] =>
	state.compare && canCompare(state) ? { compare: 'previous_period' } : {}

const totalsQuery = (state: OverviewState): AskedQuery => ({
	...base(state),
	metrics: cardMetrics(state.filters),
	include: { ...compared(state) },
})

const seriesQuery = (state: OverviewState): AskedQuery => ({
	...base(state),
	metrics: [metricOf(state)],
	dimensions: [seriesDimension(intervalOf(state))],
	include: { ...compared(state), time_labels: true },
})

const seriesDimension = (interval: Interval | null): string => (interval ? `time:${interval}` : 'time')

/** The first rows of a panel's tab. */
export const panelQuery = (state: OverviewState, panel: Panel): AskedQuery => {
	const tab = tabOf(panel, state.tabs[panel.id])
	return {
		...base(state),
		...rowsOf(state, tab),
		metrics: tab.metrics,
		pagination: { limit: PANEL_ROWS },
	}
}

/** What is asked of the dialog that shows all rows. */
export interface Details {
	/** Rows whose name holds this. */
	search: string
	order: { metric: MetricName; direction: 'asc' | 'desc' }
	page: number
}

/** One page of all rows of a tab. */
export function detailsQuery(state: OverviewState, tab: Tab, { search, order, page }: Details): AskedQuery {
	const { filters, ...rows } = rowsOf(state, tab)
	const searched = search
		? [['contains', tab.search ?? tab.dimensions[0], [search], { case_sensitive: false }]]
		: []
	const all = [...(filters ?? base(state).filters ?? []), ...searched]
	return {
		...base(state),
		...rows,
		...(all.length > 0 ? { filters: all } : {}),
		metrics: detailMetrics(state, tab),
		order_by: [[order.metric, order.direction]],
		include: { total_rows: true },
		pagination: { limit: DETAIL_ROWS, offset: page * DETAIL_ROWS },
	}
}

/** The dialog's columns under the view's filters: an exit rate has no meaning among chosen events. */
export const detailMetrics = ({ filters }: Pick<View, 'filters'>, tab: Tab): MetricName[] =>
	tab.details.filter((one) => one !== 'exit_rate' || !tellOfEvents(filters))

/** What the API calls a value that is empty. */
const NO_VALUE = '(not set)'

function rowsOf(state: OverviewState, tab: Tab): Pick<AskedQuery, 'dimensions' | 'filters'> {
	const [dimension] = tab.dimensions
	const left = dimension === 'event:name' ? 'pageview' : tab.named ? NO_VALUE : null
	if (left === null) return { dimensions: tab.dimensions }
	return {
		dimensions: tab.dimensions,
		filters: [...(base(state).filters ?? []), ['is_not', dimension, [left]]],
	}
}

/** Values that a filter can name, those of most visitors first. */
export const suggestQuery = (state: OverviewState, dimension: DimensionName, typed: string): AskedQuery => ({
	...base({ ...state, filters: [] }),
	metrics: ['visitors'],
	dimensions: [dimension],
	...(typed ? { filters: [['contains', dimension, [typed], { case_sensitive: false }]] } : {}),
	pagination: { limit: 20 },
})

/** Asked once where a period is empty: whether the site ever had a visitor. */
export const EVER: AskedQuery = { metrics: ['visitors'], date_range: 'all' }

/** Label of the bucket that runs at `now`, or of the last before it: later ones are the future. */
export function runningLabel(labels: readonly string[], now: number, timezone: string): string | null {
	const time = localTime(now, timezone)
	return labels.findLast((label) => label <= time) ?? null
}
