/** Metrics of the overview, in the order of the cards. */
export const METRICS = {
	visitors: { label: 'Visitors', form: 'count', better: 'more' },
	visits: { label: 'Visits', form: 'count', better: 'more' },
	pageviews: { label: 'Page views', form: 'count', better: 'more' },
	views_per_visit: { label: 'Views per visit', form: 'decimal', better: 'more' },
	bounce_rate: { label: 'Bounce rate', form: 'percent', better: 'less' },
	visit_duration: { label: 'Visit duration', form: 'duration', better: 'more' },
	events: { label: 'Events', form: 'count', better: 'more' },
	time_on_page: { label: 'Time on page', form: 'duration', better: 'more' },
	scroll_depth: { label: 'Scroll depth', form: 'percent', better: 'more' },
	exit_rate: { label: 'Exit rate', form: 'percent', better: 'less' },
} as const satisfies Record<string, { label: string; form: Form; better: 'more' | 'less' }>

/** How a value is written. */
export type Form = 'count' | 'decimal' | 'percent' | 'duration'

export type MetricName = keyof typeof METRICS

/** What has a card, and can be the chart's. */
export const CARDS = [
	'visitors',
	'visits',
	'pageviews',
	'views_per_visit',
	'bounce_rate',
	'visit_duration',
] as const satisfies readonly MetricName[]

export type CardMetric = (typeof CARDS)[number]

export const isCard = (text: string): text is CardMetric => (CARDS as readonly string[]).includes(text)
