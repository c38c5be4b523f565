import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuery, type Query } from './query.ts'
import { DIMENSIONS, METRICS } from './registry.ts'
import { brokenRule } from './rules.ts'

const good = { site_id: 'example.org', metrics: ['visitors'], date_range: '7d' }

function parsed(change: object, dashboard = false): Query {
	const query = parseQuery({ ...good, ...change }, dashboard)
	if (!query.ok) throw new Error(query.error.message)
	return query.value
}

/** The text of the 400; of a rule where the query itself is in order. */
function faultOf(change: object, dashboard = false): string | null {
	const query = parseQuery({ ...good, ...change }, dashboard)
	return query.ok ? brokenRule(query.value) : query.error.message
}

test('what is left out has its default', () => {
	expect(parsed({})).toMatchObject({
		siteId: 'example.org',
		metrics: ['visitors'],
		dimensions: [],
		filters: [],
		orderBy: null,
		include: { imports: false, timeLabels: false, totalRows: false, trim: false, compare: null },
		pagination: { limit: 10_000, offset: 0 },
		sent: { filters: [], include: {} },
	})
})

const PUBLIC_DIMENSIONS =
	'event:goal event:page event:hostname event:name visit:source visit:channel visit:referrer visit:utm_source visit:utm_medium visit:utm_campaign visit:utm_content visit:utm_term visit:device visit:screen visit:browser visit:browser_version visit:os visit:os_version visit:country visit:region visit:city visit:country_name visit:region_name visit:city_name visit:entry_page visit:exit_page visit:entry_page_hostname visit:exit_page_hostname time time:hour time:day time:week time:month'.split(
		' ',
	)

test.each(PUBLIC_DIMENSIONS)('the dimension %s is known', (name) => {
	expect(parsed({ dimensions: [name] }).dimensions).toMatchObject([{ name }])
})

test('the registry holds the documented names, each with a sentence, and few of its own', () => {
	const names = DIMENSIONS.map((one) => one.name)
	expect(names.filter((name) => !PUBLIC_DIMENSIONS.includes(name))).toEqual([
		'event:title',
		'visit:language',
		'visit:screen_class',
		'visit:asn_kind',
		'time:minute',
		'time:weekday_hour',
	])
	for (const one of [...DIMENSIONS, ...Object.values(METRICS)]) expect(one.sentence).toMatch(/\.$/)
})

test.each(['visitors', 'visits', 'pageviews', 'views_per_visit', 'bounce_rate', 'visit_duration', 'events'])(
	'the metric %s can be asked alone',
	(metric) => {
		expect(faultOf({ metrics: [metric] })).toBeNull()
	},
)

test.each<[string, object, string]>([
	['an unknown key', { x: 1 }, '#/x: '],
	['a key with a slash', { 'a/b~c': 1 }, '#/a~1b~0c: '],
	['no metrics', { metrics: undefined }, '#/metrics: '],
	['empty metrics', { metrics: [] }, '#/metrics: '],
	['metrics that are no list', { metrics: 'visitors' }, '#/metrics: '],
	['an unknown metric', { metrics: ['visitors', 'nonsense'] }, '#/metrics/1: Invalid metric "nonsense"'],
	['a metric that is no text', { metrics: [{}] }, '#/metrics/0: '],
	['a name of every object', { metrics: ['constructor'] }, '#/metrics/0: '],
	['a metric twice', { metrics: ['visitors', 'visitors'] }, '#/metrics: '],
	['an unknown dimension', { dimensions: ['visit:moon'] }, '#/dimensions/0: Invalid dimension "visit:moon"'],
	['dimensions that are no list', { dimensions: {} }, '#/dimensions: '],
	['a dimension twice', { dimensions: ['visit:os', 'visit:os'] }, '#/dimensions: '],
	[
		'eleven dimensions',
		{ dimensions: Array.from({ length: 11 }, (_, i) => `event:props:${i}`) },
		'#/dimensions: ',
	],
	['a property without a name', { dimensions: ['event:props:'] }, '#/dimensions/0: '],
	['minutes', { dimensions: ['time:minute'] }, '#/dimensions/0: '],
	['hours of the week', { dimensions: ['time:weekday_hour'] }, '#/dimensions/0: '],
	['no range', { date_range: undefined }, '#/date_range: '],
	['an unknown range', { date_range: 'yesterday' }, '#/date_range: Invalid date range "yesterday"'],
	['an order that is no list', { order_by: 'visitors' }, '#/order_by: '],
	['an order that is no pair', { order_by: [['visitors']] }, '#/order_by/0: '],
	['an order without direction', { order_by: [['visitors', 'up']] }, '#/order_by/0: '],
	['include that is no object', { include: [] }, '#/include: '],
	['an unknown flag', { include: { x: true } }, '#/include/x: '],
	['a flag that is no boolean', { include: { total_rows: 1 } }, '#/include/total_rows: '],
	['a comparison', { include: { compare: 'previous_period' } }, '#/include/compare: '],
	['pagination that is no object', { pagination: 3 }, '#/pagination: '],
	['an unknown key of pagination', { pagination: { page: 2 } }, '#/pagination/page: '],
	['a limit of 0', { pagination: { limit: 0 } }, '#/pagination/limit: '],
	['a limit over 10,000', { pagination: { limit: 10_001 } }, '#/pagination/limit: '],
	['half a limit', { pagination: { limit: 1.5 } }, '#/pagination/limit: '],
	['a negative offset', { pagination: { offset: -1 } }, '#/pagination/offset: '],
	['a site that is no text', { site_id: 5 }, '#/site_id: '],
])('%s: told behind its pointer', (_, change, text) => {
	const fault = faultOf(change)
	expect(fault?.split('\n')).toHaveLength(1)
	expect(fault?.startsWith(text), `${fault}`).toBe(true)
})

