import { expect, test } from 'vitest'
import { filtersOf } from './legacy-filters.ts'
import { daysOf, inParameters } from './legacy-params.ts'
import type { Period } from './schemas/stats-v1.ts'

/** Half past midnight of 24 November in Oslo, still the 23rd in New York. */
const NOW = Date.parse('2026-11-23T23:30:00Z')
const OSLO = 'Europe/Oslo'

test.each<[Period, string | undefined, string, string]>([
	['day', undefined, '2026-11-24', '2026-11-24'],
	['day', '2024-02-29', '2024-02-29', '2024-02-29'],
	['7d', undefined, '2026-11-18', '2026-11-24'],
	['7d', '2026-03-03', '2026-02-25', '2026-03-03'],
	['30d', undefined, '2026-10-25', '2026-11-24'],
	['30d', '2026-03-31', '2026-03-01', '2026-03-31'],
	['month', undefined, '2026-11-01', '2026-11-30'],
	['month', '2024-02-10', '2024-02-01', '2024-02-29'],
	['6mo', undefined, '2026-06-01', '2026-11-30'],
	['6mo', '2026-03-31', '2025-10-01', '2026-03-31'],
	['12mo', undefined, '2025-12-01', '2026-11-30'],
	['12mo', '2026-01-31', '2025-02-01', '2026-01-31'],
	['custom', '2026-01-01,2026-02-03', '2026-01-01', '2026-02-03'],
	['custom', ' 2026-01-01 , 2026-01-01 ', '2026-01-01', '2026-01-01'],
])('the period %s of %s begins %s and ends %s', (period, date, from, to) => {
	expect(daysOf({ period, date }, OSLO, NOW)).toEqual({ ok: true, value: [from, to] })
})

test("today is the site's", () => {
	expect(daysOf({ period: 'day' }, 'America/New_York', NOW)).toMatchObject({
		value: ['2026-11-23', '2026-11-23'],
	})
})

test.each<[Period, string | undefined]>([
	['day', 'yesterday'],
	['7d', '2026-02-30'],
	['30d', '2026-3-1'],
	['month', '2026-03'],
	['6mo', '20260301'],
	['12mo', '0001-01-01'],
	['day', '2026-03-01,2026-03-02'],
	['custom', undefined],
	['custom', '2026-03-01'],
	['custom', '2026-03-01,2026-02-30'],
	['custom', '2026-03-02,2026-03-01'],
	['custom', '2026-03-01,2026-03-02,2026-03-03'],
])('the period %s takes no date %s, and says so', (period, date) => {
	expect(daysOf({ period, date }, OSLO, NOW)).toMatchObject({
		ok: false,
		error: { kind: 'invalid', message: expect.stringMatching(/^date: /) },
	})
})

test.each<[string, unknown[]]>([
	['', []],
	[';; ', []],
	['visit:source==Google', [['is', 'visit:source', ['Google']]]],
	['visit:source!=Google', [['is_not', 'visit:source', ['Google']]]],
	[
		' visit:source == Google ; event:page != / ',
		[
			['is', 'visit:source', ['Google']],
			['is_not', 'event:page', ['/']],
		],
	],
	['visit:country==DE|FR', [['is', 'visit:country', ['DE', 'FR']]]],
	['visit:country!=DE|FR', [['is_not', 'visit:country', ['DE', 'FR']]]],
	['event:page==/a\\|b|/c', [['is', 'event:page', ['/a|b', '/c']]]],
	['event:page==/a=b==c', [['is', 'event:page', ['/a=b==c']]]],
	['event:page==/blog*', [['matches', 'event:page', ['^(?s:/blog.*)$']]]],
	['event:page==/blog/**', [['matches', 'event:page', ['^(?s:/blog/.*)$']]]],
	['event:page!=*.html|/x?', [['matches_not', 'event:page', ['^(?s:.*\\.html)$', '^(?s:/x\\?)$']]]],
	['event:page==/a\\|b*', [['matches', 'event:page', ['^(?s:/a\\|b.*)$']]]],
	['event:page==*blog*|**shop**', [['contains', 'event:page', ['blog', 'shop']]]],
	['event:page!=*blog*', [['contains_not', 'event:page', ['blog']]]],
	['event:goal==Visit /blog*|Signup', [['is', 'event:goal', ['Visit /blog*', 'Signup']]]],
	['event:props:plan==(none)', [['is', 'event:props:plan', ['(none)']]]],
])('the filters %j mean %j', (text, filters) => {
	expect(filtersOf(text)).toEqual({ ok: true, value: filters })
})

test.each([
	'visit:source',
	'visit:source=Google',
	'==Google',
	'visit:source==',
	'visit:source== ',
	'a==b|',
	'a==|b',
	'[["is","visit:source",["Google"]]]',
	'a==b;c',
])('the filters %j are refused by name', (text) => {
	expect(filtersOf(text)).toMatchObject({
		error: { message: expect.stringMatching(/^filters: ".*" is not/) },
	})
})

test('faults of a query are told in the names of the parameters, other failures as they are', () => {
	const message = [
		'#/metrics/0: Invalid metric "x"',
		'#/dimensions/0: Invalid dimension "y"',
		'#/date_range: Invalid date range "z"',
		'#/filters/1/2: Invalid filter ["is","#/metrics/0: "]: why',
	].join('\n')
	expect(inParameters({ kind: 'invalid', message })).toEqual({
		kind: 'invalid',
		message: [
			'metrics: Invalid metric "x"',
			'property: Invalid dimension "y"',
			'date: Invalid date range "z"',
			'filters: Invalid filter ["is","#/metrics/0: "]: why',
		].join('\n'),
	})
	const other = { kind: 'unavailable', message: '#/metrics: x', retryAfterSeconds: 5 } as const
	expect(inParameters(other)).toBe(other)
})
