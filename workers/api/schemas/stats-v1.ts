import { z } from 'zod'
import { retentionWarnings } from './query.ts'

/** Parameters and answers of the older statistics API, `/api/v1/stats`. Parameters arrive as text. */

const PERIODS = ['12mo', '6mo', 'month', '30d', '7d', 'day', 'custom'] as const
export type Period = (typeof PERIODS)[number]

const oneOf = (names: readonly string[]) => ({ error: `must be one of ${names.join(', ')}` })

/** A whole number in decimal digits. */
const whole = (min: number, max: number, fallback: number) => {
	const text = { error: `must be a whole number from ${min} to ${max}` }
	return z
		.preprocess(
			(value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value),
			z.int(text).min(min, text).max(max, text),
		)
		.default(fallback)
}

const site = {
	site_id: z
		.string({ error: 'The parameter site_id is required: a domain of the site' })
		.describe('A domain of the site, also a former one.'),
}

const range = {
	...site,
	period: z
		.enum(PERIODS, oneOf(PERIODS))
		.default('30d')
		.describe(
			'`day`, `month`: that of `date`. `7d`: the day and the 6 before. `30d`: the day and the 30 before. `6mo`, `12mo`: the month and the 5 or 11 before. `custom`: the two dates in `date`.',
		),
	date: z
		.string()
		.optional()
		.describe(
			'The day that the period ends with, `2026-11-24`; today in the time zone of the site without it. For `custom` the first and the last day: `2026-11-01,2026-11-24`.',
		),
	metrics: z.string().default('visitors').describe('Names of metrics, with commas between them.'),
	filters: z
		.string()
		.default('')
		.describe(
			'`property==value` or `property!=value`; several with `;` between them must all hold. `a|b` is either (a `|` of the value itself is written `\\|`), `*` any run of characters.',
		),
	with_imported: z
		.enum(['true', 'false'], oneOf(['true', 'false']))
		.default('false')
		.describe('Imported events are always counted here, so it changes nothing.'),
}

export const realtimeParams = z.object(site)
export const aggregateParams = z.object({
	...range,
	compare: z
		.enum(['previous_period'], oneOf(['previous_period']))
		.optional()
		.describe('Adds `change`: against the days before, in per cent (`bounce_rate`: in points).'),
})
export const timeseriesParams = z.object({
	...range,
	interval: z
		.enum(['day', 'month', 'date'], oneOf(['day', 'month']))
		.optional()
		.describe(
			'Without it hours for `day`, months for `6mo` and `12mo`, else days. `date` is the older name of `day`.',
		),
})
export const breakdownParams = z.object({
	...range,
	property: z
		.string({ error: 'The parameter property is required: a dimension such as visit:source' })
		.describe('The dimension whose values are the rows.'),
	limit: whole(1, 1000, 100).describe('Rows of a page.'),
	page: whole(1, 1_000_000, 1).describe('Number of the page, from 1.'),
})

const value = z.union([z.number(), z.record(z.string(), z.unknown())]).nullable()

export const realtimeAnswer = z.int().describe('Visitors with an event in the last five minutes.')
export const aggregateAnswer = z.object({
	results: z.record(z.string(), z.strictObject({ value, change: z.number().nullable().optional() })),
	retention_warnings: retentionWarnings,
})
/** Rows by the name of what they hold: `date` or the property, and each metric. */
export const rowsAnswer = z.object({
	results: z.array(z.record(z.string(), z.union([z.string(), value]))),
	retention_warnings: retentionWarnings,
})