test('all faults are told, one a line, but only so many', () => {
	expect(faultOf({ metrics: ['a', 'b'], dimensions: ['c'], date_range: 'd' })?.split('\n')).toHaveLength(4)
	expect(faultOf({ metrics: Array.from({ length: 500 }, String) })?.split('\n')).toHaveLength(20)
})

test.each<[string, object, RegExp]>([
	['an order of what is not asked', { order_by: [['pageviews', 'asc']] }, /\["pageviews","asc"\]/],
	['conversions without a goal', { metrics: ['conversion_rate'] }, /"conversion_rate".*event:goal/],
	['group conversions', { metrics: ['group_conversion_rate'] }, /event:goal/],
	['revenue', { metrics: ['total_revenue'] }, /event:goal/],
	['mean revenue', { metrics: ['average_revenue'] }, /event:goal/],
	['scroll depth without a page', { metrics: ['scroll_depth'] }, /"scroll_depth".*event:page/],
	[
		'time on page of a visit that saw a page',
		{ metrics: ['time_on_page'], filters: [['has_done', ['is', 'event:page', ['/']]]] },
		/"time_on_page"/,
	],
	[
		'views per visit of a page',
		{ metrics: ['views_per_visit'], filters: [['not', ['is', 'event:page', ['/']]]] },
		/event:page/,
	],
	[
		'views per visit by source',
		{ metrics: ['views_per_visit'], dimensions: ['visit:source'] },
		/other than time/,
	],
	[
		'session metrics by event',
		{ metrics: ['visitors', 'bounce_rate', 'visit_duration'], dimensions: ['event:name'] },
		/"bounce_rate", "visit_duration".*"event:name"/,
	],
	[
		'event metrics by entry page',
		{ metrics: ['pageviews', 'events'], dimensions: ['visit:entry_page', 'visit:exit_page'] },
		/"pageviews", "events".*"visit:entry_page", "visit:exit_page"/,
	],
	['labels without time', { include: { time_labels: true }, dimensions: ['visit:os'] }, /time_labels/],
	['percentage of the whole', { metrics: ['percentage'] }, /dimensions/],
	['two times', { dimensions: ['time:day', 'time:hour'] }, /one time/],
])('%s: refused in a sentence', (_, change, text) => {
	expect(faultOf(change)).toMatch(text)
})

test.each<[string, object]>([
	['views per visit by day', { metrics: ['views_per_visit'], dimensions: ['time:day'] }],
	['bounce rate by page', { metrics: ['bounce_rate'], dimensions: ['event:page'] }],
	['scroll depth under a page filter', { metrics: ['scroll_depth'], filters: [['is', 'event:page', ['/']]] }],
	['percentage by day', { metrics: ['percentage'], dimensions: ['time:day'] }],
	['time by its own name in the order', { dimensions: ['time'], order_by: [['time', 'desc']] }],
	['page views by source', { metrics: ['pageviews'], dimensions: ['visit:source'] }],
])('%s: in order', (_, change) => {
	expect(faultOf(change)).toBeNull()
})

test('exit rate is of exit pages, on the dashboard', () => {
	const exits = { metrics: ['exit_rate'], dimensions: ['visit:exit_page'] }
	expect(faultOf(exits)).toMatch(/^#\/metrics\/0/)
	expect(faultOf(exits, true)).toBeNull()
	expect(faultOf({ ...exits, dimensions: ['visit:exit_page', 'visit:os'] }, true)).toMatch(/alone/)
	expect(faultOf({ ...exits, filters: [['is', 'event:page', ['/']]] }, true)).toMatch(/event filters/)
	expect(faultOf({ ...exits, filters: [['has_done', ['is', 'event:page', ['/']]]] }, true)).toBeNull()
})

test('the dashboard need not name the site', () => {
	expect(parsed({ site_id: undefined }, true).siteId).toBeNull()
	expect(faultOf({ site_id: undefined })).toMatch(/^#\/site_id: .*site_id/)
})

test('nothing that JSON can hold makes the parser throw', () => {
	const keys = fc.constantFrom(
		...Object.keys(good),
		'dimensions',
		'filters',
		'order_by',
		'include',
		'pagination',
	)
	fc.assert(
		fc.property(
			fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue())),
			fc.boolean(),
			(body, dashboard) => {
				const query = parseQuery(body, dashboard)
				expect(query.ok || query.error.message.length > 0).toBe(true)
			},
		),
		{ numRuns: 500 },
	)
})
