import { expect, it } from 'vitest'
import { parseQuery } from '../../../workers/stats/query.ts'
import { brokenRule } from '../../../workers/stats/rules.ts'
import type { Filter } from './filters.ts'
import { PANELS } from './panels.ts'
import { PERIODS } from './periods.ts'
import {
	type AskedQuery,
	asSent,
	detailMetrics,
	detailsQuery,
	EVER,
	intervalOf,
	metricOf,
	type OverviewState,
	overviewQueries,
	partsOf,
	runningLabel,
} from './queries.ts'
import { DEFAULT_VIEW } from './view.ts'

const state = (more: Partial<OverviewState> = {}): OverviewState => ({
	...DEFAULT_VIEW,
	timezone: 'Europe/Berlin',
	now: Date.parse('2026-11-24T10:30:00Z'),
	...more,
})
const queryOf = (key: string, asked = state()): AskedQuery | undefined =>
	partsOf(asked).find((one) => one.key === key)?.query

const FILTERS: Filter[][] = [
	[],
	[{ operator: 'is', dimension: 'event:page', values: ['/'] }],
	[{ operator: 'contains_not', dimension: 'visit:entry_page', values: ['blog'] }],
	[{ operator: 'is', dimension: 'event:name', values: ['Sign-up'] }],
	[
		{ operator: 'is_not', dimension: 'visit:country', values: ['DE'] },
		{ operator: 'contains', dimension: 'event:hostname', values: ['shop'] },
	],
]

/** What the server's own parser and rules say of a question. */
function fault(query: AskedQuery): string | null {
	const parsed = parseQuery(query, true)
	if (!parsed.ok) return JSON.stringify(parsed.error)
	return brokenRule(parsed.value)
}

it('asks nothing that the server refuses, in no period, tab or filter', () => {
	for (const filters of FILTERS) {
		for (const { id } of PERIODS) {
			for (const metric of ['visitors', 'views_per_visit'] as const) {
				const asked = state({ filters, metric, period: { ...DEFAULT_VIEW.period, id } })
				for (const { key, query } of overviewQueries(asked)) {
					expect([key, id, fault(query)]).toEqual([key, id, null])
				}
			}
		}
		for (const panel of PANELS) {
			for (const tab of panel.tabs) {
				const asked = state({ filters, tabs: { [panel.id]: tab.id } })
				expect([tab.id, fault(queryOf(panel.id, asked) ?? EVER)]).toEqual([tab.id, null])
				for (const metric of detailMetrics(asked, tab)) {
					const details = { search: 'a', order: { metric, direction: 'asc' as const }, page: 2 }
					expect([tab.id, fault(detailsQuery(asked, tab, details))]).toEqual([tab.id, null])
				}
			}
		}
	}
	expect(fault(EVER)).toBeNull()
})

it('asks every visible part once, and a panel by its tab', () => {
	expect(partsOf(state()).map((one) => one.key)).toEqual([
		'totals',
		'series',
		'sources',
		'pages',
		'places',
		'devices',
		'events',
	])
	expect(queryOf('devices')?.dimensions).toEqual(['visit:browser'])
	expect(queryOf('devices', state({ tabs: { devices: 'os' } }))?.dimensions).toEqual(['visit:os'])
})

it('asks of visits only what visits can tell, so that no event is read for them', () => {
	for (const key of ['sources', 'places', 'devices']) expect(queryOf(key)?.metrics).toEqual(['visitors'])
	expect(queryOf('pages')?.metrics).toEqual(['visitors', 'pageviews'])
})

it('lists campaigns of the visits that have one', () => {
	const campaigns = queryOf('sources', state({ tabs: { sources: 'utm_campaign' } }))
	expect(campaigns?.filters).toEqual([['is_not', 'visit:utm_campaign', ['(not set)']]])
	expect(queryOf('sources')?.filters).toBeUndefined()
})

it('follows the calendar of the site, today included', () => {
	expect(queryOf('totals')?.date_range).toEqual(['2026-10-28', '2026-11-24'])
	const late = state({ now: Date.parse('2026-11-24T23:30:00Z') })
	expect(queryOf('totals', late)?.date_range).toEqual(['2026-10-29', '2026-11-25'])
	const months = state({ period: { ...DEFAULT_VIEW.period, id: 'all' } })
	expect(queryOf('totals', months)?.date_range).toBe('all')
})

it('compares a day that runs with as much of the day before', () => {
	const [totals, series] = overviewQueries(state())
	expect(totals?.query.date_range).toEqual(['2026-10-27T23:00:00.000Z', '2026-11-24T10:30:00.000Z'])
	// The chart shows whole days, each against a whole one.
	expect(series?.query.date_range).toEqual(['2026-10-28', '2026-11-24'])
	const plain: AskedQuery = { metrics: ['visitors'], date_range: ['2026-11-01', '2026-11-24'] }
	expect(asSent(plain, state())).toEqual(plain)
	const past: AskedQuery = {
		...plain,
		date_range: ['2026-10-01', '2026-10-31'],
		include: { compare: 'previous_period' },
	}
	expect(asSent(past, state())).toEqual(past)
})

it('asks for the last thirty minutes by the minute', () => {
	const asked = state({
		period: { ...DEFAULT_VIEW.period, id: 'realtime' },
		now: Date.parse('2026-11-24T10:30:20Z'),
	})
	const [totals, series] = overviewQueries(asked)
	const minutes = ['2026-11-24T10:01:00.000Z', '2026-11-24T10:30:59.000Z']
	expect([totals?.query.date_range, series?.query.date_range]).toEqual([minutes, minutes])
	expect(series?.query.dimensions).toEqual(['time:minute'])
	// The question is the same one from minute to minute, so that its answers take each other's place.
	expect(partsOf(asked)).toEqual(partsOf({ ...asked, now: asked.now + 600_000 }))
})

it('compares nothing where it is switched off or there is no time before', () => {
	const compares = (asked: OverviewState) =>
		overviewQueries(asked).some(({ query }) => query.include?.compare)
	expect(compares(state())).toBe(true)
	expect(compares(state({ compare: false }))).toBe(false)
	expect(compares(state({ period: { ...DEFAULT_VIEW.period, id: 'all' } }))).toBe(false)
})

it('shows an interval that the period can have', () => {
	expect(intervalOf(state())).toBe('day')
	expect(intervalOf(state({ interval: 'week' }))).toBe('week')
	expect(intervalOf(state({ interval: 'hour' }))).toBe('day')
	expect(intervalOf(state({ period: { ...DEFAULT_VIEW.period, id: 'all' } }))).toBeNull()
})

it('shows visitors where views per visit are not to be had', () => {
	const filters: Filter[] = [{ operator: 'is', dimension: 'event:page', values: ['/'] }]
	expect(metricOf({ metric: 'views_per_visit', filters })).toBe('visitors')
	expect(metricOf({ metric: 'views_per_visit', filters: [] })).toBe('views_per_visit')
})

it('knows which bucket runs', () => {
	const hours = ['2026-11-24 10:00:00', '2026-11-24 11:00:00', '2026-11-24 12:00:00']
	expect(runningLabel(hours, state().now, 'Europe/Berlin')).toBe('2026-11-24 11:00:00')
	expect(runningLabel(['2026-11-16', '2026-11-23', '2026-11-30'], state().now, 'Europe/Berlin')).toBe(
		'2026-11-23',
	)
	expect(runningLabel(['2026-11-30'], state().now, 'Europe/Berlin')).toBeNull()
})
