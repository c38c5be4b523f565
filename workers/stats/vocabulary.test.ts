import { beforeAll, expect, test } from 'vitest'
import { DIMENSIONS, METRICS } from './registry.ts'
import { ask, pairs, writeDay } from './sample-day.ts'

/**
 * Every metric and every dimension that the API knows, by name, each asked about the same small day. The last test
 * keeps the tables complete. Longer than other files for that reason.
 */

beforeAll(writeDay)

const PAGE = { dimensions: ['event:page'] }
const goal = (...names: string[]) => ({ filters: [['is', 'event:goal', names]] })

/** Each metric: of what, and what it is. */
const OF_METRICS: [name: string, of: string, query: object, expected: unknown[]][] = [
	['visitors', 'the day', {}, [['', 4]]],
	['visits', 'the day', {}, [['', 4]]],
	['pageviews', 'the day', {}, [['', 5]]],
	['events', 'the day: all but engagement', {}, [['', 8]]],
	['events', 'a scroll goal: once a visit', goal('Read /blog*'), [['', 1]]],
	['views_per_visit', 'the day', {}, [['', 1.25]]],
	['views_per_visit', 'the day, by day', { dimensions: ['time:day'] }, [['2026-03-10', 1.25]]],
	['bounce_rate', 'the day', {}, [['', 50]]],
	[
		'bounce_rate',
		'pages: of visits that entered there',
		PAGE,
		[
			['/blog/a', 100],
			['/', 50],
			['/pricing', 0],
		],
	],
	['bounce_rate', 'a page filter: the same', { filters: [['is', 'event:page', ['/pricing']]] }, [['', 0]]],
	['visit_duration', 'the day: 180, 0, 1800 and 0 seconds', {}, [['', 495]]],
	[
		'percentage',
		'sources',
		{ dimensions: ['visit:source'] },
		[
			['Bing', 50],
			['Direct / None', 25],
			['Google', 25],
		],
	],
	[
		'conversion_rate',
		'goals: of all visitors',
		{ dimensions: ['event:goal'] },
		[
			['Buy', 25],
			['Buy, in euro', 25],
			['Read /blog*', 25],
			['Sign up', 25],
			['Visit /blog*', 25],
		],
	],
	['conversion_rate', 'a goal', goal('Buy', 'Sign up'), [['', 50]]],
	[
		'conversion_rate',
		'a goal with a property: of all visitors without it',
		{ filters: [...goal('Sign up').filters, ['is', 'event:props:plan', ['pro']]] },
		[['', 25]],
	],
	[
		'conversion_rate',
		'a goal and a source: of the visitors of the source',
		{ filters: [...goal('Visit /blog*').filters, ['is', 'visit:source', ['Bing']]] },
		[['', 50]],
	],
	['conversion_rate', 'nobody', { ...goal('Buy'), date_range: ['2026-01-01', '2026-01-01'] }, [['', 0]]],
	[
		'group_conversion_rate',
		'sources: of the visitors of each',
		{ ...goal('Buy', 'Visit /blog*'), dimensions: ['visit:source'] },
		[
			['Direct / None', 100],
			['Bing', 50],
		],
	],
	['scroll_depth', 'a page', { filters: [['is', 'event:page', ['/']]] }, [['', 80]]],
	[
		'scroll_depth',
		'pages: null where nobody scrolled',
		PAGE,
		[
			['/blog/a', 100],
			['/', 80],
			['/pricing', null],
		],
	],
	[
		'time_on_page',
		'pages',
		PAGE,
		[
			['/', 30],
			['/blog/a', 10],
			['/pricing', null],
		],
	],
	[
		'exit_rate',
		'exit pages',
		{ dimensions: ['visit:exit_page'] },
		[
			['/blog/a', 100],
			['/pricing', 100],
			['/', 50],
		],
	],
	[
		'total_revenue',
		'a goal',
		goal('Buy'),
		[['', { value: 20, currency: 'USD', short: '$20', long: '$20.00' }]],
	],
	[
		'total_revenue',
		'a goal in another currency',
		goal('Buy, in euro'),
		[['', { value: 18.392, currency: 'EUR', short: '€18.4', long: '€18.39' }]],
	],
	[
		'average_revenue',
		'goals: null for those that earn nothing',
		{ dimensions: ['event:goal'] },
		[
			['Buy', { value: 20, currency: 'USD', short: '$20', long: '$20.00' }],
			['Buy, in euro', { value: 18.392, currency: 'EUR', short: '€18.4', long: '€18.39' }],
			['Read /blog*', null],
			['Sign up', null],
			['Visit /blog*', null],
		],
	],
	// Of two values in order the median is the first by nearest rank, three quarters and more the second.
	...(
		[
			['lcp', 1000, 3000],
			['inp', 80, 200],
			['cls', 0.02, 0.3],
			['fcp', 500, 900],
			['ttfb', 90, 400],
		] as const
	).flatMap(([vital, first, second]): (typeof OF_METRICS)[number][] => [
		[`${vital}_p50`, 'the day', {}, [['', first]]],
		[`${vital}_p75`, 'the day', {}, [['', second]]],
		[
			`${vital}_p95`,
			'devices: null where nothing was measured',
			{ dimensions: ['visit:device'] },
			[
				['Mobile', second],
				['Desktop', first],
				['(not set)', null],
			],
		],
	]),
]

test.each(OF_METRICS)('metric %s of %s', async (name, _, query, expected) => {
	expect(pairs(await ask({ metrics: [name], ...query }))).toEqual(expected)
})

