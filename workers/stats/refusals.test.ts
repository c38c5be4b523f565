import { beforeAll, expect, test } from 'vitest'
import { ask, is, pairs, refusal, writeDay } from './sample-day.ts'

/** Every filter and every refusal of the query language, by name, each sent to the same small day. */

beforeAll(writeDay)

/** Each filter: how many visitors it leaves. */
const OF_FILTERS: [name: string, filters: unknown[], visitors: number][] = [
	['is', [is('event:page', '/')], 2],
	['is, of several clauses one', [is('event:page', '/', '/blog/a')], 3],
	['is, in any case', [['is', 'visit:source', ['bing'], { case_sensitive: false }]], 2],
	['is, the word for blank', [is('visit:source', 'Direct / None')], 1],
	['is_not', [['is_not', 'visit:source', ['Bing']]], 2],
	['is_not, of several clauses none', [['is_not', 'visit:source', ['Bing', 'Google']]], 1],
	['contains', [['contains', 'event:page', ['log']]], 1],
	['contains_not', [['contains_not', 'visit:entry_page', ['log', 'pric']]], 2],
	['matches', [['matches', 'event:page', ['^/(blog|pricing)']]], 3],
	['matches_not', [['matches_not', 'visit:entry_page', ['^/.']]], 2],
	['and', [['and', [is('visit:source', 'Bing'), is('visit:asn_kind', 'hosting')]]], 1],
	['or', [['or', [is('visit:source', 'Google'), is('visit:asn_kind', 'hosting')]]], 2],
	['not', [['not', is('visit:source', 'Bing')]], 2],
	['has_done', [['has_done', is('event:name', 'Sign up')]], 1],
	['has_not_done', [['has_not_done', is('event:page', '/pricing')]], 2],
	['several of one event', [is('event:page', '/pricing'), is('event:name', 'Buy')], 1],
	['several of one event, that never were one', [is('event:page', '/'), is('event:name', 'Buy')], 0],
	['did one and also another', [is('event:page', '/'), ['has_done', is('event:name', 'Sign up')]], 1],
	['visit:city as a number, which names none', [is('visit:city', 2_950_159)], 0],
	['event:goal is', [is('event:goal', 'Sign up')], 1],
	['event:goal is, several', [is('event:goal', 'Sign up', 'Visit /blog*')], 2],
	['event:goal is, a property besides', [is('event:goal', 'Sign up, free')], 0],
	['event:goal is, a scroll goal', [is('event:goal', 'Read /blog*')], 1],
	['event:goal contains', [['contains', 'event:goal', ['blog']]], 1],
	['event:goal contains, none', [['contains', 'event:goal', ['nothing']]], 0],
	['segment', [is('segment', 7)], 2],
	['segment, two of them', [is('segment', 7, 8)], 0],
	['segment with a goal', [is('segment', 8)], 1],
	['segment inside another filter', [['not', is('segment', 7)]], 2],
	['exit links', [is('event:name', 'Outbound Link: Click'), ['contains', 'event:props:url', ['partner']]], 1],
]

test.each(OF_FILTERS)('filter %s', async (_, filters, visitors) => {
	expect(pairs(await ask({ filters }))).toEqual([['', visitors]])
})

test('exit links by address', async () => {
	const links = {
		metrics: ['visitors', 'events'],
		dimensions: ['event:props:url'],
		filters: [['is', 'event:name', ['Outbound Link: Click']]],
	}
	const { results } = await ask(links, false)
	expect(results).toEqual([{ dimensions: ['https://partner.example/x'], metrics: [1, 1] }])
})

test('session metrics of an event filter are of the visits that hold a match', async () => {
	const { results } = await ask({ metrics: ['visits', 'visit_duration'], filters: [is('event:name', 'Buy')] })
	expect(results).toEqual([{ dimensions: [], metrics: [1, 1800] }])
})

test('a host name filter is about the entry host where sources are asked for', async () => {
	const sources = { dimensions: ['visit:source'], filters: [is('event:hostname', 'shop.example')] }
	expect(pairs(await ask(sources))).toEqual([['Direct / None', 1]])
})

