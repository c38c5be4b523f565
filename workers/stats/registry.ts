import type { Event } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import type { Unit } from './buckets.ts'

/**
 * Every dimension and every metric, once: its name, the sentence that the documentation prints, the rows that
 * carry it and how a backend finds it. Parser, rules, planner, SQL and docs read these two tables. Longer than
 * most files for that reason.
 */

type Snake<T extends string> = T extends `${infer Head}${infer Tail}`
	? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Tail>}`
	: T
export type VisitColumn = Snake<Extract<keyof Visit, string>>
export type EventColumn = Snake<Extract<keyof Event, string>>

/**
 * Which rows carry a dimension: `visit`, both tables; `entry`, the visit's row only (entry and exit are not
 * known before its end); `event`, events only; `property`, events, under a name of the owner's; `goal`, events,
 * one row for each goal that they reach; `time`.
 */
export type Dimension =
	| (Named & { of: 'visit'; column: VisitColumn & EventColumn; names?: 'country' | 'region' })
	| (Named & { of: 'entry'; column: VisitColumn })
	/** `entry`: the visit's column that stands in for it where visits are asked (bounce rate by page). */
	| (Named & { of: 'event'; column: EventColumn; entry?: VisitColumn })
	| (Named & { of: 'property'; property: string })
	| (Named & { of: 'goal' })
	| (Named & { of: 'time'; unit: Unit | null })

interface Named {
	name: string
	/** What an empty value is called in answers and filters. */
	blank: string
}

type Entry = Dimension & { sentence: string; dashboardOnly?: true }

const visit = (
	name: string,
	column: VisitColumn & EventColumn,
	sentence: string,
	blank = '(not set)',
): Entry => ({
	name,
	of: 'visit',
	column,
	sentence,
	blank,
})
const entry = (name: string, column: VisitColumn, sentence: string): Entry => ({
	name,
	of: 'entry',
	column,
	sentence,
	blank: '(not set)',
})
const time = (name: string, unit: Unit | null, sentence: string): Entry => ({
	name,
	of: 'time',
	unit,
	sentence,
	blank: '',
})

const NO_SOURCE = 'Direct / None'

export const DIMENSIONS: readonly Entry[] = [
	{
		name: 'event:page',
		of: 'event',
		column: 'page',
		entry: 'entry_page',
		sentence: 'Path of the page on which the event happened.',
		blank: '(not set)',
	},
	{
		name: 'event:hostname',
		of: 'event',
		column: 'hostname',
		sentence: 'Host name of the page, without www.',
		blank: '(not set)',
	},
	{
		name: 'event:name',
		of: 'event',
		column: 'name',
		sentence: 'Name of the event; `pageview` for page views.',
		blank: '(not set)',
	},
	{
		name: 'event:title',
		of: 'event',
		column: 'title',
		sentence: 'Title of the page.',
		blank: '(not set)',
	},
	{
		name: 'event:goal',
		of: 'goal',
		sentence: 'Goal of the site that the event reaches; an event may reach several.',
		blank: '',
	},
	visit('visit:source', 'source', 'Where the visit came from: a known name, else a host.', NO_SOURCE),
	visit('visit:channel', 'channel', 'Kind of source: search, social, mail and so on.', 'Direct'),
	visit('visit:referrer', 'referrer', 'Host and path of the page that linked here.', NO_SOURCE),
	visit('visit:utm_source', 'utm_source', 'The tag utm_source (or source, or ref).'),
	visit('visit:utm_medium', 'utm_medium', 'The tag utm_medium.'),
	visit('visit:utm_campaign', 'utm_campaign', 'The tag utm_campaign.'),
	visit('visit:utm_content', 'utm_content', 'The tag utm_content.'),
	visit('visit:utm_term', 'utm_term', 'The tag utm_term.'),
	visit('visit:device', 'device', 'Kind of device: Desktop, Laptop, Tablet or Mobile.'),
	visit('visit:screen', 'device', 'Older name of visit:device.'),
	visit('visit:browser', 'browser', 'Browser.'),
	visit('visit:browser_version', 'browser_version', 'Version of the browser, major and minor.'),
	visit('visit:os', 'os', 'Operating system.'),
	visit('visit:os_version', 'os_version', 'Version of the operating system, major and minor.'),
	visit('visit:language', 'language', 'Preferred language, primary subtag alone (`de`).'),
	visit('visit:screen_class', 'screen_class', 'Class of the width of the window: xs, sm, md, lg or xl.'),
	visit('visit:asn_kind', 'asn_kind', 'Kind of network: access or hosting.'),
	visit('visit:country', 'country', 'Country, ISO 3166-1 code of two letters.'),
	visit('visit:region', 'region', 'Region, ISO 3166-2 code with its country (`DE-BE`).'),
	visit('visit:city', 'city', 'City. Cities are stored by their English name: the same as visit:city_name.'),
	{ ...named('visit:country_name', 'country'), sentence: 'English name of the country.' },
	{ ...named('visit:region_name', 'region'), sentence: 'Name of the region.' },
	visit('visit:city_name', 'city', 'English name of the city.'),
	entry('visit:entry_page', 'entry_page', 'Path of the first page viewed in the visit.'),
	entry('visit:exit_page', 'exit_page', 'Path of the last page viewed in the visit.'),
	entry('visit:entry_page_hostname', 'entry_hostname', 'Host name of the first page viewed in the visit.'),
	entry('visit:exit_page_hostname', 'exit_hostname', 'Host name of the last page viewed in the visit.'),
	time('time', null, 'Time, in hours, days, weeks or months by the length of the range.'),
	{ ...time('time:minute', 'minute', 'Minute in the time zone of the site.'), dashboardOnly: true },
	{
		...time(
			'time:weekday_hour',
			'weekday_hour',
			'Hour of the week in the time zone of the site, Monday first.',
		),
		dashboardOnly: true,
	},
	time('time:hour', 'hour', 'Hour in the time zone of the site.'),
	time('time:day', 'day', 'Day in the time zone of the site.'),
	time('time:week', 'week', 'Week from Monday to Sunday, in the time zone of the site.'),
	time('time:month', 'month', 'Calendar month in the time zone of the site.'),
]

function named(name: string, column: 'country' | 'region'): Dimension {
	return { name, of: 'visit', column, names: column, blank: '(not set)' }
}

const PROPERTY = 'event:props:'
/** Characters of a property's name; the events format allows 300 bytes. */
const MAX_PROPERTY = 300

/** Finds a dimension by name; null where there is none. */
export function dimensionOf(name: string, dashboard: boolean): Dimension | null {
	if (name.startsWith(PROPERTY)) {
		const property = name.slice(PROPERTY.length)
		const usable = property.length > 0 && property.length <= MAX_PROPERTY
		return usable ? { name, of: 'property', property, blank: '(none)' } : null
	}
	const found = DIMENSIONS.find((one) => one.name === name)
	return found && (dashboard || !found.dashboardOnly) ? found : null
}

/** The time dimension of a unit, under the name that answers print. */
export const timeOf = (unit: Unit): Dimension => ({ name: `time:${unit}`, of: 'time', unit, blank: '' })

/**
 * What is counted or summed. `started` … `views` are of visits where they began; `depth` … `readers` are of
 * engagement beacons; `viewed` is the page views of an exit page; `group` is the visitors, converted or not, of
 * the row's dimensions other than goals and properties; `revenue` (thousandths of the goal's currency) …
 * `unconverted` are of amounts of money.
 */
export type Measure =
	| 'visitors'
	| 'visits'
	| 'pageviews'
	| 'events'
	| 'started'
	| 'bounced'
	| 'entered'
	| 'seconds'
	| 'views'
	| 'depth'
	| 'depths'
	| 'engaged'
	| 'readers'
	| 'viewed'
	| 'group'
	| 'revenue'
	| 'revenues'
	| 'converted'
	| 'unconverted'
	| Percentile

/** What browsers tell of a page that was shown; columns of engagement beacons. */
export const VITALS = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const
export type Vital = (typeof VITALS)[number]
export type Percentile = `${Vital}_p${(typeof RANKS)[number]}`
export const RANKS = [50, 75, 95] as const

/** How a metric comes from measures; a ratio is rounded half up, and `none` without anything to divide by. */
export type Formula =
	| { is: 'count'; of: Measure }
	/** In per cent of the visitors of the same query without dimensions; `unconverted`, without goals as well. */
	| { is: 'share'; of: 'visitors'; by: 'whole' | 'unconverted'; decimals: 1 | 2; none: 0 | null }
	| { is: 'ratio'; of: Measure; by: Measure; times: number; per: number; decimals: 0 | 1 | 2; none: 0 | null }
	/** By nearest rank: the value at place ⌈rank × values ÷ 100⌉ of all in order. Null of none. */
	| { is: 'percentile'; of: Percentile; value: Vital; rank: (typeof RANKS)[number] }
	/** Thousandths of a currency: a sum, or with `by` a mean. Null where no single currency can be said. */
	| { is: 'money'; of: 'revenue'; by: 'revenues' | null }

export interface Metric {
	sentence: string
	/** `visits`: of visits as a whole; `events`: of single events; `both` can be told of either. */
	of: 'both' | 'visits' | 'events'
	formula: Formula
	dashboardOnly?: true
}

const count = (of: Measure): Formula => ({ is: 'count', of })
function ratio(of: Measure, by: Measure, rest: Partial<Formula & { is: 'ratio' }> = {}): Formula {
	return { is: 'ratio', of, by, times: 1, per: 1, decimals: 0, none: 0, ...rest }
}

const VITAL_NAMES: Readonly<Record<Vital, string>> = {
	lcp: 'largest contentful paint, in milliseconds',
	inp: 'interaction to next paint, in milliseconds',
	cls: 'cumulative layout shift, without a unit',
	fcp: 'first contentful paint, in milliseconds',
	ttfb: 'time to first byte, in milliseconds',
}

function vitals(): Record<Percentile, Metric> {
	const each = VITALS.flatMap((value) =>
		RANKS.map((rank): [Percentile, Metric] => [
			`${value}_p${rank}`,
			{
				sentence: `${rank} per cent of the measured page views had at most this ${VITAL_NAMES[value]}.`,
				of: 'events',
				formula: { is: 'percentile', of: `${value}_p${rank}`, value, rank },
			},
		]),
	)
	return Object.fromEntries(each) as Record<Percentile, Metric>
}

export const METRICS = {
	visitors: {
		sentence:
			'Distinct visitors of the visits that were active; with an event filter or dimension, distinct visitors of the events that match.',
		of: 'both',
		formula: count('visitors'),
	},
	visits: {
		sentence:
			'Visits that were active; by day and longer, visits that began; with an event filter or dimension, visits with an event that matches.',
		of: 'both',
		formula: count('visits'),
	},
	pageviews: { sentence: 'Events named `pageview`.', of: 'events', formula: count('pageviews') },
	events: {
		sentence:
			'Events of all names; engagement beacons are none, but with a scroll goal each visit that reached it counts as one.',
		of: 'events',
		formula: count('events'),
	},
	views_per_visit: {
		sentence: 'Page views of the visits divided by the visits.',
		of: 'visits',
		formula: ratio('views', 'started', { decimals: 2 }),
	},
	bounce_rate: {
		sentence:
			'Share of visits, in per cent, with less than two page views and no interactive custom event; by page, of the visits that entered there.',
		of: 'visits',
		formula: ratio('bounced', 'entered', { times: 100 }),
	},
	visit_duration: {
		sentence: 'Seconds from the first to the last event, mean over visits; a visit of one event counts as 0.',
		of: 'visits',
		formula: ratio('seconds', 'started'),
	},
	percentage: {
		sentence: 'Visitors of the row in per cent of the visitors of the same query without dimensions.',
		of: 'both',
		formula: { is: 'share', of: 'visitors', by: 'whole', decimals: 1, none: null },
	},
	conversion_rate: {
		sentence:
			'Visitors who reached the goal in per cent of the visitors of the same query without goal and property filters and without dimensions.',
		of: 'both',
		formula: { is: 'share', of: 'visitors', by: 'unconverted', decimals: 2, none: 0 },
	},
	group_conversion_rate: {
		sentence:
			'Visitors who reached the goal in per cent of the visitors with the same values of all dimensions but goals and properties.',
		of: 'both',
		formula: ratio('visitors', 'group', { times: 100, decimals: 2 }),
	},
	total_revenue: {
		sentence:
			"Sum of the amounts of the events that reach revenue goals, in the goal's currency; other currencies are converted by the reference rate of the day.",
		of: 'events',
		formula: { is: 'money', of: 'revenue', by: null },
	},
	average_revenue: {
		sentence: 'The same, mean of the events that carry an amount.',
		of: 'events',
		formula: { is: 'money', of: 'revenue', by: 'revenues' },
	},
	scroll_depth: {
		sentence: 'Mean over visits of how far, in per cent, each scrolled the page at most.',
		of: 'events',
		formula: ratio('depth', 'depths', { none: null }),
	},
	time_on_page: {
		sentence: 'Engaged seconds on the page divided by the visits that engaged with it.',
		of: 'events',
		formula: ratio('engaged', 'readers', { per: 1000, none: null }),
	},
	exit_rate: {
		sentence: 'Exits from the page in per cent of its page views.',
		of: 'visits',
		formula: ratio('started', 'viewed', { times: 100, decimals: 1, none: null }),
		dashboardOnly: true,
	},
	...vitals(),
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS

/** Metrics that need a goal, as filter or dimension. */
export const GOAL_METRICS: readonly MetricName[] = [
	'conversion_rate',
	'group_conversion_rate',
	'total_revenue',
	'average_revenue',
]

/** What plans count beside metrics, for what an answer has to say of itself. */
const NOTES = {
	revenue_converted: {
		sentence: 'Amounts that were converted to the currency of the goal.',
		of: 'events',
		formula: count('converted'),
	},
	revenue_unconverted: {
		sentence: 'Amounts in a currency without a rate, or too large to be one: they are not counted.',
		of: 'events',
		formula: count('unconverted'),
	},
} as const satisfies Record<string, Metric>

/** What a plan may ask for. */
export type Countable = MetricName | keyof typeof NOTES

const COUNTABLE: Readonly<Record<Countable, Metric>> = { ...METRICS, ...NOTES }

/** The declaration of a metric. */
export const metricOf = (name: Countable): Metric => COUNTABLE[name]

export function isMetric(name: string, dashboard: boolean): name is MetricName {
	return (
		Object.hasOwn(METRICS, name) && (dashboard || !METRICS[name as MetricName as 'exit_rate'].dashboardOnly)
	)
}
