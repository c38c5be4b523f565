import { type Filter, testsOf } from './filters.ts'
import type { Query } from './query.ts'
import { type Dimension, GOAL_METRICS, metricOf } from './registry.ts'

/**
 * Which metric goes with which dimension and filter. A query that breaks a rule is answered with one sentence.
 * @returns the first broken rule, or null.
 */
export function brokenRule(query: Query): string | null {
	for (const rule of RULES) {
		const broken = rule(query)
		if (broken !== null) return broken
	}
	return null
}

const RULES: readonly ((query: Query) => string | null)[] = [
	function oneTimeDimension({ dimensions }) {
		return dimensions.filter((one) => one.of === 'time').length > 1
			? 'A query may have one time dimension'
			: null
	},

	function orderOfQueriedNames({ orderBy, metrics, dimensions }) {
		const names = new Set<string>([...metrics, ...dimensions.map((one) => one.name)])
		const stranger = orderBy?.find(([name]) => !names.has(name))
		return stranger
			? `Invalid order_by entry ${JSON.stringify(stranger)}: it is not among the queried metrics and dimensions`
			: null
	},

	function goalMetricsNeedGoal(query) {
		const metric = query.metrics.find((one) => GOAL_METRICS.includes(one))
		return metric && !hasGoalDimension(query) && !hasGoalFilter(query)
			? `Metric "${metric}" can only be queried with an event:goal filter or dimension`
			: null
	},

	function conversionsWithPlainPropertyFilters({ metrics, filters }) {
		const metric = metrics.find((one) => one === 'conversion_rate' || one === 'group_conversion_rate')
		// The divisor leaves filters on properties out, which it can do only with whole ones.
		const nested = filters.some(
			(one) =>
				!isPlain(one) && [...testsOf([one], true)].some(({ dimension }) => dimension.of === 'property'),
		)
		return metric && nested
			? `Metric "${metric}" can only be queried with event:props filters at the top level`
			: null
	},

	function timeLabelsNeedTime({ include, dimensions }) {
		return include.timeLabels && !dimensions.some((one) => one.of === 'time')
			? 'Invalid include.time_labels: it needs a time dimension'
			: null
	},

	function percentageNeedsDimensions({ metrics, dimensions }) {
		return metrics.includes('percentage') && dimensions.length === 0
			? 'Metric "percentage" can only be queried with dimensions'
			: null
	},

	function engagementNeedsPage(query) {
		const metric = query.metrics.find((one) => one === 'scroll_depth' || one === 'time_on_page')
		return metric && !hasPageDimension(query) && !hasPageFilter(query)
			? `Metric "${metric}" can only be queried with an event:page filter or dimension`
			: null
	},

	function viewsPerVisitOfWholeVisits(query) {
		if (!query.metrics.includes('views_per_visit')) return null
		if (hasPageFilter(query)) return 'Metric "views_per_visit" cannot be queried with a filter on event:page'
		return query.dimensions.some((one) => one.of !== 'time')
			? 'Metric "views_per_visit" cannot be queried with dimensions other than time'
			: null
	},

	function exitRateOfExitPages(query) {
		if (!query.metrics.includes('exit_rate')) return null
		if (query.dimensions.length !== 1 || query.dimensions[0]?.name !== 'visit:exit_page') {
			return 'Metric "exit_rate" can only be queried with the dimension visit:exit_page alone'
		}
		return isAboutEvents(query.filters) ? 'Metric "exit_rate" cannot be queried with event filters' : null
	},

	function visitMetricsWithoutEventDimensions(query) {
		// By page, visits are told by their entry page.
		const dimensions = query.dimensions.filter((one) => isOfEvent(one) && one.name !== 'event:page')
		return clash(query, 'visits', dimensions, 'event')
	},

	function eventMetricsWithoutVisitDimensions(query) {
		const dimensions = query.dimensions.filter((one) => one.of === 'entry')
		return clash(query, 'events', dimensions, 'session')
	},
]

function clash(
	{ metrics }: Query,
	of: 'visits' | 'events',
	dimensions: Dimension[],
	kind: string,
): string | null {
	const clashing = metrics.filter((one) => metricOf(one).of === of)
	if (clashing.length === 0 || dimensions.length === 0) return null
	const names = (list: readonly string[]) => list.map((one) => `"${one}"`).join(', ')
	const whose = of === 'visits' ? 'Session' : 'Event'
	return `${whose} metrics ${names(clashing)} cannot be queried along with ${kind} dimensions ${names(dimensions.map((one) => one.name))}`
}

/** Whether a dimension tells of single events. */
export const isOfEvent = ({ of }: Dimension): boolean => of === 'event' || of === 'property' || of === 'goal'

/** Whether filters tell of single events; `has_done` is about the visit. */
export const isAboutEvents = (filters: readonly Filter[]): boolean =>
	filters.some(({ kind }) => kind === 'goal') ||
	[...testsOf(filters, false)].some(({ dimension }) => isOfEvent(dimension))

/** Whether a filter is one test, or the negation of one. */
const isPlain = (filter: Filter): boolean =>
	filter.kind === 'test' || (filter.kind === 'not' && filter.filter.kind === 'test')

const hasGoalDimension = ({ dimensions }: Query): boolean => dimensions.some(({ of }) => of === 'goal')

const hasGoalFilter = ({ filters }: Query): boolean => filters.some(({ kind }) => kind === 'goal')

const hasPageDimension = ({ dimensions }: Query): boolean =>
	dimensions.some((one) => one.name === 'event:page')

const hasPageFilter = ({ filters }: Query): boolean =>
	[...testsOf(filters, false)].some((one) => one.dimension.name === 'event:page')