const FRONT = [
	['/', 2],
	['/pricing', 2],
	['/blog/a', 1],
]
const SOUTH_FIRST = (south: string, north: string, blank = '(not set)') =>
	[
		[south, 2],
		...[
			[blank, 1],
			[north, 1],
		].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
	] as unknown[]
const TAGGED = (tag: string): unknown[] => [
	['(not set)', 3],
	[tag, 1],
]

/** Each dimension: visitors by its values. */
const OF_DIMENSIONS: [name: string, expected: unknown[]][] = [
	['event:page', FRONT],
	[
		'event:hostname',
		[
			['example.org', 3],
			['shop.example', 1],
		],
	],
	[
		'event:name',
		[
			['pageview', 4],
			['Buy', 1],
			['Outbound Link: Click', 1],
			['Sign up', 1],
		],
	],
	[
		'event:title',
		[
			['(not set)', 3],
			['Pricing', 2],
			['A', 1],
			['Home', 1],
		],
	],
	[
		'event:goal',
		[
			['Buy', 1],
			['Buy, in euro', 1],
			['Read /blog*', 1],
			['Sign up', 1],
			['Visit /blog*', 1],
		],
	],
	[
		'event:props:plan',
		[
			['(none)', 4],
			['pro', 1],
		],
	],
	['visit:source', SOUTH_FIRST('Bing', 'Google', 'Direct / None')],
	[
		'visit:channel',
		[
			['Organic Search', 3],
			['Direct', 1],
		],
	],
	['visit:referrer', SOUTH_FIRST('bing.com', 'google.com', 'Direct / None')],
	['visit:utm_source', TAGGED('s')],
	['visit:utm_medium', TAGGED('m')],
	['visit:utm_campaign', TAGGED('c')],
	['visit:utm_content', TAGGED('k')],
	['visit:utm_term', TAGGED('t')],
	['visit:device', SOUTH_FIRST('Mobile', 'Desktop')],
	['visit:screen', SOUTH_FIRST('Mobile', 'Desktop')],
	['visit:browser', SOUTH_FIRST('Chrome', 'Firefox')],
	['visit:browser_version', SOUTH_FIRST('150.0', '140.0')],
	['visit:os', SOUTH_FIRST('Windows', 'Linux')],
	['visit:os_version', SOUTH_FIRST('11', '6.1')],
	['visit:language', SOUTH_FIRST('de', 'no')],
	['visit:screen_class', SOUTH_FIRST('sm', 'xl')],
	[
		'visit:asn_kind',
		[
			['access', 2],
			['(not set)', 1],
			['hosting', 1],
		],
	],
	['visit:country', SOUTH_FIRST('DE', 'NO')],
	['visit:region', SOUTH_FIRST('DE-BE', 'NO-46')],
	['visit:city', SOUTH_FIRST('Berlin', 'Bergen')],
	['visit:country_name', SOUTH_FIRST('Germany', 'Norway')],
	['visit:region_name', SOUTH_FIRST('Berlin', 'Vestland')],
	['visit:city_name', SOUTH_FIRST('Berlin', 'Bergen')],
	[
		'visit:entry_page',
		[
			['/', 2],
			['/blog/a', 1],
			['/pricing', 1],
		],
	],
	[
		'visit:exit_page',
		[
			['/pricing', 2],
			['/', 1],
			['/blog/a', 1],
		],
	],
	[
		'visit:entry_page_hostname',
		[
			['example.org', 3],
			['shop.example', 1],
		],
	],
	[
		'visit:exit_page_hostname',
		[
			['example.org', 3],
			['shop.example', 1],
		],
	],
	[
		'time',
		[
			['2026-03-10 10:00:00', 1],
			['2026-03-10 11:00:00', 1],
			['2026-03-10 12:00:00', 1],
			['2026-03-10 13:00:00', 1],
		],
	],
	[
		'time:minute',
		[
			...['10:00', '10:01', '10:02', '10:03', '11:00'].map((at) => [`2026-03-10 ${at}:00`, 1]),
			// Half an hour of thinking.
			...Array.from({ length: 31 }, (_, i) => [`2026-03-10 12:${String(i).padStart(2, '0')}:00`, 1]),
			['2026-03-10 13:00:00', 1],
		],
	],
	[
		'time:weekday_hour',
		[
			['2 10', 1],
			['2 11', 1],
			['2 12', 1],
			['2 13', 1],
		],
	],
	[
		'time:hour',
		[
			['2026-03-10 10:00:00', 1],
			['2026-03-10 11:00:00', 1],
			['2026-03-10 12:00:00', 1],
			['2026-03-10 13:00:00', 1],
		],
	],
	['time:day', [['2026-03-10', 4]]],
	['time:week', [['2026-03-10', 4]]],
	['time:month', [['2026-03-01', 4]]],
]

test.each(OF_DIMENSIONS)('dimension %s', async (name, expected) => {
	expect(pairs(await ask({ dimensions: [name] }))).toEqual(expected)
})

test('the tables above leave nothing out', () => {
	const metrics = new Set(OF_METRICS.map(([name]) => name))
	expect(Object.keys(METRICS).filter((name) => !metrics.has(name))).toEqual([])
	const dimensions = new Set(OF_DIMENSIONS.map(([name]) => name))
	expect(DIMENSIONS.map(({ name }) => name).filter((name) => !dimensions.has(name))).toEqual([])
})
