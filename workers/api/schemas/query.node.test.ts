import { expect, test } from 'vitest'
import { parseQuery } from '../../stats/query.ts'
import { DIMENSIONS, METRICS } from '../../stats/registry.ts'
import { query } from './query.ts'

const base = { site_id: 'example.org', metrics: ['visitors'], date_range: '7d' }
const page = ['is', 'event:page', ['/']]

const BODIES: readonly unknown[] = [
	...[base, {}, null, [], 'x'],
	...Object.keys(METRICS).map((metric) => ({ ...base, metrics: [metric] })),
	...DIMENSIONS.map(({ name }) => ({ ...base, dimensions: [name] })),
	...DIMENSIONS.filter(({ name }) => name !== 'event:goal').map(({ name }) => ({
		...base,
		filters: [['is', name, [name.startsWith('visit:country') ? 'NO' : 'x']]],
	})),
	...[{ site_id: 7 }, { site_id: undefined }, { colour: 'blue' }],
	...[{ metrics: [] }, { metrics: ['nonsense'] }, { metrics: 'visitors' }, { metrics: undefined }],
	...['event:props:plan', 'event:props:', 'visit:moon', 7].map((name) => ({ dimensions: [name] })),
	{ dimensions: Array.from({ length: 11 }, (_, i) => `event:props:${i}`) },
	...[
		'day',
		'24h',
		'month',
		'year',
		'all',
		'1d',
		'5000d',
		'0d',
		'6mo',
		'100mo',
		'yesterday',
		'',
		undefined,
	].map((date_range) => ({ date_range })),
	...[
		['2026-01-01', '2026-01-31'],
		['2026-01-01T00:00:00Z', '2026-01-31T12:00:00+02:00'],
		['2026-01-01', '2026-01-31T12:00:00Z'],
		['2026-01-01T00:00:00', '2026-01-31T00:00:00'],
		['2026-01-01'],
		[1, 2],
	].map((date_range) => ({ date_range })),
	...[
		page,
		['is_not', 'visit:source', ['a', 'b'], { case_sensitive: false }],
		['contains', 'event:props:plan', ['a'], {}],
		['contains_not', 'visit:city', [7]],
		['matches', 'event:page', ['^/a']],
		['matches_not', 'event:page', ['^/a'], { case_sensitive: true }],
		['and', [page, ['or', [page, ['not', page]]]]],
		['or', []],
		['not', page, page],
		['has_done', ['is', 'event:name', ['Signup']]],
		['has_not_done', page],
		['is', 'event:page', []],
		['is', 'event:page', ['/'], { case: true }],
		['is', 'event:page', ['/'], {}, {}],
		['is', 'time:day', ['2026-01-01']],
		['is', 'event:page', '/'],
		['foo', 'event:page', ['/']],
		[],
		'x',
	].map((filter) => ({ filters: [filter] })),
	...[[['visitors', 'asc']], [['visitors', 'up']], ['visitors'], 'visitors', []].map((order_by) => ({
		order_by,
	})),
	...[{}, { imports: true, time_labels: false }, { total_rows: 1 }, { compare: 'previous_period' }, []].map(
		(include) => ({
			include,
		}),
	),
	...[{}, { limit: 1 }, { limit: 0 }, { limit: 10_001 }, { offset: -1 }, { offset: 1.5 }, { page: 1 }].map(
		(pagination) => ({ pagination }),
	),
].map((one) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? { ...base, ...one } : one))

test.each(BODIES)('the schema and the parser agree on %j', (body) => {
	// What JSON cannot say is not sent.
	const sent: unknown = JSON.parse(JSON.stringify(body))
	const parsed = parseQuery(sent, false)
	expect(query.safeParse(sent).success, parsed.ok ? '' : parsed.error.message).toBe(parsed.ok)
})
