import { isDate } from './dates.ts'
import { type Filter, readFilter, spellFilter } from './filters.ts'
import { type CardMetric, isCard } from './metrics.ts'
import { PANELS, type PanelId } from './panels.ts'
import { DEFAULT_PERIOD, INTERVALS, type Interval, PERIODS, type Period } from './periods.ts'

/** What the overview shows: all of it stands in the address, so that a link shows the same view. */
export interface View {
	period: Period
	compare: boolean
	/** Null: what is usual for the period. */
	interval: Interval | null
	metric: CardMetric
	filters: Filter[]
	/** Tab by panel; the first one where none is named. */
	tabs: Partial<Record<PanelId, string>>
}

export const DEFAULT_VIEW: View = {
	period: DEFAULT_PERIOD,
	compare: true,
	interval: null,
	metric: 'visitors',
	filters: [],
	tabs: {},
}

/** Filters that a view can hold: the server would refuse a request of hundreds. */
const MOST_FILTERS = 20

/** Reads a view from an address's search; whatever is not in order is as if it were not there. */
export function readView(search: string): View {
	const sent = new URLSearchParams(search)
	const metric = sent.get('metric') ?? ''
	const tabs: View['tabs'] = {}
	for (const { id, tabs: able } of PANELS) {
		const chosen = sent.get(id)
		if (able.some((one, i) => i > 0 && one.id === chosen) && chosen) tabs[id] = chosen
	}
	return {
		period: readPeriod(sent),
		compare: sent.get('compare') !== 'off',
		interval: INTERVALS.find((one) => one === sent.get('interval')) ?? null,
		metric: isCard(metric) ? metric : DEFAULT_VIEW.metric,
		filters: sent
			.getAll('f')
			.flatMap((text) => readFilter(text) ?? [])
			.slice(0, MOST_FILTERS),
		tabs,
	}
}

function readPeriod(sent: URLSearchParams): Period {
	const id = PERIODS.find((one) => one.id === sent.get('period'))?.id
	if (!id) return DEFAULT_PERIOD
	const date = (name: string): string | null => {
		const text = sent.get(name)
		return text !== null && isDate(text) ? text : null
	}
	if (id === 'realtime' || id === '24h' || id === 'all') return { ...DEFAULT_PERIOD, id }
	if (id !== 'custom') return { ...DEFAULT_PERIOD, id, date: date('date') }
	const [from, to] = [date('from'), date('to')]
	return from && to && from <= to ? { id, date: null, from, to } : DEFAULT_PERIOD
}

/** Spells a view as an address's search, without its question mark; what is usual is left out. */
export function spellView({ period, compare, interval, metric, filters, tabs }: View): string {
	const parts: [string, string][] = []
	const dated = period.date !== null || period.id === 'custom'
	if (period.id !== DEFAULT_PERIOD.id || dated) parts.push(['period', period.id])
	for (const name of ['date', 'from', 'to'] as const) {
		const date = period[name]
		if (date !== null) parts.push([name, date])
	}
	if (!compare) parts.push(['compare', 'off'])
	if (interval) parts.push(['interval', interval])
	if (metric !== DEFAULT_VIEW.metric) parts.push(['metric', metric])
	for (const { id } of PANELS) {
		const tab = tabs[id]
		if (tab) parts.push([id, tab])
	}
	for (const filter of filters) parts.push(['f', spellFilter(filter)])
	return parts.map(([name, value]) => `${name}=${readable(value)}`).join('&')
}

/** Escaped as little as an address allows: people read and share these. */
const readable = (value: string): string =>
	encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':')