test('segments are spelt out in the query that is repeated', async () => {
	const { query } = await ask({
		filters: [is('segment', 7, 8), ['or', [is('segment', 7), is('event:page', 'segment')]]],
	})
	expect(query.filters).toEqual([
		['is', 'visit:source', ['Bing']],
		['is', 'event:goal', ['Buy']],
		[
			'or',
			[
				['and', [['is', 'visit:source', ['Bing']]]],
				['is', 'event:page', ['segment']],
			],
		],
	])
})

/** Each refusal of the language: what is sent, and how the answer begins. */
const REFUSED: [name: string, query: object, text: string | RegExp][] = [
	['a metric that is none', { metrics: ['nonsense'] }, '#/metrics/0: Invalid metric "nonsense"'],
	[
		'a dimension that is none',
		{ dimensions: ['visit:moon'] },
		'#/dimensions/0: Invalid dimension "visit:moon"',
	],
	[
		'a filter that is none',
		{ filters: [['foo', 'event:page', ['/']]] },
		'#/filters/0: Invalid filter ["foo","event:page",["/"]]',
	],
	['a range that is none', { date_range: 'yesterday' }, '#/date_range: Invalid date range "yesterday"'],
	['no metric', { metrics: [] }, '#/metrics: '],
	['a metric twice', { metrics: ['visits', 'visits'] }, '#/metrics: '],
	['an unknown key', { filter: [] }, '#/filter: '],
	['a limit of 10,001', { pagination: { limit: 10_001 } }, '#/pagination/limit: '],
	['a negative offset', { pagination: { offset: -1 } }, '#/pagination/offset: '],
	['an order of what is not asked', { order_by: [['visits', 'asc']] }, /\["visits","asc"\]/],
	['conversion_rate without a goal', { metrics: ['conversion_rate'] }, /"conversion_rate".*event:goal/],
	['group_conversion_rate without a goal', { metrics: ['group_conversion_rate'] }, /"group_conv.*event:goal/],
	['total_revenue without a goal', { metrics: ['total_revenue'] }, /"total_revenue".*event:goal/],
	['average_revenue without a goal', { metrics: ['average_revenue'] }, /"average_revenue".*event:goal/],
	[
		'conversion_rate with a property filter inside another',
		{
			metrics: ['conversion_rate'],
			filters: [is('event:goal', 'Buy'), ['or', [is('event:props:plan', 'pro')]]],
		},
		/event:props.*top level/,
	],
	[
		'group_conversion_rate with a property filter in has_done',
		{
			metrics: ['group_conversion_rate'],
			filters: [is('event:goal', 'Buy'), ['has_done', is('event:props:plan', 'pro')]],
		},
		/event:props.*top level/,
	],
	['scroll_depth without a page', { metrics: ['scroll_depth'] }, /"scroll_depth".*event:page/],
	['time_on_page without a page', { metrics: ['time_on_page'] }, /"time_on_page".*event:page/],
	[
		'views_per_visit with a page filter',
		{ metrics: ['views_per_visit'], filters: [is('event:page', '/')] },
		/event:page/,
	],
	[
		'views_per_visit with dimensions',
		{ metrics: ['views_per_visit'], dimensions: ['visit:os'] },
		/other than time/,
	],
	[
		'session metrics with event dimensions',
		{ metrics: ['bounce_rate', 'visit_duration'], dimensions: ['event:goal'] },
		/"bounce_rate", "visit_duration".*"event:goal"/,
	],
	[
		'event metrics with session-only dimensions',
		{ metrics: ['pageviews', 'lcp_p75'], dimensions: ['visit:entry_page'] },
		/"pageviews", "lcp_p75".*"visit:entry_page"/,
	],
	['time_labels without time', { include: { time_labels: true } }, /time_labels/],
	['has_done of a visit', { filters: [['has_done', is('visit:os', 'Linux')]] }, '#/filters/0/1: '],
	['has_done of a goal', { filters: [['has_done', is('event:goal', 'Buy')]] }, '#/filters/0/1: '],
	[
		'has_done in has_done',
		{ filters: [['has_done', ['has_done', is('event:page', '/')]]] },
		'#/filters/0/1: ',
	],
	[
		'has_not_done in has_done',
		{ filters: [['has_done', ['has_not_done', is('event:page', '/')]]] },
		'#/filters/0/1: ',
	],
	['percentage without dimensions', { metrics: ['percentage'] }, /dimensions/],
	[
		'exit_rate by anything else',
		{ metrics: ['exit_rate'], dimensions: ['visit:entry_page'] },
		/visit:exit_page alone/,
	],
	[
		'exit_rate with event filters',
		{ metrics: ['exit_rate'], dimensions: ['visit:exit_page'], filters: [is('event:goal', 'Buy')] },
		/event filters/,
	],
	[
		'a goal that is not there',
		{ filters: [is('event:goal', 'Buy', 'Gone')] },
		/^#\/filters\/0: .*goal "Gone"/,
	],
	['is_not of a goal', { filters: [['is_not', 'event:goal', ['Buy']]] }, '#/filters/0: '],
	['matches of a goal', { filters: [['matches', 'event:goal', ['Buy']]] }, '#/filters/0: '],
	['a goal inside not', { filters: [['not', is('event:goal', 'Buy')]] }, '#/filters/0/1: '],
	['a goal inside or', { filters: [['or', [is('event:goal', 'Buy')]]] }, '#/filters/0/1/0: '],
	['a goal by its number', { filters: [is('event:goal', 1)] }, '#/filters/0: '],
	['a host name inside not', { filters: [['not', is('event:hostname', 'x')]] }, '#/filters/0/1: '],
	['a segment that is not there', { filters: [is('segment', 77)] }, /^#\/filters\/0: .*segment 77/],
	['a segment by its name', { filters: [is('segment', 'Bing')] }, '#/filters/0: '],
	['is_not of a segment', { filters: [['is_not', 'segment', [7]]] }, '#/filters/0: '],
	[
		'a segment of a goal that is gone',
		{ filters: [is('segment', 9)] },
		/^#\/filters\/0: .*segment "Out of date".*"Gone"/,
	],
	[
		'a segment of a goal inside not',
		{ filters: [['not', is('segment', 8)]] },
		/^#\/filters\/0\/1: .*top level/,
	],
	['a segment inside has_done', { filters: [['has_done', is('segment', 7)]] }, '#/filters/0/1: '],
	['a country by its name', { filters: [is('visit:country', 'Germany')] }, '#/filters/0: '],
	['a page by its number', { filters: [is('event:page', 1)] }, '#/filters/0: '],
	['a pattern that RE2 refuses', { filters: [['matches', 'event:page', ['(?=a)']]] }, '#/filters/0: '],
	['a comparison that is none', { include: { compare: 'last_week' } }, '#/include/compare: '],
	[
		'a comparison with a range of its own, left out',
		{ include: { compare: { mode: 'custom' } } },
		'#/include/compare: ',
	],
	[
		'a comparison with a range it has no use for',
		{ include: { compare: { mode: 'year_over_year', date_range: ['2026-01-01', '2026-01-02'] } } },
		'#/include/compare: ',
	],
]

test.each(REFUSED)('refused: %s', async (_, query, text) => {
	const told = await refusal(query)
	if (typeof text !== 'string') expect(told).toMatch(text)
	else expect(told?.startsWith(text), `${told}`).toBe(true)
	expect(told?.split('\n')).toHaveLength(1)
})

test.each(['exit_rate', 'time:minute', 'time:weekday_hour'])('%s is for the dashboard only', async (name) => {
	const query = name.includes(':')
		? { dimensions: [name] }
		: { metrics: [name], dimensions: ['visit:exit_page'] }
	expect(await refusal(query, false)).toMatch(/^#\/(metrics|dimensions)\/0: Invalid/)
	expect(await refusal(query)).toBeNull()
})
