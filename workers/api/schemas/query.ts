import { z } from 'zod'
import { DIMENSIONS, isMetric, METRICS } from '../../stats/registry.ts'

/** The Stats API v2: question and answer. The parser of `stats/query.ts` decides; this is its shape for others. */

const metric = z.enum(Object.keys(METRICS).filter((name) => isMetric(name, false)))

const fixed = DIMENSIONS.filter((one) => !one.dashboardOnly).map(({ name }) => name)
const property = z
	.string()
	.regex(/^event:props:./s)
	.max(312)
const dimension = z.union([z.enum(fixed), property])
const filtered = z.union([z.enum(fixed.filter((name) => !name.startsWith('time'))), property])

const date = z
	.string()
	.regex(/^\d{4}-\d\d-\d\d$/)
	.meta({ format: 'date' })
const instant = z
	.string()
	.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/)
	.meta({ format: 'date-time' })
const dateRange = z
	.union([
		z.enum(['day', '24h', 'month', 'year', 'all']),
		z.string().regex(/^[1-9]\d{0,3}d$/),
		z.string().regex(/^[1-9]\d{0,2}mo$/),
		z.tuple([date, date]),
		z.tuple([instant, instant]),
	])
	.describe(
		'In the time zone of the site. `7d`: seven whole days that end with yesterday (at most `5000d`). `6mo`: six whole months that end with the last one (at most `100mo`). A pair of dates includes both.',
	)

const clauses = z.array(z.union([z.string().max(2000), z.int()])).min(1)
const cases = z.strictObject({ case_sensitive: z.boolean().optional() }).optional()

/** Filters hold filters. */
export const filter: z.ZodType = z.lazy(() =>
	z.union([
		z.tuple([z.enum(['is', 'is_not', 'contains', 'contains_not']), filtered, clauses, cases]),
		z.tuple([z.enum(['matches', 'matches_not']), filtered, z.array(z.string().max(500)).min(1)]),
		z.tuple([z.literal('is'), z.literal('segment'), z.array(z.int()).min(1)]),
		z.tuple([z.enum(['and', 'or']), z.array(filter).min(1)]),
		z.tuple([z.enum(['not', 'has_done', 'has_not_done']), filter]),
	]),
)

const order = z.tuple([z.union([metric, dimension]), z.enum(['asc', 'desc'])])

export const query = z.strictObject({
	site_id: z.string().min(1).describe('A domain of the site, also a former one.'),
	metrics: z.array(metric).min(1).describe('Each once.'),
	date_range: dateRange,
	dimensions: z.array(dimension).max(10).optional().describe('Each once; one of time at most.'),
	filters: z.array(filter).optional().describe('All must hold.'),
	order_by: z
		.array(order)
		.max(30)
		.optional()
		.describe('Names that are asked for. Without it time first, then the largest first metric.'),
	include: z
		.strictObject({
			imports: z.boolean().optional(),
			time_labels: z.boolean().optional().describe('Adds `meta.time_labels`: every bucket of the range.'),
			total_rows: z.boolean().optional().describe('Adds `meta.total_rows`: rows of all pages.'),
			trim_relative_date_range: z
				.boolean()
				.optional()
				.describe('A range that reaches into the future ends today, and today ends now.'),
		})
		.optional(),
	pagination: z
		.strictObject({
			limit: z.int().min(1).max(10_000).optional().describe('10,000 without it.'),
			offset: z.int().min(0).max(1_000_000_000).optional(),
		})
		.optional(),
})

const money = z.strictObject({ value: z.number(), currency: z.string(), short: z.string(), long: z.string() })
const warning = z.looseObject({ code: z.string(), warning: z.string() })

export const retentionWarnings = z
	.array(z.strictObject({ code: z.enum(['rows_deleted', 'sums_left']), from: instant, warning: z.string() }))
	.optional()
	.describe(
		'Where the site’s retention has deleted rows of the range. `rows_deleted`: counted from `from` on only; `sums_left`: before `from` there are only sums of days.',
	)

export const queryAnswer = z.strictObject({
	results: z.array(
		z.strictObject({
			metrics: z.array(z.union([z.number(), money]).nullable()).describe('In the order of the question.'),
			dimensions: z.array(z.string()).describe('In the order of the question.'),
		}),
	),
	meta: z.looseObject({
		imports_included: z.boolean().optional(),
		imports_skip_reason: z.string().optional(),
		time_labels: z.array(z.string()).optional(),
		total_rows: z.int().optional(),
		metric_warnings: z.record(z.string(), warning).optional(),
		retention_warnings: retentionWarnings,
	}),
	query: z
		.looseObject({
			site_id: z.string(),
			metrics: z.array(metric),
			date_range: z.tuple([instant, instant]),
			filters: z.array(z.unknown()),
			dimensions: z.array(z.string()),
			order_by: z.array(order),
			include: z.looseObject({}),
			pagination: z.strictObject({ offset: z.int(), limit: z.int() }),
		})
		.describe('The question as it was understood; `date_range` as first and last second.'),
})
