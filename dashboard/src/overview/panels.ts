import type { DimensionName } from './dimensions.ts'
import type { MetricName } from './metrics.ts'

/** A list of rows that a panel can show. */
export interface Tab {
	id: string
	label: string
	/** Tabs of one group share one place in the panel's row of tabs, under this word. */
	group?: string
	/** What the rows are called above the list. */
	rows: string
	/** The first is what a row is filtered by; a second one tells more of the row. */
	dimensions: readonly [DimensionName, ...DimensionName[]]
	/** Of the panel: the first decides the order, its share of all visitors is the bar. */
	metrics: readonly [MetricName, ...MetricName[]]
	/** Of the dialog that shows all rows. */
	details: readonly [MetricName, ...MetricName[]]
	/** Leaves out rows without a value: most visits come without a campaign, and would hide all that have one. */
	named?: true
	/** What the dialog's search looks in, where that is not the first dimension: names, not codes. */
	search?: DimensionName
}

export interface Panel {
	id: PanelId
	label: string
	tabs: readonly [Tab, ...Tab[]]
}

export type PanelId = 'sources' | 'pages' | 'places' | 'devices' | 'events'

/** Rows of whole visits ask for nothing else, so that the engine need not read events for them. */
const VISITS = ['visitors'] as const
const VISITS_ALL = ['visitors', 'visits', 'bounce_rate', 'visit_duration'] as const

const ofVisits = (id: string, label: string, rows: string, ...dimensions: Tab['dimensions']): Tab => ({
	id,
	label,
	rows,
	dimensions,
	metrics: VISITS,
	details: VISITS_ALL,
})

const ofCampaigns = (id: string, label: string, dimension: DimensionName): Tab => ({
	...ofVisits(id, label, label, dimension),
	group: 'Campaigns',
	named: true,
})

export const PANELS: readonly [Panel, Panel, Panel, Panel, Panel] = [
	{
		id: 'sources',
		label: 'Sources',
		tabs: [
			ofVisits('source', 'Sources', 'Source', 'visit:source'),
			ofVisits('channel', 'Channels', 'Channel', 'visit:channel'),
			ofVisits('referrer', 'Referrers', 'Referrer', 'visit:referrer'),
			ofCampaigns('utm_campaign', 'UTM campaign', 'visit:utm_campaign'),
			ofCampaigns('utm_source', 'UTM source', 'visit:utm_source'),
			ofCampaigns('utm_medium', 'UTM medium', 'visit:utm_medium'),
			ofCampaigns('utm_content', 'UTM content', 'visit:utm_content'),
			ofCampaigns('utm_term', 'UTM term', 'visit:utm_term'),
		],
	},
	{
		id: 'pages',
		label: 'Pages',
		tabs: [
			{
				id: 'page',
				label: 'Pages',
				rows: 'Page',
				dimensions: ['event:page'],
				metrics: ['visitors', 'pageviews'],
				details: ['visitors', 'pageviews', 'bounce_rate', 'time_on_page', 'scroll_depth'],
			},
			{
				id: 'entry_page',
				label: 'Entry pages',
				rows: 'Entry page',
				dimensions: ['visit:entry_page'],
				metrics: ['visitors', 'visits'],
				details: VISITS_ALL,
			},
			{
				id: 'exit_page',
				label: 'Exit pages',
				rows: 'Exit page',
				dimensions: ['visit:exit_page'],
				metrics: ['visitors', 'visits'],
				details: ['visitors', 'visits', 'exit_rate'],
			},
		],
	},
	{
		id: 'places',
		label: 'Locations',
		tabs: [
			{
				...ofVisits('country', 'Countries', 'Country', 'visit:country'),
				search: 'visit:country_name',
			},
			{
				...ofVisits('region', 'Regions', 'Region', 'visit:region', 'visit:region_name'),
				search: 'visit:region_name',
			},
			ofVisits('city', 'Cities', 'City', 'visit:city', 'visit:country'),
		],
	},
	{
		id: 'devices',
		label: 'Devices',
		tabs: [
			ofVisits('browser', 'Browsers', 'Browser', 'visit:browser'),
			ofVisits('os', 'Systems', 'Operating system', 'visit:os'),
			ofVisits('device', 'Devices', 'Kind of device', 'visit:device'),
		],
	},
	{
		id: 'events',
		label: 'Events',
		tabs: [
			{
				id: 'event',
				label: 'Custom events',
				rows: 'Event',
				dimensions: ['event:name'],
				metrics: ['visitors', 'events'],
				details: ['visitors', 'events'],
			},
		],
	},
]

/** The tab of a panel that is on the screen. */
export const tabOf = (panel: Panel, chosen: string | undefined): Tab =>
	panel.tabs.find((one) => one.id === chosen) ?? panel.tabs[0]
