import { z } from 'zod'

/** The import of events: one JSON object a line. */

const text = z.string().optional()

export const importParams = z.object({
	part: z.int().min(0).max(999_999).default(0).describe('Number of the part of a long import, from 0.'),
	last: z.enum(['true', 'false']).default('true').describe('`false` for every part but the last.'),
})
export const importHeaders = z.object({
	'Idempotency-Key': z
		.string()
		.regex(/^[\x21-\x7e]{1,200}$/)
		.optional()
		.describe('Names the import, so that a part that broke off can be sent again and keeps nothing twice.'),
})

export const importLine = z.looseObject({
	timestamp: z.string().describe('ISO 8601 with offset or `Z`.'),
	visitor_id: z.union([z.string().min(1), z.number()]).describe('Names the visitor within the import.'),
	name: text.describe('`pageview` without it.'),
	url: text,
	hostname: text,
	pathname: text,
	referrer: text,
	props: z.record(z.string(), z.unknown()).optional(),
	revenue: z.looseObject({ amount: z.union([z.number(), z.string()]), currency: z.string() }).optional(),
	interactive: z.boolean().optional(),
	scroll_depth: z.number().optional().describe('Per cent, of events named `engagement`.'),
	engagement_time: z.number().optional().describe('Milliseconds, of events named `engagement`.'),
	source: text,
	utm_source: text,
	utm_medium: text,
	utm_campaign: text,
	utm_content: text,
	utm_term: text,
	country: text.describe('ISO 3166-1, two letters.'),
	region: text.describe('ISO 3166-2, such as `DE-BE`.'),
	city: text,
	browser: text,
	browser_version: text,
	os: text,
	os_version: text,
	device: text.describe('Desktop, Laptop, Tablet or Mobile.'),
	language: text.describe('Primary subtag, such as `de`.'),
	screen_class: text.describe('xs, sm, md, lg or xl.'),
})

const count = z.int().min(0)

export const importReport = z.strictObject({
	import: z.string().describe('The key of the import.'),
	part: count,
	lines: count.describe('Lines that are not blank: kept, dropped and at fault.'),
	kept: count,
	dropped: count,
	reasons: z.record(z.string(), count).describe('Dropped lines by reason.'),
	errors: z
		.array(z.strictObject({ line: count, error: z.string() }))
		.describe('Lines that could not be read, the first thousand of them.'),
	errors_total: count,
})
